//! Every page of every site says what schema.org knows, as two checkers see it.

use serde_json::Value;

use schemaorg_rs::validation::{Severity, validate};

use crate::checker::Vocabulary;
use crate::pages::{pages, sample_with, sites};

fn good() -> [(&'static str, Value); 3] {
    [
        ("article", include_str!("data/good/article.jsonld")),
        ("condition", include_str!("data/good/condition.jsonld")),
        ("treatment", include_str!("data/good/treatment.jsonld")),
    ]
    .map(|(name, text)| (name, serde_json::from_str(text).expect("JSON")))
}

#[test]
fn the_checker_finds_every_mistake_and_nothing_else() {
    let vocabulary = Vocabulary::new();
    for (name, document) in good() {
        let faults = vocabulary.check(&document);
        assert!(faults.is_empty(), "{name}: {faults:#?}");
    }
    let bad = serde_json::from_str(include_str!("data/bad.jsonld")).expect("JSON");
    let faults = vocabulary.check(&bad);
    insta::assert_snapshot!(faults.join("\n"));
    assert_eq!(faults.len(), 17, "{faults:#?}");
}

#[test]
fn the_checker_sees_where_a_reference_leads() {
    let vocabulary = Vocabulary::new();
    let check = |nodes: Value| {
        vocabulary.check(&serde_json::json!({"@context": "https://schema.org", "@graph": nodes}))
    };
    let page = |main: &str| {
        serde_json::json!([
            {"@type": "WebPage", "@id": "https://salon.example/#page", "reviewedBy": {"@id": main}},
            {"@type": "Person", "@id": "https://salon.example/#person", "name": "Ana"},
            {"@type": "MedicalCause", "@id": "https://salon.example/#cause", "name": "Sitting"}
        ])
    };
    assert_eq!(check(page("https://salon.example/#person")), [] as [&str; 0]);
    assert_eq!(check(page("https://salon.example/#nobody")).len(), 1);
    assert_eq!(check(page("https://salon.example/#cause")).len(), 1);
    for (name, value) in [
        ("datePublished", "1 November 2026"),
        ("datePublished", "2026-13-01"),
        ("url", "/articles/"),
        ("name", " "),
    ] {
        let faults = check(serde_json::json!([{"@type": "WebPage", name: value}]));
        assert_eq!(faults.len(), 1, "{name}: {value}");
    }
}

#[test]
fn every_page_of_every_site_is_schema_org() {
    let vocabulary = Vocabulary::new();
    let mut count = 0;
    for (site, pages) in sites() {
        for (path, page) in pages {
            count += 1;
            let faults = vocabulary.check(&page.data);
            assert!(faults.is_empty(), "{site}: {path}: {faults:#?}\n{:#}", page.data);
            let html = format!("<script type=\"application/ld+json\">{}</script>", page.text);
            let graph = schemaorg_rs::extract_all(&html).expect("structured data");
            let wrong: Vec<String> = validate(&graph)
                .diagnostics
                .iter()
                .filter(|one| one.severity != Severity::Info)
                .map(|one| format!("{}: {}", one.path, one.message))
                .collect();
            assert!(wrong.is_empty(), "{site}: {path}: {wrong:#?}");
        }
    }
    assert!(count > 200, "{count} pages");
}

/// The second checker sees most of the mistakes as well, so that it would see ours.
#[test]
fn the_other_checker_is_awake() {
    let html = format!(
        "<script type=\"application/ld+json\">{}</script>",
        include_str!("data/bad.jsonld")
    );
    let graph = schemaorg_rs::extract_all(&html).expect("structured data");
    let found = validate(&graph);
    let found = found.diagnostics.iter().filter(|one| one.severity != Severity::Info).count();
    assert!(found >= 12, "{found}");
}

#[test]
fn every_page_has_it_but_the_one_for_what_is_not_there() {
    let built = sample_with("");
    let all = pages(&built);
    for (path, html) in &built.files {
        let is_redirect = html.contains("http-equiv=\"refresh\"");
        if path.ends_with(".html") && !is_redirect {
            assert_eq!(all.contains_key(path), !path.ends_with("404.html"), "{path}");
        }
    }
}

#[test]
fn a_site_of_hostile_texts_stays_whole() {
    let settings = "title: \"</script><b>\"\ndescription: \"\\\\ \\\" <!-- ]]>\"\nbase_url: https://salon.example/a/\n";
    let built = crate::memory::build(
        &format!(
            "-- anma.yaml --\n{settings}salon: {{name: \"</script>\", address: [\"<\", \">\"], hours: [\"<b>\"]}}\n\
             structured_data: {{faq: true}}\n\
             -- content/articles/one.md --\n---\ntitle: \"</script><script>alert(1)</script>\"\ndescription: \"\\u2028 🙂 \\\\\"\n\
             topic: [\"</SCRIPT>\"]\ncondition: [pain]\nsources: [{{title: \"<!--\"}}]\n\
             faq: [{{question: \"<script>?\", answer: \"\\\\</script>\"}}]\n---\nText.\n\
             -- content/conditions/pain.md --\n---\ntitle: \"Pain </script \"\nalso: [\"\\u0007\"]\n---\nText.\n"
        ),
        &crate::memory::settings(),
    );
    let vocabulary = Vocabulary::new();
    let all = pages(&built);
    assert!(all.len() >= 8, "{:?}", all.keys());
    for (path, page) in all {
        assert!(!page.text.contains('<'), "{path}: {}", page.text);
        let faults = vocabulary.check(&page.data);
        assert!(faults.is_empty(), "{path}: {faults:#?}");
    }
}
