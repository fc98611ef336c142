//! What a fix would change, as a unified diff, and the change itself.

use std::fmt::Write as _;
use std::ops::Range;

/// Lines shown before and after a change.
const CONTEXT: usize = 2;

/// With more changed lines than this the whole text counts as replaced: finding the shortest way would take long.
const MOST: usize = 2000;

/// Lines kept, taken out and put in; each with how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Keep(usize),
    Remove(usize),
    Add(usize),
}

/// What differs between two texts of a file, as `git apply` and `patch -p1` read it. Empty if nothing does.
pub fn diff(path: &str, before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let steps = steps(&old, &new);
    // A name with a blank needs something to mark its end.
    let tab = if path.contains(' ') { "\t" } else { "" };
    let mut out = format!("--- a/{path}{tab}\n+++ b/{path}{tab}\n");
    for hunk in hunks(&steps) {
        write_hunk(&mut out, &hunk, &old, &new);
    }
    out
}

/// Makes all edits. They may come in any order; of two that overlap the one that begins first is made.
/// An edit that is not within the text, or cuts a character in two, is left out.
pub fn apply_edits(text: &str, edits: &[(Range<usize>, String)]) -> String {
    let mut sorted: Vec<&(Range<usize>, String)> =
        edits.iter().filter(|(range, _)| text.get(range.clone()).is_some()).collect();
    sorted.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::with_capacity(text.len());
    let (mut done, mut last) = (0, None);
    for (range, new) in sorted {
        // Two insertions at one place would come in a chance order: the second is left out.
        if range.start < done || (range.is_empty() && last == Some(range)) {
            continue;
        }
        out.push_str(text.get(done..range.start).unwrap_or_default());
        out.push_str(new);
        done = range.end;
        last = Some(range);
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// The steps from the old lines to the new.
fn steps(old: &[&str], new: &[&str]) -> Vec<Step> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old, new) = (old.get(head..).unwrap_or_default(), new.get(head..).unwrap_or_default());
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let old = old.get(..old.len() - tail).unwrap_or_default();
    let new = new.get(..new.len() - tail).unwrap_or_default();
    let mut all = vec![Step::Keep(head)];
    all.extend(
        shortest(old, new).unwrap_or_else(|| vec![Step::Remove(old.len()), Step::Add(new.len())]),
    );
    all.push(Step::Keep(tail));
    join(all)
}

/// Takes neighbouring steps of one kind together.
fn join(all: Vec<Step>) -> Vec<Step> {
    let mut out: Vec<Step> = Vec::with_capacity(all.len());
    for step in all {
        match (out.last_mut(), step) {
            (_, Step::Keep(0) | Step::Remove(0) | Step::Add(0)) => {}
            (Some(Step::Keep(count)), Step::Keep(more))
            | (Some(Step::Remove(count)), Step::Remove(more))
            | (Some(Step::Add(count)), Step::Add(more)) => *count += more,
            _ => out.push(step),
        }
    }
    out
}

/// The fewest lines taken out and put in (E. Myers, "An O(ND) difference algorithm", 1986). `None` if
/// there are too many. Diagonal `k` has its furthest point at `reach[k + limit]`.
fn shortest(old: &[&str], new: &[&str]) -> Option<Vec<Step>> {
    let limit = (old.len() + new.len()).min(MOST);
    let mut reach = vec![0_usize; 2 * limit + 3];
    let middle = limit + 1;
    let mut rounds: Vec<Vec<usize>> = Vec::new();
    for round in 0..=limit {
        rounds.push(reach.get(middle - round..=middle + round)?.to_vec());
        for place in (middle - round..=middle + round).step_by(2) {
            let (above, below) = (*reach.get(place - 1)?, *reach.get(place + 1)?);
            let down = place == middle - round || (place != middle + round && above < below);
            let mut x = if down { below } else { above + 1 };
            // y = x - k, and k = place - middle.
            let Some(mut y) = (x + middle).checked_sub(place) else { continue };
            while x < old.len() && y < new.len() && old.get(x) == new.get(y) {
                x += 1;
                y += 1;
            }
            *reach.get_mut(place)? = x;
            if x >= old.len() && y >= new.len() {
                return back(&rounds, old.len(), new.len());
            }
        }
    }
    None
}

/// Goes back from the end to the beginning, and gives the steps in their order.
fn back(rounds: &[Vec<usize>], old: usize, new: usize) -> Option<Vec<Step>> {
    let (mut x, mut y) = (old, new);
    let mut steps = Vec::new();
    for (round, reach) in rounds.iter().enumerate().skip(1).rev() {
        // `reach` holds the diagonals from -round to round as they were before this round.
        let place = (x + round).checked_sub(y)?;
        let at = |place: Option<usize>| place.and_then(|place| reach.get(place)).copied();
        let (above, below) = (at(place.checked_sub(1)), at(Some(place + 1)));
        let down = place == 0 || (place != 2 * round && above < below);
        let from = if down { below? } else { above? };
        let middle = if down { from } else { from + 1 };
        steps.push(Step::Keep(x.checked_sub(middle)?));
        steps.push(if down { Step::Add(1) } else { Step::Remove(1) });
        y = if down { (y + middle).checked_sub(x + 1)? } else { (y + middle).checked_sub(x)? };
        x = from;
    }
    steps.push(Step::Keep(x));
    steps.reverse();
    Some(steps)
}

/// A part of the diff: where it begins in both texts, and its steps.
struct Hunk {
    old: usize,
    new: usize,
    steps: Vec<Step>,
}

/// Changes that are close to one another, with the lines around them.
fn hunks(steps: &[Step]) -> Vec<Hunk> {
    let mut hunks: Vec<Hunk> = Vec::new();
    let mut open: Option<Hunk> = None;
    let (mut old, mut new) = (0, 0);
    for (place, step) in steps.iter().enumerate() {
        match *step {
            Step::Keep(count) => {
                let last = place + 1 == steps.len();
                if let Some(hunk) = &mut open {
                    let close = last || count > 2 * CONTEXT;
                    hunk.steps.push(Step::Keep(if close { count.min(CONTEXT) } else { count }));
                    if close {
                        hunks.extend(open.take());
                    }
                }
                (old, new) = (old + count, new + count);
                if open.is_none() && !last {
                    let shown = count.min(CONTEXT);
                    open = Some(Hunk {
                        old: old - shown,
                        new: new - shown,
                        steps: vec![Step::Keep(shown)],
                    });
                }
                continue;
            }
            Step::Remove(count) => old += count,
            Step::Add(count) => new += count,
        }
        let (from_old, from_new) = match *step {
            Step::Remove(count) => (old - count, new),
            Step::Add(count) => (old, new - count),
            Step::Keep(_) => (old, new),
        };
        open.get_or_insert_with(|| Hunk { old: from_old, new: from_new, steps: Vec::new() })
            .steps
            .push(*step);
    }
    hunks.extend(open);
    hunks
}

fn write_hunk(out: &mut String, hunk: &Hunk, old: &[&str], new: &[&str]) {
    let count = |of: fn(&Step) -> usize| hunk.steps.iter().map(of).sum::<usize>();
    let in_old = count(|step| match step {
        Step::Keep(count) | Step::Remove(count) => *count,
        Step::Add(_) => 0,
    });
    let in_new = count(|step| match step {
        Step::Keep(count) | Step::Add(count) => *count,
        Step::Remove(_) => 0,
    });
    let place = |at: usize, count: usize| {
        // Where there is no line, the one before is named.
        let line = if count == 0 { at } else { at + 1 };
        if count == 1 { line.to_string() } else { format!("{line},{count}") }
    };
    let _written = writeln!(out, "@@ -{} +{} @@", place(hunk.old, in_old), place(hunk.new, in_new));
    let (mut at_old, mut at_new) = (hunk.old, hunk.new);
    for step in &hunk.steps {
        match *step {
            Step::Keep(count) => {
                lines(out, ' ', old, at_old, count);
                (at_old, at_new) = (at_old + count, at_new + count);
            }
            Step::Remove(count) => {
                lines(out, '-', old, at_old, count);
                at_old += count;
            }
            Step::Add(count) => {
                lines(out, '+', new, at_new, count);
                at_new += count;
            }
        }
    }
}

fn lines(out: &mut String, sign: char, all: &[&str], from: usize, count: usize) {
    for line in all.get(from..from + count).unwrap_or_default() {
        out.push(sign);
        out.push_str(line);
        if !line.ends_with('\n') {
            out.push_str("\n\\ No newline at end of file\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes the change that a diff describes.
    fn patch(before: &str, diff: &str) -> String {
        let old: Vec<&str> = before.split_inclusive('\n').collect();
        let (mut out, mut at) = (String::new(), 0);
        let lines: Vec<&str> = diff.split_inclusive('\n').collect();
        for (n, line) in lines.iter().enumerate().skip(2) {
            let bare = lines.get(n + 1).is_some_and(|next| next.starts_with('\\'));
            let text = if bare { line.trim_end_matches('\n') } else { line };
            match text.as_bytes()[0] {
                b'@' => {
                    let part = text.split(' ').nth(1).expect("place").trim_start_matches('-');
                    let (line, count) = part.split_once(',').unwrap_or((part, "1"));
                    let line: usize = line.parse().expect("number");
                    let upto = if count == "0" { line } else { line - 1 };
                    out.extend(old[at..upto].iter().copied());
                    at = upto;
                }
                b' ' => {
                    assert_eq!(old[at], &text[1..]);
                    out.push_str(old[at]);
                    at += 1;
                }
                b'-' => {
                    assert_eq!(old[at], &text[1..]);
                    at += 1;
                }
                b'+' => out.push_str(&text[1..]),
                _ => assert!(text.starts_with('\\')),
            }
        }
        out.extend(old[at..].iter().copied());
        out
    }

    #[test]
    fn is_a_unified_diff() {
        let before = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\n";
        let after = "a\nb\nc\nX\ne\nf\ng\nh\ni\nj\nnew\nk";
        let want = "--- a/p.md\n+++ b/p.md\n@@ -2,5 +2,5 @@\n b\n c\n-d\n+X\n e\n f\n@@ -9,3 +9,4 @@\n i\n j\n\
                    -k\n+new\n+k\n\\ No newline at end of file\n";
        assert_eq!(diff("p.md", before, after), want);
        assert_eq!(diff("p.md", before, before), "");
        assert!(diff("a b.md", "x", "y").starts_with("--- a/a b.md\t\n"));
    }

    #[test]
    fn leads_from_any_text_to_any_other() {
        // A small generator of numbers, always the same.
        let mut state = 12345_u32;
        let mut next = move |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % below
        };
        for _ in 0..3000 {
            let mut text = |most: u32| {
                let mut out = String::new();
                for _ in 0..next(most) {
                    out.push_str(["a\n", "b\n", "c\n", "\n"][next(4) as usize]);
                }
                if next(3) == 0 {
                    out.push('z');
                }
                out
            };
            let (before, after) = (text(25), text(25));
            let made = diff("x", &before, &after);
            assert_eq!(patch(&before, &made), after, "{before:?} {after:?}\n{made}");
        }
    }

    #[test]
    fn long_texts_that_differ_throughout_are_replaced() {
        let before: String = (0..3000).flat_map(|n| [n.to_string(), "\n".to_owned()]).collect();
        let after: String = (0..3000).flat_map(|n| [n.to_string(), "n\n".to_owned()]).collect();
        let made = diff("x", &before, &after);
        assert_eq!(patch(&before, &made), after);
    }

    #[test]
    fn edits_are_sorted_and_do_not_overlap() {
        let edit = |range: Range<usize>, new: &str| (range, new.to_owned());
        let edits = [
            edit(6..11, "all"),
            edit(0..5, "Good day"),
            edit(3..8, "no"),
            edit(11..11, "!"),
            edit(11..11, "?"),
        ];
        assert_eq!(apply_edits("Hello world", &edits), "Good day all!");
        assert_eq!(apply_edits("é", &[edit(1..2, "x"), edit(0..90, "x")]), "é");
        assert_eq!(apply_edits("ab", &[edit(0..1, ""), edit(1..2, "")]), "");
        assert_eq!(apply_edits("ab", &[]), "ab");
    }
}
