//! Findings as SARIF 2.1.0 (OASIS standard), for code scanning services and editors.
//!
//! What GitHub's code scanning asks for is kept: rules with descriptions (cut at its limits) and help, a level for
//! each result, one location with a region, relative paths against `%SRCROOT%`. It takes at most 25,000 results a
//! run, shows 5,000, and reads 10 MB of gzip; nothing is left out here to fit into that. Of fingerprints GitHub
//! reads only `primaryLocationLineHash`, which its upload action computes itself from the line; ours is
//! [`FINGERPRINT_KEY`].
//!
//! Messages are written verbatim: `{0}` would be a placeholder only in a message with arguments, which ours never
//! have, and viewers do not unfold `{{`. Only what would become a link, `](`, is broken up by a space.

mod log;
mod uri;

use self::log::{
    ArtifactChange, ArtifactContent, ArtifactLocation, Configuration, Driver, FixLog, Location, Log, Message,
    Multiformat, PhysicalLocation, Region, Replacement, ResultLog, Rule, Run, ToolLog,
};
use super::fingerprint::fingerprint;
use super::{Tool, json, sorted, text};
use crate::diagnostic::{Code, Diagnostic, Fix, Severity};
use crate::source::Place;
use std::collections::BTreeMap;
use std::io;

/// The key of our fingerprint in `partialFingerprints`.
pub const FINGERPRINT_KEY: &str = "idpFinding/v1";

/// Name of the folder to which relative paths are relative; who reads the file knows where it is.
pub const ROOT: &str = "%SRCROOT%";

/// GitHub's limit for descriptions of rules, in characters.
const MAX_DESCRIPTION: usize = 1024;

/// Writes a log of one run: the rules that found something, sorted by identifier, and every finding.
///
/// # Errors
/// Those of `out`.
pub fn write(diagnostics: &[Diagnostic], tool: &Tool<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let diagnostics = sorted(diagnostics);
    let codes: BTreeMap<&str, &'static Code> =
        diagnostics.iter().map(|found| (found.code.id, found.code)).collect();
    let indexes: BTreeMap<&str, usize> = codes.keys().enumerate().map(|(index, id)| (*id, index)).collect();
    let driver = Driver {
        name: tool.name,
        version: tool.version,
        information_uri: tool.information_uri,
        rules: codes.values().map(|code| rule(code)).collect(),
    };
    let results = diagnostics.iter().map(|found| {
        let index = indexes.get(found.code.id).copied().unwrap_or_default();
        result(found, index)
    });
    let run = Run {
        tool: ToolLog { driver },
        column_kind: "unicodeCodePoints",
        original_uri_base_ids: BTreeMap::from([(
            ROOT,
            log::BaseId { description: Message::new("The folder in which the check ran.") },
        )]),
        results: results.collect(),
    };
    json::pretty(&Log { schema: log::SCHEMA, version: "2.1.0", runs: [run] }, out)
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn rule(code: &Code) -> Rule<'_> {
    let explanation = code.explanation.trim();
    let explanation = if explanation.is_empty() { code.title } else { explanation };
    let paragraph = explanation.split("\n\n").next().unwrap_or(explanation);
    Rule {
        id: code.id,
        short_description: Message::new(text::clip(code.title, MAX_DESCRIPTION)),
        full_description: Message::new(text::clip(paragraph, MAX_DESCRIPTION)),
        help: Multiformat { text: explanation, markdown: explanation },
        default_configuration: Configuration { level: level(code.severity) },
    }
}

fn result(found: &Diagnostic, rule_index: usize) -> ResultLog<'_> {
    let message = match &found.help {
        Some(help) => format!("{}\n{help}", found.message),
        None => found.message.clone(),
    };
    let related = found.related.iter().zip(1..);
    let fix = found.fix.as_ref().filter(|fix| !fix.edits.is_empty());
    ResultLog {
        rule_id: found.code.id,
        rule_index,
        level: level(found.severity),
        message: Message::new(without_links(&message)),
        locations: [Location { id: None, physical_location: physical(&found.place), message: None }],
        related_locations: related
            .map(|(related, id)| Location {
                id: Some(id),
                physical_location: physical(&related.place),
                message: Some(Message::new(without_links(&related.message))),
            })
            .collect(),
        fixes: fix.map(fix_log).into_iter().collect(),
        partial_fingerprints: BTreeMap::from([(FINGERPRINT_KEY, fingerprint(found))]),
    }
}

/// SARIF reads `[text](target)` in a plain message as a link (section 3.11.6); quoted text must not make one.
fn without_links(message: &str) -> String {
    message.replace("](", "] (")
}

fn physical(place: &Place) -> PhysicalLocation {
    PhysicalLocation { artifact_location: artifact(place.file()), region: region(place) }
}

fn artifact(file: &str) -> ArtifactLocation {
    let (uri, relative) = uri::of_file(file);
    ArtifactLocation { uri, uri_base_id: relative.then_some(ROOT) }
}

fn region(place: &Place) -> Region {
    let (start, end) = (place.start(), place.end());
    Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
}

fn fix_log(fix: &Fix) -> FixLog<'_> {
    let mut files: BTreeMap<&str, Vec<Replacement<'_>>> = BTreeMap::new();
    for edit in &fix.edits {
        files.entry(edit.place.file()).or_default().push(Replacement {
            deleted_region: region(&edit.place),
            inserted_content: ArtifactContent { text: &edit.replacement },
        });
    }
    FixLog {
        description: Message::new(without_links(&fix.title)),
        artifact_changes: files
            .into_iter()
            .map(|(file, replacements)| ArtifactChange { artifact_location: artifact(file), replacements })
            .collect(),
    }
}
