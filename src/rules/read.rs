//! The file of one rule becomes a [`Rule`], or a list of what is wrong with it.

use std::sync::Arc;

use camino::Utf8Path;

use crate::base::size_in_words;
use crate::diagnostic::{Notes, Severity};
use crate::yaml::{self, Limits, Node, Place, Value};

use super::keys::{EXTENDS, belongs_to, keys_of, not_here};
use super::model::{Example, KINDS, Level, Once, Rule, Scopes};
use super::problem::File;
use super::read_test::read_test;

/// The largest file that is read, in bytes.
pub(super) const LARGEST: usize = 256 * 1024;

/// How many texts of each kind a rule should be tried on.
const EXAMPLES: usize = 3;

/// Reads the rule `name` of `pack`. `None` when it cannot be used; why is in `notes`.
pub(super) fn read(
    (pack, name): (&str, &str),
    path: &Arc<Utf8Path>,
    text: &str,
    notes: &mut Notes,
) -> Option<Rule> {
    let mut file = File { path: Arc::clone(path), text, notes, usable: true };
    if !is_name(name) {
        file.wrong(
            Place::default(),
            format!("`{name}` cannot be the name of a rule"),
            "Rename the file: capital letters, digits and hyphens, such as `HOUSE-WORDS.yaml`.",
        );
        return None;
    }
    let root = tree(&mut file)?;
    let extends = extends(&mut file, &root)?;
    check_keys(&mut file, &root, extends);
    let rule = Rule {
        name: name.into(),
        pack: pack.into(),
        extends,
        level: level(&mut file, &root),
        message: message(&mut file, &root),
        why: words(&mut file, &root, "why").unwrap_or_default(),
        fix: words(&mut file, &root, "fix").unwrap_or_default(),
        link: link(&mut file, &root),
        scope: scopes(&mut file, &root, extends),
        once: once(&mut file, &root),
        mechanical: file.boolean(&root, "mechanical").unwrap_or(false),
        acknowledge: file.boolean(&root, "acknowledge").unwrap_or(true),
        fires: examples(&mut file, &root, "fires"),
        passes: examples(&mut file, &root, "passes"),
        test: read_test(&mut file, &root, extends)?,
        place: root.place.span(path),
    };
    if rule.mechanical && !matches!(extends, "substitution" | "consistency" | "repetition") {
        let place = root.get("mechanical").map_or(root.place, |node| node.place);
        file.wrong(
            place,
            format!("a rule with `extends: {extends}` has nothing that could be put in by itself"),
            "Take `mechanical` out, or use `extends: substitution`.",
        );
    }
    file.usable.then_some(rule)
}

/// Whether a rule can be called that.
pub(super) fn is_name(name: &str) -> bool {
    let inside = |sign: char| sign.is_ascii_uppercase() || sign.is_ascii_digit() || sign == '-';
    name.len() <= 64
        && name.starts_with(|sign: char| sign.is_ascii_uppercase())
        && !name.ends_with('-')
        && name.chars().all(inside)
}

/// The file as a map.
pub(super) fn tree(file: &mut File<'_>) -> Option<Node> {
    if file.text.len() > LARGEST {
        let size = size_in_words(u64::try_from(file.text.len()).unwrap_or(u64::MAX));
        let most = size_in_words(u64::try_from(LARGEST).unwrap_or(u64::MAX));
        file.wrong(
            Place::default(),
            format!("the file is {size} long, and {most} are read at most"),
            "Make several rules of it.",
        );
        return None;
    }
    let limits = Limits { depth: 8, aliases: 100, ..Limits::file(LARGEST) };
    let root = yaml::parse(file.text, 0..file.text.len(), &file.path, &limits, file.notes)?;
    match &root.value {
        Value::Map(_) => Some(root),
        Value::Null => {
            file.wrong(Place::default(), "the file is empty", "Remove it, or write the rule.");
            None
        }
        Value::List(_) | Value::Scalar { .. } => {
            let help = "Each line must be `key: value`; a file holds one rule.";
            file.wrong(root.place, "this is not a rule", help);
            None
        }
    }
}

fn extends(file: &mut File<'_>, root: &Node) -> Option<&'static str> {
    let Some(node) = root.get("extends") else {
        let help =
            format!("Add a line such as `extends: existence`. There are: {}.", EXTENDS.join(", "));
        file.wrong(Place::default(), "the rule does not say what it `extends`", &help);
        return None;
    };
    let typed = node.text().unwrap_or_default();
    if let Some(found) = EXTENDS.iter().find(|known| **known == typed) {
        return Some(found);
    }
    if let Some(help) = not_here(typed) {
        file.wrong(node.place, format!("anma has no rules that extend `{typed}`"), help);
    } else {
        let otherwise = format!("There are: {}.", EXTENDS.join(", "));
        let message = format!("there is no `extends: {typed}`");
        file.unknown(node.place, message, typed, EXTENDS, &otherwise);
    }
    None
}

fn check_keys(file: &mut File<'_>, root: &Node, extends: &str) {
    let keys = keys_of(extends);
    for entry in root.entries() {
        let key = &*entry.key;
        if keys.contains(&key) {
            continue;
        }
        if let Some(help) = not_here(key) {
            file.wrong(entry.key_place, format!("anma's rules have no `{key}`"), help);
        } else if let Some(other) = belongs_to(key) {
            let message = format!("a rule with `extends: {extends}` has no `{key}`");
            let help = format!("`{key}` belongs to rules with `extends: {other}`.");
            file.wrong(entry.key_place, message, &help);
        } else {
            let otherwise = format!("It may have: {}.", keys.join(", "));
            let message = format!("a rule has no `{key}`");
            file.unknown(entry.key_place, message, key, keys.iter().copied(), &otherwise);
        }
    }
}

fn level(file: &mut File<'_>, root: &Node) -> Severity {
    let Some(node) = root.get("level") else { return Severity::Warning };
    let typed = node.text().unwrap_or_default();
    match Level::named(typed) {
        Some(Level::On(level)) => level,
        Some(Level::Off) => {
            let help = "Turn a rule off in `anma.yaml`, or remove its file.";
            file.wrong(node.place, "a rule cannot be off by itself", help);
            Severity::Warning
        }
        None => {
            let names = ["error", "warning", "info"];
            let message = format!("there is no level `{typed}`");
            file.unknown(node.place, message, typed, names, "Use `error`, `warning` or `info`.");
            Severity::Warning
        }
    }
}

fn message(file: &mut File<'_>, root: &Node) -> String {
    let text = words(file, root, "message").unwrap_or_default();
    let Some(node) = root.get("message") else {
        let help = "Add a line `message:` that says in a few words what is wrong.";
        file.wrong(Place::default(), "the rule has no `message`", help);
        return text;
    };
    if text.is_empty() && node.text().is_some() {
        file.wrong(node.place, "`message` is empty", "Say in a few words what is wrong.");
    }
    if text.matches("%s").count() > 2 {
        let help = "The first `%s` stands for what to write, the second for what was found.";
        file.wrong(node.place, "`message` has more than two `%s`", help);
    }
    text
}

/// A text in one line.
fn words(file: &mut File<'_>, root: &Node, key: &str) -> Option<String> {
    let text = file.string(root, key)?.text;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn link(file: &mut File<'_>, root: &Node) -> Option<String> {
    let link = words(file, root, "link")?;
    let safe = link.starts_with("https://") || link.starts_with("http://");
    if !safe || link.contains(' ') {
        let place = root.get("link").map_or(root.place, |node| node.place);
        file.wrong(place, "`link` must be an address that begins with `https://`", "");
    }
    Some(link)
}

fn once(file: &mut File<'_>, root: &Node) -> Once {
    let Some(node) = root.get("once") else { return Once::Each };
    match node.text() {
        Some("page") => Once::Page,
        Some("rule") => Once::Rule,
        _ => {
            let help = "`page` reports the same words once a page, `rule` the rule once a page.";
            file.wrong(node.place, "`once` must be `page` or `rule`", help);
            Once::Each
        }
    }
}

fn scopes(file: &mut File<'_>, root: &Node, extends: &str) -> Scopes {
    let mut scopes = Scopes::default();
    for (name, place) in file.strings(root, "scope") {
        if name == "raw" {
            let help = "Rules read what a reader reads. Use `text` for all of it.";
            file.wrong(place, "rules cannot look at the Markdown itself", help);
        } else if !scopes.add(name) {
            let names = KINDS.into_iter().chain(["text", "sentence", "page"]);
            let otherwise = format!(
                "There are: text, {}; with `extends: occurrence` sentence and page.",
                KINDS.join(", ")
            );
            let message = format!("there is no scope `{name}`");
            file.unknown(place, message, name, names, &otherwise);
        } else if matches!(name, "sentence" | "page") && extends != "occurrence" {
            let message = format!("`scope: {name}` is for rules with `extends: occurrence`");
            file.wrong(place, message, "Use `text`, or the kinds of text that are meant.");
        }
    }
    scopes
}

fn examples(file: &mut File<'_>, root: &Node, key: &str) -> Vec<Example> {
    let found = file.strings(root, key);
    if found.len() < EXAMPLES {
        let place = root.get(key).map_or(Place::default(), |node| node.place);
        let what = if key == "fires" { "must find something in" } else { "must find nothing in" };
        let message = format!(
            "the rule has {} of the {EXAMPLES} texts under `{key}` that show what it does",
            found.len()
        );
        let help =
            format!("Under `{key}` give at least {EXAMPLES} sentences that the rule {what}.");
        file.weak(place, message, &help);
    }
    found.into_iter().map(|(text, place)| file.placed(text, place)).collect()
}
