//! Pictures for tests, made by rule, with or without what cameras write into them. Shared with the tests in `tests/`.

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ExtendedColorType, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

/// What must never be published.
pub(crate) const SECRET: &[u8] = b"51 deg 30' 0.00\" N, at home";

fn byte(number: u32) -> u8 {
    u8::try_from(number % 256).unwrap_or_default()
}

/// A soft picture with many colours: red grows to the right, green downwards.
pub(crate) fn photo(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        Rgb([byte(x * 255 / width.max(2)), byte(y * 255 / height.max(2)), byte((x * 7) ^ (y * 3))])
    })
}

/// A photo as JPEG.
pub(crate) fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
    encoder
        .encode(photo(width, height).as_raw(), width, height, ExtendedColorType::Rgb8)
        .expect("encodes");
    bytes
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("encodes");
    bytes.into_inner()
}

/// A photo as PNG.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    encoded(&photo(width, height).into(), ImageFormat::Png)
}

/// A photo as WebP.
pub(crate) fn webp(width: u32, height: u32) -> Vec<u8> {
    encoded(&photo(width, height).into(), ImageFormat::WebP)
}

/// A drawing in two colours, as PNG.
pub(crate) fn drawing(width: u32, height: u32) -> Vec<u8> {
    let ink = |x: u32, y: u32| {
        if (x / 4 + y / 4).is_multiple_of(2) { Rgb([20, 90, 80]) } else { Rgb([250, 250, 245]) }
    };
    encoded(&RgbImage::from_fn(width, height, ink).into(), ImageFormat::Png)
}

/// A photo that one can see through on its left half, as PNG.
pub(crate) fn cut_out(width: u32, height: u32) -> Vec<u8> {
    let photo = photo(width, height);
    let picture = RgbaImage::from_fn(width, height, |x, y| {
        let Rgb([red, green, blue]) = *photo.get_pixel(x, y);
        Rgba([red, green, blue, if x * 2 < width { 0 } else { 255 }])
    });
    encoded(&picture.into(), ImageFormat::Png)
}

/// Notes as cameras write them: an orientation, a place, and a secret.
fn exif(orientation: u8) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        let mut entry = tag.to_le_bytes().to_vec();
        entry.extend(kind.to_le_bytes());
        entry.extend(count.to_le_bytes());
        entry.extend(value);
        entry
    };
    let mut exif = b"II*\0\x08\0\0\0".to_vec();
    exif.extend(2_u16.to_le_bytes());
    exif.extend(entry(0x0112, 3, 1, [orientation, 0, 0, 0]));
    // Where the place stands: behind the two entries.
    exif.extend(entry(0x8825, 4, 1, 38_u32.to_le_bytes()));
    exif.extend(0_u32.to_le_bytes());
    exif.extend(1_u16.to_le_bytes());
    exif.extend(entry(0x0001, 2, 2, *b"N\0\0\0"));
    exif.extend(0_u32.to_le_bytes());
    exif.extend_from_slice(b"GPS ");
    exif.extend_from_slice(SECRET);
    exif
}

/// `picture` with notes in all places where programs write them.
pub(crate) fn with_notes(picture: &[u8], orientation: u8) -> Vec<u8> {
    let exif = exif(orientation);
    match picture[0] {
        0xFF => {
            let part = |mark: u8, content: &[u8]| {
                let length = u16::try_from(content.len() + 2).expect("short").to_be_bytes();
                [&[0xFF, mark][..], &length, content].concat()
            };
            let parts = [
                part(0xE1, &[b"Exif\0\0", &exif[..]].concat()),
                part(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>", SECRET].concat()),
                part(0xED, &[b"Photoshop 3.0\0", SECRET].concat()),
                part(0xFE, SECRET),
            ];
            [&picture[..2], &parts.concat(), &picture[2..], SECRET].concat()
        }
        0x89 => {
            let part = |name: &[u8; 4], content: &[u8]| {
                let length = u32::try_from(content.len()).expect("short").to_be_bytes();
                let all = [&name[..], content].concat();
                [&length[..], &all, &crc(&all).to_be_bytes()].concat()
            };
            let parts = [
                part(b"eXIf", &exif),
                part(b"tEXt", &[b"Comment\0", SECRET].concat()),
                part(b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", SECRET].concat()),
            ];
            // Behind the head, which has 13 bytes.
            [&picture[..33], &parts.concat(), &picture[33..]].concat()
        }
        _ => {
            let part = |name: &[u8; 4], content: &[u8]| {
                let length = u32::try_from(content.len()).expect("short").to_le_bytes();
                let fill = &[0][..content.len() % 2];
                [&name[..], &length, content, fill].concat()
            };
            let image = image::load_from_memory(picture).expect("a picture");
            let (width, height) =
                ((image.width() - 1).to_le_bytes(), (image.height() - 1).to_le_bytes());
            let head = [&[0x0C, 0, 0, 0][..], &width[..3], &height[..3]].concat();
            let parts = [
                part(b"VP8X", &head),
                picture[12..].to_vec(),
                part(b"EXIF", &exif),
                part(b"XMP ", &[b"<x:xmpmeta/>", SECRET].concat()),
            ];
            let body = [b"WEBP", &parts.concat()[..]].concat();
            let length = u32::try_from(body.len()).expect("short").to_le_bytes();
            [b"RIFF", &length[..], &body].concat()
        }
    }
}

/// The check sum of a part of a PNG file.
fn crc(bytes: &[u8]) -> u32 {
    let step = |sum: u32, byte: &u8| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 }
        })
    };
    !bytes.iter().fold(u32::MAX, step)
}
