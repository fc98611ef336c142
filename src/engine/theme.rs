//! Looks a theme over: every page is made, and every template is held against what pages show.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use rayon::prelude::*;

use super::{Engine, Nowhere, Settings, Site};
use crate::base::Span;
use crate::diagnostic::{Diagnostic, Notes};
use crate::progress::Progress;
use crate::schema::{Kind, Overview};
use crate::source::Sources;
use crate::theme::{Shape, audit};

/// A theme that was looked over.
pub struct Audit {
    /// The site that it was looked over with; `None` when that cannot be shown at all.
    pub site: Option<std::sync::Arc<Site>>,
    /// Every problem: those of the theme, and those that keep it from being looked over.
    pub diagnostics: Vec<Diagnostic>,
}

/// Looks over the theme of the site of `sources`. `noticed` is what reading them brought up.
pub fn audit_theme(sources: &Sources, settings: &Settings, noticed: Notes) -> Audit {
    let mut engine = Engine::default();
    let update = engine.update(sources, settings, noticed);
    let mut notes = update.notes;
    if let Some(site) = &update.site {
        // What nobody takes cannot be refused, so this never fails.
        let made = engine.render(site, &Nowhere, &Progress::default(), &AtomicBool::new(false));
        notes.extend(made.ok().flatten().into_iter().flat_map(|made| made.problems));
        let failed: Vec<Span> = notes.iter().filter_map(|note| note.span().cloned()).collect();
        let found = audit(&site.theme, &shape(site), &asked_for(site)).into_iter();
        // What made a page fail was said, with the page.
        notes.extend(found.filter(|note| {
            !note.span().is_some_and(|span| failed.iter().any(|place| is_within(place, span)))
        }));
    }
    let is_of_theme = |problem: &Diagnostic| {
        let group = problem.code.0.split("::").next().unwrap_or_default();
        update.site.is_none() || matches!(group, "theme" | "template")
    };
    let diagnostics = notes.into_sorted().into_iter().filter(is_of_theme).collect();
    Audit { site: update.site, diagnostics }
}

/// Whether `inner` lies in `outer`, and both are places in a text.
fn is_within(inner: &Span, outer: &Span) -> bool {
    inner.path == outer.path
        && inner.end > 0
        && outer.start <= inner.start
        && inner.end <= outer.end
}

/// What the templates of a site see.
fn shape(site: &Site) -> Shape {
    let mut shape = Shape::default();
    for site in site.editions() {
        shape.learn("site", site.theme.site());
        let pages = site.plan().pages.par_iter();
        let views: Vec<_> = pages.flat_map_iter(|page| site.prepare(page).into_values()).collect();
        for (name, value) in &views {
            shape.learn(name, value);
        }
    }
    shape
}

/// The templates that pages of a site ask for, and those that pages of any site might.
fn asked_for(site: &Site) -> BTreeSet<String> {
    let pages = site.plan().pages.iter();
    let asked =
        pages.map(|page| page.template.rsplit_once('/').map_or(&*page.template, |(_, name)| name));
    let kinds = Kind::ALL.iter().map(|kind| kind.name());
    let overviews = Overview::ALL.iter().map(|overview| overview.word());
    asked
        .map(str::to_owned)
        .chain(kinds.chain(overviews).map(|name| format!("{name}.html")))
        .collect()
}
