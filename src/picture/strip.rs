//! Takes out of a file what is not picture: where and with what it was taken, comments, programs' notes, small previews,
//! and whatever hangs on behind its end. Not one pixel changes.
//!
//! A part stays only if it is known to belong to the picture or its colours; what nobody knows goes.

use image::metadata::Orientation;

use super::{Kind, Mistake};

/// A picture without what is not picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stripped {
    /// What is left of the file.
    pub bytes: Vec<u8>,
    /// How the picture must be turned to stand upright, as what was taken out says.
    pub orientation: Orientation,
    /// Whether it is more than one picture, one after the other.
    pub is_moving: bool,
}

/// Reads a file part by part.
struct Parts<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Parts<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], Mistake> {
        let end = self.at.checked_add(length).ok_or(Mistake::CutShort)?;
        let part = self.bytes.get(self.at..end).ok_or(Mistake::CutShort)?;
        self.at = end;
        Ok(part)
    }

    fn byte(&mut self) -> Result<u8, Mistake> {
        self.take(1).map(|byte| byte[0])
    }
}

/// The picture in `bytes` without what is not picture.
///
/// # Errors
/// When it is no picture of a known kind, or its parts do not follow each other as they must.
pub fn strip(bytes: &[u8]) -> Result<Stripped, Mistake> {
    match Kind::of(bytes).ok_or(Mistake::NotAPicture)? {
        Kind::Jpeg => jpeg(bytes),
        Kind::Png => png(bytes),
        Kind::WebP => webp(bytes),
    }
}

fn orientation(exif: &[u8]) -> Option<Orientation> {
    Orientation::from_exif_chunk(exif)
}

// The marks of JPEG that matter here.
const START: u8 = 0xD8;
const END: u8 = 0xD9;
const SCAN: u8 = 0xDA;
const COMMENT: u8 = 0xFE;

fn jpeg(bytes: &[u8]) -> Result<Stripped, Mistake> {
    let mut parts = Parts { bytes, at: 0 };
    let mut out = Vec::with_capacity(bytes.len());
    let mut found = None;
    out.extend_from_slice(parts.take(2)?);
    loop {
        if parts.byte()? != 0xFF {
            return Err(Mistake::Damaged);
        }
        let mut mark = parts.byte()?;
        while mark == 0xFF {
            mark = parts.byte()?;
        }
        match mark {
            END => {
                out.extend_from_slice(&[0xFF, END]);
                let orientation = found.unwrap_or(Orientation::NoTransforms);
                return Ok(Stripped { bytes: out, orientation, is_moving: false });
            }
            0x00 | START => return Err(Mistake::Damaged),
            // These stand alone.
            0x01 | 0xD0..=0xD7 => out.extend_from_slice(&[0xFF, mark]),
            _ => {
                let length = parts.take(2)?;
                let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
                let content = parts.take(length.checked_sub(2).ok_or(Mistake::Damaged)?)?;
                if mark == 0xE1 && found.is_none() {
                    found = content.strip_prefix(b"Exif\0\0").and_then(orientation);
                }
                if let Some(content) = kept_of_jpeg(mark, content) {
                    let length = u16::try_from(content.len() + 2).map_err(|_| Mistake::Damaged)?;
                    out.extend_from_slice(&[0xFF, mark]);
                    out.extend_from_slice(&length.to_be_bytes());
                    out.extend_from_slice(content);
                }
                if mark == SCAN {
                    out.extend_from_slice(scan(&mut parts)?);
                }
            }
        }
    }
}

/// What stays of a part of a JPEG file.
fn kept_of_jpeg(mark: u8, content: &[u8]) -> Option<&[u8]> {
    // Without a preview: its size, at the end, must be none.
    const PLAIN_HEAD: &[u8; 14] = b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0";
    match mark {
        0xE0 if content.starts_with(b"JFIF\0") => {
            let is_plain = content.len() == 14 && content.ends_with(&[0, 0]);
            Some(if is_plain { content } else { PLAIN_HEAD })
        }
        0xE2 => content.starts_with(b"ICC_PROFILE\0").then_some(content),
        // How colours are to be read.
        0xEE => content.starts_with(b"Adobe").then(|| &content[..content.len().min(12)]),
        0xE0..=0xEF | COMMENT => None,
        _ => Some(content),
    }
}

/// The picture itself: everything up to the next mark that ends it.
fn scan<'a>(parts: &mut Parts<'a>) -> Result<&'a [u8], Mistake> {
    let from = parts.at;
    loop {
        let rest = &parts.bytes[parts.at..];
        let next = memchr::memchr(0xFF, rest).ok_or(Mistake::CutShort)?;
        match rest.get(next + 1).ok_or(Mistake::CutShort)? {
            0x00 | 0xD0..=0xD7 => parts.at += next + 2,
            0xFF => parts.at += next + 1,
            _ => {
                parts.at += next;
                return Ok(&parts.bytes[from..parts.at]);
            }
        }
    }
}

/// The parts of a PNG file that are the picture, its colours and its movement.
const PNG: [&[u8; 4]; 20] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP",
    b"mDCV", b"cLLI", b"sBIT", b"bKGD", b"hIST", b"sPLT", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

fn png(bytes: &[u8]) -> Result<Stripped, Mistake> {
    let mut parts = Parts { bytes, at: 0 };
    let mut out = Vec::with_capacity(bytes.len());
    let (mut found, mut is_moving) = (None, false);
    out.extend_from_slice(parts.take(8)?);
    loop {
        let start = parts.at;
        let head = parts.take(8)?;
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]);
        let name = &head[4..8];
        let length = usize::try_from(length).map_err(|_| Mistake::Damaged)?;
        let content = parts.take(length)?;
        parts.take(4)?;
        match name {
            b"eXIf" => found = found.or_else(|| orientation(content)),
            b"acTL" => is_moving = true,
            _ => {}
        }
        if PNG.iter().any(|kept| *kept == name) {
            out.extend_from_slice(&bytes[start..parts.at]);
        }
        if name == b"IEND" {
            let orientation = found.unwrap_or(Orientation::NoTransforms);
            return Ok(Stripped { bytes: out, orientation, is_moving });
        }
    }
}

/// The bits of a WebP file's head that say that there is metadata.
const WEBP_NOTES: u8 = 0x08 | 0x04;
const WEBP_MOVES: u8 = 0x02;

fn webp(bytes: &[u8]) -> Result<Stripped, Mistake> {
    let mut parts = Parts { bytes, at: 0 };
    let head = parts.take(12)?;
    let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
    let end = usize::try_from(length).ok().and_then(|length| length.checked_add(8));
    // What hangs on behind the end that the file gives is no part of it.
    parts.bytes = bytes.get(..end.ok_or(Mistake::Damaged)?).ok_or(Mistake::CutShort)?;
    let mut out = head.to_vec();
    let (mut found, mut is_moving, mut has_picture) = (None, false, false);
    while parts.at + 8 <= parts.bytes.len() {
        let head = parts.take(8)?;
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
        let length = usize::try_from(length).map_err(|_| Mistake::Damaged)?;
        let content = parts.take(length)?;
        if length % 2 == 1 && parts.at < parts.bytes.len() {
            parts.take(1)?;
        }
        let from = out.len() + 8;
        match &head[..4] {
            b"VP8X" | b"VP8 " | b"VP8L" | b"ANMF" | b"ALPH" | b"ANIM" | b"ICCP" => {
                out.extend_from_slice(head);
                out.extend_from_slice(content);
                out.extend_from_slice(&[0][..length % 2]);
            }
            b"EXIF" => {
                let exif = content.strip_prefix(b"Exif\0\0").unwrap_or(content);
                found = found.or_else(|| orientation(exif));
            }
            _ => {}
        }
        has_picture |= matches!(&head[..4], b"VP8 " | b"VP8L" | b"ANMF");
        if &head[..4] == b"VP8X" {
            let flags = out.get_mut(from).ok_or(Mistake::Damaged)?;
            is_moving |= *flags & WEBP_MOVES != 0;
            *flags &= !WEBP_NOTES;
        }
    }
    if !has_picture {
        return Err(Mistake::CutShort);
    }
    let length = u32::try_from(out.len() - 8).map_err(|_| Mistake::Damaged)?;
    out[4..8].copy_from_slice(&length.to_le_bytes());
    let orientation = found.unwrap_or(Orientation::NoTransforms);
    Ok(Stripped { bytes: out, orientation, is_moving })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::test_pictures::{self as pictures, SECRET};
    use super::*;

    fn has(bytes: &[u8], text: &[u8]) -> bool {
        memchr::memmem::find(bytes, text).is_some()
    }

    fn pixels(bytes: &[u8]) -> Vec<u8> {
        image::load_from_memory(bytes).expect("a picture").into_rgba8().into_raw()
    }

    #[track_caller]
    fn check(with_notes: &[u8], plain: &[u8]) {
        assert!(has(with_notes, SECRET));
        let stripped = strip(with_notes).expect("a picture");
        for secret in [SECRET, b"Exif", b"xmp", b"GPS"] {
            assert!(!has(&stripped.bytes, secret), "{}", String::from_utf8_lossy(secret));
        }
        assert_eq!(pixels(&stripped.bytes), pixels(plain));
        assert_eq!(stripped.orientation, Orientation::Rotate90);
        let again = strip(&stripped.bytes).expect("a picture");
        assert_eq!(again.bytes, stripped.bytes, "nothing is left to take out");
        assert_eq!(again.orientation, Orientation::NoTransforms);
    }

    #[test]
    fn notes_go_and_every_pixel_stays() {
        let jpeg = pictures::jpeg(40, 30);
        check(&pictures::with_notes(&jpeg, 6), &jpeg);
        let png = pictures::png(40, 30);
        check(&pictures::with_notes(&png, 6), &png);
        let webp = pictures::webp(40, 30);
        check(&pictures::with_notes(&webp, 6), &webp);
    }

    #[test]
    fn what_hangs_on_behind_the_end_goes() {
        for plain in [pictures::jpeg(8, 8), pictures::png(8, 8), pictures::webp(8, 8)] {
            let mut longer = plain.clone();
            longer.extend_from_slice(SECRET);
            assert_eq!(
                strip(&longer).expect("a picture").bytes,
                strip(&plain).expect("a picture").bytes
            );
        }
    }

    #[test]
    fn profiles_of_colour_stay() {
        let mut jpeg = pictures::jpeg(8, 8);
        let profile = [&b"\xFF\xE2\0\x14ICC_PROFILE\0\x01\x01"[..], b"icc!"].concat();
        jpeg.splice(2..2, profile.iter().copied());
        assert!(has(&strip(&jpeg).expect("a picture").bytes, b"ICC_PROFILE"));
    }

    #[test]
    fn files_that_end_too_early_are_known() {
        for plain in [pictures::jpeg(30, 30), pictures::png(30, 30), pictures::webp(30, 30)] {
            for length in 12..plain.len() {
                let found = strip(&plain[..length]);
                assert!(
                    matches!(found, Err(Mistake::CutShort | Mistake::Damaged)),
                    "{length}: {found:?}"
                );
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_bytes_make_it_fail(kind in 0_usize..3, bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let heads: [&[u8]; 3] = [b"\xFF\xD8\xFF", b"\x89PNG\r\n\x1A\n", b"RIFF\xFF\0\0\0WEBP"];
            let found = strip(&[heads[kind], &bytes].concat());
            if let Ok(found) = found {
                prop_assert_eq!(&strip(&found.bytes).expect("still a picture").bytes, &found.bytes);
            }
        }

        #[test]
        fn no_change_of_a_picture_lets_notes_through(
            kind in 0_usize..3,
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        ) {
            let plain = [pictures::jpeg(16, 8), pictures::png(16, 8), pictures::webp(16, 8)][kind].clone();
            let mut bytes = pictures::with_notes(&plain, 3);
            let notes = memchr::memmem::find(&bytes, SECRET).expect("notes");
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                // The notes themselves stay, or there would be nothing to find.
                if !(notes..notes + SECRET.len()).contains(&at) {
                    bytes[at] = byte;
                }
            }
            if let Ok(found) = strip(&bytes) {
                // A part may have got the name of one that stays: then it is one. Whatever is in it is not known.
                let again = strip(&found.bytes);
                prop_assert_eq!(again.map(|again| again.bytes), Ok(found.bytes));
            }
        }
    }
}
