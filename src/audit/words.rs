//! Names that say nothing: of links, of pictures.

/// Names of links that do not say where they lead, in small letters, without marks at their ends.
const GENERIC: &[&str] = &[
    // English
    "click",
    "click here",
    "click me",
    "click this",
    "click this link",
    "click to read more",
    "continue",
    "continue reading",
    "details",
    "find out more",
    "follow this link",
    "go",
    "go here",
    "have a look",
    "here",
    "info",
    "information",
    "learn more",
    "link",
    "look here",
    "more",
    "more details",
    "more info",
    "more information",
    "on this page",
    "read",
    "read article",
    "read here",
    "read it here",
    "read more",
    "read more here",
    "read now",
    "read on",
    "read this",
    "right here",
    "see here",
    "see more",
    "tap here",
    "that page",
    "the link",
    "this",
    "this article",
    "this link",
    "this one",
    "this page",
    "this post",
    "this site",
    "this website",
    "view",
    "view more",
    "visit this page",
    "website",
    "you can read more here",
    // Spanish
    "aquí",
    "clic aquí",
    "continuar leyendo",
    "descubre más",
    "en este enlace",
    "enlace",
    "esta página",
    "este artículo",
    "este enlace",
    "haga clic aquí",
    "haz clic aquí",
    "leer más",
    "lee más",
    "más",
    "más detalles",
    "más información",
    "pincha aquí",
    "pulsa aquí",
    "pulse aquí",
    "saber más",
    "seguir leyendo",
    "sigue leyendo",
    "ver más",
];

/// Words that say that there is a picture, not what it shows.
const PICTURE: &[&str] = &[
    "alt",
    "alt text",
    "foto",
    "foto de",
    "graphic",
    "graphic of",
    "icon",
    "image",
    "image of",
    "imagen",
    "imagen de",
    "img",
    "photo",
    "photo of",
    "photograph",
    "photograph of",
    "pic",
    "picture",
    "picture of",
    "placeholder",
    "screenshot",
    "screenshot of",
    "untitled",
    "an image",
    "an image of",
    "a photo",
    "a photo of",
    "a picture",
    "a picture of",
];

const ENDINGS: &[&str] =
    &[".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".bmp", ".tif", ".tiff", ".heic"];

/// Small letters, single spaces, no marks, arrows or digits of a counter at the ends.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().flat_map(char::to_lowercase));
    }
    folded.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// Whether the name of a link says nothing of where it leads.
pub(super) fn is_generic(name: &str) -> bool {
    // No such name is longer; a cut one is none.
    name.len() <= 60 && {
        let name = folded(name);
        GENERIC.contains(&name.as_str())
    }
}

/// Whether a link leads to a part of the page that is called what the link says, as in a table of
/// contents.
pub(super) fn is_part_named_so(name: &str, href: &str) -> bool {
    href.trim().strip_prefix('#').is_some_and(|part| {
        let name: Vec<char> = name.chars().filter(|c| c.is_alphanumeric()).collect();
        let part = super::path::decoded(part);
        let part = part.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
        part.eq(name.into_iter().flat_map(char::to_lowercase))
    })
}

/// Whether the description of a picture is the name of a file, or only says that it is a picture.
pub(super) fn is_no_description(alt: &str) -> bool {
    let alt = alt.trim();
    if alt.len() > 200 {
        return false;
    }
    let lower = folded(alt);
    PICTURE.contains(&lower.as_str())
        || (!alt.contains(char::is_whitespace) && is_file_name(&lower))
        || is_camera_name(&lower)
}

fn is_file_name(lower: &str) -> bool {
    ENDINGS.iter().any(|ending| lower.len() > ending.len() && lower.ends_with(ending))
}

/// `IMG_1234`, `DSC00012`, `photo-3`: what a camera or a telephone calls its pictures.
fn is_camera_name(lower: &str) -> bool {
    let stem = ENDINGS.iter().find_map(|ending| lower.strip_suffix(ending)).unwrap_or(lower);
    let letters = stem.trim_end_matches(|c: char| c.is_ascii_digit() || "_- ()".contains(c));
    let digits = stem[letters.len()..].chars().filter(char::is_ascii_digit).count();
    matches!(letters, "img" | "dsc" | "dscn" | "dscf" | "pxl" | "image" | "photo" | "picture")
        && digits > 0
}

#[cfg(test)]
mod tests {
    use super::{is_generic, is_no_description};

    #[test]
    fn names_of_links_that_say_nothing() {
        for name in ["Click here", "read more…", "More »", " here. ", "Learn\n more", "Leer más"]
        {
            assert!(is_generic(name), "{name}");
        }
        for name in
            ["Symptoms of asthma", "More about asthma", "Here and now: mindfulness", "", "→"]
        {
            assert!(!is_generic(name), "{name}");
        }
    }

    #[test]
    fn descriptions_that_say_nothing() {
        for alt in [
            "IMG_1234",
            "back.jpg",
            "photo",
            "Photo of",
            "image 3",
            "my-back_2.PNG",
            "DSC00012.JPG",
        ] {
            assert!(is_no_description(alt), "{alt}");
        }
        for alt in ["A photo of a back", "Two hands on a back", "", "Image of calm: a lake", "P1"] {
            assert!(!is_no_description(alt), "{alt}");
        }
    }
}
