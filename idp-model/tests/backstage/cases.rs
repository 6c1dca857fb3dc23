//! The cases on their own.

use super::{cases, read, relations, verdict};
use idp_model::document::Documents;
use std::fmt::Write;

/// What was found, one fact a line.
fn outcome(documents: &Documents) -> String {
    let mut text = String::new();
    for document in &documents.documents {
        let reference =
            document.reference.as_ref().map(|reference| format!(" {reference}")).unwrap_or_default();
        let lost = if document.lost { " (lost)" } else { "" };
        writeln!(text, "{} {}{reference}{lost}", document.index, verdict(document)).unwrap();
        for relation in relations(document) {
            writeln!(text, "  {relation}").unwrap();
        }
        let values = document.entity.as_ref().and_then(|entity| entity.tree().root().at(&["spec", "values"]));
        if let Some(values) = values {
            writeln!(text, "  values {}", values.to_json()).unwrap();
        }
        for one in documents.diagnostics.iter().filter(|one| one.document == Some(document.index)) {
            writeln!(text, "  {} {}[{}] {}", one.place.start(), one.severity, one.code, one.message).unwrap();
        }
    }
    for one in documents.diagnostics.iter().filter(|one| one.document.is_none()) {
        writeln!(text, "{} {}[{}] {}", one.place.start(), one.severity, one.code, one.message).unwrap();
    }
    text
}

#[test]
fn outcomes_are_as_recorded() {
    for (path, mode) in cases() {
        let name = path.file_stem().unwrap().to_str().unwrap();
        insta::assert_snapshot!(name, outcome(&read(&path, &mode)));
    }
}

#[test]
fn names_say_what_comes_of_the_documents() {
    let (mut judged, mut wrong) = (0, Vec::new());
    for (path, mode) in cases() {
        for document in read(&path, &mode).documents {
            let Some(reference) = &document.reference else { continue };
            let expected = match reference.name().split_once('-') {
                Some(("ok", _)) => "accepted",
                Some(("no", _)) => "rejected",
                _ => continue,
            };
            if verdict(&document) != expected {
                wrong.push(format!("{}: {reference}", path.display()));
            }
            judged += 1;
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(judged > 600, "{judged}");
}
