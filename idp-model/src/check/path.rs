//! Where a value stands, as text only when a finding needs it: most values have none.

use std::fmt;

/// A path from the root of an entity, built on the stack of the checks.
#[derive(Clone, Copy)]
pub(super) enum Path<'p> {
    Root(&'p str),
    Key(&'p Path<'p>, &'p str),
    Index(&'p Path<'p>, usize),
}

impl Path<'_> {
    pub(super) fn key<'p>(&'p self, key: &'p str) -> Path<'p> {
        Path::Key(self, key)
    }

    pub(super) fn index(&self, index: usize) -> Path<'_> {
        Path::Index(self, index)
    }

    /// The last key.
    pub(super) fn last(&self) -> &str {
        match self {
            Self::Root(key) | Self::Key(_, key) => key,
            Self::Index(list, _) => list.last(),
        }
    }
}

/// `spec.links[2].url`. Its depth is that of the tables of kinds.
impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root(key) => f.write_str(key),
            Self::Key(map, key) => write!(f, "{map}.{key}"),
            Self::Index(list, index) => write!(f, "{list}[{index}]"),
        }
    }
}
