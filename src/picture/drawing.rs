//! Drawings (SVG) as PNG: cards for link previews, and icons.
//!
//! A drawing is taken to be hostile: it reads no file and no address, has the fonts of the program and no others, and has only so
//! many parts, however often it uses one of them.

use std::collections::BTreeMap;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ExtendedColorType, ImageEncoder as _, RgbaImage};
use resvg::tiny_skia::{Color, Pixmap, PixmapPaint, Transform};
use resvg::usvg::roxmltree::{Document, Node, ParsingOptions};
use resvg::usvg::{ImageHrefResolver, Options, Tree};

use super::Mistake;
use super::bitmap::guarded;
use super::lettering::{Font, fonts};

/// Most parts of a drawing, each counted as often as it is drawn.
const MOST_PARTS: u64 = 20_000;
/// As how many parts a filter counts: it works on many pixels.
const FILTER: u64 = 400;
/// Parts inside each other.
const DEEPEST: u32 = 150;
/// Longest text of a drawing, in bytes.
const LONGEST: usize = 1 << 20;

/// What is made of a drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Frame {
    /// All of it, at this size.
    Whole {
        /// Pixels across.
        width: u16,
        /// Pixels from top to bottom.
        height: u16,
    },
    /// A square icon.
    Icon(Icon),
}

impl Frame {
    /// Its width and height, in pixels.
    pub fn size(self) -> (u32, u32) {
        match self {
            Self::Whole { width, height } => (u32::from(width), u32::from(height)),
            Self::Icon(Icon { side, .. }) => (u32::from(side), u32::from(side)),
        }
    }
}

/// An icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Icon {
    /// Its name within the site.
    pub name: &'static str,
    /// Pixels across.
    pub side: u16,
    /// Whether nothing of it may be see-through, for phones put black there.
    pub is_full: bool,
    /// Whether its edges may be cut off, so that the drawing must keep away from them.
    pub is_cut: bool,
}

/// The folder of the site in which icons lie, and nothing else.
pub const ICON_FOLDER: &str = "assets/site-icons";

/// The icons of a site.
pub const ICONS: [Icon; 4] = [
    Icon { name: "touch-180", side: 180, is_full: true, is_cut: false },
    Icon { name: "icon-192", side: 192, is_full: false, is_cut: false },
    Icon { name: "icon-512", side: 512, is_full: false, is_cut: false },
    Icon { name: "maskable-512", side: 512, is_full: true, is_cut: true },
];

/// The drawing `svg` as PNG.
///
/// # Errors
/// When it cannot be read, or is too much to draw.
pub fn draw(svg: &str, frame: Frame) -> Result<Vec<u8>, Mistake> {
    guarded(|| {
        let tree = read(svg)?;
        let picture = match frame {
            Frame::Whole { width, height } => whole(&tree, u32::from(width), u32::from(height)),
            Frame::Icon(icon) => framed(&tree, icon),
        };
        png(&picture.ok_or(Mistake::Damaged)?).ok_or(Mistake::Damaged)
    })
}

fn read(svg: &str) -> Result<Tree, Mistake> {
    if svg.len() > LONGEST {
        return Err(Mistake::TooLong);
    }
    let options =
        ParsingOptions { allow_dtd: true, nodes_limit: 50_000, ..ParsingOptions::default() };
    let document = Document::parse_with_options(svg, options).map_err(|_| Mistake::Damaged)?;
    if Parts::new(&document).count(document.root_element(), 0) > MOST_PARTS {
        return Err(Mistake::TooMuch);
    }
    let mut options = Options {
        font_family: Font::Plain.family().to_owned(),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    options.fontdb = fonts();
    Tree::from_xmltree(&document, &options).map_err(|_| Mistake::Damaged)
}

/// Counts the parts of a drawing with all that they refer to, which may refer to more.
struct Parts<'a, 'input> {
    by_id: BTreeMap<&'a str, Node<'a, 'input>>,
    known: BTreeMap<usize, Option<u64>>,
}

impl<'a, 'input> Parts<'a, 'input> {
    fn new(document: &'a Document<'input>) -> Self {
        let elements = document.descendants().filter(Node::is_element);
        let by_id = elements.filter_map(|node| Some((node.attribute("id")?, node)));
        Self { by_id: by_id.collect(), known: BTreeMap::new() }
    }

    fn count(&mut self, node: Node<'a, 'input>, depth: u32) -> u64 {
        if depth > DEEPEST {
            return MOST_PARTS + 1;
        }
        match self.known.get(&node.id().get_usize()) {
            Some(Some(known)) => return *known,
            // It refers to itself.
            Some(None) => return MOST_PARTS + 1,
            None => {}
        }
        self.known.insert(node.id().get_usize(), None);
        let mut count = 1_u64;
        for attribute in node.attributes() {
            let value = attribute.value();
            if attribute.name() == "filter" || value.contains("filter") {
                count += FILTER;
            }
            for reference in value.split('#').skip(1) {
                let end = reference.find([')', '"', '\'', ' ', ';']).unwrap_or(reference.len());
                if let Some(target) = self.by_id.get(&reference[..end]).copied() {
                    count = count.saturating_add(self.count(target, depth + 1));
                }
            }
        }
        for child in node.children().filter(Node::is_element) {
            count = count.saturating_add(self.count(child, depth + 1));
        }
        self.known.insert(node.id().get_usize(), Some(count));
        count
    }
}

fn whole(tree: &Tree, width: u32, height: u32) -> Option<Pixmap> {
    let mut picture = Pixmap::new(width, height)?;
    let size = tree.size();
    let (across, down) = (to_float(width) / size.width(), to_float(height) / size.height());
    // It is fitted in, and stays in the middle.
    let scale = across.min(down);
    let left = (to_float(width) - size.width() * scale) / 2.0;
    let top = (to_float(height) - size.height() * scale) / 2.0;
    let place = Transform::from_row(scale, 0.0, 0.0, scale, left, top);
    resvg::render(tree, place, &mut picture.as_mut());
    Some(picture)
}

fn framed(tree: &Tree, icon: Icon) -> Option<Pixmap> {
    let side = u32::from(icon.side);
    let picture = whole(tree, side, side)?;
    if !icon.is_full {
        return Some(picture);
    }
    let edge = picture.pixel(side / 2, side / 40).filter(|pixel| pixel.alpha() == u8::MAX);
    let ground = edge.map_or(Color::WHITE, |pixel| {
        Color::from_rgba8(pixel.red(), pixel.green(), pixel.blue(), u8::MAX)
    });
    let mut full = Pixmap::new(side, side)?;
    full.fill(ground);
    // What has no ground of its own keeps away from the edges.
    let inner = if icon.is_cut || edge.is_none() { side * 4 / 5 } else { side };
    let drawn = if inner == side { picture } else { whole(tree, inner, inner)? };
    let margin = i32::try_from((side - inner) / 2).ok()?;
    full.draw_pixmap(
        margin,
        margin,
        drawn.as_ref(),
        &PixmapPaint::default(),
        Transform::identity(),
        None,
    );
    Some(full)
}

fn to_float(number: u32) -> f32 {
    u16::try_from(number).map_or(f32::from(u16::MAX), f32::from)
}

fn png(picture: &Pixmap) -> Option<Vec<u8>> {
    let (width, height) = (picture.width(), picture.height());
    let pixels = picture.clone().take_demultiplied();
    let is_full = pixels.iter().skip(3).step_by(4).all(|alpha| *alpha == u8::MAX);
    let picture = DynamicImage::ImageRgba8(RgbaImage::from_raw(width, height, pixels)?);
    let (picture, color) = if is_full {
        (DynamicImage::ImageRgb8(picture.into_rgb8()), ExtendedColorType::Rgb8)
    } else {
        (picture, ExtendedColorType::Rgba8)
    };
    let mut bytes = Vec::new();
    let encoder =
        PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
    encoder.write_image(picture.as_bytes(), width, height, color).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARD: Frame = Frame::Whole { width: 1200, height: 630 };

    fn svg(inside: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 1200 630\">{inside}</svg>"
        )
    }

    fn drawn(inside: &str) -> image::RgbaImage {
        let bytes = draw(&svg(inside), CARD).expect("draws");
        image::load_from_memory(&bytes).expect("a PNG").into_rgba8()
    }

    /// How many pixels are not see-through.
    fn ink(picture: &image::RgbaImage) -> usize {
        picture.pixels().filter(|pixel| pixel.0[3] > 0).count()
    }

    #[test]
    fn words_are_drawn_in_the_fonts_of_the_program() {
        let text = |family: &str| {
            drawn(&format!(
                "<text x=\"20\" y=\"200\" font-size=\"90\" font-family=\"{family}\" font-weight=\"600\">Sciatica</text>"
            ))
        };
        let (serif, plain) = (text("Fraunces"), text("Inter"));
        assert!(ink(&serif) > 5_000 && ink(&plain) > 5_000 && serif != plain);
        assert_eq!(text("serif"), serif);
        assert_eq!(text("No Such Font, sans-serif"), plain);
    }

    #[test]
    fn nothing_is_read() {
        for inside in [
            "<image href=\"/etc/hostname\" width=\"99\" height=\"99\"/>",
            "<image xlink:href=\"https://example.org/a.png\" width=\"99\" height=\"99\"/>",
            "<image href=\"data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=\" width=\"9\" height=\"9\"/>",
            "<script>alert(1)</script>",
        ] {
            assert_eq!(ink(&drawn(inside)), 0, "{inside}");
        }
    }

    #[test]
    fn bombs_are_refused_before_they_are_drawn() {
        let mut uses = "<rect id=\"a0\" width=\"9\" height=\"9\"/>".to_owned();
        for level in 1..10 {
            let one = format!("<use href=\"#a{}\"/>", level - 1);
            uses = format!("{uses}<g id=\"a{level}\">{}</g>", one.repeat(10));
        }
        assert_eq!(draw(&svg(&uses), CARD), Err(Mistake::TooMuch));
        let itself = "<g id=\"a\"><use href=\"#a\"/></g>";
        assert_eq!(draw(&svg(itself), CARD), Err(Mistake::TooMuch));
        let blurs = "<filter id=\"f\"><feGaussianBlur stdDeviation=\"99\"/></filter><g filter=\"url(#f)\"><rect width=\"9\" height=\"9\"/></g>";
        assert!(draw(&svg(blurs), CARD).is_ok());
        assert_eq!(draw(&svg(&blurs.repeat(100)), CARD), Err(Mistake::TooMuch));
        for broken in [
            "",
            "<svg",
            "<html/>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"-1\" height=\"0\"/>",
        ] {
            assert!(draw(broken, CARD).is_err(), "{broken}");
        }
        let deep = format!("{}{}", "<g>".repeat(3000), "</g>".repeat(3000));
        assert!(draw(&svg(&deep), CARD).is_err());
    }

    #[test]
    fn icons_have_the_ground_of_the_drawing() {
        let icon = |name: &str, svg: &str| {
            let icon = ICONS.into_iter().find(|icon| icon.name == name).expect("an icon");
            let bytes = draw(svg, Frame::Icon(icon)).expect("draws");
            image::load_from_memory(&bytes).expect("a PNG").into_rgba8()
        };
        let tile = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><rect width=\"32\" height=\"32\" rx=\"8\" fill=\"#14544b\"/><circle cx=\"16\" cy=\"16\" r=\"15\" fill=\"#fff\"/></svg>";
        assert_eq!(
            icon("touch-180", tile).get_pixel(0, 0).0,
            [0x14, 0x54, 0x4b, 255],
            "no corner is black"
        );
        assert_eq!(icon("icon-192", tile).get_pixel(0, 0).0[3], 0);
        let cut = icon("maskable-512", tile);
        assert_eq!(cut.get_pixel(40, 256).0, [0x14, 0x54, 0x4b, 255], "nothing is near the edge");
        let free = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><circle cx=\"16\" cy=\"16\" r=\"10\"/></svg>";
        assert_eq!(icon("touch-180", free).get_pixel(2, 2).0, [255, 255, 255, 255]);
    }
}
