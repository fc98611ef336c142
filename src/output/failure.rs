//! Why a site was not published, in one plain sentence.

use std::fmt;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};

/// Why a site was not published. Unless it says otherwise, the published site is as it was before.
#[derive(Debug)]
pub enum Failure {
    /// The output folder may not be used, or something in it is in the way.
    Refused {
        /// What is wrong and what to do, as a sentence without its full stop.
        reason: String,
    },
    /// The output folder holds files that this program did not write.
    Foreign {
        /// The output folder.
        folder: Utf8PathBuf,
        /// The first few of them, sorted.
        entries: Vec<String>,
        /// How many there are beyond those.
        more: usize,
    },
    /// Another process is publishing to the same folder.
    Locked {
        /// Which one, if it said so.
        pid: Option<u32>,
    },
    /// The disk would not do what was asked of it.
    Io {
        /// The file or folder it was asked for.
        path: Utf8PathBuf,
        /// What the system said.
        error: io::Error,
        /// What was tried, as words that follow "could not".
        doing: &'static str,
        /// Whether the published site is still exactly as it was; if not, the next run completes the work.
        untouched: bool,
    },
}

impl Failure {
    /// What the program should end with: 2 for a wrong setup, 3 for the disk, 75 for "try again later".
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Refused { .. } | Self::Foreign { .. } => 2,
            Self::Io { .. } => 3,
            Self::Locked { .. } => 75,
        }
    }

    pub(super) fn refused(reason: impl Into<String>) -> Self {
        Self::Refused { reason: reason.into() }
    }

    /// The same failure after the point of no return: part of the new site may be visible.
    pub(super) fn begun(self) -> Self {
        match self {
            Self::Io { path, error, doing, .. } => {
                Self::Io { path, error, doing, untouched: false }
            }
            other => other,
        }
    }
}

impl Failure {
    /// What happened, without what it means for the published site.
    pub(super) fn cause(&self) -> String {
        match self {
            Self::Io { path, error, doing, .. } => {
                format!("could not {doing} `{path}`: {}", plain(error))
            }
            other => other.to_string(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { reason } => out.write_str(reason),
            Self::Foreign { folder, entries, more } => {
                write!(out, "the output folder `{folder}` holds files that anma did not write (")?;
                for (index, entry) in entries.iter().enumerate() {
                    write!(out, "{}`{entry}`", if index == 0 { "" } else { ", " })?;
                }
                if *more > 0 {
                    write!(out, " and {more} more")?;
                }
                out.write_str(
                    "); choose another folder, empty it, or use `--adopt` to publish beside them",
                )
            }
            Self::Locked { pid: Some(pid) } => write!(
                out,
                "another build (process {pid}) is publishing to the same folder; wait for it to end and try again"
            ),
            Self::Locked { pid: None } => out.write_str(
                "another build is publishing to the same folder; wait for it to end and try again",
            ),
            Self::Io { untouched, .. } => {
                out.write_str(&self.cause())?;
                out.write_str(if *untouched {
                    "; the published site is unchanged"
                } else {
                    "; the new site is only partly visible, and the next build completes it"
                })
            }
        }
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { error, .. } => Some(error),
            _ => None,
        }
    }
}

/// A failure on its way through an interface that knows only [`io::Error`], and back.
impl From<Failure> for io::Error {
    fn from(failure: Failure) -> Self {
        let kind = match &failure {
            Failure::Io { error, .. } => error.kind(),
            Failure::Locked { .. } => io::ErrorKind::ResourceBusy,
            Failure::Refused { .. } | Failure::Foreign { .. } => io::ErrorKind::PermissionDenied,
        };
        Self::new(kind, failure)
    }
}

/// What a sink answered, as the failure it was; an error from elsewhere stays an error of the disk.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.downcast::<Self>() {
            Ok(failure) => failure,
            Err(error) => {
                Self::Io { path: Utf8PathBuf::new(), error, doing: "publish", untouched: true }
            }
        }
    }
}

/// Says what was tried and where, so that no error of the disk travels without its path.
pub(super) trait Context<T> {
    fn during(self, doing: &'static str, path: impl AsRef<Utf8Path>) -> Result<T, Failure>;
}

impl<T> Context<T> for io::Result<T> {
    fn during(self, doing: &'static str, path: impl AsRef<Utf8Path>) -> Result<T, Failure> {
        let path = path.as_ref();
        self.map_err(|error| Failure::Io { path: path.to_owned(), error, doing, untouched: true })
    }
}

/// The error in words that say what to do, without the number that only a programmer reads.
fn plain(error: &io::Error) -> String {
    let text = match error.kind() {
        io::ErrorKind::StorageFull if error.raw_os_error().is_some() => "the disk is full",
        io::ErrorKind::QuotaExceeded => "your share of the disk is used up",
        io::ErrorKind::PermissionDenied => "you may not write there",
        io::ErrorKind::ReadOnlyFilesystem => "the disk can only be read",
        io::ErrorKind::FileTooLarge => "the system does not allow files of this size",
        io::ErrorKind::NotFound => "it is not there",
        _ => "",
    };
    if !text.is_empty() {
        return text.to_owned();
    }
    let text = error.to_string();
    text.split_once(" (os error").map_or(text.clone(), |(words, _)| words.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_survives_the_way_through_an_io_error() {
        let failure: Result<(), Failure> =
            Err(io::Error::from_raw_os_error(28)).during("write", "output/a.html");
        let error = io::Error::from(failure.expect_err("it is one"));
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
        let back = Failure::from(error);
        assert_eq!(
            back.to_string(),
            "could not write `output/a.html`: the disk is full; the published site is unchanged"
        );
        assert_eq!(back.exit_code(), 3);
        assert!(back.begun().to_string().ends_with("the next build completes it"));
    }

    #[test]
    fn each_failure_says_what_to_do() {
        let foreign =
            Failure::Foreign { folder: "www".into(), entries: vec!["cv.pdf".into()], more: 2 };
        let text = foreign.to_string();
        assert!(text.contains("`cv.pdf` and 2 more") && text.contains("--adopt"), "{text}");
        assert_eq!((foreign.exit_code(), Failure::Locked { pid: Some(7) }.exit_code()), (2, 75));
    }
}
