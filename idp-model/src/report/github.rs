//! Findings as annotations of a pull request: the workflow commands that GitHub Actions reads from a step's output.
//!
//! `::error file=F,line=L,endLine=L,col=C,endColumn=C,title=T::message`. GitHub shows ten errors, ten warnings and
//! ten notices of a step at most; the rest stays in its log. It knows columns on one line only, so a finding that
//! spans several lines has none. Paths are those of the sources and should be relative to the root of the
//! repository.

use super::{sorted, text};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{LineColumn, Place};
use std::io;

/// Writes one command for each finding.
///
/// # Errors
/// Those of `out`.
pub fn write(diagnostics: &[Diagnostic], out: &mut dyn io::Write) -> io::Result<()> {
    sorted(diagnostics).into_iter().try_for_each(|found| write_command(found, out))
}

fn write_command(found: &Diagnostic, out: &mut dyn io::Write) -> io::Result<()> {
    let command = match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let (start, end) = (found.place.start(), last_character(&found.place));
    let file = found.place.file();
    let file = file.strip_prefix("./").unwrap_or(file);
    write!(out, "::{command} file={},line={},endLine={}", property(file), start.line, end.line)?;
    if start.line == end.line {
        write!(out, ",col={},endColumn={}", start.column, end.column)?;
    }
    write!(out, ",title={}::{}", property(found.code.id), data(&found.message))?;
    if let Some(help) = &found.help {
        write!(out, "%0A{}", data(&format!("help: {help}")))?;
    }
    out.write_all(b"\n")
}

/// The end, without line breaks: whole lines would be drawn one line too long.
fn last_character(place: &Place) -> LineColumn {
    let text = place.source.slice(place.span).trim_end_matches(['\n', '\r']);
    place.source.line_column(place.span.start.saturating_add(u32::try_from(text.len()).unwrap_or(0)))
}

/// Escapes as `escapeData` of GitHub's `actions/toolkit` does. Control characters, `\r` among them, are made visible:
/// the message is shown in the log too, which obeys ANSI sequences.
fn data(message: &str) -> String {
    text::lines(message).replace('%', "%25").replace('\n', "%0A")
}

/// Escapes as `escapeProperty` does.
fn property(value: &str) -> String {
    data(value).replace(':', "%3A").replace(',', "%2C")
}
