//! Front matter that broke other generators: each case is refused or read, and never harms.

use super::*;
use crate::diagnostic::Notes;

#[derive(Clone, Copy, PartialEq, Debug)]
enum Expect {
    Refused,
    Read,
    Either,
}
use Expect::{Either, Read, Refused};

fn cases() -> Vec<(u32, Expect, String)> {
    let matter = |fields: &str| format!("---\ntitle: T\n{fields}\n---\ntext\n");
    let mut bomb = String::from("extra:\n  a0: &a0 [lol]\n");
    for level in 1..10 {
        let uses = vec![format!("*a{}", level - 1); 9].join(", ");
        bomb.extend([format!("  a{level}: &a{level} [{uses}]\n")]);
    }
    let line = |depth| format!("{}a:\n", " ".repeat(depth));
    let nested = (1..1_000).map(line).collect::<Vec<_>>().concat();
    vec![
        (1, Refused, matter(&bomb)),
        (2, Refused, matter("extra: &a {b: *a}")),
        (4, Refused, matter(&format!("extra: {}", "[".repeat(60_000)))),
        (5, Either, matter(&format!("extra:\n{nested}"))),
        (7, Refused, matter("title: again")),
        (8, Either, matter("weight: 1234567890123456789012345678901234567890")),
        (10, Refused, matter("weight: {a: 1}")),
        (11, Refused, "---\ntitle: [a, b]\n---\n".into()),
        (13, Either, matter("topic: [a, ~, \"\"]")),
        (14, Refused, matter("date: soon")),
        (16, Either, matter("date: 99999-01-01")),
        (17, Either, matter("date: 2016-12-31T23:59:60+05:45")),
        (19, Read, "---\ntitle: T\n...\ntext\n".into()),
        (20, Refused, "---\njust text\n---\n".into()),
        (22, Refused, "---\n---\n".into()),
        (23, Refused, String::new()),
        (25, Read, "\u{feff}---\ntitle: T\n---\n".into()),
        (26, Read, "---\r\ntitle: T\r\ntopic: [a]\r\n---\r\ntext\r\n".into()),
        (31, Either, "---\ntitle: \"a\0b\"\n---\n".into()),
        (32, Read, "---\ntitle: T\n---\na\0b\n".into()),
        (34, Refused, matter("extra: {a: !!python/object/apply:os.system [ls]}")),
        (35, Refused, matter("extra:\n\ta: b")),
        (37, Refused, matter(&format!("{}: a", "k".repeat(1 << 20)))),
        (38, Refused, matter("draft: 'no'")),
        (40, Read, "---\ntitle: <script>alert(1)</script>\n---\n".into()),
        (41, Read, "---\ntitle: \"a ]]> b\"\n---\n".into()),
        (43, Either, matter("topic: [\"<b>x</b>\"]")),
        (44, Refused, matter("slug: ../../etc/passwd")),
        (46, Refused, matter("slug: /etc/passwd")),
        (47, Refused, matter("slug: \"a\\0b\"")),
        (49, Refused, matter("slug: \"a?b#c\"")),
        (50, Refused, matter("slug: \"%2e%2e\"")),
        (52, Refused, matter("slug: \"\"")),
        (53, Refused, matter(&format!("slug: {}", "a".repeat(300)))),
        (55, Refused, matter("slug: \"a. \"")),
        (56, Refused, matter("aliases: [../../x]")),
        (58, Either, matter("template: ../../x")),
        (59, Either, matter("template: nowhere")),
    ]
}

#[test]
fn each_case_is_refused_or_read_as_it_should_be() {
    let path: Arc<Utf8Path> = Utf8Path::new("content/a.md").into();
    for (number, expect, text) in cases() {
        let mut notes = Notes::default();
        let rules = Rules { fields: &SiteFields::default(), limits: &Limits::default() };
        let parsed = parse(&text, &path, Above::of(Kind::Article), rules, &mut notes);
        let found = if notes.has_errors() { Refused } else { Read };
        let messages: Vec<String> = notes.into_vec().into_iter().map(|one| one.message).collect();
        assert!(expect == Either || expect == found, "case {number}: {messages:?}");
        assert!(messages.iter().all(|message| message.len() < 400), "case {number}: {messages:?}");
        assert!(text.get(parsed.body).is_some() && !parsed.matter.title.is_empty());
    }
}
