//! What the file system says of a file without its being opened: enough to know that it is as it was.

use rustix::fs::{FileType, Stat};
use rustix::time::{ClockId, clock_gettime};

const SECOND: i64 = 1_000_000_000;

/// What tells one state of a file from another without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Its length in bytes.
    pub size: u64,
    /// When its content was written, in nanoseconds since 1970. Programs set it as they like.
    pub modified: i64,
    /// When anything of it changed, in nanoseconds since 1970. No program can set it.
    pub changed: i64,
    /// The file system that it lies in.
    pub device: u64,
    /// Its number there.
    pub inode: u64,
}

fn number(value: impl TryInto<i64>) -> i64 {
    value.try_into().unwrap_or(i64::MAX)
}

fn moment(seconds: i64, nanoseconds: i64) -> i64 {
    seconds.saturating_mul(SECOND).saturating_add(nanoseconds)
}

impl Shape {
    /// The shape of a regular file; `None` for anything else.
    pub fn of_file(stat: &Stat) -> Option<Self> {
        let is_file = FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile;
        is_file.then(|| Self {
            size: number(stat.st_size).unsigned_abs(),
            modified: moment(number(stat.st_mtime), number(stat.st_mtime_nsec)),
            changed: moment(number(stat.st_ctime), number(stat.st_ctime_nsec)),
            device: stat.st_dev,
            inode: stat.st_ino,
        })
    }

    /// Whether a later change is sure to show in the shape of a file that is read at `now`.
    ///
    /// Clocks of file systems tick: two changes within one tick leave the same time. A file that is younger
    /// than a tick must be read again. Where times are whole seconds, a tick is taken for two seconds long.
    /// Times that lie further ahead come from another clock, and waiting for them would have no end.
    pub fn is_settled(&self, now: i64) -> bool {
        let tick = if self.changed % SECOND == 0 { 2 * SECOND } else { SECOND / 100 };
        now.abs_diff(self.changed) >= tick.unsigned_abs()
    }
}

/// This moment by the clock that file systems use, in nanoseconds since 1970. It decides only whether a file is
/// read once more, never what is made of it.
pub fn now() -> i64 {
    let time = clock_gettime(ClockId::Realtime);
    moment(number(time.tv_sec), number(time.tv_nsec))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_settles_when_the_clock_has_ticked() {
        let shape = |changed| Shape { size: 1, modified: 0, changed, device: 1, inode: 1 };
        let fine = shape(5 * SECOND + 1);
        assert!(!fine.is_settled(5 * SECOND + 2));
        assert!(!fine.is_settled(5 * SECOND - 2));
        assert!(fine.is_settled(5 * SECOND + SECOND / 50));
        let coarse = shape(5 * SECOND);
        assert!(!coarse.is_settled(6 * SECOND));
        assert!(coarse.is_settled(7 * SECOND));
        assert!(shape(500 * SECOND).is_settled(SECOND), "a clock far ahead is not waited for");
    }
}
