//! Which rules a site has: those of the program in the packs that it wants, and its own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use camino::Utf8Path;

use crate::base::Span;
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::source::{Source, Sources};

use super::classes::{add, read_classes};
use super::model::{Level, Rule, Rules};
use super::problem::File;
use super::read::{is_name, read, tree};

/// The packs that there are.
pub const PACKS: [&str; 8] =
    ["uk-cap", "us-ftc", "trust", "plain", "style", "links", "page", "graph"];

/// The packs that a site has when it does not say which.
pub const DEFAULT_PACKS: [&str; 7] =
    ["uk-cap", "trust", "plain", "style", "links", "page", "graph"];

/// The folder of a site's own rules.
const FOLDER: &str = "rules/";

/// The rules that are part of the program: pack, name and text.
static EMBEDDED: &[(&str, &str, &str)] = include!(concat!(env!("OUT_DIR"), "/embedded_rules.rs"));

/// The rules that are part of the program: the pack, the name and the text of each, by pack and name.
pub fn embedded() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    EMBEDDED.iter().copied().filter(|(pack, ..)| !pack.is_empty())
}

/// What the settings of a site say of the rules.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The packs, and where each is named.
    pub packs: Vec<(String, Span)>,
    /// Levels of rules or of whole packs, and where each is named. A rule with a level is used whatever its pack.
    pub levels: BTreeMap<String, (Level, Span)>,
    /// Further words of classes.
    pub classes: BTreeMap<String, Vec<String>>,
    /// Names of checks that have no file, so that a level for one is no mistake.
    pub known: Vec<String>,
}

impl Default for Wanted {
    fn default() -> Self {
        let nowhere = Span::file(&Utf8Path::new("anma.yaml").into());
        let packs = DEFAULT_PACKS.map(|pack| (pack.to_owned(), nowhere.clone()));
        Self {
            packs: packs.into(),
            levels: BTreeMap::new(),
            classes: BTreeMap::new(),
            known: Vec::new(),
        }
    }
}

/// Reads the rules of a site: those of the program and those below `rules/`, as the settings want them.
pub fn load(sources: &Sources, wanted: &Wanted, notes: &mut Notes) -> Rules {
    let mut found: BTreeMap<Arc<str>, Rule> = BTreeMap::new();
    let mut classes = BTreeMap::new();
    let own: Vec<(&Source, &str)> = own_files(sources, notes);
    let replaced: BTreeSet<&str> = own.iter().map(|(_, name)| *name).collect();
    let mut names: BTreeSet<&str> = replaced.clone();
    let mut off: BTreeSet<String> = BTreeSet::new();
    for (pack, name, text) in EMBEDDED {
        let folder = if pack.is_empty() { String::new() } else { format!("packs/{pack}/") };
        let path: Arc<Utf8Path> = Utf8Path::new(&format!("src/rules/{folder}{name}.yaml")).into();
        if pack.is_empty() {
            read_class_file(&path, text, &mut classes, notes);
            continue;
        }
        names.insert(name);
        if replaced.contains(name) {
            continue;
        }
        if is_wanted(wanted, pack, name) {
            let rule = read((pack, name), &path, text, notes);
            found.extend(rule.map(|rule| (Arc::clone(&rule.name), rule)));
        } else {
            off.insert((*name).to_owned());
        }
    }
    for (source, name) in own {
        let text = source.as_text().unwrap_or_default();
        if name == "classes" {
            read_class_file(&source.path, text, &mut classes, notes);
        } else if !is_wanted(wanted, "site", name) {
            off.insert(name.to_owned());
        } else if let Some(rule) = read(("site", name), &source.path, text, notes) {
            found.insert(Arc::clone(&rule.name), rule);
        }
    }
    for (name, words) in &wanted.classes {
        add(&mut classes, name, words.iter().map(String::as_str));
    }
    check_names(wanted, &names, notes);
    let all = found.into_values().map(|rule| Arc::new(levelled(rule, wanted))).collect();
    Rules { all, classes, off }
}

/// The files of a site's own rules with their names; what is no rule is noted.
fn own_files<'s>(sources: &'s Sources, notes: &mut Notes) -> Vec<(&'s Source, &'s str)> {
    let mut own = Vec::new();
    for source in sources.below(FOLDER) {
        let path = source.path.as_str();
        let file = path.strip_prefix(FOLDER).unwrap_or(path);
        let name = file.strip_suffix(".yaml");
        match name {
            Some(name) if !name.contains('/') && source.as_text().is_some() => {
                own.push((source, name));
            }
            _ => {
                let message = format!("`{file}` is not a rule, and is not read");
                let help =
                    "Rules are files such as `rules/HOUSE-WORDS.yaml`, directly in the folder.";
                let place = Span::file(&source.path);
                notes.push(Diagnostic::warning(Code::RULE, place, message).help(help));
            }
        }
    }
    own
}

fn read_class_file(
    path: &Arc<Utf8Path>,
    text: &str,
    classes: &mut BTreeMap<String, Vec<String>>,
    notes: &mut Notes,
) {
    let mut file = File { path: Arc::clone(path), text, notes, usable: true };
    if let Some(root) = tree(&mut file) {
        read_classes(&mut file, &root, classes);
    }
}

/// What the settings say of a rule: its own level before that of its pack.
fn level_of<'w>(wanted: &'w Wanted, pack: &str, name: &str) -> Option<&'w Level> {
    wanted.levels.get(name).or_else(|| wanted.levels.get(pack)).map(|(level, _)| level)
}

fn is_wanted(wanted: &Wanted, pack: &str, name: &str) -> bool {
    match level_of(wanted, pack, name) {
        Some(Level::Off) => false,
        Some(Level::On(_)) if wanted.levels.contains_key(name) => true,
        _ => pack == "site" || wanted.packs.iter().any(|(known, _)| known == pack),
    }
}

fn levelled(mut rule: Rule, wanted: &Wanted) -> Rule {
    if let Some(Level::On(level)) = level_of(wanted, &rule.pack, &rule.name) {
        rule.level = *level;
    }
    rule
}

/// Notes packs and rules in the settings that do not exist.
fn check_names(wanted: &Wanted, names: &BTreeSet<&str>, notes: &mut Notes) {
    for (pack, place) in &wanted.packs {
        if !PACKS.contains(&pack.as_str()) {
            let otherwise = format!("There are: {}.", PACKS.join(", "));
            let message = format!("there is no pack of rules called `{pack}`");
            let problem = Diagnostic::error(Code::RULE, place.clone(), message);
            notes.push(problem.did_you_mean(pack, PACKS, &otherwise));
        }
    }
    let all = || {
        let names = names.iter().copied().filter(|name| is_name(name));
        names.chain(wanted.known.iter().map(String::as_str)).chain(PACKS)
    };
    for (name, (_, place)) in &wanted.levels {
        if name != "site" && !all().any(|known| known == name) {
            let message = format!("there is no rule called `{name}`");
            let problem = Diagnostic::error(Code::RULE, place.clone(), message);
            let otherwise = "Names of rules are in capitals, such as `CLAIM-CURE`.";
            notes.push(problem.did_you_mean(name, all(), otherwise));
        }
    }
}
