//! The preview once more, on the same port: a template that never ends is ended in no other way.

use std::io;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use anma::base::Date;

use crate::args::{Format, ServeOptions};

/// Starts the preview anew in the place of this program, which ends with all that it is doing. Gives what went wrong.
pub(crate) fn start(options: &ServeOptions, port: u16, drafts: bool) -> io::Error {
    command(options, port, drafts).map_or_else(|error| error, |mut command| command.exec())
}

/// The same preview once more.
fn command(options: &ServeOptions, port: u16, drafts: bool) -> io::Result<Command> {
    // Each option is named, so that a new one has to be thought of here. The browser is open already.
    let ServeOptions {
        root,
        port: _,
        open: _,
        navigate,
        published: _,
        date,
        lan,
        allow_host,
        poll,
        write,
        output,
        base_url,
        theme,
        format,
    } = options;
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["serve", "--root", root.as_str(), "--port", &port.to_string()]);
    let flags =
        [(*navigate, "--navigate"), (!drafts, "--published"), (*lan, "--lan"), (*write, "--write")];
    command.args(flags.iter().filter(|(is_on, _)| *is_on).map(|(_, name)| name));
    command.args(allow_host.iter().flat_map(|name| ["--allow-host", name]));
    let mut value = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            command.args([name, &value]);
        }
    };
    value("--date", date.map(Date::iso));
    value("--poll", poll.map(|seconds| seconds.to_string()));
    value("--output", output.as_ref().map(ToString::to_string));
    value("--base-url", base_url.clone());
    value("--theme", theme.clone());
    value("--format", (*format == Format::Json).then(|| "json".to_owned()));
    Ok(command)
}
