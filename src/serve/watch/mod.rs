//! stub
use camino::{Utf8Path, Utf8PathBuf};
use notify::Watcher as _;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;
/// x
#[derive(Clone, Copy, Debug)]
pub enum Mode {
    /// x
    Auto,
    /// x
    Poll(Duration),
}
/// x
#[derive(Clone, Debug)]
pub enum Change {
    /// x
    Paths(Vec<Utf8PathBuf>),
    /// x
    All,
    /// x
    Nothing,
    /// x
    Stop,
}
/// x
#[derive(Debug)]
pub struct Watch {
    rx: Receiver<Change>,
    tx: Sender<Change>,
    _w: Option<notify::RecommendedWatcher>,
}
/// x
#[derive(Clone, Debug)]
pub struct Waker(Sender<Change>);
impl Waker {
    /// x
    pub fn wake(&self) {
        let _ = self.0.send(Change::Nothing);
    }
}
impl Watch {
    /// x
    pub fn new(root: &Utf8Path, _m: Mode) -> Self {
        let (tx, rx) = mpsc::channel();
        let t = tx.clone();
        let mut w = notify::recommended_watcher(move |e: notify::Result<notify::Event>| {
            if let Ok(e) = e
                && !e.kind.is_access()
            {
                let _ = t.send(Change::Paths(
                    e.paths
                        .into_iter()
                        .filter_map(|p| Utf8PathBuf::from_path_buf(p).ok())
                        .collect(),
                ));
            }
        })
        .ok();
        if let Some(w) = &mut w {
            let _ = w.watch(root.as_std_path(), notify::RecursiveMode::Recursive);
        }
        Self { rx, tx, _w: w }
    }
    /// x
    pub fn wait(&mut self, d: Duration) -> Change {
        match self.rx.recv_timeout(d) {
            Ok(Change::Paths(mut p)) => {
                while let Ok(Change::Paths(more)) = self.rx.try_recv() {
                    p.extend(more);
                }
                Change::Paths(p)
            }
            Ok(c) => c,
            Err(RecvTimeoutError::Timeout) => Change::Nothing,
            Err(_) => Change::Stop,
        }
    }
    /// x
    pub fn notices(&mut self) -> Vec<String> {
        Vec::new()
    }
    /// x
    pub fn waker(&self) -> Waker {
        Waker(self.tx.clone())
    }
    /// x
    pub fn looked(&mut self, _d: Duration) {}
}
