//! How often everything is looked at: often enough for a writer, seldom enough for the machine.

use std::time::Duration;

/// How long a look at everything takes, and what follows from that.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// The shortest time between two looks.
    least: Duration,
    /// How many times as long as a look the time between two looks is.
    factor: u32,
    /// The longest time between two looks.
    most: Duration,
    took: Option<Duration>,
}

impl Pace {
    /// Where events tell of changes, looks only find what was lost: one in two hundred parts of the time.
    pub(super) const fn beside_events() -> Self {
        Self {
            least: Duration::from_secs(2),
            factor: 200,
            most: Duration::from_mins(10),
            took: None,
        }
    }

    /// Where nothing tells of changes: three parts in a hundred. Waiting for a slow disk is no work, so the pause
    /// is never longer than somebody waits for a page.
    pub(super) const fn alone(least: Duration) -> Self {
        Self { least, factor: 30, most: Duration::from_secs(10), took: None }
    }

    /// Learns how long a look took. One that was held up counts a quarter.
    pub(super) fn learn(&mut self, took: Duration) {
        self.took = Some(self.took.map_or(took, |before| (before * 3 + took) / 4));
    }

    /// How long to wait until the next look.
    pub(super) fn pause(&self) -> Duration {
        let wanted = self.took.unwrap_or_default().saturating_mul(self.factor);
        wanted.min(self.most).max(self.least)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_with_what_a_look_costs() {
        let half = Duration::from_millis(500);
        let mut pace = Pace::alone(half);
        assert_eq!(pace.pause(), half);
        pace.learn(Duration::from_millis(10));
        assert_eq!(pace.pause(), half);
        for _ in 0..50 {
            pace.learn(Duration::from_millis(100));
        }
        assert!(
            pace.pause() > Duration::from_millis(2900) && pace.pause() <= Duration::from_secs(3)
        );
        for _ in 0..50 {
            pace.learn(Duration::from_mins(1));
        }
        assert_eq!(pace.pause(), Duration::from_secs(10));
    }

    #[test]
    fn beside_events_a_look_costs_half_a_percent() {
        let mut pace = Pace::beside_events();
        pace.learn(Duration::from_millis(5));
        assert_eq!(pace.pause(), Duration::from_secs(2));
        let mut pace = Pace::beside_events();
        pace.learn(Duration::from_millis(100));
        assert_eq!(pace.pause(), Duration::from_secs(20));
    }
}
