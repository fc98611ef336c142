//! Printing: problems, the summary, and what went wrong with the machine.

use std::fmt;
use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

use anma::diagnostic::{Diagnostic, Palette, Severity, to_json, to_terminal};
use anma::engine::text_of;
use anma::source::Sources;

use crate::args::Format;

/// The content, the theme or the settings have problems.
pub(crate) const PROBLEMS: u8 = 1;
/// Wrong usage, or a refused output folder.
pub(crate) const USAGE: u8 = 2;
/// The file system failed.
pub(crate) const MACHINE: u8 = 3;

/// Prints a line to standard output. Whoever reads may have gone, as `head` does; that is no failure.
pub(crate) fn say(line: fmt::Arguments<'_>) {
    let _nobody_reads = writeln!(io::stdout().lock(), "{line}");
}

/// Prints what a program was asked for, which somebody keeps in a file: it must arrive whole.
pub(crate) fn deliver(text: &str) -> ExitCode {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            failure(&format!("cannot write to standard output: {error}"), Format::Human);
            ExitCode::from(MACHINE)
        }
        _ => ExitCode::SUCCESS,
    }
}

/// Prints a text with colours, which are left out where there is no terminal. It must arrive whole.
pub(crate) fn deliver_coloured(text: &str) -> ExitCode {
    let choice = anstream::AutoStream::choice(&io::stdout());
    if choice == anstream::ColorChoice::Never {
        return deliver(&anstream::adapter::strip_str(text).to_string());
    }
    deliver(text)
}

/// Prints a line to standard error, which may be closed as well.
pub(crate) fn tell(line: fmt::Arguments<'_>) {
    let _nobody_reads = writeln!(anstream::stderr().lock(), "{line}");
}

/// Prints every diagnostic: with line and caret to standard error, or as JSON lines to standard output.
pub(crate) fn diagnostics(
    found: &[Diagnostic],
    sources: &Sources,
    format: Format,
    least: Severity,
) {
    let shown = found.iter().filter(|diagnostic| diagnostic.severity >= least);
    match format {
        Format::Json => {
            for diagnostic in shown {
                say(format_args!("{}", to_json(diagnostic, |span| text_of(sources, span))));
            }
        }
        Format::Human => {
            let palette = if io::stderr().is_terminal() { Palette::Colour } else { Palette::Plain };
            for diagnostic in shown {
                tell(format_args!(
                    "{}\n",
                    to_terminal(diagnostic, palette, |span| text_of(sources, span))
                ));
            }
        }
    }
}

/// Prints a failure that is not about content: one sentence.
pub(crate) fn failure(message: &str, format: Format) {
    match format {
        Format::Json => {
            say(format_args!("{}", serde_json::json!({"severity": "error", "message": message})));
        }
        Format::Human => tell(format_args!("error: {message}")),
    }
}

/// "1 page", "2 pages".
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped} {}", if number == 1 { one } else { many })
}

/// A size in words: "1.2 MB".
#[expect(clippy::cast_precision_loss, reason = "one decimal is shown")]
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

/// Prints a warning about the output folder: one sentence.
pub(crate) fn warning(message: &str, format: Format) {
    match format {
        Format::Json => {
            say(format_args!("{}", serde_json::json!({"severity": "warning", "message": message})));
        }
        Format::Human => tell(format_args!("warning: {message}")),
    }
}
