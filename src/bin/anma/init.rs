//! `anma init`.

use std::fs;
use std::process::ExitCode;

use camino::Utf8Path;

use crate::args::{Format, InitOptions};
use crate::build::today;
use crate::report;

/// Runs the command.
pub(crate) fn run(options: &InitOptions) -> ExitCode {
    let dir = &options.dir;
    let taken = fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some());
    if taken || dir.is_file() {
        report::failure(
            &format!("{dir} is not empty; name a folder that does not exist yet"),
            Format::Human,
        );
        return ExitCode::from(report::USAGE);
    }
    let Some(today) = today() else {
        report::failure("SOURCE_DATE_EPOCH is not a number of seconds", Format::Human);
        return ExitCode::from(report::USAGE);
    };
    for (path, text) in anma::scaffold::site(&options.title, today) {
        if let Err(error) = write(&dir.join(&path), &text) {
            report::failure(&format!("cannot write {}: {error}", dir.join(path)), Format::Human);
            return ExitCode::from(report::MACHINE);
        }
    }
    report::say(format_args!(
        "Made a site in {dir}. Build it with: anma build --relative --root {dir}"
    ));
    report::say(format_args!("Then open {}", dir.join("output/index.html")));
    ExitCode::SUCCESS
}

/// Writes a new file and the folders that it needs; a file that is there already is not touched.
pub(crate) fn write(path: &Utf8Path, text: &str) -> std::io::Result<()> {
    write_bytes(path, text.as_bytes())
}

/// The same for a file of any kind.
pub(crate) fn write_bytes(path: &Utf8Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    std::io::Write::write_all(&mut file, bytes)
}
