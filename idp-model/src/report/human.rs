//! Findings for people: source excerpts as rustc draws them, and a line that sums up.
//!
//! The output for one finding is bounded, whatever the source: lines are cut around the marked text, long spans are
//! marked on their first line, of many related places and edits only the first are shown. No control
//! character of the user's text gets through.
//!
//! Without the feature `human-report`, [`write()`] is [`write_lines`].

use super::{Options, Summary, sorted, text};
use crate::diagnostic::Diagnostic;
use std::io;

/// Longest message, label, help or title shown, in characters.
pub(super) const MAX_TEXT: usize = 2000;

/// Writes findings with source excerpts, then [`Summary`].
///
/// # Errors
/// Those of `out`.
#[cfg(feature = "human-report")]
pub fn write(diagnostics: &[Diagnostic], options: &Options<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    use annotate_snippets::Renderer;
    let renderer = if options.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(options.width.max(40));
    for found in sorted(diagnostics) {
        writeln!(out, "{}\n", super::excerpt::render(found, &renderer))?;
    }
    writeln!(out, "{}", Summary::of(diagnostics))
}

/// Writes findings without source excerpts, then [`Summary`].
///
/// # Errors
/// Those of `out`.
#[cfg(not(feature = "human-report"))]
pub fn write(diagnostics: &[Diagnostic], _: &Options<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    write_lines(diagnostics, out)
}

/// Writes each finding as one line, `file:line:column: severity[code]: message`, with an indented line for help, fix and
/// each related place, then [`Summary`].
///
/// # Errors
/// Those of `out`.
pub fn write_lines(diagnostics: &[Diagnostic], out: &mut dyn io::Write) -> io::Result<()> {
    for found in sorted(diagnostics) {
        write_line(found, out)?;
    }
    writeln!(out, "{}", Summary::of(diagnostics))
}

fn write_line(found: &Diagnostic, out: &mut dyn io::Write) -> io::Result<()> {
    let line = |text: &str| text::line(&text::clip(text, MAX_TEXT)).into_owned();
    let place = line(&found.place.to_string());
    writeln!(out, "{place}: {}[{}]: {}", found.severity, found.code, line(&found.message))?;
    for related in &found.related {
        writeln!(out, "    {}: {}", line(&related.place.to_string()), line(&related.message))?;
    }
    let fix = found.fix.as_ref().map(|fix| &fix.title);
    for help in found.help.iter().chain(fix) {
        writeln!(out, "    help: {}", line(help))?;
    }
    Ok(())
}
