//! A site of any size, the same every time.

use std::fmt::Write as _;

/// An article like those of a salon: headings, links, a list, some emphasis.
pub(crate) fn article(number: usize) -> String {
    const SENTENCES: [&str; 6] = [
        "Begin with light effleurage over the upper trapezius, and stay well below the point where breathing changes.",
        "Many people with [sciatica](../conditions/sciatica.md) feel *better* within six weeks; it's worth asking first.",
        "A fuller summary is available [in this review](https://health.example.net/advice/9379).",
        "Pressure should feel specific and never sharp, and the person on the table can always say stop.",
        "Observational data suggests that a warm towel lowers perceived stress, although the effect is cautious.",
        "Sleep, hydration and daily walking matter as much as **skin rolling**, and nurses remember this.",
    ];
    let mut text = String::new();
    for section in 0..7 {
        let _written = write!(text, "## Part {section} of {number}\n\n");
        for sentence in 0..5 {
            text.push_str(SENTENCES[(number + section + sentence) % SENTENCES.len()]);
            text.push(' ');
        }
        text.push_str(
            "\n\n- Keep a small amount of lotion close at hand.\n- Forty sessions are a trial.\n\n",
        );
    }
    text
}
