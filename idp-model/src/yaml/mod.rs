//! YAML, read into span trees.
//!
//! [`parse`] never fails: it gives every [`Document`] of a stream that could be read, and a [`Diagnostic`] for everything that
//! could not. Values follow YAML 1.2 core, as npm `yaml` 2.9 reads them for Backstage, and 1.1 in documents that
//! say `%YAML 1.1`.

mod alias;
mod de;
mod fast;
mod full;
mod indent;
mod keys;
mod mask;
mod merge;
mod number;
mod quoting;
mod read_error;
mod replace;
mod scalar;
mod serialize;
mod spanned;
mod syntax;
mod tree;
mod writer;

use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::source::{Place, Source, Span};
use std::sync::Arc;

pub use read_error::ReadError;
pub use spanned::Spanned;
pub use tree::{Mapping, NodeRef, Sequence, Tree, Value};
pub use writer::{WriteError, to_string, to_string_all};

/// What a reader refuses to go beyond; what is beyond becomes a diagnostic.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Largest text, in bytes. 64 MiB.
    pub max_bytes: usize,
    /// Deepest nesting of lists and maps. 1000.
    pub max_depth: usize,
    /// Most values in one document with its aliases written out. One million.
    pub max_expanded_nodes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_bytes: 64 << 20, max_depth: 1000, max_expanded_nodes: 1_000_000 }
    }
}

/// One document of a stream.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its place in the stream, from 0; empty and broken documents count.
    pub index: u32,
    /// From its `---` or first character to its last one.
    pub span: Span,
    /// Whether Backstage would refuse to read it (a diagnostic says why). What was understood is in the tree
    /// nevertheless.
    pub broken: bool,
    /// Whether Backstage never gets to see it, because a fault in an earlier document costs it the rest of the file: a quote
    /// that is closed nowhere, an alias without anchor or out of bounds.
    pub lost: bool,
    /// Its values; `None` only where nothing was understood.
    pub tree: Option<Tree>,
}

impl Document {
    /// Whether it holds nothing: no content, a comment, or `null`. Such documents are skipped by Backstage.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.broken && self.tree.as_ref().is_none_or(|tree| tree.root().is_null())
    }
}

/// What [`parse`] understood, and what it did not.
#[derive(Clone, Debug, Default)]
pub struct Stream {
    /// The documents, in order.
    pub documents: Vec<Document>,
    /// Faults, in the order in which they were met.
    pub diagnostics: Vec<Diagnostic>,
    /// Index of the first document that Backstage would not see.
    lost_from: Option<u32>,
}

impl Stream {
    fn next_index(&self) -> u32 {
        u32::try_from(self.documents.len()).unwrap_or(u32::MAX)
    }
}

/// Reads all documents of a source. Cost: linear in its length.
#[must_use]
pub fn parse(source: &Arc<Source>, limits: &Limits) -> Stream {
    let mut stream = Stream::default();
    let text = source.text();
    if text.len() > limits.max_bytes {
        let message =
            format!("the file has {} bytes; more than {} are not read", text.len(), limits.max_bytes);
        let place = Place::new(source, Span::at(0));
        stream.diagnostics.push(Diagnostic::new(&codes::YAML_TOO_LARGE, place, message));
        return stream;
    }
    if let Some(at) = source.repaired_at() {
        let place = Place::new(source, Span::new(at, at + 3));
        stream.diagnostics.push(
            Diagnostic::new(
                &codes::YAML_INVALID_UTF8,
                place,
                "the file is not UTF-8 from here on; what cannot be read becomes `\u{fffd}`",
            )
            .with_help("save the file as UTF-8"),
        );
    }
    if let Some(at) = fast::read(source, limits, &mut stream) {
        full::read(source, at, limits, &mut stream);
    }
    stream
}

/// [`parse`] with one of its two readers alone, so that tests can compare them. Not for other use.
#[doc(hidden)]
pub mod readers {
    use super::{Arc, Limits, Source, Stream, fast, full};

    /// The full reader, which [`super::parse`] asks only where the fast path gives up.
    #[must_use]
    pub fn full(source: &Arc<Source>, limits: &Limits) -> Stream {
        let mut stream = Stream::default();
        full::read(source, 0, limits, &mut stream);
        stream
    }

    /// The fast path, and the byte at which it gave up.
    #[must_use]
    pub fn fast(source: &Arc<Source>, limits: &Limits) -> (Stream, Option<usize>) {
        let mut stream = Stream::default();
        let gave_up = fast::read(source, limits, &mut stream);
        (stream, gave_up)
    }
}
