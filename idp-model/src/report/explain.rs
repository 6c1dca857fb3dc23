//! What `explain CODE` prints.

use crate::diagnostic::{Code, explain as find};
use std::fmt::Write as _;

/// The text of a rule for the terminal: identifier, severity and title on the first line, then its explanation, as
/// the Markdown it is written in. Ends with a line break.
#[must_use]
pub fn text(code: &Code) -> String {
    let mut text = format!("{}[{}]: {}\n", code.severity, code.id, code.title);
    let explanation = code.explanation.trim();
    if !explanation.is_empty() {
        let _ = writeln!(text, "\n{explanation}");
    }
    text
}

/// [`text`] of the rule with this identifier, among several tables of them.
///
/// # Errors
/// There is no such rule; the error names the one that was most likely meant.
pub fn explain(id: &str, tables: &[&[&'static Code]]) -> Result<String, UnknownCode> {
    find(id, tables).map(text).ok_or_else(|| UnknownCode { id: id.to_owned(), nearest: nearest(id, tables) })
}

fn nearest(id: &str, tables: &[&[&'static Code]]) -> Option<&'static str> {
    let rated =
        tables.iter().flat_map(|table| table.iter()).map(|code| (strsim::jaro_winkler(id, code.id), code.id));
    // The first of equally near ones in order of identifiers.
    let best = rated.min_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    best.filter(|(likeness, _)| *likeness > 0.8).map(|(_, id)| id)
}

/// No rule has this identifier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule `{id}`{}", nearest.map(|id| format!("; did you mean `{id}`?")).unwrap_or_default())]
pub struct UnknownCode {
    /// The identifier asked for.
    pub id: String,
    /// The identifier most like it, if one is like it at all.
    pub nearest: Option<&'static str>,
}
