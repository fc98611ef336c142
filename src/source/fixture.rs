//! A site written as one text: for tests and examples.

use super::{Source, Sources};

/// Reads a site from a text in which a line `-- path --` begins each file.
///
/// ```
/// let sources = anma::source::fixture("-- anma.yaml --\ntitle: Ana Harmony\n");
/// assert_eq!(sources.iter().count(), 1);
/// ```
pub fn fixture(text: &str) -> Sources {
    let mut sources = Sources::default();
    let mut file: Option<(&str, String)> = None;
    for line in text.split_inclusive('\n') {
        match line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --")) {
            Some(path) => {
                if let Some((path, text)) = file.replace((path, String::new())) {
                    sources.insert(Source::text(path, &text));
                }
            }
            None => {
                if let Some((_, text)) = &mut file {
                    text.push_str(line);
                }
            }
        }
    }
    if let Some((path, text)) = file {
        sources.insert(Source::text(path, &text));
    }
    sources
}
