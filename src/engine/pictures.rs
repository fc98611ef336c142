//! RENDER and WRITE for pictures: copies of photos go to a sink, and other files without what nobody must read in them.
//!
//! Comes in: a site, and whoever knows its pictures. Goes out: files, and what is wrong with them.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::Ordering;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::render::{Made, Maker, Seen, file};
use super::site::{File, Site};
use crate::base::{Fingerprint, Route, Span};
use crate::diagnostic::{Code, Diagnostic};
use crate::page::Copy;
use crate::picture::{Cleaned, Ending, FOLDER, Variant, is_copy_of, variants};
use crate::source::{Content, Source};

impl Site {
    /// Every copy of a picture that pages show, by its route. Two pictures that are the same have the same copies.
    fn variants(&self) -> BTreeMap<Route, (&Source, Variant)> {
        let of = |source: &'_ Source| match self.pictures.look(source) {
            Ok(picture) => variants(source.path.as_str(), &picture),
            Err(_) => Vec::new(),
        };
        let shown: Vec<&Source> = self.plan().shown.values().collect();
        let all: Vec<_> = shown.into_par_iter().map(|source| (source, of(source))).collect();
        let each = all.into_iter().flat_map(|(source, variants)| {
            variants.into_iter().map(move |one| (one.route.clone(), (source, one)))
        });
        each.collect()
    }

    /// The copy of a picture at `route`, if there is one. Looks only at pictures that it may be one of.
    pub(super) fn variant(&self, route: &Route) -> Option<File> {
        if !route.as_str().starts_with(FOLDER) {
            return None;
        }
        let candidates = self.plan().shown.values();
        let mut candidates = candidates.filter(|source| is_copy_of(route, source.path.as_str()));
        candidates.find_map(|source| {
            let picture = self.pictures.look(source).ok()?;
            let all = variants(source.path.as_str(), &picture);
            let one = all.iter().find(|one| one.route == *route)?;
            let bytes = self.pictures.variant(source, one).ok()?;
            Some(File::Made(bytes.to_vec()))
        })
    }

    /// A file that is copied, without what must not be published; `None` when nothing of it may be.
    pub(super) fn copy(&self, copy: &Copy) -> Option<File> {
        if !is_cleaned(&copy.source) {
            return Some(File::Copied(copy.source.clone()));
        }
        match self.pictures.clean(&copy.source) {
            Ok(Cleaned::AsIs) => Some(File::Copied(copy.source.clone())),
            Ok(Cleaned::Bytes(bytes)) => Some(File::Made(bytes.to_vec())),
            Ok(Cleaned::Withheld(_)) => None,
            Err(_) => Some(File::Replaced),
        }
    }
}

/// Whether a file is looked into before it is published. Those of themes are the work of whoever made the theme.
fn is_cleaned(source: &Source) -> bool {
    let path = source.path.as_str();
    !path.starts_with("themes/") && matches!(Ending::of(path), Some(Ending::Bitmap | Ending::Whole))
}

impl Maker<'_> {
    /// Looks at all pictures before the pages that show them are made. Where pages are made for somebody who waits for
    /// one of them, each looks at its own.
    pub(super) fn look_at_pictures(&self) {
        if self.is_kept {
            return;
        }
        let shown: Vec<&Source> = self.site.plan().shown.values().collect();
        self.progress.plan_pictures(shown.len());
        shown.into_par_iter().with_max_len(1).for_each(|source| {
            let _known = self.site.pictures.look(source);
            self.progress.picture();
        });
    }

    /// The copies of pictures.
    pub(super) fn variants(&self, made: &Made) -> io::Result<Vec<Option<Seen>>> {
        let all: Vec<_> = self.site.variants().into_iter().collect();
        let put = |(route, (source, variant)): &(Route, (&Source, Variant))| {
            if self.stop.load(Ordering::Relaxed) {
                return Ok(None);
            }
            let make = || self.site.pictures.variant(source, variant);
            // The name says what is in it.
            let key = Fingerprint::of(route.as_str().as_bytes());
            file(route, key, made, || self.sink.put_made(route, &make).map(|()| Vec::new()))
        };
        all.par_iter().with_max_len(1).map(put).collect()
    }

    /// All other files that are not made by templates.
    pub(super) fn copies(&self, made: &Made) -> io::Result<Vec<Option<Seen>>> {
        let shown = self.site.plan().shown.values().map(|source| &source.path);
        let shown: FxHashSet<_> = shown.collect();
        let put = |copy: &Copy| {
            // What is wrong with a picture is said where a page shows it.
            let is_shown = shown.contains(&copy.source.path);
            let key =
                Fingerprint::all([copy.source.fingerprint, Fingerprint(u128::from(is_shown))]);
            file(&copy.route, key, made, || {
                let mut problems = self.put_copy(copy)?;
                problems.retain(|_| !is_shown);
                Ok(problems)
            })
        };
        self.site.plan().copies.par_iter().map(put).collect()
    }

    fn put_copy(&self, copy: &Copy) -> io::Result<Vec<Diagnostic>> {
        let source = &copy.source;
        let span = || Span::file(&source.path);
        let cleaned =
            if is_cleaned(source) { self.site.pictures.clean(source)? } else { Cleaned::AsIs };
        match (cleaned, &source.content) {
            (Cleaned::Withheld(mistake), _) => {
                return Ok(vec![mistake.report(source.path.as_str(), span())]);
            }
            (Cleaned::Bytes(bytes), _) => self.sink.put(&copy.route, &bytes)?,
            (Cleaned::AsIs, Content::Bytes(bytes)) => self.sink.put(&copy.route, bytes)?,
            (Cleaned::AsIs, Content::File { disk, .. }) => {
                self.sink.copy(&copy.route, disk, None)?;
            }
            (Cleaned::AsIs, Content::Text(text)) => self.sink.put(&copy.route, text.as_bytes())?,
        }
        let is_foreign = Ending::of(source.path.as_str()) == Some(Ending::Foreign);
        Ok(is_foreign.then(|| not_cleaned(source, span())).into_iter().collect())
    }
}

/// A photo of a kind that anma does not know the parts of.
fn not_cleaned(source: &Source, span: Span) -> Diagnostic {
    let name = source.path.file_name().unwrap_or_default();
    let message = format!(
        "`{name}` is published as it is, with all that a camera wrote into it, maybe the place where it was taken"
    );
    Diagnostic::warning(Code::PICTURE_KIND, span, message)
        .help("Save it as a JPEG: browsers can show that, and such notes are taken out of it.")
}
