//! Syntax errors in words that help: what the reader met, and what people usually did to get there.

use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::source::{Place, Source, Span};
use granit_parser::{ErrorKind, ScanError};
use std::sync::Arc;

/// The diagnostic for an error at byte `at`.
pub(super) fn explain(source: &Arc<Source>, at: u32, error: &ScanError) -> Diagnostic {
    let text = source.text();
    let at = tab_before(text, at, error.kind()).unwrap_or(at);
    let end = text
        .get(at as usize..)
        .and_then(|rest| rest.chars().next())
        .filter(|first| *first != '\n' && *first != '\r')
        .map_or(at, |first| at + u32::try_from(first.len_utf8()).unwrap_or(1));
    let place = Place::new(source, Span::new(at, end));
    let line = source.line_text(source.line_column(at).line);
    let mut message = match error.kind() {
        ErrorKind::TabNotAllowed | ErrorKind::TabInBlockIndentation => {
            "a tab is used for indentation; YAML allows only spaces".to_owned()
        }
        ErrorKind::BomInsideDocument => "a byte order mark stands inside the document".to_owned(),
        ErrorKind::SimpleKeyExpected => "a key is expected here, and there is no `: ` behind it".to_owned(),
        ErrorKind::UnclosedQuotedScalar => "this quote is never closed".to_owned(),
        ErrorKind::DocumentIndicatorInQuotedScalar => "this quote is not closed in its document".to_owned(),
        kind => lower_first(&kind.to_string()),
    };
    if message.is_empty() {
        "this is not valid YAML".clone_into(&mut message);
    }
    let diagnostic = Diagnostic::new(&codes::YAML_SYNTAX, place, message);
    match help(error.kind(), line) {
        Some(help) => diagnostic.with_help(help),
        None => diagnostic,
    }
}

/// The tab that the reader stumbled over: it reports what stands behind it.
fn tab_before(text: &str, at: u32, kind: &ErrorKind) -> Option<u32> {
    if !matches!(kind, ErrorKind::TabNotAllowed | ErrorKind::TabInBlockIndentation) {
        return None;
    }
    let before = text.get(..at as usize)?;
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    let tab = line + before.get(line..)?.find('\t')?;
    u32::try_from(tab).ok()
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => String::new(),
    }
}

/// What people usually did, by looking at the line.
fn help(kind: &ErrorKind, line: &str) -> Option<String> {
    let trimmed = line.trim_start();
    if matches!(kind, ErrorKind::TabNotAllowed | ErrorKind::TabInBlockIndentation) {
        return Some("replace the tab by spaces".to_owned());
    }
    if line.starts_with([' ', '\t']) && line.split_at(line.len() - trimmed.len()).0.contains('\t') {
        return Some("the line is indented with a tab; replace it by spaces".to_owned());
    }
    if trimmed.contains("{{") || trimmed.contains("{%") {
        return Some(
            "this looks like a template that was not rendered; quote the value, or keep the file away from the catalog"
                .to_owned(),
        );
    }
    if trimmed.matches(": ").count() > 1 && !trimmed.contains(['"', '\'']) {
        return Some("a value that contains `: ` has to be quoted".to_owned());
    }
    if trimmed.contains(": @") || trimmed.contains(": `") || trimmed.starts_with(['@', '`']) {
        return Some("a value cannot start with `@` or a backtick; quote it".to_owned());
    }
    if trimmed.contains(": %") {
        return Some("a value cannot start with `%`; quote it".to_owned());
    }
    match kind {
        ErrorKind::SimpleKeyExpected if trimmed.contains(':') => Some(
            "put a space behind the colon, or quote the text if it is a value of the line above".to_owned(),
        ),
        ErrorKind::SimpleKeyExpected => {
            Some("write `key: value`, or indent the line if it goes on with the value above".to_owned())
        }
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => {
            Some("close it; all that stands behind it is read as text until then".to_owned())
        }
        ErrorKind::UnexpectedEof => {
            Some("look for a quote or bracket that is opened and never closed".to_owned())
        }
        _ => None,
    }
}

/// Whether the quote at `at` is closed anywhere in the rest of the text, document markers notwithstanding. If not, the reader of
/// Backstage takes all the rest for quoted text (npm `yaml`, lexer, `parseQuotedScalar`).
pub(super) fn closes_later(text: &str, at: usize) -> bool {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let Some((quote, rest)) = rest.split_first() else { return true };
    let mut bytes = rest.iter().peekable();
    while let Some(byte) = bytes.next() {
        match (quote, byte) {
            (b'"', b'\\') => {
                bytes.next();
            }
            (b'\'', b'\'') if bytes.peek() == Some(&&b'\'') => {
                bytes.next();
            }
            _ if byte == quote => return true,
            _ => {}
        }
    }
    false
}
