//! Holding a tree against a table.

use std::sync::Arc;

use camino::Utf8Path;

use super::scalar::{self, Wrong};
use super::unknown::{group_help, page_help};
use super::{Field, Kind, SiteFields, Type, page_field};
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::yaml::{Entry, Node, Place, Value, shorten};

/// What is being checked, which decides the words of the messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The front matter of a page.
    Page(Kind),
    /// A data file below `content/`.
    Data,
    /// `anma.yaml`.
    Settings,
    /// `theme.yaml`.
    Theme,
}

/// Checks trees of one file, and notes all that is wrong with them.
#[derive(Debug)]
pub struct Checker<'a> {
    /// The file.
    pub path: &'a Arc<Utf8Path>,
    /// What it is.
    pub subject: Subject,
    /// The fields that the site declares.
    pub site: &'a SiteFields,
    /// Where problems go.
    pub notes: &'a mut Notes,
}

/// Fields of front matter that make no sense for many pages at once.
const NOT_IN_CASCADE: [&str; 6] = ["title", "slug", "aliases", "cascade", "list", "paginate"];

impl<'a> Checker<'a> {
    /// Checks the fields of a page. Whether required ones are there is left to [`Self::missing`], as a
    /// section may give them.
    pub fn page(&mut self, entries: &[Entry], kind: Kind) {
        for entry in entries {
            match self.page_field(&entry.key, kind) {
                Some(field) => self.field(field, entry, ""),
                None => self.unknown(entry, "", page_help(&entry.key, kind, self.site)),
            }
        }
    }

    fn page_field(&self, name: &str, kind: Kind) -> Option<&'a Field> {
        let known = page_field(name).filter(|field| field.kinds.has(kind));
        known.or_else(|| self.site.find(name, kind))
    }

    /// Checks `node`, which must be a map of `fields`, required ones among them. `trail` is the name of
    /// the field that it stands in, or empty.
    pub fn group(&mut self, node: &Node, fields: &[Field], trail: &str) {
        let Value::Map(entries) = &node.value else { return };
        for entry in entries {
            match fields.iter().find(|field| *field.name == *entry.key) {
                Some(field) => self.field(field, entry, trail),
                None => self.unknown(entry, trail, group_help(&entry.key, fields)),
            }
        }
        let present = |name: &str| entries.iter().any(|e| *e.key == *name && !e.value.is_null());
        let place = if trail.is_empty() {
            Place { start: node.place.start, end: node.place.start }
        } else {
            node.place
        };
        for field in fields.iter().filter(|field| field.required && !present(&field.name)) {
            self.missing(field, place, trail);
        }
    }

    /// Notes that `field` is not there; `place` is where one would look for it.
    pub fn missing(&mut self, field: &Field, place: Place, trail: &str) {
        let name = full(trail, &field.name);
        let message = format!("the {} `{name}` is missing", self.noun());
        self.push(
            Diagnostic::error(Code::MISSING_FIELD, place.span(self.path), message)
                .help(format!("Add a line such as `{}`.", field.line())),
        );
    }

    fn noun(&self) -> &'static str {
        if self.subject == Subject::Settings { "setting" } else { "field" }
    }

    fn push(&mut self, mut problem: Diagnostic) {
        match self.subject {
            Subject::Page(_) | Subject::Data => {}
            Subject::Theme => problem.code = Code::THEME_SETTING,
            Subject::Settings if problem.code == Code::UNKNOWN_FIELD => {
                problem.code = Code::UNKNOWN_SETTING;
            }
            Subject::Settings => problem.code = Code::CONFIG_VALUE,
        }
        self.notes.push(problem);
    }

    fn unknown(&mut self, entry: &Entry, trail: &str, help: String) {
        let name = shorten(&entry.key);
        let message = format!("there is no {} `{}`", self.noun(), full(trail, &name));
        let because = match self.subject {
            Subject::Page(kind) if trail.is_empty() => format!("not a field of {}", kind.words()),
            _ if !trail.is_empty() => format!("not part of `{trail}`"),
            _ => String::new(),
        };
        let problem =
            Diagnostic::error(Code::UNKNOWN_FIELD, entry.key_place.span(self.path), message)
                .because(because);
        self.push(if help.is_empty() { problem } else { problem.help(help) });
    }

    /// Checks a map in which the writer chooses the keys: each value must be what `field` says.
    pub fn each_entry(&mut self, field: &Field, entries: &[Entry]) {
        for entry in entries {
            self.value(field, &field.ty, &entry.value, &shorten(&entry.key));
        }
    }

    /// Checks the value of a field. A value that is not there counts as an absent field.
    pub fn field(&mut self, field: &Field, entry: &Entry, trail: &str) {
        if entry.value.is_null() {
            return;
        }
        let name = full(trail, &field.name);
        self.value(field, &field.ty, &entry.value, &name);
        let empty = entry.value.text().is_some_and(|text| text.trim().is_empty());
        if field.required && empty && matches!(field.ty, Type::Text) {
            let message = format!("`{name}` is empty");
            self.push(
                Diagnostic::error(Code::BAD_VALUE, entry.value.place.span(self.path), message)
                    .help(format!("Write it like this: `{}`.", field.line())),
            );
        }
    }

    fn value(&mut self, field: &Field, ty: &Type, node: &Node, name: &str) {
        match (ty, &node.value) {
            (Type::Anything, _) => {}
            (Type::OneOrMany(one) | Type::List(one), Value::List(items)) => {
                for item in items {
                    self.item(field, one, item, name);
                }
            }
            (Type::OneOrMany(one), Value::Scalar { .. }) => self.value(field, one, node, name),
            (Type::List(one), Value::Scalar { text, .. }) if is_single(one) => {
                let help = format!("Write `{}: [{}]`.", field.name, shorten(text));
                self.wrong_type(field, ty, node, name, Some(help));
            }
            (Type::Record(fields) | Type::IdOrRecord(_, fields), Value::Map(_)) => {
                self.group(node, fields, name);
            }
            (Type::Map(one), Value::Map(entries)) => {
                for entry in entries.iter().filter(|entry| !entry.value.is_null()) {
                    self.value(field, one, &entry.value, &full(name, &shorten(&entry.key)));
                }
            }
            (Type::Cascade, Value::Map(entries)) => self.cascade(entries),
            (ty, Value::Scalar { text, .. }) if is_single(ty) => {
                if let Err(wrong) = scalar::check(&field.name, ty, text) {
                    self.wrong(wrong, field, node, name);
                }
            }
            _ => self.wrong_type(field, ty, node, name, None),
        }
    }

    fn item(&mut self, field: &Field, ty: &Type, item: &Node, name: &str) {
        let blank = item.text().is_some_and(|text| text.trim().is_empty());
        if !item.is_null() && !blank {
            return self.value(field, ty, item, name);
        }
        let message = format!("an item of `{name}` is empty");
        self.push(
            Diagnostic::warning(Code::BAD_VALUE, item.place.span(self.path), message)
                .help("Remove it, or write something there."),
        );
    }

    fn wrong(&mut self, wrong: Wrong, field: &Field, node: &Node, name: &str) {
        let help = if wrong.help.is_empty() { like_this(field) } else { wrong.help };
        let message = format!("`{name}` {}", wrong.message);
        let problem = Diagnostic::error(wrong.code, node.place.span(self.path), message);
        self.push(problem.help(help));
    }

    fn wrong_type(
        &mut self,
        field: &Field,
        ty: &Type,
        node: &Node,
        name: &str,
        help: Option<String>,
    ) {
        let found = match &node.value {
            Value::Null => "nothing stands here",
            Value::Scalar { .. } => "this is a text",
            Value::List(_) => "this is a list",
            Value::Map(_) => "this is a group of fields",
        };
        let bracket = *ty == Type::Text && matches!(node.value, Value::List(_) | Value::Map(_));
        let help = help.unwrap_or_else(|| {
            let mut help = like_this(field);
            if bracket {
                help.push_str(" A text that begins with a bracket needs quotation marks.");
            }
            help
        });
        let message = format!("`{name}` must be {}", ty.words());
        self.push(
            Diagnostic::error(Code::WRONG_TYPE, node.place.span(self.path), message)
                .because(found)
                .help(help),
        );
    }

    /// Fields of any kind of page, as the pages below may be of any.
    fn cascade(&mut self, entries: &[Entry]) {
        for entry in entries {
            if NOT_IN_CASCADE.contains(&&*entry.key) {
                let message = format!("`{}` cannot be given for all pages below", entry.key);
                self.push(
                    Diagnostic::error(Code::BAD_VALUE, entry.key_place.span(self.path), message)
                        .help("Write it on the pages themselves."),
                );
                continue;
            }
            let site = self.site.fields.iter().find(|field| *field.name == *entry.key);
            if let Some(field) = page_field(&entry.key).or(site) {
                self.field(field, entry, "cascade");
            } else {
                let help = page_help(&entry.key, Kind::Article, self.site);
                self.unknown(entry, "cascade", help);
            }
        }
    }
}

fn is_single(ty: &Type) -> bool {
    !matches!(
        ty,
        Type::OneOrMany(_) | Type::List(_) | Type::Record(_) | Type::Map(_) | Type::Cascade
    )
}

fn like_this(field: &Field) -> String {
    format!("Write it like this: `{}`.", field.line())
}

fn full(trail: &str, name: &str) -> String {
    if trail.is_empty() { name.to_owned() } else { format!("{trail}.{name}") }
}
