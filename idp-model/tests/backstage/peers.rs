//! The same documents, judged by Backstage's own code.
//!
//! `IDP_PEERS` names a folder with `backstage/validate.mjs`, which prints what Backstage says about each document, one JSON
//! object a line. `IDP_SHARED` may name a folder with `corpus`, files of real catalogs, which are compared, too.

use super::{MODES, cases, read, relations, verdict, yaml_files};
use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Differences that are meant: file, document or all, and why.
const DIFFERENCES: &[(&str, Option<u64>, &str)] = &[
    (
        "yaml-collection-key-behind-others",
        None,
        "npm yaml refuses, by an internal fault, some lists and maps in brackets that are keys behind other keys",
    ),
    (
        "yaml-collection-keys",
        None,
        "npm yaml writes a list that is a key anew, `[ a ]` for `[a]`; here it stays as written",
    ),
    ("yaml-recursive-alias", None, "Backstage fails at its placeholders, which the peer leaves alone"),
];

fn is_meant(file: &Path, document: u64) -> bool {
    let name = file.file_stem().unwrap().to_str().unwrap();
    DIFFERENCES.iter().any(|(file, index, _)| *file == name && index.is_none_or(|index| index == document))
}

/// Where the peer is; `None`, with a reason printed, where it is not.
fn peer() -> Option<PathBuf> {
    let skipped = |reason: &str| println!("skipped: {reason}");
    let Some(folder) = std::env::var_os("IDP_PEERS") else {
        skipped("IDP_PEERS is not set");
        return None;
    };
    let script = Path::new(&folder).join("backstage/validate.mjs");
    if !script.exists() {
        skipped(&format!("there is no {}", script.display()));
        return None;
    }
    if Command::new("node").arg("--version").stdout(Stdio::null()).status().is_err() {
        skipped("there is no node");
        return None;
    }
    Some(script)
}

/// What the peer says about some files, in their order.
fn ask(script: &Path, kinds: &str, files: &[PathBuf]) -> Vec<Value> {
    let mut command = Command::new("node");
    command.arg("--no-warnings").arg(script).arg(format!("--kinds={kinds}")).arg("--entity");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut paths = String::new();
    for file in files {
        paths += &format!("{}\n", file.display());
    }
    child.stdin.take().unwrap().write_all(paths.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "the peer failed");
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// JavaScript knows only floats, and loses keys called `__proto__`.
fn as_in_javascript(value: &Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().into(),
        Value::Array(items) => items.iter().map(as_in_javascript).collect(),
        Value::Object(entries) => Value::Object(
            entries
                .iter()
                .filter(|(key, _)| *key != "__proto__")
                .map(|(key, value)| (key.clone(), as_in_javascript(value)))
                .collect(),
        ),
        other => other.clone(),
    }
}

/// Everything in which the peer and this crate disagree about a file, and the number of documents compared.
fn compare(file: &Path, mode: &str, rows: &[Value]) -> (Vec<String>, usize) {
    let mut differences = Vec::new();
    let documents = read(file, mode).documents;
    let mut compared = 0;
    for document in documents.iter().filter(|document| !is_meant(file, document.index.into())) {
        let row = rows.iter().find(|row| row["docIndex"] == document.index);
        let ours = if document.lost { "lost" } else { verdict(document) };
        let theirs = match row.map(|row| &row["ok"]) {
            None => "lost",
            Some(Value::Bool(true)) => "accepted",
            Some(Value::Bool(false)) => "rejected",
            Some(_) => "empty",
        };
        // Another package judges templates.
        if row.is_some_and(|row| row["kind"] == "Template") {
            continue;
        }
        compared += 1;
        let mut differ = |what: &str, ours: &dyn std::fmt::Debug, theirs: &dyn std::fmt::Debug| {
            let place = format!("{} document {}", file.display(), document.index);
            let error = row.map(|row| row["error"].clone());
            differences.push(format!("{place}: {what} {ours:?}, Backstage {theirs:?} {error:?}"));
        };
        if ours != theirs {
            differ("verdict", &ours, &theirs);
            continue;
        }
        let Some(row) = row.filter(|_| ours == "accepted") else { continue };
        let reference = document.reference.as_ref().map(ToString::to_string);
        if reference.as_deref() != row["ref"].as_str() {
            differ("reference", &reference, &row["ref"]);
        }
        // The peer divides relations at spaces, which names may hold.
        let mut theirs: Vec<String> = row["relations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|parts| {
                parts
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|part| part.as_str().unwrap())
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect();
        theirs.sort();
        let ours = relations(document);
        if ours != theirs {
            differ("relations", &ours, &theirs);
        }
        let ours = as_in_javascript(&document.entity.as_ref().unwrap().to_json()["spec"]);
        let theirs = as_in_javascript(&row["entity"]["spec"]);
        if ours != theirs {
            differ("spec", &ours, &theirs);
        }
    }
    let last = u64::try_from(documents.len()).unwrap();
    let surplus = |index: u64| index >= last && !is_meant(file, index);
    for row in rows.iter().filter(|row| row["docIndex"].as_u64().is_some_and(surplus)) {
        differences.push(format!("{}: only Backstage has the document {}", file.display(), row["docIndex"]));
    }
    (differences, compared)
}

fn compare_all(script: &Path, mode: &str, kinds: &str, files: &[PathBuf]) -> usize {
    let rows = ask(script, kinds, files);
    let mut differences = Vec::new();
    let mut count = 0;
    for file in files {
        let name = file.to_str().unwrap();
        let rows: Vec<Value> = rows.iter().filter(|row| row["file"] == name).cloned().collect();
        assert!(!rows.is_empty(), "the peer says nothing about {name}");
        let (found, compared) = compare(file, mode, &rows);
        differences.extend(found);
        count += compared;
    }
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
    count
}

#[test]
fn backstage_agrees_about_the_cases() {
    let Some(script) = peer() else { return };
    for (mode, kinds) in MODES {
        let of_mode = cases().into_iter().filter(|(_, of)| of == mode);
        let files: Vec<PathBuf> = of_mode.map(|(path, _)| path).collect();
        assert!(compare_all(&script, mode, kinds, &files) > 0);
    }
}

#[test]
fn backstage_agrees_about_real_catalogs() {
    let Some(script) = peer() else { return };
    let Some(folder) = std::env::var_os("IDP_SHARED") else {
        println!("skipped: IDP_SHARED is not set");
        return;
    };
    let files = yaml_files(&Path::new(&folder).join("corpus"));
    for (mode, kinds) in MODES {
        let compared = compare_all(&script, mode, kinds, &files);
        println!("{mode}: {compared} documents of {} files", files.len());
    }
}
