//! Findings for programs.
//!
//! The report is one object, `{"schemaVersion": 1, "diagnostics": […], "summary": {…}}`. [`diagnostics`] and
//! [`Summary`] give the two parts to a program that puts more into its object. [`SCHEMA_VERSION`] grows when a
//! field changes meaning or goes away; new fields may come without that.

use super::{Summary, sorted};
use crate::diagnostic::{Diagnostic, Edit, Fix, Related, Severity};
use crate::source::Place;
use serde::Serialize;
use std::io;

/// Version of the shapes of this module.
pub const SCHEMA_VERSION: u32 = 1;

/// A finding as it is written. Lines and columns start at 1; columns count Unicode scalar values; the end is the
/// place behind the last character. Fields are never left out; what there is none of is `null` or empty.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Row<'a> {
    /// Identifier of the rule.
    pub code: &'a str,
    /// `error`, `warning` or `info`.
    pub severity: Severity,
    /// What is wrong.
    pub message: &'a str,
    /// Where.
    #[serde(flatten)]
    pub region: Region<'a>,
    /// A phrase about the marked text; may be empty.
    pub label: &'a str,
    /// What to do.
    pub help: Option<&'a str>,
    /// Index of the document in its file, from 0.
    pub document: Option<u32>,
    /// The entity it is about, `kind:namespace/name`.
    pub entity: Option<&'a str>,
    /// Other places that explain it.
    pub related: Vec<RelatedRow<'a>>,
    /// Edits that repair it.
    pub fix: Option<FixRow<'a>>,
    /// [`super::fingerprint::fingerprint`] of it.
    pub fingerprint: String,
}

/// A range of text in a file.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Region<'a> {
    /// Name of the file as it was given.
    pub file: &'a str,
    /// Line of the first character.
    pub line: u32,
    /// Column of the first character.
    pub column: u32,
    /// Line of the end.
    pub end_line: u32,
    /// Column behind the last character.
    pub end_column: u32,
}

/// Another place.
#[derive(Debug, Serialize)]
pub struct RelatedRow<'a> {
    /// Where.
    #[serde(flatten)]
    pub region: Region<'a>,
    /// What is there.
    pub message: &'a str,
}

/// A repair.
#[derive(Debug, Serialize)]
pub struct FixRow<'a> {
    /// What it does.
    pub title: &'a str,
    /// Replacements that belong together.
    pub edits: Vec<EditRow<'a>>,
}

/// One replacement.
#[derive(Debug, Serialize)]
pub struct EditRow<'a> {
    /// What to replace; an empty range inserts.
    #[serde(flatten)]
    pub region: Region<'a>,
    /// What to put there.
    pub replacement: &'a str,
}

impl<'a> From<&'a Place> for Region<'a> {
    fn from(place: &'a Place) -> Self {
        let (start, end) = (place.start(), place.end());
        Self {
            file: place.file(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

impl<'a> From<&'a Diagnostic> for Row<'a> {
    fn from(found: &'a Diagnostic) -> Self {
        Self {
            code: found.code.id,
            severity: found.severity,
            message: &found.message,
            region: (&found.place).into(),
            label: &found.label,
            help: found.help.as_deref(),
            document: found.document,
            entity: found.entity.as_ref().map(|entity| entity.as_str()),
            related: found.related.iter().map(Into::into).collect(),
            fix: found.fix.as_ref().map(Into::into),
            fingerprint: super::fingerprint::fingerprint(found),
        }
    }
}

impl<'a> From<&'a Related> for RelatedRow<'a> {
    fn from(related: &'a Related) -> Self {
        Self { region: (&related.place).into(), message: &related.message }
    }
}

impl<'a> From<&'a Fix> for FixRow<'a> {
    fn from(fix: &'a Fix) -> Self {
        Self { title: &fix.title, edits: fix.edits.iter().map(Into::into).collect() }
    }
}

impl<'a> From<&'a Edit> for EditRow<'a> {
    fn from(edit: &'a Edit) -> Self {
        Self { region: (&edit.place).into(), replacement: &edit.replacement }
    }
}

/// The findings as they are written, in their order.
#[must_use]
pub fn diagnostics(diagnostics: &[Diagnostic]) -> Vec<Row<'_>> {
    sorted(diagnostics).into_iter().map(Into::into).collect()
}

/// Writes the report as one object, indented, with a line break at its end.
///
/// # Errors
/// Those of `out`.
pub fn write(found: &[Diagnostic], out: &mut dyn io::Write) -> io::Result<()> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Report<'a> {
        schema_version: u32,
        diagnostics: Vec<Row<'a>>,
        summary: Summary,
    }
    let report = Report {
        schema_version: SCHEMA_VERSION,
        diagnostics: diagnostics(found),
        summary: Summary::of(found),
    };
    pretty(&report, out)
}

/// Indented JSON and a line break.
pub(super) fn pretty(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    out.write_all(b"\n")
}
