//! What Backstage does with a document, case by case.
//!
//! Each file of `cases` holds documents about one topic. Its first line may name the mode (`# mode: model`). Where a name begins with
//! `ok-` or `no-`, the document is one that Backstage accepts or rejects. What is found in each is kept as a snapshot, and
//! compared with Backstage's own code where that is at hand ([`peers`]).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::print_stdout, reason = "a test that is skipped says so")]

mod cases;
mod peers;

use idp_model::check::Verdict;
use idp_model::document::{self, Document, Documents};
use idp_model::kind::Model;
use idp_model::source::Source;
use idp_model::yaml::Limits;
use std::path::{Path, PathBuf};

/// The modes in which a file can be judged, by the names that cases and the peer have for them.
const MODES: [(&str, &str); 3] = [("default", "builtin"), ("model", "model"), ("model+ai", "model+ai")];

fn model(mode: &str) -> Model {
    match mode {
        "default" => Model::backstage(),
        "model" => Model::backstage_model_layers(),
        "model+ai" => Model::backstage_model_layers().with_ai(),
        other => panic!("`{other}` is no mode"),
    }
}

/// All files of YAML below a folder, sorted.
fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The cases: path and mode.
fn cases() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/backstage/cases");
    let mode = |path: &PathBuf| {
        let bytes = std::fs::read(path).unwrap();
        let first = String::from_utf8_lossy(bytes.split(|byte| *byte == b'\n').next().unwrap()).into_owned();
        first.strip_prefix("# mode: ").unwrap_or("default").to_owned()
    };
    yaml_files(&folder).into_iter().map(|path| (path.clone(), mode(&path))).collect()
}

fn read(path: &Path, mode: &str) -> Documents {
    let source =
        Source::from_bytes(path.file_name().unwrap().to_str().unwrap(), std::fs::read(path).unwrap());
    document::read(&source, &model(mode), &Limits::default())
}

fn verdict(document: &Document) -> &'static str {
    match document.verdict {
        Verdict::Accepted => "accepted",
        Verdict::Rejected => "rejected",
        Verdict::Empty => "empty",
    }
}

/// The relations that Backstage would emit, as `source type target`, sorted.
fn relations(document: &Document) -> Vec<String> {
    let entity = document.entity.iter().filter(|entity| entity.is_accepted());
    let mut found: Vec<String> = entity
        .flat_map(|entity| entity.relations())
        .map(|relation| format!("{} {} {}", relation.source, relation.kind, relation.target))
        .collect();
    found.sort();
    found
}
