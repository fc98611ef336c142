//! From `anma.yaml` to the typed settings.

use std::sync::Arc;

use camino::Utf8Path;

use super::{
    AutoLinks, BaseUrl, Checks, Config, Hosts, Html, Limits, LinkScope, Markdown, MenuItem,
    Publish, Reviews, Salon, Target,
};
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::matter::Name;
use crate::schema::{
    Checker, Kind, Kinds, Overview, SETTINGS, SiteFields, Subject, declare, page_field, parse_size,
};
use crate::yaml::{self, Entry, Node, Value};

/// Longest `anma.yaml` or `theme.yaml`, in bytes.
pub(super) const MAX_FILE: usize = 1 << 20;

/// Reads `anma.yaml`. `None` when it cannot be read at all; settings that are wrong have their default.
pub fn parse(text: &str, path: &Arc<Utf8Path>, notes: &mut Notes) -> Option<Config> {
    let node = yaml::parse(text, 0..text.len(), path, &yaml::Limits::file(MAX_FILE), notes)?;
    let node = map_of(node, path, notes)?;
    let site = SiteFields::default();
    let mut checker = Checker { path, subject: Subject::Settings, site: &site, notes };
    checker.group(&node, SETTINGS, "");
    let mut config = Reader { root: &node, path, notes }.config();
    config.base_url.check(path, notes);
    config.languages = super::editions::editions(&node, &config, path, notes);
    Some(config)
}

/// `node` if it is a map; an empty file counts as one.
pub(super) fn map_of(mut node: Node, path: &Arc<Utf8Path>, notes: &mut Notes) -> Option<Node> {
    match node.value {
        Value::Map(_) => return Some(node),
        Value::Null => {
            node.value = Value::Map(Vec::new());
            return Some(node);
        }
        _ => {}
    }
    notes.push(
        Diagnostic::error(
            Code::CONFIG_VALUE,
            node.place.span(path),
            "settings are expected here, each on a line `name: value`",
        )
        .help("Begin with `title: Northside Massage`."),
    );
    None
}

/// Reads settings that have been checked.
pub(super) struct Reader<'a> {
    pub(super) root: &'a Node,
    pub(super) path: &'a Arc<Utf8Path>,
    pub(super) notes: &'a mut Notes,
}

/// The value under several keys, one inside the other.
fn at<'n>(node: &'n Node, keys: &[&str]) -> Option<&'n Node> {
    keys.iter().try_fold(node, |node, key| node.get(key))
}

/// The texts of a list, or the one that stands in its place.
pub(super) fn texts(node: Option<&Node>) -> Vec<Box<str>> {
    match node {
        Some(node) if node.text().is_some() => node.text().map(Box::from).into_iter().collect(),
        Some(node) => node.items().iter().filter_map(Node::text).map(Box::from).collect(),
        None => Vec::new(),
    }
}

impl Reader<'_> {
    fn text(&self, keys: &[&str]) -> Option<Box<str>> {
        at(self.root, keys).and_then(Node::text).map(|text| text.trim().into())
    }

    fn truth(&self, keys: &[&str], otherwise: bool) -> bool {
        match at(self.root, keys).and_then(Node::text) {
            Some("true") => true,
            Some("false") => false,
            _ => otherwise,
        }
    }

    fn number(&self, keys: &[&str], otherwise: u32) -> u32 {
        let text = at(self.root, keys).and_then(Node::text);
        text.and_then(|text| text.parse().ok()).unwrap_or(otherwise)
    }

    fn size(&self, name: &str, otherwise: u64) -> u64 {
        let text = at(self.root, &["limits", name]).and_then(Node::text);
        text.and_then(parse_size).unwrap_or(otherwise)
    }

    fn texts(&self, keys: &[&str]) -> Vec<Box<str>> {
        texts(at(self.root, keys))
    }

    fn entries(&self, key: &str) -> &[Entry] {
        self.root.get(key).map(Node::entries).unwrap_or_default()
    }

    pub(super) fn config(mut self) -> Config {
        let hosts = Hosts::read(self.root, self.path, self.notes);
        let title = self.text(&["title"]).filter(|title| !title.is_empty());
        let default = Config::default_for(title.as_deref().unwrap_or("Untitled site"));
        let text = |keys: &[&str]| self.text(keys).unwrap_or_default();
        let theme_node = self.root.get("theme").filter(|node| node.text().is_some());
        let theme_name = theme_node.map(|node| Name {
            text: node.text().unwrap_or_default().into(),
            span: node.place.span(self.path),
        });
        let strings = self.entries("strings").iter();
        let publish = match self.text(&["publish"]).as_deref() {
            Some("swap") => Publish::Swap,
            Some("files") => Publish::Files,
            _ => Publish::Auto,
        };
        Config {
            description: text(&["description"]),
            language: self
                .text(&["language"])
                .filter(|text| !text.is_empty())
                .unwrap_or(default.language),
            theme: self.text(&["theme"]).filter(|text| !text.is_empty()).unwrap_or(default.theme),
            theme_name,
            notice: text(&["notice"]),
            salon: Salon::read(self.root.get("salon"), self.path),
            hosts,
            menu: self.menu(),
            markdown: self.markdown(),
            links: self.links(),
            per_page: self.number(&["pagination", "per_page"], default.per_page),
            related_limit: self.number(&["related", "limit"], default.related_limit),
            feeds_limit: self.number(&["feeds", "limit"], default.feeds_limit),
            reviews: Reviews {
                due: self.number(&["reviews", "due"], default.reviews.due),
                late: self.number(&["reviews", "late"], default.reviews.late),
            },
            overviews: self.overviews(default.overviews),
            search: self.truth(&["search"], default.search),
            social_cards: self.text(&["social_cards"]).and_then(|text| text.parse().ok()),
            publish,
            checks: Checks::read(self.root.get("check"), self.path),
            limits: self.limits(default.limits),
            design: super::tokens::design(self.root.get("design"), self.path),
            options: self.entries("options").to_vec(),
            strings: strings
                .filter_map(|entry| Some((entry.key.clone(), entry.value.text()?.into())))
                .collect(),
            fields: self.fields(),
            base_url: self.base_url(),
            title: default.title,
            folder: default.folder,
            languages: default.languages,
        }
    }

    fn menu(&self) -> Vec<MenuItem> {
        let items = self.root.get("menu").map(Node::items).unwrap_or_default();
        let read = |item: &Node| {
            let page = item.get("page")?;
            let text = page.text()?.trim();
            let target = if text.contains(':') {
                Target::Url(text.into())
            } else {
                Target::Page(Name { text: text.into(), span: page.place.span(self.path) })
            };
            Some(MenuItem { title: item.get("title")?.text()?.trim().into(), target })
        };
        items.iter().filter_map(read).collect()
    }

    fn markdown(&self) -> Markdown {
        let html = match self.text(&["markdown", "html"]).as_deref() {
            Some("allow") => Html::Allow,
            _ => Html::Deny,
        };
        let scheme = |text: &str| text.trim_end_matches(['/', ':']).to_ascii_lowercase().into();
        Markdown {
            html,
            smart_punctuation: self.truth(&["markdown", "smart_punctuation"], true),
            highlight: self.truth(&["markdown", "highlight"], true),
            schemes: self.texts(&["markdown", "schemes"]).iter().map(|text| scheme(text)).collect(),
        }
    }

    fn links(&self) -> AutoLinks {
        let default = AutoLinks::default();
        let key = |name: &'static str| ["links", name];
        let common = at(self.root, &key("too_common")).map(|_| self.texts(&key("too_common")));
        let max = at(self.root, &key("max_per_page")).and_then(Node::text);
        let prefer = at(self.root, &key("prefer")).map(Node::entries).unwrap_or_default();
        AutoLinks {
            auto: self.truth(&key("auto"), default.auto),
            scope: match self.text(&key("scope")).as_deref() {
                Some("section") => LinkScope::Section,
                _ => LinkScope::Page,
            },
            max_per_page: max.and_then(|text| text.parse().ok()),
            max_per_block: self.number(&key("max_per_block"), default.max_per_block),
            min_gap_words: self.number(&key("min_gap_words"), default.min_gap_words),
            quotes: self.truth(&key("quotes"), default.quotes),
            too_common: common.unwrap_or(default.too_common),
            prefer: crate::matter::pairs(prefer, self.path),
            mentions: self.number(&key("mentions"), default.mentions),
        }
    }

    /// Those that are named, in the order in which anma lists them; all when nothing is said.
    fn overviews(&self, default: Vec<Overview>) -> Vec<Overview> {
        if self.root.get("overviews").is_none_or(Node::is_null) {
            return default;
        }
        let named = self.texts(&["overviews"]);
        default.into_iter().filter(|one| named.iter().any(|name| &**name == one.word())).collect()
    }

    fn limits(&self, default: Limits) -> Limits {
        Limits {
            file: self.size("file", default.file),
            front_matter: self.size("front_matter", default.front_matter),
            page: self.size("page", default.page),
            asset: self.size("asset", default.asset),
        }
    }

    fn base_url(&mut self) -> BaseUrl {
        let Some(node) = self.root.get("base_url").filter(|node| !node.is_null()) else {
            return BaseUrl::default();
        };
        // Reported, and so not to be asked for a second time.
        let unusable = BaseUrl { given: true, ..BaseUrl::default() };
        let Some(text) = node.text() else { return unusable };
        match BaseUrl::parse(text) {
            Ok(base_url) => base_url,
            // The table has already said so when the text is no address at all.
            Err(problem) => {
                if text.starts_with("https://") || text.starts_with("http://") {
                    let span = node.place.span(self.path);
                    let message = format!("`base_url` {problem}");
                    self.notes.push(
                        Diagnostic::error(Code::CONFIG_VALUE, span, message)
                            .help("Write it like this: `base_url: https://www.example.com`."),
                    );
                }
                unusable
            }
        }
    }

    /// The fields that the site declares.
    fn fields(&mut self) -> SiteFields {
        let mut fields = SiteFields::default();
        for of_kind in self.root.get("fields").map(Node::entries).unwrap_or_default() {
            let Some(kind) = Kind::parse(&of_kind.key) else {
                let names = Kind::ALL.map(Kind::name);
                self.problem(
                    of_kind,
                    format!("there is no kind of page `{}`", yaml::shorten(&of_kind.key)),
                    |problem| {
                        problem.did_you_mean(
                            &of_kind.key,
                            names,
                            &format!("There is {}.", names.join(", ")),
                        )
                    },
                );
                continue;
            };
            for entry in of_kind.value.entries() {
                if page_field(&entry.key).is_some() {
                    let message = format!("`{}` is a field already", entry.key);
                    self.problem(entry, message, |problem| problem.help("Choose another name."));
                    continue;
                }
                let has_choices =
                    entry.value.get("choices").is_some_and(|node| !node.items().is_empty());
                if entry.value.get("type").and_then(Node::text) == Some("choice") && !has_choices {
                    let message = format!("`{}` has no words to choose from", entry.key);
                    self.problem(entry, message, |problem| {
                        problem.help("Add `choices: [easy, medium, hard]`.")
                    });
                }
                fields.fields.push(declare(&entry.key, &entry.value, Kinds::of(&[kind])));
            }
        }
        fields
    }

    fn problem(
        &mut self,
        entry: &Entry,
        message: String,
        finish: impl Fn(Diagnostic) -> Diagnostic,
    ) {
        let span = entry.key_place.span(self.path);
        self.notes.push(finish(Diagnostic::error(Code::CONFIG_VALUE, span, message)));
    }
}
