//! What was decided, on disk, so that a crash in the middle can be completed.
//!
//! The journal's appearance under its name is the point of no return for publishing file by file; for an
//! exchange of folders it only says which folder is the new one, so that the next run can tell what happened.

use std::fmt::Write as _;
use std::io::{self, Read as _};

use super::failure::{Context as _, Failure};
use super::folder::{Folder, Shape};
use super::manifest;
use super::site::Site;

/// The journal's name in the state folder.
pub(super) const NAME: &str = "journal";
const DRAFT: &str = "journal.new";
const MAGIC: &str = "anma journal 1";

/// One change of the output folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The file of this path is moved from the stage to the output.
    Put(String),
    /// The file of this path is removed, if it still has this shape.
    Remove(String, Shape),
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Journal {
    /// The stage, which is this folder, changes places with the output.
    Swap { device: u64, number: u64 },
    /// These steps are taken in their order.
    Files(Vec<Step>),
}

impl Journal {
    fn to_text(&self) -> String {
        let mut text = String::new();
        // Writing to a `String` cannot fail.
        match self {
            Self::Swap { device, number } => {
                let _written = writeln!(text, "{MAGIC}\tswap\t{device}\t{number}");
            }
            Self::Files(steps) => {
                let _written = writeln!(text, "{MAGIC}\tfiles\t{}", steps.len());
                for step in steps {
                    let _written = match step {
                        Step::Put(path) => writeln!(text, "put\t{path}"),
                        Step::Remove(path, Shape { size, modified }) => {
                            writeln!(text, "remove\t{path}\t{size}\t{modified}")
                        }
                    };
                }
            }
        }
        text
    }

    fn parse(text: &str) -> Option<Self> {
        let (first, rest) = text.split_once('\n')?;
        let mut fields = first.split('\t');
        if fields.next()? != MAGIC {
            return None;
        }
        match (fields.next()?, fields.next()?, fields.next()) {
            ("swap", device, Some(number)) => {
                let (device, number) = (device.parse().ok()?, number.parse().ok()?);
                Some(Self::Swap { device, number })
            }
            ("files", count, None) => {
                let steps: Option<Vec<Step>> = rest.split_inclusive('\n').map(parse_step).collect();
                let count: usize = count.parse().ok()?;
                steps.filter(|steps| steps.len() == count).map(Self::Files)
            }
            _ => None,
        }
    }

    /// Makes the decision: with the last line of this, it stands.
    pub(super) fn write(&self, site: &Site) -> Result<(), Failure> {
        let state = &site.state;
        state.remove(DRAFT).during("remove", state.path(DRAFT))?;
        state.write_new(DRAFT, self.to_text().as_bytes()).during("write", state.path(DRAFT))?;
        if site.sync {
            // One call for everything written so far, instead of one for each file.
            state.sync_file_system().during("write", state.path(DRAFT))?;
        }
        state.rename(DRAFT, state, NAME).during("write", state.path(NAME))
    }

    /// The decision that was made and not carried out, if there is one.
    pub(super) fn read(state: &Folder) -> Result<Option<Self>, Failure> {
        let path = state.path(NAME);
        if state.look(NAME).during("look at", &path)?.is_none() {
            return Ok(None);
        }
        let text = read_text(state).during("read", &path)?;
        let journal = Self::parse(&text);
        journal.map(Some).ok_or_else(|| {
            Failure::refused(format!(
                "an earlier build was interrupted and its notes in `{path}` are damaged; remove the output folder and `{}`, and build again",
                state.path("")
            ))
        })
    }
}

/// Forgets the decision, and a draft that did not become one.
pub(super) fn remove(state: &Folder) -> Result<(), Failure> {
    state.remove(DRAFT).during("remove", state.path(DRAFT))?;
    state.remove(NAME).during("remove", state.path(NAME))
}

fn read_text(state: &Folder) -> io::Result<String> {
    let mut text = String::new();
    std::fs::File::from(state.read(NAME)?).read_to_string(&mut text)?;
    Ok(text)
}

fn parse_step(line: &str) -> Option<Step> {
    let mut fields = line.strip_suffix('\n')?.split('\t');
    let (verb, path) = (fields.next()?, fields.next()?);
    // A path from a file is trusted no more than one from a writer.
    if path != manifest::NAME {
        manifest::parse_route(path)?;
    }
    match (verb, fields.next(), fields.next(), fields.next()) {
        ("put", None, None, None) => Some(Step::Put(path.to_owned())),
        ("remove", Some(size), Some(modified), None) => {
            let shape = Shape { size: size.parse().ok()?, modified: modified.parse().ok()? };
            Some(Step::Remove(path.to_owned(), shape))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_survives_being_written_and_read() {
        let steps = vec![
            Step::Put("a/100% b.html".into()),
            Step::Put(manifest::NAME.into()),
            Step::Remove("c".into(), Shape { size: 1, modified: -2 }),
        ];
        for journal in
            [Journal::Files(steps), Journal::Files(vec![]), Journal::Swap { device: 1, number: 2 }]
        {
            let text = journal.to_text();
            assert_eq!(Journal::parse(&text), Some(journal));
            assert_eq!(Journal::parse(&text[..text.len() - 1]), None, "{text}");
        }
    }

    #[test]
    fn a_path_that_leads_out_is_no_step() {
        for path in ["../x", "/x", "a//b", ".git/config", ""] {
            assert_eq!(parse_step(&format!("put\t{path}\n")), None, "{path}");
        }
    }
}
