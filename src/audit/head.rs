//! What stands in the head of a page.

use super::kept::place;
use super::observed::{Refresh, Said, Use};
use super::srcset;
use super::tag::Attr;
use super::walk::Walker;

/// Links of the head whose file the browser fetches.
const FETCHED: &[&str] = &[
    "stylesheet",
    "icon",
    "apple-touch-icon",
    "apple-touch-icon-precomposed",
    "mask-icon",
    "manifest",
    "preload",
    "modulepreload",
    "prefetch",
    "prerender",
];

/// Links of the head that name another page or file of the site.
const NAMED: &[&str] = &["alternate", "next", "prev", "search", "help", "author", "license"];

impl Walker {
    pub(super) fn html(&mut self) {
        if self.kept.html.is_none() {
            self.kept.html = Some(place(self.tag.offset));
            self.kept.language = self.kept.keep(self.tag.text(Attr::Lang).unwrap_or(""));
        }
    }

    pub(super) fn titled(&mut self, text: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let offset = place(self.tag.offset);
        let text = self.kept.keep(&text);
        self.kept.title = Some(Said { offset, text });
    }

    pub(super) fn meta(&mut self) {
        let offset = place(self.tag.offset);
        let content = self.tag.get(Attr::Content).unwrap_or("");
        let name =
            self.tag.text(Attr::Name).or_else(|| self.tag.text(Attr::Property)).unwrap_or("");
        match name.to_ascii_lowercase().as_str() {
            "description" if self.kept.description.is_none() => {
                let text = content.split_whitespace().collect::<Vec<_>>().join(" ");
                let text = self.kept.keep(&text);
                self.kept.description = Some(Said { offset, text });
            }
            "viewport" => {
                let text = self.kept.keep(content);
                self.kept.viewport = Some(Said { offset, text });
            }
            "robots" | "googlebot" => {
                let mut words = content.split(|c: char| c == ',' || c.is_ascii_whitespace());
                self.kept.is_noindex |= words
                    .any(|word| ["noindex", "none"].iter().any(|no| word.eq_ignore_ascii_case(no)));
            }
            "og:image"
            | "og:image:url"
            | "og:image:secure_url"
            | "twitter:image"
            | "twitter:image:src"
            | "og:video"
            | "og:audio" => {
                self.kept.asset(offset, content, Use::Named);
            }
            _ => {}
        }
        if self.kept.refresh.is_none()
            && self.tag.is(Attr::HttpEquiv, "refresh")
            && let Some((seconds, url)) = srcset::refresh(content)
        {
            let url = self.kept.keep(url);
            let content = self.kept.keep(content);
            self.kept.refresh = Some(Refresh { offset, seconds, content, url });
        }
    }

    pub(super) fn link_element(&mut self) {
        let offset = place(self.tag.offset);
        let href = self.tag.text(Attr::Href).unwrap_or("");
        if self.tag.lists(Attr::Rel, &["canonical"]) {
            let text = self.kept.keep(href);
            self.kept.canonicals.push(Said { offset, text });
        } else if self.tag.lists(Attr::Rel, FETCHED) {
            self.kept.asset(offset, href, Use::Fetched);
        } else if self.tag.lists(Attr::Rel, &["preconnect"]) {
            self.kept.asset(offset, href, Use::Connected);
        } else if self.tag.lists(Attr::Rel, NAMED) {
            self.kept.asset(offset, href, Use::Named);
        }
        if let Some(set) = self.tag.get(Attr::ImageSrcset) {
            for address in srcset::candidates(set) {
                self.kept.asset(offset, address, Use::Fetched);
            }
        }
    }
}
