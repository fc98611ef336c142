//! The colours of code blocks, as a style sheet.

/// The style sheet for coloured code, on a light or a dark background.
///
/// Every colour has a contrast of at least 4.5 to 1 against the background that the sheet sets on
/// `.hl-code`, as the guidelines for accessible pages (WCAG 2.2, level AA) ask. Empty without the feature
/// `highlight`.
#[cfg(feature = "highlight")]
pub fn stylesheet(dark: bool) -> String {
    use syntect::highlighting::ThemeSet;
    use syntect::html::css_for_theme_with_class_style;

    let mut themes = ThemeSet::load_defaults().themes;
    let name = if dark { "base16-ocean.dark" } else { "InspiredGitHub" };
    let Some(mut theme) = themes.remove(name) else { return String::new() };
    let Some(background) = theme.settings.background else { return String::new() };
    theme.settings.foreground =
        theme.settings.foreground.map(|colour| contrast::readable(colour, background));
    for item in &mut theme.scopes {
        // A second background would need colours of its own.
        item.style.background = None;
        item.style.foreground =
            item.style.foreground.map(|colour| contrast::readable(colour, background));
    }
    css_for_theme_with_class_style(&theme, super::highlight::CLASSES).unwrap_or_default()
}

/// The style sheet for coloured code; empty, because this build does not colour code.
#[cfg(not(feature = "highlight"))]
pub fn stylesheet(_dark: bool) -> String {
    String::new()
}

#[cfg(feature = "highlight")]
mod contrast {
    use syntect::highlighting::Color;

    /// Least contrast of text against its background.
    pub(super) const LEAST: f64 = 4.5;

    /// How bright a colour is, from 0 to 1, as WCAG defines it.
    fn luminance(colour: Color) -> f64 {
        let channel = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(colour.r) + 0.7152 * channel(colour.g) + 0.0722 * channel(colour.b)
    }

    /// The contrast of two colours, from 1 to 21.
    pub(super) fn ratio(one: Color, two: Color) -> f64 {
        let (one, two) = (luminance(one), luminance(two));
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// The colour, moved towards black or white until it can be read on `background`.
    pub(super) fn readable(colour: Color, background: Color) -> Color {
        let towards = if luminance(background) > 0.18 { 0 } else { 255 };
        let mut colour = Color { a: 255, ..colour };
        while ratio(colour, background) < LEAST && [colour.r, colour.g, colour.b] != [towards; 3] {
            for channel in [&mut colour.r, &mut colour.g, &mut colour.b] {
                // A sixteenth of the way keeps the hue, and the last steps are single ones.
                let step = (channel.abs_diff(towards) / 16).max(1).min(channel.abs_diff(towards));
                *channel = if towards == 0 { *channel - step } else { *channel + step };
            }
        }
        colour
    }
}

#[cfg(all(test, feature = "highlight"))]
mod tests {
    use super::*;
    use syntect::highlighting::Color;

    fn colour(text: &str) -> Color {
        let channel = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).unwrap_or(0);
        Color { r: channel(0), g: channel(2), b: channel(4), a: 255 }
    }

    #[test]
    fn every_colour_can_be_read() {
        for dark in [false, true] {
            let sheet = stylesheet(dark);
            let (_, rest) = sheet.split_once("background-color: #").expect("a background");
            let background = colour(rest);
            assert_eq!(sheet.matches("background-color").count(), 1);
            let mut colours = 0;
            for (at, found) in sheet.match_indices(" color: #") {
                let ratio = contrast::ratio(colour(&sheet[at + found.len()..]), background);
                assert!(ratio >= contrast::LEAST, "{ratio} in {}", &sheet[at..at + 20]);
                colours += 1;
            }
            assert!(colours > 10);
        }
    }
}
