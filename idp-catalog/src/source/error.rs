//! Why a file of a source cannot be read.

use std::io;

/// A file or directory of a source that cannot be read. Paths are as people see them.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// It does not exist.
    #[error("`{path}` does not exist")]
    NotFound {
        /// Which.
        path: String,
    },
    /// It is a directory, a pipe, a device; or a directory that nobody here can list (feature `directory`).
    #[error("`{path}` is not a file")]
    NotAFile {
        /// Which.
        path: String,
    },
    /// It lies outside the root of the source, perhaps behind a symbolic link.
    #[error("`{path}` lies outside the folder that is read")]
    Outside {
        /// Which.
        path: String,
    },
    /// It is larger than the reader's limit.
    #[error("`{path}` has {bytes} bytes; more than {limit} are not read")]
    TooLarge {
        /// Which.
        path: String,
        /// Its size, as far as it is known.
        bytes: u64,
        /// The most that is read.
        limit: usize,
    },
    /// Its name is not Unicode, so no entity could name it.
    #[error("the name of `{path}` is not UTF-8")]
    Name {
        /// Which, with U+FFFD for what is not UTF-8.
        path: String,
    },
    /// It is a pattern that cannot be read.
    #[error("the pattern `{pattern}` is malformed: {reason}")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The operating system refuses.
    #[error("`{path}` cannot be read: {cause}")]
    Io {
        /// Which.
        path: String,
        /// Why.
        cause: io::Error,
    },
}

impl SourceError {
    /// An error of the operating system, by its kind.
    pub(super) fn io(path: String, cause: io::Error) -> Self {
        match cause.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::NotFound { path },
            io::ErrorKind::IsADirectory => Self::NotAFile { path },
            _ => Self::Io { path, cause },
        }
    }

    /// The file, directory or pattern that it is about.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::NotFound { path }
            | Self::NotAFile { path }
            | Self::Outside { path }
            | Self::TooLarge { path, .. }
            | Self::Name { path }
            | Self::Io { path, .. } => path,
            Self::Pattern { pattern, .. } => pattern,
        }
    }
}
