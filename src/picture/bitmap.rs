//! Photos as pixels: read within limits, made smaller, turned upright, written in formats for browsers.
//!
//! Nothing of what a camera notes besides the picture gets into what is written, for only pixels are passed on. Colours
//! are taken to be sRGB.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use fast_image_resize as resize;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::metadata::Orientation;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder as _, ImageError, ImageReader,
    Limits, RgbImage, RgbaImage,
};
use rustc_hash::FxHashSet;

use super::{Form, Format, Kind, Mistake, Variant};

/// Most pixels a side. WebP has no more.
const LONGEST_SIDE: u32 = 16_383;
/// Most pixels in all.
const MOST_PIXELS: u64 = 80_000_000;
/// Most memory for reading one picture.
const MOST_MEMORY: u64 = 256 << 20;
/// A picture with no more colours than this is a drawing.
const FEW_COLOURS: usize = 256;
/// How true WebP is to a photo, of 100.
const WEBP_QUALITY: f32 = 76.0;
/// How true JPEG is to a photo, of 100.
const JPEG_QUALITY: u8 = 80;
/// How true a photo stays that is only turned upright.
const UPRIGHT_QUALITY: u8 = 92;

/// What the head of a file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Pixels across, as they are stored.
    pub width: u32,
    /// Pixels from top to bottom, as they are stored.
    pub height: u32,
    /// How much memory reading it takes, in bytes, at most.
    pub memory: u64,
}

/// A picture as pixels.
#[derive(Debug)]
pub struct Bitmap {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
    /// Whether one can see through it in places: then each pixel has four bytes, and otherwise three.
    has_alpha: bool,
    orientation: Orientation,
}

fn reader(bytes: &[u8]) -> Result<ImageReader<Cursor<&[u8]>>, Mistake> {
    let format = match Kind::of(bytes).ok_or(Mistake::NotAPicture)? {
        Kind::Jpeg => image::ImageFormat::Jpeg,
        Kind::Png => image::ImageFormat::Png,
        Kind::WebP => image::ImageFormat::WebP,
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    // The size is checked by us, so that it can be named.
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    Ok(reader)
}

/// What the head of the picture in `bytes` says.
///
/// # Errors
/// When it cannot be read, or is larger than pictures are read.
pub fn measure(bytes: &[u8]) -> Result<Measure, Mistake> {
    guarded(|| measured(bytes).map(|(measure, _)| measure))
}

fn measured(bytes: &[u8]) -> Result<(Measure, impl ImageDecoder + '_), Mistake> {
    let decoder = reader(bytes)?.into_decoder().map_err(|_| Mistake::Damaged)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if width.max(height) > LONGEST_SIDE
        || pixels > MOST_PIXELS
        || decoder.total_bytes() > MOST_MEMORY
    {
        return Err(Mistake::TooLarge { width, height });
    }
    // What is read, what is made of it, and what decoders need on the way.
    let memory = decoder.total_bytes() + pixels * 8;
    Ok((Measure { width, height, memory }, decoder))
}

/// Decoders are not ours: should one fail where it must not, it is the picture that cannot be read.
pub(super) fn guarded<T>(read: impl FnOnce() -> Result<T, Mistake>) -> Result<T, Mistake> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(Mistake::Damaged))
}

impl Bitmap {
    /// Reads the picture in `bytes`.
    ///
    /// # Errors
    /// When it cannot be read to its end, or is larger than pictures are read.
    pub fn decode(bytes: &[u8]) -> Result<Self, Mistake> {
        guarded(|| Self::decoded(bytes))
    }

    fn decoded(bytes: &[u8]) -> Result<Self, Mistake> {
        let (Measure { width, height, .. }, mut decoder) = measured(bytes)?;
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let picture = DynamicImage::from_decoder(decoder).map_err(|error| match error {
            ImageError::Limits(_) => Mistake::TooLarge { width, height },
            _ => Mistake::Damaged,
        })?;
        let has_alpha = picture.color().has_alpha();
        let pixels = if has_alpha {
            picture.into_rgba8().into_raw()
        } else {
            picture.into_rgb8().into_raw()
        };
        if !has_alpha || pixels.chunks_exact(4).any(|pixel| pixel[3] < u8::MAX) {
            return Ok(Self { width, height, pixels, has_alpha, orientation });
        }
        let pixels =
            pixels.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        Ok(Self { width, height, pixels, has_alpha: false, orientation })
    }

    fn is_turned(&self) -> bool {
        use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
        matches!(self.orientation, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH)
    }

    /// Its width and height, when it stands upright.
    pub fn size(&self) -> (u32, u32) {
        if self.is_turned() { (self.height, self.width) } else { (self.width, self.height) }
    }

    /// Its colour on the whole, unless one can see through it.
    pub fn color(&self) -> Option<[u8; 3]> {
        let count = u64::from(self.width) * u64::from(self.height);
        if self.has_alpha || count == 0 {
            return None;
        }
        let mut sums = [0_u64; 3];
        for pixel in self.pixels.chunks_exact(3) {
            for (sum, part) in sums.iter_mut().zip(pixel) {
                *sum += u64::from(*part);
            }
        }
        Some(sums.map(|sum| u8::try_from((sum + count / 2) / count).unwrap_or(u8::MAX)))
    }

    /// How it is made ready for the page; `kind` is what it was read from.
    pub fn form(&self, kind: Kind) -> Form {
        if kind != Kind::Jpeg && self.has_few_colours() {
            Form::Drawing
        } else if self.has_alpha {
            Form::CutOut
        } else {
            Form::Photo
        }
    }

    fn has_few_colours(&self) -> bool {
        let mut seen = FxHashSet::default();
        let mut last: &[u8] = &[];
        for pixel in self.pixels.chunks_exact(self.channels()) {
            if pixel != last && seen.insert(pixel) && seen.len() > FEW_COLOURS {
                return false;
            }
            last = pixel;
        }
        true
    }

    fn channels(&self) -> usize {
        if self.has_alpha { 4 } else { 3 }
    }

    /// The bytes of a copy; nothing when it cannot be made.
    pub fn write(&self, variant: &Variant) -> Option<Vec<u8>> {
        self.scale(variant.width, variant.height)?.write(variant.format)
    }

    /// The picture at another size, standing upright, from which copies are written; nothing when it cannot be made.
    pub fn scale(&self, width: u32, height: u32) -> Option<Scaled> {
        guarded(|| self.scaled(width, height).ok_or(Mistake::Damaged)).ok().map(Scaled)
    }

    /// The whole picture, standing upright, as a file of the `kind` that it was.
    pub fn upright(&self, kind: Kind) -> Option<Vec<u8>> {
        let (width, height) = self.size();
        let picture = self.scaled(width, height)?;
        match kind {
            Kind::Jpeg => jpeg(&picture, UPRIGHT_QUALITY),
            Kind::Png => png(&picture),
            Kind::WebP if self.form(kind) == Form::Drawing => webp(&picture, None),
            Kind::WebP => webp(&picture, Some(f32::from(UPRIGHT_QUALITY))),
        }
    }

    /// The picture at another size, standing upright.
    fn scaled(&self, width: u32, height: u32) -> Option<DynamicImage> {
        let (across, down) = if self.is_turned() { (height, width) } else { (width, height) };
        let pixels = if (across, down) == (self.width, self.height) {
            self.pixels.clone()
        } else {
            let kind =
                if self.has_alpha { resize::PixelType::U8x4 } else { resize::PixelType::U8x3 };
            let from =
                resize::images::ImageRef::new(self.width, self.height, &self.pixels, kind).ok()?;
            let mut to = resize::images::Image::new(across, down, kind);
            resize::Resizer::new().resize(&from, &mut to, None).ok()?;
            to.into_vec()
        };
        let mut picture = if self.has_alpha {
            DynamicImage::ImageRgba8(RgbaImage::from_raw(across, down, pixels)?)
        } else {
            DynamicImage::ImageRgb8(RgbImage::from_raw(across, down, pixels)?)
        };
        // Turned last, when there is least to turn.
        picture.apply_orientation(self.orientation);
        Some(picture)
    }
}

/// A picture at the size of a copy.
#[derive(Debug)]
pub struct Scaled(DynamicImage);

impl Scaled {
    /// The bytes of a copy in this format; nothing when it cannot be made.
    pub fn write(&self, format: Format) -> Option<Vec<u8>> {
        match format {
            Format::WebP => webp(&self.0, Some(WEBP_QUALITY)),
            Format::SharpWebP => webp(&self.0, None),
            Format::Jpeg => jpeg(&self.0, JPEG_QUALITY),
            Format::Png => png(&self.0),
            Format::Own(_) => None,
        }
    }
}

/// Without a `quality` every pixel stays.
fn webp(picture: &DynamicImage, quality: Option<f32>) -> Option<Vec<u8>> {
    let (width, height) = (picture.width(), picture.height());
    let encoder = match picture {
        DynamicImage::ImageRgba8(pixels) => {
            webp::Encoder::from_rgba(pixels.as_raw(), width, height)
        }
        DynamicImage::ImageRgb8(pixels) => webp::Encoder::from_rgb(pixels.as_raw(), width, height),
        _ => return None,
    };
    let bytes = encoder.encode_simple(quality.is_none(), quality.unwrap_or(75.0)).ok()?;
    Some(bytes.to_vec())
}

fn jpeg(picture: &DynamicImage, quality: u8) -> Option<Vec<u8>> {
    let DynamicImage::ImageRgb8(pixels) = picture else { return None };
    let mut bytes = Vec::new();
    let (width, height) = pixels.dimensions();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
    encoder.encode(pixels.as_raw(), width, height, ExtendedColorType::Rgb8).ok()?;
    Some(bytes)
}

fn png(picture: &DynamicImage) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let encoder =
        PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
    let color = ExtendedColorType::from(picture.color());
    encoder.write_image(picture.as_bytes(), picture.width(), picture.height(), color).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::super::{look, test_pictures as pictures, variants};
    use super::*;

    /// Every copy of the picture in `bytes`, read again.
    fn copies(bytes: &[u8]) -> Vec<(Variant, DynamicImage)> {
        let picture = look("a.x", bytes).expect("a picture");
        let bitmap = Bitmap::decode(bytes).expect("a picture");
        let all = variants("a.x", &picture).into_iter();
        all.map(|variant| {
            let bytes = bitmap.write(&variant).expect("is written");
            (variant, image::load_from_memory(&bytes).expect("a picture"))
        })
        .collect()
    }

    #[test]
    fn copies_have_their_size_and_formats_follow_the_picture() {
        for (bytes, form, formats) in [
            (pictures::jpeg(600, 300), Form::Photo, [Format::WebP, Format::Jpeg]),
            (pictures::png(600, 300), Form::Photo, [Format::WebP, Format::Jpeg]),
            (pictures::cut_out(600, 300), Form::CutOut, [Format::WebP, Format::Png]),
            (pictures::drawing(600, 300), Form::Drawing, [Format::SharpWebP, Format::Png]),
        ] {
            assert_eq!(look("a.x", &bytes).expect("a picture").form, form);
            let copies = copies(&bytes);
            let found: Vec<_> = copies.iter().map(|(one, _)| (one.format, one.width)).collect();
            let expected = formats.map(|format| [(format, 480), (format, 600)]);
            assert_eq!(found, expected.concat());
            for (variant, picture) in copies {
                assert_eq!((picture.width(), picture.height()), (variant.width, variant.height));
            }
        }
    }

    #[test]
    fn every_orientation_is_put_right() {
        let plain = pictures::png(90, 60);
        let expected = image::load_from_memory(&plain).expect("a picture");
        for orientation in 1..=8 {
            let bytes = pictures::with_notes(&plain, orientation);
            let picture = look("a.png", &bytes).expect("a picture");
            let mut upright = expected.clone();
            upright.apply_orientation(Orientation::from_exif(orientation).expect("one of eight"));
            assert_eq!((picture.width, picture.height), (upright.width(), upright.height()));
            let bitmap = Bitmap::decode(&bytes).expect("a picture");
            let whole = bitmap.upright(Kind::Png).expect("is written");
            assert_eq!(
                image::load_from_memory(&whole).expect("a picture"),
                upright,
                "{orientation}"
            );
        }
    }

    #[test]
    fn the_colour_is_that_of_the_whole() {
        let one = RgbImage::from_pixel(3, 3, image::Rgb([200, 150, 100]));
        let mut bytes = Cursor::new(Vec::new());
        one.write_to(&mut bytes, image::ImageFormat::Png).expect("encodes");
        let picture = look("a.png", bytes.get_ref()).expect("a picture");
        assert_eq!(picture.color, Some([200, 150, 100]));
        assert_eq!(look("a.png", &pictures::cut_out(40, 30)).expect("a picture").color, None);
    }

    #[test]
    fn pictures_beyond_the_limits_are_refused_by_their_head() {
        let mut png = pictures::png(8, 8);
        png[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
        let sum = crc32(&png[12..29]).to_be_bytes();
        png[29..33].copy_from_slice(&sum);
        assert_eq!(look("a.png", &png), Err(Mistake::TooLarge { width: 30_000, height: 30_000 }));
    }

    fn crc32(bytes: &[u8]) -> u32 {
        let step = |sum: u32, byte: &u8| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
                if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 }
            })
        };
        !bytes.iter().fold(u32::MAX, step)
    }

    #[test]
    fn what_is_no_picture_or_half_of_one_is_known() {
        assert_eq!(look("a.jpg", b""), Err(Mistake::Empty));
        assert_eq!(look("a.jpg", b"not a picture"), Err(Mistake::NotAPicture));
        for bytes in [pictures::jpeg(64, 64), pictures::png(64, 64), pictures::webp(64, 64)] {
            let found = look("a.jpg", &bytes[..bytes.len() - 20]);
            assert!(matches!(found, Err(Mistake::CutShort | Mistake::Damaged)), "{found:?}");
        }
    }
}
