//! What is wrong with a single value, in words.

use super::Type;
use crate::base::{Date, Route, RouteProblem};
use crate::diagnostic::{Code, closest};
use crate::yaml::shorten;

/// What is wrong with a value: the words follow the name of the field.
pub(super) struct Wrong {
    pub(super) code: Code,
    /// Such as "must be `true` or `false`".
    pub(super) message: String,
    /// A way out; empty for "write it like this".
    pub(super) help: String,
}

impl Wrong {
    fn new(message: impl Into<String>) -> Self {
        Self { code: Code::BAD_VALUE, message: message.into(), help: String::new() }
    }

    fn code(mut self, code: Code) -> Self {
        self.code = code;
        self
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}

/// Whether `text` may stand in a field called `name` of the type, which is that of a single value.
pub(super) fn check(name: &str, ty: &Type, text: &str) -> Result<(), Wrong> {
    match ty {
        Type::Bool => truth(name, text),
        Type::Integer { min, max } => integer(*min, *max, text),
        Type::Price if !is_price(text) => Err(Wrong::new("must be a price")
            .help(format!("Write the number alone: `{name}: 65` or `{name}: 42.50`."))),
        Type::Size if parse_size(text).is_none() => {
            Err(Wrong::new("must be a size").help(format!("Write it like this: `{name}: 16 MiB`.")))
        }
        Type::Date => date(name, text),
        Type::Slug | Type::Path => address(ty, text),
        Type::Url => url(text),
        Type::PageOrUrl => page_or_url(text),
        Type::Email => email(text),
        Type::Choice(words) => choice(ty, words.iter().copied(), text),
        Type::OneOf(words) => choice(ty, words.iter().map(AsRef::as_ref), text),
        Type::Name(_) | Type::Id(_) | Type::IdOrRecord(..) if text.trim().is_empty() => {
            Err(Wrong::new("is empty").help("Write the name, or remove the field."))
        }
        _ => Ok(()),
    }
}

/// Digits, with two more behind a point if there are any.
fn is_price(text: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, rest) = text.split_once('.').unwrap_or((text, "00"));
    is_number(whole) && whole.len() <= 7 && is_number(rest) && rest.len() == 2
}

fn truth(name: &str, text: &str) -> Result<(), Wrong> {
    let meant = match text.trim().to_ascii_lowercase().as_str() {
        "true" if text == "true" => return Ok(()),
        "false" if text == "false" => return Ok(()),
        "true" | "yes" | "y" | "on" | "1" | "ja" | "oui" => Some(true),
        "false" | "no" | "n" | "off" | "0" | "nein" | "non" => Some(false),
        _ => None,
    };
    let wrong = Wrong::new("must be `true` or `false`").code(Code::WRONG_TYPE);
    Err(match meant {
        Some(meant) => wrong.help(format!("Write `{name}: {meant}`.")),
        None => wrong.help(format!("Write `{name}: true` or `{name}: false`.")),
    })
}

fn integer(min: i64, max: i64, text: &str) -> Result<(), Wrong> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Wrong::new("must be a whole number").code(Code::WRONG_TYPE));
    }
    match text.parse::<i64>() {
        Ok(number) if (min..=max).contains(&number) => Ok(()),
        _ => Err(Wrong::new(format!("must be a whole number from {min} to {max}"))),
    }
}

/// A number of bytes: digits alone, or with KiB, MiB or GiB (KB, MB and GB are taken for the same).
pub(crate) fn parse_size(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number: u64 = text[..digits].parse().ok()?;
    let shift = match text[digits..].trim().to_ascii_lowercase().as_str() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 10,
        "m" | "mb" | "mib" => 20,
        "g" | "gb" | "gib" => 30,
        _ => return None,
    };
    number.checked_mul(1 << shift).filter(|bytes| *bytes > 0)
}

fn date(name: &str, text: &str) -> Result<(), Wrong> {
    if Date::parse(text).is_some() {
        return Ok(());
    }
    let numbers: Vec<u32> = text
        .split(|character: char| !character.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .filter_map(|part| part.parse().ok())
        .collect();
    let shaped = text.as_bytes().get(4) == Some(&b'-') && text.as_bytes().get(7) == Some(&b'-');
    let wrong = if shaped && numbers.len() == 3 {
        Wrong::new(format!("is a day that does not exist: `{}`", shorten(text)))
    } else {
        Wrong::new("must be a date")
    };
    let help = match numbers.as_slice() {
        // 12/03/2024 is March in London and December in New York, so no day is suggested.
        [_, _, year] if (1000..=9999).contains(year) => {
            format!("Write the year first, then month and day: `{name}: {year}-MM-DD`.")
        }
        [year, month, day] if !shaped && (1000..=9999).contains(year) => {
            format!("Write `{name}: {year}-{month:02}-{day:02}`.")
        }
        _ => format!("Write the year, the month and the day: `{name}: 2026-11-01`."),
    };
    Err(wrong.code(Code::BAD_DATE).help(help))
}

fn address(ty: &Type, text: &str) -> Result<(), Wrong> {
    let problem = match Route::new(text) {
        Err(RouteProblem::Empty) if text.trim_matches('/').is_empty() => {
            return Err(Wrong::new("is empty")
                .code(Code::BAD_ADDRESS)
                .help("Remove the field, or write an address."));
        }
        Err(problem) => problem.words(),
        Ok(_) if *ty == Type::Slug && text.trim_matches('/').contains('/') => {
            return Err(Wrong::new("must be one part of an address, without `/`")
                .code(Code::BAD_ADDRESS)
                .help("The folder of the file decides the parts before it."));
        }
        Ok(_) if text.contains("://") => "is an address elsewhere",
        Ok(_) => return Ok(()),
    };
    let example = if *ty == Type::Slug { "back-pain" } else { "/old/back-pain/" };
    Err(Wrong::new(problem)
        .code(Code::BAD_ADDRESS)
        .help(format!("Use letters, digits and hyphens, as in `{example}`.")))
}

fn is_web(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| {
        !host.is_empty()
            && !host.starts_with(['/', '?', '#', '.'])
            && !text.contains(|c: char| {
                c.is_whitespace() || c.is_control() || "<>\"\\^`{|}".contains(c)
            })
    })
}

fn url(text: &str) -> Result<(), Wrong> {
    if is_web(text) {
        return Ok(());
    }
    let wrong = Wrong::new("must be an address that begins with `https://`");
    let bare = !text.contains(':') && text.contains('.') && is_web(&format!("https://{text}"));
    Err(if bare { wrong.help(format!("Write `https://{}`.", shorten(text))) } else { wrong })
}

fn page_or_url(text: &str) -> Result<(), Wrong> {
    let scheme = text.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    let fine = match scheme.as_deref() {
        Some("http" | "https") => is_web(text),
        Some("mailto" | "tel") => true,
        Some(_) => false,
        None => !text.trim().is_empty() && !text.contains(char::is_control),
    };
    if fine {
        return Ok(());
    }
    Err(Wrong::new("must be a page of the site, or an address that begins with `https://`"))
}

fn email(text: &str) -> Result<(), Wrong> {
    let fine = text
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'));
    if fine && !text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"".contains(c)) {
        return Ok(());
    }
    Err(Wrong::new("must be an e-mail address"))
}

fn choice<'a>(
    ty: &Type,
    words: impl Iterator<Item = &'a str> + Clone,
    text: &str,
) -> Result<(), Wrong> {
    if words.clone().any(|word| word == text) {
        return Ok(());
    }
    let all = ty.words();
    let wrong = Wrong::new(format!("must be {all}"));
    let near = words.clone().find(|word| word.eq_ignore_ascii_case(text));
    Err(match near.or_else(|| closest(text, words)) {
        Some(word) => wrong.help(format!("did you mean `{word}`?")),
        None => wrong,
    })
}
