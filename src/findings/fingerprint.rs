//! Numbers by which a finding is known again after the page was edited elsewhere.

use super::Finding;
use xxhash_rust::xxh3::Xxh3;

/// So many words before and after what was found belong to it.
const AROUND: usize = 4;

/// A number for what was found and the few words around it on its line. It stays the same when the line
/// moves and when the page, or the same long line, is edited further away.
pub(super) fn fingerprint(finding: &Finding) -> u64 {
    let (before, after) = around(finding);
    let mut hash = Xxh3::new();
    let mut add = |part: &str| {
        for word in part.split_whitespace() {
            hash.update(word.as_bytes());
            hash.update(b" ");
        }
        // A byte that no text has, lest words move from one part to the next unseen.
        hash.update(&[0xFF]);
    };
    add(&finding.rule);
    add(&finding.words);
    add(&before);
    add(&after);
    hash.digest()
}

/// The words before and after what was found. A finding about the whole page has none.
fn around(finding: &Finding) -> (String, String) {
    if finding.words.trim().is_empty() {
        return (String::new(), String::new());
    }
    let line = &finding.line_text;
    let place = |column: usize| {
        let column = column.saturating_sub(finding.cut);
        line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(at, _)| at)
    };
    let start = place(finding.start.column);
    let end =
        if finding.end.line == finding.start.line { place(finding.end.column) } else { line.len() };
    let words =
        |text: &str| text.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect();
    let before: Vec<String> = words(line.get(..start).unwrap_or_default());
    let after: Vec<String> = words(line.get(end.max(start)..).unwrap_or_default());
    let before =
        before.iter().skip(before.len().saturating_sub(AROUND)).cloned().collect::<Vec<_>>();
    let after = after.into_iter().take(AROUND).collect::<Vec<_>>();
    (before.join(" "), after.join(" "))
}

/// A word without its punctuation, in small letters: a comma more is not another sentence.
fn bare(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::super::samples::finding_in;
    use super::*;

    #[test]
    fn stays_when_the_line_moves_or_is_edited_far_away() {
        let line = "Massage is lovely. We know that massage cures back pain in all people who come to us, always.";
        let first = finding_in("a.md", 3, line, "cures");
        let mut moved = finding_in("a.md", 30, line, "cures");
        assert_eq!(fingerprint(&first), fingerprint(&moved));
        let edited = line.replace("lovely", "quite lovely, really").replace("always", "mostly");
        moved = finding_in("a.md", 7, &edited, "cures");
        assert_eq!(fingerprint(&first), fingerprint(&moved));
        let indented = format!("> {}", line.replace("back pain", "**back pain**"));
        assert_eq!(fingerprint(&first), fingerprint(&finding_in("a.md", 7, &indented, "cures")));
    }

    #[test]
    fn differs_in_another_sentence() {
        let first = finding_in("a.md", 3, "Massage cures back pain.", "cures");
        let other = finding_in("a.md", 3, "Massage cures knee pain.", "cures");
        assert_ne!(fingerprint(&first), fingerprint(&other));
        let rule = Finding { rule: "OTHER".to_owned(), ..first.clone() };
        assert_ne!(fingerprint(&first), fingerprint(&rule));
    }

    #[test]
    fn takes_columns_in_characters_and_bad_ones_too() {
        let line = "«Ä – massage» cures 😀 all";
        let found = finding_in("a.md", 1, line, "cures");
        assert_eq!(around(&found), ("ä massage".to_owned(), "all".to_owned()));
        let mut bad = found;
        bad.start.column = 0;
        bad.end.column = 900;
        assert_eq!(around(&bad), (String::new(), String::new()));
        bad.start.column = 900;
        bad.end.column = 2;
        assert!(around(&bad).1.is_empty());
    }
}
