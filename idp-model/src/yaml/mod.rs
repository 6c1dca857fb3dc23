//! Reads and writes YAML.

mod number;
mod quoting;
mod serialize;
mod tree;
mod writer;

pub use tree::{Mapping, NodeRef, Sequence, Tree, Value};
pub use writer::{WriteError, to_string, to_string_all};

/// What a reader refuses to go beyond.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Largest file, in bytes.
    pub max_bytes: usize,
    /// Deepest nesting of lists and maps.
    pub max_depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_bytes: 64 << 20, max_depth: 1000 }
    }
}
