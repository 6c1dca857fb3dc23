//! Diagnostics: faults in what the user wrote. Data, never an `Err`.
//!
//! A [`Diagnostic`] says which rule ([`Code`]), where ([`Place`]), what, and what to do. Many of them leave one
//! call, sorted; [`crate::report`] shows them. A call that could not do its job returns an error instead.

use crate::entity_ref::EntityRef;
use crate::source::{Place, Span};
use std::cmp::Ordering;
use std::fmt;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Backstage, or this catalog, refuses it.
    Error,
    /// It is accepted, and most likely not what was meant.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// `error`, `warning` or `info`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A stable rule: its identifier never changes meaning and is never used again for another one.
///
/// Rules are constants, listed by the crate that checks them (`idp_model::codes::ALL`), so that they can be
/// explained, configured and documented one by one.
#[derive(Debug)]
pub struct Code {
    /// Kebab-case identifier, unique in the workspace: `yaml-duplicate-key`.
    pub id: &'static str,
    /// Severity unless configured otherwise.
    pub severity: Severity,
    /// One line: what the rule finds.
    pub title: &'static str,
    /// Markdown in up to four parts: what it finds, why that is bad, an example, and what to write instead.
    pub explanation: &'static str,
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}
impl Eq for Code {}
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

/// Another place that explains a finding: the first of two equal keys, the other file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What is there, as a phrase: `first defined here`.
    pub message: String,
}

/// One replacement of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to replace; an empty span inserts.
    pub place: Place,
    /// What to put there.
    pub replacement: String,
}

/// Edits that repair the finding without a decision of the user; only given where they are safe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the fix does, as an instruction: ``rename to `lifecycle` ``.
    pub title: String,
    /// Edits that belong together and do not overlap.
    pub edits: Vec<Edit>,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule.
    pub code: &'static Code,
    /// Severity after configuration.
    pub severity: Severity,
    /// What is wrong, one sentence in the user's words, text of theirs in backticks. What is longer than 2,000 bytes is cut, as are
    /// label and help.
    pub message: String,
    /// Where.
    pub place: Place,
    /// A phrase to write beside the marked text; empty for none.
    pub label: String,
    /// Other places, in the order in which to read them.
    pub related: Vec<Related>,
    /// What to do.
    pub help: Option<String>,
    /// A repair that a program may apply.
    pub fix: Option<Fix>,
    /// Index of the document in its file, from 0.
    pub document: Option<u32>,
    /// The entity it is about, once that is known.
    pub entity: Option<EntityRef>,
}

impl Diagnostic {
    /// A finding of the rule's own severity.
    #[must_use]
    pub fn new(code: &'static Code, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity,
            message: clip(message.into()),
            place,
            label: String::new(),
            related: Vec::new(),
            help: None,
            fix: None,
            document: None,
            entity: None,
        }
    }

    /// The same with a phrase beside the marked text.
    #[must_use]
    pub fn with_label(mut self, label: impl Into<String>) -> Self {
        self.label = clip(label.into());
        self
    }

    /// The same with advice.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(clip(help.into()));
        self
    }

    /// The same with another place.
    #[must_use]
    pub fn with_related(mut self, place: Place, message: impl Into<String>) -> Self {
        self.related.push(Related { place, message: message.into() });
        self
    }

    /// The same with a repair that replaces `span` of the same file.
    #[must_use]
    pub fn with_fix(mut self, title: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        let edit = Edit { place: Place::new(&self.place.source, span), replacement: replacement.into() };
        self.fix = Some(Fix { title: title.into(), edits: vec![edit] });
        self
    }

    /// The same, about a document of its file.
    #[must_use]
    pub fn in_document(mut self, index: u32) -> Self {
        self.document = Some(index);
        self
    }

    /// The same, about an entity.
    #[must_use]
    pub fn about(mut self, entity: &EntityRef) -> Self {
        self.entity = Some(entity.clone());
        self
    }

    /// Whether it is an error.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Findings quote what the user wrote, which may be a megabyte, and there may be thousands of them about it.
const LONGEST: usize = 2_000;

/// A text of at most [`LONGEST`] bytes and a mark of what was cut.
fn clip(mut text: String) -> String {
    if text.len() > LONGEST {
        let cut = (0..=LONGEST).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let left = text.len() - cut;
        text.truncate(cut);
        text.push_str(&format!("… ({left} more bytes)"));
    }
    text
}

/// Sorts findings as they are reported: by file, place, code, message. The same findings in any order give
/// the same list.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(compare);
}

/// The order of [`sort`].
#[must_use]
pub fn compare(a: &Diagnostic, b: &Diagnostic) -> Ordering {
    a.place.cmp(&b.place).then_with(|| a.code.id.cmp(b.code.id)).then_with(|| a.message.cmp(&b.message))
}

/// The rule with this identifier, among several tables of them.
#[must_use]
pub fn explain(id: &str, tables: &[&[&'static Code]]) -> Option<&'static Code> {
    tables.iter().flat_map(|table| table.iter()).copied().find(|code| code.id == id)
}
