//! "Did you mean …": the name that a mistyped one was meant to be.

use crate::base::normalise_name;

/// The candidate closest to `typed`, if one is close enough to be a slip of the fingers.
///
/// One edit for names of up to five letters, two up to nine, three beyond; the first of equals in order.
pub fn closest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = normalise_name(typed);
    let limit = match typed.chars().count() {
        0..=2 => return None,
        3..=5 => 1,
        6..=9 => 2,
        _ => 3,
    };
    let distance = |candidate: &str| {
        // Names that differ much in length cannot be close; the check spares the costly comparison.
        let name = normalise_name(candidate);
        if name.len().abs_diff(typed.len()) > limit * 2 {
            return usize::MAX;
        }
        strsim::damerau_levenshtein(&typed, &name)
    };
    let best = candidates.into_iter().map(|candidate| (distance(candidate), candidate)).min()?;
    (best.0 <= limit).then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_the_name_and_a_different_word_does_not() {
        let names = ["sciatica", "scoliosis", "arthritis"];
        assert_eq!(closest("sciatca", names), Some("sciatica"));
        assert_eq!(closest("Artritis", names), Some("arthritis"));
        assert_eq!(closest("pregnancy", names), None);
        assert_eq!(closest("x", ["y"]), None);
    }
}
