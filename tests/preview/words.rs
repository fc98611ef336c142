//! What writers change in the front matter of pages, and in the files of data.

use super::preview::Preview;

const ONE: &str = "content/articles/one.md";
const TWO: &str = "content/articles/two.md";

#[test]
fn front_matter() {
    let preview = Preview::new();
    titles(&preview);
    states(&preview);
    addresses(&preview);
    preview.agrees();
}

fn titles(preview: &Preview) {
    preview.visitor.visits("/articles/two/", &["The end."]);
    preview.story("a title, which other pages say");
    preview.edit(TWO, "title: Second look", "title: Second glance");
    preview.says("/articles/two/", "Second glance");
    preview.says("/articles/page/2/", "Second glance");
    preview.says("/topics/posture/", "Second glance");
    preview.hides("/articles/page/2/", "Second look");

    preview.story("a description");
    preview.edit(TWO, "date:", "description: What to look at twice\ndate:");
    preview.says("/articles/two/", "What to look at twice");
    preview.says("/articles/page/2/", "What to look at twice");

    preview.story("a date, and with it the order of lists");
    let is_before = |page: &str, one: &str, other: &str| matches!((page.find(one), page.find(other)), (Some(one), Some(other)) if one < other);
    let (first, second) = ("First steps</a>", "Second glance</a>");
    preview.until("/topics/posture/", |page| is_before(page, second, first));
    preview.edit(ONE, "date: 2026-11-01", "date: 2026-11-09");
    preview.until("/topics/posture/", |page| is_before(page, first, second));

    preview.story("an author");
    preview.edit(TWO, "date:", "author: Ana Berg\ndate:");
    preview.says("/articles/two/", "Ana Berg");
    preview.says("/people/ana/", "Second glance");

    preview.story("a topic of its own");
    preview.edit(TWO, "topic: [Posture]", "topic: [Posture, Work]");
    preview.comes("/topics/work/", "Second glance");
    preview.edit(TWO, "topic: [Posture, Work]", "topic: [Posture]");
    preview.goes("/topics/work/");
}

fn states(preview: &Preview) {
    preview.story("a draft, which the preview shows and marks");
    preview.edit(TWO, "date:", "draft: true\ndate:");
    preview.says("/articles/two/", "data-standing=\"draft\"");
    preview.story("no draft any more");
    preview.edit(TWO, "draft: true\n", "");
    preview.says("/articles/two/", "data-standing=\"published\"");
    preview.story("scheduled");
    preview.edit(TWO, "date:", "publish: 2027-01-05\ndate:");
    preview.says("/articles/two/", "data-standing=\"scheduled 2027-01-05\"");
    preview.story("expired");
    preview.edit(TWO, "publish: 2027-01-05", "expire: 2026-11-20");
    preview.says("/articles/two/", "data-standing=\"expired 2026-11-20\"");
    preview.edit(TWO, "expire: 2026-11-20\n", "");
    preview.says("/articles/two/", "data-standing=\"published\"");
}

fn addresses(preview: &Preview) {
    preview.story("a slug: another address, and links to it");
    preview.visitor.leaves("/articles/two/");
    preview.edit(TWO, "date:", "slug: glance\ndate:");
    preview.comes("/articles/glance/", "The end.");
    preview.goes("/articles/two/");
    preview.says("/articles/one/", "href=\"/articles/glance/\"");

    preview.story("an alias: the old address leads to the new one");
    preview.edit(TWO, "date:", "aliases: [/articles/two/]\ndate:");
    preview.comes("/articles/two/", "/articles/glance/");

    preview.story("a menu of the page's own headings");
    preview.edit(ONE, "## Causes", "## Reasons");
    preview.says("/articles/one/", "id=\"reasons\"");
}

#[test]
fn data_files() {
    let preview = Preview::new();
    preview.visitor.visits("/articles/one/", &["The end."]);
    preview.story("a new synonym makes a link on another page");
    preview.edit("content/vocabulary.yaml", "[neck sprain]", "[neck sprain, screen shoulder]");
    preview.says("/conditions/whiplash/", "screen shoulder");
    preview.edit(ONE, "whiplash, which some call ", "");
    let link = "href=\"/conditions/whiplash/\"";
    preview.until("/articles/one/", |page| {
        page.contains(link) && page.contains("screen shoulder</a>")
    });

    preview.story("without the synonym there is no link");
    preview.edit("content/vocabulary.yaml", "[neck sprain, screen shoulder]", "[neck sprain]");
    preview.hides("/articles/one/", "screen shoulder</a>");

    preview.story("a new entry of the vocabulary is a page");
    preview.edit(
        "content/vocabulary.yaml",
        "cupping:",
        "jaw: {type: condition, title: Jaw pain}\ncupping:",
    );
    preview.comes("/conditions/jaw/", "Jaw pain");
    preview.says("/conditions/", "Jaw pain");

    preview.story("a caution shows on the page of the condition and among all checks");
    let stop = "Do not book";
    assert!(!preview.page("/conditions/sciatica/").contains(stop));
    preview.edit("content/treatments/thai.md", "level: adapt", "level: stop");
    preview.says("/conditions/sciatica/", stop);
    preview.says("/check-before-you-book/", "check-stop");

    preview.story("a source gets another title");
    preview.edit("content/sources.yaml", "A review", "A newer review");
    preview.says("/articles/one/", "A newer review");
    preview.says("/treatments/thai/", "A newer review");

    preview.story("a source is added and referred to");
    let old = std::fs::read_to_string(preview.at("content/sources.yaml")).expect("a file");
    let more =
        "leaflet: {title: A leaflet, url: \"https://example.org/l\", grade: B, seen: 2026-11-01}\n";
    preview.write("content/sources.yaml", &format!("{old}{more}"));
    preview.edit(ONE, "sources: [review]", "sources: [review, leaflet]");
    preview.says("/articles/one/", "A leaflet");

    preview.story("a red flag");
    preview.edit("content/red-flags.yaml", "urgent: [fever]", "urgent: [fever, weight loss]");
    preview.says("/conditions/back-pain/", "weight loss");

    preview.story("a condition gets another parent and a cause");
    preview.edit("content/conditions/sciatica.md", "caused_by: [Lifting]\n", "");
    preview.hides("/causes/lifting/", "href=\"/conditions/sciatica/\"");
    preview.agrees();
}
