//! Files on disk, below a root that is never left.

use super::glob::Pattern;
use super::{CatalogSource, Listing, SourceError, path};
use foldhash::fast::RandomState;
use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{OnceLock, PoisonError, RwLock};

/// Files and directories below a root directory.
///
/// Directories are walked (feature `directory`): what `.gitignore` and `.ignore` files exclude is left out, with and
/// without a Git repository; what only this machine excludes (`.git/info/exclude`, the user's global file) is not. Hidden
/// directories are read, `.git` and `node_modules` are not. Symbolic links are not followed: what they point at inside
/// the root is found under its own name. A name that is given, or matched by a pattern, may be a link to a file inside
/// the root.
#[derive(Debug)]
pub struct FileSystem {
    root: PathBuf,
    /// The root without symbolic links.
    real: PathBuf,
    /// What stands before a name when it is shown.
    prefix: String,
    pub(super) explicit: Vec<String>,
    pub(super) directories: Vec<String>,
    /// The current directory as a name with a `/` behind it, if it lies below the root: names in it are shown from there.
    current: String,
    /// Files and directories that the user wrote in another way than prefix and name.
    shown: BTreeMap<String, String>,
    /// Directories that are known to lie inside the root, symbolic links resolved.
    inside: RwLock<HashSet<Box<str>>>,
    /// Files that a walk has found: no links, no pipes.
    walked: OnceLock<HashSet<Box<str>, RandomState>>,
}

impl FileSystem {
    /// All entity files below a directory, which is the root. Without the feature `directory`, only what placeholders and
    /// Location entities name can be read.
    ///
    /// # Errors
    ///
    /// If the directory does not exist or cannot be looked at.
    pub fn directory(directory: impl AsRef<Path>) -> Result<Self, SourceError> {
        let mut source = Self::at(directory.as_ref())?;
        source.directories.push(String::new());
        Ok(source)
    }

    /// Certain files below a root, by paths relative to it. Whether they exist is seen when they are read.
    ///
    /// # Errors
    ///
    /// If the root does not exist or cannot be looked at, or a path is absolute, leads out of the root, or is not UTF-8.
    pub fn files<P: AsRef<Path>>(
        root: impl AsRef<Path>,
        paths: impl IntoIterator<Item = P>,
    ) -> Result<Self, SourceError> {
        let mut source = Self::at(root.as_ref())?;
        for path in paths {
            let name = to_name(path.as_ref())?;
            let name = path::resolve("", &name, path::Style::File);
            source.explicit.push(name.map_err(|_| SourceError::Outside { path: shown(path.as_ref()) })?);
        }
        Ok(source)
    }

    /// Files and directories as a user lists them. The root of each is the Git work tree that it lies in, so that files can
    /// refer to each other as in the repository; without one, a directory is its own root, and the root of a file is the
    /// directory that it is in. Where one of these roots lies below another, the outer one is the root of both. Each root is
    /// one source, in the order in which they are met.
    ///
    /// # Errors
    ///
    /// If a path does not exist or cannot be looked at, or is not UTF-8.
    pub fn paths<P: AsRef<Path>>(paths: impl IntoIterator<Item = P>) -> Result<Vec<Self>, SourceError> {
        let current = fs::canonicalize(".").map_err(|cause| SourceError::io(".".to_owned(), cause))?;
        let mut given = Vec::new();
        for path in paths {
            given.push(Given::look(path.as_ref())?);
        }
        let root = |one: &Given| match one.work_tree() {
            Some(tree) if tree == current => (current.clone(), PathBuf::new()),
            Some(tree) => (tree.clone(), tree),
            None => one.own_root(),
        };
        let mut roots: Vec<(PathBuf, PathBuf)> = given.iter().map(root).collect();
        roots.sort_by_key(|(real, _)| real.components().count());
        let mut chosen: Vec<(PathBuf, PathBuf)> = Vec::new();
        for (real, path) in roots {
            if !chosen.iter().any(|(outer, _)| real.starts_with(outer)) {
                chosen.push((real, path));
            }
        }
        let mut sources: Vec<Self> = Vec::new();
        for one in &given {
            let Some((real, path)) = chosen.iter().find(|(real, _)| one.real.starts_with(real)) else {
                continue;
            };
            let at = match sources.iter().position(|source| source.real == *real) {
                Some(at) => at,
                None => {
                    let mut source = Self::at(path)?;
                    if let Ok(below) = current.strip_prefix(&source.real)
                        && !below.as_os_str().is_empty()
                    {
                        source.current = to_name(below)? + "/";
                    }
                    sources.push(source);
                    sources.len() - 1
                }
            };
            if let Some(source) = sources.get_mut(at) {
                source.start_at(one)?;
            }
        }
        Ok(sources)
    }

    /// The same files, shown as if the root had this name (`""` for none): two states of a directory are comparable only if their
    /// files are named alike.
    #[must_use]
    pub fn shown_as(mut self, root: &str) -> Self {
        let root = root.trim_end_matches('/');
        self.prefix = if root.is_empty() || root == "." { String::new() } else { format!("{root}/") };
        self.shown.clear();
        self.current.clear();
        self
    }

    fn at(root: &Path) -> Result<Self, SourceError> {
        let prefix =
            if root.as_os_str().is_empty() || root == Path::new(".") { String::new() } else { shown(root) };
        let root = if root.as_os_str().is_empty() { PathBuf::from(".") } else { root.to_owned() };
        let real = fs::canonicalize(&root).map_err(|cause| SourceError::io(shown(&root), cause))?;
        if !real.is_dir() {
            return Err(SourceError::NotAFile { path: shown(&root) });
        }
        Ok(Self {
            root,
            real,
            prefix: if prefix.is_empty() || prefix.ends_with('/') { prefix } else { prefix + "/" },
            current: String::new(),
            explicit: Vec::new(),
            directories: Vec::new(),
            shown: BTreeMap::new(),
            inside: RwLock::new(HashSet::new()),
            walked: OnceLock::new(),
        })
    }

    fn start_at(&mut self, given: &Given) -> Result<(), SourceError> {
        let name = to_name(given.real.strip_prefix(&self.real).unwrap_or(&given.real))?;
        let typed = shown(&given.path);
        if typed != "." && typed.trim_end_matches('/') != self.display(&name).trim_end_matches('/') {
            self.shown.insert(name.clone(), typed.trim_end_matches('/').to_owned());
        }
        if given.is_directory { &mut self.directories } else { &mut self.explicit }.push(name);
        Ok(())
    }

    /// Where a name lies on this disk. May be a symbolic link.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    #[cfg(feature = "directory")]
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Notes that directories lie inside the root, no symbolic link on the way.
    #[cfg(feature = "directory")]
    pub(super) fn trust<'n>(&self, directories: impl Iterator<Item = &'n str>) {
        let mut inside = self.inside.write().unwrap_or_else(PoisonError::into_inner);
        inside.extend(directories.map(Box::from));
    }

    /// Notes that these are files, and no symbolic links.
    #[cfg(feature = "directory")]
    pub(super) fn trust_files(&self, files: &[String]) {
        self.walked.get_or_init(|| files.iter().map(|name| name.as_str().into()).collect());
    }

    /// Reads a file that a walk has found and that is as small as they are: three system calls. `None` if it is larger.
    fn read_walked(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        const SMALL: usize = 16 << 10;
        let mut bytes = [0; SMALL];
        let mut file = File::open(self.path(name))?;
        // A file on a disk gives all that it has, up to what is asked for.
        match file.read(&mut bytes) {
            Ok(read) if read < SMALL => Ok(bytes.get(..read).map(<[u8]>::to_vec)),
            Err(cause) if cause.kind() != io::ErrorKind::Interrupted => Err(cause),
            _ => Ok(None),
        }
    }

    fn real_inside(&self, path: &Path, name: &str) -> Result<PathBuf, SourceError> {
        let real = fs::canonicalize(path).map_err(|cause| SourceError::io(self.display(name), cause))?;
        if real.starts_with(&self.real) {
            Ok(real)
        } else {
            Err(SourceError::Outside { path: self.display(name) })
        }
    }

    /// Makes sure that the directory of a file lies inside the root. Each is looked at once.
    fn check_directory(&self, directory: &str, file: &str) -> Result<(), SourceError> {
        let known = |inside: &HashSet<Box<str>>| directory.is_empty() || inside.contains(directory);
        if known(&self.inside.read().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(());
        }
        self.real_inside(&self.path(directory), file)?;
        self.inside.write().unwrap_or_else(PoisonError::into_inner).insert(directory.into());
        Ok(())
    }
}

impl CatalogSource for FileSystem {
    fn list(&self) -> Result<Listing, SourceError> {
        let mut listing = Listing { explicit: self.explicit.clone(), ..Listing::default() };
        listing.explicit.sort();
        listing.explicit.dedup();
        if !self.directories.is_empty() {
            #[cfg(feature = "directory")]
            super::directory::walk(self, &mut listing);
            #[cfg(not(feature = "directory"))]
            return Err(SourceError::NotAFile { path: shown(&self.root) });
        }
        Ok(listing)
    }

    fn read(&self, name: &str, limit: usize) -> Result<Vec<u8>, SourceError> {
        let shown = || self.display(name);
        let failed = |cause| SourceError::io(shown(), cause);
        if self.walked.get().is_some_and(|walked| walked.contains(name))
            && let Some(bytes) = self.read_walked(name).map_err(failed)?.filter(|bytes| bytes.len() <= limit)
        {
            return Ok(bytes);
        }
        if name.is_empty() {
            return Err(SourceError::NotAFile { path: shown() });
        }
        if !path::is_inside(name) {
            return Err(SourceError::Outside { path: shown() });
        }
        self.check_directory(path::directory(name), name)?;
        let mut path = self.path(name);
        let mut metadata = fs::symlink_metadata(&path).map_err(failed)?;
        if metadata.is_symlink() {
            path = self.real_inside(&path, name)?;
            metadata = fs::symlink_metadata(&path).map_err(failed)?;
        }
        // Before it is opened: opening a pipe waits for whoever writes to it.
        if !metadata.is_file() {
            return Err(SourceError::NotAFile { path: shown() });
        }
        let too_large = |bytes| SourceError::TooLarge { path: shown(), bytes, limit };
        let size = usize::try_from(metadata.len()).unwrap_or(usize::MAX);
        if size > limit {
            return Err(too_large(metadata.len()));
        }
        let mut file = File::open(&path).map_err(failed)?;
        // One byte more than there should be: if it stays empty, the file ended, and nobody need ask again.
        let mut bytes = vec![0; size + 1];
        let read = match file.read(&mut bytes) {
            Err(cause) if cause.kind() == io::ErrorKind::Interrupted => 0,
            read => read.map_err(failed)?,
        };
        bytes.truncate(read);
        if read != size {
            // It came in pieces, says less than it holds (`/proc`), or grows.
            let most = (limit as u64).saturating_add(1).saturating_sub(read as u64);
            file.take(most).read_to_end(&mut bytes).map_err(failed)?;
        }
        if bytes.len() > limit { Err(too_large(bytes.len() as u64)) } else { Ok(bytes) }
    }

    fn glob(&self, pattern: &str) -> Result<Vec<String>, SourceError> {
        let pattern = Pattern::new(pattern)?;
        if !pattern.directory.is_empty() && !path::is_inside(&pattern.directory) {
            return Err(SourceError::Outside { path: self.display(&pattern.directory) });
        }
        match self.check_directory(&pattern.directory, &pattern.directory) {
            Err(SourceError::NotFound { .. }) => return Ok(Vec::new()),
            other => other?,
        }
        let mut found = Vec::new();
        let mut waiting = vec![(pattern.directory.clone(), 1)];
        while let Some((directory, depth)) = waiting.pop() {
            let failed = |cause| SourceError::io(self.display(&directory), cause);
            let entries = match fs::read_dir(self.path(&directory)) {
                Ok(entries) => entries,
                Err(cause) => match failed(cause) {
                    SourceError::NotFound { .. } => continue,
                    other => return Err(other),
                },
            };
            for entry in entries {
                let entry = entry.map_err(failed)?;
                let file_name = entry.file_name();
                // No pattern matches a name that is not Unicode.
                let Some(part) = file_name.to_str() else { continue };
                let kind = entry.file_type().map_err(failed)?;
                let name = path::join(&directory, part);
                if kind.is_dir() {
                    let deeper = pattern.depth.is_none_or(|most| depth < most);
                    let read = !is_never_read(part) && (pattern.hidden || !part.starts_with('.'));
                    if deeper && read {
                        waiting.push((name, depth + 1));
                    }
                } else if pattern.matches(&name) && (kind.is_file() || entry.path().is_file()) {
                    found.push(name);
                }
            }
        }
        found.sort();
        Ok(found)
    }

    fn display(&self, name: &str) -> String {
        if !self.shown.is_empty() {
            let places = std::iter::once(name).chain(path::ancestors(path::directory(name)));
            for place in places {
                if let Some(typed) = self.shown.get(place) {
                    let rest = name.strip_prefix(place).unwrap_or(name);
                    let slash = if rest.is_empty() || rest.starts_with('/') { "" } else { "/" };
                    return format!("{typed}{slash}{rest}");
                }
            }
        }
        match name.strip_prefix(&self.current) {
            Some(rest) if !self.current.is_empty() => rest.to_owned(),
            _ if name.is_empty() => shown(&self.root),
            _ => format!("{}{name}", self.prefix),
        }
    }
}

/// Directories that hold no catalog of ours, and many files.
pub(super) fn is_never_read(directory: &str) -> bool {
    matches!(directory, ".git" | "node_modules")
}

/// A path that the user gave.
struct Given {
    path: PathBuf,
    /// Without symbolic links; of a file, only its directory is resolved, so that a link is looked at when it is read.
    real: PathBuf,
    is_directory: bool,
}

impl Given {
    fn look(path: &Path) -> Result<Self, SourceError> {
        let failed = |cause| SourceError::io(shown(path), cause);
        let is_directory = fs::metadata(path).map_err(failed)?.is_dir();
        let real = match (path.parent(), path.file_name()) {
            (Some(parent), Some(name)) if !is_directory => {
                let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
                fs::canonicalize(parent).map_err(failed)?.join(name)
            }
            _ => fs::canonicalize(path).map_err(failed)?,
        };
        Ok(Self { path: path.to_owned(), real, is_directory })
    }

    /// The nearest directory around it that Git works on. Never the root of the disk.
    fn work_tree(&self) -> Option<PathBuf> {
        let around = self.real.ancestors().filter(|directory| directory.parent().is_some());
        around.map(Path::to_owned).find(|directory| directory.join(".git").exists())
    }

    /// The directory that would be its root, resolved and as written.
    fn own_root(&self) -> (PathBuf, PathBuf) {
        let directory = |path: &Path| path.parent().unwrap_or(path).to_owned();
        if self.is_directory {
            (self.real.clone(), self.path.clone())
        } else {
            (directory(&self.real), directory(&self.path))
        }
    }
}

/// A relative path as a name.
fn to_name(path: &Path) -> Result<String, SourceError> {
    let text = path.to_str().ok_or_else(|| SourceError::Name { path: shown(path) })?;
    Ok(if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() })
}

/// A path for people, with `/` on every system.
pub(super) fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}
