//! Pictures that are shown as they are: drawings (SVG) and GIF. Read for their size, and for what must not be published.

use resvg::usvg::roxmltree::{Document, Node, ParsingOptions};

use super::Mistake;

/// Elements of a drawing that run something or bring in a part of a web page.
const DANGEROUS: [&str; 9] = [
    "script",
    "foreignobject",
    "iframe",
    "embed",
    "object",
    "audio",
    "video",
    "handler",
    "listener",
];

/// Most parts of a drawing that are read.
const MOST_PARTS: u32 = 1_000_000;

/// The size of the picture in `bytes`, which is called `path`: width and height, 0 when it says none.
///
/// # Errors
/// When it cannot be read, or runs a script.
pub(super) fn look(path: &str, bytes: &[u8]) -> Result<(u32, u32), Mistake> {
    let is_gif = path.rsplit('.').next().is_some_and(|ending| ending.eq_ignore_ascii_case("gif"));
    if is_gif { gif(bytes) } else { svg(bytes) }
}

fn gif(bytes: &[u8]) -> Result<(u32, u32), Mistake> {
    match bytes {
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', a, b, c, d, ..] => {
            let (width, height) = (u16::from_le_bytes([*a, *b]), u16::from_le_bytes([*c, *d]));
            Ok((u32::from(width), u32::from(height)))
        }
        _ => Err(Mistake::NotAPicture),
    }
}

fn svg(bytes: &[u8]) -> Result<(u32, u32), Mistake> {
    let text = str::from_utf8(bytes).map_err(|_| Mistake::Damaged)?;
    let options =
        ParsingOptions { allow_dtd: true, nodes_limit: MOST_PARTS, ..ParsingOptions::default() };
    let Ok(document) = Document::parse_with_options(text, options) else {
        // A browser reads on where we stop, and runs what it found until then.
        return Err(if is_suspicious(text) { Mistake::Script } else { Mistake::Damaged });
    };
    if document.descendants().any(|node| is_dangerous(&node)) {
        return Err(Mistake::Script);
    }
    let root = document.root_element();
    if root.tag_name().name() != "svg" {
        return Err(Mistake::Damaged);
    }
    let length = |name: &str| root.attribute(name).and_then(pixels);
    if let (Some(width), Some(height)) = (length("width"), length("height")) {
        return Ok((width, height));
    }
    let view: Vec<f64> = root
        .attribute("viewBox")
        .unwrap_or_default()
        .split([' ', ',', '\n', '\t'])
        .filter_map(|number| number.parse().ok())
        .collect();
    match view[..] {
        [_, _, width, height] => Ok((whole(width).unwrap_or(0), whole(height).unwrap_or(0))),
        _ => Ok((0, 0)),
    }
}

/// Whether a drawing that cannot be read may run something all the same.
fn is_suspicious(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    DANGEROUS.iter().any(|name| lower.contains(name))
        || [
            "javascript",
            "<!entity",
            "<?xml-stylesheet",
            " on",
            "\non",
            "\ton",
            "\"on",
            "'on",
            "/on",
            "data:",
        ]
        .iter()
        .any(|sign| lower.contains(sign))
}

fn is_dangerous(node: &Node<'_, '_>) -> bool {
    if let Some(instruction) = node.pi() {
        return instruction.target.eq_ignore_ascii_case("xml-stylesheet");
    }
    let name = node.tag_name().name().to_ascii_lowercase();
    if DANGEROUS.contains(&name.as_str())
        || node.tag_name().namespace() == Some("http://www.w3.org/1999/xhtml")
    {
        return true;
    }
    node.attributes().any(|attribute| {
        let name = attribute.name().to_ascii_lowercase();
        let value: String = attribute
            .value()
            .chars()
            .filter(|letter| !letter.is_whitespace() && !letter.is_control())
            .collect::<String>()
            .to_ascii_lowercase();
        // An animation may give its address to a link, and has several of them in one text.
        name.starts_with("on")
            || ["javascript:", "vbscript:", "data:text/", "data:application/", "data:image/svg"]
                .iter()
                .any(|scheme| value.contains(scheme))
    })
}

/// A length as pixels: `120`, `120px`, `30mm`.
fn pixels(length: &str) -> Option<u32> {
    const UNITS: [(&str, f64); 6] = [
        ("px", 1.0),
        ("pt", 4.0 / 3.0),
        ("pc", 16.0),
        ("in", 96.0),
        ("cm", 96.0 / 2.54),
        ("mm", 96.0 / 25.4),
    ];
    let length = length.trim();
    let unit = UNITS.iter().find_map(|(name, factor)| Some((length.strip_suffix(name)?, *factor)));
    let (number, factor) = unit.unwrap_or((length, 1.0));
    whole(number.trim().parse::<f64>().ok()? * factor)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is within the bounds of u32"
)]
fn whole(number: f64) -> Option<u32> {
    let number = number.round();
    (1.0..=100_000.0).contains(&number).then_some(number as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(inside: &str) -> Result<(u32, u32), Mistake> {
        let text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 40 30.4\">{inside}</svg>"
        );
        svg(text.as_bytes())
    }

    #[test]
    fn a_drawing_says_its_size() {
        assert_eq!(of("<path d=\"M0 0\"/>"), Ok((40, 30)));
        let size = |head: &str| svg(format!("<svg {head}/>").as_bytes());
        assert_eq!(size("width='120' height='60px'"), Ok((120, 60)));
        assert_eq!(size("width='1in' height='25.4mm' viewBox='0 0 1 1'"), Ok((96, 96)));
        assert_eq!(size("width='100%' height='100%' viewBox='0,0,8,4'"), Ok((8, 4)));
        assert_eq!(size("width='1e99' height='-4'"), Ok((0, 0)));
        assert_eq!(svg(b"<html/>"), Err(Mistake::Damaged));
        assert_eq!(svg(b"\xFF\xFE<"), Err(Mistake::Damaged));
    }

    #[test]
    fn whatever_runs_in_a_drawing_is_found() {
        for inside in [
            "<script>alert(1)</script>",
            "<SCRIPT/>",
            "<x:script xmlns:x=\"http://www.w3.org/2000/svg\"/>",
            "<g onload=\"alert(1)\"/>",
            "<g ONLOAD='alert(1)'/>",
            "<a href=\"javascript:alert(1)\"/>",
            "<a xlink:href=\" java&#10;script:alert(1)\"/>",
            "<a><animate attributeName=\"href\" values=\"x;javascript:alert(1)\"/></a>",
            "<foreignObject><p xmlns=\"http://www.w3.org/1999/xhtml\">x</p></foreignObject>",
            "<use href=\"data:image/svg+xml;base64,PHN2Zz4=\"/>",
            "<iframe src=\"/\"/>",
            "<script>alert(1)",
        ] {
            assert_eq!(of(inside), Err(Mistake::Script), "{inside}");
        }
        for whole in [
            "<?xml-stylesheet href=\"x.xsl\" type=\"text/xsl\"?><svg/>",
            "<!DOCTYPE svg [<!ENTITY x \"<script xmlns='http://www.w3.org/2000/svg'>alert(1)</script>\">]><svg xmlns=\"http://www.w3.org/2000/svg\">&x;</svg>",
        ] {
            assert_eq!(svg(whole.as_bytes()), Err(Mistake::Script), "{whole}");
        }
    }

    #[test]
    fn drawings_as_programs_write_them_are_fine() {
        let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n<svg width=\"10\" height=\"20\"><style>.a{fill:red}</style><title>Once upon</title><image href=\"data:image/png;base64,AA==\"/></svg>";
        assert_eq!(svg(text.as_bytes()), Ok((10, 20)));
    }

    #[test]
    fn a_gif_says_its_size() {
        assert_eq!(look("a.GIF", b"GIF89a\x20\x00\x10\x00rest"), Ok((32, 16)));
        assert_eq!(look("a.gif", b"GIF89"), Err(Mistake::NotAPicture));
    }
}
