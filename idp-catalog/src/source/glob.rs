//! Patterns of file names.

use super::{SourceError, path};
use globset::{GlobBuilder, GlobMatcher};

/// A pattern, ready to be asked.
#[derive(Debug)]
pub(super) struct Pattern {
    matcher: GlobMatcher,
    /// The directory below which everything lies that matches.
    pub(super) directory: String,
    /// How many parts a name has at most below that directory; `None` for any number.
    pub(super) depth: Option<usize>,
    /// Whether parts that start with a dot are meant, too.
    pub(super) hidden: bool,
}

impl Pattern {
    pub(super) fn new(pattern: &str) -> Result<Self, SourceError> {
        let glob = GlobBuilder::new(pattern).literal_separator(true).build();
        let glob = glob.map_err(|error| SourceError::Pattern {
            pattern: pattern.to_owned(),
            reason: error.kind().to_string(),
        })?;
        let literal =
            pattern.split('/').take_while(|part| !path::is_glob(part) && !part.contains('\\')).count();
        let parts = pattern.split('/').count();
        // The last part is a file, even if it is literal.
        let literal = literal.min(parts - 1);
        let directory: Vec<&str> = pattern.split('/').take(literal).collect();
        Ok(Self {
            matcher: glob.compile_matcher(),
            directory: directory.join("/"),
            depth: (!pattern.contains("**")).then_some(parts - literal),
            hidden: pattern.split(['/', '{', ',']).skip(literal).any(|part| part.starts_with('.')),
        })
    }

    /// Whether the name of a file matches.
    pub(super) fn matches(&self, name: &str) -> bool {
        let below = if self.directory.is_empty() { Some(name) } else { name.strip_prefix(&*self.directory) };
        below.is_some_and(|below| self.hidden || !below.split('/').any(|part| part.starts_with('.')))
            && self.matcher.is_match(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_within_parts() {
        for (pattern, name, expected) in [
            ("a/*.yaml", "a/b.yaml", true),
            ("a/*.yaml", "a/b/c.yaml", false),
            ("a/**/*.yaml", "a/c.yaml", true),
            ("a/**/*.yaml", "a/b/c.yaml", true),
            ("a/**/*.yaml", "a/.b/c.yaml", false),
            ("a/*.yaml", "a/.b.yaml", false),
            (".a/*.yaml", ".a/b.yaml", true),
            ("a/.*/c.yaml", "a/.b/c.yaml", true),
            ("a/{b,c/d}.yaml", "a/c/d.yaml", true),
            ("a/[bc]?.yaml", "a/cx.yaml", true),
            ("a/[bc]?.yaml", "a/dx.yaml", false),
            ("[[]a[]]/*", "[a]/b", true),
        ] {
            assert_eq!(Pattern::new(pattern).unwrap().matches(name), expected, "{pattern} {name}");
        }
        assert!(matches!(Pattern::new("a/{b"), Err(SourceError::Pattern { .. })));
    }

    #[test]
    fn patterns_say_where_to_look() {
        for (pattern, directory, depth) in [
            ("a/b/*.yaml", "a/b", Some(1)),
            ("a/*/c.yaml", "a", Some(2)),
            ("*", "", Some(1)),
            ("a/**", "a", None),
            ("a/{b,c/d}.yaml", "a", Some(2)),
            ("a/b", "a", Some(1)),
        ] {
            let found = Pattern::new(pattern).unwrap();
            assert_eq!((found.directory.as_str(), found.depth), (directory, depth), "{pattern}");
        }
    }
}
