//! Shortcodes: small templates that articles call with named arguments.

use std::collections::BTreeMap;

use tera::{Context, Value};

use super::layer::Layer;
use super::load::Theme;
use super::render::{RenderLimits, Rendering};
use crate::config::OptionField;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Argument, Call};
use crate::schema::Type;
use crate::source::Source;
use crate::yaml::to_json;

/// The shortcodes of a theme.
#[derive(Clone)]
pub struct Shortcodes {
    by_name: BTreeMap<String, Shortcode>,
}

#[derive(Clone)]
struct Shortcode {
    template: String,
    /// Whether it must stand in a paragraph of its own.
    block: bool,
    /// What the theme says of its arguments; `None` if it says nothing, and everything is allowed.
    arguments: Option<Vec<OptionField>>,
}

impl Shortcodes {
    pub(super) fn new(layers: &[Layer], templates: &BTreeMap<String, Source>) -> Self {
        let mut by_name = BTreeMap::new();
        // From the bottom up, so that a layer's shortcode stands above that of the theme it extends.
        for layer in layers.iter().rev() {
            for template in templates.keys() {
                let prefix = format!("{}/shortcodes/", layer.name);
                let Some(name) =
                    template.strip_prefix(&prefix).and_then(|name| name.strip_suffix(".html"))
                else {
                    continue;
                };
                let declared =
                    layer.file.shortcodes.iter().find(|shortcode| &*shortcode.name == name);
                let block = declared.is_some_and(|shortcode| shortcode.block);
                let arguments = declared.map(|shortcode| shortcode.arguments.clone());
                by_name.insert(
                    name.to_owned(),
                    Shortcode { template: template.clone(), block, arguments },
                );
            }
        }
        Self { by_name }
    }

    /// What is wrong with a call, if anything.
    pub fn check(&self, call: &Call) -> Vec<Diagnostic> {
        let Some(shortcode) = self.by_name.get(&call.name) else {
            let message = format!("there is no shortcode `{}`", call.name);
            let known = self.by_name.keys().map(String::as_str);
            let list: Vec<String> = self.by_name.keys().map(|name| format!("`{name}`")).collect();
            let otherwise = format!("the theme has {}", list.join(", "));
            return vec![
                Diagnostic::error(Code::SHORTCODE_UNKNOWN, call.span.clone(), message)
                    .did_you_mean(&call.name, known, &otherwise),
            ];
        };
        let mut found = Vec::new();
        if shortcode.block && call.inline {
            let message = format!("the shortcode `{}` stands inside a sentence", call.name);
            found.push(
                Diagnostic::error(Code::SHORTCODE_PLACE, call.span.clone(), message).help(
                    "put it in a paragraph of its own, with an empty line before and after it",
                ),
            );
        }
        let Some(fields) = &shortcode.arguments else { return found };
        for (name, value, span) in &call.arguments {
            let Some(argument) =
                fields.iter().find(|argument| argument.field.name == name.as_str())
            else {
                let known = fields.iter().map(|argument| &*argument.field.name);
                let list: Vec<String> = known.clone().map(|name| format!("`{name}`")).collect();
                let otherwise = if list.is_empty() {
                    "it takes no arguments".to_owned()
                } else {
                    format!("it takes {}", list.join(", "))
                };
                let message = format!("the shortcode `{}` has no argument `{name}`", call.name);
                found.push(
                    Diagnostic::error(Code::SHORTCODE_ARGUMENT, span.clone(), message)
                        .did_you_mean(name, known, &otherwise),
                );
                continue;
            };
            if let Some(expected) = mismatch(&argument.field.ty, value) {
                let message =
                    format!("`{name}` of the shortcode `{}` must be {expected}", call.name);
                found.push(
                    Diagnostic::error(Code::SHORTCODE_ARGUMENT, span.clone(), message)
                        .help(doc_of(argument)),
                );
            }
        }
        for argument in fields.iter().filter(|argument| argument.field.required) {
            let name = &argument.field.name;
            if !call.arguments.iter().any(|(given, ..)| given.as_str() == name) {
                let message = format!("the shortcode `{}` needs the argument `{name}`", call.name);
                found.push(
                    Diagnostic::error(Code::SHORTCODE_ARGUMENT, call.span.clone(), message)
                        .help(doc_of(argument)),
                );
            }
        }
        found
    }
}

/// What an argument is for.
fn doc_of(argument: &OptionField) -> String {
    match &*argument.field.doc {
        "" => format!("write `{}=\"…\"` in the call", argument.field.name),
        doc => doc.to_owned(),
    }
}

/// What was expected instead of `value`.
fn mismatch(ty: &Type, value: &Argument) -> Option<&'static str> {
    match (ty, value) {
        (Type::Bool, Argument::Bool(_)) | (Type::Integer { .. }, Argument::Integer(_)) => None,
        (Type::Bool, _) => Some("true or false, without quotes"),
        (Type::Integer { .. }, _) => Some("a whole number, without quotes"),
        (Type::Url, Argument::Text(url)) => {
            let is_web = url.starts_with("https://") || url.starts_with("http://");
            (!is_web).then_some("an address that begins with https://")
        }
        (_, Argument::Text(_)) => None,
        (_, _) => Some("a text in quotes"),
    }
}

impl Theme {
    /// The HTML of a call on the page that `page` is about. A call that was reported by
    /// [`Shortcodes::check`] is nothing.
    ///
    /// # Errors
    /// A diagnostic with two places: in the template and at the call.
    pub fn render_call(
        &self,
        call: &Call,
        page: &Value,
        words: &dyn Fn() -> String,
        limits: RenderLimits,
    ) -> Result<String, Box<Diagnostic>> {
        let Some(shortcode) = self.shortcodes.by_name.get(&call.name) else {
            return Ok(String::new());
        };
        let mut context = Context::new();
        context.insert_value("page", page.clone());
        for argument in shortcode.arguments.iter().flatten() {
            let default = argument
                .default
                .as_ref()
                .map_or_else(Value::none, |node| Value::from_serializable(&to_json(node)));
            context.insert_value(argument.field.name.to_string(), default);
        }
        for (name, value, _) in &call.arguments {
            let value = match value {
                Argument::Text(text) => Value::from(text.as_str()),
                Argument::Integer(number) => Value::from(*number),
                Argument::Decimal(number) => Value::from(*number),
                Argument::Bool(truth) => Value::from(*truth),
            };
            context.insert_value(name.clone(), value);
        }
        let rendering = Rendering { template: &shortcode.template, context: &context, page: words };
        match self.render(&rendering, limits) {
            Ok(bytes) => Ok(String::from_utf8(bytes).unwrap_or_default().trim().to_owned()),
            Err(problem) => Err(Box::new((*problem).also(call.span.clone(), "called here"))),
        }
    }
}
