//! Pictures as bytes: what they are, and what becomes of them on a page.
//!
//! Comes in: the bytes of a photo or drawing. Goes out: its size, its colour, smaller copies of it in formats that
//! browsers load fast, and the picture without what cameras write into it besides. Everything is a function of the bytes
//! alone; nothing here reads or keeps a file. It must never panic, take for ever or grow without end because of what is in
//! a picture.

mod bitmap;
mod drawing;
mod lettering;
mod mistake;
mod strip;
#[cfg(test)]
pub(crate) mod test_pictures;
mod variant;
mod vector;

use std::io;
use std::sync::Arc;

use crate::base::Fingerprint;
use crate::source::Source;

pub use bitmap::{Bitmap, Measure, measure};
pub use drawing::{Frame, ICON_FOLDER, ICONS, Icon, draw};
pub use lettering::{Font, LEADING, Lettering};
pub use mistake::Mistake;
pub use strip::{Stripped, strip};
pub use variant::{FOLDER, Format, Variant, is_copy_of, variants};

/// Changes when pictures are made in another way: then their addresses change, and what was kept is not used any more.
pub const VERSION: u32 = 1;

/// Longest file of a picture that is read, in bytes.
pub const LONGEST: u64 = 128 << 20;

/// What is known of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Pixels across, as it is shown; 0 when that is not known.
    pub width: u32,
    /// Pixels from top to bottom, as it is shown; 0 when that is not known.
    pub height: u32,
    /// Its colour on the whole, unless one can see through it or it cannot be known.
    pub color: Option<[u8; 3]>,
    /// How it is made ready for the page.
    pub form: Form,
    /// The identity of its bytes.
    pub content: Fingerprint,
}

/// How a picture is made ready for the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// It is shown as it is: SVG, GIF.
    Whole,
    /// It moves, so it is shown as it is, but for what is not picture in it.
    Moving(Kind),
    /// A photo.
    Photo,
    /// A photo that one can see through in places.
    CutOut,
    /// Few colours and sharp edges, which must stay sharp.
    Drawing,
}

/// What kind of file a picture is, by its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    WebP,
}

impl Kind {
    /// The kind of `bytes`, if it is one that can be read.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::WebP),
            _ => None,
        }
    }
}

/// A picture that is published under its own name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cleaned {
    /// There is nothing in it that must not be published.
    AsIs,
    /// The picture without what must not be published.
    Bytes(Arc<[u8]>),
    /// It is not published.
    Withheld(Mistake),
}

/// Whoever knows pictures, and makes their copies. What it gives is a function of the bytes of the source alone.
pub trait Pictures: Send + Sync {
    /// What is known of the picture in `source`.
    ///
    /// # Errors
    /// What is wrong with it.
    fn look(&self, source: &Source) -> Result<Picture, Mistake>;

    /// The bytes of one copy of the picture in `source`.
    ///
    /// # Errors
    /// When the file cannot be read, or is no longer the one that was looked at.
    fn variant(&self, source: &Source, variant: &Variant) -> io::Result<Arc<[u8]>>;

    /// The picture in `source` as it may be published under its own name.
    ///
    /// # Errors
    /// When the file cannot be read.
    fn clean(&self, source: &Source) -> io::Result<Cleaned>;

    /// The drawing `svg` as PNG.
    ///
    /// # Errors
    /// What is wrong with it.
    fn draw(&self, svg: &str, frame: Frame) -> Result<Arc<[u8]>, Mistake>;

    /// The drawing in `source` as an icon.
    ///
    /// # Errors
    /// When the file cannot be read or drawn.
    fn icon(&self, source: &Source, icon: Icon) -> io::Result<Arc<[u8]>>;
}

/// How a file is used as a picture, by the ending of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// One that is read, and of which copies are made.
    Bitmap,
    /// One that is shown as it is.
    Whole,
    /// One that browsers do not show, such as what some phones make.
    Foreign,
}

impl Ending {
    /// The ending of `path`, if it is that of a picture.
    pub fn of(path: &str) -> Option<Self> {
        let (_, ending) = path.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "jpg" | "jpeg" | "jpe" | "jfif" | "png" | "webp" => Some(Self::Bitmap),
            "svg" | "gif" => Some(Self::Whole),
            "heic" | "heif" | "tif" | "tiff" | "dng" | "psd" => Some(Self::Foreign),
            _ => None,
        }
    }
}

/// What is known of the picture in `bytes`, which is called `path`.
///
/// # Errors
/// What is wrong with it.
pub fn look(path: &str, bytes: &[u8]) -> Result<Picture, Mistake> {
    read(path, bytes).map(|(picture, _)| picture)
}

/// What is known of the picture in `bytes`, which is called `path`, and its pixels if copies can be made of it.
///
/// # Errors
/// What is wrong with it.
pub fn read(path: &str, bytes: &[u8]) -> Result<(Picture, Option<Bitmap>), Mistake> {
    let content = Fingerprint::of(bytes);
    if bytes.is_empty() {
        return Err(Mistake::Empty);
    }
    if Ending::of(path) == Some(Ending::Whole) {
        let (width, height) = vector::look(path, bytes)?;
        return Ok((Picture { width, height, color: None, form: Form::Whole, content }, None));
    }
    let kind = Kind::of(bytes).ok_or(Mistake::NotAPicture)?;
    match strip(bytes) {
        Ok(stripped) if stripped.is_moving => {
            let Measure { width, height, .. } = measure(bytes)?;
            return Ok((
                Picture { width, height, color: None, form: Form::Moving(kind), content },
                None,
            ));
        }
        Err(Mistake::CutShort) => return Err(Mistake::CutShort),
        // One whose parts are out of order may well be readable.
        _ => {}
    }
    let bitmap = Bitmap::decode(bytes)?;
    let (width, height) = bitmap.size();
    let picture =
        Picture { width, height, color: bitmap.color(), form: bitmap.form(kind), content };
    Ok((picture, Some(bitmap)))
}

/// Whether the drawing or moving picture in `bytes`, which is called `path`, may be published as it is.
///
/// # Errors
/// Why not.
pub fn check_whole(path: &str, bytes: &[u8]) -> Result<(), Mistake> {
    match vector::look(path, bytes) {
        // What is no picture does no harm: it is shown as nothing.
        Err(problem @ Mistake::Script) => Err(problem),
        _ => Ok(()),
    }
}
