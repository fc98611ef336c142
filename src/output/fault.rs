//! Failures on demand: tests make the disk refuse the n-th change that is asked of it.
//!
//! In the program itself this is nothing: the type is empty and its check does not exist.

#[cfg(test)]
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// Asked before every change of the disk.
#[derive(Clone, Debug, Default)]
pub(super) struct Faults {
    #[cfg(test)]
    plan: Option<Arc<Plan>>,
}

/// Which changes fail.
#[cfg(test)]
#[derive(Debug)]
pub(super) struct Plan {
    seen: AtomicU64,
    from: u64,
    to: u64,
    error: rustix::io::Errno,
}

#[cfg(test)]
impl Faults {
    /// The changes number `from` (counted from 0) up to but not including `to` fail with `error`.
    pub(super) fn between(from: u64, to: u64, error: rustix::io::Errno) -> Self {
        Self { plan: Some(Arc::new(Plan { seen: AtomicU64::new(0), from, to, error })) }
    }

    /// How many changes were asked for.
    pub(super) fn seen(&self) -> u64 {
        self.plan.as_ref().map_or(0, |plan| plan.seen.load(Ordering::Relaxed))
    }

    pub(super) fn check(&self) -> rustix::io::Result<()> {
        let Some(plan) = &self.plan else { return Ok(()) };
        let number = plan.seen.fetch_add(1, Ordering::Relaxed);
        if (plan.from..plan.to).contains(&number) { Err(plan.error) } else { Ok(()) }
    }
}

#[cfg(not(test))]
impl Faults {
    #[inline]
    #[expect(clippy::unnecessary_wraps, clippy::unused_self, reason = "only tests make it fail")]
    pub(super) fn check(&self) -> rustix::io::Result<()> {
        Ok(())
    }
}
