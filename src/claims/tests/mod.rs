//! Tests of the engine with rules of their own. Those of the packs that are shipped are apart.

use std::collections::BTreeMap;

use super::{ClaimRule, Compiled, Kind, Name, Passage, Reach, Vocabulary, compile};

/// Classes as small as these tests allow.
const CLASSES: [(&str, &str); 14] = [
    ("TREAT", "{MASSAGE}|{US}|our therapists|our team"),
    ("US", "we|us"),
    (
        "MASSAGE",
        "massage|deep tissue massage|Swedish massage|our massage|hot stone massage|reflexology|\
         shiatsu|sports massage|Indian head massage|aromatherapy massage|regular massage|\
         this technique|cupping|Thai massage|massage therapy|our treatments|foot massage",
    ),
    (
        "MED",
        "arthritis|migraine|depression|osteoporosis|high blood pressure|insomnia|cancer|asthma|\
         diabetes",
    ),
    (
        "COND",
        "back pain|sciatica|headache|muscle pain|anxiety|frozen shoulder|cramp|stiff joints|\
         fibromyalgia|neck pain|swelling|pain",
    ),
    (
        "EFF",
        "cure|relieve|relieves|ease|eases|treat|help|helps|help with|helps with|heal|alleviate|\
         reduce|soothe|combat|tackle|get rid of|improve|banish|prevent|help relieve|eliminate|\
         overcome|help to ease|lessen|relieving|easing",
    ),
    ("HELP", "help|helps|help with|helps with"),
    ("NEG", "no|not|never|without|unlikely|nobody"),
    ("FRAME", "no evidence|myth that|not claim|unclear|the idea that|should say"),
    ("REFUTE", "is a myth|is not true"),
    ("FINE", "relax|relaxing|stress|sleep|wellbeing"),
    ("OTHER", "exercise|physiotherapy|paracetamol"),
    ("CARER", "GP|your GP|a GP|doctor|doctors"),
    ("YES", "yes|absolutely"),
];

/// Rules as small as these tests allow.
fn small(vocabulary: &Vocabulary) -> Compiled {
    let classes: BTreeMap<String, Vec<String>> = CLASSES
        .iter()
        .map(|(name, words)| (name.to_string(), words.split('|').map(str::to_owned).collect()))
        .collect();
    let rule = |name: &str, any: &[&str]| ClaimRule {
        name: name.to_owned(),
        any: any.iter().map(ToString::to_string).collect(),
        ..ClaimRule::default()
    };
    let rules = [
        ClaimRule { rank: Some(1), ..rule("MED", &["{TREAT} … {EFF} … {MED}"]) },
        ClaimRule {
            rank: Some(2),
            cited: true,
            reach: Reach::NotAdvice,
            suggest: Some("{who} can help you relax".to_owned()),
            except: vec!["{EFF} ~3 the pressure".to_owned()],
            ..rule("COND", &["{TREAT} … {EFF} … {COND}", "{EFF} … {COND} with ~4 {MASSAGE}"])
        },
        ClaimRule { list: Some(3), ..rule("LIST", &["{TREAT} … {EFF}"]) },
        ClaimRule { reach: Reach::Quotes, ..rule("QUOTE", &["my ~3 {COND} ~2 gone"]) },
        ClaimRule { whole: true, rank: Some(0), ..rule("STUDY", &["studies show … {EFF}"]) },
        ClaimRule { error: vec!["(really) safe for everyone $".into()], ..rule("SAFE", &[]) },
    ];
    let (compiled, bad) = compile(&rules, &classes, vocabulary);
    assert!(bad.is_empty(), "{bad:#?}");
    compiled
}

fn fired(engine: &Compiled, text: &str) -> Vec<String> {
    let (text, kind) = match text.strip_prefix("> ") {
        Some(quote) => (quote, Kind::Quote),
        None => (text, Kind::Prose),
    };
    let claims = engine.find(&Passage { text, kind, ..Passage::default() });
    claims.iter().map(|claim| claim.rule.to_string()).collect()
}

fn name(key: &str, words: &str, class: &str) -> Name {
    Name { key: key.into(), words: words.into(), class: class.into() }
}

/// A site's own names, as its graph would give them.
fn vocabulary() -> Vocabulary {
    let names = [
        ("massage", "massage", "TREAT"),
        ("massage", "massage therapy", "TREAT"),
        ("deep-tissue-massage", "deep tissue massage", "TREAT"),
        ("deep-tissue-massage", "deep tissue", "TREAT"),
        ("swedish-massage", "Swedish massage", "TREAT"),
        ("lomi-stone", "Lomi stone ritual", "TREAT"),
        ("low-back-pain", "lower back pain", "COND"),
        ("low-back-pain", "lumbago", "COND"),
        ("sciatica", "sciatica", "COND"),
        ("arthritis", "arthritis", "MED"),
        ("osteoporosis", "osteoporosis", "MED"),
        ("wobbly-knee", "wobbly knee syndrome", "MED"),
        ("pregnancy", "pregnancy", "MED"),
        ("everyday-stress", "everyday stress", "FINE"),
    ];
    Vocabulary { names: names.iter().map(|(key, words, class)| name(key, words, class)).collect() }
}

const WHO: [&str; 20] = [
    "Massage",
    "Deep tissue massage",
    "Swedish massage",
    "Our massage",
    "We",
    "Our therapists",
    "Hot stone massage",
    "Reflexology",
    "Shiatsu",
    "Sports massage",
    "Indian head massage",
    "Aromatherapy massage",
    "Regular massage",
    "This technique",
    "Cupping",
    "Thai massage",
    "Massage therapy",
    "Our treatments",
    "Our team",
    "Foot massage",
];
const DOES: [&str; 20] = [
    "cure",
    "relieve",
    "ease",
    "treat",
    "help with",
    "heal",
    "alleviate",
    "reduce",
    "soothe",
    "combat",
    "tackle",
    "get rid of",
    "improve",
    "banish",
    "prevent",
    "help relieve",
    "eliminate",
    "overcome",
    "help to ease",
    "lessen",
];
const WHAT: [&str; 20] = [
    "arthritis",
    "back pain",
    "sciatica",
    "migraines",
    "depression",
    "headaches",
    "osteoporosis",
    "muscle pain",
    "anxiety",
    "high blood pressure",
    "frozen shoulder",
    "cramp",
    "insomnia",
    "cancer",
    "stiff joints",
    "fibromyalgia",
    "asthma",
    "neck pain",
    "diabetes",
    "swelling",
];

type Triple = (&'static str, &'static str, &'static str);

/// Every triple of a sample, from three lists of twenty.
fn triples() -> impl Iterator<Item = Triple> {
    (0..8000_usize)
        .step_by(7)
        .filter_map(|n| Some((*WHO.get(n % 20)?, *DOES.get(n / 20 % 20)?, *WHAT.get(n / 400)?)))
}

fn lower(who: &str) -> String {
    if ["Swedish", "Indian", "Thai"].iter().any(|proper| who.starts_with(proper)) {
        return who.to_owned();
    }
    who.to_lowercase()
}

/// What is said fires, and what is denied or asked does not.
fn told_from_denied(engine: &Compiled, triples: impl Iterator<Item = Triple>) {
    let mut wrong = Vec::new();
    for (who, does, what) in triples {
        let small = lower(who);
        for text in [
            format!("{who} can {does} {what}."),
            format!("{who} will {does} your {what}, and you can book today."),
            format!("You will love how {small} can {does} {what}."),
        ] {
            if fired(engine, &text).is_empty() {
                wrong.push(format!("silent: {text}"));
            }
        }
        for text in [
            format!("{who} cannot {does} {what}."),
            format!("{who} won\u{2019}t {does} or cure {what}."),
            format!("{who} will never {does} {what}."),
            format!("There is no evidence that {small} can {does} {what}."),
            format!("It is a myth that {small} can {does} {what}."),
            format!("We do not claim that {small} can {does} stress, {what} or cancer."),
            format!("It is unclear whether {small} can {does} {what}."),
            format!("Nobody should say that {small} can {does} {what} and prevent pain."),
            format!("The idea that {small} can {does} {what} is a myth."),
            format!("{who} is unlikely to {does} {what}."),
            format!("Can {small} {does} {what}?"),
            format!("Does {small} {does} {what}? Ask your GP."),
            format!("Ask your GP whether {small} could {does} your {what}."),
            format!("{what} can be hard to live with. A GP can {does} {what}."),
        ] {
            let got = fired(engine, &text);
            if !got.is_empty() {
                wrong.push(format!("{got:?}: {text}"));
            }
        }
    }
    let some: Vec<_> = wrong.iter().step_by(wrong.len() / 40 + 1).cloned().collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), some.join("\n"));
}

#[test]
fn negation_and_questions() {
    told_from_denied(&small(&Vocabulary::default()), triples());
}

#[test]
fn what_fires() {
    let engine = small(&vocabulary());
    for (rules, text) in [
        (&["MED"][..], "Massage eases arthritis."),
        (&["COND"], "Massage is lovely. It eases back pain."),
        (&["COND"], "Back pain? We can help."),
        (&["COND", "COND"], "Can massage help with sciatica? Yes, it can relieve sciatica."),
        (&["COND"], "Massage does not cure cramp but it eases muscle pain."),
        (&["COND"], "Ease your neck pain with our lovely massage."),
        (&["LIST", "COND"], "Massage helps with sciatica, cramp, swelling and anxiety."),
        (&["STUDY"], "Studies show that massage eases back pain."),
        (&["SAFE"], "It is really safe for everyone."),
        (&["QUOTE"], "> My back pain has gone!"),
        (&[], "My back pain has gone!"),
        (&[], "> Massage eases back pain."),
        (&[], "Massage can help you relax with arthritis."),
        (&[], "Massage and arthritis"),
        (&[], "Exercise eases back pain."),
        (&[], "A GP can use massage to treat back pain."),
        (&[], "Massage eases the pressure of pain."),
        (&[], "If massage eases back pain, tell us."),
        (&[], "It is safe for everyone who asks."),
    ] {
        assert_eq!(fired(&engine, text), rules, "{text}");
    }
}

#[test]
fn what_a_claim_tells() {
    let engine = small(&vocabulary());
    let text = "Book now. Our Swedish massage eases lumbago, \u{2018}the lot\u{2019}.";
    let claims = engine.find(&Passage { text, ..Passage::default() });
    let claim = claims.first().expect("a claim");
    assert_eq!((&*claim.rule, claim.is_error), ("COND", false));
    assert_eq!(text.get(claim.range.clone()), Some("Swedish massage eases lumbago"));
    assert_eq!(claim.who.as_deref(), Some("swedish-massage"));
    assert_eq!(claim.what.as_deref(), Some("low-back-pain"));
    assert_eq!(claim.suggestion.as_deref(), Some("Swedish massage can help you relax"));
    let safe = Passage { text: "Safe for everyone", ..Passage::default() };
    assert!(engine.find(&safe).iter().all(|claim| claim.is_error));
    let text = "Massage eases back pain.";
    for passage in [
        Passage { text, cites: &[3], ..Passage::default() },
        Passage { text, paragraph_cited: true, ..Passage::default() },
        Passage { text, kind: Kind::Advice, ..Passage::default() },
    ] {
        assert!(engine.find(&passage).is_empty());
    }
    let heading = Passage { text, kind: Kind::Heading, ..Passage::default() };
    assert_eq!(engine.find(&heading).len(), 1);
}

#[test]
fn lists_after_a_lead() {
    let engine = small(&vocabulary());
    let items = ["Sciatica", "Migraine", "Back pain"];
    for (lead, fires) in [
        ("Massage can help with:", true),
        ("Massage does not help with:", false),
        ("Can massage help with:", false),
        ("Ask your GP first if you have:", false),
        ("Massage can help you relax, but tell us if you have:", false),
    ] {
        assert_eq!(engine.find_list(lead, &items, false).is_some(), fires, "{lead}");
        let item = Passage { text: "Migraine", lead: Some(lead), ..Passage::default() };
        assert_eq!(engine.find(&item).len(), usize::from(fires), "{lead}");
    }
    assert!(engine.find_list("Massage can help with:", &items[..2], false).is_none());
    let text = "relieve back pain";
    let item = Passage { text, lead: Some("A massage can:"), ..Passage::default() };
    assert_eq!(engine.find(&item).len(), 1);
}

#[test]
fn one_reading_tells_all() {
    let engine = small(&vocabulary());
    let text = "Deep-tissue massage is firm. It can relieve lumbago.";
    let read = engine.read(&Passage { text, ..Passage::default() });
    let names: Vec<_> =
        read.mentions.iter().map(|one| (&*one.key, &text[one.range.clone()])).collect();
    assert_eq!(
        names,
        [("deep-tissue-massage", "Deep-tissue massage"), ("low-back-pain", "lumbago")]
    );
    assert_eq!(read.mentions, engine.mentions(text));
    assert_eq!(read.promotes, ["deep-tissue-massage".into()]);
    assert_eq!(read.claims.len(), 1);
    let promoted = |text: &str| engine.promotes(&Passage { text, ..Passage::default() });
    assert!(promoted("Deep tissue massage does not help everyone.").is_empty());
    assert!(promoted("Does deep tissue massage help?").is_empty());
}

#[test]
fn bad_patterns_say_where() {
    let classes = BTreeMap::from([("EFF".to_owned(), vec!["help".to_owned()])]);
    for (source, offset, class) in [
        ("{TREAT} … {EFT}", 10, Some("EFT")),
        ("… {EFF}", 0, None),
        ("{EFF} …", 7, None),
        ("{EFF", 0, None),
        ("[a|b {EFF}", 0, None),
        ("a ~x b", 2, None),
        ("(a)", 3, None),
        ("a || b", 2, None),
        ("a|", 2, None),
        ("{EFF} .. b", 6, None),
    ] {
        let rule = ClaimRule {
            name: "X".into(),
            any: vec!["a".into(), source.into()],
            ..ClaimRule::default()
        };
        let (_, bad) = compile(&[rule], &classes, &Vocabulary::default());
        let found: Vec<_> =
            bad.iter().map(|bad| (bad.index, bad.offset, bad.class.as_deref())).collect();
        assert_eq!(found, [(1, offset, class)], "{source}: {bad:?}");
    }
}
