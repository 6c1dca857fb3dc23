//! Baselines and fixes.

use crate::fixtures::{DUPLICATE_KEY, HINT, findings, place};
use idp_model::diagnostic::{Diagnostic, Edit, Fix};
use idp_model::report::baseline::{Baseline, BaselineError};
use idp_model::report::fingerprint::fingerprint;
use idp_model::report::fix::{Skip, apply};
use idp_model::source::{Place, Source, Span};
use proptest::prelude::*;
use std::sync::Arc;

/// A finding for each `x` in the text.
fn check(text: &str) -> Vec<Diagnostic> {
    let source = Source::new("a.yaml", text);
    let found = |nth| Diagnostic::new(&HINT, place(&source, "x", nth), "an `x`");
    (0..text.matches('x').count()).map(found).collect()
}

#[test]
fn a_baseline_is_written_and_read() {
    let baseline = Baseline::of(&findings());
    insta::assert_snapshot!(baseline.to_json());
    assert_eq!(Baseline::from_json(&baseline.to_json()).unwrap(), baseline);
    assert_eq!(Baseline::from_json(&Baseline::default().to_json()).unwrap(), Baseline::default());
    assert!(matches!(Baseline::from_json("[]"), Err(BaselineError::Json(_))));
    assert!(matches!(
        Baseline::from_json(r#"{"version": 2, "findings": []}"#),
        Err(BaselineError::Version(2))
    ));
}

#[test]
fn known_findings_are_counted() {
    let baseline = Baseline::of(&check("x\nx\n"));
    let counts = |text: &str| {
        let compared = baseline.apply(&check(text));
        (compared.new.len(), compared.known, compared.gone.iter().map(|entry| entry.count).sum::<usize>())
    };
    assert_eq!(counts("x\nx\n"), (0, 2, 0));
    assert_eq!(counts("\n\n  x\n\n x # moved\n"), (0, 2, 0));
    assert_eq!(counts("x x x"), (1, 2, 0));
    assert_eq!(counts("x"), (0, 1, 1));
    assert_eq!(counts(""), (0, 0, 2));
}

#[test]
fn a_fingerprint_sees_code_file_message_and_text_but_no_line() {
    let found = |file: &str, text: &str, code, message: &str| {
        let source = Source::new(file, text);
        fingerprint(&Diagnostic::new(code, place(&source, "x", 0), message))
    };
    let one = found("a", "x", &HINT, "m");
    assert_eq!(one, found("a", "\n\n x\n", &HINT, "m"));
    let wider = Source::new("a", "xx");
    let others = [
        found("b", "x", &HINT, "m"),
        found("a", "x", &DUPLICATE_KEY, "m"),
        found("a", "x", &HINT, "n"),
        fingerprint(&Diagnostic::new(&HINT, place(&wider, "xx", 0), "m")),
    ];
    assert!(!others.contains(&one));
}

fn edit(source: &Arc<Source>, start: u32, end: u32, replacement: &str) -> Edit {
    Edit { place: Place::new(source, Span { start, end }), replacement: replacement.to_owned() }
}

fn fixing(edits: Vec<Edit>) -> Diagnostic {
    let mut found = Diagnostic::new(&HINT, edits[0].place.clone(), "m");
    found.fix = Some(Fix { title: "t".to_owned(), edits });
    found
}

#[test]
fn fixes_of_the_fixtures() {
    let findings = findings();
    let applied = apply(&findings);
    let files = applied.files.iter().map(|(name, text)| {
        let start: Vec<_> = text.lines().take(12).collect();
        format!("--- {name}\n{}\n", start.join("\n").chars().take(500).collect::<String>())
    });
    let skipped =
        applied.skipped.iter().map(|(found, skip)| format!("skipped: {:?}: {skip:?}\n", found.place));
    insta::assert_snapshot!(files.chain(skipped).collect::<String>());
}

#[test]
fn what_cannot_be_applied_is_told() {
    let (source, other) = (Source::new("a", "äbc"), Source::new("a", "another"));
    let bytes = Source::from_bytes("b", b"\xff!".to_vec());
    for (edits, expected) in [
        (vec![edit(&source, 0, 1, "")], Skip::Outside),
        (vec![edit(&source, 2, 9, "")], Skip::Outside),
        (vec![edit(&bytes, 3, 4, "")], Skip::NotUtf8),
        // The first edit of a fix is taken back when the second one cannot be taken.
        (vec![edit(&source, 2, 3, ""), edit(&source, 0, 1, "")], Skip::Outside),
        (vec![edit(&source, 2, 3, ""), edit(&other, 0, 1, "")], Skip::TwoTexts),
    ] {
        let found = [fixing(edits)];
        let applied = apply(&found);
        assert!(applied.files.is_empty() && applied.applied.is_empty());
        assert_eq!(applied.skipped.iter().map(|(_, skip)| *skip).collect::<Vec<_>>(), [expected]);
    }
}

#[test]
fn touching_edits_and_equal_fixes_fit_together() {
    let source = Source::new("a", "abcdef");
    let found = [
        fixing(vec![edit(&source, 0, 2, "X")]),
        fixing(vec![edit(&source, 2, 2, "<")]),
        fixing(vec![edit(&source, 2, 4, "Y")]),
        fixing(vec![edit(&source, 2, 4, "Y")]),
        fixing(vec![edit(&source, 3, 3, "no")]),
        fixing(vec![edit(&source, 4, 4, ">"), edit(&source, 6, 6, "!")]),
    ];
    let applied = apply(&found);
    assert_eq!(applied.files["a"], "X<Y>ef!");
    assert_eq!((applied.applied.len(), applied.skipped.len()), (5, 1));
}

proptest! {
    /// Held against edits carried out one by one from the end, of fixes chosen greedily by comparing all pairs.
    #[test]
    fn applying_is_what_a_naive_editor_does(
        text in "[a-c]{0,12}",
        edits in prop::collection::vec((0u32..14, 0u32..4, "[X-Z]{0,2}"), 0..10),
    ) {
        let source = Source::new("a", text.clone());
        let mut found: Vec<_> =
            edits.into_iter().map(|(start, len, new)| fixing(vec![edit(&source, start, start + len, &new)])).collect();
        idp_model::diagnostic::sort(&mut found);
        let mut taken: Vec<Edit> = Vec::new();
        let mut skipped = 0;
        for found in &found {
            let edit = &found.fix.as_ref().unwrap().edits[0];
            let span = edit.place.span;
            let overlaps = |other: &Edit| {
                let other = other.place.span;
                span == other || (span.start < other.end && other.start < span.end)
            };
            if taken.contains(edit) {
            } else if span.end as usize > text.len() || taken.iter().any(overlaps) {
                skipped += 1;
            } else {
                taken.push(edit.clone());
            }
        }
        taken.sort_by_key(|edit| edit.place.span);
        let mut expected = text.clone();
        for edit in taken.iter().rev() {
            let span = edit.place.span;
            expected.replace_range(span.start as usize..span.end as usize, &edit.replacement);
        }
        let applied = apply(&found);
        prop_assert_eq!(applied.files.get("a").unwrap_or(&text), &expected);
        prop_assert_eq!(applied.skipped.len(), skipped);
        prop_assert_eq!(applied.applied.len() + skipped, found.len());
    }

    #[test]
    fn a_baseline_knows_all_it_was_made_of(text in "[x\n ]{0,20}", later in "[x\n ]{0,20}") {
        let (then, now) = (check(&text), check(&later));
        let baseline = Baseline::of(&then);
        let compared = baseline.apply(&now);
        prop_assert_eq!(compared.known, then.len().min(now.len()));
        prop_assert_eq!(compared.new.len(), now.len() - compared.known);
        prop_assert_eq!(compared.gone.iter().map(|entry| entry.count).sum::<usize>(), then.len() - compared.known);
    }
}
