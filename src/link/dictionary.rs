//! The dictionary: every name and synonym of the site's entities, in the forms in which texts may have them.
//!
//! A trie over words: from one word to the next leads an edge for each way in which the two may be parted. Its
//! size is that of all words together, and looking something up costs the same however many names there are.

use rustc_hash::FxHashMap;

use super::form::{Form, Gap, forms, plural_word};
use super::lexicon::Lexicon;
use super::words::words;
use crate::base::{Fingerprint, Span, normalise_name};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::graph::{EntryId, Graph, group};
use crate::matter::{Autolink, EntityFacts};
use crate::schema::Kind;

/// No word, node or gap.
pub(super) const NONE: u32 = u32::MAX;
/// What mostly stands between two words of a name.
const SPACE: u32 = 0;

/// The names of a site.
pub(crate) struct Dictionary {
    /// The words of all names.
    pub(super) lexicon: Lexicon,
    gaps: FxHashMap<Gap, u32>,
    edges: FxHashMap<(u32, u32, u32), u32>,
    /// The node of a word that begins a name, by word.
    roots: Vec<u32>,
    nodes: Vec<Node>,
    /// What an entity says of its names, by entry.
    pub(super) rules: FxHashMap<EntryId, Rules>,
    /// Every form with its owner and rules, by their identity.
    forms: FxHashMap<Fingerprint, Form>,
}

/// What ends at a point of the trie: at most one name that is compared without its capitals, and some with.
#[derive(Default)]
struct Node {
    folded: Option<Owner>,
    exact: Vec<(Box<[Box<str>]>, Owner)>,
}

/// Who has a name.
#[derive(Clone)]
struct Owner {
    entity: EntryId,
    linked: bool,
    /// Whether the name is written in front matter, and not the plural of one.
    written: bool,
    name: Box<str>,
    span: Span,
}

/// What an entity says of its names.
#[derive(Debug)]
pub(super) struct Rules {
    /// Whether mentions become links.
    pub(super) linked: bool,
    /// Words, each folded, before which the name means something else.
    pub(super) not_before: Vec<Vec<Box<str>>>,
    /// Words after which it means something else.
    pub(super) not_after: Vec<Vec<Box<str>>>,
    /// Which links stay when there are too many.
    pub(super) priority: i64,
}

impl Dictionary {
    /// Collects the names of all entities. Names that two of them have, and names that can never be found, are noted.
    pub(super) fn new(graph: &Graph, config: &Config, notes: &mut Notes) -> Self {
        let mut dictionary = Self::empty();
        let common = super::form::Common::new(&config.links.too_common);
        for (id, document) in graph.ids().zip(&graph.documents) {
            if !document.kind.is_entity() || document.kind == Kind::Topic || document.borrowed {
                continue;
            }
            let nothing = EntityFacts::default();
            let facts = document.matter.entity.as_deref().unwrap_or(&nothing);
            let linked = facts.autolink != Autolink::No;
            let (found, problems) = forms(document, facts, &common);
            if linked {
                notes.extend(problems);
            }
            let rules = Rules::new(facts);
            let owned_by = format!("{id:?} {rules:?}");
            dictionary.rules.insert(id, rules);
            for form in found {
                let owner = Owner {
                    entity: id,
                    linked,
                    written: form.written,
                    name: form.name.clone(),
                    span: form.span.clone(),
                };
                dictionary.add(&form, owner, graph, notes);
                let what = (&owned_by, linked, form.written, &form.words, &form.exact);
                dictionary.forms.insert(Fingerprint::of(format!("{what:?}").as_bytes()), form);
            }
        }
        for (term, target) in &graph.link_rules.prefer {
            dictionary.prefer(term, *target, notes);
        }
        dictionary
    }

    fn empty() -> Self {
        Self {
            lexicon: Lexicon::default(),
            gaps: FxHashMap::from_iter([(Gap::Space, SPACE)]),
            edges: FxHashMap::default(),
            roots: Vec::new(),
            nodes: Vec::new(),
            rules: FxHashMap::default(),
            forms: FxHashMap::default(),
        }
    }

    /// The names that this dictionary has and `other` does not have in the same way, and the other way round. A text in
    /// which none of them stands has the same names by both.
    pub(super) fn difference(&self, other: &Self) -> Self {
        let only = |one: &'_ Self, other: &'_ Self| -> Vec<Fingerprint> {
            one.forms.keys().filter(|key| !other.forms.contains_key(key)).copied().collect()
        };
        let own = only(self, other).into_iter().filter_map(|key| self.forms.get(&key));
        let others = only(other, self).into_iter().filter_map(|key| other.forms.get(&key));
        let mut difference = Self::empty();
        for form in own.chain(others) {
            // Only whether a name stands in a text is asked, not whose it is.
            let owner = Owner {
                entity: EntryId(0),
                linked: true,
                written: true,
                name: form.name.clone(),
                span: form.span.clone(),
            };
            let at = difference.path(form);
            let node = &mut difference.nodes[at];
            match &form.exact {
                None => node.folded = Some(owner),
                Some(exact) => node.exact.push((exact.clone(), owner)),
            }
        }
        difference
    }

    /// Whether there are no names in it.
    pub(super) fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    fn node(&mut self) -> u32 {
        self.nodes.push(Node::default());
        super::number(self.nodes.len() - 1)
    }

    /// The point of the trie at which `form` ends.
    fn path(&mut self, form: &Form) -> usize {
        if let Some((_, first)) = form.words.first() {
            self.lexicon.begin(first);
        }
        let mut at = NONE;
        for (gap, word) in &form.words {
            let word = self.lexicon.add(word);
            if self.roots.len() <= word as usize {
                self.roots.push(NONE);
            }
            if at == NONE {
                if self.roots[word as usize] == NONE {
                    self.roots[word as usize] = self.node();
                }
                at = self.roots[word as usize];
            } else {
                let next = super::number(self.gaps.len());
                let gap = *self.gaps.entry(gap.clone()).or_insert(next);
                let edge = (at, gap, word);
                at = if let Some(node) = self.edges.get(&edge) {
                    *node
                } else {
                    let node = self.node();
                    self.edges.insert(edge, node);
                    node
                };
            }
        }
        at as usize
    }

    fn add(&mut self, form: &Form, owner: Owner, graph: &Graph, notes: &mut Notes) {
        let at = self.path(form);
        let node = &mut self.nodes[at];
        let known = match &form.exact {
            None => node.folded.as_mut(),
            Some(exact) => {
                node.exact.iter_mut().find(|(known, _)| known == exact).map(|(_, owner)| owner)
            }
        };
        let Some(known) = known else {
            match &form.exact {
                None => node.folded = Some(owner),
                Some(exact) => node.exact.push((exact.clone(), owner)),
            }
            return;
        };
        if known.entity == owner.entity {
            known.written |= owner.written;
            return;
        }
        if known.linked && owner.linked {
            let is_said = is_preferred(graph, form) || is_reported(graph, &owner, known);
            if !is_said && !is_plural_of_same(&owner, known) {
                notes.push(ambiguous(graph, form, &owner, known));
            }
        }
        let rank = |owner: &Owner| (owner.linked, owner.written);
        if rank(&owner) > rank(known) {
            *known = owner;
        }
    }

    /// Gives a term to the page that the settings say it leads to.
    fn prefer(&mut self, term: &crate::matter::Name, target: EntryId, notes: &mut Notes) {
        if self.nodes(term).is_empty() {
            notes.push(not_a_term(term));
            return;
        }
        for form in super::form::with_plural(term) {
            let at = self.path(&form);
            let node = &mut self.nodes[at];
            let exact = node.exact.iter_mut().map(|(_, owner)| owner);
            for owner in node.folded.iter_mut().chain(exact) {
                owner.entity = target;
            }
        }
    }

    /// The points of the trie at which a term and its plural end, if they are names.
    pub(super) fn nodes(&self, term: &crate::matter::Name) -> Vec<u32> {
        let is_name = |node: &u32| {
            let node = &self.nodes[*node as usize];
            node.folded.is_some() || !node.exact.is_empty()
        };
        let node = |form: Form| self.node_of(&form).filter(is_name);
        super::form::with_plural(term).filter_map(node).collect()
    }

    /// The point of the trie that a form leads to, if there is one.
    pub(super) fn node_of(&self, form: &Form) -> Option<u32> {
        let mut words = form.words.iter();
        let (_, first) = words.next()?;
        let node = words.fold(self.root(self.word(first)), |at, (gap, word)| {
            let gap = self.gaps.get(gap).copied().unwrap_or(NONE);
            self.next(at, gap, self.word(word))
        });
        (node != NONE).then_some(node)
    }

    /// The number of a folded word.
    pub(super) fn word(&self, folded: &str) -> u32 {
        self.lexicon.get(folded.as_bytes())
    }

    /// The number of what stands between two words.
    pub(super) fn gap(&self, between: &str) -> u32 {
        if between == " " {
            return SPACE;
        }
        self.gaps.get(&Gap::of(between)).copied().unwrap_or(NONE)
    }

    /// The node of names that begin with `word`.
    pub(super) fn root(&self, word: u32) -> u32 {
        self.roots.get(word as usize).copied().unwrap_or(NONE)
    }

    /// Where `gap` and `word` lead from `node`.
    pub(super) fn next(&self, node: u32, gap: u32, word: u32) -> u32 {
        if gap == NONE || word == NONE {
            return NONE;
        }
        self.edges.get(&(node, gap, word)).copied().unwrap_or(NONE)
    }

    /// The entity whose name ends at `node`. `exact` gives the words as the text has them.
    pub(super) fn entity(&self, node: u32, exact: impl FnOnce() -> Vec<String>) -> Option<EntryId> {
        let node = self.nodes.get(node as usize)?;
        if !node.exact.is_empty() {
            let words = exact();
            let same = |known: &[Box<str>]| {
                known.iter().map(|word| &**word).eq(words.iter().map(String::as_str))
            };
            if let Some((_, owner)) = node.exact.iter().find(|(known, _)| same(known)) {
                return Some(owner.entity);
            }
        }
        node.folded.as_ref().map(|owner| owner.entity)
    }
}

impl Rules {
    fn new(facts: &EntityFacts) -> Self {
        let phrases = |list: &[Box<str>]| {
            let mut phrases: Vec<Vec<Box<str>>> = Vec::new();
            for text in list {
                let mut phrase: Vec<Box<str>> = Vec::new();
                words(text, |_, folded| phrase.push(folded.into()));
                let Some(last) = phrase.last() else { continue };
                // "stress fractures" are no more about stress than one is.
                if let Some(many) = plural_word(last) {
                    let mut plural = phrase.clone();
                    plural.pop();
                    plural.push(many);
                    phrases.push(plural);
                }
                phrases.push(phrase);
            }
            phrases
        };
        Self {
            linked: facts.autolink != Autolink::No,
            not_before: phrases(&facts.not_before),
            not_after: phrases(&facts.not_after),
            priority: facts.priority,
        }
    }
}

/// Whether the settings say whom a term belongs to.
fn is_preferred(graph: &Graph, form: &Form) -> bool {
    let terms = graph.link_rules.prefer.iter().map(|(term, _)| term);
    terms.flat_map(super::form::with_plural).any(|term| term.words == form.words)
}

/// Whether two owners of a name were reported when the names of pages were collected.
fn is_reported(graph: &Graph, one: &Owner, other: &Owner) -> bool {
    let kind = |owner: &Owner| group(graph.entry(owner.entity).kind);
    kind(one) == kind(other) && normalise_name(&one.name) == normalise_name(&other.name)
}

/// Whether two names have the same plural only because they are the same, which is reported of themselves.
fn is_plural_of_same(one: &Owner, other: &Owner) -> bool {
    !one.written && !other.written && normalise_name(&one.name) == normalise_name(&other.name)
}

fn ambiguous(graph: &Graph, form: &Form, one: &Owner, other: &Owner) -> Diagnostic {
    let title = |owner: &Owner| &graph.entry(owner.entity).title;
    let a_name = |owner: &Owner| if owner.written { "a name" } else { "the plural of a name" };
    let term: String = if one.written {
        one.name.to_string()
    } else {
        form.words.iter().map(|(_, word)| &**word).collect::<Vec<_>>().join(" ")
    };
    let also =
        if one.written == other.written { String::new() } else { format!("{} ", a_name(other)) };
    let message = format!("`{term}` could be a link to two pages");
    Diagnostic::error(Code::AMBIGUOUS_TERM, one.span.clone(), message)
        .because(format!("it is {} of `{}`", a_name(one), title(one)))
        .also(other.span.clone(), format!("and {also}of `{}`", title(other)))
        .help(format!(
            "Take the name away from one of the two pages, write `autolink: false` there, or say in anma.yaml which is meant: `links: {{prefer: {{{term}: {}}}}}`.",
            title(other)
        ))
}

/// A term that the settings or a page re-target, but no page has.
pub(super) fn not_a_term(term: &crate::matter::Name) -> Diagnostic {
    let message =
        format!("no page has the name `{}`, so there is nothing to lead elsewhere", term.text);
    Diagnostic::warning(Code::USELESS_LINK_RULE, term.span.clone(), message)
        .help("Add it to `also` on the page that it should lead to, or take the line out.")
}
