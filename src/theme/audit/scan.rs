//! Finds what a template asks for: paths such as `page.reviewed.on`, wherever they stand in an expression or a tag.
//!
//! This is no parser: what tera cannot read was reported when the theme was loaded. What stands in texts, comments and
//! between the tags is passed over.

use std::ops::Range;

/// Something that a template asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked<'a> {
    /// The names between the dots: `page`, `reviewed`, `on`. What stands in square brackets as a text counts as a name.
    pub(super) names: Vec<&'a str>,
    /// Where all of it stands.
    pub(super) place: Range<usize>,
}

/// Everything that `text` asks for, and the names that it gives to values itself.
pub(super) fn scan(text: &str) -> (Vec<Asked<'_>>, Vec<&str>) {
    let mut scanner = Scanner { text, at: 0, asked: Vec::new(), given: Vec::new() };
    scanner.run();
    (scanner.asked, scanner.given)
}

/// The texts in quotation marks that follow the words `before` in tags: `{% include "partials/header.html" %}`.
pub(super) fn named<'a>(text: &'a str, before: &[&str]) -> Vec<&'a str> {
    let mut found = Vec::new();
    for tag in text.split("{%").skip(1) {
        let tag = tag.trim_start_matches('-').trim_start();
        let Some(rest) = before.iter().find_map(|word| tag.strip_prefix(word)) else { continue };
        let Some(quote) = rest.trim_start().chars().next().filter(|mark| "\"'`".contains(*mark))
        else {
            continue;
        };
        found.extend(rest.trim_start()[1..].split(quote).next());
    }
    found
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    asked: Vec<Asked<'a>>,
    given: Vec<&'a str>,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn run(&mut self) {
        while let Some(open) = self.rest().find('{') {
            self.at += open;
            match self.rest().as_bytes().get(1) {
                Some(b'#') => self.skip_past("#}"),
                Some(b'{') => self.expression("}}"),
                Some(b'%') => self.expression("%}"),
                _ => self.at += 1,
            }
        }
    }

    fn skip_past(&mut self, end: &str) {
        self.at += self.rest().find(end).map_or(self.rest().len(), |at| at + end.len());
    }

    fn expression(&mut self, end: &str) {
        self.at += 2;
        // The first words of `{% set name = … %}` and `{% for key, value in … %}` give names.
        let tag = self.rest().trim_start_matches('-').trim_start();
        for word in ["set_global ", "set ", "for "] {
            if let Some(names) = tag.strip_prefix(word) {
                let names = names.split(['=', '\n']).next().unwrap_or_default();
                let names = names.split(" in ").next().unwrap_or_default();
                self.given.extend(names.split(',').map(str::trim));
            }
        }
        self.given.extend(arguments(tag));
        while !self.rest().is_empty() && !self.rest().starts_with(end) {
            let Some(first) = self.rest().chars().next() else { return };
            match first {
                '"' | '\'' | '`' => {
                    self.at += 1;
                    let mut end = [0; 4];
                    self.skip_past(first.encode_utf8(&mut end));
                }
                _ if is_start(first) => self.path(),
                _ => self.at += first.len_utf8(),
            }
        }
        self.at += end.len().min(self.rest().len());
    }

    fn name(&mut self) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|letter: char| !is_start(letter) && !letter.is_ascii_digit());
        let name = &rest[..end.unwrap_or(rest.len())];
        self.at += name.len();
        name
    }

    fn path(&mut self) {
        let start = self.at;
        let mut names = vec![self.name()];
        loop {
            let rest = self.rest();
            let step = ["?.", "."].iter().find(|dot| rest.starts_with(**dot));
            if let Some(dot) = step
                && rest[dot.len()..].starts_with(is_start)
            {
                self.at += dot.len();
                names.push(self.name());
            } else if let Some(key) = key(rest) {
                self.at += key.len() + 4;
                names.push(key);
            } else {
                break;
            }
        }
        self.asked.push(Asked { names, place: start..self.at });
    }
}

/// The names in `component card(page: map, level: integer = 3, @site)`.
fn arguments(tag: &str) -> impl Iterator<Item = &str> {
    let list = tag.strip_prefix("component ").and_then(|rest| rest.split_once('('));
    let list = list.and_then(|(_, rest)| rest.split_once(')')).map_or("", |(list, _)| list);
    let names = list.split(',').filter_map(|argument| argument.split(':').next()).map(str::trim);
    names.filter(|name| !name.is_empty())
}

/// The text in `["style.css"]` at the start of `rest`.
fn key(rest: &str) -> Option<&str> {
    let inner = rest.strip_prefix("[\"")?;
    let end = inner.find('"')?;
    inner[end..].starts_with("\"]").then(|| &inner[..end])
}

fn is_start(letter: char) -> bool {
    letter.is_ascii_alphabetic() || letter == '_'
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn paths(text: &str) -> Vec<String> {
        scan(text).0.into_iter().map(|asked| asked.names.join(".")).collect()
    }

    #[test]
    fn paths_are_found_in_expressions_and_tags_alone() {
        let text = "page.no {# page.no #} {{ page.reviewed?.on.human | upper }} {% if site.options.a and not page.b -%} \"page.no\"\n\
            {{ \"page.no\" ~ page.c }} {{ site.assets[\"style.css\"] }} { page.no } {{ <card page={page.section} level={3} /> }}";
        assert_eq!(
            paths(text),
            [
                "page.reviewed.on.human",
                "upper",
                "if",
                "site.options.a",
                "and",
                "not",
                "page.b",
                "page.c",
                "site.assets.style.css",
                "card",
                "page",
                "page.section",
                "level"
            ]
        );
    }

    #[test]
    fn places_are_those_of_the_whole_path() {
        let text = "<p>{{ page?.title }}";
        let place = scan(text).0[0].place.clone();
        assert_eq!(&text[place], "page?.title");
    }

    #[test]
    fn names_that_a_template_gives_are_known() {
        let text = "{% set page = 1 %}{%- for key, item in site.x %}{% set_global last = item %}";
        assert_eq!(scan(text).1, ["page", "key", "item", "last"]);
        let text = "{%- component card(page: map, level: integer = 3, @site) %}{{ page.a }}{%- endcomponent card -%}";
        assert_eq!(scan(text).1, ["page", "level", "@site"]);
    }

    #[test]
    fn templates_that_are_named_are_found() {
        let text =
            "{% extends \"base.html\" %}{%- include 'a/b.html' -%}{% block c %}{% include name %}";
        assert_eq!(named(text, &["extends", "include"]), ["base.html", "a/b.html"]);
    }

    proptest! {
        #[test]
        fn any_text_can_be_scanned(text in "[{}%#\"'`.?\\[\\]a-c é\\n=]{0,60}") {
            let (asked, _) = scan(&text);
            for one in asked {
                prop_assert!(text.get(one.place.clone()).is_some_and(|part| part.starts_with(one.names[0])));
            }
            named(&text, &["a", "b"]);
        }
    }
}
