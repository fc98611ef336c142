//! Reviews, from outside: what `anma review` writes, what `anma list` lists, and what a finished page says.

use std::fs;

use serde_json::Value;

use crate::support::memory::{build, settings};
use crate::support::program::{Run, SETTINGS, Site};

/// A site with two people, an article and a condition, also in Spanish.
fn salon() -> Site {
    Site::new(&format!(
        "-- anma.yaml --\n{SETTINGS}languages: {{es: {{title: Ana}}}}\n\
        -- content/people/jo-brook.md --\n---\ntitle: Jo Brook\n---\nText.\n\
        -- content/people/maria-lund.md --\n---\ntitle: María Lund\n---\nText.\n\
        -- content/articles/one.md --\n---\ntitle: Desk work  # the title\ndate: 2026-01-01\nnext_review: 2028-05-01\n---\nText.\n\n- one\n\
        -- content/articles/one.es.md --\n---\ntitle: Escritorio\n---\nTexto.\n\
        -- content/conditions/sciatica.md --\n---\ntitle: Sciatica\n---\nPain.\n"
    ))
}

fn read(site: &Site, path: &str) -> String {
    fs::read_to_string(site.root.join(path)).expect("a text")
}

/// The report as JSON.
#[track_caller]
fn json(run: Run) -> Value {
    let run = run.ends_with(0);
    serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {}", run.out))
}

/// State and file of every page that is due.
fn due(site: &Site, more: &[&str]) -> Vec<(String, String)> {
    let report = json(site.run(&[&["list", "--review-due", "--format", "json"], more].concat()));
    let pages = report["pages"].as_array().expect("pages").clone();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    pages.iter().map(|page| (text(&page["state"]), text(&page["page"]["file"]))).collect()
}

#[test]
fn a_review_is_written_and_shown_until_the_text_changes() {
    let site = salon();
    let run = site.run(&["review", "content/articles/one.md", "--by", "Jo Brook"]).ends_with(0);
    assert!(
        run.out.starts_with("`Desk work` (content/articles/one.md) is now marked as reviewed by Jo Brook on 1 December 2026, and has the seal v1-"),
        "{}",
        run.out
    );
    let text = read(&site, "content/articles/one.md");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[1], "title: Desk work  # the title");
    assert!(lines[3].starts_with("reviewed: {by: jo-brook, on: 2026-12-01, seal: v1-"), "{text}");
    assert_eq!(&lines[4..], ["next_review: 2028-05-01", "---", "Text.", "", "- one"]);

    site.build(&[]).ends_with(0);
    let page = site.page("articles/one/index.html");
    assert!(page.contains("Reviewed by <a href=\"/people/jo-brook/\">Jo Brook</a>"), "{page}");
    assert!(page.contains("\"lastReviewed\":\"2026-12-01\"") && page.contains("\"reviewedBy\""));
    assert!(!page.contains("Changed since"));

    // How it is written does not matter.
    site.write(
        "content/articles/one.md",
        text.replace("- one", "*   one\n")
            .replace("date: 2026-01-01", "weight: 1\ndate: 2026-01-01"),
    );
    site.build(&[]).ends_with(0);
    assert!(site.page("articles/one/index.html").contains("Reviewed by"));

    site.write("content/articles/one.md", text.replace("Text.", "Other text."));
    site.build(&["--verify"]).ends_with(0);
    let page = site.page("articles/one/index.html");
    assert!(page.contains("<p>Changed since it was reviewed on 1 December 2026</p>"), "{page}");
    for gone in ["Reviewed by", "lastReviewed", "reviewedBy", "Page last reviewed"] {
        assert!(!page.contains(gone), "{gone}");
    }
    assert_eq!(due(&site, &[])[0], ("changed".to_owned(), "content/articles/one.md".to_owned()));
}

#[test]
fn a_review_that_is_too_old_is_not_shown() {
    let site = salon();
    let review = ["review", "Desk work", "--by", "jo-brook", "--on", "2026-11-01"];
    site.run(&review).ends_with(0);
    for (day, shown) in [("2028-05-01", true), ("2028-05-02", false)] {
        site.build(&["--date", day]).ends_with(0);
        let page = site.page("articles/one/index.html");
        for word in ["Reviewed by", "lastReviewed", "reviewedBy", "Page last reviewed"] {
            assert_eq!(page.contains(word), shown, "{word} on {day}");
        }
        assert!(!page.contains("Changed since"));
    }
    // Without a day for the next review, 24 months or what the settings say.
    let text = read(&site, "content/articles/one.md").replace("next_review: 2028-05-01\n", "");
    site.write("content/articles/one.md", text);
    for (months, day, shown) in [
        ("", "2028-11-01", true),
        ("", "2028-11-02", false),
        ("reviews: {due: 1}\n", "2026-12-02", false),
    ] {
        site.write("anma.yaml", format!("{SETTINGS}{months}languages: {{es: {{title: Ana}}}}\n"));
        site.build(&["--date", day]).ends_with(0);
        assert_eq!(site.page("articles/one/index.html").contains("Reviewed by"), shown, "{day}");
    }
}

#[test]
fn a_review_without_a_seal_is_trusted() {
    let site = salon();
    site.write(
        "content/articles/two.md",
        "---\ntitle: Two\nreviewed: {by: Jo Brook, on: 2026-11-01}\n---\nText.\n",
    );
    site.build(&[]).ends_with(0);
    assert!(site.page("articles/two/index.html").contains("Reviewed by"));
    let run = site.run(&["list", "--review-due"]).ends_with(0);
    assert!(!run.out.contains("two.md"), "{}", run.out);
    assert!(run.out.contains("1 page was reviewed without a seal"), "{}", run.out);
}

#[test]
fn a_seal_is_that_of_one_language() {
    let site = salon();
    site.run(&["review", "content/articles/one.md", "--by", "Jo Brook"]).ends_with(0);
    let run = site.run(&["review", "Escritorio", "--by", "María Lund"]).ends_with(0);
    assert!(run.out.contains("(content/articles/one.es.md)"), "{}", run.out);
    let text = read(&site, "content/articles/one.es.md");
    assert!(text.starts_with(
        "---\ntitle: Escritorio\nreviewed: {by: maria-lund, on: 2026-12-01, seal: v1-"
    ));
    site.build(&[]).ends_with(0);
    assert!(site.page("es/articles/one/index.html").contains("Revisado por"));

    let original = read(&site, "content/articles/one.md").replace("Text.", "Other.");
    site.write("content/articles/one.md", original);
    site.build(&[]).ends_with(0);
    assert!(site.page("es/articles/one/index.html").contains("Revisado por"));
    site.write("content/articles/one.es.md", text.replace("Texto.", "Otro."));
    site.build(&[]).ends_with(0);
    let page = site.page("es/articles/one/index.html");
    assert!(
        page.contains("Modificada después de su revisión del 1 de diciembre de 2026"),
        "{page}"
    );
}

#[test]
fn a_file_stays_as_it_was_saved() {
    let site = salon();
    let text = "\u{feff}---\r\n# who\r\ntitle: Two\r\nreviewed:\r\n  by: maria-lund   # she\r\n  on: 2025-01-01\r\n---\r\nText.\r\n\r\nMore.";
    site.write("content/articles/two.md", text);
    let arguments =
        ["review", "two", "--by", "jo-brook", "--on", "2026-11-30", "--next", "2027-01-31"];
    let dry: Vec<&str> = arguments.iter().copied().chain(["--dry-run"]).collect();
    let run = site.run(&dry).ends_with(0);
    assert!(run.out.contains("Nothing was written"), "{}", run.out);
    assert_eq!(read(&site, "content/articles/two.md"), text);

    let run = site.run(&arguments).ends_with(0);
    assert!(run.out.contains("The next review is due by 31 January 2027."), "{}", run.out);
    let new = read(&site, "content/articles/two.md");
    let at = new.find("  seal: v1-").expect("a seal");
    let expected = format!(
        "\u{feff}---\r\n# who\r\ntitle: Two\r\nreviewed:\r\n  by: jo-brook   # she\r\n  on: 2026-11-30\r\n{}\r\nnext_review: 2027-01-31\r\n---\r\nText.\r\n\r\nMore.",
        &new[at..at + 27]
    );
    assert_eq!(new, expected);
    let left = fs::read_dir(site.root.join("content/articles")).expect("a folder").count();
    assert_eq!(left, 3, "nothing is left beside the file");
    site.build(&["--strict"]).ends_with(0);
    assert!(site.page("articles/two/index.html").contains("Reviewed by"));
}

#[test]
fn a_day_that_is_past_gives_way() {
    let site = salon();
    site.write("content/articles/two.md", "---\ntitle: Two\nnext_review: 2026-06-01\n---\nText.\n");
    let run = site.run(&["review", "two", "--by", "jo-brook"]).ends_with(0);
    assert!(run.out.contains("due by 1 December 2028, because the day in the file was past"));
    assert!(read(&site, "content/articles/two.md").contains("next_review: 2028-12-01\n"));
}

#[test]
fn what_cannot_be_reviewed_is_said() {
    let site = salon();
    site.write("content/articles/bad.md", "---\ntitle: Bad\nwieght: 1\n---\nText.\n");
    site.write("content/articles/flow.md", "---\n{title: Flow}\n---\nText.\n");
    site.write("content/vocabulary.yaml", "gout: {kind: condition, title: Gout}\n");
    let before = read(&site, "content/articles/one.md");
    for (arguments, code, message) in [
        (
            &["Desk wrok", "--by", "jo-brook"][..],
            2,
            "no page is called `Desk wrok`; did you mean `Desk work`?",
        ),
        (
            &["Desk work", "--by", "Jo Brok"],
            2,
            "no person of the site is called `Jo Brok`; did you mean `Jo Brook`?",
        ),
        (&["Desk work", "--by", "Desk work"], 2, "there is `Jo Brook`, `María Lund`"),
        (
            &["Desk work", "--by", "jo-brook", "--on", "2026-12-02"],
            2,
            "2 December 2026 has not come yet",
        ),
        (&["Desk work", "--by", "jo-brook", "--next", "2026-12-01"], 2, "must come after this one"),
        (&["/conditions/", "--by", "jo-brook"], 2, "has no file of its own"),
        (&["Bad", "--by", "jo-brook"], 1, "the fields of content/articles/bad.md have mistakes"),
        (
            &["Flow", "--by", "jo-brook"],
            1,
            "write `reviewed: {by: jo-brook, on: 2026-12-01, seal: v1-",
        ),
    ] {
        let run = site.run(&[&["review"], arguments].concat()).ends_with(code);
        assert!(run.err.contains(message), "{arguments:?}: {}", run.err);
        assert_eq!(run.out, "");
    }
    assert_eq!(read(&site, "content/articles/one.md"), before);
    // What is wrong elsewhere is no reason to refuse.
    site.run(&["review", "Desk work", "--by", "jo-brook"]).ends_with(0);
}

#[test]
fn pages_are_listed_by_urgency() {
    let site = salon();
    let page = |name: &str, fields: &str| {
        site.write(
            format!("content/articles/{name}.md"),
            format!("---\ntitle: {name}\n{fields}\n---\nText.\n"),
        );
    };
    page("late", "reviewed: {by: jo-brook, on: 2024-01-01}");
    page("later", "reviewed: {by: jo-brook, on: 2023-01-01}");
    page("edited", "reviewed: {by: jo-brook, on: 2026-01-01, seal: v1-0123456789abcdef}");
    page("soon", "reviewed: {by: jo-brook, on: 2026-01-01}\nnext_review: 2026-12-20");
    let file = |name: &str| format!("content/{name}.md");
    let expected = |rows: &[(&str, &str)]| {
        rows.iter().map(|(state, name)| ((*state).to_owned(), file(name))).collect::<Vec<_>>()
    };
    let mut rows = vec![
        ("changed", "articles/edited"),
        ("overdue", "articles/later"),
        ("overdue", "articles/late"),
        // The translation has the day of what it translates.
        ("not-reviewed", "articles/one.es"),
        ("not-reviewed", "articles/one"),
        ("not-reviewed", "conditions/sciatica"),
    ];
    let first = due(&site, &[]);
    let sorted = |mut rows: Vec<(String, String)>| {
        rows.sort();
        rows
    };
    assert_eq!(sorted(first.clone()), sorted(expected(&rows)));
    assert_eq!(first[..3], expected(&rows)[..3]);
    rows.push(("unsealed", "articles/soon"));
    assert_eq!(sorted(due(&site, &["--within", "30"])), sorted(expected(&rows)));
    assert_eq!(due(&site, &["--within", "18"]).len(), 6);

    let run = site.run(&["list", "--review-due", "--within", "30"]).ends_with(0);
    let lines: Vec<&str> = run.out.lines().collect();
    assert!(lines[0].starts_with("changed since   2026-01-01  edited "), "{}", run.out);
    assert!(lines[1].starts_with("due since       2025-01-01  later "), "{}", run.out);
    assert!(run.out.contains("due on          2026-12-20  soon "), "{}", run.out);
    assert!(run.out.contains("7 pages are due for review."), "{}", run.out);
    site.run(&["list", "--within", "30"]).ends_with(2);
}

#[test]
fn all_pages_are_listed() {
    let site = salon();
    let run = site.run(&["list"]).ends_with(0);
    assert!(
        run.out.contains("article    2026-01-01  Desk work   content/articles/one.md\n"),
        "{}",
        run.out
    );
    assert_eq!(run.out.lines().count(), 5, "{}", run.out);
    let report = json(site.run(&["list", "--format", "json"]));
    assert_eq!((&report["report"], &report["version"]), (&"list".into(), &1.into()));
    let pages = report["pages"].as_array().expect("pages");
    let one = pages.iter().find(|page| page["file"] == "content/articles/one.md").expect("it");
    assert_eq!(
        (&one["date"], &one["kind"], &one["review"]),
        (&"2026-01-01".into(), &"article".into(), &"not-reviewed".into())
    );
    assert!(report["diagnostics"].is_array());
}

#[test]
fn a_theme_sees_how_the_review_stands() {
    let template = "-- themes/own/theme.yaml --\nname: own\napi: 1\n\
        -- themes/own/templates/article.html --\n{% if page.review %}{{ page.review.state }}|{{ page.review.due.iso }}{% endif %}|{% if page.reviewed %}{{ page.reviewed.on.iso }}{% endif %}\n";
    let pages = [
        ("none", "", "|"),
        ("plain", "reviewed: {by: jo, on: 2026-01-01}\n", "unsealed|2028-01-01|2026-01-01"),
        ("edited", "reviewed: {by: jo, on: 2026-01-01, seal: v1-0}\n", "changed|2028-01-01|"),
        ("old", "reviewed: {by: jo, on: 2023-01-01}\n", "overdue|2025-01-01|"),
    ];
    let mut text = format!(
        "-- anma.yaml --\n{SETTINGS}theme: own\n{template}-- content/people/jo.md --\n---\ntitle: Jo\n---\nText.\n"
    );
    for (name, fields, _) in pages {
        text.push_str(&format!(
            "-- content/articles/{name}.md --\n---\ntitle: {name}\n{fields}---\nText.\n"
        ));
    }
    let built = build(&text, &settings());
    for (name, _, expected) in pages {
        let page = built.file(&format!("articles/{name}/index.html"));
        assert_eq!(page.trim(), expected, "{name}");
    }
}
