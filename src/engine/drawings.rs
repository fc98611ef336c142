//! RENDER and WRITE for drawings: cards for link previews, and icons, go to a sink.
//!
//! Comes in: a site, and whoever draws. Goes out: files, and what is wrong with them.

use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use rayon::prelude::*;
use tera::Context;

use super::render::{Made, Maker, Seen, file};
use super::site::{File, Site};
use crate::base::{Fingerprint, Route, Span};
use crate::diagnostic::Diagnostic;
use crate::graph::EntryId;
use crate::page::{CARD_SIZE, CARD_TEMPLATE, CARDS, Subject, icon_routes};
use crate::picture::{Frame, ICON_FOLDER, Icon};
use crate::source::Source;
use crate::theme::Rendering;

const CARD: Frame = Frame::Whole { width: CARD_SIZE.0, height: CARD_SIZE.1 };

impl Site {
    /// The card at `route`, if there is one.
    fn card_at(&self, route: &Route) -> Option<File> {
        let viewer = self.viewer();
        let mut ids = self.graph.ids().filter(|id| viewer.may_be_card_of(route, *id));
        let id = ids.find(|id| viewer.card_route(*id).as_ref() == Some(route))?;
        let svg = self.card(id).ok()?;
        Some(File::Made(self.pictures.draw(&svg, CARD).ok()?.to_vec()))
    }

    fn icon_at(&self, route: &Route) -> Option<File> {
        let (_, source, icon) = self.icons().into_iter().find(|(own, _, _)| own == route)?;
        Some(File::Made(self.pictures.icon(source, icon).ok()?.to_vec()))
    }

    /// What is drawn at `route`, if anything is.
    pub(super) fn drawing(&self, route: &Route) -> Option<File> {
        match route.as_str() {
            path if path.starts_with(CARDS) => self.card_at(route),
            path if path.starts_with(ICON_FOLDER) => self.icon_at(route),
            _ => None,
        }
    }

    fn icons(&self) -> Vec<(Route, &Source, Icon)> {
        icon_routes(&self.theme, &*self.pictures)
    }

    /// The card of the page `id` as a drawing.
    fn card(&self, id: EntryId) -> Result<String, Box<Diagnostic>> {
        let viewer = self.viewer();
        let mut context = Context::new();
        for (name, value) in viewer.card_values(id) {
            context.insert_value(name, value);
        }
        let words = || format!("the card of {}", viewer.words(id));
        let template = self.theme.resolve(CARD_TEMPLATE).unwrap_or(CARD_TEMPLATE);
        let rendering = Rendering { template, context: &context, page: &words };
        let svg = self.theme.render(&rendering, viewer.limits)?;
        Ok(String::from_utf8_lossy(&svg).into_owned())
    }
}

impl Maker<'_> {
    /// The cards of all pages that have one.
    pub(super) fn cards(&self, made: &Made) -> io::Result<Vec<Option<Seen>>> {
        let viewer = self.site.viewer();
        if !viewer.has_cards() {
            return Ok(Vec::new());
        }
        let pages = self.site.plan().pages.iter().filter_map(|page| match page.subject {
            Subject::Entry { id, number: 1, .. } => Some(id),
            _ => None,
        });
        let pages: Vec<EntryId> = pages.collect();
        let one = |id: &EntryId| {
            let Some(route) = viewer.card_route(*id) else { return Ok(None) };
            if self.stop.load(Ordering::Relaxed) {
                return Ok(None);
            }
            // The name says what is in it.
            let key = Fingerprint::of(route.as_str().as_bytes());
            file(&route, key, made, || self.put_card(*id, &route))
        };
        pages.par_iter().map(one).collect()
    }

    fn put_card(&self, id: EntryId, route: &Route) -> io::Result<Vec<Diagnostic>> {
        let svg = match self.site.card(id) {
            Ok(svg) => svg,
            Err(problem) => return Ok(vec![*problem]),
        };
        let mistake = std::sync::OnceLock::new();
        let make = || -> io::Result<Arc<[u8]>> {
            self.site.pictures.draw(&svg, CARD).map_err(|found| {
                let words = format!("{found:?}");
                let _first = mistake.set(found);
                io::Error::other(words)
            })
        };
        let put = self.sink.put_made(route, &make);
        match (put, mistake.get()) {
            (Err(_), Some(mistake)) => {
                let template = self.site.theme.resolve(CARD_TEMPLATE).unwrap_or(CARD_TEMPLATE);
                let path = format!("themes/{}", template.replacen('/', "/templates/", 1));
                let span = Span::file(&camino::Utf8Path::new(&path).into());
                Ok(vec![mistake.report(CARD_TEMPLATE, span)])
            }
            (put, _) => put.map(|()| Vec::new()),
        }
    }

    /// The icons of the site.
    pub(super) fn icons(&self, made: &Made) -> io::Result<Vec<Option<Seen>>> {
        let put = |(route, source, icon): (Route, &Source, Icon)| {
            let key = Fingerprint::of(route.as_str().as_bytes());
            let make = || self.site.pictures.icon(source, icon);
            file(&route, key, made, || self.sink.put_made(&route, &make).map(|()| Vec::new()))
        };
        self.site.icons().into_par_iter().map(put).collect()
    }
}
