//! Design tokens: from what the layers of a theme and the site say of colours, type and measures to one style sheet.
//!
//! A value is data: nothing that a site or a theme writes as a value can end the rule that it stands in.

mod colour;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use camino::Utf8Path;

use super::layer::Layer;
use crate::base::Span;
use crate::config::{Config, ContrastRule, Setting, TokenKind, TokenSet, TokenValues};
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::matter::Name;
use crate::yaml::shorten;

pub use colour::Colour;

/// The name of the style sheet that holds the tokens.
pub(super) const STYLE_SHEET: &str = "tokens.css";

/// The colours, type and measures of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tokens {
    /// The token set that the site chose; empty for the theme as it is.
    pub set: Box<str>,
    by_name: BTreeMap<Box<str>, Token>,
    rules: Vec<ContrastRule>,
    sets: Vec<TokenSet>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Token {
    kind: TokenKind,
    value: Name,
    dark: Option<Name>,
}

/// For whom a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scheme {
    /// Readers who prefer light pages, and all who say nothing.
    Light,
    /// Readers who prefer dark pages.
    Dark,
}

impl Scheme {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    /// Its word in settings and messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Two colours that are too much alike.
#[derive(Clone, Debug)]
pub struct Faint {
    /// The token in front, and its value.
    pub text: (Name, Colour),
    /// The token behind it, and its value.
    pub on: (Name, Colour),
    /// For whom.
    pub scheme: Scheme,
    /// The contrast, in hundredths.
    pub contrast: u32,
    /// The least that is asked for, in hundredths.
    pub least: u32,
    /// Where the value stands that was written last by those who can change it: the one in front, if both are equal.
    place: Span,
}

impl Tokens {
    /// The tokens of a theme with the set and the values that a site chose. What cannot be used is noted, and left out.
    pub(super) fn new(
        layers: &[Layer],
        config: &Config,
        path: &Arc<Utf8Path>,
        notes: &mut Notes,
    ) -> Self {
        let mut tokens = Self::default();
        for layer in layers.iter().rev() {
            tokens.declare(layer, notes);
        }
        let sets = layers.iter().flat_map(|layer| layer.file.token_sets.iter().cloned());
        tokens.sets = sets.collect();
        tokens.rules =
            layers.iter().flat_map(|layer| layer.file.contrast.iter().cloned()).collect();
        tokens.check_rules(notes);
        for set in tokens.sets.clone() {
            // Sets that are not chosen are checked too.
            tokens.clone().give(&set.values, notes);
        }
        let design = &config.design;
        if let Some(name) = &design.set {
            match tokens.sets.iter().find(|set| set.name.text == name.text).cloned() {
                Some(set) => {
                    tokens.set = name.text.clone();
                    tokens.give(&set.values, &mut Notes::default());
                }
                None => notes.push(tokens.unknown_set(name)),
            }
        }
        tokens.give(&design.values, notes);
        let own = |faint: &Faint| faint.place.path == *path;
        notes.extend(tokens.faint().into_iter().filter(own).map(|faint| faint.diagnostic()));
        tokens
    }

    /// Takes what a layer says of its tokens over what the layers below it said.
    fn declare(&mut self, layer: &Layer, notes: &mut Notes) {
        for field in &layer.file.tokens {
            let below = self.by_name.get(&field.name.text);
            let kind = field.kind.or(below.map(|token| token.kind)).unwrap_or(TokenKind::Css);
            let mut good = |value: &Option<Name>| {
                let value = value.clone()?;
                match problem(kind, &field.name, &value) {
                    None => return Some(value),
                    Some(problem) => notes.push(problem),
                }
                None
            };
            let (value, dark) = (good(&field.value), good(&field.dark));
            let value = value.or(below.map(|token| token.value.clone()));
            let dark = dark.or(below.and_then(|token| token.dark.clone()));
            let Some(value) = value else { continue };
            self.by_name.insert(field.name.text.clone(), Token { kind, value, dark });
        }
    }

    /// Takes values of a set or of the site over those that are there.
    fn give(&mut self, values: &TokenValues, notes: &mut Notes) {
        for (scheme, (name, value)) in
            Scheme::ALL.into_iter().zip([&values.light, &values.dark]).flat_map(of_scheme)
        {
            let Some(token) = self.by_name.get_mut(&name.text) else {
                notes.push(self.unknown(name));
                continue;
            };
            match problem(token.kind, name, value) {
                Some(problem) => notes.push(problem),
                None if scheme == Scheme::Light => token.value = value.clone(),
                None => token.dark = Some(value.clone()),
            }
        }
    }

    /// The value of a token.
    pub fn value(&self, name: &str, scheme: Scheme) -> Option<&str> {
        self.token(name, scheme).map(|value| &*value.text)
    }

    /// The colour of a token.
    pub fn colour(&self, name: &str, scheme: Scheme) -> Option<Colour> {
        self.value(name, scheme).and_then(Colour::parse)
    }

    /// All names and values for one scheme; for the dark one, those that differ by it.
    pub fn values(&self, scheme: Scheme) -> impl Iterator<Item = (&str, &str)> {
        self.by_name.iter().filter_map(move |(name, token)| {
            let value = match scheme {
                Scheme::Light => Some(&token.value),
                Scheme::Dark => token.dark.as_ref(),
            };
            Some((&**name, &*value?.text))
        })
    }

    /// The names of the sets that a site can choose.
    pub fn sets(&self) -> impl Iterator<Item = &str> {
        self.sets.iter().map(|set| &*set.name.text)
    }

    /// These tokens with the values of the set `name`; as they are when there is none.
    #[must_use]
    pub fn with_set(&self, name: &str) -> Self {
        let mut tokens = self.clone();
        if let Some(set) = self.sets.iter().find(|set| &*set.name.text == name) {
            tokens.give(&set.values, &mut Notes::default());
        }
        tokens
    }

    /// The style sheet; empty when the theme has no tokens.
    pub(super) fn style_sheet(&self) -> String {
        let mut css = String::new();
        if self.by_name.is_empty() {
            return css;
        }
        css.push_str("@layer tokens {\n  :root {\n");
        for (name, value) in self.values(Scheme::Light) {
            _ = writeln!(css, "    --{name}: {value};");
        }
        css.push_str("  }\n");
        if self.values(Scheme::Dark).next().is_some() {
            css.push_str("  @media (prefers-color-scheme: dark) {\n    :root {\n");
            for (name, value) in self.values(Scheme::Dark) {
                _ = writeln!(css, "      --{name}: {value};");
            }
            css.push_str("    }\n  }\n");
        }
        css.push_str("}\n");
        css
    }

    /// Pairs of colours that are too much alike.
    pub fn faint(&self) -> Vec<Faint> {
        let mut found = Vec::new();
        for rule in &self.rules {
            for (on, scheme) in rule.on.iter().flat_map(|on| Scheme::ALL.map(|scheme| (on, scheme)))
            {
                found.extend(self.compare(rule, on, scheme));
            }
        }
        found
    }

    fn compare(&self, rule: &ContrastRule, on: &Name, scheme: Scheme) -> Option<Faint> {
        let (text, behind) = (self.token(&rule.text.text, scheme)?, self.token(&on.text, scheme)?);
        let (front, back) = (Colour::parse(&text.text)?, Colour::parse(&behind.text)?);
        let contrast = hundredths(front.contrast(back));
        let is_theirs = |value: &Name| !value.span.path.starts_with("themes");
        let place = if !is_theirs(text) && is_theirs(behind) { behind } else { text };
        (contrast < rule.least).then(|| Faint {
            text: (rule.text.clone(), front),
            on: (on.clone(), back),
            scheme,
            contrast,
            least: rule.least,
            place: place.span.clone(),
        })
    }

    fn token(&self, name: &str, scheme: Scheme) -> Option<&Name> {
        let token = self.by_name.get(name)?;
        let dark = token.dark.as_ref().filter(|_| scheme == Scheme::Dark);
        Some(dark.unwrap_or(&token.value))
    }

    /// A rule that names no token would never be broken.
    fn check_rules(&self, notes: &mut Notes) {
        let names = self.rules.iter().flat_map(|rule| rule.on.iter().chain([&rule.text]));
        notes.extend(
            names
                .filter(|name| !self.by_name.contains_key(&name.text))
                .map(|name| self.unknown(name)),
        );
    }

    fn unknown(&self, name: &Name) -> Diagnostic {
        let message = format!("the theme has no token `{}`", shorten(&name.text));
        let known = self.by_name.keys().map(|known| &**known);
        let all: Vec<String> = known.clone().map(|known| format!("`{known}`")).collect();
        let otherwise = match all.len() {
            0 => "It has none.".to_owned(),
            _ => format!("It has {}.", all.join(", ")),
        };
        Diagnostic::error(Code::THEME_SETTING, name.span.clone(), message)
            .did_you_mean(&name.text, known, &otherwise)
    }

    fn unknown_set(&self, name: &Name) -> Diagnostic {
        let message = format!("the theme has no token set `{}`", shorten(&name.text));
        let all: Vec<String> = self.sets().map(|set| format!("`{set}`")).collect();
        let otherwise = match all.len() {
            0 => "It has none.".to_owned(),
            _ => format!("It has {}.", all.join(", ")),
        };
        Diagnostic::error(Code::THEME_SETTING, name.span.clone(), message).did_you_mean(
            &name.text,
            self.sets(),
            &otherwise,
        )
    }
}

impl Faint {
    /// What to say of it: to those who can change one of the two.
    pub fn diagnostic(&self) -> Diagnostic {
        let ((text, front), (on, back)) = (&self.text, &self.on);
        let for_whom = match self.scheme {
            Scheme::Light => "",
            Scheme::Dark => " on dark pages",
        };
        let message = format!(
            "`{}` ({front}) is hard to see on `{}` ({back}){for_whom}: the contrast is {}:1, and {}:1 is needed",
            text.text,
            on.text,
            ratio(self.contrast),
            ratio(self.least)
        );
        Diagnostic::warning(Code::FAINT_COLOURS, self.place.clone(), message).help(
            "make the one darker or the other lighter; many readers of a health page see less than you do",
        )
    }
}

fn of_scheme(
    (scheme, values): (Scheme, &Vec<Setting>),
) -> impl Iterator<Item = (Scheme, &Setting)> {
    values.iter().map(move |setting| (scheme, setting))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "contrast lies between 1 and 21"
)]
fn hundredths(ratio: f64) -> u32 {
    (ratio * 100.0) as u32
}

/// `450` as `4.5`.
fn ratio(hundredths: u32) -> String {
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What is wrong with a value of the token `name`.
fn problem(kind: TokenKind, name: &Name, value: &Name) -> Option<Diagnostic> {
    let text = &*value.text;
    let (is_good, what, how) = match kind {
        TokenKind::Colour => {
            (Colour::parse(text).is_some(), "a colour", "write it as `\"#7a2e4d\"`, in quotes")
        }
        TokenKind::Length => (is_length(text), "a length", "write it as `1rem` or `8px`"),
        TokenKind::Fonts => (
            is_harmless(text),
            "a list of fonts",
            "write it as `Georgia, \"Times New Roman\", serif`",
        ),
        TokenKind::Css => {
            (is_harmless(text), "a value of CSS", "write one value, without `;` and `{`")
        }
    };
    if is_good {
        return None;
    }
    let message = format!("`{}: {}` is not {what}", shorten(&name.text), shorten(text));
    Some(Diagnostic::error(Code::THEME_SETTING, value.span.clone(), message).help(how))
}

fn is_length(text: &str) -> bool {
    let number = text.trim_end_matches(|letter: char| letter.is_ascii_lowercase() || letter == '%');
    let unit = &text[number.len()..];
    let is_number = number.len() < 12 && number.parse::<f64>().is_ok_and(f64::is_finite);
    let is_written = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_number
        && is_written
        && (["rem", "em", "px", "ch", "%"].contains(&unit) || number == "0" && unit.is_empty())
}

/// Whether a value can stand in a rule: it ends nothing, begins nothing, and asks no other host for anything.
fn is_harmless(text: &str) -> bool {
    let is_plain = |letter: char| letter.is_alphanumeric() || " ,.%#()'\"-_+*".contains(letter);
    let is_balanced = ['"', '\''].iter().all(|quote| text.matches(*quote).count() % 2 == 0)
        && text.matches('(').count() == text.matches(')').count();
    let lower = text.to_ascii_lowercase();
    let asks = ["url(", "image(", "image-set(", "src(", "expression("];
    !text.is_empty()
        && text.len() <= 400
        && text.chars().all(is_plain)
        && is_balanced
        && !asks.iter().any(|function| lower.contains(function))
}

#[cfg(test)]
mod tests;
