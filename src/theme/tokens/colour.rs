//! Colours as sRGB, and how much two of them differ to the eye.

use std::fmt;

/// A colour: red, green and blue of sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

impl Colour {
    /// Reads `#rgb` or `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let number = u32::from_str_radix(digits, 16).ok()?;
        let [_, red, green, blue] = number.to_be_bytes();
        match digits.len() {
            6 => Some(Self([red, green, blue])),
            3 => Some(Self([green & 15, blue >> 4, blue & 15].map(|digit| digit * 17))),
            _ => None,
        }
    }

    /// How bright it is, from 0 to 1: the relative luminance of WCAG 2.2.
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The contrast ratio of WCAG 2.2, from 1 (the same) to 21 (black and white).
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(formatter, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_in_both_lengths_and_nothing_else_is() {
        assert_eq!(Colour::parse("#0b5A55"), Some(Colour([11, 90, 85])));
        assert_eq!(Colour::parse("#f80"), Some(Colour([255, 136, 0])));
        for text in ["", "#", "red", "0b5a55", "#0b5a5", "#0b5a55ff", "#+b5a55", "#ggg", "#12"] {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
        assert_eq!(Colour([11, 90, 85]).to_string(), "#0b5a55");
    }

    /// The pairs are those by which people check such programs: black on white, and the greys just above and below
    /// the level AA.
    #[test]
    fn contrast_is_that_of_wcag() {
        let contrast = |one, two| {
            let [one, two] = [one, two].map(|text| Colour::parse(text).expect("a colour"));
            assert!((one.contrast(two) - two.contrast(one)).abs() < 1e-12);
            (one.contrast(two) * 100.0).floor() / 100.0
        };
        assert!((contrast("#000", "#fff") - 21.0).abs() < 0.001);
        assert!((contrast("#fff", "#fff") - 1.0).abs() < 0.001);
        assert!((contrast("#767676", "#ffffff") - 4.54).abs() < 0.001);
        assert!((contrast("#777777", "#ffffff") - 4.47).abs() < 0.001);
    }
}
