//! How much memory pictures may take at once: whoever reads one waits until there is room for it.
//!
//! Nobody who holds room may wait for anybody else, so that the wait ends.

use std::sync::{Condvar, Mutex, PoisonError};

/// Bytes for all pictures that are read at the same time.
const ALL: u64 = 800 << 20;

/// Room for pictures.
#[derive(Debug, Default)]
pub(super) struct Room {
    taken: Mutex<u64>,
    freed: Condvar,
}

/// Room that was taken; free again when it is dropped.
#[derive(Debug)]
pub(super) struct Taken<'a> {
    room: &'a Room,
    bytes: u64,
}

impl Room {
    /// Waits until there is room for `bytes`. One that needs more than there is has all of it for itself.
    pub(super) fn take(&self, bytes: u64) -> Taken<'_> {
        let bytes = bytes.min(ALL);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while *taken + bytes > ALL {
            taken = self.freed.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        *taken += bytes;
        Taken { room: self, bytes }
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        *self.room.taken.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.room.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    #[test]
    fn no_more_is_taken_than_there_is() {
        let (room, now, most) = (Room::default(), AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for number in 1..=12_u64 {
                let (room, now, most) = (&room, &now, &most);
                scope.spawn(move || {
                    let bytes = number * (100 << 20);
                    let taken = room.take(bytes);
                    let sum = now.fetch_add(taken.bytes, Ordering::SeqCst) + taken.bytes;
                    most.fetch_max(sum, Ordering::SeqCst);
                    std::thread::yield_now();
                    now.fetch_sub(taken.bytes, Ordering::SeqCst);
                });
            }
        });
        assert!(most.load(Ordering::SeqCst) <= ALL);
        assert_eq!(*room.taken.lock().expect("nobody failed"), 0);
    }
}
