//! One publisher at a time: a lock file beside the output folder, with the holder's process number in it.
//!
//! The system drops the lock when its holder ends, however it ends. The file itself is never removed:
//! two processes could otherwise hold locks on two files of the same name.

use std::io::Read as _;
use std::os::fd::OwnedFd;
use std::thread;
use std::time::{Duration, Instant};

use rustix::fs::{self, FlockOperation};
use rustix::io::Errno;

use super::failure::{Context as _, Failure};
use super::folder::Folder;

/// The lock's name in the state folder. Its presence also says that the folder is this program's.
pub(super) const NAME: &str = "lock";
const PAUSE: Duration = Duration::from_millis(20);

/// Held until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    _file: OwnedFd,
}

/// Takes the lock in `state`, waiting for it up to `patience`; `waiting` is told once who holds it.
pub(super) fn take(
    state: &Folder,
    patience: Duration,
    waiting: &mut dyn FnMut(Option<u32>),
) -> Result<Lock, Failure> {
    let path = state.path(NAME);
    let file = state.open_or_create(NAME).during("open the lock", &path)?;
    let mut since = None;
    loop {
        match fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => break,
            Err(Errno::INTR) => continue,
            Err(Errno::WOULDBLOCK) => {}
            Err(error) => return Err(error.into()).during("lock", &path),
        }
        let since = *since.get_or_insert_with(|| {
            waiting(holder(state));
            Instant::now()
        });
        if since.elapsed() >= patience {
            return Err(Failure::Locked { pid: holder(state) });
        }
        thread::sleep(PAUSE.min(patience));
    }
    fs::ftruncate(&file, 0).map_err(Into::into).during("write", &path)?;
    let text = format!("{}\n", std::process::id());
    state.write(&file, text.as_bytes()).during("write", &path)?;
    Ok(Lock { _file: file })
}

fn holder(state: &Folder) -> Option<u32> {
    let mut text = String::new();
    let file = std::fs::File::from(state.read(NAME).ok()?);
    file.take(32).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}
