//! Reads a shortcode call: `{{< name key="text" n=3 flag=true >}}`.
//!
//! Comes in: the text of an article and where a `{{<` stands. Goes out: the call with a place for every
//! argument, or what is wrong with it. It never evaluates anything: an article is not a template.

use std::ops::Range;

/// What a shortcode is given.
#[derive(Clone, Debug, PartialEq)]
pub enum Argument {
    /// A text in quotes.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with a decimal point.
    Decimal(f64),
    /// `true` or `false`.
    Bool(bool),
}

/// A call as it was read; places are in bytes of the article.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) name: String,
    pub(super) arguments: Vec<(String, Argument, Range<usize>)>,
}

/// Why a call cannot be read.
#[derive(Debug, PartialEq)]
pub(super) struct Mistake {
    pub(super) place: Range<usize>,
    pub(super) message: String,
    pub(super) help: &'static str,
}

const EXAMPLE: &str = "Write `{{< name field=\"value\" >}}`, all of it in one paragraph.";

/// Reads the call that begins at `start`, where `{{<` stands; also gives its end.
pub(super) fn read(source: &str, start: usize) -> Result<(Draft, usize), Mistake> {
    let mut reader = Reader { source, at: start + 3, start };
    reader.space();
    let name = reader.word();
    if name.is_empty() {
        return Err(reader.mistake("the shortcode has no name", EXAMPLE));
    }
    let mut draft = Draft { name: name.to_owned(), arguments: Vec::new() };
    loop {
        let spaced = reader.space();
        if reader.rest().starts_with(">}}") {
            return Ok((draft, reader.at + 3));
        }
        let from = reader.at;
        let key = reader.word();
        if key.is_empty() || !spaced {
            return Err(reader.unexpected(&draft.name));
        }
        if !reader.rest().starts_with('=') {
            let message = format!("`{key}` in the shortcode `{}` has no value", draft.name);
            return Err(Mistake {
                place: from..reader.at,
                message,
                help: "Write `field=\"value\"`; there is no space around the `=`.",
            });
        }
        reader.at += 1;
        let value = reader.value(key)?;
        if draft.arguments.iter().any(|(earlier, ..)| earlier == key) {
            let message = format!("`{key}` stands twice in the shortcode `{}`", draft.name);
            return Err(Mistake { place: from..reader.at, message, help: "Keep one of them." });
        }
        draft.arguments.push((key.to_owned(), value, from..reader.at));
    }
}

struct Reader<'a> {
    source: &'a str,
    at: usize,
    start: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    /// Skips spaces and one line break, not an empty line: a call stays in its paragraph.
    fn space(&mut self) -> bool {
        let mut breaks = 0;
        let length = self
            .rest()
            .bytes()
            .take_while(|byte| {
                breaks += usize::from(*byte == b'\n');
                breaks < 2 && matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
            })
            .count();
        self.at += length;
        length > 0
    }

    fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let length = rest
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
            .count();
        self.at += length;
        &rest[..length]
    }

    fn value(&mut self, key: &str) -> Result<Argument, Mistake> {
        let rest = self.rest();
        if let Some(quote @ (b'"' | b'\'')) = rest.bytes().next() {
            return self.text(quote);
        }
        let length = rest.find(|one: char| one.is_whitespace() || one == '>').unwrap_or(rest.len());
        let word = &rest[..length];
        let from = self.at;
        self.at += length;
        if let Ok(number) = word.parse() {
            return Ok(Argument::Integer(number));
        }
        let is_number =
            word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
        match word {
            "true" => Ok(Argument::Bool(true)),
            "false" => Ok(Argument::Bool(false)),
            _ => match word.parse::<f64>() {
                Ok(number) if is_number => Ok(Argument::Decimal(number)),
                _ => Err(Mistake {
                    place: from..self.at.max(from + 1).min(self.source.len()),
                    message: format!("the value of `{key}` needs quotes"),
                    help: if word.starts_with(['“', '”', '„', '‘', '’']) {
                        "Use straight quotes: a word processor has made them curly."
                    } else {
                        "Write `field=\"value\"`; only numbers, `true` and `false` go without quotes."
                    },
                }),
            },
        }
    }

    fn text(&mut self, quote: u8) -> Result<Argument, Mistake> {
        let from = self.at;
        let mut value = String::new();
        let mut escaped = false;
        let mut empty_line = false;
        for (offset, character) in self.rest().char_indices().skip(1) {
            match character {
                '\n' if empty_line => break,
                '\n' => empty_line = true,
                _ if !character.is_whitespace() => empty_line = false,
                _ => {}
            }
            if escaped {
                escaped = false;
                if !matches!(character, '"' | '\'' | '\\') {
                    value.push('\\');
                }
                value.push(character);
            } else if character == '\\' {
                escaped = true;
            } else if character == char::from(quote) {
                self.at += offset + 1;
                return Ok(Argument::Text(value));
            } else {
                value.push(character);
            }
        }
        let message = "a quote in the shortcode is not closed".to_owned();
        Err(Mistake {
            place: from..from + 1,
            message,
            help: "Put a quote of the same kind at the end of the value.",
        })
    }

    fn unexpected(&self, name: &str) -> Mistake {
        let rest = self.rest();
        let line = rest.lines().next().unwrap_or_default();
        if line.trim().is_empty() {
            return self.mistake(
                &format!("the shortcode `{name}` is not closed"),
                "Put `>}}` at its end.",
            );
        }
        let length = rest.chars().next().map_or(0, char::len_utf8);
        let place = self.at..self.at + length;
        let message = format!("the shortcode `{name}` has something that is not a field");
        Mistake { place, message, help: EXAMPLE }
    }

    fn mistake(&self, message: &str, help: &'static str) -> Mistake {
        Mistake { place: self.start..self.at, message: message.to_owned(), help }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistake(source: &str) -> String {
        let mistake = read(source, 0).expect_err("a mistake");
        format!("{} | {}", &source[mistake.place], mistake.message)
    }

    #[test]
    fn a_call_is_read_with_the_places_of_its_arguments() {
        let source = "{{< map q=\"a \\\"b\\\" >}}\" zoom=-3 x=1.5 open=true alt='it''>}}";
        assert!(read(source, 0).is_err());
        let source = "{{<map q=\"a \\\"b\\\" >}}\" zoom=-3\n x=1.5 open=true alt='é' >}} rest";
        let (call, end) = read(source, 0).expect("a call");
        assert_eq!((call.name.as_str(), &source[end..]), ("map", " rest"));
        let arguments: Vec<_> = call
            .arguments
            .iter()
            .map(|(key, value, place)| (key.as_str(), value, &source[place.clone()]))
            .collect();
        assert_eq!(
            arguments,
            [
                ("q", &Argument::Text("a \"b\" >}}".to_owned()), "q=\"a \\\"b\\\" >}}\""),
                ("zoom", &Argument::Integer(-3), "zoom=-3"),
                ("x", &Argument::Decimal(1.5), "x=1.5"),
                ("open", &Argument::Bool(true), "open=true"),
                ("alt", &Argument::Text("é".to_owned()), "alt='é'"),
            ]
        );
        assert!(read("{{< map >}}", 0).is_ok() && read("{{<map>}}", 0).is_ok());
    }

    #[test]
    fn mistakes_have_a_place() {
        assert_eq!(mistake("{{< >}}"), "{{<  | the shortcode has no name");
        assert_eq!(mistake("{{< map q >}}"), "q | `q` in the shortcode `map` has no value");
        assert_eq!(mistake("{{< map q=neck >}}"), "neck | the value of `q` needs quotes");
        assert_eq!(mistake("{{< map q=“neck” >}}"), "“neck” | the value of `q` needs quotes");
        assert_eq!(
            mistake("{{< map q=\"neck >}}\n\nx\""),
            "\" | a quote in the shortcode is not closed"
        );
        assert_eq!(mistake("{{< map\n\n>}}"), "{{< map\n | the shortcode `map` is not closed");
        assert_eq!(mistake("{{< map"), "{{< map | the shortcode `map` is not closed");
        assert_eq!(
            mistake("{{< map \"neck\" >}}"),
            "\" | the shortcode `map` has something that is not a field"
        );
        assert_eq!(mistake("{{< map a=1 a=2 >}}"), "a=2 | `a` stands twice in the shortcode `map`");
        assert_eq!(
            mistake("{{< map a=\"1\"b=2 >}}"),
            "b | the shortcode `map` has something that is not a field"
        );
    }
}
