//! Why a node could not be read as a Rust type, and where.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Place, Source, Span};
use serde::de::{self, Expected, Unexpected};
use std::borrow::Cow;
use std::fmt::{self, Write};
use std::sync::Arc;

/// What [`NodeRef::deserialize_as`](super::NodeRef::deserialize_as) found wrong.
///
/// `Display` writes `file:line:column: path: message`, without the path where it is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadError {
    /// What is wrong, in words for the person who wrote the file.
    pub message: String,
    /// The innermost place that the fault belongs to: the value with the wrong type; the key that is not known;
    /// for a missing field, the key whose map lacks it, or the map itself where no key leads to it.
    pub place: Place,
    /// The same as a path from the node that was read: `spec.links[2].url`; empty for that node itself. Keys
    /// that are not plain words are quoted: `annotations["example.com/docs"]`.
    pub path: String,
}

impl ReadError {
    /// The same seen from a node further out: `url` within `links[2]` is `links[2].url`.
    #[must_use]
    pub fn within(mut self, outer: &str) -> Self {
        let dot =
            if outer.is_empty() || self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{outer}{dot}{}", self.path);
        self
    }

    /// The fault as a finding of the rule `code`.
    #[must_use]
    pub fn into_diagnostic(self, code: &'static Code) -> Diagnostic {
        let message = match self.path.is_empty() {
            true => self.message,
            false => format!("`{}`: {}", self.path, self.message),
        };
        Diagnostic::new(code, self.place, message)
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.place)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for ReadError {}

/// One step from a collection to what it holds.
#[derive(Debug)]
pub(super) enum Step {
    Key(String),
    Index(usize),
}

/// A [`ReadError`] on its way out, which learns its place and path from the collections that it passes. Boxed, as
/// it is part of every result on a deep stack.
#[derive(Debug)]
pub(super) struct Fault(Box<Parts>);

#[derive(Debug)]
struct Parts {
    message: String,
    span: Option<Span>,
    /// Innermost first.
    path: Vec<Step>,
}

impl Fault {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self(Box::new(Parts { message: message.into(), span: None, path: Vec::new() }))
    }

    pub(super) fn has_place(&self) -> bool {
        self.0.span.is_some()
    }

    /// The same at `span`, unless something further in is to blame.
    pub(super) fn at(mut self, span: Span) -> Self {
        self.0.span.get_or_insert(span);
        self
    }

    pub(super) fn inside(mut self, step: Step) -> Self {
        self.0.path.push(step);
        self
    }

    pub(super) fn into_error(self, source: &Arc<Source>) -> ReadError {
        let mut path = String::new();
        for step in self.0.path.iter().rev() {
            // Writing to a string cannot fail.
            let _ = match step {
                Step::Index(index) => write!(path, "[{index}]"),
                Step::Key(key) if !is_plain(key) => write!(path, "[{key:?}]"),
                Step::Key(key) if path.is_empty() => write!(path, "{key}"),
                Step::Key(key) => write!(path, ".{key}"),
            };
        }
        ReadError {
            message: self.0.message,
            place: Place::new(source, self.0.span.unwrap_or_default()),
            path,
        }
    }
}

fn is_plain(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '$'))
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(format!("expected {}, found {}", wanted(expected), phrase(&found)))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(found, expected)
    }
}

/// What serde expects, for people who do not know Rust; words of a type's own stay as they are.
fn wanted(expected: &dyn Expected) -> String {
    let text = expected.to_string();
    let known = match text.as_str() {
        "a sequence" => "a list",
        "unit" => "null",
        "f32" | "f64" => "a number",
        "i8" => "a whole number from -128 to 127",
        "i16" => "a whole number from -32768 to 32767",
        "i32" | "i64" | "i128" | "isize" => "a whole number",
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" | "u64" | "u128" | "usize" => "a whole number from 0",
        _ => return text,
    };
    known.to_owned()
}

fn phrase(found: &Unexpected<'_>) -> String {
    match found {
        Unexpected::Bool(value) => format!("the boolean `{value}`"),
        Unexpected::Unsigned(value) => format!("the number `{value}`"),
        Unexpected::Signed(value) => format!("the number `{value}`"),
        Unexpected::Float(value) => format!("the number `{value}`"),
        Unexpected::Str(text) => format!("the string `{}`", shortened(text)),
        Unexpected::Unit => "null".to_owned(),
        Unexpected::Seq => "a list".to_owned(),
        Unexpected::Map => "a map".to_owned(),
        Unexpected::Other(text) => {
            // serde has no variant for numbers of 128 bits.
            let number = text.strip_suffix(" as i128").or_else(|| text.strip_suffix(" as u128"));
            match number.and_then(|text| text.strip_prefix("integer ")) {
                Some(number) => format!("the number {number}"),
                None => (*text).to_owned(),
            }
        }
        other => other.to_string(),
    }
}

/// At most 60 characters of a text, on one line.
fn shortened(text: &str) -> Cow<'_, str> {
    let line = text.lines().next().unwrap_or("");
    match line.char_indices().nth(60) {
        Some((at, _)) => Cow::Owned(format!("{}…", line.get(..at).unwrap_or(line))),
        None if line.len() < text.len() => Cow::Owned(format!("{line}…")),
        None => Cow::Borrowed(line),
    }
}
