//! Sums over what can be counted in a text, and what they are held against: `words / sentences` and `> 20`.

/// What a formula may count.
pub(super) const NAMES: [&str; 7] =
    ["words", "sentences", "syllables", "characters", "complex_words", "long_words", "paragraphs"];

/// Brackets inside each other.
const DEEPEST: usize = 50;

/// A sum.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Formula {
    Number(f64),
    /// One of [`NAMES`].
    Name(usize),
    Minus(Box<Formula>),
    Root(Box<Formula>),
    Both(char, Box<Formula>, Box<Formula>),
}

impl Formula {
    /// Reads a formula; else what is wrong, and at which byte.
    pub(super) fn parse(text: &str) -> Result<Self, (String, usize)> {
        let mut reader = Reader { text, at: 0, depth: 0 };
        let formula = reader.sum()?;
        reader.space();
        if reader.at < text.len() {
            return Err((format!("`{}` is not expected", reader.sign()), reader.at));
        }
        Ok(formula)
    }

    /// Its value; may be infinite or no number when something is divided by nothing.
    pub(super) fn value(&self, counts: &[f64; NAMES.len()]) -> f64 {
        match self {
            Self::Number(number) => *number,
            Self::Name(name) => counts.get(*name).copied().unwrap_or_default(),
            Self::Minus(of) => -of.value(counts),
            Self::Root(of) => of.value(counts).sqrt(),
            Self::Both(sign, one, two) => {
                let (one, two) = (one.value(counts), two.value(counts));
                match sign {
                    '+' => one + two,
                    '-' => one - two,
                    '*' => one * two,
                    _ => one / two,
                }
            }
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn sign(&self) -> char {
        self.rest().chars().next().unwrap_or(' ')
    }

    fn space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    /// The next sign if it is one of `signs`.
    fn take(&mut self, signs: &str) -> Option<char> {
        self.space();
        let sign = self.rest().chars().next().filter(|sign| signs.contains(*sign))?;
        self.at += sign.len_utf8();
        Some(sign)
    }

    fn sum(&mut self) -> Result<Formula, (String, usize)> {
        let mut sum = self.product()?;
        while let Some(sign) = self.take("+-") {
            sum = Formula::Both(sign, Box::new(sum), Box::new(self.product()?));
        }
        Ok(sum)
    }

    fn product(&mut self) -> Result<Formula, (String, usize)> {
        let mut product = self.part()?;
        while let Some(sign) = self.take("*/") {
            product = Formula::Both(sign, Box::new(product), Box::new(self.part()?));
        }
        Ok(product)
    }

    fn part(&mut self) -> Result<Formula, (String, usize)> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(("too many brackets stand inside each other".to_owned(), self.at));
        }
        let part = self.part_inside();
        self.depth -= 1;
        part
    }

    fn part_inside(&mut self) -> Result<Formula, (String, usize)> {
        if self.take("-").is_some() {
            return Ok(Formula::Minus(Box::new(self.part()?)));
        }
        let open = self.at;
        if self.take("(").is_some() {
            let sum = self.sum()?;
            return match self.take(")") {
                Some(_) => Ok(sum),
                None => Err(("a bracket `(` is never closed".to_owned(), open)),
            };
        }
        let start = self.at;
        let is_number = |sign: char| sign.is_ascii_digit() || sign == '.';
        let is_name = |sign: char| sign.is_alphanumeric() || sign == '_';
        let rest = self.rest();
        let number = rest.len() - rest.trim_start_matches(is_number).len();
        if number > 0 {
            self.at += number;
            let number = &rest[..number];
            let value = number.parse().map_err(|_| (format!("`{number}` is no number"), start))?;
            return Ok(Formula::Number(value));
        }
        let name = &rest[..rest.len() - rest.trim_start_matches(is_name).len()];
        self.at += name.len();
        match name {
            "" if rest.is_empty() => Err(("it ends too early".to_owned(), start)),
            "" => Err((format!("`{}` is not expected", self.sign()), start)),
            "sqrt" if self.rest().trim_start().starts_with('(') => {
                Ok(Formula::Root(Box::new(self.part()?)))
            }
            "sqrt" => Err(("`sqrt` needs brackets: `sqrt(…)`".to_owned(), start)),
            name => match NAMES.iter().position(|known| *known == name) {
                Some(name) => Ok(Formula::Name(name)),
                None => Err((format!("nothing called `{name}` can be counted"), start)),
            },
        }
    }
}

/// What a value is held against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Condition {
    how: How,
    number: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Above,
    AtLeast,
    Below,
    AtMost,
    Equal,
    Not,
}

impl Condition {
    /// Reads `> 9`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let ways = [
            (">=", How::AtLeast),
            ("<=", How::AtMost),
            ("==", How::Equal),
            ("!=", How::Not),
            (">", How::Above),
            ("<", How::Below),
            ("=", How::Equal),
        ];
        let (how, rest) =
            ways.iter().find_map(|(sign, how)| Some((*how, text.strip_prefix(sign)?)))?;
        let number = rest.trim().parse::<f64>().ok().filter(|number| number.is_finite())?;
        Some(Self { how, number })
    }

    /// Whether `value` fulfils it; what is no number never does.
    pub(super) fn holds(self, value: f64) -> bool {
        let equal = (value - self.number).abs() < f64::EPSILON;
        value.is_finite()
            && match self.how {
                How::Above => value > self.number,
                How::AtLeast => value >= self.number,
                How::Below => value < self.number,
                How::AtMost => value <= self.number,
                How::Equal => equal,
                How::Not => !equal,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> f64 {
        Formula::parse(text).expect(text).value(&[100.0, 5.0, 150.0, 450.0, 9.0, 16.0, 2.0])
    }

    #[test]
    fn sums_are_worked_out_in_the_usual_order() {
        for (text, result) in [
            ("1 + 2 * 3", 7.0),
            ("(1 + 2) * 3", 9.0),
            ("10 - 2 - 3", 5.0),
            ("8 / 2 / 2", 2.0),
            ("-2 * -3", 6.0),
            ("words / sentences", 20.0),
            ("sqrt(long_words) + .5", 4.5),
            ("0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59", 9.91),
            ("1.0430 * sqrt((complex_words * 30) / sentences) + 3.1291", 10.793_469),
        ] {
            assert!((value(text) - result).abs() < 0.001, "{text}: {}", value(text));
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        for (text, message, at) in [
            ("", "it ends too early", 0),
            ("words +", "it ends too early", 7),
            ("words words", "`w` is not expected", 6),
            ("(words", "a bracket `(` is never closed", 0),
            ("word", "nothing called `word` can be counted", 0),
            ("1 ^ 2", "`^` is not expected", 2),
            ("1..2", "`1..2` is no number", 0),
            ("sqrt words", "`sqrt` needs brackets: `sqrt(…)`", 0),
        ] {
            assert_eq!(Formula::parse(text), Err((message.to_owned(), at)), "{text}");
        }
        let deep = format!("{}1{}", "(".repeat(100_000), ")".repeat(100_000));
        assert!(Formula::parse(&deep).is_err());
        assert!(Formula::parse(&"-".repeat(100_000)).is_err());
    }

    #[test]
    fn conditions_hold_or_not() {
        for (text, value, holds) in [
            ("> 9", 9.1, true),
            ("> 9", 9.0, false),
            (">=9", 9.0, true),
            ("<= 2.5", 2.5, true),
            ("!= 1", 1.0, false),
            ("== 1", 1.0, true),
            ("> 9", f64::NAN, false),
            ("> 9", f64::INFINITY, false),
        ] {
            let condition = Condition::parse(text).expect(text);
            assert_eq!(condition.holds(value), holds, "{value} {text}");
        }
        for text in ["", "9", "> ", "> x", ">> 3", "> inf", "~ 3"] {
            assert_eq!(Condition::parse(text), None, "{text}");
        }
    }
}
