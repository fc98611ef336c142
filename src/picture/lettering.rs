//! Letters of cards: the two fonts that the program brings, and how a title is set in one of them.
//!
//! No font of the machine is used, so a card has the same bytes everywhere.

use std::sync::{Arc, OnceLock};

use resvg::usvg::fontdb::Database;
use skrifa::MetadataProvider as _;
use skrifa::instance::{LocationRef, Size};
use unicode_normalization::UnicodeNormalization as _;

static FRAUNCES: &[u8] = include_bytes!("fonts/fraunces-600.ttf");
static INTER: &[u8] = include_bytes!("fonts/inter-500.ttf");

/// A font of cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Font {
    /// With serifs: Fraunces.
    Serif,
    /// Without: Inter.
    Plain,
}

/// A title in lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lettering {
    /// Its lines.
    pub lines: Vec<String>,
    /// The size of its letters, in pixels.
    pub size: u16,
}

/// The sizes that are tried, the largest first, in pixels.
const SIZES: [u16; 9] = [88, 80, 72, 64, 56, 50, 44, 38, 34];

/// The distance of two lines, for a letter of 100.
pub const LEADING: u32 = 116;

impl Font {
    /// Its name in a drawing.
    pub const fn family(self) -> &'static str {
        match self {
            Self::Serif => "Fraunces",
            Self::Plain => "Inter",
        }
    }

    /// How bold it is.
    pub const fn weight(self) -> u16 {
        match self {
            Self::Serif => 600,
            Self::Plain => 500,
        }
    }

    /// The width of `text` in pixels, with letters of `size`. `None` stands for a letter that the font does not have.
    fn advances(self, text: &str) -> Vec<Option<f32>> {
        let data = match self {
            Self::Serif => FRAUNCES,
            Self::Plain => INTER,
        };
        let Ok(font) = skrifa::FontRef::new(data) else { return vec![None; text.chars().count()] };
        let (map, metrics) =
            (font.charmap(), font.glyph_metrics(Size::new(1.0), LocationRef::default()));
        let advance = |letter: char| metrics.advance_width(map.map(letter)?);
        text.chars().map(advance).collect()
    }

    /// `text` in the letters that the font has, on one line; `None` when most of it cannot be written with them.
    pub fn spell(self, text: &str) -> Option<String> {
        let plain = text.nfc().map(|letter| match letter {
            '\u{2010}'..='\u{2012}' => '-',
            letter if letter.is_whitespace() => ' ',
            letter => letter,
        });
        let plain: String = plain.collect();
        let known =
            plain.chars().zip(self.advances(&plain)).filter(|(_, advance)| advance.is_some());
        let kept: String = known.map(|(letter, _)| letter).collect();
        let letters = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).count();
        let words: Vec<&str> = kept.split_whitespace().collect();
        (letters(&kept) > 0 && letters(&kept) * 4 >= letters(&plain) * 3).then(|| words.join(" "))
    }

    /// `text` cut so that it is no wider than `width` with letters of `size`.
    pub fn shorten(self, text: &str, size: u16, width: f32) -> String {
        let most = width / f32::from(size);
        if self.width(text) <= most {
            return text.to_owned();
        }
        let mut short = text.to_owned();
        while !short.is_empty() && self.width(&format!("{}…", short.trim_end())) > most {
            short.pop();
        }
        format!("{}…", short.trim_end())
    }

    /// The width of `text`, for letters of one pixel.
    fn width(self, text: &str) -> f32 {
        self.advances(text).into_iter().flatten().sum()
    }

    /// Sets `title` in a box of `width` by `height` pixels: as large as it fits, and cut if it fits in no size.
    pub fn set(self, title: &str, width: f32, height: f32) -> Lettering {
        let mut last = Lettering { lines: Vec::new(), size: SIZES[SIZES.len() - 1] };
        for size in SIZES {
            let leading = f32::from(size) * 1.16;
            let rows = (1..=20_u8).take_while(|row| f32::from(*row) * leading <= height).count();
            let rows = rows.max(1);
            let lines = self.wrap(title, width / f32::from(size));
            if lines.len() <= rows {
                return Lettering {
                    lines: self.balance(title, lines, width / f32::from(size)),
                    size,
                };
            }
            last = Lettering { lines: lines[..rows].to_vec(), size };
        }
        if let Some(line) = last.lines.last_mut() {
            *line = self.shorten(&format!("{line}…………"), last.size, width);
        }
        last
    }

    /// The same number of lines, of about the same width: no word stands alone at the end.
    fn balance(self, title: &str, mut lines: Vec<String>, most: f32) -> Vec<String> {
        for tenths in (5_u16..20).rev() {
            let narrow = self.wrap(title, most * f32::from(tenths) / 20.0);
            if narrow.len() > lines.len() {
                break;
            }
            lines = narrow;
        }
        lines
    }

    /// `title` in lines of up to `most`, for letters of one pixel. A word that is longer is parted.
    fn wrap(self, title: &str, most: f32) -> Vec<String> {
        let space = self.width(" ");
        let (mut lines, mut line, mut used) = (Vec::new(), String::new(), 0.0);
        for word in title.split_whitespace() {
            let width = self.width(word);
            if !line.is_empty() && used + space + width > most {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            if !line.is_empty() {
                line.push(' ');
                used += space;
            }
            for (letter, width) in word.chars().zip(self.advances(word)) {
                let width = width.unwrap_or_default();
                if used + width > most && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                    used = 0.0;
                }
                line.push(letter);
                used += width;
            }
        }
        lines.extend((!line.is_empty()).then_some(line));
        lines
    }
}

/// All fonts, for drawing.
pub(super) fn fonts() -> Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    let all = FONTS.get_or_init(|| {
        let mut all = Database::new();
        all.load_font_data(FRAUNCES.to_vec());
        all.load_font_data(INTER.to_vec());
        all.set_serif_family(Font::Serif.family());
        for set in [
            Database::set_sans_serif_family,
            Database::set_monospace_family,
            Database::set_cursive_family,
            Database::set_fantasy_family,
        ] {
            set(&mut all, Font::Plain.family());
        }
        Arc::new(all)
    });
    Arc::clone(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: (f32, f32) = (1040.0, 330.0);

    #[track_caller]
    fn check(title: &str) -> Lettering {
        for font in [Font::Serif, Font::Plain] {
            let set = font.set(title, BOX.0, BOX.1);
            assert!(!set.lines.is_empty(), "{title}");
            assert!(
                f32::from(u16::try_from(set.lines.len()).expect("few"))
                    * f32::from(set.size)
                    * 1.16
                    <= BOX.1
            );
            for line in &set.lines {
                let width = font.width(line) * f32::from(set.size);
                assert!(width <= BOX.0 + 0.1, "{line} is {width} wide");
            }
        }
        Font::Serif.set(title, BOX.0, BOX.1)
    }

    #[test]
    fn titles_of_any_length_fit() {
        assert_eq!(check("Sciatica").size, 88);
        assert_eq!(check("Lower back pain in a desk job: what to try first").lines.len(), 3);
        let long = "A very long title about the neck ".repeat(10);
        assert!(long.len() > 300 && check(&long).size >= 34);
        check(&"x".repeat(300));
        check(&"W".repeat(2000));
        let cut = check(&"no end ".repeat(200));
        assert!(cut.lines.last().expect("a line").ends_with('…'), "{cut:?}");
    }

    #[test]
    fn only_letters_that_the_fonts_have_are_written() {
        for font in [Font::Serif, Font::Plain] {
            assert_eq!(font.spell("Stress\u{a0}and 🧘 sleep").as_deref(), Some("Stress and sleep"));
            assert_eq!(
                font.spell("Łódź: żółć, ñandú, Größe, ‘one’ – “two”…").as_deref(),
                Some("Łódź: żółć, ñandú, Größe, ‘one’ – “two”…")
            );
            assert_eq!(font.spell("e\u{301}t\u{e9}").as_deref(), Some("été"));
            assert_eq!(font.spell("ألم الظهر"), None);
            assert_eq!(font.spell("腰痛"), None);
            assert_eq!(font.spell("🧘"), None);
        }
    }

    #[test]
    fn names_are_shortened_to_their_place() {
        assert_eq!(Font::Plain.shorten("Ana Harmony", 30, 600.0), "Ana Harmony");
        let short = Font::Plain.shorten(&"Ana Harmony ".repeat(20), 30, 600.0);
        assert!(short.ends_with('…') && Font::Plain.width(&short) * 30.0 <= 600.0);
    }
}
