//! Knows the pictures of a site, and makes their copies: each once, also from one run of the program to the next.
//!
//! Comes in: sources that are pictures. Goes out: what is known of them, and copies. This is where pictures are read from the
//! disk and what was made is kept there; what a picture becomes is said in [`crate::picture`]. What is kept changes how long
//! something takes and never what comes out.

mod room;
mod shelf;

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use camino::Utf8Path;
use image::metadata::Orientation;
use rustc_hash::FxHashMap;

use crate::base::Fingerprint;
use crate::output::Store;
use crate::picture::{
    self, Bitmap, Cleaned, Ending, Form, Format, Frame, Icon, Kind, LONGEST, Mistake, Picture,
    Pictures, VERSION, Variant, variants,
};
use crate::source::{Content, Source, bytes_of};
use room::Room;
use shelf::Shelf;

/// Where copies are kept below the site's folder.
const PLACE: &str = ".anma/cache/pictures";

/// What is known of a picture, when somebody has looked.
type Looked = Arc<OnceLock<Result<Picture, Mistake>>>;

/// Knows the pictures of a site, and makes their copies.
#[derive(Debug, Default)]
pub struct Gallery {
    shelf: Shelf,
    /// By the identity of the file.
    looked: Mutex<FxHashMap<Fingerprint, Looked>>,
    room: Room,
    /// Whether all copies of a picture are made as soon as it is read.
    is_eager: bool,
    read: AtomicUsize,
}

impl Gallery {
    /// For the site at `root`, in which copies are kept from one run of the program to the next.
    pub fn at(root: &Utf8Path) -> Self {
        Self { shelf: Shelf::on_disk(Store::new(root, PLACE)), ..Self::default() }
    }

    /// For a site of which nothing is kept when the program ends.
    pub fn in_memory() -> Arc<dyn Pictures> {
        Arc::new(Self::default().eager())
    }

    /// Makes all copies of a picture as soon as it is read: right where all of them will be asked for.
    #[must_use]
    pub fn eager(mut self) -> Self {
        self.is_eager = true;
        self
    }

    /// How many times a picture was read to work on it. Everything else was known.
    pub fn read(&self) -> usize {
        self.read.load(Ordering::Relaxed)
    }

    fn bytes(source: &Source) -> Result<Arc<[u8]>, Mistake> {
        if let Content::File { size, .. } = source.content
            && size > LONGEST
        {
            return Err(Mistake::TooLong);
        }
        bytes_of(&source.content).map_err(|error| Mistake::Unreadable(error.to_string()))
    }

    fn all_looked(&self) -> MutexGuard<'_, FxHashMap<Fingerprint, Looked>> {
        self.looked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn look_at(&self, source: &Source) -> Result<Picture, Mistake> {
        let path = source.path.as_str();
        if Ending::of(path) == Some(Ending::Foreign) {
            return Err(Mistake::Foreign);
        }
        let bytes = Self::bytes(source)?;
        if Kind::of(&bytes).is_none() || Ending::of(path) == Some(Ending::Whole) {
            return picture::look(path, &bytes);
        }
        let content = Fingerprint::of(&bytes);
        let key = Fingerprint::of(format!("{VERSION} {content} look").as_bytes());
        let measure = picture::measure(&bytes)?;
        let known = self.shelf.get(key).and_then(|line| parse(&line, content));
        let is_it = |picture: &Picture| {
            let (width, height) = (picture.width, picture.height);
            [(width, height), (height, width)].contains(&(measure.width, measure.height))
        };
        // What is known is of use only with the copies, if those will be asked for.
        if let Some(picture) = known.filter(is_it)
            && (!self.is_eager || self.has_all(path, &picture))
        {
            return Ok(picture);
        }
        let _working = self.room.take(measure.memory);
        self.read.fetch_add(1, Ordering::Relaxed);
        let (picture, bitmap) = picture::read(path, &bytes)?;
        self.shelf.put(key, line(&picture).as_bytes().into());
        if let Some(bitmap) = bitmap.filter(|_| self.is_eager) {
            self.make_all(&bitmap, &picture, variants(path, &picture))?;
        }
        Ok(picture)
    }

    /// Makes and keeps all copies. Those of one width are scaled once.
    fn make_all(
        &self,
        bitmap: &Bitmap,
        picture: &Picture,
        mut variants: Vec<Variant>,
    ) -> Result<(), Mistake> {
        variants.sort_by_key(|variant| variant.width);
        for same in variants.chunk_by(|one, other| one.width == other.width) {
            let Some(first) = same.first() else { continue };
            let scaled = bitmap.scale(first.width, first.height).ok_or(Mistake::Damaged)?;
            for variant in same {
                let bytes = scaled.write(variant.format).ok_or(Mistake::Damaged)?;
                self.shelf.put(variant.key(picture.content), bytes.into());
            }
        }
        Ok(())
    }

    fn has_all(&self, path: &str, picture: &Picture) -> bool {
        variants(path, picture).iter().all(|variant| {
            matches!(variant.format, Format::Own(_))
                || self.copy(variant, picture.content).is_some()
        })
    }

    /// A copy that was made before, if it is the picture that it says it is.
    fn copy(&self, variant: &Variant, content: Fingerprint) -> Option<Arc<[u8]>> {
        let bytes = self.shelf.get(variant.key(content))?;
        let measure = picture::measure(&bytes).ok()?;
        let is_it = (measure.width, measure.height) == (variant.width, variant.height)
            && variant.format.kind() == Kind::of(&bytes);
        is_it.then_some(bytes)
    }

    fn made(
        &self,
        source: &Source,
        variant: &Variant,
        picture: &Picture,
    ) -> Result<Arc<[u8]>, Mistake> {
        let bytes = Self::bytes(source)?;
        if Fingerprint::of(&bytes) != picture.content {
            return Err(Mistake::Unreadable("it changed while it was read".to_owned()));
        }
        if let Format::Own(_) = variant.format {
            return Ok(picture::strip(&bytes)?.bytes.into());
        }
        let _working = self.room.take(picture::measure(&bytes)?.memory);
        self.read.fetch_add(1, Ordering::Relaxed);
        let made: Arc<[u8]> =
            Bitmap::decode(&bytes)?.write(variant).ok_or(Mistake::Damaged)?.into();
        self.shelf.put(variant.key(picture.content), Arc::clone(&made));
        Ok(made)
    }

    /// The whole picture without what is not picture, standing upright.
    fn cleaned(&self, bytes: &[u8]) -> Result<Cleaned, Mistake> {
        let Some(kind) = Kind::of(bytes) else { return Ok(Cleaned::AsIs) };
        let stripped = picture::strip(bytes);
        if let Ok(stripped) = stripped
            && (stripped.orientation == Orientation::NoTransforms || stripped.is_moving)
        {
            let is_same = stripped.bytes == bytes;
            return Ok(if is_same { Cleaned::AsIs } else { Cleaned::Bytes(stripped.bytes.into()) });
        }
        // It must be written anew: nobody would turn it any more, or nobody knows its parts.
        let key =
            Fingerprint::of(format!("{VERSION} {} upright", Fingerprint::of(bytes)).as_bytes());
        if let Some(made) = self.shelf.get(key).filter(|made| Kind::of(made) == Some(kind)) {
            return Ok(Cleaned::Bytes(made));
        }
        let _working = self.room.take(picture::measure(bytes)?.memory);
        self.read.fetch_add(1, Ordering::Relaxed);
        let made: Arc<[u8]> = Bitmap::decode(bytes)?.upright(kind).ok_or(Mistake::Damaged)?.into();
        self.shelf.put(key, Arc::clone(&made));
        Ok(Cleaned::Bytes(made))
    }
}

impl Pictures for Gallery {
    fn look(&self, source: &Source) -> Result<Picture, Mistake> {
        let looked = Arc::clone(self.all_looked().entry(identity(source)).or_default());
        let found = looked.get_or_init(|| self.look_at(source)).clone();
        // A file that cannot be read now may be there in a moment, the same as before.
        if let Err(Mistake::Unreadable(_)) = found {
            self.all_looked().remove(&identity(source));
        }
        found
    }

    fn variant(&self, source: &Source, variant: &Variant) -> io::Result<Arc<[u8]>> {
        let made = self.look(source).and_then(|picture| {
            let known = self.copy(variant, picture.content);
            known.map_or_else(|| self.made(source, variant, &picture), Ok)
        });
        made.map_err(|mistake| failed(source, &mistake))
    }

    fn clean(&self, source: &Source) -> io::Result<Cleaned> {
        let path = source.path.as_str();
        let Some(ending @ (Ending::Bitmap | Ending::Whole)) = Ending::of(path) else {
            return Ok(Cleaned::AsIs);
        };
        let bytes = match Self::bytes(source) {
            Ok(bytes) => bytes,
            Err(Mistake::Unreadable(why)) => return Err(io::Error::other(why)),
            Err(mistake) => return Ok(Cleaned::Withheld(mistake)),
        };
        let cleaned = match ending {
            Ending::Whole => picture::check_whole(path, &bytes).map(|()| Cleaned::AsIs),
            _ => self.cleaned(&bytes),
        };
        Ok(cleaned.unwrap_or_else(Cleaned::Withheld))
    }

    fn draw(&self, svg: &str, frame: Frame) -> Result<Arc<[u8]>, Mistake> {
        let key = Fingerprint::of(format!("{VERSION} {frame:?} {svg}").as_bytes());
        let is_it = |made: &Arc<[u8]>| {
            let measure = picture::measure(made).ok();
            Kind::of(made) == Some(Kind::Png)
                && measure.is_some_and(|one| (one.width, one.height) == frame.size())
        };
        if let Some(made) = self.shelf.get(key).filter(is_it) {
            return Ok(made);
        }
        self.read.fetch_add(1, Ordering::Relaxed);
        let made: Arc<[u8]> = picture::draw(svg, frame)?.into();
        self.shelf.put(key, Arc::clone(&made));
        Ok(made)
    }

    fn icon(&self, source: &Source, icon: Icon) -> io::Result<Arc<[u8]>> {
        let drawn = Self::bytes(source).and_then(|bytes| {
            let svg = str::from_utf8(&bytes).map_err(|_| Mistake::Damaged)?;
            self.draw(svg, Frame::Icon(icon))
        });
        drawn.map_err(|mistake| failed(source, &mistake))
    }
}

/// A mistake as a failure of the machine: what was fine a moment ago is not.
fn failed(source: &Source, mistake: &Mistake) -> io::Error {
    let span = crate::base::Span::file(&source.path);
    io::Error::other(mistake.report(source.path.as_str(), span).message)
}

/// What tells a file from all others, and from itself when it has changed.
fn identity(source: &Source) -> Fingerprint {
    let file = match &source.content {
        Content::File { disk, size, device, inode } => format!("{disk} {size} {device} {inode}"),
        Content::Text(_) | Content::Bytes(_) => String::new(),
    };
    let name = Fingerprint::of(source.path.as_str().as_bytes());
    Fingerprint::all([name, Fingerprint::of(file.as_bytes()), source.fingerprint])
}

/// What is known of a picture, as a line.
fn line(picture: &Picture) -> String {
    let Picture { width, height, color, form, .. } = picture;
    let color = color.map_or_else(
        || "-".to_owned(),
        |[red, green, blue]| format!("{red:02x}{green:02x}{blue:02x}"),
    );
    let form = match form {
        Form::Whole => "whole",
        Form::Moving(Kind::Jpeg) => "moving-jpeg",
        Form::Moving(Kind::Png) => "moving-png",
        Form::Moving(Kind::WebP) => "moving-webp",
        Form::Photo => "photo",
        Form::CutOut => "cut-out",
        Form::Drawing => "drawing",
    };
    format!("{width} {height} {color} {form}")
}

/// Reads what [`line`] wrote of the picture `content`.
fn parse(line: &[u8], content: Fingerprint) -> Option<Picture> {
    let mut words = str::from_utf8(line).ok()?.split(' ');
    let mut next = || words.next();
    let (width, height) = (next()?.parse().ok()?, next()?.parse().ok()?);
    let color = match next()? {
        "-" => None,
        digits if digits.len() == 6 => {
            let number = u32::from_str_radix(digits, 16).ok()?;
            let [_, red, green, blue] = number.to_be_bytes();
            Some([red, green, blue])
        }
        _ => return None,
    };
    let form = match next()? {
        "moving-jpeg" => Form::Moving(Kind::Jpeg),
        "moving-png" => Form::Moving(Kind::Png),
        "moving-webp" => Form::Moving(Kind::WebP),
        "photo" => Form::Photo,
        "cut-out" => Form::CutOut,
        "drawing" => Form::Drawing,
        _ => return None,
    };
    next().is_none().then_some(Picture { width, height, color, form, content })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "tests make files")]

    use std::fs;
    use std::io::Cursor;
    use std::os::unix::fs::MetadataExt as _;

    use super::*;

    #[test]
    fn a_picture_that_was_away_is_seen_when_it_is_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let disk = folder.path().join("photo.png");
        let mut bytes = Cursor::new(Vec::new());
        let photo = image::DynamicImage::new_rgb8(4, 3);
        photo.write_to(&mut bytes, image::ImageFormat::Png).expect("a PNG");
        fs::write(&disk, bytes.into_inner()).expect("written");
        let file = fs::metadata(&disk).expect("a file");
        let source = Source {
            path: Utf8Path::new("content/photo.png").into(),
            content: Content::File {
                disk: disk.to_str().expect("UTF-8").into(),
                size: file.size(),
                device: file.dev(),
                inode: file.ino(),
            },
            fingerprint: Fingerprint::default(),
        };
        let gallery = Gallery::default();
        let away = folder.path().join("away.png");
        fs::rename(&disk, &away).expect("renamed");
        assert!(matches!(gallery.look(&source), Err(Mistake::Unreadable(_))));
        fs::rename(&away, &disk).expect("renamed");
        assert_eq!(
            gallery.look(&source).map(|picture| (picture.width, picture.height)),
            Ok((4, 3))
        );
    }
}
