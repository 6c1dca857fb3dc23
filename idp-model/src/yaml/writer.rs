//! Writes YAML that readers of YAML 1.1 and 1.2 read back as the same values.
//!
//! A string that some reader would take for something else (`no`, `1:30`, `0o7`, `=`, a date) is quoted; text of
//! several lines is written as a block, as people write it; lines are never folded. Keys keep the order in which
//! they are given.

use super::quoting::Quoting;
use serde::Serialize;

/// The value cannot be written as YAML, or refused to be written at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot be written as YAML: {message}")]
pub struct WriteError {
    message: String,
}

/// One YAML document, ending in a line break: a struct, a map, a [`serde_json::Value`], a
/// [`NodeRef`](super::NodeRef).
///
/// # Errors
/// The value's own [`Serialize`] failed, or it holds something that YAML has no form for.
///
/// ```
/// let text = idp_model::yaml::to_string(&serde_json::json!({"country": "no", "hours": ["9:30", "18:00"]}))?;
/// assert_eq!(text, "country: \"no\"\nhours:\n  - \"9:30\"\n  - \"18:00\"\n");
/// # Ok::<(), idp_model::yaml::WriteError>(())
/// ```
pub fn to_string<T: Serialize + ?Sized>(value: &T) -> Result<String, WriteError> {
    let mut text = String::new();
    write(value, &mut text)?;
    Ok(text)
}

/// Several YAML documents in one text, `---` between them; the empty text for none.
///
/// # Errors
/// As [`to_string`], for the first document that fails.
pub fn to_string_all<T: Serialize>(values: impl IntoIterator<Item = T>) -> Result<String, WriteError> {
    let mut text = String::new();
    for value in values {
        if !text.is_empty() {
            text.push_str("---\n");
        }
        write(&value, &mut text)?;
    }
    Ok(text)
}

fn write<T: Serialize + ?Sized>(value: &T, text: &mut String) -> Result<(), WriteError> {
    let options = serde_saphyr::ser_options! {
        // Items of a list stand two columns to the right of its key.
        compact_list_indent: false,
        // Folding would only move line breaks about: one sentence, one line, one line of a diff.
        folded_wrap_chars: usize::MAX,
    };
    serde_saphyr::to_fmt_writer_with_options(text, &Quoting(value), options)
        .map_err(|error| WriteError { message: error.to_string() })
}
