//! Nothing is said to search engines alone: what markup names, readers see.

use serde_json::Value;

use crate::pages::{site, sites};

/// The text of a page as readers see it, each white space as one.
fn seen(html: &str) -> String {
    let (_, body) = html.split_once("<body").expect("a body");
    let mut text = String::new();
    let mut is_tag = true;
    for letter in body.chars() {
        match letter {
            '<' => is_tag = true,
            '>' => {
                is_tag = false;
                text.push(' ');
            }
            letter if !is_tag => text.push(letter),
            _ => {}
        }
    }
    plain(&text)
}

fn plain(text: &str) -> String {
    let escapes = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&amp;", "&"),
    ];
    let text = escapes.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The properties whose texts readers must see.
const SHOWN: [&str; 14] = [
    "name",
    "headline",
    "description",
    "alternateName",
    "articleSection",
    "jobTitle",
    "telephone",
    "email",
    "streetAddress",
    "addressLocality",
    "postalCode",
    "propertyID",
    "value",
    "price",
];

fn texts(node: &Value, property: &str) -> Vec<String> {
    match &node[property] {
        Value::String(text) => vec![text.clone()],
        Value::Array(list) => {
            list.iter().filter_map(|one| Some(one.as_str()?.to_owned())).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn what_markup_names_stands_on_the_page() {
    let mut looked_at = 0;
    for (site, pages) in sites() {
        for (path, page) in pages {
            let seen = seen(&page.html);
            for node in page.nodes() {
                for property in SHOWN {
                    for text in texts(node, property) {
                        looked_at += 1;
                        assert!(
                            seen.contains(&plain(&text)),
                            "{site}: {path}: nobody sees {property} `{text}` of {node:#}"
                        );
                    }
                }
            }
        }
    }
    assert!(looked_at > 3_500, "{looked_at}");
}

#[test]
fn the_days_of_a_page_stand_on_it() {
    let mut looked_at = 0;
    for (site, pages) in sites() {
        for (path, page) in pages {
            for node in page.nodes() {
                for property in ["datePublished", "dateModified", "lastReviewed"] {
                    for day in texts(node, property) {
                        looked_at += 1;
                        let time = format!("<time datetime=\"{day}\">");
                        assert!(page.html.contains(&time), "{site}: {path}: {property} {day}");
                    }
                }
            }
        }
    }
    assert!(looked_at > 100, "{looked_at}");
}

#[test]
fn who_reviewed_a_page_is_said_of_the_page_alone() {
    let all = site("clinic");
    let page = &all["articles/desk-work/index.html"];
    let (web_page, article) = (page.node("MedicalWebPage"), page.node("Article"));
    assert_eq!(web_page["lastReviewed"], "2026-11-02");
    assert_eq!(web_page["reviewedBy"]["name"], "Jo Brook");
    assert!(article.get("reviewedBy").is_none() && article.get("lastReviewed").is_none());
    assert_eq!(article["author"][0]["name"], "Maria Lund");
    assert_eq!(article["citation"][0]["name"], "Low back pain and sciatica (NG59)");
    // The file is no picture, so readers see none.
    assert!(article.get("image").is_none());
    assert_eq!(web_page["url"], "https://anaharmony.example/sub/articles/desk-work/");
}

#[test]
fn where_somebody_works_is_said_only_if_the_page_says_so() {
    let person = |name: &str, path: &str| site(name)[path].node("Person").clone();
    assert!(person("clinic", "people/maria-lund/index.html").get("worksFor").is_none());
    let ana = person("sample", "people/ana/index.html");
    assert_eq!(ana["worksFor"]["name"], "Ana Harmony");
}

#[test]
fn later_pages_of_a_list_are_lists_alone() {
    let all = site("clinic");
    let page = &all["articles/page/2/index.html"];
    let list = page.node("CollectionPage");
    assert_eq!(list["url"], "https://anaharmony.example/sub/articles/page/2/");
    assert_eq!(list["mainEntity"]["itemListElement"][0]["position"], 1);
}

#[test]
fn every_branch_is_a_salon_of_its_own() {
    let page = &site("branches")["contact/index.html"];
    let branches: Vec<&serde_json::Value> =
        page.nodes().into_iter().filter(|node| node.get("parentOrganization").is_some()).collect();
    assert_eq!(branches.len(), 2);
    assert_eq!(branches[0]["@type"], "BeautySalon");
    assert_eq!(branches[0]["@id"], "https://anaharmony.example/contact/#branch-1");
    assert_eq!(branches[0]["address"]["postalCode"], "N1 2AB");
    assert_eq!(branches[0]["openingHoursSpecification"]["opens"], "09:00");
    assert_eq!(branches[1]["address"], "Somewhere");
    let offer = &page.node("BeautySalon")["makesOffer"][0];
    assert_eq!((&offer["price"], &offer["priceCurrency"]), (&"60".into(), &"EUR".into()));
}

#[test]
fn a_massage_has_its_own_prices_and_leads_to_booking() {
    let service = site("sample")["treatments/swedish-massage/index.html"].node("Service");
    assert_eq!(service["offers"].as_array().expect("a list").len(), 2);
    assert_eq!(service["offers"][1]["price"], "38");
    assert_eq!(
        service["potentialAction"]["target"]["urlTemplate"],
        "https://book.anaharmony.example/"
    );
    let massage = site("sample")["treatments/massage/index.html"].node("Service");
    assert!(massage.get("offers").is_none());
}

/// One page of each kind. Look at every difference.
#[test]
fn a_page_of_each_kind() {
    let all = site("sample");
    for (kind, path) in [
        ("home", "index.html"),
        ("article", "articles/upper-back-massage/index.html"),
        ("condition", "conditions/sciatica/index.html"),
        ("symptom", "conditions/upper-back-pain/index.html"),
        ("cause", "causes/heavy-lifting/index.html"),
        ("risk", "causes/poor-posture/index.html"),
        ("treatment", "treatments/swedish-massage/index.html"),
        ("body", "body/spine/index.html"),
        ("caution", "cautions/pregnancy/index.html"),
        ("topic", "topics/work-and-posture/index.html"),
        ("person", "people/ana/index.html"),
        ("section", "people/index.html"),
        ("overview", "which-massage/index.html"),
        ("terms", "a-to-z/index.html"),
        ("contact", "contact/index.html"),
        ("about", "about/index.html"),
        ("page", "privacy/index.html"),
    ] {
        insta::assert_snapshot!(kind, format!("{:#}", all[path].data));
    }
    let medical = site("sample, medical");
    for (kind, path) in [
        ("medical_condition", "conditions/everyday-stress/index.html"),
        ("medical_treatment", "treatments/swedish-massage/index.html"),
        ("medical_faq", "articles/everyday-stress-and-massage/index.html"),
    ] {
        insta::assert_snapshot!(kind, format!("{:#}", medical[path].data));
    }
}
