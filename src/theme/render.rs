//! Makes one page: a template, a context, and bounds on what it may cost.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use tera::{Context, Value};

use super::failure;
use super::load::Theme;
use crate::base::{Span, size_in_words};
use crate::diagnostic::{Code, Diagnostic};

/// What a page may cost.
#[derive(Clone, Copy, Debug)]
pub struct RenderLimits {
    /// Longest page, in bytes.
    pub page: u64,
    /// Longest time for one page, looked at whenever a template writes something.
    pub time: Duration,
}

/// What is to be made.
pub struct Rendering<'a> {
    /// The template, by tera's name for it.
    pub template: &'a str,
    /// What it sees besides `site`.
    pub context: &'a Context,
    /// The page in words: "the page `Sciatica` (content/conditions/sciatica.md)".
    pub page: &'a dyn Fn() -> String,
}

impl Theme {
    /// Lets every template see `site`.
    pub fn set_site(&mut self, site: Value) {
        self.site = site.clone();
        self.tera.global_context().insert_value("site", site);
    }

    /// What every template sees as `site`.
    pub fn site(&self) -> &Value {
        &self.site
    }

    /// Makes a page, or says what went wrong.
    ///
    /// # Errors
    /// A diagnostic that names the template, the place in it and the page.
    pub fn render(
        &self,
        rendering: &Rendering<'_>,
        limits: RenderLimits,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut page = Bounded {
            bytes: Vec::with_capacity(16 * 1024),
            limits,
            start: Instant::now(),
            writes: 0,
            broken: None,
        };
        let result = self.tera.render_to(rendering.template, rendering.context, &mut page);
        match (result, page.broken) {
            (Ok(()), _) => Ok(page.bytes),
            (Err(_), Some(bound)) => Err(Box::new(self.too_much(bound, rendering, limits))),
            (Err(error), None) => Err(Box::new(failure::rendering(
                &error,
                rendering.template,
                &(rendering.page)(),
                &self.templates,
            ))),
        }
    }

    fn too_much(
        &self,
        bound: Bound,
        rendering: &Rendering<'_>,
        limits: RenderLimits,
    ) -> Diagnostic {
        let path = self.templates.get(rendering.template).map(|source| Span::file(&source.path));
        let span = path.unwrap_or_else(|| Span::file(&camino::Utf8Path::new("themes").into()));
        let page = (rendering.page)();
        match bound {
            Bound::Size => {
                let message =
                    format!("{page} grew beyond {} while it was made", size_in_words(limits.page));
                Diagnostic::error(Code::PAGE_TOO_LARGE, span, message)
                    .help("look for a loop in the template, or raise `limits.page` in anma.yaml")
            }
            Bound::Time => {
                let message =
                    format!("{page} took longer than {} seconds to make", limits.time.as_secs());
                Diagnostic::error(Code::RENDER_TIME, span, message)
                    .help("look for a loop inside a loop in the template")
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Bound {
    Size,
    Time,
}

/// A page that stops growing at a limit.
struct Bounded {
    bytes: Vec<u8>,
    limits: RenderLimits,
    start: Instant,
    writes: u32,
    broken: Option<Bound>,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        self.writes = self.writes.wrapping_add(1);
        if self.bytes.len() as u64 > self.limits.page {
            self.broken = Some(Bound::Size);
        } else if self.writes.is_multiple_of(1024) && self.start.elapsed() > self.limits.time {
            self.broken = Some(Bound::Time);
        } else {
            return Ok(bytes.len());
        }
        Err(io::Error::other("a limit was reached"))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
