//! PLAN in one language: what was understood becomes a site whose pages can be made.
//!
//! Comes in: what was understood of the site in a language. Goes out: the site in it, and its files.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;

use super::Run;
use super::render::{Made, Maker, Rendered};
use super::search::{self, Searched};
use super::site::{Around, Planned, Site};
use super::stage::{Same, Stage};
use super::understand::{self, Affected, Understood};
use crate::base::{Fingerprint, Route};
use crate::config::Config;
use crate::diagnostic::Notes;
use crate::document;
use crate::graph::{EntryId, Graph};
use crate::page::{self, Looked, Translations, Uses};
use crate::picture::Pictures;
use crate::source::Sources;
use crate::theme::Theme;

/// What the stages gave for a language the last time.
#[derive(Default)]
pub(super) struct Edition {
    /// The theme with the style sheets that the site needs.
    styled: Stage<(Same<Theme>, bool), Arc<Theme>>,
    /// The theme that knows what every page may show of the site.
    theme: Stage<(Same<Theme>, Fingerprint), Arc<Theme>>,
    planned: Stage<PlanKey, Arc<Planned>>,
    looked: Stage<Same<[Vec<EntryId>]>, Arc<Looked>>,
    made: Made,
    /// The last index for search.
    pub(super) searched: search::Last,
    /// What may differ from what was made.
    pub(super) affected: Affected,
}

/// What a plan is made of.
#[derive(PartialEq)]
struct PlanKey {
    config: Same<Config>,
    theme: Same<Theme>,
    /// The same as long as relations are.
    graph: Same<[Vec<EntryId>]>,
    copies: Fingerprint,
    /// Which pictures pages show.
    uses: Fingerprint,
}

impl Edition {
    /// Plans the site that was `understood`, of which `affected` may be others than the last time.
    pub(super) fn plan(
        &mut self,
        run: &mut Run<'_>,
        understood: Understood,
        affected: Affected,
        (uses, translations, pictures): (&Uses, &Arc<Translations>, &Arc<dyn Pictures>),
    ) -> Option<Site> {
        let last = std::mem::replace(&mut self.affected, Affected::All);
        let Understood { config, theme, graph, linked } = understood;
        let sources = run.sources;
        let (theme, seen) = self.dress(run, theme?, (&graph, &config), &**pictures);
        let key = PlanKey {
            config: Same(Arc::clone(&config)),
            theme: Same(Arc::clone(&theme)),
            graph: Same(Arc::clone(&graph.listed)),
            copies: of_copies(sources),
            uses: uses.fingerprint(),
        };
        let is_planned = self.planned.is_of(&key);
        // Reports name titles and places in files, which the key leaves out: a plan needs neither.
        self.planned.forget_noticed();
        let planned = self.planned.run(key, &mut run.notes, |notes| {
            Arc::new(Planned::new(page::plan((&graph, uses), sources, &config, &theme, notes)))
        });
        check_calls(&graph, &theme, &mut run.notes);
        page::check_security(&config, run.settings.calendar.today, &mut run.notes);
        if let (Affected::Texts(new), Affected::Texts(mut all), true) = (affected, last, is_planned)
        {
            all.extend(new);
            self.affected = Affected::Texts(all);
        }
        let key = Same(Arc::clone(&graph.listed));
        let looked = self.looked.run(key, &mut run.notes, |_| Arc::default());
        let around = Around {
            relative: run.settings.relative,
            pictures: Arc::clone(pictures),
            translations: Arc::clone(translations),
            searched: Searched::after(&self.searched),
            today: run.settings.calendar.today,
        };
        Some(Site::new((config, theme, seen), (graph, looked), linked, planned, around))
    }

    /// The theme with its style sheets and with what every page may show of the site, and the identity of that.
    fn dress(
        &mut self,
        run: &mut Run<'_>,
        theme: Arc<Theme>,
        (graph, config): (&Graph, &Config),
        pictures: &dyn Pictures,
    ) -> (Arc<Theme>, Fingerprint) {
        let has_code =
            graph.documents.iter().any(|document| document.bodies().any(|one| one.has_code));
        let key = (Same(Arc::clone(&theme)), has_code);
        let theme = self.styled.run(key, &mut run.notes, |_| {
            if !has_code {
                return theme;
            }
            let mut styled = (*theme).clone();
            styled.add_code_colours();
            Arc::new(styled)
        });
        let value = page::site(graph, run.sources, config, (&theme, pictures), &mut run.notes);
        let seen = page::fingerprint(&value);
        let theme = self.theme.run((Same(Arc::clone(&theme)), seen), &mut run.notes, |_| {
            let mut knowing = (*theme).clone();
            knowing.set_site(value);
            Arc::new(knowing)
        });
        (theme, seen)
    }

    /// The files that were made.
    pub(super) fn into_routes(self) -> impl Iterator<Item = Route> {
        self.made.into_routes()
    }

    /// Whether there is a file at `route`.
    pub(super) fn has_made(&self, route: &Route) -> bool {
        self.made.has_route(route)
    }

    /// Makes the files that are others than those made before; `None` when it was stopped.
    ///
    /// # Errors
    /// When the sink fails.
    pub(super) fn render(&mut self, maker: &Maker<'_>) -> io::Result<Option<Rendered>> {
        let rendered = maker.update(&self.affected, &mut self.made)?;
        if rendered.is_some() {
            self.affected = Affected::Texts(BTreeSet::new());
        }
        Ok(rendered)
    }
}

/// The identity of all files that are copied.
fn of_copies(sources: &Sources) -> Fingerprint {
    let copied = sources.below("content/").filter(|source| document::is_copied(source));
    Fingerprint::all(copied.chain(sources.below("static/")).flat_map(understand::identity))
}

/// Every shortcode call is checked before any page is made.
fn check_calls(graph: &Graph, theme: &Theme, notes: &mut Notes) {
    for document in &graph.documents {
        for body in document.bodies() {
            notes.extend(body.calls.iter().flat_map(|call| theme.shortcodes.check(call)));
        }
    }
}
