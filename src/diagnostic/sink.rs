//! Where a stage puts what it notices.

use super::{Diagnostic, Severity};

/// What was noticed so far. A stage never fails: it returns what it made, and leaves its problems here.
#[derive(Clone, Debug, Default)]
pub struct Notes(Vec<Diagnostic>);

impl Notes {
    /// Notes a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Forgets what `keep` does not want.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.0.retain(keep);
    }

    /// Takes over what another stage noticed.
    pub fn extend(&mut self, more: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(more);
    }

    /// Whether nothing was noticed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether something keeps the site from being published.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// What was noticed so far.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// All of it, by file and place, each problem once: the same whatever order the stages ran in.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.0.sort_by(|one, two| {
            (one.span(), one.name(), &one.message, &one.labels).cmp(&(
                two.span(),
                two.name(),
                &two.message,
                &two.labels,
            ))
        });
        self.0.dedup();
        self.0
    }

    /// What was noticed, in the order it came.
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.0
    }
}

impl IntoIterator for Notes {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
