//! The tree, made from the events of the parser.

use std::sync::Arc;

use camino::Utf8Path;
use granit_parser::{Event, Options, Parser, ScalarStyle, Span as EventSpan, StructureStyle, Tag};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Entry, Limits, Node, Place, Value, mistake};
use crate::diagnostic::{Code, Diagnostic, Notes};

/// Reads `text`, which begins at byte `base` of the file `path`.
pub(super) fn parse(
    text: &str,
    base: usize,
    path: &Arc<Utf8Path>,
    limits: &Limits,
    notes: &mut Notes,
) -> Option<Node> {
    let mut options = Options::default();
    options.set_emit_comments(false);
    let mut parser = Parser::new_from_str_with_options(text, options);
    let mut tree = Tree::new(text, base, path, *limits);
    while let Some(event) = parser.next_event() {
        let step = match event {
            Ok((event, span)) => tree.take(event, span),
            Err(error) => {
                let context = mistake::Context { text, base, path, open: tree.open_flow() };
                Err(Box::new(mistake::explain(&error, &context)))
            }
        };
        if let Err(problem) = step {
            notes.extend(tree.notes);
            notes.push(*problem);
            return None;
        }
    }
    notes.extend(tree.notes);
    let end = Place::new(base..base);
    Some(tree.root.unwrap_or(Node { value: Value::Null, place: end }))
}

type Step = Result<(), Box<Diagnostic>>;

/// A list or map whose end has not come yet.
struct Open {
    place: Place,
    anchor: usize,
    /// Values counted before it began, so that its own number is known at its end.
    counted: usize,
    flow: bool,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, key: Option<Key>, merged: Vec<Node> },
}

struct Key {
    text: Box<str>,
    place: Place,
    merge: bool,
}

struct Tree<'a> {
    text: &'a str,
    base: usize,
    path: &'a Arc<Utf8Path>,
    limits: Limits,
    notes: Notes,
    open: Vec<Open>,
    /// Values that can be used again, with the number of values inside them.
    anchors: FxHashMap<usize, (Node, usize)>,
    nodes: usize,
    aliases: usize,
    root: Option<Node>,
    documents: usize,
}

impl<'a> Tree<'a> {
    fn new(text: &'a str, base: usize, path: &'a Arc<Utf8Path>, limits: Limits) -> Self {
        Self {
            text,
            base,
            path,
            limits,
            notes: Notes::default(),
            open: Vec::new(),
            anchors: FxHashMap::default(),
            nodes: 0,
            aliases: 0,
            root: None,
            documents: 0,
        }
    }

    /// Where the innermost open `[` or `{` stands.
    fn open_flow(&self) -> Option<usize> {
        let open = self.open.last().filter(|open| open.flow)?;
        Some((open.place.start as usize).saturating_sub(self.base))
    }

    fn place(&self, span: EventSpan) -> Place {
        let range = span.byte_range().unwrap_or(0..0);
        let end = range.end.min(self.text.len());
        let start = range.start.min(end);
        Place::new(self.base + start..self.base + end)
    }

    fn error(&self, code: Code, place: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(code, place.span(self.path), message)
    }

    fn take(&mut self, event: Event<'_>, span: EventSpan) -> Step {
        let place = self.place(span);
        match event {
            Event::DocumentStart(..) => self.start_document(place),
            Event::Scalar(text, style, anchor, tag) => {
                let string = self.check_tag(tag.as_deref(), span)?;
                self.count(1, place)?;
                let plain = style == ScalarStyle::Plain && !string;
                // The parser writes `~` for a value that is not there.
                let absent = place.start == place.end && plain;
                let null = absent || plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                if self.waits_for_key() {
                    return self.take_key(text.into(), place, absent, plain, anchor);
                }
                let text = || Value::Scalar { text: text.into(), plain };
                let value = if null { Value::Null } else { text() };
                self.finish(Node { value, place }, anchor, 1);
                Ok(())
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.check_tag(tag.as_deref(), span)?;
                self.begin(place, anchor, style, Content::List(Vec::new()))
            }
            Event::MappingStart(style, anchor, tag) => {
                self.check_tag(tag.as_deref(), span)?;
                let content = Content::Map { entries: Vec::new(), key: None, merged: Vec::new() };
                self.begin(place, anchor, style, content)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(place),
            Event::Alias(anchor) => self.take_alias(anchor, place),
            _ => Ok(()),
        }
    }

    fn start_document(&mut self, place: Place) -> Step {
        self.documents += 1;
        if self.documents == 1 {
            return Ok(());
        }
        let message = "a second document begins here";
        Err(Box::new(
            self.error(Code::YAML_SYNTAX, place, message).help(
                "A file has one set of fields. Remove the line `---` or `...` in the middle.",
            ),
        ))
    }

    /// Whether the tag says "this is a text". Tags of other meaning are refused: nothing is ever made from one.
    fn check_tag(&self, tag: Option<&Tag>, span: EventSpan) -> Result<bool, Box<Diagnostic>> {
        let Some(tag) = tag else { return Ok(false) };
        match tag.core_suffix() {
            Some("str") => Ok(true),
            Some("int" | "float" | "bool" | "null" | "seq" | "map" | "timestamp") => Ok(false),
            _ => {
                let place = self.place(span.tag_span().unwrap_or(span));
                let name = tag.original();
                let message = format!("`{name}` has no meaning here");
                Err(Box::new(self.error(Code::YAML_SYNTAX, place, message).help(
                    "Remove it. If the text itself begins with `!`, put the text in quotation marks.",
                )))
            }
        }
    }

    fn count(&mut self, more: usize, place: Place) -> Step {
        self.nodes = self.nodes.saturating_add(more);
        if self.nodes <= self.limits.nodes {
            return Ok(());
        }
        let message = format!("there are more than {} values", self.limits.nodes);
        Err(Box::new(self.error(Code::YAML_TOO_LARGE, place, message).help(
            "If `*names` are used to repeat parts, write fewer of them; otherwise split the file.",
        )))
    }

    fn begin(
        &mut self,
        place: Place,
        anchor: usize,
        style: StructureStyle,
        content: Content,
    ) -> Step {
        self.count(1, place)?;
        if self.waits_for_key() {
            return Err(Box::new(self.no_key(place)));
        }
        if self.open.len() >= self.limits.depth {
            let message = format!(
                "lists and fields stand more than {} deep inside each other",
                self.limits.depth
            );
            return Err(Box::new(self.error(Code::YAML_TOO_LARGE, place, message)));
        }
        let flow = style == StructureStyle::Flow;
        self.open.push(Open { place, anchor, counted: self.nodes - 1, flow, content });
        Ok(())
    }

    fn end(&mut self, place: Place) -> Step {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let inside = self.nodes - open.counted;
        let (value, last) = match open.content {
            Content::List(items) => {
                let last = items.last().map(|item| item.place.end);
                (Value::List(items), last)
            }
            Content::Map { entries, merged, .. } => {
                let last = entries.last().map(|entry| entry.value.place.end);
                (Value::Map(self.finish_map(entries, merged)?), last)
            }
        };
        // A block ends where its last value ends; the parser says where the next line begins.
        let end = if open.flow { place.end } else { last.unwrap_or(place.end) };
        let place = Place { start: open.place.start, end: end.max(open.place.start) };
        self.finish(Node { value, place }, open.anchor, inside);
        Ok(())
    }

    fn take_alias(&mut self, anchor: usize, place: Place) -> Step {
        self.aliases += 1;
        if self.aliases > self.limits.aliases {
            let message = format!("more than {} uses of `*names`", self.limits.aliases);
            return Err(Box::new(self.error(Code::YAML_TOO_LARGE, place, message)));
        }
        let Some(inside) = self.anchors.get(&anchor).map(|(_, inside)| *inside) else {
            let message = "a part of the file repeats itself";
            return Err(Box::new(self.error(Code::YAML_SYNTAX, place, message).help(
                "A `*name` cannot stand inside the part that it names. Write the value out.",
            )));
        };
        self.count(inside, place)?;
        let Some((node, _)) = self.anchors.get(&anchor) else { return Ok(()) };
        let value = node.value.clone();
        if self.waits_for_key() {
            let Value::Scalar { text, .. } = value else {
                return Err(Box::new(self.no_key(place)));
            };
            return self.take_key(text, place, false, false, 0);
        }
        self.finish(Node { value, place }, 0, inside);
        Ok(())
    }

    fn waits_for_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { content: Content::Map { key: None, .. }, .. }))
    }

    fn no_key(&self, place: Place) -> Diagnostic {
        self.error(Code::YAML_SYNTAX, place, "a name is missing before the colon")
            .help("A field is written as `name: value`, and the name is a plain word.")
    }

    fn take_key(
        &mut self,
        text: Box<str>,
        place: Place,
        absent: bool,
        plain: bool,
        anchor: usize,
    ) -> Step {
        if absent {
            return Err(Box::new(self.no_key(place)));
        }
        if anchor > 0 {
            let value = Value::Scalar { text: text.clone(), plain };
            self.anchors.insert(anchor, (Node { value, place }, 1));
        }
        if let Some(Open { content: Content::Map { key, .. }, .. }) = self.open.last_mut() {
            let merge = plain && &*text == "<<";
            *key = Some(Key { text, place, merge });
        }
        Ok(())
    }

    fn finish(&mut self, node: Node, anchor: usize, inside: usize) {
        if anchor > 0 {
            self.anchors.insert(anchor, (node.clone(), inside));
        }
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = Some(node),
            Some(Content::List(items)) => items.push(node),
            Some(Content::Map { entries, key, merged }) => match key.take() {
                Some(key) if key.merge => merged.push(node),
                Some(key) => {
                    entries.push(Entry { key: key.text, key_place: key.place, value: node });
                }
                None => {}
            },
        }
    }

    /// Reports keys that stand twice, and takes over what `<<` brings.
    fn finish_map(
        &mut self,
        mut entries: Vec<Entry>,
        merged: Vec<Node>,
    ) -> Result<Vec<Entry>, Box<Diagnostic>> {
        if has_duplicates(&entries) {
            self.report_duplicates(&mut entries);
        }
        for node in merged {
            let place = node.place;
            let maps = match node.value {
                Value::List(items) => items,
                _ => vec![node],
            };
            for map in maps {
                let Value::Map(more) = map.value else {
                    let message = "`<<` must be followed by fields to take over";
                    return Err(Box::new(
                        self.error(Code::YAML_SYNTAX, place, message)
                            .help("Write the fields out, one on each line."),
                    ));
                };
                let known: FxHashSet<Box<str>> =
                    entries.iter().map(|entry| entry.key.clone()).collect();
                entries.extend(more.into_iter().filter(|entry| !known.contains(&entry.key)));
            }
        }
        Ok(entries)
    }

    fn report_duplicates(&mut self, entries: &mut Vec<Entry>) {
        let mut first: FxHashMap<Box<str>, Place> = FxHashMap::default();
        let mut found = Vec::new();
        entries.retain(|entry| match first.get(&entry.key) {
            None => {
                first.insert(entry.key.clone(), entry.key_place);
                true
            }
            Some(place) => {
                found.push((entry.key.clone(), entry.key_place, *place));
                false
            }
        });
        for (key, second, first) in found {
            let key = shorten(&key);
            self.notes.push(
                self.error(
                    Code::YAML_DUPLICATE_KEY,
                    second,
                    format!("`{key}` stands here a second time"),
                )
                .also(first.span(self.path), "the first one")
                .help("Keep one of the two lines."),
            );
        }
    }
}

fn has_duplicates(entries: &[Entry]) -> bool {
    if entries.len() <= 16 {
        let twice = |(index, entry): (usize, &Entry)| {
            entries[..index].iter().any(|before| before.key == entry.key)
        };
        return entries.iter().enumerate().any(twice);
    }
    let mut seen = FxHashSet::default();
    entries.iter().any(|entry| !seen.insert(&*entry.key))
}

/// A text for a message: its first 40 characters.
pub(crate) fn shorten(text: &str) -> String {
    let clean = |character: char| if character.is_control() { ' ' } else { character };
    let mut short: String = text.chars().take(40).map(clean).collect();
    if short.len() < text.len() && text.chars().nth(40).is_some() {
        short.push('…');
    }
    short
}
