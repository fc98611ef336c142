//! Tests with a tiny dictionary, and with those that are installed here, if any.

use super::*;

const AFF: &str = "SET UTF-8\nTRY esianrtolcdugmphbyfvkwz'\nSFX S Y 1\nSFX S 0 s .\n";
const DIC: &str = "40\nthe/S\nmassage/S\nback/S\npain/S\nis\na\nof\nand\nour\nwe\nhelp/S\nin\nLondon\ndon't\nor\nsession/S\n\
                   x-ray\ncooperate\nold\ntreatment/S\nat\nto\nit\nknow/S\ncall/S\nwrite/S\nsee/S\nclient/S\nwith\nlot\n";

fn speller() -> Speller {
    Speller::new(AFF, DIC, ["Anna Müller", "Kopfschmerz"].into_iter()).expect("dictionary")
}

fn unknown(text: &str) -> Vec<&str> {
    speller().unknown(text).into_iter().map(|range| &text[range]).collect()
}

#[test]
fn finds_wrong_words_with_their_places() {
    assert_eq!(unknown("The massge helps with bakc pain. Massge!"), ["massge", "bakc", "Massge"]);
    assert_eq!(unknown("Naïïve – ‘massge’, “paiin”."), ["Naïïve", "massge", "paiin"]);
    let found = speller().unknown("é massge");
    assert!(found.len() == 1 && found[0] == (3..9));
    assert_eq!(unknown("MASSGE SESSIONS"), ["MASSGE"]);
    assert!(unknown("").is_empty());
}

#[test]
fn passes_over_what_no_dictionary_knows() {
    for fine in [
        "We call it CNHC, GPs, TENS and GP’s.",
        "See https://exmple.com/massge, www.exmple.com or exmple.com/abuot and write to infoo@exmple.com.",
        "the `massge` and `codde blokk` of pain",
        "L4 and 3rd and 45min and C5-C6 and 2nd",
        "массаж 按摩 Ελλάδα",
        "We call Upledger in London. Upledger calls.",
        "We call it iPhone, YouTube and McTimoney.",
        "The client's pain and the clients’ pain and London’s, don’t and don't.",
        "the x-ray, co-operate, pre-treatment, non-massage and back-pain",
        "Effleurage, petrissage and tapotement; gua sha and shiatsu sessions",
        "to Müller, kopfschmerz and Kopfschmerzs",
        "e.g. the pain, i.e. back",
    ] {
        assert!(unknown(fine).is_empty(), "{fine}: {:?}", unknown(fine));
    }
    assert_eq!(unknown("the pre-tretment and bakc-pain"), ["tretment", "bakc"]);
    assert_eq!(unknown("the massge's pain"), ["massge"]);
    assert_eq!(unknown("Wrld. We see pain:\nPaiin"), ["Wrld", "Paiin"]);
}

#[test]
fn suggests_only_so_often() {
    let speller = speller();
    let mut suggester = speller.suggester(2);
    assert_eq!(suggester.suggest("massge").as_deref(), Some("massage"));
    assert_eq!(suggester.suggest("massge").as_deref(), Some("massage"));
    // Words of the trade are suggested too.
    assert_eq!(suggester.suggest("efleurage").as_deref(), Some("effleurage"));
    assert_eq!(suggester.suggest("bakc"), None);
    assert_eq!(speller.suggester(9).suggest("dont").as_deref(), Some("don't"));
    assert_eq!(speller.suggester(9).suggest("teh"), None);
    assert_eq!(speller.suggester(9).suggest(&"x".repeat(500)), None);
}

#[test]
fn reads_older_files_and_says_when_it_cannot() {
    assert_eq!(decode(b"\xEF\xBB\xBFabc"), "abc");
    assert_eq!(decode(b"caf\xE9"), "café");
    let bad = Speller::new("SFX A Y 3\nSFX", "x", std::iter::empty::<&str>());
    assert!(bad.is_err_and(|why| why.contains("Install it again")));
    let with_mark = Speller::new(
        &format!("\u{FEFF}{AFF}"),
        &DIC.replace('\n', "\r\n"),
        std::iter::empty::<&str>(),
    );
    assert!(with_mark.expect("dictionary").unknown("massage sessions").is_empty());
}

const PROSE: &str = "Massage can help you relax after a long day at your desk. Our therapists are trained in \
    effleurage, petrissage and tapotement, and they'll organise the session around you. Some people feel sore the next \
    day; that’s normal, and it usually passes within 24–48 hours. If you've osteoporosis, or you're taking \
    anticoagulants such as warfarin, speak to your GP first. We’re based in Leamington Spa. Lymphoedema, sciatica and \
    fibromyalgia need a physiotherapist’s advice. Reflexology and shiatsu aren't the same as Swedish massage.";

#[expect(clippy::disallowed_methods, reason = "the installed dictionaries are read")]
/// Each installed dictionary knows good prose, sees slips, and suggests the right words.
#[test]
fn works_with_real_dictionaries() {
    let root = std::env::var("SPELLING_DICTIONARIES").unwrap_or_default();
    for (aff, dic) in PLACES {
        let place = |path: &str| {
            if path.starts_with('/') { path.to_owned() } else { format!("{root}/{path}") }
        };
        let (Ok(aff), Ok(dic)) = (std::fs::read(place(aff)), std::fs::read(place(dic))) else {
            continue;
        };
        let start = std::time::Instant::now();
        let speller =
            Speller::new(&decode(&aff), &decode(&dic), ["x"].into_iter()).expect("dictionary");
        let loaded = start.elapsed();
        let unknown: Vec<&str> =
            speller.unknown(PROSE).into_iter().map(|range| &PROSE[range]).collect();
        assert!(unknown.is_empty(), "{}: {unknown:?}", aff.len());
        let plain = Dictionary::new(&decode(&aff), &decode(&dic)).expect("dictionary");
        let lacks: Vec<&str> = TRADE.lines().filter(|line| !plain.check(line)).collect();
        let mut suggester = speller.suggester(100);
        let start = std::time::Instant::now();
        for (wrong, right) in [
            ("massge", "massage"),
            ("recieve", "receive"),
            ("therepist", "therapist"),
            ("definately", "definitely"),
            ("seperate", "separate"),
            ("physiotherpist", "physiotherapist"),
            ("petrisage", "petrissage"),
            ("accomodate", "accommodate"),
            ("anaesthtic", "anaesthetic"),
        ] {
            assert_eq!(speller.unknown(wrong).len(), 1, "{wrong}");
            assert_eq!(suggester.suggest(wrong).as_deref(), Some(right));
        }
        println!(
            "{} bytes: load {loaded:?}, 9 suggestions {:?}; lacks {} {lacks:?}",
            dic.len(),
            start.elapsed(),
            lacks.len()
        );
    }
}
