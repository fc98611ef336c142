//! What a stage gave the last time, to be used again while what it is made of stays the same.
//!
//! Nothing is ever invalidated: what a stage reads is its key, and a key is the same or it is not.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Notes};

/// A stage that gives a `V` for each `K`, with its last result.
pub(super) struct Stage<K, V>(Option<Last<K, V>>);

struct Last<K, V> {
    key: K,
    value: V,
    notes: Vec<Diagnostic>,
}

impl<K, V> Default for Stage<K, V> {
    fn default() -> Self {
        Self(None)
    }
}

impl<K: PartialEq, V: Clone> Stage<K, V> {
    /// What `make` gives for `key`: the last result if it was made of the same, with all that was noticed then.
    pub(super) fn run(
        &mut self,
        key: K,
        notes: &mut Notes,
        make: impl FnOnce(&mut Notes) -> V,
    ) -> V {
        if let Some(last) = self.0.as_ref().filter(|last| last.key == key) {
            notes.extend(last.notes.iter().cloned());
            return last.value.clone();
        }
        let mut noticed = Notes::default();
        let value = make(&mut noticed);
        let noticed = noticed.into_vec();
        notes.extend(noticed.iter().cloned());
        self.0 = Some(Last { key, value: value.clone(), notes: noticed });
        value
    }

    /// Whether the last result is made of `key`.
    pub(super) fn is_of(&self, key: &K) -> bool {
        self.0.as_ref().is_some_and(|last| last.key == *key)
    }

    /// Forgets a result with which something was noticed: what is said of it rests on more than the key.
    pub(super) fn forget_noticed(&mut self) {
        self.0.take_if(|last| !last.notes.is_empty());
    }
}

/// A shared value that is the same only as itself: equal ones that were made anew are not.
pub(super) struct Same<T: ?Sized>(pub(super) Arc<T>);

impl<T: ?Sized> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Span;
    use crate::diagnostic::Code;

    #[test]
    fn a_stage_runs_again_only_for_another_key_and_repeats_what_it_noticed() {
        let mut stage: Stage<u32, u32> = Stage::default();
        let mut runs = 0;
        let mut run = |key: u32| {
            let mut notes = Notes::default();
            let value = stage.run(key, &mut notes, |notes| {
                runs += 1;
                let place = Span::file(&camino::Utf8Path::new("anma.yaml").into());
                notes.push(Diagnostic::warning(Code::NO_CONTENT, place, format!("{key}")));
                key * 2
            });
            (value, notes.into_vec()[0].message.clone())
        };
        let results = [1, 1, 2, 1].map(&mut run);
        assert_eq!(results.map(|(value, _)| value), [2, 2, 4, 2]);
        assert_eq!([1, 1].map(run).map(|(_, note)| note), ["1", "1"]);
        assert_eq!(runs, 3);
    }
}
