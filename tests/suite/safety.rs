//! No page of the sample site offers a massage to a reader whose condition rules it out.
//!
//! The engine is asked which pairs there are; whether it keeps to them is read from the finished HTML alone. A page
//! is about a condition when it is its page, or when its front matter names it.
//!
//! **An offer** is whatever leads on to the massage without saying of this pair what is to be done: a link in the text, a row of
//! a list, a node of a picture, a booking call, a card of an article about that massage. **No offer** are
//!
//! - the header, the footer and the breadcrumbs: they are the same on all pages and name sections;
//! - blocks that advise (care cards, "Check before you book", warnings, lists of what not to do): a writer put
//!   the link there to say so;
//! - rows, groups and pictures whose verdict is exactly that of the pair;
//! - the articles before and after in the section, and the lists of articles about a condition: they are chosen by date or
//!   by what they are filed under, not for this reader, and lead to articles, each with its own checks. That they never
//!   lead to a massage itself is tested like everything else.

use std::collections::BTreeMap;

use anma::graph::{EntryId, Graph, Taxonomy};
use anma::matter::Level;
use anma::schema::Kind;

use crate::support::dom::{NodeId, Page};
use crate::support::memory::{Built, build, sample, settings};
use crate::support::program::SETTINGS;

/// Blocks of a text in which a link to a massage is a warning of it.
const ADVISING: [&str; 4] = ["care", "check", "callout-warning", "dont"];
/// What is the same on every page.
const AROUND: [&str; 3] = ["site-header", "site-footer", "breadcrumbs"];

/// A built site, with every page of it read.
struct Site {
    built: Built,
    /// Those in one language.
    pages: BTreeMap<String, Page>,
    /// Its number: 0 is that of the site.
    language: usize,
}

impl Site {
    fn new(text: &str) -> Self {
        Self::of(build(text, &settings()), 0)
    }

    fn of(built: Built, language: usize) -> Self {
        assert!(built.outcome.ok, "{}", built.report());
        let is_page = |(path, _): &(&String, &String)| {
            path.ends_with(".html") && path.starts_with("es/") == (language == 1)
        };
        let pages = built.files.iter().filter(is_page);
        let pages = pages.map(|(path, html)| (path.clone(), Page::new(html))).collect();
        Self { built, pages, language }
    }

    /// The site of this repository, in English and in Spanish.
    fn samples() -> [Self; 2] {
        [0, 1].map(|language| Self::of(build(&sample(), &settings()), language))
    }

    /// The site of this repository.
    fn sample() -> Self {
        Self::new(&sample())
    }

    fn graph(&self) -> &Graph {
        let site = self.built.outcome.site.as_ref().expect("the site was understood");
        &site.editions().nth(self.language).expect("the site has this language").graph
    }

    /// The words of a level, as the default theme says them.
    fn words(&self, level: Level) -> &'static str {
        let words = match level {
            Level::Stop => ["Do not book", "No reserves"],
            Level::Ask => ["Ask a GP first", "Consulta antes con tu médico"],
            Level::Local => ["Avoid the area", "Hay que evitar la zona"],
            Level::Adapt => ["Ask for a gentler massage", "Pide un masaje más suave"],
        };
        words[self.language]
    }

    fn find(&self, kind: &[Kind], id: &str) -> EntryId {
        let is_it = |one: &EntryId| {
            let entry = self.graph().entry(*one);
            &*entry.id == id && kind.contains(&entry.kind)
        };
        self.graph().ids().find(is_it).unwrap_or_else(|| panic!("no {id}"))
    }

    fn of_kind(&self, kind: Kind) -> Vec<EntryId> {
        self.graph().ids().filter(|id| self.graph().entry(*id).kind == kind).collect()
    }

    /// Every page that is about a condition, the later pages of its list included, with the conditions.
    fn about_conditions(&self) -> Vec<(&str, EntryId, Vec<EntryId>)> {
        let mut found = Vec::new();
        for id in self.graph().ids() {
            let conditions = self.graph().conditions(id);
            if conditions.is_empty() || self.graph().is_borrowed(id) {
                continue;
            }
            let first = self.graph().entry(id).route.to_string();
            let folder = first.strip_suffix("index.html").expect("a page");
            let later = format!("{folder}page/");
            let mine = self.pages.keys().filter(|path| **path == first || path.starts_with(&later));
            let before = found.len();
            found.extend(mine.map(|path| (path.as_str(), id, conditions.clone())));
            assert!(found.len() > before, "{first} was not built");
        }
        found
    }

    fn url(&self, id: EntryId) -> &str {
        &self.graph().entry(id).url
    }

    /// The entry with the address `url`.
    fn at(&self, url: &str) -> Option<EntryId> {
        self.graph().ids().find(|id| self.url(*id) == url)
    }

    /// What the page in the file `path` is about.
    fn conditions_at(&self, path: &str) -> Vec<EntryId> {
        let page = self.at(&format!("/{}", path.trim_end_matches("index.html")));
        page.map_or_else(Vec::new, |id| self.graph().conditions(id))
    }

    fn level(&self, treatment: EntryId, condition: EntryId) -> Option<Level> {
        self.graph().relations.caution(treatment, condition).map(|fact| fact.level)
    }

    /// All names of a massage, in small letters.
    fn names(&self, treatment: EntryId) -> Vec<String> {
        let mut names = vec![self.graph().entry(treatment).title.to_lowercase()];
        let page = self.graph().document(treatment);
        let facts = page.and_then(|page| page.matter.entity.as_ref());
        names.extend(
            facts.iter().flat_map(|facts| &facts.also).map(|name| name.text.to_lowercase()),
        );
        names
    }

    /// What is wrong with a page about `conditions` that rule `treatment` out.
    fn offers(
        &self,
        page: &Page,
        (id, conditions): (EntryId, &[EntryId]),
        treatment: EntryId,
    ) -> Vec<String> {
        let mut wrong = Vec::new();
        let url = self.url(treatment);
        for (link, address) in page.links(0) {
            let of = page.attribute(link, "data-entity");
            let is_auto = page.has_class(link, "auto") || !of.is_empty();
            if is_auto && (address == url || of == &*self.graph().entry(treatment).id) {
                wrong.push(format!("an automatic link: {}", page.text(link)));
            } else if address == url
                && !AROUND.iter().any(|class| page.around(link, class).is_some())
                && let Err(why) = self.is_told(page, link, treatment, conditions)
            {
                wrong.push(format!("a link without its verdict ({why}): {}", page.text(link)));
            }
        }
        for call in page.classed(0, "booking") {
            let text = page.text(call).to_lowercase();
            for name in self.names(treatment).iter().filter(|name| text.contains(name.as_str())) {
                wrong.push(format!("a booking call that names `{name}`: {text}"));
            }
        }
        for card in page.classed(0, "related") {
            for article in page.links(card).iter().filter_map(|(_, address)| self.at(address)) {
                let terms = self.graph().terms.get(article.index()).into_iter().flatten();
                let mut massages = terms.filter(|(of, _)| *of == Taxonomy::MassageType);
                if article != id && massages.any(|(_, of)| *of == treatment) {
                    wrong.push(format!("a related article about it: {}", self.url(article)));
                }
            }
        }
        wrong
    }

    /// Whether what stands around a link to a massage says what is to be done.
    fn is_told(
        &self,
        page: &Page,
        link: NodeId,
        treatment: EntryId,
        conditions: &[EntryId],
    ) -> Result<(), String> {
        let is_written = page.around(link, "content").is_some();
        if is_written && ADVISING.iter().any(|class| page.around(link, class).is_some()) {
            return Ok(());
        }
        let Some((words, about)) = self.verdict(page, link) else {
            return Err("nothing is said of it".to_owned());
        };
        // A row without a subject of its own is about the subject of the page.
        let about = if about.is_empty() { conditions.to_vec() } else { about };
        let strictest = self.graph().relations.strictest(treatment, &about);
        match strictest.map(|(_, fact)| self.words(fact.level)) {
            Some(expected) if expected == words => Ok(()),
            expected => Err(format!("it says `{words}`, not {expected:?}")),
        }
    }

    /// The verdict that stands with a link, and the conditions that it names; none when it speaks of the page's own.
    fn verdict(&self, page: &Page, link: NodeId) -> Option<(String, Vec<EntryId>)> {
        let is_condition = |id: &EntryId| {
            matches!(self.graph().entry(*id).kind, Kind::Condition | Kind::Symptom | Kind::Caution)
        };
        let named = |node: NodeId| -> Vec<EntryId> {
            let found = page.links(node).into_iter().filter_map(|(_, address)| self.at(address));
            found.filter(is_condition).collect()
        };
        let label = |node: NodeId| {
            let label = page.classed(node, "verdict").into_iter().next();
            label.map(|label| page.text(label).trim_end_matches(':').to_owned())
        };
        // The picture: the heading of the group above the node. A node is a massage, so the rest is the page's own.
        if page.around(link, "neighbourhood").is_some() {
            let group = page.before(link).find(|id| page.has_class(*id, "group"))?;
            return Some((page.text(group), Vec::new()));
        }
        // "Check before you book": the list has the level; a row names the condition, or stands on its page.
        if let Some(list) = page.around(link, "caution") {
            let levels = [Level::Stop, Level::Ask, Level::Local, Level::Adapt];
            let level = levels
                .into_iter()
                .find(|level| page.has_class(list, &format!("caution-{}", level.word())))?;
            let heading = page.before(list).next()?;
            assert!(page.has_class(heading, "check-group"), "a list without a heading");
            let heading = page.text(heading);
            assert!(heading.contains(heading_words(level)[self.language]), "{heading}");
            return Some((self.words(level).to_owned(), named(page.enclosing(link, "li")?)));
        }
        // What a cause that is a condition rules out: the cause heads the row.
        if let Some(list) = page.around(link, "against") {
            let row = page.enclosing(link, "li")?;
            return Some((label(row)?, named(page.enclosing(page.line(list).nth(1)?, "li")?)));
        }
        // What is known: a row with its conditions; below a heading when it is about what a cause brings about.
        if let Some(row) = page.around(link, "known") {
            let mut about = named(row);
            if page.tag(row) == "p" {
                about =
                    page.before(row).filter(|id| page.tag(*id) == "h3").flat_map(&named).collect();
            }
            return Some((label(row)?, about));
        }
        if page.around(link, "backlinks").is_some() {
            return Some((label(page.enclosing(link, "li")?)?, Vec::new()));
        }
        None
    }
}

/// What the heading of a list of checks says, on a condition or anywhere else.
fn heading_words(level: Level) -> [&'static str; 2] {
    match level {
        Level::Stop => ["Do not book", "No reserves"],
        Level::Ask => ["Ask a GP", "onsulta"],
        Level::Local => ["void the area", "vit"],
        Level::Adapt => ["adapt", "dapt"],
    }
}

#[test]
fn no_page_offers_a_massage_that_its_condition_rules_out() {
    for (site, least) in Site::samples().into_iter().zip([(30, 20), (1, 2)]) {
        offers_nothing(&site, least);
    }
}

/// The test is worth something only while there is something to look at: `least` pairs and links.
fn offers_nothing(site: &Site, least: (usize, usize)) {
    let treatments = site.of_kind(Kind::Treatment);
    let (mut wrong, mut looked_at, mut told) = (Vec::new(), 0, 0);
    for (path, id, conditions) in site.about_conditions() {
        let page = &site.pages[path];
        for treatment in &treatments {
            let strictest = site.graph().relations.strictest(*treatment, &conditions);
            if strictest.map(|(_, fact)| fact.level) != Some(Level::Stop) {
                continue;
            }
            looked_at += 1;
            let url = site.url(*treatment);
            told += page.links(0).iter().filter(|(_, address)| *address == url).count();
            for offer in site.offers(page, (id, &conditions), *treatment) {
                wrong.push(format!("{path}: {}: {offer}", site.graph().entry(*treatment).title));
            }
        }
    }
    assert!(wrong.is_empty(), "{} offers:\n{}", wrong.len(), wrong.join("\n"));
    assert!(looked_at >= least.0 && told >= least.1, "{looked_at} pairs, {told} links");
}

#[test]
fn what_needs_a_gp_first_says_so_beside_every_link_in_the_text() {
    let site = Site::sample();
    let treatments = site.of_kind(Kind::Treatment);
    let (mut wrong, mut automatic, mut by_hand) = (Vec::new(), 0, 0);
    for (path, _, conditions) in site.about_conditions() {
        let page = &site.pages[path];
        for (link, address) in page.links(0) {
            let Some(treatment) = treatments.iter().find(|one| site.url(**one) == address) else {
                continue;
            };
            let is_text = page.around(link, "content").is_some();
            let advises = ADVISING.iter().any(|class| page.around(link, class).is_some());
            let strictest = site.graph().relations.strictest(*treatment, &conditions);
            if !is_text || advises || strictest.map(|(_, fact)| fact.level) != Some(Level::Ask) {
                continue;
            }
            *(if page.has_class(link, "auto") { &mut automatic } else { &mut by_hand }) += 1;
            let beside = page.next(link);
            if !beside.is_some_and(|id| {
                page.has_class(id, "link-caution") && page.text(id) == "(ask a GP first)"
            }) {
                wrong.push(format!("{path}: {}", page.text(link)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(automatic > 0 && by_hand > 0, "{automatic} automatic, {by_hand} by hand");
}

/// On every page, whatever it is about: a row that names a massage and a condition says what is true of the two.
#[test]
fn no_row_of_any_page_says_less_than_do_not_book() {
    for (site, least) in Site::samples().into_iter().zip([20, 5]) {
        every_row_says_it(&site, least);
    }
}

fn every_row_says_it(site: &Site, least: usize) {
    let mut rows = 0;
    for (path, page) in &site.pages {
        for (link, address) in page.links(0) {
            let Some(treatment) = site.at(address) else { continue };
            if site.graph().entry(treatment).kind != Kind::Treatment {
                continue;
            }
            let Some((words, about)) = site.verdict(page, link) else { continue };
            let about = if about.is_empty() { site.conditions_at(path) } else { about };
            for condition in about {
                if site.level(treatment, condition) == Some(Level::Stop) {
                    rows += 1;
                    assert_eq!(words, site.words(Level::Stop), "{path}: {}", page.text(link));
                }
            }
        }
    }
    assert!(rows >= least, "only {rows} rows");
}

#[test]
fn deep_tissue_massage_and_osteoporosis_are_kept_apart_everywhere() {
    let site = Site::sample();
    let deep = site.find(&[Kind::Treatment], "deep-tissue-massage");
    let bones = site.find(&[Kind::Condition], "osteoporosis");
    assert_eq!(site.level(deep, bones), Some(Level::Stop));
    let (deep_url, bones_url) = (site.url(deep), site.url(bones));
    let both = |page: &Page, row: NodeId| {
        let links = page.links(row);
        [deep_url, bones_url].iter().all(|url| links.iter().any(|(_, address)| address == url))
    };

    let table = &site.pages["which-massage/index.html"];
    let row = table.within(0).into_iter().find(|id| {
        table.tag(*id) == "tr" && table.links(*id).first().is_some_and(|(_, url)| *url == bones_url)
    });
    let cells = table.within(row.expect("a row for osteoporosis"));
    let cell =
        cells.into_iter().find(|id| table.attribute(*id, "data-label") == "Deep tissue massage");
    let words = table.classed(cell.expect("a cell"), "told-words");
    assert_eq!(table.text(words[0]), "Do not book");

    let checks = &site.pages["check-before-you-book/index.html"];
    let stop = checks.classed(0, "check-stop")[0];
    let mut rows = checks.within(stop).into_iter().filter(|id| checks.tag(*id) == "li");
    assert!(rows.any(|row| both(checks, row)), "not among what must not be booked");

    let picture = &site.pages["graph/index.html"];
    for group in picture.within(0).into_iter().filter(|id| picture.tag(*id) == "details") {
        let mut rows = picture.within(group).into_iter().filter(|id| picture.tag(*id) == "li");
        let has_both = rows.any(|row| {
            let first = picture.links(row).first().map(|(_, url)| *url);
            both(picture, row) && first.is_some_and(|url| url == deep_url || url == bones_url)
        });
        let summary = picture.text(picture.within(group)[0]);
        assert_eq!(has_both, summary.starts_with("Do not book"), "{summary}");
    }

    // The page of the massage says it before its text; the page of the condition names the massage first.
    for (path, names, heading) in [
        (
            "treatments/deep-tissue-massage/index.html",
            bones_url,
            "Do not book if any of these apply to you:",
        ),
        ("conditions/osteoporosis/index.html", deep_url, "Do not book"),
    ] {
        let page = &site.pages[path];
        let list = page.classed(0, "caution-stop")[0];
        assert!(page.links(list).iter().any(|(_, url)| *url == names), "{path}");
        assert_eq!(page.text(page.before(list).next().expect("a heading")), heading);
        assert!(list < page.classed(0, "content")[0], "{path}: the text comes first");
    }

    // Nobody who reads about osteoporosis is sent to an article about the massage.
    let about = site.about_conditions().into_iter().filter(|(_, _, of)| of.contains(&bones));
    let about: Vec<_> = about.collect();
    assert!(about.len() >= 2, "its own page and an article");
    for (path, id, conditions) in about {
        let wrong = site.offers(&site.pages[path], (id, &conditions), deep);
        assert!(wrong.is_empty(), "{path}: {wrong:?}");
    }
}

#[test]
fn a_page_about_what_rules_every_massage_out_asks_nobody_to_book() {
    let page = |condition: &str| {
        let site = Site::new(&format!(
            "-- anma.yaml --\n{SETTINGS}salon: {{phone: 020 7946 0123}}\n\
             -- content/treatments/massage.md --\n---\ntitle: Massage\ncaution: [{{id: fever, level: stop, why: rest first}}]\n---\n\
             -- content/conditions/fever.md --\n---\ntitle: Fever\n---\nHot.\n\
             -- content/conditions/stress.md --\n---\ntitle: Stress\n---\nTense.\n\
             -- content/articles/one.md --\n---\ntitle: One\ncondition: [{condition}]\n---\nText.\n"
        ));
        site.built.file("articles/one/index.html").to_owned()
    };
    assert!(page("stress").contains("class=\"booking\""));
    assert!(page("fever").contains("Do not book"));
    assert!(!page("fever").contains("class=\"booking\""));
}
