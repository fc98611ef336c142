//! What can be typed.

use anma::base::Date;
use anma::schema::Kind;
use camino::Utf8PathBuf;
use clap::{Args, Parser, Subcommand, ValueEnum};

const EXIT_CODES: &str = "\
Exit codes:
   0  done
   1  the content, the theme or the settings have problems; the last site is untouched
   2  wrong usage, or an output folder that anma will not write to
   3  the file system failed (disk full, no permission); the last site is untouched
  75  another build is writing to the same folder; try again";

/// Turns a massage salon's health articles into a website that people can trust.
#[derive(Debug, Parser)]
#[command(name = "anma", version, after_help = EXIT_CODES, disable_help_subcommand = true)]
pub(crate) struct Anma {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build the site into the folder `output`
    #[command(after_help = EXIT_CODES)]
    Build(BuildOptions),
    /// Show the site in a browser while you write
    Serve(ServeOptions),
    /// Look for claims, broken links, missing sources and other things that a site must not go out with
    #[command(after_help = crate::check::EXIT_CODES)]
    Check(crate::check::CheckOptions),
    /// Start a small working site in a new folder
    Init(InitOptions),
    /// Start a new page, with its front matter filled in
    New(NewOptions),
    /// Print the JSON Schema of front matter or settings, for editors
    Schema(SchemaOptions),
    /// Say which pages lack links, and which names nobody mentions; or explain the links of one page
    Links(LinksOptions),
    /// Say how two pages are connected, and why readers are told what they are told
    Why(WhyOptions),
    /// Look the theme over, or copy a piece of it to change it
    Theme {
        #[command(subcommand)]
        command: ThemeCommand,
    },
    /// Say which causes and massages the articles cover, and what to write next
    Coverage(CoverageOptions),
    /// List all pages, or those that somebody should review
    List(ListOptions),
    /// Say that somebody has read a page and found it right
    Review(ReviewOptions),
    /// Put the site back that stood in the folder `output` before the last build changed it
    #[command(after_help = EXIT_CODES)]
    Rollback(RollbackOptions),
}

/// Who reads what is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A person
    Human,
    /// A program: one JSON object a line
    Json,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag that can be typed")]
pub(crate) struct BuildOptions {
    /// The folder of the site, where anma.yaml lies
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: Utf8PathBuf,
    /// The folder to write to [default: `output` in the site's folder]
    #[arg(long, value_name = "DIR")]
    pub(crate) output: Option<Utf8PathBuf>,
    /// Where the site will stand on the web, instead of what anma.yaml says
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// The theme, instead of what anma.yaml says
    #[arg(long, value_name = "NAME")]
    pub(crate) theme: Option<String>,
    /// Show drafts
    #[arg(long)]
    pub(crate) drafts: bool,
    /// Show pages before their day
    #[arg(long)]
    pub(crate) future: bool,
    /// Show pages that have expired
    #[arg(long)]
    pub(crate) expired: bool,
    /// Build the site as of this day [default: today, or `SOURCE_DATE_EPOCH`]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) date: Option<Date>,
    /// Write links that also work without a server: open output/index.html in a browser
    #[arg(long)]
    pub(crate) relative: bool,
    /// Let warnings fail the build as errors do
    #[arg(long)]
    pub(crate) strict: bool,
    /// Afterwards build everything from scratch in memory, and name every file of the output folder that differs
    #[arg(long)]
    pub(crate) verify: bool,
    /// Threads to use [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub(crate) jobs: Option<u16>,
    /// How to print problems and the summary
    #[arg(long, value_enum, default_value = "human")]
    pub(crate) format: Format,
    /// Say how long each stage took
    #[arg(long)]
    pub(crate) timings: bool,
    /// Write beside files of others that are already in the output folder, and own only what is written
    #[arg(long)]
    pub(crate) adopt: bool,
    /// Seconds to wait for another build that writes to the same folder
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub(crate) wait: u32,
    /// Print problems only
    #[arg(short, long, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Also say what is hidden and what was changed
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag that can be typed")]
pub(crate) struct ServeOptions {
    /// The folder of the site, where anma.yaml lies
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: Utf8PathBuf,
    /// The port; it must be free [default: 4080, or one of the next ten]
    #[arg(long, value_name = "PORT")]
    pub(crate) port: Option<u16>,
    /// Open the site in the browser
    #[arg(long)]
    pub(crate) open: bool,
    /// Let browsers go to the page and heading that was just edited
    #[arg(long)]
    pub(crate) navigate: bool,
    /// Show what visitors will see: no drafts, no pages before their day or after it
    #[arg(long)]
    pub(crate) published: bool,
    /// Show the site as of this day [default: today, or `SOURCE_DATE_EPOCH`]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) date: Option<Date>,
    /// Let phones and other machines in your network see the preview, and print a QR code for them
    #[arg(long)]
    pub(crate) lan: bool,
    /// Another name that the preview answers to, such as that of a tunnel; may be given several times
    #[arg(long, value_name = "NAME")]
    pub(crate) allow_host: Vec<String>,
    /// Look for changes every so many seconds, where the system does not report them
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u16).range(1..=3600))]
    pub(crate) poll: Option<u16>,
    /// Also write the site to the output folder whenever all of it is well
    #[arg(long)]
    pub(crate) write: bool,
    /// The folder to write to with --write [default: `output` in the site's folder]
    #[arg(long, value_name = "DIR", requires = "write")]
    pub(crate) output: Option<Utf8PathBuf>,
    /// Where the site will stand on the web, instead of what anma.yaml says
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// The theme, instead of what anma.yaml says
    #[arg(long, value_name = "NAME")]
    pub(crate) theme: Option<String>,
    /// How to print what happens
    #[arg(long, value_enum, default_value = "human")]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct InitOptions {
    /// The folder to make; it must not exist, or be empty
    pub(crate) dir: Utf8PathBuf,
    /// The name of the salon
    #[arg(long, default_value = "My salon")]
    pub(crate) title: String,
}

#[derive(Debug, Args)]
pub(crate) struct NewOptions {
    /// What to write: article, condition, symptom, cause, treatment, body, caution, topic, person, page or section
    #[arg(value_parser = kind)]
    pub(crate) kind: Kind,
    /// The title of the page
    pub(crate) title: String,
    /// The folder of the site, where anma.yaml lies
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: Utf8PathBuf,
    /// The day to put as its date [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) date: Option<Date>,
}

#[derive(Debug, Args)]
pub(crate) struct SchemaOptions {
    /// A kind of page, or `settings` for anma.yaml
    #[arg(default_value = "article")]
    pub(crate) of: String,
    /// The folder of the site, whose own fields are included
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: Utf8PathBuf,
}

/// Which site a report is about, and how it is printed.
#[derive(Debug, Args)]
pub(crate) struct SiteOptions {
    /// The folder of the site, where anma.yaml lies
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: Utf8PathBuf,
    /// Count drafts as pages
    #[arg(long)]
    pub(crate) drafts: bool,
    /// Count pages before their day
    #[arg(long)]
    pub(crate) future: bool,
    /// How to print the report
    #[arg(long, value_enum, default_value = "human")]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct LinksOptions {
    /// Explain the automatic links of this page: a file, an address, a title or a synonym
    #[arg(long, value_name = "PAGE")]
    pub(crate) explain: Option<String>,
    #[command(flatten)]
    pub(crate) site: SiteOptions,
}

#[derive(Debug, Args)]
pub(crate) struct WhyOptions {
    /// A page: its file, its address, its title or a synonym
    pub(crate) one: String,
    /// Another page
    pub(crate) other: String,
    #[command(flatten)]
    pub(crate) site: SiteOptions,
}

#[derive(Debug, Args)]
pub(crate) struct CoverageOptions {
    #[command(flatten)]
    pub(crate) site: SiteOptions,
}

#[derive(Debug, Args)]
pub(crate) struct ListOptions {
    /// List the pages whose review is missing or due, or whose text has changed since
    #[arg(long)]
    pub(crate) review_due: bool,
    /// Also list those whose review will be due within so many days
    #[arg(long, value_name = "DAYS", default_value_t = 0, requires = "review_due")]
    pub(crate) within: u16,
    #[command(flatten)]
    pub(crate) site: SiteOptions,
}

#[derive(Debug, Args)]
pub(crate) struct ReviewOptions {
    /// The page that was read: its file, its address, its title or a synonym
    pub(crate) page: String,
    /// Who read it: the title or file name of a page in content/people
    #[arg(long, value_name = "NAME")]
    pub(crate) by: String,
    /// The day on which it was read [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) on: Option<Date>,
    /// The day by which it must be read again
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) next: Option<Date>,
    /// Say what would be written, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// The folder of the site, where anma.yaml lies
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: Utf8PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct RollbackOptions {
    /// The folder of the site, where anma.yaml lies
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: Utf8PathBuf,
    /// The folder that the site was written to [default: `output` in the site's folder]
    #[arg(long, value_name = "DIR")]
    pub(crate) output: Option<Utf8PathBuf>,
    /// Seconds to wait for a build that writes to the same folder
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub(crate) wait: u32,
    /// How to print what happened
    #[arg(long, value_enum, default_value = "human")]
    pub(crate) format: Format,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ThemeCommand {
    /// Find names that no page has, templates and options that nothing uses, and colours that cannot be read
    Check(ThemeCheckOptions),
    /// Copy a template, shortcode or asset of the theme into the site, to change it there
    Eject(ThemeEjectOptions),
}

#[derive(Debug, Args)]
pub(crate) struct ThemeCheckOptions {
    /// The folder of the site, where anma.yaml lies
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: Utf8PathBuf,
    /// The theme, instead of what anma.yaml says
    #[arg(long, value_name = "NAME")]
    pub(crate) theme: Option<String>,
    /// How to print problems
    #[arg(long, value_enum, default_value = "human")]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct ThemeEjectOptions {
    /// What to copy, such as partials/footer.html or assets/style.css; without it, everything there is gets listed
    pub(crate) path: Option<String>,
    /// The folder of the site, where anma.yaml lies
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: Utf8PathBuf,
}

pub(crate) fn day(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "write a day that exists, as in 2026-11-01".to_owned())
}

fn kind(name: &str) -> Result<Kind, String> {
    Kind::parse(name).ok_or_else(|| {
        let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        format!("write one of {}", names.join(", "))
    })
}
