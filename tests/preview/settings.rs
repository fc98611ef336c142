//! Settings, and mistakes in files of YAML.

use super::preview::Preview;

#[test]
fn mistakes_in_yaml() {
    let preview = Preview::new();
    preview.visitor.visits("/articles/one/", &["The end."]);
    preview.story("a mistake in the front matter, mended later");
    let from = preview.said();
    preview.edit("content/articles/one.md", "title: First steps", "title: \"First steps");
    preview.hears(from, |event| {
        event["blocked"] == true
            && event["problems"].to_string().contains("\"file\":\"content/articles/one.md\"")
    });
    assert!(preview.page("/articles/one/").contains("First steps"), "the page stays as it was");
    let from = preview.said();
    preview.edit("content/articles/one.md", "title: \"First steps", "title: \"First paces\"");
    preview.says("/articles/one/", "First paces");
    preview.is_free(from);

    preview.story("an unknown field is told with its line");
    let from = preview.said();
    preview.edit("content/articles/two.md", "date:", "titel: x\ndate:");
    preview.is_blocked(from, "content/articles/two.md", 3);
    preview.edit("content/articles/two.md", "titel: x\n", "");
    preview.edit("content/articles/two.md", "Version 0.", "Version 1.");
    preview.says("/articles/two/", "Version 1.");

    preview.story("other pages wait while one has a mistake, and show all of it then");
    let from = preview.said();
    preview.edit("content/articles/two.md", "topic:", "topci:");
    preview.hears(from, |event| event["blocked"] == true);
    preview.edit("content/about.md", "We know", "We have known");
    preview.edit("content/articles/two.md", "topci:", "topic:");
    preview.says("/about/", "We have known");

    preview.story("a mistake in the vocabulary");
    let from = preview.said();
    preview.edit("content/vocabulary.yaml", "type: treatment", "type: treatmnt");
    preview.is_blocked(from, "content/vocabulary.yaml", 2);
    preview.edit(
        "content/vocabulary.yaml",
        "type: treatmnt, title: Cupping",
        "type: treatment, title: Dry cupping",
    );
    preview.says("/treatments/cupping/", "Dry cupping");

    preview.story("a link to a page that is not there, which comes then");
    let from = preview.said();
    preview.edit("content/about.md", "We have known", "[Team](team.md) has known");
    preview.hears(from, |event| event["blocked"] == true);
    preview.write("content/team.md", "---\ntitle: Team\n---\nAll of us.\n");
    preview.comes("/team/", "All of us.");
    preview.says("/about/", "href=\"/team/\"");
    preview.agrees();
}

#[test]
fn settings() {
    let preview = Preview::new();
    preview.visitor.visits("/articles/one/", &["The end."]);
    preview.story("another title of the site");
    preview.edit("anma.yaml", "title: Ana Harmony", "title: Ana and Ida");
    preview.says("/about/", "Ana and Ida");

    preview.story("another menu");
    preview.edit("anma.yaml", "menu: [", "menu: [{title: Who we are today, page: about.md}, ");
    preview.says("/articles/one/", "Who we are today");

    preview.story("more articles on a page of a list");
    preview.turns("/articles/page/2/", 200);
    preview.edit("anma.yaml", "per_page: 3", "per_page: 9");
    preview.goes("/articles/page/2/");
    preview.says("/articles/", "First steps");

    preview.story("anma.yaml is broken and mended");
    let from = preview.said();
    preview.edit("anma.yaml", "title: Ana and Ida", "title: [Ana and Ida");
    preview.hears(from, |event| {
        event["blocked"] == true && event["problems"].to_string().contains("\"file\":\"anma.yaml\"")
    });
    assert!(preview.page("/about/").contains("Ana and Ida"), "the page stays as it was");
    preview.edit("anma.yaml", "title: [Ana and Ida", "title: Ida and Ana");
    preview.says("/about/", "Ida and Ana");

    preview.story("anma.yaml is deleted and comes back");
    let from = preview.said();
    preview.rename("anma.yaml", "aside.yaml");
    preview.hears(from, |event| event["blocked"] == true);
    assert!(preview.page("/about/").contains("Ida and Ana"), "the page stays as it was");
    preview.rename("aside.yaml", "anma.yaml");
    preview.edit("content/about.md", "We know", "We still know");
    preview.says("/about/", "We still know");

    preview.story("a file where anma.yaml should be that cannot be read");
    let from = preview.said();
    preview.rename("anma.yaml", "aside.yaml");
    std::fs::create_dir(preview.at("anma.yaml")).expect("a folder");
    preview.hears(from, |event| event["blocked"] == true || event["event"] == "unreadable");
    assert!(preview.page("/about/").contains("We still know"), "the page stays as it was");
    std::fs::remove_dir(preview.at("anma.yaml")).expect("removed");
    preview.rename("aside.yaml", "anma.yaml");
    preview.edit("content/about.md", "We still know", "We know again");
    preview.says("/about/", "We know again");
    preview.agrees();

    preview.story("the site moves to another path");
    preview.is_left();
    preview.visitor.leaves("/articles/one/");
    preview.edit("anma.yaml", "anaharmony.example", "anaharmony.example/sub");
    preview.moves("/sub/");
    preview.turns("/sub/articles/one/", 200);
    preview.says("/sub/articles/one/", "href=\"/sub/articles/two/\"");
    preview.goes("/articles/one/");
    assert_eq!(preview.ask("/").header("Location"), Some("/sub/"));
    preview.agrees();

    preview.story("and back");
    preview.edit("anma.yaml", "anaharmony.example/sub", "anaharmony.example");
    preview.turns("/articles/one/", 200);
    preview.moves("/");
    preview.goes("/sub/articles/one/");
    preview.stays();
    preview.agrees();
}
