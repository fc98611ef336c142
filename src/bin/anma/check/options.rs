//! What can be typed behind `anma check`.

use anma::base::Date;
use camino::Utf8PathBuf;
use clap::{Args, ValueEnum};

use crate::args::day;

/// What the exit codes of `anma check` mean.
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
   0  nothing was found that `--deny` denies
   1  something was found
   2  wrong usage
   3  the file system failed";

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shape {
    /// For a person: page by page, the worst first
    Human,
    /// JSON, for programs
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations for GitHub Actions
    Github,
    /// `JUnit` XML, for CI servers
    Junit,
}

/// From which severity on a finding makes the check fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    /// Errors
    Error,
    /// Errors and warnings
    Warning,
}

/// How the ledger is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LedgerShape {
    /// For a person
    Text,
    /// JSON
    Json,
    /// A page to open in a browser or to print
    Page,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag that can be typed")]
pub(crate) struct CheckOptions {
    /// Show findings in these files only, such as content/articles/back-pain.md
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<Utf8PathBuf>,
    /// The folder of the site, where anma.yaml lies
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: Utf8PathBuf,
    /// Check drafts as well
    #[arg(long)]
    pub(crate) drafts: bool,
    /// Check the site as of this day [default: today, or `SOURCE_DATE_EPOCH`]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) date: Option<Date>,
    /// From which severity on a finding makes the check fail
    #[arg(long, value_enum, default_value = "error")]
    pub(crate) deny: Deny,
    /// Also show what is only worth knowing, with the sentences that are hardest to read
    #[arg(long)]
    pub(crate) info: bool,
    /// How to print findings
    #[arg(long, value_enum, default_value = "human")]
    pub(crate) format: Shape,
    /// Show findings only in files that differ from this revision of Git, such as origin/main
    #[arg(long, value_name = "REV")]
    pub(crate) changed_since: Option<String>,
    /// Leave out what stands in this list of known findings [default: check-baseline.json, if there is one]
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<Utf8PathBuf>,
    /// Show known findings as well
    #[arg(long, conflicts_with = "baseline")]
    pub(crate) no_baseline: bool,
    /// Write all findings to the list of known findings, so that only new ones are shown from now on
    #[arg(long, conflicts_with_all = ["files", "changed_since"])]
    pub(crate) write_baseline: bool,
    /// Mend what can be mended without changing what is said: the changes are shown, then asked for
    #[arg(long)]
    pub(crate) fix: bool,
    /// With --fix, make the changes without asking
    #[arg(long, requires = "fix")]
    pub(crate) yes: bool,
    /// Also ask other sites whether the pages that are linked to are still there
    #[arg(long)]
    pub(crate) external: bool,
    /// Print everything that somebody answers for, for whoever reviews the site
    #[arg(long, value_enum, value_name = "FORM", num_args = 0..=1, require_equals = true, default_missing_value = "text")]
    pub(crate) ledger: Option<LedgerShape>,
    /// Say what a rule is about and what to do; without a name, list all rules
    #[arg(long, value_name = "RULE", num_args = 0..=1, default_missing_value = "")]
    pub(crate) explain: Option<String>,
    /// Try every rule on its own examples
    #[arg(long)]
    pub(crate) test_rules: bool,
}
