//! Sites, and the structured data of their pages.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;

use crate::memory::{Built, build, sample, settings};

/// A page: its HTML without structured data, and its structured data.
pub(crate) struct Page {
    pub(crate) html: String,
    pub(crate) text: String,
    pub(crate) data: Value,
}

const OPEN: &str = "<script type=\"application/ld+json\">";

impl Page {
    fn new(html: &str) -> Option<Self> {
        let (before, rest) = html.split_once(OPEN)?;
        let (text, after) = rest.split_once("</script>").expect("the script ends");
        assert!(!after.contains(OPEN), "there are two");
        let data = serde_json::from_str(text).expect("JSON");
        Some(Self { html: format!("{before}{after}"), text: text.to_owned(), data })
    }

    /// Every node, wherever it stands.
    pub(crate) fn nodes(&self) -> Vec<&Value> {
        fn add<'v>(value: &'v Value, all: &mut Vec<&'v Value>) {
            match value {
                Value::Object(node) => {
                    all.push(value);
                    node.values().for_each(|value| add(value, all));
                }
                Value::Array(list) => list.iter().for_each(|value| add(value, all)),
                _ => {}
            }
        }
        let mut all = Vec::new();
        add(&self.data["@graph"], &mut all);
        all
    }

    /// The first node of a type at the top of the graph.
    pub(crate) fn node(&self, of: &str) -> &Value {
        let mut nodes = self.data["@graph"].as_array().into_iter().flatten();
        nodes.find(|node| node["@type"] == of).unwrap_or_else(|| panic!("no {of}: {}", self.data))
    }
}

/// The pages of a site that was built.
pub(crate) fn pages(built: &Built) -> BTreeMap<String, Page> {
    assert!(built.outcome.ok, "{}", built.report());
    let html = built.files.iter().filter(|(path, _)| path.ends_with(".html"));
    html.filter_map(|(path, html)| Some((path.clone(), Page::new(html)?))).collect()
}

/// The sample site with more settings.
pub(crate) fn sample_with(more: &str) -> Built {
    build(
        &sample().replacen("theme: default\n", &format!("theme: default\n{more}"), 1),
        &settings(),
    )
}

/// The sample site as one of a salon with several places.
fn with_branches() -> Built {
    let more = "  type: beauty-salon\n  currency: eur\n  branches:\n    \
        - {name: Northside, phone: 01632 960 002, email: north@salon.example, address: [2 Mill Lane, Northside, N1 2AB], \
        hours: Mon-Fri 9am to 5pm, map_url: \"https://map.salon.example/\"}\n    \
        - {name: Southside, address: Somewhere}\n  map_url: ";
    build(&sample().replacen("  map_url: ", more, 1), &settings())
}

/// A golden site in the default theme.
pub(crate) fn golden(name: &str) -> Built {
    let root = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let project = root.join("tests/sites").join(name).join("project");
    let mut text = String::new();
    for (path, bytes) in crate::tree::read(&project) {
        let content = String::from_utf8(bytes).unwrap_or_else(|_| "bytes".into());
        text.push_str(&format!("-- {path} --\n{}\n", content.replace("template: dump\n", "")));
    }
    let mut settings = settings();
    settings.theme = Some("default".into());
    let text = text.replace("options: {colour: plum}\n", "");
    let text = text.replace("{greeting: \"Welcome, in our own words\"}", "{}");
    let hello = "{{< hello name=\"Ana <b>\" times=2 loud=true >}}";
    build(&text.replace(hello, "{{< phone >}}"), &settings)
}

/// All sites that are looked at, by name. They are built once.
pub(crate) fn sites() -> &'static BTreeMap<&'static str, BTreeMap<String, Page>> {
    static SITES: LazyLock<BTreeMap<&'static str, BTreeMap<String, Page>>> = LazyLock::new(|| {
        let medical = "structured_data: {therapy_type: medical, faq: true}\n";
        BTreeMap::from([
            ("sample", pages(&sample_with(""))),
            ("sample, medical", pages(&sample_with(medical))),
            ("branches", pages(&with_branches())),
            ("clinic", pages(&golden("clinic"))),
            ("minimal", pages(&golden("minimal"))),
        ])
    });
    &SITES
}

/// The pages of one of these.
pub(crate) fn site(name: &str) -> &'static BTreeMap<String, Page> {
    &sites()[name]
}
