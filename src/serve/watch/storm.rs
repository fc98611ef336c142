//! Gathers what is noticed, and decides when it is time to act: at once, but not before a save is complete, and not
//! for each of a thousand files.
//!
//! A state machine without a clock: whoever uses it says what time it is.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use camino::Utf8PathBuf;

/// What follows something that was acted upon sooner than this belongs to it, and is gathered.
const QUIET: Duration = Duration::from_millis(30);

/// How long a storm is gathered at the most.
const LONGEST: Duration = Duration::from_millis(300);

/// How long a program that is writing a file may take to close it.
const WRITING: Duration = Duration::from_millis(100);

/// How long a file that went may take to come back: editors put the new one in its place.
const RETURNING: Duration = Duration::from_millis(20);

/// How long a file may be written again and again before it is read in between.
const AT_LAST: Duration = Duration::from_secs(1);

/// From so many paths on it is less work to look at everything.
const MANY: usize = 1000;

/// What was noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// A file is being written.
    Writing(Utf8PathBuf),
    /// Something went, or changed in a way that may go on.
    Going(Utf8PathBuf),
    /// A change is complete.
    Done(Utf8PathBuf),
    /// Nobody knows what changed.
    Lost,
}

/// When to act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// There is nothing to act upon.
    Never,
    /// At that moment, unless something is noticed before.
    At(Instant),
}

/// What to act upon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Gathered {
    Paths(Vec<Utf8PathBuf>),
    All,
}

/// What was noticed since somebody acted.
#[derive(Debug, Default)]
pub(super) struct Storm {
    /// Where, and since when.
    paths: BTreeMap<Utf8PathBuf, Instant>,
    /// What is not complete, and how long to wait for it.
    open: BTreeMap<Utf8PathBuf, Instant>,
    is_lost: bool,
    first: Option<Instant>,
    last: Option<Instant>,
    /// When the last thing that was acted upon was noticed.
    before: Option<Instant>,
}

impl Storm {
    /// Takes note of a sign.
    pub(super) fn note(&mut self, sign: Sign, now: Instant) {
        self.first.get_or_insert(now);
        self.last = Some(now);
        if self.is_lost {
            return;
        }
        let path = match sign {
            Sign::Lost => {
                self.lose();
                return;
            }
            // Who waits is not made to wait longer by what comes later.
            Sign::Writing(path) => {
                self.open.entry(path.clone()).or_insert(now + WRITING);
                path
            }
            Sign::Going(path) => {
                self.open.entry(path.clone()).or_insert(now + RETURNING);
                path
            }
            Sign::Done(path) => {
                self.open.remove(&path);
                path
            }
        };
        self.paths.entry(path).or_insert(now);
        if self.paths.len() > MANY {
            self.lose();
        }
    }

    fn lose(&mut self) {
        self.is_lost = true;
        self.paths.clear();
        self.open.clear();
    }

    /// When to act.
    pub(super) fn due(&self) -> Due {
        let (Some(first), Some(last)) = (self.first, self.last) else { return Due::Never };
        let complete = self.open.values().max().copied();
        let follows = self.before.is_some_and(|before| first.duration_since(before) < QUIET);
        if follows {
            let quiet = last + QUIET;
            return Due::At(complete.map_or(quiet, |open| open.max(quiet)).min(first + LONGEST));
        }
        Due::At(complete.map_or(first, |open| open.min(first + WRITING)))
    }

    /// What to act upon now; nothing if all of it is being written. What is, because it began while nobody could act,
    /// is left for the next time.
    pub(super) fn take(&mut self, now: Instant) -> Option<Gathered> {
        let storm = std::mem::take(self);
        self.before = storm.last;
        if storm.is_lost {
            return Some(Gathered::All);
        }
        let mut complete = Vec::new();
        for (path, since) in storm.paths {
            match storm.open.get(&path) {
                Some(open) if now < *open && now < since + AT_LAST => {
                    (self.first, self.last) = (Some(now), Some(now));
                    self.open.insert(path.clone(), *open);
                    self.paths.insert(path, since);
                }
                _ => complete.push(path),
            }
        }
        (!complete.is_empty()).then_some(Gathered::Paths(complete))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Clock(Instant);

    impl Clock {
        fn at(&self, milliseconds: u64) -> Instant {
            self.0 + Duration::from_millis(milliseconds)
        }
    }

    fn clock() -> Clock {
        Clock(Instant::now())
    }

    fn done(name: &str) -> Sign {
        Sign::Done(name.into())
    }

    #[test]
    fn the_first_event_is_acted_upon_at_once() {
        let (clock, mut storm) = (clock(), Storm::default());
        assert_eq!(storm.due(), Due::Never);
        storm.note(done("a"), clock.at(5));
        assert_eq!(storm.due(), Due::At(clock.at(5)));
        assert_eq!(storm.take(clock.at(5)), Some(Gathered::Paths(vec!["a".into()])));
        assert_eq!(storm.due(), Due::Never);
        storm.note(done("a"), clock.at(100));
        assert_eq!(storm.due(), Due::At(clock.at(100)), "later is another first");
    }

    #[test]
    fn a_save_in_several_steps_is_acted_upon_when_it_is_complete() {
        let (clock, mut storm) = (clock(), Storm::default());
        // Vim: the file goes, comes back empty, is written, is closed.
        storm.note(Sign::Going("a".into()), clock.at(0));
        assert_eq!(storm.due(), Due::At(clock.at(20)));
        storm.note(Sign::Writing("a".into()), clock.at(1));
        storm.note(done("a"), clock.at(2));
        assert_eq!(storm.due(), Due::At(clock.at(0)));
    }

    #[test]
    fn nobody_waits_long_for_what_never_ends() {
        let (clock, mut storm) = (clock(), Storm::default());
        for moment in 0..90 {
            storm.note(Sign::Writing("a".into()), clock.at(moment));
            storm.note(Sign::Writing(format!("b{moment}").into()), clock.at(moment));
        }
        assert_eq!(storm.due(), Due::At(clock.at(100)));
    }

    #[test]
    fn what_follows_is_gathered_until_it_is_quiet() {
        let (clock, mut storm) = (clock(), Storm::default());
        storm.note(done("a"), clock.at(0));
        storm.take(clock.at(0));
        storm.note(done("b"), clock.at(10));
        storm.note(done("c"), clock.at(25));
        assert_eq!(storm.due(), Due::At(clock.at(55)));
        let both = Gathered::Paths(vec!["b".into(), "c".into()]);
        assert_eq!(storm.take(clock.at(55)), Some(both));
    }

    #[test]
    fn a_save_that_follows_another_is_complete_as_well() {
        let (clock, mut storm) = (clock(), Storm::default());
        storm.note(done("a"), clock.at(0));
        storm.take(clock.at(0));
        storm.note(Sign::Writing("b".into()), clock.at(10));
        assert_eq!(storm.due(), Due::At(clock.at(110)));
        storm.note(done("b"), clock.at(60));
        assert_eq!(storm.due(), Due::At(clock.at(90)));
        for moment in 60..400 {
            storm.note(Sign::Writing(format!("b{moment}").into()), clock.at(moment));
        }
        assert_eq!(storm.due(), Due::At(clock.at(310)), "but nobody waits for ever");
    }

    #[test]
    fn a_save_that_began_while_nobody_could_act_is_waited_for() {
        let (clock, mut storm) = (clock(), Storm::default());
        storm.note(done("a"), clock.at(0));
        storm.note(done("b"), clock.at(0));
        storm.note(Sign::Writing("a".into()), clock.at(400));
        assert_eq!(storm.take(clock.at(410)), Some(Gathered::Paths(vec!["b".into()])));
        assert_eq!(storm.due(), Due::At(clock.at(500)));
        assert_eq!(storm.take(clock.at(450)), None);
        storm.note(done("a"), clock.at(460));
        assert!(matches!(storm.due(), Due::At(due) if due <= clock.at(490)));
        assert_eq!(storm.take(clock.at(490)), Some(Gathered::Paths(vec!["a".into()])));
        storm.note(done("a"), clock.at(500));
        storm.note(Sign::Writing("a".into()), clock.at(1499));
        let at_last = Some(Gathered::Paths(vec!["a".into()]));
        assert_eq!(storm.take(clock.at(1500)), at_last, "but nobody waits for ever");
    }

    #[test]
    fn a_hundred_saves_in_a_second_are_a_handful() {
        let (clock, mut storm) = (clock(), Storm::default());
        let mut acted = 0;
        for moment in 0..1000 {
            if matches!(storm.due(), Due::At(due) if due <= clock.at(moment)) {
                storm.take(clock.at(moment));
                acted += 1;
            }
            if moment % 10 == 0 {
                storm.note(done("a"), clock.at(moment));
            }
        }
        assert!((3..=5).contains(&acted), "{acted}");
    }

    #[test]
    fn ten_thousand_files_are_everything() {
        let (clock, mut storm) = (clock(), Storm::default());
        for file in 0..10_000 {
            storm.note(Sign::Going(file.to_string().into()), clock.at(0));
        }
        assert!(storm.paths.is_empty() && storm.open.is_empty());
        assert_eq!(storm.due(), Due::At(clock.at(0)));
        assert_eq!(storm.take(clock.at(0)), Some(Gathered::All));
        storm.note(Sign::Lost, clock.at(500));
        storm.note(done("a"), clock.at(500));
        assert_eq!(storm.take(clock.at(500)), Some(Gathered::All));
    }

    proptest::proptest! {
        #[test]
        fn nothing_that_was_noticed_is_forgotten_and_nothing_waits_for_ever(
            signs in proptest::collection::vec((0_u64..60, 0_u8..4, 0_u8..5), 1..60)
        ) {
            let (clock, mut storm) = (clock(), Storm::default());
            let mut moment = 0;
            let mut waiting: BTreeMap<Utf8PathBuf, u64> = BTreeMap::new();
            for (pause, kind, name) in signs {
                moment += pause;
                if let Due::At(due) = storm.due() && due <= clock.at(moment) {
                    match storm.take(clock.at(moment)) {
                        None => {}
                        Some(Gathered::All) => waiting.clear(),
                        Some(Gathered::Paths(paths)) => {
                            for path in paths {
                                assert!(waiting.remove(&path).is_some(), "nobody noticed {path}");
                            }
                        }
                    }
                    for since in waiting.values() {
                        assert!(moment < since + 1000, "{waiting:?}");
                    }
                    assert_ne!(waiting.is_empty(), storm.due() != Due::Never);
                    assert!(!matches!(storm.due(), Due::At(due) if due <= clock.at(moment)));
                }
                let path = Utf8PathBuf::from(name.to_string());
                waiting.entry(path.clone()).or_insert(moment);
                storm.note(match kind {
                    0 => Sign::Writing(path),
                    1 => Sign::Going(path),
                    2 => Sign::Lost,
                    _ => Sign::Done(path),
                }, clock.at(moment));
                let Due::At(due) = storm.due() else { panic!("something is due") };
                assert!(due <= clock.at(moment + 300));
            }
        }
    }
}
