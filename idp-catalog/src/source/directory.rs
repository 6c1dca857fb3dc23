//! Walks directories for files that may be entity files.

use super::file_system::{FileSystem, is_never_read, shown};
use super::{Listing, SourceError, is_yaml, path};
use ignore::{DirEntry, Error, ParallelVisitor, ParallelVisitorBuilder, WalkBuilder, WalkState};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Adds what lies below the directories of a source, sorted. Several threads walk; the result does not depend on them.
pub(super) fn walk(source: &FileSystem, listing: &mut Listing) {
    let mut starts = source.directories.iter().map(|directory| source.path(directory));
    let Some(first) = starts.next() else { return };
    let mut builder = WalkBuilder::new(first);
    for start in starts {
        builder.add(start);
    }
    builder.hidden(false).require_git(false).git_global(false).git_exclude(false);
    builder
        .filter_entry(|entry| entry.depth() == 0 || !entry.file_name().to_str().is_some_and(is_never_read));
    let found = Mutex::new(Listing::default());
    builder.build_parallel().visit(&mut Visitors { source, all: &found });
    let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.found.sort_unstable();
    found.found.dedup();
    found.found.retain(|name| listing.explicit.binary_search(name).is_err());
    let mut last = "";
    source.trust(found.found.iter().map(|name| path::directory(name)).filter(|directory| {
        let new = *directory != last;
        last = directory;
        new
    }));
    source.trust_files(&found.found);
    found.faults.sort_by(|a, b| a.path().cmp(b.path()));
    listing.found = found.found;
    listing.faults = found.faults;
}

struct Visitors<'s> {
    source: &'s FileSystem,
    all: &'s Mutex<Listing>,
}

impl<'s> ParallelVisitorBuilder<'s> for Visitors<'s> {
    fn build(&mut self) -> Box<dyn ParallelVisitor + 's> {
        Box::new(Visitor { source: self.source, all: self.all, own: Listing::default() })
    }
}

/// What one thread has found; handed over when it ends.
struct Visitor<'s> {
    source: &'s FileSystem,
    all: &'s Mutex<Listing>,
    own: Listing,
}

impl ParallelVisitor for Visitor<'_> {
    fn visit(&mut self, entry: Result<DirEntry, Error>) -> WalkState {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => self.file(entry.path()),
            Ok(_) => {}
            Err(error) => {
                let path = path_of(&error).map_or_else(String::new, shown);
                let message = error.to_string();
                let cause = error.into_io_error().unwrap_or_else(|| std::io::Error::other(message));
                self.own.faults.push(SourceError::Io { path, cause });
            }
        }
        WalkState::Continue
    }
}

impl Visitor<'_> {
    fn file(&mut self, path: &Path) {
        let below = path.strip_prefix(self.source.root()).unwrap_or(path);
        match below.to_str() {
            Some(name) if !is_yaml(name) => {}
            Some(name) if cfg!(windows) => self.own.found.push(name.replace('\\', "/")),
            Some(name) => self.own.found.push(name.to_owned()),
            None if below.extension().is_some_and(|end| end == "yaml" || end == "yml") => {
                self.own.faults.push(SourceError::Name { path: shown(path) });
            }
            None => {}
        }
    }
}

impl Drop for Visitor<'_> {
    fn drop(&mut self) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.found.append(&mut self.own.found);
        all.faults.append(&mut self.own.faults);
    }
}

/// The path that an error is about. Errors of `.gitignore` lines do not come this way.
fn path_of(error: &Error) -> Option<&Path> {
    match error {
        Error::WithPath { path, .. } => Some(path),
        Error::WithDepth { err, .. } | Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}
