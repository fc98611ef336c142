//! What writers, designers and their tools do to a site, good and bad.

use crate::site::{Page, Site};
use crate::tables::{BLOCKS, FACTS, FIELDS, FILES};

/// The `number`th of a list, round and round.
fn pick<T>(list: &[T], number: u16) -> &T {
    &list[usize::from(number) % list.len()]
}

/// The path of a page of the site.
fn path(site: &Site, number: u16) -> Option<String> {
    let paths: Vec<&String> = site.pages.keys().collect();
    (!paths.is_empty()).then(|| (*pick(&paths, number)).clone())
}

/// The path of an article: most edits are of articles.
fn article(site: &Site, number: u16) -> Option<String> {
    let is_article = |path: &&String| path.starts_with("content/articles/");
    let paths: Vec<&String> = site.pages.keys().filter(is_article).collect();
    if paths.is_empty() { path(site, number) } else { Some((*pick(&paths, number)).clone()) }
}

/// Does something to the site.
pub(crate) fn edit(site: &mut Site, (kind, one, two): (u8, u16, u16)) {
    let what = match kind % 32 {
        0..=7 => edit_text(site, one, two),
        8..=12 => set_field(site, article(site, one), pick(&FIELDS, two)),
        13..=14 => set_field(site, path(site, one), pick(&FIELDS, two)),
        15..=17 => {
            let is_entity = |path: &&String| {
                ["conditions", "causes", "treatments", "body", "people"]
                    .iter()
                    .any(|folder| path.starts_with(&format!("content/{folder}/")))
            };
            let paths: Vec<&String> = site.pages.keys().filter(is_entity).collect();
            let path = (!paths.is_empty()).then(|| (*pick(&paths, one)).clone());
            set_field(site, path, pick(&FACTS, two))
        }
        18..=19 => remove_field(site, one, two),
        20..=24 => set_file(site, one, two),
        25 => rename(site, one, two),
        26 => path(site, one).map(|path| {
            site.pages.remove(&path);
            format!("remove {path}")
        }),
        27..=28 => Some(add(site, one, two)),
        29 => move_folder(site, one),
        30 => calendar(site, one),
        _ => Some(begin_again(site, one)),
    };
    site.history.extend(what);
}

fn edit_text(site: &mut Site, one: u16, two: u16) -> Option<String> {
    let path = if one.is_multiple_of(4) { path(site, one / 4) } else { article(site, one) }?;
    let blocks = &mut site.pages.get_mut(&path)?.blocks;
    let block = pick(&BLOCKS, two);
    let at = usize::from(two / 32) % (blocks.len() + 1);
    match two / 1024 % 4 {
        0 if at < blocks.len() => {
            let old = blocks.remove(at);
            Some(format!("{path}: take out {old:?}"))
        }
        1 if at < blocks.len() => {
            (*block).clone_into(&mut blocks[at]);
            Some(format!("{path}: write {block:?} in place of block {at}"))
        }
        2 => {
            // Enough for a reader to need longer.
            blocks.push("word ".repeat(250));
            Some(format!("{path}: a long paragraph"))
        }
        _ => {
            blocks.insert(at, (*block).to_owned());
            Some(format!("{path}: write {block:?} at {at}"))
        }
    }
}

fn set_field(site: &mut Site, path: Option<String>, field: &(&str, &str)) -> Option<String> {
    let path = path?;
    let (name, value) = *field;
    site.pages.get_mut(&path)?.fields.insert(name.to_owned(), value.to_owned());
    Some(format!("{path}: {name}: {value}"))
}

fn remove_field(site: &mut Site, one: u16, two: u16) -> Option<String> {
    let path = path(site, one)?;
    let fields = &mut site.pages.get_mut(&path)?.fields;
    let names: Vec<String> = fields.keys().cloned().collect();
    let name = (!names.is_empty()).then(|| pick(&names, two))?;
    fields.remove(name);
    Some(format!("{path}: without {name}"))
}

fn set_file(site: &mut Site, one: u16, two: u16) -> Option<String> {
    let (path, versions) = pick(&FILES, one);
    let number = usize::from(two) % (versions.len() + 2);
    let first = Site::new().files.get(*path).cloned();
    match (versions.get(number), first) {
        (Some(text), _) => {
            site.files.insert((*path).to_owned(), (*text).to_owned());
            Some(format!("{path}: {text:?}"))
        }
        (None, Some(text)) if number == versions.len() => {
            site.files.insert((*path).to_owned(), text);
            Some(format!("{path}: as it was"))
        }
        _ => {
            site.files.remove(*path)?;
            Some(format!("{path}: removed"))
        }
    }
}

fn rename(site: &mut Site, one: u16, two: u16) -> Option<String> {
    let path = path(site, one)?;
    let names = [
        "one.md",
        "six.md",
        "index.md",
        "_index.md",
        "zeta.md",
        "Big Name.md",
        "one/index.md",
        "five/index.md",
    ];
    let folders = [
        "content/articles",
        "content/conditions",
        "content/deep/er",
        "content",
        "content/treatments",
    ];
    let new = format!("{}/{}", pick(&folders, two / 8), pick(&names, two));
    let page = site.pages.remove(&path)?;
    site.pages.insert(new.clone(), page);
    Some(format!("rename {path} to {new}"))
}

fn add(site: &mut Site, one: u16, two: u16) -> String {
    let paths = [
        "content/articles/six.md",
        "content/articles/seven.md",
        "content/conditions/whiplash.md",
        "content/treatments/_index.md",
        "content/topics/posture.md",
        "content/deep/_index.md",
        "content/deep/er/page.md",
        "content/cautions/fever.md",
        "content/which-massage.md",
        "content/articles/one.es.md",
        "content/conditions/sciatica.es.md",
        "content/articles/_index.es.md",
        "content/treatments/thai.es.md",
    ];
    let path = (*pick(&paths, one)).to_owned();
    let mut page = Page::new(&[("title", "A new page"), ("date", "2026-11-06")], &[]);
    page.blocks.push((*pick(&BLOCKS, two)).to_owned());
    if path.ends_with("which-massage.md") {
        page.fields.insert("template".to_owned(), "matrix".to_owned());
    }
    if two.is_multiple_of(3) {
        page.fields.insert("title".to_owned(), format!("New {}", two % 7));
    }
    site.pages.insert(path.clone(), page);
    format!("add {path}")
}

fn move_folder(site: &mut Site, one: u16) -> Option<String> {
    let folders =
        [("content/articles/", "content/guides/"), ("content/causes/", "content/conditions/")];
    let (from, to) = if one % 4 < 2 {
        folders[usize::from(one % 2)]
    } else {
        let (to, from) = folders[usize::from(one % 2)];
        (from, to)
    };
    let moved: Vec<String> =
        site.pages.keys().filter(|path| path.starts_with(from)).cloned().collect();
    for path in &moved {
        let page = site.pages.remove(path)?;
        site.pages.insert(path.replacen(from, to, 1), page);
    }
    Some(format!("move {from} to {to}"))
}

fn calendar(site: &mut Site, one: u16) -> Option<String> {
    match one % 5 {
        0 => site.calendar.drafts ^= true,
        1 => site.calendar.future ^= true,
        2 => site.calendar.expired ^= true,
        3 => site.strict ^= true,
        _ => {
            let days = ["2026-12-01", "2026-12-02", "2026-10-15", "2027-02-01"];
            site.calendar.today = anma::base::Date::parse(pick::<&str>(&days, one / 5))?;
        }
    }
    Some(format!("{:?}, strict: {}", site.calendar, site.strict))
}

/// Puts one page, or everything, back to what it was at first: mistakes are mended.
fn begin_again(site: &mut Site, one: u16) -> String {
    let first = Site::new();
    if one.is_multiple_of(3) {
        let path = (*pick(&first.pages.keys().collect::<Vec<_>>(), one / 3)).clone();
        site.pages.insert(path.clone(), first.pages[&path].clone());
        return format!("{path}: as at first");
    }
    (site.pages, site.files) = (first.pages, first.files);
    "everything as at first".to_owned()
}
