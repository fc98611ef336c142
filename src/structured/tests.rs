//! Tries documents with and without mistakes.

use super::{Base, Fault, Severity, check, check_page};

const ADDRESS: &str = "https://example.com/a/";

fn faults(json: &str) -> Vec<Fault> {
    check(json, &Base { address: ADDRESS, is_known: &|id| id == "https://example.com/" })
}

/// The faults of a node of this type that says this.
fn of(kind: &str, says: &str) -> Vec<Fault> {
    let comma = if says.is_empty() { "" } else { "," };
    faults(&format!(r#"{{"@context":"https://schema.org","@type":"{kind}"{comma}{says}}}"#))
}

#[test]
fn what_is_right_passes() {
    for (kind, says) in [
        (
            "MedicalWebPage",
            r#""lastReviewed":"2026-10-05","reviewedBy":{"@type":"Person","name":"Jo"}"#,
        ),
        (
            "MedicalSymptom",
            r#""name":"Back pain","possibleTreatment":{"@type":"MedicalTherapy","name":"Rest"}"#,
        ),
        (
            "DaySpa",
            r#""openingHoursSpecification":[{"@type":"OpeningHoursSpecification","dayOfWeek":"Tuesday","opens":"10:00","closes":"18:00"}],"address":"1 High Street","email":"a@b.c","image":"https://example.com/a.jpg""#,
        ),
        (
            "Article",
            r#""datePublished":"2026-11-15T10:00:00Z","author":[{"@id":"https://example.com/a/#jo"},{"@type":"Person","@id":"https://example.com/a/#jo","name":"Jo"}]"#,
        ),
        (
            "BreadcrumbList",
            r#""itemListElement":[{"@type":"ListItem","position":1,"name":"Home","item":"https://example.com/"}]"#,
        ),
        (
            "WebSite",
            r#""potentialAction":{"@type":"SearchAction","target":{"@type":"EntryPoint","urlTemplate":"https://example.com/?q={q}"},"query-input":"required name=q"},"publisher":{"@id":"https://example.com/"}"#,
        ),
        (
            "https://schema.org/Person",
            r#""schema:name":"Jo","sameAs":"https://other.example/jo","worksFor":{"@id":"https://www.wikidata.org/entity/Q1"},"dc:title":"x""#,
        ),
        ("MedicalClinic", r#""medicalSpecialty":"https://schema.org/Musculoskeletal""#),
    ] {
        assert_eq!(of(kind, says), [], "{kind} {says}");
    }
    for json in [
        r#"[{"@context":"http://schema.org/","@type":"Thing","name":"a"}]"#,
        r#"{"@context":["https://schema.org",{"x":"https://x.example/"}],"@graph":[{"@type":["DaySpa","Organization"],"name":"a"}]}"#,
        r#"{"@context":{"@vocab":"https://schema.org/"},"@type":"Person","name":{"@value":"a","@language":"en"}}"#,
    ] {
        assert_eq!(faults(json), [], "{json}");
    }
}

#[test]
fn what_is_wrong_is_found() {
    for (kind, says, written) in [
        ("MedicalConditon", "", "MedicalConditon"),
        ("Massage", "", "Massage"),
        ("Article", r#""lastReviewed":"2026-10-05""#, "lastReviewed"),
        ("Article", r#""headlin":"x""#, "headlin"),
        ("MedicalCondition", r#""cause":"Sitting still""#, "Sitting still"),
        ("MedicalCondition", r#""possibleTreatment":{"@type":"Service","name":"x"}"#, "Service"),
        (
            "MedicalTherapy",
            r#""bodyLocation":{"@type":"AnatomicalStructure","name":"Knee"}"#,
            "AnatomicalStructure",
        ),
        ("Article", r#""datePublished":"15 November 2026""#, "15 November 2026"),
        ("Person", r#""url":"www.example.com""#, "www.example.com"),
        (
            "Person",
            r#""worksFor":{"@id":"https://example.com/#nobody"}"#,
            "https://example.com/#nobody",
        ),
        ("Person", r##""worksFor":{"@id":"#nobody"}"##, "#nobody"),
        ("OpeningHoursSpecification", r#""opens":"9am""#, "9am"),
        ("OpeningHoursSpecification", r#""dayOfWeek":"Someday""#, "Someday"),
        (
            "MedicalClinic",
            r#""medicalSpecialty":"https://schema.org/Endocrinology""#,
            "https://schema.org/Endocrinology",
        ),
        ("Person", r#""address":{"streetAddress":"x"}"#, ""),
    ] {
        let faults = of(kind, says);
        assert_eq!(faults.len(), 1, "{kind} {says} {faults:#?}");
        assert_eq!(
            (faults[0].severity, faults[0].written.as_str()),
            (Severity::Error, written),
            "{faults:#?}"
        );
    }
    for json in [
        "",
        "{",
        "{\"@type\":\"Thing\"}",
        "{\"@context\":\"https://x.example\",\"@type\":\"Thing\"}",
        "3",
        "\"x\"",
    ] {
        let faults = faults(json);
        assert_eq!(faults.len(), 1, "{json} {faults:#?}");
        assert_eq!(faults[0].severity, Severity::Error);
    }
}

#[test]
fn a_type_that_is_not_known_is_a_note() {
    let faults = of("Volcano", r#""lava":"hot""#);
    assert_eq!(faults.len(), 1);
    assert_eq!((faults[0].severity, faults[0].written.as_str()), (Severity::Info, "Volcano"));
}

#[test]
fn one_text_may_refer_to_what_another_describes() {
    let texts = [
        r##"{"@context":"https://schema.org","@type":"Person","worksFor":{"@id":"#us"}}"##,
        r#"{"@context":"https://schema.org","@type":"Organization","@id":"https://example.com/a/#us","name":"Us"}"#,
    ];
    let base = Base { address: ADDRESS, is_known: &|_| false };
    assert_eq!(check_page(&texts, &base), []);
    assert_eq!(check(texts[0], &base).len(), 1);
}

#[test]
fn no_text_stops_the_reading() {
    let deep = "[".repeat(100_000);
    assert_eq!(faults(&deep).len(), 1);
    let nested = format!(
        "{}{}",
        r#"{"@context":"https://schema.org","@type":"Thing","subjectOf":"#.repeat(40),
        "1".to_owned() + &"}".repeat(40)
    );
    assert!(!faults(&nested).is_empty());
    for json in [
        "null",
        "[]",
        "[null]",
        r#"{"@type":3}"#,
        r#"{"@context":3,"@graph":{}}"#,
        r#"{"@context":"https://schema.org","@graph":[3,null,{}]}"#,
    ] {
        drop(faults(json));
    }
}
