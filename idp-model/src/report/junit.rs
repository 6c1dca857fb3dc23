//! Findings as test results: JUnit XML, as Jenkins, GitLab, Azure and most dashboards read it.
//!
//! A file is a `testsuite`, a finding a `testcase` in it. Only an `error` fails: its case has a `<failure>`. A
//! warning or info is a passed case that tells about itself in `<system-out>`; to let warnings fail a build, make
//! them errors by configuration, as for every format. A checked file without findings is a suite of one passed
//! case, so that a dashboard shows what was looked at. There are no times, since findings have none.

use super::{Options, sorted};
use crate::diagnostic::Diagnostic;
use std::collections::BTreeMap;
use std::io;

/// Writes the document.
///
/// # Errors
/// Those of `out`.
pub fn write(diagnostics: &[Diagnostic], options: &Options<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let mut files: BTreeMap<&str, Vec<&Diagnostic>> =
        options.checked.iter().map(|file| (*file, Vec::new())).collect();
    for found in sorted(diagnostics) {
        files.entry(found.place.file()).or_default().push(found);
    }
    let tests: usize = files.values().map(|found| found.len().max(1)).sum();
    let failures = diagnostics.iter().filter(|found| found.is_error()).count();
    let name = escape(options.tool.name);
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<testsuites name="{name}" tests="{tests}" failures="{failures}" errors="0" time="0">"#)?;
    for (file, found) in files {
        write_suite(file, &found, out)?;
    }
    writeln!(out, "</testsuites>")
}

fn write_suite(file: &str, found: &[&Diagnostic], out: &mut dyn io::Write) -> io::Result<()> {
    let tests = found.len().max(1);
    let failures = found.iter().filter(|found| found.is_error()).count();
    let file = escape(file);
    writeln!(
        out,
        r#"  <testsuite name="{file}" tests="{tests}" failures="{failures}" errors="0" skipped="0" time="0">"#
    )?;
    if found.is_empty() {
        writeln!(out, r#"    <testcase name="no findings" classname="{file}" time="0"/>"#)?;
    }
    let mut names = BTreeMap::new();
    for found in found {
        write_case(found, &file, &mut names, out)?;
    }
    writeln!(out, "  </testsuite>")
}

/// `names` counts the cases of the suite by name: dashboards keep only one of two cases with the same name.
fn write_case(
    found: &Diagnostic,
    file: &str,
    names: &mut BTreeMap<String, usize>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let start = found.place.start();
    let mut name = format!("{} at {start}", found.code);
    let count = names.entry(name.clone()).or_insert(0);
    *count += 1;
    if *count > 1 {
        name = format!("{name} ({count})");
    }
    let message = escape(&found.message);
    let mut body = format!("{}: {}: {}", found.place, found.severity, found.message);
    if let Some(help) = &found.help {
        body.push_str("\nhelp: ");
        body.push_str(help);
    }
    for related in &found.related {
        body.push_str(&format!("\n{}: {}", related.place, related.message));
    }
    let (name, body) = (escape(&name), escape_text(&body));
    write!(
        out,
        r#"    <testcase name="{name}" classname="{file}" file="{file}" line="{}" time="0">"#,
        start.line
    )?;
    if found.is_error() {
        write!(out, r#"<failure message="{message}" type="{}">{body}</failure>"#, escape(found.code.id))?;
    } else {
        write!(out, "<system-out>{body}</system-out>")?;
    }
    writeln!(out, "</testcase>")
}

/// For attributes: a reader turns raw white space in them into spaces, so it is written as references.
fn escape(text: &str) -> String {
    escape_text(text).replace('\n', "&#10;").replace('\t', "&#9;")
}

/// For content. A reader turns a raw `\r` into `\n`. Characters that XML 1.0 (section 2.2, `Char`) does not know, not
/// even as references, become U+FFFD.
fn escape_text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\r' => escaped.push_str("&#13;"),
            '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}' => {
                escaped.push('\u{fffd}')
            }
            _ => escaped.push(c),
        }
    }
    escaped
}
