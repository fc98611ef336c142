//! What a page shows of what is known besides its text: what can cause it, which massages people choose for it, what
//! to check before booking.
//!
//! Comes in: a graph and what a page is about. Goes out: a [`Panel`], always in the same order. A panel is a list of
//! facts and never a sentence; cautions come before benefits, and what a condition of the page rules out is never
//! named as a benefit.

use super::connections::Connections;
use super::relations::strictness;
use super::{CautionFact, EntryId, Graph, HelpFact, Taxonomy, Verdict};
use crate::matter::{CauseGroup, Level};
use crate::schema::Kind;

/// What a page is about. Pages with the same subject have the same panel.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// The entity that the page itself is.
    pub entity: Option<EntryId>,
    /// Conditions, symptoms and cautions.
    pub conditions: Vec<EntryId>,
    /// Causes that its front matter names.
    pub causes: Vec<EntryId>,
    /// Massages that its front matter names.
    pub treatments: Vec<EntryId>,
    /// Areas of the body.
    pub body: Vec<EntryId>,
}

/// What is known about the subject of a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Panel<'a> {
    /// What can cause it, in groups; none is empty.
    pub causes: Vec<(CauseGroup, Vec<Cause>)>,
    /// What it causes, or what is felt there.
    pub effects: Vec<Effect<'a>>,
    /// Massages for the conditions of the page, the strictest caution first.
    pub treatments: Vec<Row<'a>>,
    /// What people choose the massage for, on its own page.
    pub choose_for: Vec<Row<'a>>,
    /// When not to book or to ask first, the strictest first.
    pub checks: Vec<Check<'a>>,
    /// Where it is felt.
    pub body: Vec<EntryId>,
    /// What to say of massages when `treatments` and `checks` are empty.
    pub nothing: Option<Verdict>,
}

/// Something that can cause what a page is about.
#[derive(Debug, PartialEq, Eq)]
pub struct Cause {
    /// The cause.
    pub cause: EntryId,
    /// Which of the page's massages need care when this is the cause, the strictest level first.
    pub against: Vec<(Level, Vec<EntryId>)>,
}

/// Something caused, with what is known about massages for it.
#[derive(Debug, PartialEq, Eq)]
pub struct Effect<'a> {
    /// The condition or symptom.
    pub effect: EntryId,
    /// When not to book or to ask first.
    pub checks: Vec<Check<'a>>,
    /// Massages of which something is known.
    pub treatments: Vec<Row<'a>>,
    /// What to say of massages when there is neither.
    pub nothing: Option<Verdict>,
}

/// What is known about some massages and some conditions.
#[derive(Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// The massages, all of which the same is told of.
    pub treatments: Vec<EntryId>,
    /// What readers are told.
    pub verdict: Verdict,
    /// The conditions that it is about.
    pub conditions: Vec<EntryId>,
    /// The benefit, if that is what it tells.
    pub help: Option<&'a HelpFact>,
    /// The caution, if that is what it tells.
    pub caution: Option<&'a CautionFact>,
}

/// A reason not to book, or to ask first.
#[derive(Debug, PartialEq, Eq)]
pub struct Check<'a> {
    /// What to check for.
    pub condition: EntryId,
    /// The massages that it is about; empty when it is about all massages of the page.
    pub treatments: Vec<EntryId>,
    /// Whether one of them stands for all of its kinds.
    pub kinds: bool,
    /// What to do, and why.
    pub fact: &'a CautionFact,
}

/// Makes panels.
#[derive(Clone, Copy)]
pub struct Panels<'a> {
    pub(super) graph: &'a Graph,
    pub(super) connections: &'a Connections,
}

impl<'a> Panels<'a> {
    /// For the pages of `graph`, whose connections are looked up once.
    pub fn new(graph: &'a Graph, connections: &'a Connections) -> Self {
        Self { graph, connections }
    }

    /// What a page is about; nothing for pages that have nothing to do with any entity.
    pub fn subject(&self, page: EntryId) -> Option<Subject> {
        let kind = self.graph.entry(page).kind;
        let terms = self.graph.terms.get(page.index()).map_or(&[][..], |terms| terms);
        let of = |taxonomy| {
            let named = terms.iter().filter(move |(of, _)| *of == taxonomy);
            named.map(|(_, term)| *term).collect::<Vec<_>>()
        };
        let subject = Subject {
            entity: (kind.is_entity() && kind != Kind::Topic).then_some(page),
            conditions: self.graph.conditions(page),
            causes: of(Taxonomy::Cause),
            treatments: of(Taxonomy::MassageType),
            body: of(Taxonomy::Body),
        };
        let is_about_nothing = subject.entity.is_none()
            && [&subject.conditions, &subject.causes, &subject.treatments, &subject.body]
                .iter()
                .all(|list| list.is_empty());
        (!is_about_nothing).then_some(subject)
    }

    /// The panel of pages with this subject.
    pub fn panel(&self, subject: &Subject) -> Panel<'a> {
        let kind = subject.entity.map(|id| self.graph.entry(id).kind);
        let is_condition = matches!(kind, Some(Kind::Condition | Kind::Symptom | Kind::Caution));
        let mut panel = Panel { body: self.body(subject), ..Panel::default() };
        match (kind, subject.entity) {
            (Some(Kind::Treatment), Some(id)) => {
                panel.checks = self.checks_of(&[id]);
                panel.choose_for = self.choose_for(id);
                return panel;
            }
            (Some(Kind::Caution), _) => {
                panel.checks = self.checks_for(&subject.conditions);
                return panel;
            }
            _ if is_condition => {
                panel.checks = self.checks_for(&subject.conditions);
                panel.treatments = self.rows(subject);
                // What has a caution stands in the list of checks, in front of all benefits.
                panel.treatments.retain(|row| row.caution.is_none());
            }
            (None, _) => {
                panel.treatments = self.rows(subject);
                let shown = shown(subject, &panel);
                panel.checks = self.checks_of(&shown);
            }
            _ => {}
        }
        let shown = shown(subject, &panel);
        panel.causes = self.causes(subject, &shown);
        panel.effects = self.effects(subject);
        panel.nothing = self.nothing(subject, &panel);
        panel
    }

    /// Where what the page is about is felt.
    fn body(&self, subject: &Subject) -> Vec<EntryId> {
        let mut body = subject.body.clone();
        let of = subject.entity.iter().chain(&subject.conditions);
        for area in of.filter_map(|id| self.graph.relations.body.get(id)).flatten() {
            if !body.contains(area) {
                body.push(*area);
            }
        }
        body
    }

    fn nothing(&self, subject: &Subject, panel: &Panel<'_>) -> Option<Verdict> {
        let is_silent =
            panel.treatments.is_empty() && (panel.checks.is_empty() || subject.entity.is_none());
        if subject.conditions.is_empty() || !is_silent {
            return None;
        }
        Some(self.silence(&subject.conditions))
    }

    /// What to say when nothing is known about any massage for `conditions`.
    fn silence(&self, conditions: &[EntryId]) -> Verdict {
        let supervised = &self.graph.relations.supervised;
        if conditions.iter().any(|id| supervised.contains(id)) {
            Verdict::NoClaim
        } else {
            Verdict::Unknown
        }
    }

    /// What causes the page's conditions, with the causes that the page names, in groups and by the alphabet.
    fn causes(&self, subject: &Subject, shown: &[EntryId]) -> Vec<(CauseGroup, Vec<Cause>)> {
        let is_cause = |id: &&EntryId| self.graph.entry(**id).kind == Kind::Cause;
        let of = subject.entity.iter().filter(is_cause).chain(&subject.conditions);
        let mut all: Vec<EntryId> =
            of.filter_map(|id| self.graph.relations.caused_by.get(id)).flatten().copied().collect();
        // An article that is about a cause alone has nothing that it would cause.
        if !subject.conditions.is_empty() {
            all.extend(&subject.causes);
        }
        all.retain(|cause| Some(*cause) != subject.entity && !subject.conditions.contains(cause));
        self.in_order(&mut all);
        let groups =
            [CauseGroup::Injury, CauseGroup::Lifestyle, CauseGroup::Condition, CauseGroup::Other];
        let in_group = |group: CauseGroup| {
            let own = all.iter().filter(|cause| self.group(**cause) == group);
            let causes =
                own.map(|cause| Cause { cause: *cause, against: self.against(*cause, shown) });
            (group, causes.collect::<Vec<_>>())
        };
        groups.map(in_group).into_iter().filter(|(_, causes)| !causes.is_empty()).collect()
    }

    /// The group that a cause's page gives, else that of its kind.
    fn group(&self, cause: EntryId) -> CauseGroup {
        let entity = self.graph.document(cause).and_then(|page| page.matter.entity.as_ref());
        entity.and_then(|entity| entity.group).unwrap_or_else(|| {
            match self.graph.entry(cause).kind {
                Kind::Cause => CauseGroup::Other,
                _ => CauseGroup::Condition,
            }
        })
    }

    /// Which of the massages need care when `cause` is the cause.
    fn against(&self, cause: EntryId, shown: &[EntryId]) -> Vec<(Level, Vec<EntryId>)> {
        let levels = [Level::Stop, Level::Ask, Level::Local, Level::Adapt];
        let of_level = |level: Level| {
            let has_level = |treatment: &&EntryId| {
                let caution = self.graph.relations.caution(**treatment, cause);
                caution.is_some_and(|fact| fact.level == level)
            };
            (level, self.widest(shown.iter().filter(has_level).copied().collect()))
        };
        levels.map(of_level).into_iter().filter(|(_, of)| !of.is_empty()).collect()
    }

    /// What a cause, or the causes of an article without a condition, lead to; what is felt in an area of the body;
    /// on the page of a condition without a word about massages, for these are for the condition.
    fn effects(&self, subject: &Subject) -> Vec<Effect<'a>> {
        let relations = &self.graph.relations;
        let of = match subject.entity {
            Some(id) => vec![id],
            None if subject.conditions.is_empty() => subject.causes.clone(),
            None => return Vec::new(),
        };
        let caused = of.iter().filter_map(|id| relations.causes.get(id)).flatten();
        let felt = of.iter().filter_map(|id| self.connections.felt.get(id)).flatten();
        let mut all: Vec<EntryId> = caused.chain(felt).copied().collect();
        self.in_order(&mut all);
        let kind = subject.entity.map(|id| self.graph.entry(id).kind);
        let is_bare = matches!(kind, Some(Kind::Condition | Kind::Symptom | Kind::Caution));
        let one = |effect: EntryId| {
            if is_bare {
                return Effect {
                    effect,
                    checks: Vec::new(),
                    treatments: Vec::new(),
                    nothing: None,
                };
            }
            let alone = Subject {
                entity: Some(effect),
                conditions: vec![effect],
                causes: Vec::new(),
                treatments: Vec::new(),
                body: Vec::new(),
            };
            // What is known of a wider massage is said once, of that one.
            let is_known = |row: &Row<'_>| {
                row.caution.is_none()
                    && matches!(row.verdict, Verdict::Accepted | Verdict::MayHelp(_))
            };
            let mut treatments = self.rows(&alone);
            treatments.retain(is_known);
            for row in &mut treatments {
                row.treatments.retain(|one| !self.is_ruled_out(*one, &subject.conditions));
            }
            treatments.retain(|row| !row.treatments.is_empty());
            let checks = self.checks_for(&[effect]);
            let is_silent = checks.is_empty() && treatments.is_empty();
            let nothing = is_silent.then(|| self.silence(&[effect]));
            Effect { effect, checks, treatments, nothing }
        };
        let mut effects: Vec<Effect<'a>> = all.into_iter().map(one).collect();
        // What needs care comes first.
        effects.sort_by_key(|of| {
            of.checks.first().map_or(u8::MAX, |check| mildness(check.fact.level))
        });
        effects
    }

    /// Sorts by title and takes repetitions away.
    pub(super) fn in_order(&self, ids: &mut Vec<EntryId>) {
        ids.sort_by_cached_key(|id| (self.graph.entry(*id).title.to_lowercase(), *id));
        ids.dedup();
    }

    /// Without those that are kinds of another one of them.
    pub(super) fn widest(&self, ids: Vec<EntryId>) -> Vec<EntryId> {
        let of: std::collections::BTreeSet<EntryId> = ids.iter().copied().collect();
        let is_kind = |id: &EntryId| {
            self.graph.relations.line(*id).skip(1).any(|wider| wider != *id && of.contains(&wider))
        };
        ids.into_iter().filter(|id| !is_kind(id)).collect()
    }
}

/// The massages that the page names, else those that its lists show.
fn shown(subject: &Subject, panel: &Panel<'_>) -> Vec<EntryId> {
    if !subject.treatments.is_empty() {
        return subject.treatments.clone();
    }
    let mut shown = Vec::new();
    let checked = panel.checks.iter().flat_map(|check| &check.treatments);
    for treatment in panel.treatments.iter().flat_map(|row| &row.treatments).chain(checked) {
        if !shown.contains(treatment) {
            shown.push(*treatment);
        }
    }
    shown
}

/// The strictest first.
pub(super) fn mildness(level: Level) -> u8 {
    u8::MAX - strictness(level)
}
