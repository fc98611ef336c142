//! Acknowledgements: what somebody answers for is no finding, and what nobody can answer for is one.

use crate::program::Site;
use crate::{Finding, findings};

fn found(body: &str, matter: &str) -> Vec<(String, u64)> {
    let site = Site::new(include_str!("../../src/rules/example/site.txt"));
    site.write(
        "content/articles/rest.md",
        format!(
            "---\ntitle: Rest and movement\ndescription: When to rest, when to move, and whom to ask when an ache goes on for weeks.\n\
             date: 2026-10-01\nauthor: ana-reed\nreviewed: {{by: sam-carter, on: 2026-10-01}}\nsources: [ng59]\n{matter}---\n\n{body}\n\n\
             Read [how to sit at a desk](desk-work.md) next.\n"
        ),
    );
    findings(&site, &[]).into_iter().map(|Finding { rule, line, .. }| (rule, line)).collect()
}

fn rules(body: &str, matter: &str) -> Vec<String> {
    found(body, matter).into_iter().map(|(rule, _)| rule).collect()
}

const CLAIM: &str = "Sports massage helps relieve muscle pain.";

#[test]
fn a_comment_answers_for_the_paragraph_behind_it() {
    assert_eq!(rules(CLAIM, ""), ["CLAIM-EFFICACY"]);
    let good = "<!-- check-ok CLAIM-EFFICACY: \"NICE NG59 1.2.7, wording agreed with J.E. 2026-11-01\" -->\n";
    assert_eq!(rules(&format!("{good}{CLAIM}"), ""), Vec::<String>::new());
    assert_eq!(rules(&format!("{good}\n{CLAIM}"), ""), Vec::<String>::new());
    // It does not answer for the one after that.
    assert_eq!(
        rules(&format!("{good}{CLAIM}\n\nDeep tissue massage eases neck pain."), ""),
        ["CLAIM-EFFICACY"]
    );
}

#[test]
fn front_matter_answers_for_words() {
    let ok = |rest: &str| format!("check:\n  ok:\n    - {{rule: CLAIM-EFFICACY, {rest}}}\n");
    let why = "why: \"NICE NG59 says so, for a short time\", by: J.E.";
    assert_eq!(rules(CLAIM, &ok(why)), Vec::<String>::new());
    assert_eq!(
        rules(CLAIM, &ok(&format!("text: relieve muscle pain, {why}"))),
        Vec::<String>::new()
    );
    assert_eq!(
        rules(CLAIM, &ok(&format!("text: relieve neck pain, {why}"))),
        ["CHECK-STALE", "CLAIM-EFFICACY"]
    );
    assert_eq!(rules(CLAIM, &ok(&format!("{why}, until: 2027-01-01"))), Vec::<String>::new());
    assert_eq!(
        rules(CLAIM, &ok(&format!("{why}, until: 2026-01-01"))),
        ["CHECK-STALE", "CLAIM-EFFICACY"]
    );
}

#[test]
fn stale_empty_and_forbidden_ones_are_findings() {
    let with =
        |comment: &str, text: &str| rules(&format!("<!-- check-ok {comment} -->\n{text}"), "");
    assert_eq!(
        with("CLAIM-EFFICACY: \"NICE NG59 says so, agreed with J.E.\"", "Move again."),
        ["CHECK-STALE"]
    );
    assert_eq!(with("CLAIM-EFFICACY: \"fine\"", CLAIM), ["CHECK-EMPTY", "CLAIM-EFFICACY"]);
    assert_eq!(with("CLAIM-EFFICACY", CLAIM), ["CHECK-EMPTY", "CLAIM-EFFICACY"]);
    assert_eq!(
        with("CLAIM-EFFICACY: \"this is how it has always been said\"", CLAIM),
        ["CHECK-EMPTY", "CLAIM-EFFICACY"]
    );
    assert_eq!(
        with(
            "CLAIM-SUPERVISION: \"NICE NG59 says so, agreed with J.E.\"",
            "Massage helps to treat arthritis."
        ),
        ["CHECK-FORBIDDEN", "CLAIM-SUPERVISION"]
    );
    assert_eq!(
        with("CLAIM-EFICACY: \"NICE NG59 says so, agreed with J.E.\"", "Move."),
        ["CHECK-STALE"]
    );
}

#[test]
fn a_professional_lets_claims_about_their_conditions_stand() {
    let site = Site::new(include_str!("../../src/rules/example/site.txt"));
    let settings = std::fs::read_to_string(site.root.join("anma.yaml")).expect("settings");
    let page = "---\ntitle: Rest\ndescription: When to rest, when to move, and whom to ask when an ache goes on for weeks.\ndate: 2026-10-01\n\
        author: ana-reed\nreviewed: {by: sam-carter, on: 2026-10-01}\nsources: [ng59]\n---\n\nMassage helps to treat arthritis.\n\nRead [how to sit at a desk](desk-work.md).\n";
    site.write("content/articles/rest.md", page);
    let rules = |site: &Site| -> Vec<String> {
        findings(site, &[]).into_iter().map(|one| one.rule).collect()
    };
    assert_eq!(rules(&site), ["CLAIM-SUPERVISION"]);
    site.write(
        "anma.yaml",
        format!("{settings}check:\n  qualified:\n    - {{person: Sam Carter, register: HCPC, number: PH000001, conditions: [arthritis]}}\n"),
    );
    assert_eq!(rules(&site), Vec::<String>::new());
    let ledger = site.run(&["check", "--ledger"]).ends_with(0);
    assert!(ledger.out.contains("Sam Carter (HCPC PH000001): arthritis"), "{}", ledger.out);
}

#[test]
fn the_ledger_has_them_all() {
    let site = Site::new(include_str!("../../src/rules/example/site.txt"));
    let page = format!(
        "---\ntitle: Rest\ndescription: When to rest.\ndate: 2026-10-01\nauthor: ana-reed\nsources: [ng59]\n---\n\n\
         <!-- check-ok CLAIM-EFFICACY: \"NICE NG59 <b>1.2.7</b>, agreed with J.E.\" -->\n{CLAIM}\n"
    );
    site.write("content/articles/rest.md", page);
    let text = site.run(&["check", "--ledger"]).ends_with(0);
    assert!(text.out.contains("content/articles/rest.md:9  CLAIM-EFFICACY (good)"), "{}", text.out);
    let json = site.run(&["check", "--ledger=json"]).ends_with(0);
    let json: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!(json["acknowledged"][0]["by"], "J.E.");
    assert_eq!(json["acknowledged"][0]["findings"], 1);
    let page = site.run(&["check", "--ledger=page"]).ends_with(0);
    assert!(page.out.contains("&lt;b&gt;1.2.7"), "{}", page.out);
}
