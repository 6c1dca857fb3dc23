//! Where catalogs are read from: the one contract, and sources that keep it.

#[cfg(feature = "directory")]
mod directory;
mod entity_file;
mod error;
mod file_system;
mod glob;
mod memory;
pub(crate) mod path;
pub(crate) mod skeleton;

pub use entity_file::EntityFiles;
pub use error::SourceError;
pub use file_system::FileSystem;
pub use memory::Memory;

/// A tree of files that holds a catalog.
///
/// **Flow.** [`list`](Self::list) is called once, then [`read`](Self::read) once for each file, from several threads at a time,
/// then [`read`](Self::read) for what placeholders name, and [`glob`](Self::glob) and [`read`](Self::read) for what Location
/// entities name.
///
/// **Names.** A name is relative to the root, with `/` between its parts on every system, without `.`, `..` or empty parts. The
/// same file has one name; names are compared as text.
///
/// **Guarantees.** Nothing outside the root is read, whatever a name or a symbolic link says. Nothing larger than the limit is
/// read into memory. Results are sorted by name. Nothing is written.
///
/// **Assumptions.** The tree does not change while it is read: what is swapped between a check and the read after it is not
/// noticed.
///
/// **Errors.** A [`SourceError`] concerns one file, or one directory, and says which; the others can still be read.
pub trait CatalogSource: Send + Sync {
    /// The files from which to start.
    ///
    /// # Errors
    ///
    /// If the root cannot be read. What cannot be read below it is in [`Listing::faults`].
    fn list(&self) -> Result<Listing, SourceError>;

    /// The bytes of a file.
    ///
    /// # Errors
    ///
    /// If there is no such file, if it is not a file, lies outside the root, has more than `limit` bytes, or cannot be read.
    fn read(&self, name: &str, limit: usize) -> Result<Vec<u8>, SourceError>;

    /// Names of the files that match a pattern: `*`, `?` and `[ab]` within a part of the name, `**` for any number of parts,
    /// `{a,b}` for either. A part that starts with a dot matches only a pattern that has such a part.
    ///
    /// # Errors
    ///
    /// If the pattern is malformed, or a directory cannot be read.
    fn glob(&self, pattern: &str) -> Result<Vec<String>, SourceError>;

    /// The name as people see it, in findings above all: as a path that they can open.
    fn display(&self, name: &str) -> String;
}

/// The files from which the reading of a source starts, each in one of the two lists, once.
#[derive(Debug, Default)]
pub struct Listing {
    /// Named by the user: entity files, whatever they hold.
    pub explicit: Vec<String>,
    /// Found by looking: names that end in `.yaml` or `.yml`; which of them are entity files is for [`EntityFiles`] to say.
    pub found: Vec<String>,
    /// What could not be looked into.
    pub faults: Vec<SourceError>,
}

/// Whether a file may be an entity file by its name.
fn is_yaml(name: &str) -> bool {
    name.ends_with(".yaml") || name.ends_with(".yml")
}
