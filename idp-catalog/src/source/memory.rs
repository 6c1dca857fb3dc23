//! Files that are in memory: tests, request bodies, what an editor has not saved yet.

use super::{CatalogSource, Listing, SourceError, glob, is_yaml, path};
use std::collections::{BTreeMap, BTreeSet};

/// A tree of texts by name. Its names are shown as they are.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<String, Vec<u8>>,
    explicit: Option<BTreeSet<String>>,
}

impl Memory {
    /// Files by name, as if a directory with them were read: entity files are found by what they hold. Names
    /// that are not relative ([`CatalogSource`]) are never found.
    pub fn new<N: Into<String>, T: Into<Vec<u8>>>(files: impl IntoIterator<Item = (N, T)>) -> Self {
        let files = files.into_iter().map(|(name, text)| (name.into(), text.into())).collect();
        Self { files, explicit: None }
    }

    /// The same, read from these files alone, which are entity files whatever they hold; others are there for
    /// placeholders and Location entities.
    #[must_use]
    pub fn starting_at<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.explicit = Some(names.into_iter().map(Into::into).collect());
        self
    }
}

impl CatalogSource for Memory {
    fn list(&self) -> Result<Listing, SourceError> {
        Ok(match &self.explicit {
            Some(names) => Listing { explicit: names.iter().cloned().collect(), ..Listing::default() },
            None => {
                let names = self.files.keys().filter(|name| is_yaml(name) && path::is_inside(name));
                Listing { found: names.cloned().collect(), ..Listing::default() }
            }
        })
    }

    fn read(&self, name: &str, limit: usize) -> Result<Vec<u8>, SourceError> {
        let path = || name.to_owned();
        if !path::is_inside(name) {
            return Err(SourceError::Outside { path: path() });
        }
        let Some(text) = self.files.get(name) else {
            return Err(SourceError::NotFound { path: path() });
        };
        if text.len() > limit {
            return Err(SourceError::TooLarge { path: path(), bytes: text.len() as u64, limit });
        }
        Ok(text.clone())
    }

    fn glob(&self, pattern: &str) -> Result<Vec<String>, SourceError> {
        let glob = glob::Pattern::new(pattern)?;
        Ok(self.files.keys().filter(|name| glob.matches(name)).cloned().collect())
    }

    fn display(&self, name: &str) -> String {
        name.to_owned()
    }
}
