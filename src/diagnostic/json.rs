//! Diagnostics for programs: one JSON object a line.

use serde_json::{Value, json};

use super::{Diagnostic, Severity};
use crate::base::{Span, position};

/// `diagnostic` as one line of JSON, without the line break.
///
/// Fields: `code`, `severity` (`error`, `warning`, `note`), `message`, `help`, `file`, `line`, `column`,
/// `end_line`, `end_column` (from 1, columns in characters, the end exclusive), `label`, `source` (the
/// line itself) and `related` (further places). `text_of` gives the text of a file.
pub fn to_json<'a>(diagnostic: &Diagnostic, text_of: impl Fn(&Span) -> Option<&'a str>) -> String {
    let place = |span: &Span, label: &str| {
        let text = text_of(span).unwrap_or_default();
        let (start, end) = (position(text, span.start as usize), position(text, span.end as usize));
        json!({
            "file": span.path.as_str(),
            "line": start.line, "column": start.column,
            "end_line": end.line, "end_column": end.column,
            "label": label,
            "source": text.lines().nth(start.line - 1).unwrap_or_default(),
        })
    };
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let mut object = json!({
        "code": diagnostic.name(),
        "severity": severity,
        "message": diagnostic.message,
        "help": diagnostic.help,
    });
    let mut places = diagnostic.labels.iter().map(|label| place(&label.span, &label.text));
    if let (Some(object), Some(Value::Object(first))) = (object.as_object_mut(), places.next()) {
        object.extend(first);
        object.insert("related".into(), places.collect());
    }
    object.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use camino::Utf8Path;
    use std::sync::Arc;

    #[test]
    fn a_line_says_all_a_program_needs() {
        let text = "---\ntitel: x\n---\n";
        let path: Arc<Utf8Path> = Utf8Path::new("content/a.md").into();
        let diagnostic =
            Diagnostic::error(Code::UNKNOWN_FIELD, Span::new(&path, 4..9), "no field `titel`");
        let line = to_json(&diagnostic, |_| Some(text));
        let value: Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(value["file"], "content/a.md");
        assert_eq!(
            (&value["line"], &value["column"], &value["end_column"]),
            (&json!(2), &json!(1), &json!(6))
        );
        assert_eq!(value["source"], "titel: x");
        assert_eq!(value["severity"], "error");
        assert!(!line.contains('\n'));
    }
}
