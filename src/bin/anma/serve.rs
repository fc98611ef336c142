//! `anma serve`: the terminal's side of the preview.

use std::collections::BTreeSet;
use std::io::{self, BufRead as _, IsTerminal as _};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::time::Duration;

use anma::config::BaseUrl;
use anma::diagnostic::{Diagnostic, Severity};
use anma::engine::{Settings, Site};
use anma::gallery::Gallery;
use anma::graph::Calendar;
use anma::project::Folder;
use anma::serve::http::{Server, ServerSettings, start};
use anma::serve::watch::{Mode, Waker, Watch};
use anma::serve::{CLIENT, End, Event, Live, Options, Preview, Request, Shown};
use camino::Utf8Path;

use crate::args::{Format, ServeOptions};
use crate::{again, build, report};

/// Files that are named when many changed at once.
const NAMED: usize = 3;
/// Problems that are shown at once; the browser shows them as well.
const SHOWN: usize = 5;
/// Making pages is worth a line when it takes longer.
const LONG: Duration = Duration::from_millis(300);

/// Runs the command.
pub(crate) fn run(options: &ServeOptions) -> ExitCode {
    let settings = match settings(options) {
        Ok(settings) => settings,
        Err(message) => {
            report::failure(&message, options.format);
            return ExitCode::from(report::USAGE);
        }
    };
    match serve(options, settings) {
        Ok(code) => code,
        Err(error) => {
            report::failure(&error.to_string(), options.format);
            ExitCode::from(report::MACHINE)
        }
    }
}

fn settings(options: &ServeOptions) -> Result<Settings, String> {
    let root = &options.root;
    if !root.is_dir() {
        return Err(format!("there is no folder {root}"));
    }
    if !root.join(anma::engine::CONFIG).is_file() {
        return Err(format!(
            "the folder {root} has no `anma.yaml`, so it is not a site; name the folder of your site with `--root`, or start one with `anma init DIR`"
        ));
    }
    let today =
        options.date.or_else(build::today).ok_or("SOURCE_DATE_EPOCH is not a number of seconds")?;
    let all = !options.published;
    let calendar = Calendar { today, drafts: all, future: all, expired: all };
    let base_url = options.base_url.as_deref().map(BaseUrl::parse).transpose();
    let base_url = base_url.map_err(|problem| format!("--base-url {problem}"))?;
    Ok(Settings { base_url, theme: options.theme.clone(), ..Settings::new(calendar) })
}

fn serve(options: &ServeOptions, settings: Settings) -> io::Result<ExitCode> {
    let mode = match options.poll {
        Some(seconds) => Mode::Poll(Duration::from_secs(u64::from(seconds))),
        None => Mode::Auto,
    };
    // Watching begins before reading, so that no change falls between the two.
    let mut watch = Watch::new(&options.root, mode);
    let folder = Folder::open(&options.root, options.theme.as_deref())?;
    let shown = Arc::new(Shown::default());
    let live = Live::new(Arc::clone(&shown) as _);
    let (sender, requests) = mpsc::channel();
    let publish = |site: &Site| build::publish(options, site);
    let running = Options {
        settings,
        today: options.date.is_none().then_some(build::today as _),
        navigate: options.navigate,
        publish: options.write.then_some(&publish),
        requests,
        pictures: Arc::new(Gallery::at(&options.root)),
    };
    let mut terminal = Terminal { options, is_first: true, was_good: false };
    let mut tell = |event: &Event<'_>| terminal.tell(event);
    let preview = Preview::new(folder, (Arc::clone(&shown), live.clone()), running, &mut tell);
    let server = start(
        ServerSettings {
            port: options.port.unwrap_or(PORT),
            port_is_fixed: options.port.is_some(),
            lan: options.lan,
            allow_hosts: options.allow_host.clone(),
            client: CLIENT,
            ..ServerSettings::default()
        },
        shown.clone(),
        live,
    )
    .map_err(|error| no_port(&error, options.port))?;
    let prefix = anma::serve::Site::prefix(&*shown);
    let url = format!("{}{prefix}", server.url());
    greet(options, &server, &url, &prefix);
    if options.open {
        open(&url);
    }
    listen(sender, watch.waker(), url);
    match preview.run(&mut watch, &|| server.notices()) {
        End::Asked => {
            server.stop();
            Ok(ExitCode::SUCCESS)
        }
        End::Endless { drafts } => {
            let words =
                "a page is never finished, so the preview starts again to show what has changed";
            terminal.tell(&Event::Notice(words));
            Err(again::start(options, server.address.port(), drafts))
        }
    }
}

/// The port, unless another is asked for.
const PORT: u16 = 4080;

/// Why there is no port to be had, and what to do.
fn no_port(error: &io::Error, asked: Option<u16>) -> io::Error {
    let words = match (error.kind(), asked) {
        (io::ErrorKind::AddrInUse, Some(port)) => format!(
            "port {port} is taken, perhaps by another preview; end that one, or choose another port"
        ),
        (io::ErrorKind::AddrInUse, None) => format!(
            "port {PORT} and the next ten are taken, perhaps by other previews; end one, or choose a port with `--port`"
        ),
        (io::ErrorKind::PermissionDenied, Some(port)) => {
            format!("the system does not let you use port {port}; choose one from 1024 upwards")
        }
        _ => format!("the preview cannot be started: {error}"),
    };
    io::Error::new(error.kind(), words)
}

fn greet(options: &ServeOptions, server: &Server, url: &str, prefix: &str) {
    let network = options.lan.then(|| server.network_address()).flatten();
    let network =
        network.map(|address| format!("http://{address}:{}{prefix}", server.address.port()));
    if options.format == Format::Json {
        let line = serde_json::json!({"event": "serving", "url": url, "network": network, "port": server.address.port()});
        report::say(format_args!("{line}"));
        return;
    }
    if server.moved {
        report::tell(format_args!(
            "note: port {} is taken, perhaps by another preview; this one has port {}",
            options.port.unwrap_or(PORT),
            server.address.port()
        ));
    }
    report::say(format_args!("The site is at {url}"));
    if options.lan {
        let drafts = if options.published { "" } else { ", drafts included" };
        report::tell(format_args!("warning: everybody in your network can read this site{drafts}"));
        match &network {
            Some(network) => {
                report::say(format_args!("In your network it is at {network}"));
                if let Ok(code) = qrcode::QrCode::new(network) {
                    let code = code.render::<qrcode::render::unicode::Dense1x2>().build();
                    let code = on_paper(&code);
                    report::say(format_args!("{code}"));
                }
            }
            None => report::tell(format_args!("note: this machine seems to be in no network")),
        }
    }
    if io::stdin().is_terminal() {
        report::say(format_args!(
            "Type a letter and Enter: o opens the browser, r makes everything anew, d shows or hides drafts, q ends"
        ));
    }
}

/// Black on white, as cameras expect it, whatever the colours of the terminal.
fn on_paper(code: &str) -> String {
    if std::io::stdout().is_terminal() {
        let line = |line: &str| format!("\u{1b}[38;5;16;48;5;231m{line}\u{1b}[0m");
        code.lines().map(line).collect::<Vec<_>>().join("\n")
    } else {
        code.to_owned()
    }
}

/// Opens `url` in the browser of the person.
fn open(url: &str) {
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(target_os = "windows") {
        ("explorer", &[])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command
        .args(arguments)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    match command.spawn() {
        Ok(mut opened) => drop(std::thread::spawn(move || opened.wait())),
        Err(_) => report::tell(format_args!("note: no browser could be opened; go to {url}")),
    }
}

/// Whether what is typed is meant for this program.
fn is_in_foreground() -> bool {
    let stdin = io::stdin();
    let group = rustix::termios::tcgetpgrp(&stdin);
    !stdin.is_terminal() || group.map_or(true, |group| group == rustix::process::getpgrp())
}

/// Reads what is typed, on a thread of its own.
fn listen(requests: Sender<Request>, waker: Waker, url: String) {
    std::thread::spawn(move || {
        let mut lines = io::stdin().lock().lines();
        loop {
            // Whoever reads the terminal from the background is stopped by it, with all threads.
            while !is_in_foreground() {
                std::thread::sleep(Duration::from_secs(1));
            }
            let Some(Ok(line)) = lines.next() else { return };
            let request = match line.trim().to_ascii_lowercase().as_str() {
                "o" => {
                    open(&url);
                    continue;
                }
                "r" => Request::Rebuild,
                "d" => Request::Drafts,
                "q" => Request::Quit,
                "" => continue,
                _ => {
                    report::tell(format_args!("type o, r, d or q, and Enter"));
                    continue;
                }
            };
            if requests.send(request).is_err() {
                return;
            }
            waker.wake();
        }
    });
}

/// What the person sees.
struct Terminal<'a> {
    options: &'a ServeOptions,
    is_first: bool,
    /// Whether there was a site without errors.
    was_good: bool,
}

impl Terminal<'_> {
    fn tell(&mut self, event: &Event<'_>) {
        if self.options.format == Format::Json {
            report::say(format_args!("{}", as_json(event)));
            return;
        }
        self.was_good |= matches!(event, Event::Made { .. });
        match event {
            Event::Shown { changed, took, site, .. } => Self::shown(changed, *took, site),
            Event::Made { rendered, took, .. } if *took > LONG && !rendered.pages.is_empty() => {
                let pages = report::count(rendered.pages.len(), "page", "pages and redirects");
                report::say(format_args!("  {pages} made in {}", build::seconds(*took)));
            }
            Event::Made { .. } => {}
            Event::Problems { diagnostics, is_blocked, sources } => {
                let shown = diagnostics.len().min(SHOWN);
                report::diagnostics(&diagnostics[..shown], sources, Format::Human, Severity::Note);
                if diagnostics.len() > shown {
                    let more =
                        report::count(diagnostics.len() - shown, "more problem", "more problems");
                    let all =
                        if self.options.published { "" } else { " --drafts --future --expired" };
                    report::tell(format_args!("and {more}; `anma build{all}` shows all of them"));
                }
                if *is_blocked && !self.was_good {
                    report::tell(format_args!(
                        "There is nothing to show yet. The preview begins when this is put right."
                    ));
                } else if *is_blocked {
                    report::tell(format_args!("The page in the browser stays as it was."));
                } else if diagnostics.is_empty() && !self.is_first {
                    report::say(format_args!("All problems are solved."));
                }
                self.is_first = false;
            }
            Event::Unreadable(error) => {
                report::failure(&format!("{error}; the preview waits"), Format::Human);
            }
            Event::Drafts(true) => {
                report::say(format_args!("Drafts, scheduled and expired pages are shown."));
            }
            Event::Drafts(false) => report::say(format_args!("Only published pages are shown.")),
            Event::Notice(text) => report::tell(format_args!("note: {text}")),
        }
    }

    fn shown(changed: &BTreeSet<Arc<Utf8Path>>, took: Duration, site: &Site) {
        let took = build::seconds(took);
        if changed.is_empty() {
            let pages = report::count(site.plan().pages.len(), "page", "pages");
            report::say(format_args!("{pages}, ready in {took}"));
            return;
        }
        let named: Vec<&str> = changed.iter().take(NAMED).map(|path| path.as_str()).collect();
        let more = match changed.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {}", report::count(more, "file more", "files more")),
        };
        report::say(format_args!("{}{more}: shown in {took}", named.join(", ")));
    }
}

fn as_json(event: &Event<'_>) -> serde_json::Value {
    let milliseconds = |took: &Duration| took.as_secs_f64() * 1e3;
    match event {
        Event::Shown { changed, took, stages, site } => serde_json::json!({
            "event": "shown", "changed": changed.iter().map(|path| path.as_str()).collect::<Vec<_>>(),
            "milliseconds": milliseconds(took), "pages": site.plan().pages.len(),
            "stages": stages.iter().map(|(name, took)| ((*name).to_owned(), milliseconds(took).into()))
                .collect::<serde_json::Map<_, _>>(),
        }),
        Event::Made { rendered, took, .. } => serde_json::json!({
            "event": "made", "pages": rendered.pages.len(), "files": rendered.files.len(),
            "removed": rendered.removed.len(), "milliseconds": milliseconds(took),
        }),
        Event::Problems { diagnostics, is_blocked, sources } => {
            let one = |problem: &Diagnostic| {
                let line =
                    anma::diagnostic::to_json(problem, |span| anma::engine::text_of(sources, span));
                serde_json::from_str::<serde_json::Value>(&line).unwrap_or_default()
            };
            let all: Vec<_> = diagnostics.iter().map(one).collect();
            serde_json::json!({"event": "problems", "blocked": is_blocked, "problems": all})
        }
        Event::Unreadable(error) => {
            serde_json::json!({"event": "unreadable", "message": error.to_string()})
        }
        Event::Drafts(shown) => serde_json::json!({"event": "drafts", "shown": shown}),
        Event::Notice(text) => serde_json::json!({"event": "notice", "message": text}),
    }
}
