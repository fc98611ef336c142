//! Pages that a site gets for free: overviews, pictures, and `graph.json`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use html5gum::{Token, Tokenizer};
use serde_json::Value;

use crate::support::memory::{build, settings};
use crate::support::program::{SETTINGS, Site};
use crate::support::tree;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The site of this repository, built.
fn sample() -> Site {
    let site = Site::named("sample", "");
    for folder in ["content", "static", "assets"] {
        if root().join(folder).is_dir() {
            for (path, bytes) in tree::read(&root().join(folder)) {
                site.write(Path::new(folder).join(path), bytes);
            }
        }
    }
    site.write("anma.yaml", fs::read(root().join("anma.yaml")).expect("anma.yaml"));
    site.build(&["--strict", "--quiet"]).ends_with(0);
    site
}

/// What a table says: its caption, and for each row its kind of heading with its text, and its cells.
#[derive(Debug, Default)]
struct Table {
    caption: String,
    /// `scope` of every `th`, with its text.
    headings: Vec<(String, String)>,
    rows: Vec<Vec<String>>,
}

/// Reads the only table of `page`. Text for screen readers alone and links to notes are left out.
fn table(page: &str) -> Table {
    let mut table = Table::default();
    let mut inside: Vec<(String, String)> = Vec::new();
    for token in Tokenizer::new(page).flatten() {
        let is_in = |name: &str| inside.iter().any(|(tag, _)| tag == name);
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let attribute = |key: &str| {
                    let value = tag.attributes.get(key.as_bytes());
                    value.map(|value| String::from_utf8_lossy(value).into_owned())
                };
                if name == "table" {
                    assert!(table.rows.is_empty(), "there are two tables");
                }
                let is_in_table = name == "table" || is_in("table");
                match name.as_str() {
                    "tr" if is_in_table => table.rows.push(Vec::new()),
                    "th" | "td" => {
                        table.rows.last_mut().expect("a row").push(String::new());
                        if name == "th" {
                            let scope = attribute("scope").expect("every th has a scope");
                            table.headings.push((scope, String::new()));
                        }
                    }
                    _ => {}
                }
                let class = attribute("class").unwrap_or_default();
                let is_void = ["br", "img", "meta", "link", "path", "line"].contains(&&*name);
                if is_in_table && !tag.self_closing && !is_void {
                    inside.push((name, class));
                }
            }
            Token::EndTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                if let Some(at) = inside.iter().rposition(|(open, _)| *open == name) {
                    inside.truncate(at);
                }
            }
            Token::String(text) => {
                let text = String::from_utf8_lossy(&text).into_owned();
                let skipped = |(tag, class): &(String, String)| {
                    tag == "sup" || class == "help-link" || class == "visually-hidden"
                };
                if inside.iter().any(skipped) {
                    continue;
                }
                if is_in("caption") {
                    table.caption.push_str(&text);
                } else if is_in("th") || is_in("td") {
                    let cell =
                        table.rows.last_mut().and_then(|row| row.last_mut()).expect("a cell");
                    cell.push_str(&text);
                    if is_in("th") {
                        table.headings.last_mut().expect("a heading").1.push_str(&text);
                    }
                }
            }
            _ => {}
        }
    }
    let tidy = |text: &mut String| *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    tidy(&mut table.caption);
    table.rows.iter_mut().flatten().for_each(tidy);
    table.headings.iter_mut().for_each(|(_, text)| tidy(text));
    table
}

#[test]
fn the_matrix_of_the_sample_says_what_it_must() {
    let page = sample().page("which-massage/index.html");
    let table = table(&page);
    let columns = ["Swedish massage", "Deep tissue massage", "Hot stone massage"];
    let (stop, ask) = ("Do not book", "Ask a GP first");
    let general = "Evidence is for massage in general";
    let expected = [
        ("Everyday stress", ["Can help (accepted)"; 3]),
        ("Lower back pain", [general; 3]),
        ("Upper back pain", ["No evidence on file"; 3]),
        ("Arthritis", ["No claim: see a GP"; 3]),
        ("Osteoporosis", [ask, stop, ask]),
        ("Pregnancy", [ask, ask, stop]),
        ("Diabetes", [ask, ask, stop]),
        ("Cancer", [ask, stop, ask]),
        ("Deep vein thrombosis", [stop; 3]),
    ];
    let head = &table.rows[0];
    assert!(!head.contains(&"Massage".to_owned()), "what others are a kind of is no column");
    for (row, cells) in expected {
        let found = table.rows.iter().find(|cells| cells[0] == row);
        let found = found.unwrap_or_else(|| panic!("there is no row {row}: {:?}", table.rows));
        assert_eq!(found.len(), head.len(), "{row}");
        for (column, cell) in columns.iter().zip(cells) {
            let at = head.iter().position(|name| name == column);
            assert_eq!(found[at.unwrap_or_else(|| panic!("{column}"))], cell, "{row}, {column}");
        }
    }
    assert!(!table.caption.is_empty());
    let scope_of = |text: &str| {
        let found = table.headings.iter().find(|(_, heading)| heading == text);
        found.map_or("none", |(scope, _)| scope)
    };
    for column in columns {
        assert_eq!(scope_of(column), "col");
    }
    for (row, _) in expected {
        assert_eq!(scope_of(row), "row");
    }
    assert_eq!(scope_of("Symptoms"), "rowgroup");
    for part in
        ["<sup", "id=\"_note-1\"", "tabindex=\"0\"", "/conditions/low-back-pain/#when-to-get-help"]
    {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn every_overview_of_the_sample_is_there_and_leads_somewhere() {
    let site = sample();
    let sitemap = site.page("sitemap.xml");
    let footer = site.page("index.html");
    for address in
        ["which-massage", "a-to-z", "where-does-it-hurt", "check-before-you-book", "graph"]
    {
        let page = site.page(&format!("{address}/index.html"));
        assert!(sitemap.contains(&format!("/{address}/</loc>")), "{address}");
        assert!(footer.contains(&format!("href=\"/{address}/\"")), "{address}");
        let mut ids: Vec<&str> =
            page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "an id stands twice on /{address}/");
    }
    let names = site.page("a-to-z/index.html");
    assert!(
        names.contains("fever: see <a href=\"/cautions/fever/\">High temperature</a>"),
        "{names}"
    );
    let checks = site.page("check-before-you-book/index.html");
    let stop = checks.find("_level-stop").expect("a level");
    let ask = checks.find("_level-ask").expect("a level");
    let dvt = checks.find("Deep vein thrombosis</a>:\n        any massage").expect("a check");
    assert!(stop < dvt && dvt < ask, "{checks}");
    let pain = site.page("conditions/low-back-pain/index.html");
    assert!(
        pain.contains(">Massage (only together with</tspan>")
            || pain.contains("Massage (only together with exercise)")
    );
    assert!(site.page("graph/index.html").contains("(only together with exercise)"));
    let near = site.page("conditions/osteoporosis/index.html");
    assert!(
        near.contains("<svg class=\"graph neighbourhood\"") && near.contains("line-stop"),
        "{near}"
    );
}

/// A small site with everything that overviews need.
const FACTS: &str = "-- content/vocabulary.yaml --
massage: {type: treatment, title: Massage, also: [rubbing], caution: [{id: flu, level: stop}]}
neck-pain: {type: symptom, title: Neck pain, body: [neck], caused_by: [slouching]}
flu: {type: caution, title: Flu}
neck: {type: body, title: Neck}
slouching: {type: cause, title: Slouching}
";

const ADDRESSES: [&str; 5] = [
    "which-massage/index.html",
    "a-to-z/index.html",
    "where-does-it-hurt/index.html",
    "check-before-you-book/index.html",
    "graph/index.html",
];

#[test]
fn a_site_chooses_its_overviews() {
    for (settings_of_site, expected) in [
        ("", [true, true, true, true, true]),
        ("overviews: [matrix, checks]\n", [true, false, false, true, false]),
        ("overviews: []\n", [false; 5]),
    ] {
        let built =
            build(&format!("-- anma.yaml --\n{SETTINGS}{settings_of_site}{FACTS}"), &settings());
        assert!(built.outcome.ok, "{}", built.report());
        assert_eq!(ADDRESSES.map(|address| built.files.contains_key(address)), expected);
    }
    let built =
        build(&format!("-- anma.yaml --\n{SETTINGS}overviews: [matrx]\n{FACTS}"), &settings());
    assert!(
        !built.outcome.ok && built.report().contains("did you mean `matrix`?"),
        "{}",
        built.report()
    );
}

#[test]
fn a_site_without_facts_has_no_overviews() {
    let built = build(
        &format!(
            "-- anma.yaml --\n{SETTINGS}-- content/articles/one.md --\n---\ntitle: One\n---\nText.\n"
        ),
        &settings(),
    );
    assert_eq!(ADDRESSES.map(|address| built.files.contains_key(address)), [false; 5]);
    assert!(!built.files.contains_key("graph.json"));
}

#[test]
fn a_page_of_the_site_stands_in_for_an_overview() {
    let built = build(
        &format!(
            "-- anma.yaml --\n{SETTINGS}menu: [{{title: Which?, page: /which/}}, {{title: Names, page: /a-to-z/}}]\n{FACTS}-- content/which.md --\n---\ntitle: Which one is mine?\ntemplate: matrix\n---\nAsk us. See [the names](/a-to-z/) and [the facts](/graph.json).\n"
        ),
        &settings(),
    );
    assert!(built.outcome.ok, "{}", built.report());
    let page = built.file("which/index.html");
    let (text, table) = (page.find("Ask us."), page.find("<table"));
    assert!(text.is_some() && text < table, "{page}");
    assert!(!built.files.contains_key("which-massage/index.html"));
    assert!(built.file("a-to-z/index.html").contains("rubbing: see"));
}

#[test]
fn an_address_that_is_taken_is_reported() {
    let built = build(
        &format!(
            "-- anma.yaml --\n{SETTINGS}{FACTS}-- content/graph.md --\n---\ntitle: Mine\n---\nText.\n"
        ),
        &settings(),
    );
    let report = built.report();
    assert!(
        report.contains("the page content/graph.md") && report.contains("`overviews`"),
        "{report}"
    );
}

/// Enough of JSON Schema to hold `graph.json` against its own.
fn fits(schema: &Value, value: &Value) -> Result<(), String> {
    if let Some(any) = schema["anyOf"].as_array() {
        return if any.iter().any(|schema| fits(schema, value).is_ok()) {
            Ok(())
        } else {
            Err(format!("no alternative fits {value}"))
        };
    }
    if let Some(words) = schema["enum"].as_array() {
        return if words.contains(value) {
            Ok(())
        } else {
            Err(format!("{value} is none of {words:?}"))
        };
    }
    let name = match value {
        Value::Null => "null",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        _ => "other",
    };
    let is_typed = match &schema["type"] {
        Value::Array(types) => types.iter().any(|ty| ty == name),
        ty => ty == name,
    };
    if !is_typed {
        return Err(format!("{value} is no {}", schema["type"]));
    }
    for item in value.as_array().into_iter().flatten() {
        fits(&schema["items"], item)?;
    }
    if let Some(map) = value.as_object() {
        for key in schema["required"].as_array().into_iter().flatten() {
            let key = key.as_str().expect("a text");
            let field = map.get(key).ok_or_else(|| format!("{value} has no {key}"))?;
            fits(&schema["properties"][key], field)?;
        }
        if let Some(unknown) = map.keys().find(|key| schema["properties"][key.as_str()].is_null()) {
            return Err(format!("`{unknown}` is not documented"));
        }
    }
    Ok(())
}

fn schema() -> Value {
    let text = fs::read_to_string(root().join("docs/graph.schema.json")).expect("a schema");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn the_facts_of_the_sample_fit_their_schema_and_each_other() {
    let text = sample().page("graph.json");
    let facts: Value = serde_json::from_str(&text).expect("JSON");
    fits(&schema(), &facts).expect("what the schema says");
    let list = |name: &str| facts[name].as_array().expect("a list");
    let by_id = |name: &str| -> BTreeMap<&str, &Value> {
        list(name).iter().map(|one| (one["id"].as_str().expect("an id"), one)).collect()
    };
    let (nodes, sources) = (by_id("nodes"), by_id("sources"));
    assert_eq!(nodes.len(), list("nodes").len(), "two nodes share an id");
    for edge in list("edges") {
        for end in ["from", "to"] {
            assert!(nodes.contains_key(edge[end].as_str().expect("a name")), "{edge}");
        }
        for source in edge["sources"].as_array().into_iter().flatten() {
            assert!(sources.contains_key(source.as_str().expect("a name")), "{edge}");
        }
    }
    let find = |ty: &str, from: &str, to: &str| {
        list("edges")
            .iter()
            .find(|edge| edge["type"] == ty && edge["from"] == from && edge["to"] == to)
    };
    let caution = find("caution", "treatments/deep-tissue-massage", "conditions/osteoporosis");
    assert_eq!(caution.expect("an edge")["level"], "stop");
    let inherited = find("caution", "treatments/swedish-massage", "conditions/osteoporosis");
    assert!(inherited.is_none(), "what a wider massage says is not said again");
    let help = find("helps", "treatments/massage", "conditions/low-back-pain").expect("an edge");
    assert_eq!((&help["certainty"], &help["told"]), (&Value::from("low"), &Value::from("low")));
    assert!(find("about", "articles/upper-back-massage", "conditions/upper-back-pain").is_some());
}

#[test]
fn every_field_of_the_facts_is_documented() {
    let page = fs::read_to_string(root().join("docs/graph-json.md")).expect("a page");
    let mut schemas = vec![schema()];
    while let Some(schema) = schemas.pop() {
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            assert!(
                page.contains(&format!("`{name}`")),
                "docs/graph-json.md does not explain `{name}`"
            );
            schemas.push(property.clone());
        }
        schemas.extend(schema["anyOf"].as_array().into_iter().flatten().cloned());
        schemas.extend(schema.get("items").cloned());
    }
}

#[test]
fn hostile_titles_are_text_everywhere() {
    let hostile = "</title></text><script>alert(1)</script> \"'&]]> \u{202e}ألم ".repeat(20);
    let title = serde_json::to_string(hostile.trim()).expect("a text");
    let built = build(
        &format!(
            "-- anma.yaml --\n{SETTINGS}{}",
            FACTS.replace("title: Neck pain", &format!("title: {title}"))
        ),
        &settings(),
    );
    assert!(built.outcome.ok, "{}", built.report());
    for (path, text) in &built.files {
        assert!(!text.contains("<script>alert"), "{path}");
    }
    let facts: Value = serde_json::from_str(built.file("graph.json")).expect("JSON");
    assert!(
        facts["nodes"]
            .as_array()
            .expect("a list")
            .iter()
            .any(|node| node["title"] == hostile.trim())
    );
}
