//! The rules and their explanations: complete, in one form, and true, as each example is run.
//!
//! The info string of an example says how it is read: `yaml` by the kinds of Backstage, `yaml model+ai` by its
//! model layers, `yaml declared` by the kinds of Backstage and those that its first document declares, `yaml latin1` from bytes
//! in Latin-1, `yaml limit` with a limit of 150 bytes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use idp_model::codes;
use idp_model::diagnostic::{Code, Diagnostic};
use idp_model::document;
use idp_model::kind::Model;
use idp_model::source::Source;
use idp_model::yaml::{self, Limits};
use std::collections::BTreeSet;
use std::sync::Arc;

const HEADINGS: [&str; 4] = ["What it finds", "Why it matters", "Example", "Instead"];

/// The titles and texts of the parts of an explanation.
fn parts(explanation: &str) -> Vec<(&str, &str)> {
    let mut parts = explanation.split("## ");
    assert_eq!(parts.next(), Some(""), "something stands before the first heading");
    parts.map(|part| part.split_once('\n').expect("a heading without text")).collect()
}

/// Info string and text of the first fenced block.
fn block(part: &str) -> (&str, &str) {
    let (_, rest) = part.split_once("```").expect("no block");
    let (block, _) = rest.split_once("\n```").expect("a block that is not closed");
    let (info, text) = block.split_once('\n').expect("an empty block");
    (info, text)
}

/// Reads an example as its info string says.
fn read(id: &str, info: &str, text: &str) -> Vec<Diagnostic> {
    let mut limits = Limits::default();
    let mut source = Source::new(id, text);
    let mut model = Model::backstage();
    let mut found = Vec::new();
    match info {
        "yaml" => {}
        "yaml model+ai" => model = Model::backstage_model_layers().with_ai(),
        "yaml limit" => limits.max_bytes = 150,
        "yaml latin1" => {
            let bytes = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<u8>>();
            source = Source::from_bytes(id, bytes);
        }
        "yaml declared" => {
            let (declaration, rest) = text.split_once("\n---\n").unwrap_or((text, ""));
            let declaration = yaml::parse(&Source::new(id, declaration), &limits);
            assert!(declaration.diagnostics.is_empty());
            found = model.declare(declaration.documents[0].tree.as_ref().unwrap());
            source = Source::new(id, rest);
        }
        other => panic!("`{other}` is no way to read an example"),
    }
    let documents = document::read(&Arc::clone(&source), &model, &limits);
    found.extend(documents.diagnostics);
    found
}

#[test]
fn identifiers_are_unique_and_in_kebab_case() {
    let ids: BTreeSet<&str> = codes::ALL.iter().map(|code| code.id).collect();
    assert_eq!(ids.len(), codes::ALL.len());
    for id in ids {
        let word = |word: &str| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        assert!(id.split('-').all(word), "{id}");
    }
}

#[test]
fn every_explanation_belongs_to_a_rule() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/codes");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    let ids: BTreeSet<String> = codes::ALL.iter().map(|code| code.id.to_owned()).collect();
    assert_eq!(files, ids);
}

#[test]
fn every_explanation_has_its_four_parts() {
    for code in codes::ALL {
        let parts = parts(code.explanation);
        let headings: Vec<&str> = parts.iter().map(|(heading, _)| *heading).collect();
        assert_eq!(headings, HEADINGS, "{code}");
        assert!(parts.iter().all(|(_, text)| text.starts_with('\n') && text.len() > 20), "{code}");
    }
}

/// The rules that this build can raise.
fn testable() -> impl Iterator<Item = &'static Code> {
    let can = |code: &&'static Code| cfg!(feature = "json-schema") || code.id != codes::ENTITY_SCHEMA.id;
    codes::ALL.iter().copied().filter(can)
}

#[test]
fn every_example_raises_its_rule_and_no_other() {
    for code in testable() {
        let parts = parts(code.explanation);
        let (info, text) = block(parts[2].1);
        let found = read(code.id, info, text);
        // A document is lost by the fault of another one, which has a rule of its own.
        let cause = |one: &&Diagnostic| {
            code == &codes::YAML_LOST_DOCUMENT && one.code.id != code.id && one.is_error()
        };
        let ids: BTreeSet<&str> = found.iter().filter(|one| !cause(one)).map(|one| one.code.id).collect();
        assert_eq!(ids, BTreeSet::from([code.id]), "{found:#?}");
    }
}

#[test]
fn every_repair_is_without_a_finding() {
    for code in testable() {
        let parts = parts(code.explanation);
        let (info, text) = block(parts[3].1);
        let found = read(code.id, info, text);
        assert!(found.is_empty(), "{code}: {found:#?}");
    }
}
