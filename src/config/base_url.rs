//! The address of the site, in two parts.

use std::sync::Arc;

use camino::Utf8Path;

use super::BaseUrl;
use crate::base::Span;
use crate::diagnostic::{Code, Diagnostic, Notes};

impl BaseUrl {
    /// Notes that `anma.yaml`, the file `path`, does not say where the site will stand. Who knows it from
    /// elsewhere, such as the command line, drops the note.
    pub(super) fn check(&self, path: &Arc<Utf8Path>, notes: &mut Notes) {
        if self.given {
            return;
        }
        let message = "the site does not say where it will stand on the web";
        notes.push(Diagnostic::warning(Code::BASE_URL, Span::file(path), message).help(
            "Add `base_url: https://www.example.com`. Feeds, the site map and link previews need it.",
        ));
    }

    /// The parts of `text`, or what is wrong with it, in words that follow "`base_url`".
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        let lower = text.to_ascii_lowercase();
        let scheme = ["https://", "http://"].into_iter().find(|scheme| lower.starts_with(scheme));
        let scheme = scheme.ok_or("must begin with `https://`")?;
        let rest = &text[scheme.len()..];
        if rest.contains(['?', '#']) {
            return Err("must not have a `?` or `#`");
        }
        if rest.contains(|c: char| c.is_whitespace() || c.is_control() || "\\<>\"^`{|}".contains(c))
        {
            return Err("has a character that an address cannot have");
        }
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        if host.contains('@') {
            return Err("must not have a user name");
        }
        let (name, port) = host.rsplit_once(':').unwrap_or((host, "80"));
        if name.is_empty() || port.parse::<u16>().is_err() {
            return Err("has no name of a server");
        }
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        if parts.iter().any(|part| matches!(*part, "." | "..")) {
            return Err("has a part `.` or `..`");
        }
        let prefix =
            if parts.is_empty() { "/".to_owned() } else { format!("/{}/", parts.join("/")) };
        let origin = format!("{scheme}{}", host.to_ascii_lowercase());
        Ok(Self { origin: origin.into(), prefix: prefix.into(), given: true })
    }
}
