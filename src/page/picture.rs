//! What pages say of pictures: the same in Markdown, on the page of its own and in lists.

use tera::Value;

use super::value::map;
use super::view::Viewer;
use crate::base::{Span, escape_into};
use crate::diagnostic::Diagnostic;
use crate::graph::{Destination, EntryId};
use crate::markdown::{Link, escape_url};
use crate::picture::{Ending, Form, Mistake, Picture, Variant, variants};
use crate::source::Source;

/// How wide pictures in a text are shown, unless the theme has an option `picture_sizes`.
const SIZES: &str = "100vw";

/// A picture as a page shows it.
pub(super) struct Shot {
    /// The address for browsers that take only one.
    src: String,
    /// Its size; 0 when it is not known.
    width: u32,
    height: u32,
    color: Option<[u8; 3]>,
    /// Media types, each with the addresses of all widths; the best first.
    sources: Vec<(&'static str, String)>,
    /// All widths for browsers that take none of them.
    srcset: String,
}

impl Viewer<'_> {
    /// The picture at `destination` as it is shown; `None` for what is no picture of the site.
    pub(super) fn shot(&self, destination: &Destination) -> Option<Result<Shot, Mistake>> {
        let Destination::File(url) = destination else { return None };
        let source = self.shown.get(url)?;
        Some(self.pictures.look(source).map(|picture| self.shot_of(source, url, &picture)))
    }

    fn shot_of(&self, source: &Source, url: &str, picture: &Picture) -> Shot {
        let Picture { width, height, color, form, .. } = *picture;
        let all = variants(source.path.as_str(), picture);
        let plain: Vec<&Variant> = all.iter().filter(|one| one.format.is_plain()).collect();
        let Some(last) = plain.last() else {
            let srcset = String::new();
            return Shot { src: url.to_owned(), width, height, color, sources: Vec::new(), srcset };
        };
        let address = |one: &Variant| {
            let prefix = self.config.base_url.prefix.trim_end_matches('/');
            format!("{prefix}{}", one.route.url())
        };
        let set = |of: &[&Variant]| {
            let one = |one: &&Variant| format!("{} {}w", address(one), one.width);
            of.iter().map(one).collect::<Vec<_>>().join(", ")
        };
        let best: Vec<&Variant> = all.iter().filter(|one| !one.format.is_plain()).collect();
        let media_type = best.first().map(|one| one.format.media_type());
        Shot {
            src: address(last),
            width: last.width,
            height: last.height,
            color,
            sources: media_type.map(|media_type| (media_type, set(&best))).into_iter().collect(),
            srcset: if matches!(form, Form::Moving(_)) || plain.len() < 2 {
                String::new()
            } else {
                set(&plain)
            },
        }
    }

    /// What templates see of the picture of the page `id`: a map, or null.
    pub(super) fn image(&self, id: EntryId) -> Value {
        let image = self.graph.document(id).and_then(|document| document.matter.image.as_ref());
        let links = self.graph.links.get(id.index());
        let (Some(image), Some(destination)) =
            (image, links.and_then(|links| links.image.as_ref()))
        else {
            return Value::none();
        };
        let plain = |src: &str| Shot {
            src: src.to_owned(),
            width: 0,
            height: 0,
            color: None,
            sources: Vec::new(),
            srcset: String::new(),
        };
        let shot = match (self.shot(destination), destination) {
            (Some(shot), _) => shot.ok(),
            (None, Destination::File(url)) => Some(plain(url)),
            (None, Destination::Written) => Some(plain(&image.src.text)),
            (None, _) => None,
        };
        shot.map_or_else(Value::none, |shot| {
            shot.value(
                image.alt.as_deref().unwrap_or_default(),
                image.caption.as_deref().unwrap_or_default(),
            )
        })
    }

    /// What is wrong with the picture that the front matter of the page `id` names.
    pub(super) fn check_image(&self, id: EntryId, problems: &mut Vec<Diagnostic>) {
        let image = self.graph.document(id).and_then(|document| document.matter.image.as_ref());
        let links = self.graph.links.get(id.index());
        if let (Some(image), Some(destination)) =
            (image, links.and_then(|links| links.image.as_ref()))
        {
            self.shot_or_problem(destination, &image.src.span, problems);
        }
    }

    /// The picture at `destination`, which is shown at `span`. An error is one that cannot be shown, and why is noted.
    pub(super) fn shot_or_problem(
        &self,
        destination: &Destination,
        span: &Span,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Result<Shot, ()>> {
        let shot = self.shot(destination)?;
        Some(shot.map_err(|mistake| {
            problems.push(mistake.report(&self.path(destination), span.clone()));
        }))
    }

    fn path(&self, destination: &Destination) -> String {
        match destination {
            Destination::File(url) => self
                .shown
                .get(url)
                .map_or_else(|| url.to_string(), |source| source.path.to_string()),
            _ => String::new(),
        }
    }

    /// How wide pictures in a text are shown.
    pub(super) fn picture_sizes(&self) -> &str {
        let options = self.theme.options.as_map();
        let mut options = options.into_iter().flatten();
        let option = options.find(|(name, _)| name.as_str() == Some("picture_sizes"));
        option
            .and_then(|(_, sizes)| sizes.as_str())
            .filter(|sizes| !sizes.is_empty())
            .unwrap_or(SIZES)
    }

    /// What stands before the `<img>` of a picture.
    pub(super) fn open_picture(&self, shot: &Shot, out: &mut String) {
        if shot.sources.is_empty() {
            return;
        }
        out.push_str("<picture>");
        for (media_type, srcset) in &shot.sources {
            out.push_str("<source type=\"");
            out.push_str(media_type);
            out.push_str("\" srcset=\"");
            escape_into(out, srcset);
            self.write_sizes(out);
            out.push_str(" />");
        }
    }

    /// What stands in the `<img>` of a picture besides its address and its description.
    pub(super) fn size_picture(&self, shot: &Shot, out: &mut String) {
        if shot.width > 0 && shot.height > 0 {
            // Writing to a `String` cannot fail.
            let _written = std::fmt::Write::write_fmt(
                out,
                format_args!(" width=\"{}\" height=\"{}\"", shot.width, shot.height),
            );
        }
        if !shot.srcset.is_empty() {
            out.push_str(" srcset=\"");
            escape_into(out, &shot.srcset);
            self.write_sizes(out);
        }
        let tint = tint(shot.color);
        if !tint.is_empty() {
            out.push_str(" class=\"");
            out.push_str(&tint);
            out.push('"');
        }
    }

    fn write_sizes(&self, out: &mut String) {
        out.push_str("\" sizes=\"");
        escape_into(out, self.picture_sizes());
        out.push('"');
    }
}

impl Shot {
    /// Whether it has copies, between which a browser chooses.
    pub(super) fn has_copies(&self) -> bool {
        !self.sources.is_empty()
    }

    /// The address in `<img>`; `rest` is what the writer put behind the name of the file, for pictures shown as they are.
    pub(super) fn write_address(&self, link: &Link, out: &mut String) {
        escape_url(out, &self.src);
        let is_whole = self.sources.is_empty() && Ending::of(&self.src) == Some(Ending::Whole);
        if is_whole {
            super::prose::write_rest(&link.target, out);
        }
    }

    /// What templates see of it.
    fn value(self, alt: &str, caption: &str) -> Value {
        let [red, green, blue] = self.color.unwrap_or_default();
        let color =
            self.color.map_or_else(String::new, |_| format!("#{red:02x}{green:02x}{blue:02x}"));
        let source = |(media_type, srcset): &(&'static str, String)| {
            map([("srcset", Value::from(srcset.as_str())), ("type", Value::from(*media_type))])
        };
        map([
            ("alt", Value::from(alt)),
            ("caption", Value::from(caption)),
            ("color", Value::from(color)),
            ("height", Value::from(self.height)),
            ("sources", Value::from(self.sources.iter().map(source).collect::<Vec<_>>())),
            ("src", Value::from(self.src)),
            ("srcset", Value::from(self.srcset)),
            ("tint", Value::from(tint(self.color))),
            ("width", Value::from(self.width)),
        ])
    }
}

/// A colour as classes of the theme's style sheet, for which no style need stand in the page: each part has 16 steps.
fn tint(color: Option<[u8; 3]>) -> String {
    let step = |part: u8| u32::from((u16::from(part) + 8).min(255) / 17);
    color.map_or_else(String::new, |[red, green, blue]| {
        format!("tint tint-r{:x} tint-g{:x} tint-b{:x}", step(red), step(green), step(blue))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_becomes_classes_near_it() {
        assert_eq!(tint(None), "");
        assert_eq!(tint(Some([0, 255, 136])), "tint tint-r0 tint-gf tint-b8");
        assert_eq!(tint(Some([8, 9, 26])), "tint tint-r0 tint-g1 tint-b2");
    }
}
