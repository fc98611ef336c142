//! Which copies of a picture are made, and what they are called.

use super::{Form, Kind, Picture, VERSION};
use crate::base::{Fingerprint, Route, slugify};

/// The folder of the site in which copies of pictures lie, and nothing else.
pub const FOLDER: &str = "assets/pictures";

/// The widths that are made of a large picture.
const WIDTHS: [u32; 4] = [480, 768, 1280, 1920];

/// The widest picture for browsers that do not know WebP, and for whoever takes one address only.
const WIDEST_PLAIN: u32 = 1280;

/// Longest name of a picture within the name of a copy, in bytes.
const LONGEST_STEM: usize = 80;

/// A format that copies are made in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// WebP that leaves out what nobody sees.
    WebP,
    /// WebP that keeps every pixel.
    SharpWebP,
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// The picture itself, without what is not picture in it.
    Own(&'static str),
}

impl Format {
    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::WebP | Self::SharpWebP => "image/webp",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Own(_) => "",
        }
    }

    /// What a file of it begins as.
    pub const fn kind(self) -> Option<Kind> {
        match self {
            Self::WebP | Self::SharpWebP => Some(Kind::WebP),
            Self::Jpeg => Some(Kind::Jpeg),
            Self::Png => Some(Kind::Png),
            Self::Own(_) => None,
        }
    }

    const fn ending(self) -> &'static str {
        match self {
            Self::WebP | Self::SharpWebP => "webp",
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Own(ending) => ending,
        }
    }

    /// Whether browsers that do not know WebP take it.
    pub const fn is_plain(self) -> bool {
        !matches!(self, Self::WebP | Self::SharpWebP)
    }
}

/// One copy of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// Its format.
    pub format: Format,
    /// Where it is written.
    pub route: Route,
}

impl Variant {
    /// The identity of what is in it, when the picture is `content`.
    pub fn key(&self, content: Fingerprint) -> Fingerprint {
        let Self { width, height, format, .. } = self;
        Fingerprint::of(format!("{VERSION} {content} {width} {height} {format:?}").as_bytes())
    }
}

/// The copies of `picture`, whose file is at `path`: the best formats first, in each the small ones first.
/// A picture that is shown as it is has none.
pub fn variants(path: &str, picture: &Picture) -> Vec<Variant> {
    let (best, plain) = match picture.form {
        Form::Whole => return Vec::new(),
        Form::Moving(Kind::Jpeg) => (None, Format::Own("jpg")),
        Form::Moving(Kind::Png) => (None, Format::Own("png")),
        Form::Moving(Kind::WebP) => (None, Format::Own("webp")),
        Form::Photo => (Some(Format::WebP), Format::Jpeg),
        Form::CutOut => (Some(Format::WebP), Format::Png),
        Form::Drawing => (Some(Format::SharpWebP), Format::Png),
    };
    let stem = stem(path);
    // The same name is the same bytes, for ever: it holds what they are made of, and how.
    let print = Fingerprint::of(format!("{VERSION} {}", picture.content).as_bytes()).to_string();
    let one = |width: u32, format: Format| {
        let name = format!("{FOLDER}/{stem}-{width}-{}.{}", &print[..12], format.ending());
        let route = Route::new(&name).ok()?;
        let height = scaled(picture.height, width, picture.width);
        Some(Variant { width, height, format, route })
    };
    if matches!(plain, Format::Own(_)) {
        return one(picture.width, plain).into_iter().collect();
    }
    let widths = widths(picture.width);
    let small = widths.iter().filter(|width| **width <= WIDEST_PLAIN);
    let small: Vec<u32> =
        if small.clone().next().is_some() { small.copied().collect() } else { widths.clone() };
    let best = widths.iter().filter_map(|width| one(*width, best?));
    best.chain(small.iter().filter_map(|width| one(*width, plain))).collect()
}

/// `height` when a width of `from` becomes one of `to`.
fn scaled(height: u32, to: u32, from: u32) -> u32 {
    let (height, to, from) = (u64::from(height), u64::from(to), u64::from(from.max(1)));
    u32::try_from(((height * to + from / 2) / from).max(1)).unwrap_or(u32::MAX)
}

/// The widths of the copies of a picture that is `own` pixels wide: never more than it has, and none that is almost it.
fn widths(own: u32) -> Vec<u32> {
    let Some(widest) = WIDTHS.last().copied().filter(|widest| own > *widest) else {
        let smaller =
            WIDTHS.into_iter().filter(|width| u64::from(*width) * 10 <= u64::from(own) * 9);
        return smaller.chain([own]).collect();
    };
    WIDTHS.into_iter().take_while(|width| *width <= widest).collect()
}

/// Whether what is written to `route` may be a copy of the picture at `path`, going by its name.
pub fn is_copy_of(route: &Route, path: &str) -> bool {
    let name = route.as_str().strip_prefix(FOLDER).and_then(|rest| rest.strip_prefix('/'));
    let rest = name.and_then(|name| name.strip_prefix(stem(path).as_str()));
    rest.is_some_and(|rest| rest.starts_with('-'))
}

/// The name of the file at `path`, as it stands in the names of copies.
fn stem(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let mut stem = slugify(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    while stem.len() > LONGEST_STEM {
        stem.pop();
    }
    let stem = stem.trim_end_matches('-');
    if stem.is_empty() { "picture".to_owned() } else { stem.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: u32, height: u32, form: Form) -> Picture {
        Picture { width, height, color: None, form, content: Fingerprint::of(b"x") }
    }

    fn names(path: &str, picture: &Picture) -> Vec<String> {
        variants(path, picture).iter().map(|one| one.route.to_string()).collect()
    }

    #[test]
    fn no_copy_is_wider_than_the_picture_and_none_is_almost_it() {
        assert_eq!(widths(4032), [480, 768, 1280, 1920]);
        assert_eq!(widths(1920), [480, 768, 1280, 1920]);
        assert_eq!(widths(1300), [480, 768, 1300]);
        assert_eq!(widths(500), [500]);
        assert_eq!(widths(1), [1]);
    }

    #[test]
    fn a_photo_has_four_sizes_and_a_way_out_for_old_browsers() {
        let all = variants("content/a/Lower back (1).JPG", &picture(3024, 4032, Form::Photo));
        let found: Vec<_> = all.iter().map(|one| (one.format, one.width, one.height)).collect();
        assert_eq!(found[..4].iter().map(|one| one.1).collect::<Vec<_>>(), [480, 768, 1280, 1920]);
        assert_eq!(found[3], (Format::WebP, 1920, 2560));
        assert_eq!(
            found[4..].iter().map(|one| (one.0, one.1)).collect::<Vec<_>>(),
            [480, 768, 1280].map(|width| (Format::Jpeg, width))
        );
        let name = all[0].route.as_str();
        assert!(
            name.starts_with("assets/pictures/lower-back-1-480-")
                && std::path::Path::new(&name).extension().is_some_and(|ending| ending == "webp"),
            "{name}"
        );
    }

    #[test]
    fn names_change_with_the_content_and_not_with_the_folder() {
        let one = picture(100, 50, Form::Drawing);
        let other = Picture { content: Fingerprint::of(b"y"), ..one };
        assert_eq!(names("a/x.png", &one), names("b/x.png", &one));
        let route = Route::new(&names("a/x.png", &one)[0]).expect("a route");
        assert!(is_copy_of(&route, "b/X.jpg") && !is_copy_of(&route, "a/y.png"));
        assert_ne!(names("a/x.png", &one), names("a/x.png", &other));
        assert!(names("a/???.png", &one)[0].contains("/picture-100-"));
        assert!(variants("a/x.svg", &picture(9, 9, Form::Whole)).is_empty());
        let long = format!("{}.png", "é".repeat(100));
        assert!(names(&long, &one)[0].len() < 200);
    }

    #[test]
    fn a_moving_picture_stays_one_file() {
        let moving = picture(300, 200, Form::Moving(Kind::WebP));
        let all = names("a/b.webp", &moving);
        assert!(all.len() == 1 && all[0].contains(".webp"), "{all:?}");
    }

    #[test]
    fn wide_and_flat_pictures_keep_a_line() {
        assert_eq!(scaled(1, 480, 16_000), 1);
        assert_eq!(scaled(3024, 768, 4032), 576);
    }
}
