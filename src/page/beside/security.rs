//! `/.well-known/security.txt` (RFC 9116): where to report a weakness of the site.

use std::fmt::Write as _;

use super::Beside;
use crate::base::Date;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Notes};
use crate::page::card::permalink;

/// The file; empty when the settings say nothing of it.
pub(super) fn security(config: &Config) -> String {
    let Some(security) = &config.hosts.security else { return String::new() };
    let mut out = String::new();
    // Writing to a `String` cannot fail, here and below.
    for contact in &security.contact {
        let _written = writeln!(out, "Contact: {contact}");
    }
    let _written = writeln!(out, "Expires: {}", security.expires.rfc3339());
    let language = config.language.split('-').next().unwrap_or_default();
    let _written = writeln!(out, "Preferred-Languages: {language}");
    if config.base_url.given {
        let path = format!("{}{}", config.base_url.prefix, Beside::Security.path());
        let _written = writeln!(out, "Canonical: {}", permalink(config, &path));
    }
    if !security.policy.is_empty() {
        let _written = writeln!(out, "Policy: {}", security.policy);
    }
    out
}

/// Notes that what the file says must not be relied on any more on the day `today`.
pub fn check(config: &Config, today: Date, notes: &mut Notes) {
    let Some(security) = &config.hosts.security else { return };
    if security.expires.end_of_day() >= today {
        return;
    }
    let message = format!("`security.txt` was to be relied on until {}", security.expires.human());
    notes.push(
        Diagnostic::warning(Code::SECURITY_EXPIRED, security.expires_name.span.clone(), message)
            .because("that day is over")
            .help("See whether the contact is still right, and give a day within the next year."),
    );
}
