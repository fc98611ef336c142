//! Photos and drawings from the outside: what becomes of them on the way to the site, and what never gets there.

use std::fs;
use std::sync::Arc;

use anma::base::Route;
use anma::diagnostic::Notes;
use anma::engine::{Engine, File};
use anma::source::{Content, Source, Sources, fixture};
use camino::Utf8Path;

use crate::support::memory::settings;
use crate::support::program::{SETTINGS, Site};
use crate::support::tree;

#[expect(dead_code, reason = "shared with the tests of the library, which need more")]
#[path = "../../src/picture/test_pictures.rs"]
mod made;

use made::{SECRET, with_notes};

/// A photo of `width` by `height` as a camera stores it that is held upright: 12 million pixels in a moment.
fn photo(width: u32, height: u32) -> Vec<u8> {
    let row: Vec<u8> = (0..width)
        .flat_map(|x| [(x >> 4).to_le_bytes()[0], 120, (x >> 6).to_le_bytes()[0] + 60])
        .collect();
    let pixels = row.repeat(height as usize);
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 70)
        .encode(&pixels, width, height, image::ExtendedColorType::Rgb8)
        .expect("encodes");
    bytes
}

/// A site of one article with this text, and these files in its folder.
fn site(text: &str, files: &[(&str, &[u8])]) -> Site {
    let site = Site::new(&format!(
        "-- anma.yaml --\n{SETTINGS}-- content/articles/one.md --\n---\ntitle: One\ndate: 2026-01-01\n---\n{text}\n"
    ));
    for (path, bytes) in files {
        site.write(path, bytes);
    }
    site
}

fn has(bytes: &[u8], text: &[u8]) -> bool {
    memchr::memmem::find(bytes, text).is_some()
}

/// The number of pictures that a build worked on.
fn worked_on(site: &Site) -> u64 {
    let run = site.build(&["--format", "json"]).ends_with(0);
    let line = run.out.lines().last().expect("a summary");
    let summary: serde_json::Value = serde_json::from_str(line).expect("JSON");
    summary["summary"]["pictures"].as_u64().expect("a number")
}

/// How many icons are drawn for the default theme.
const ICONS: u64 = anma::picture::ICONS.len() as u64;

#[test]
fn a_photo_from_a_phone() {
    let photo = with_notes(&photo(4000, 3000), 6);
    assert!(has(&photo, SECRET) && has(&photo, b"Exif"));
    let text = "![A back](back.jpg)\n\n![It again](back.jpg)";
    let site = site(text, &[("content/articles/back.jpg", &photo)]);
    assert_eq!(worked_on(&site), 1 + ICONS);
    let built = tree::site(&site.output());
    for (path, bytes) in &built {
        for secret in [SECRET, b"Exif", b"GPS", b"xmp"] {
            assert!(!has(bytes, secret), "{path} has {}", String::from_utf8_lossy(secret));
        }
    }
    assert!(!built.contains_key("articles/back.jpg"), "nobody asks for the photo itself");
    let copies: Vec<_> =
        built.iter().filter(|(path, _)| path.starts_with("assets/pictures/")).collect();
    let mut sizes = Vec::new();
    for (path, bytes) in &copies {
        let picture = image::load_from_memory(bytes).expect("a picture");
        assert!((picture.height() * 3).abs_diff(picture.width() * 4) < 4, "{path} stands upright");
        // Turned to the right, what was on the left is on top, and has no red.
        let picture = picture.into_rgb8();
        let (top, bottom) = (picture.get_pixel(5, 5), picture.get_pixel(5, picture.height() - 6));
        assert!(
            top.0[0] < 40 && bottom.0[0] > 200,
            "{path} is turned the right way: {top:?} {bottom:?}"
        );
        if path.ends_with(".webp") {
            sizes.push(picture.width());
        }
        assert!(bytes.len() < 300_000, "{path} has {} bytes", bytes.len());
    }
    sizes.sort_unstable();
    assert_eq!(sizes, [480, 768, 1280, 1920]);
    assert_eq!(copies.len(), 7);

    let page = site.page("articles/one/index.html");
    let pictures: Vec<&str> = page.split("<picture>").skip(1).collect();
    assert_eq!(pictures.len(), 2);
    assert!(
        pictures[0].contains("fetchpriority=\"high\"") && !pictures[0].contains("lazy"),
        "{}",
        pictures[0]
    );
    assert!(pictures[1].contains("loading=\"lazy\""), "{}", pictures[1]);
    for part in [
        "width=\"1280\" height=\"1707\"",
        " 1920w\"",
        "type=\"image/webp\"",
        "sizes=\"",
        "class=\"tint ",
        "alt=\"A back\"",
    ] {
        assert!(pictures[0].contains(part), "{part} in {}", pictures[0]);
    }

    // What was made is used again, also for a new output folder.
    fs::remove_dir_all(site.output()).expect("removed");
    assert_eq!(worked_on(&site), 0);
    assert_eq!(tree::difference(&built, &tree::site(&site.output())), "");
    site.build(&["--verify"]).ends_with(0);
}

#[test]
fn what_was_kept_is_used_only_if_it_is_whole() {
    let files: [(&str, &[u8]); 1] = [("content/articles/back.jpg", &made::jpeg(600, 400))];
    let site = site("![A back](back.jpg)", &files);
    assert_eq!(worked_on(&site), 1 + ICONS);
    let built = tree::site(&site.output());
    let cache = site.root.join(".anma/cache/pictures");
    let kept = tree::read(&cache);
    assert_eq!(kept.len() as u64, 5 + ICONS, "what is known, and four copies: {:?}", kept.keys());
    let again = |what: &str| {
        fs::remove_dir_all(site.output()).expect("removed");
        let read = worked_on(&site);
        assert_eq!(tree::difference(&built, &tree::site(&site.output())), "", "{what}");
        read
    };
    for path in kept.keys() {
        fs::write(cache.join(path), b"<script>alert(1)</script>").expect("written");
    }
    assert_eq!(again("other files"), 1 + ICONS);
    let (one, other) = (kept.keys().next().expect("one"), kept.keys().last().expect("another"));
    fs::copy(cache.join(one), cache.join(other)).expect("copied");
    assert_eq!(again("another file under this name"), 1);
    fs::remove_dir_all(site.root.join(".anma")).expect("removed");
    fs::write(site.root.join(".anma"), b"in the way").expect("written");
    assert_eq!(again("no place to keep anything"), 1 + ICONS);
}

#[test]
fn files_that_are_linked_to_lose_their_notes_as_well() {
    let turned = with_notes(&made::jpeg(60, 40), 6);
    let straight = with_notes(&made::png(60, 40), 1);
    let text = "![A back](turned.jpg) and [the same, large](turned.jpg)";
    let files: [(&str, &[u8]); 3] = [
        ("content/articles/turned.jpg", &turned),
        ("static/straight.png", &straight),
        ("static/plain.png", &made::drawing(20, 20)),
    ];
    let site = site(text, &files);
    site.build(&["--strict"]).ends_with(0);
    let built = tree::site(&site.output());
    let whole = image::load_from_memory(&built["articles/turned.jpg"]).expect("a picture");
    assert_eq!((whole.width(), whole.height()), (40, 60), "it stands upright");
    let pixels = |bytes: &[u8]| image::load_from_memory(bytes).expect("a picture");
    assert_eq!(pixels(&built["straight.png"]), pixels(&straight), "no pixel changes");
    assert_eq!(built["plain.png"], files[2].1, "not a byte changes");
    for (path, bytes) in &built {
        assert!(!has(bytes, SECRET) && !has(bytes, b"Exif"), "{path}");
    }
}

#[test]
fn the_picture_of_the_page_comes_first() {
    let site = site("![Below](b.png)", &[("content/articles/b.png", &made::drawing(40, 30))]);
    let page = "---\ntitle: Two\ndate: 2026-01-02\nimage: {src: b.png, alt: Above, caption: Here}\n---\n![Below](b.png)\n";
    site.write("content/articles/two.md", page);
    site.build(&["--strict"]).ends_with(0);
    let page = site.page("articles/two/index.html");
    let (before, after) = page.split_once("alt=\"Below\"").expect("the picture below");
    assert!(
        before.contains("alt=\"Above\"") && before.contains("fetchpriority=\"high\""),
        "{before}"
    );
    assert!(after.contains("loading=\"lazy\"") && !after.contains("fetchpriority"), "{after}");
    assert!(page.contains(
        "<meta property=\"og:image\" content=\"https://anaharmony.example/assets/pictures/b-40-"
    ));
    let list = site.page("articles/index.html");
    assert!(list.contains("<source type=\"image/webp\" srcset=\"/assets/pictures/b-40-"), "{list}");
}

#[test]
fn pictures_that_cannot_be_shown_leave_their_words_and_are_reported() {
    let mut huge = made::png(8, 8);
    huge[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    let whole = made::jpeg(64, 64);
    let script =
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert('payload')</script></svg>";
    let files: [(&str, &[u8]); 7] = [
        ("content/articles/empty.jpg", b""),
        ("content/articles/words.jpg", b"only words"),
        ("content/articles/half.jpg", &whole[..whole.len() / 2]),
        ("content/articles/huge.png", &huge),
        ("content/articles/phone.heic", b"\0\0\0\x18ftypheic"),
        ("content/articles/script.svg", script),
        ("static/other.svg", script),
    ];
    let text: String = files[..6]
        .iter()
        .map(|(path, _)| path.rsplit('/').next().expect("a name"))
        .map(|name| format!("![Words for {name}]({name} \"Below {name}\")\n\n"))
        .collect();
    let site = site(&text, &files);
    let run = site.build(&[]).ends_with(0);
    for (line, said) in [
        (5, "the picture `empty.jpg` is an empty file"),
        (7, "`words.jpg` is no JPEG, PNG or WebP picture"),
        (9, "the file `half.jpg` ends before the picture does"),
        (13, "most browsers cannot show pictures such as `phone.heic`"),
        (15, "the drawing `script.svg` has a script"),
    ] {
        assert!(run.err.contains(said), "{said}\n{}", run.err);
        assert!(
            run.err.contains(&format!("content/articles/one.md:{line}:")),
            "{line}\n{}",
            run.err
        );
    }
    assert!(run.err.contains("the drawing `other.svg` has a script"), "{}", run.err);
    let page = site.page("articles/one/index.html");
    for (path, _) in &files[..6] {
        let name = path.rsplit('/').next().expect("a name");
        assert!(
            page.contains(&format!("<figure>\nWords for {name}\n<figcaption>")),
            "{name}\n{page}"
        );
    }
    assert!(!page.contains("<img"), "{page}");
    for (path, bytes) in tree::site(&site.output()) {
        assert!(!has(&bytes, b"payload"), "{path}");
        assert!(!path.ends_with("huge.png"), "{path}");
    }
}

#[test]
fn a_picture_of_30_000_by_30_000_pixels_is_named_with_its_size() {
    let png = image_head(30_000, 30_000);
    let site = site("![All of it](huge.png)", &[("content/articles/huge.png", &png)]);
    let run = site.build(&[]).ends_with(0);
    assert!(run.err.contains("the picture `huge.png` has 30,000 by 30,000 pixels"), "{}", run.err);
}

/// The beginning of a WebP file that says it is this large.
fn image_head(width: u32, height: u32) -> Vec<u8> {
    let (width, height) = ((width - 1).to_le_bytes(), (height - 1).to_le_bytes());
    let head = [b"VP8X\x0A\0\0\0\0\0\0\0", &width[..3], &height[..3]].concat();
    let picture = b"VP8L\x08\0\0\0\x2F\0\0\0\0\0\0\0";
    let body = [b"WEBP", &head[..], picture].concat();
    [b"RIFF", &u32::try_from(body.len()).expect("short").to_le_bytes()[..], &body].concat()
}

#[test]
fn the_folder_of_copies_is_for_copies_alone() {
    let picture = made::drawing(9, 9);
    let files: [(&str, &[u8]); 2] =
        [("content/articles/b.png", &picture), ("static/assets/pictures/own.txt", b"x")];
    let run = site("![A](b.png)", &files).build(&[]).ends_with(1);
    assert!(run.err.contains("address::collision") && run.err.contains("own.txt"), "{}", run.err);
}

#[test]
fn without_a_server_every_address_is_relative() {
    let site = site("![A](b.jpg)", &[("content/articles/b.jpg", &made::jpeg(600, 300))]);
    site.build(&["--relative"]).ends_with(0);
    let page = site.page("articles/one/index.html");
    assert!(page.contains("srcset=\"../../assets/pictures/b-480-"), "{page}");
    assert!(
        page.contains(", ../../assets/pictures/b-600-") && !page.contains("\"/assets"),
        "{page}"
    );
}

#[test]
fn what_is_asked_for_is_what_a_build_writes() {
    let text = format!(
        "-- anma.yaml --\n{}-- content/articles/one.md --\n---\ntitle: One\nimage: {{src: c.png, alt: C}}\n---\n![B](b.jpg) ![M](my%20photo.png) [large](my%20photo.png) ![S](/s.svg)\n-- static/s.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\"/>\n",
        with_cards()
    );
    let mut sources: Sources = fixture(&text);
    for (path, bytes) in [
        ("content/articles/b.jpg", with_notes(&made::jpeg(500, 300), 8)),
        ("content/articles/c.png", made::cut_out(40, 30)),
        ("content/articles/my photo.png", with_notes(&made::png(40, 30), 1)),
    ] {
        let fingerprint = anma::base::Fingerprint::of(&bytes);
        let path: Arc<Utf8Path> = Utf8Path::new(path).into();
        sources.insert(Source { path, content: Content::Bytes(bytes.into()), fingerprint });
    }
    let memory = anma::output::Memory::default();
    let outside = (anma::gallery::Gallery::in_memory(), &memory as _);
    let progress = anma::progress::Progress::default();
    let outcome = anma::engine::build(&sources, &settings(), Notes::default(), outside, &progress);
    assert!(outcome.expect("memory does not fail").diagnostics.is_empty());
    let site =
        Engine::default().update(&sources, &settings(), Notes::default()).site.expect("a site");
    let files = memory.into_files();
    assert!(
        files.keys().filter(|route| route.as_str().starts_with("assets/pictures/")).count() == 6,
        "{:?}",
        files.keys()
    );
    for (route, bytes) in files {
        let found = site.file(&route).unwrap_or_else(|| panic!("there is no {route}"));
        let Ok(found) = found else { panic!("{route} cannot be made") };
        let found = match found {
            File::Made(found) => found,
            File::Copied(source) => {
                anma::source::bytes_of(&source.content).expect("reads").to_vec()
            }
            File::Replaced => panic!("{route} is another file"),
        };
        assert!(found == *bytes, "{route} is another file");
    }
    for nothing in ["assets/pictures/b-480-000000000000.webp", "articles/b.jpg", "assets/pictures"]
    {
        assert!(site.file(&Route::new(nothing).expect("a route")).is_none(), "{nothing}");
    }
}

fn with_cards() -> String {
    SETTINGS.replace("social_cards: false", "social_cards: true")
}

#[test]
fn a_page_without_a_picture_has_a_card() {
    let long = "Stress and the neck, ".repeat(15);
    let site = Site::new(&format!(
        "-- anma.yaml --\n{}overviews: []\n-- content/articles/short.md --\n---\ntitle: \"Short & <sweet>\"\n---\nText.\n\
         -- content/articles/long.md --\n---\ntitle: {long}\n---\nText.\n\
         -- content/articles/other.md --\n---\ntitle: ألم الظهر\nnoindex: true\n---\nText.\n\
         -- content/articles/script.md --\n---\ntitle: ألم الظهر\nslug: script\n---\nText.\n\
         -- content/articles/shown.md --\n---\ntitle: Shown\nimage: {{src: a.png, alt: A}}\n---\nText.\n",
        with_cards()
    ));
    site.write("content/articles/a.png", made::drawing(30, 20));
    site.build(&["--strict"]).ends_with(0);
    let built = tree::site(&site.output());
    let cards: Vec<_> =
        built.iter().filter(|(path, _)| path.starts_with("assets/cards/")).collect();
    let names: Vec<&str> =
        cards.iter().map(|(path, _)| path.split(['/', '-']).nth(2).expect("a name")).collect();
    assert_eq!(names, ["articles", "home", "long", "script", "short"]);
    let mut seen = std::collections::BTreeSet::new();
    for (path, bytes) in &cards {
        let card = image::load_from_memory(bytes).expect("a picture").into_rgb8();
        assert_eq!((card.width(), card.height()), (1200, 630), "{path}");
        assert!(bytes.len() < 100_000 && seen.insert(bytes), "{path}");
        // Nothing is written near the right edge: the last 60 pixels look alike on all cards.
        let ink = card
            .enumerate_pixels()
            .filter(|(x, _, pixel)| *x > 1140 && pixel.0.iter().all(|part| *part < 90));
        let below_band = ink.filter(|(_, y, _)| *y > 20).count();
        assert_eq!(below_band, 0, "{path}");
    }
    let page = site.page("articles/short/index.html");
    let url = format!("https://anaharmony.example/{}", cards[4].0);
    for tag in [
        format!("<meta property=\"og:image\" content=\"{url}\">"),
        "<meta property=\"og:image:width\" content=\"1200\">".to_owned(),
        "<meta property=\"og:image:alt\" content=\"Short &amp; &lt;sweet&gt;, on Ana Harmony\">"
            .to_owned(),
        "<meta name=\"twitter:card\" content=\"summary_large_image\">".to_owned(),
    ] {
        assert!(page.contains(&tag), "{tag}\n{page}");
    }
    assert!(!site.page("articles/shown/index.html").contains("assets/cards/"));
    fs::remove_dir_all(site.output()).expect("removed");
    assert_eq!(worked_on(&site), 0, "cards are kept");
    assert_eq!(tree::difference(&built, &tree::site(&site.output())), "");
    site.write("anma.yaml", SETTINGS);
    site.build(&[]).ends_with(0);
    assert!(!tree::site(&site.output()).keys().any(|path| path.starts_with("assets/cards/")));
}

#[test]
fn a_theme_draws_its_own_cards_and_none_that_are_too_much() {
    let site = Site::new(&format!(
        "-- anma.yaml --\n{}theme: own\n-- themes/own/theme.yaml --\nname: own\nextends: default\n-- content/a.md --\n---\ntitle: \"A < B\"\n---\n",
        with_cards()
    ));
    let draw = |inside: &str| {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\">{inside}</svg>"
        );
        site.write("themes/own/templates/card.svg", svg);
        site.build(&[])
    };
    draw("<rect width=\"1200\" height=\"630\" fill=\"{% if page.title == 'A < B' %}#f00{% else %}#00f{% endif %}\"/><text>{{ page.title }}</text>").ends_with(0);
    let built = tree::site(&site.output());
    let (_, card) =
        built.iter().find(|(path, _)| path.starts_with("assets/cards/a-")).expect("a card");
    let card = image::load_from_memory(card).expect("a picture").into_rgb8();
    assert_eq!(card.get_pixel(600, 300).0, [255, 0, 0]);
    let run =
        draw(&"<g><use href=\"#a\"/></g><g id=\"a\"><use href=\"#a\"/></g>".repeat(3)).ends_with(0);
    assert!(
        run.err.contains("the drawing `card.svg` has too many parts")
            && run.err.contains("themes/own/templates/card.svg"),
        "{}",
        run.err
    );
    let run = draw("{{ page.nobody }}").ends_with(1);
    assert!(
        run.err.contains("template::render") && run.err.contains("the card of the page `A < B`"),
        "{}",
        run.err
    );
}

#[test]
fn icons_come_from_one_drawing() {
    let site = Site::small();
    site.build(&[]).ends_with(0);
    let built = tree::site(&site.output());
    let icon = |name: &str| {
        let path = format!("assets/site-icons/{name}-");
        let (path, bytes) = built.iter().find(|(found, _)| found.starts_with(&path)).expect(name);
        (format!("/{path}"), image::load_from_memory(bytes).expect("a picture").into_rgba8())
    };
    for (name, side) in
        [("touch-180", 180), ("icon-192", 192), ("icon-512", 512), ("maskable-512", 512)]
    {
        assert_eq!(icon(name).1.dimensions(), (side, side), "{name}");
    }
    assert!(icon("touch-180").1.pixels().all(|pixel| pixel.0[3] == 255), "nothing is see-through");
    let page = site.page("articles/one/index.html");
    let touch = format!(
        "<link rel=\"apple-touch-icon\" href=\"{}\" type=\"image/png\" sizes=\"180x180\">",
        icon("touch-180").0
    );
    assert!(
        page.contains(&touch) && page.contains("<link rel=\"icon\" href=\"/assets/favicon.svg\""),
        "{page}"
    );
    let manifest: serde_json::Value =
        serde_json::from_str(&site.page("manifest.webmanifest")).expect("JSON");
    let icons = manifest["icons"].as_array().expect("icons");
    assert!(
        icons
            .iter()
            .any(|one| one["purpose"] == "maskable" && one["src"] == icon("maskable-512").0),
        "{manifest}"
    );
    // A drawing of the site takes its place; one that cannot be read has no icons.
    site.write("assets/favicon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><rect width=\"8\" height=\"8\" fill=\"#00f\"/></svg>");
    site.build(&[]).ends_with(0);
    let again = tree::site(&site.output());
    let (_, touch) = again
        .iter()
        .find(|(path, _)| path.starts_with("assets/site-icons/touch-180-"))
        .expect("an icon");
    assert_eq!(
        image::load_from_memory(touch).expect("a picture").into_rgba8().get_pixel(9, 9).0,
        [0, 0, 255, 255]
    );
    site.write("assets/favicon.svg", "no drawing");
    site.build(&[]).ends_with(0);
    assert!(!tree::site(&site.output()).keys().any(|path| path.starts_with("assets/site-icons/")));
}
