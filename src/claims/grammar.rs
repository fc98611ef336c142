//! Little words: what joins, splits and leads clauses. The same in every site, so not in a rule file.

use super::fold::{self, Ending, Token};
use super::lexicon::{Classes, Lexicon, Mention};

pub(super) const AUX: u16 = 1;
pub(super) const JOIN: u16 = 1 << 1;
pub(super) const CONTRAST: u16 = 1 << 2;
pub(super) const SUBORD: u16 = 1 << 3;
pub(super) const COND: u16 = 1 << 4;
pub(super) const PREP: u16 = 1 << 5;
pub(super) const DET: u16 = 1 << 6;
pub(super) const IT: u16 = 1 << 7;
pub(super) const THEY: u16 = 1 << 8;
pub(super) const PERSON: u16 = 1 << 9;
pub(super) const ADVERB: u16 = 1 << 10;
pub(super) const ORDER: u16 = 1 << 11;
pub(super) const OBLIQUE: u16 = 1 << 12;
pub(super) const BESIDE: u16 = 1 << 13;
pub(super) const HAVE: u16 = 1 << 14;
pub(super) const RELATIVE: u16 = 1 << 15;

const TABLE: [(u16, &str); 16] = [
    (
        AUX,
        "is are was were be been am can could may might will would shall should must has have had \
         do does did seems tends",
    ),
    (JOIN, "and or , plus nor also"),
    (CONTRAST, "but however although though whereas yet while"),
    (SUBORD, "if when whenever because unless whether where until"),
    (COND, "if whether unless until"),
    (
        PREP,
        "with for of from about in to by at on into than unlike without like between during after \
         before through via despite instead rather thanks following",
    ),
    (
        DET,
        "a an the your our my his her their this that these those any some each every another one \
         first next last regular having booking have book get getting had receive receiving more \
         just only you i we long good short full whole proper single weekly monthly relaxing \
         gentle few several two three",
    ),
    (IT, "it this which"),
    (THEY, "they these both all them"),
    (PERSON, "it they we you i he she"),
    (ADVERB, "also then even really often always usually sometimes both either still now just yes"),
    (
        ORDER,
        "book try call come ask see talk let choose contact speak visit get have tell take treat \
         relax enjoy keep stop go make",
    ),
    (
        OBLIQUE,
        "ask tell about before after between without than until during unlike avoid see consult \
         contact besides despite",
    ),
    (
        BESIDE,
        "and or , with alongside plus like including than unlike without ( of in from for by as",
    ),
    (
        HAVE,
        "have has suffer suffers get gets living live struggle struggling suffering experience got",
    ),
    (RELATIVE, "that which who"),
];

/// What each word of the lexicon does in a sentence, and the classes the engine itself looks at.
#[derive(Debug, Default)]
pub(super) struct Grammar {
    flags: Vec<u16>,
    pub treat: Classes,
    pub cond: Classes,
    pub med: Classes,
    pub eff: Classes,
    pub neg: Classes,
    pub frame: Classes,
    pub refute: Classes,
    pub fine: Classes,
    pub block: Classes,
    pub other: Classes,
    pub person: Classes,
    pub tail: Classes,
    pub verbs: Classes,
    pub help: Classes,
    pub yes: Classes,
    pub staff: Classes,
    pub us: Classes,
    pub me: Classes,
    pub semicolon: u32,
    pub colon: u32,
    pub comma: u32,
    pub open: u32,
    pub close: u32,
    pub so: u32,
    pub and: u32,
    pub or: u32,
    pub to: u32,
    pub you: u32,
    pub too: u32,
}

impl Grammar {
    pub(super) fn new(lexicon: &mut Lexicon) -> Self {
        let mut grammar = Self {
            semicolon: lexicon.intern(";"),
            colon: lexicon.intern(":"),
            comma: lexicon.intern(","),
            open: lexicon.intern("("),
            close: lexicon.intern(")"),
            so: lexicon.intern("so"),
            and: lexicon.intern("and"),
            or: lexicon.intern("or"),
            to: lexicon.intern("to"),
            you: lexicon.intern("you"),
            too: lexicon.intern("too"),
            treat: lexicon.bit("TREAT"),
            cond: lexicon.bit("COND"),
            med: lexicon.bit("MED"),
            eff: lexicon.bit("EFF"),
            neg: lexicon.bit("NEG"),
            frame: lexicon.bit("FRAME"),
            refute: lexicon.bit("REFUTE"),
            fine: lexicon.bit("FINE"),
            block: lexicon.bit("ASIDE"),
            other: lexicon.bit("OTHER"),
            person: lexicon.bit("CARER"),
            tail: lexicon.bit("TAIL"),
            help: lexicon.bit("HELP"),
            yes: lexicon.bit("YES"),
            staff: lexicon.bit("STAFF"),
            us: lexicon.bit("US"),
            me: lexicon.bit("ME"),
            ..Self::default()
        };
        grammar.verbs = ["EFF", "CURE", "PREVENT", "IMPROVE", "VERB"]
            .iter()
            .fold(grammar.eff, |all, name| all | lexicon.bit(name));
        for (flag, words) in TABLE {
            for word in words.split_whitespace() {
                let id = fold::place(lexicon.intern(word));
                if grammar.flags.len() <= id {
                    grammar.flags.resize(id + 1, 0);
                }
                if let Some(flags) = grammar.flags.get_mut(id) {
                    *flags |= flag;
                }
            }
        }
        grammar
    }

    /// Whether the word with this number does what the flag says.
    pub(super) fn has(&self, id: u32, flag: u16) -> bool {
        self.flags.get(fold::place(id)).is_some_and(|flags| flags & flag != 0)
    }

    /// Whether a word does what the flag says.
    pub(super) fn is(&self, token: &Token, flag: u16) -> bool {
        self.has(token.id, flag)
    }

    /// Whether a phrase is a verb whose subject stands before it: `relieves`, `is`.
    pub(super) fn finite(&self, token: &Token, mention: Option<&Mention>) -> bool {
        self.is(token, AUX)
            || mention.is_some_and(|one| one.classes & self.verbs != 0) && token.ending == Ending::S
    }
}
