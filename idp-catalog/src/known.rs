//! Entities of other catalogs: references to them are no dangling ones.

use idp_model::entity_ref::{EntityRef, RefError};
use std::collections::BTreeSet;
use std::ops::Bound;

/// References that are known to exist elsewhere: a snapshot of the portal's catalog, say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownRefs {
    refs: BTreeSet<EntityRef>,
}

/// Why a list of known references cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KnownRefsError {
    /// It starts like JSON and is not.
    #[error("the list of known references is not valid JSON")]
    Json(#[source] serde_json::Error),
    /// It is JSON, but neither a list nor an object with a list of `items`: the answer of a portal that refused, say.
    #[error("the known references are neither a JSON list nor an object with a list of `items`")]
    NoList,
    /// An item is neither a reference nor an entity.
    #[error("item {item} of the known references is neither a reference nor an entity")]
    Item {
        /// Its place in the list, from 1.
        item: usize,
    },
    /// A reference is malformed.
    #[error("line {line} of the known references, `{text}`, is no complete reference")]
    Line {
        /// Its line, from 1.
        line: usize,
        /// What is written there.
        text: String,
        /// What is wrong with it.
        #[source]
        error: RefError,
    },
}

impl KnownRefs {
    /// Reads a list of references in any of three forms: one on each line (`#` starts a comment); a JSON list of strings; a
    /// JSON list of entities, as Backstage's `GET /entities` answers (or the object with `items` of its `by-query`).
    ///
    /// # Errors
    /// It has none of these forms.
    pub fn parse(text: &str) -> Result<Self, KnownRefsError> {
        let text = text.trim_start_matches('\u{feff}');
        let mut known = Self::default();
        if text.trim_start().starts_with(['[', '{']) {
            let json: serde_json::Value = serde_json::from_str(text).map_err(KnownRefsError::Json)?;
            let items = json.get("items").unwrap_or(&json);
            let items = items.as_array().ok_or(KnownRefsError::NoList)?;
            for (index, item) in items.iter().enumerate() {
                let reference = reference_of(item).ok_or(KnownRefsError::Item { item: index + 1 })?;
                known.refs.insert(reference);
            }
            return Ok(known);
        }
        for (index, line) in text.lines().enumerate() {
            let written = line.split('#').next().unwrap_or("").trim();
            if written.is_empty() {
                continue;
            }
            let reference = written.parse().map_err(|error| KnownRefsError::Line {
                line: index + 1,
                text: written.to_owned(),
                error,
            })?;
            known.refs.insert(reference);
        }
        Ok(known)
    }

    /// Adds a reference.
    pub fn insert(&mut self, reference: EntityRef) {
        self.refs.insert(reference);
    }

    /// Whether it has a reference.
    #[must_use]
    pub fn contains(&self, reference: &EntityRef) -> bool {
        self.refs.contains(reference)
    }

    /// Those whose text starts with `prefix`, in order.
    pub(crate) fn starting_with(&self, prefix: &str) -> impl Iterator<Item = &EntityRef> {
        let from = self.refs.range::<str, _>((Bound::Included(prefix), Bound::Unbounded));
        from.take_while(move |reference| reference.as_str().starts_with(prefix))
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.refs.is_empty()
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &EntityRef> {
        self.refs.iter()
    }
}

impl FromIterator<EntityRef> for KnownRefs {
    fn from_iter<I: IntoIterator<Item = EntityRef>>(refs: I) -> Self {
        Self { refs: refs.into_iter().collect() }
    }
}

/// One reference to a line, in order: what [`KnownRefs::parse`] reads.
impl std::fmt::Display for KnownRefs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.refs.iter().try_for_each(|reference| writeln!(f, "{reference}"))
    }
}

fn reference_of(item: &serde_json::Value) -> Option<EntityRef> {
    if let Some(text) = item.as_str() {
        return text.parse().ok();
    }
    let metadata = item.get("metadata")?;
    let namespace = metadata.get("namespace").and_then(serde_json::Value::as_str).unwrap_or("default");
    EntityRef::new(item.get("kind")?.as_str()?, namespace, metadata.get("name")?.as_str()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_forms_say_the_same() {
        let lines = KnownRefs::parse("# portal\nComponent:a/B # old\n\ngroup:default/t\n").unwrap();
        let json = KnownRefs::parse(r#"["component:a/b", "group:t"]"#).unwrap();
        let entities = KnownRefs::parse(
            r#"{"items": [{"kind": "Group", "metadata": {"name": "t"}},
                {"kind": "Component", "metadata": {"namespace": "a", "name": "b"}}]}"#,
        )
        .unwrap();
        assert_eq!(lines, json);
        assert_eq!(lines, entities);
        assert_eq!(KnownRefs::parse(&lines.to_string()).unwrap(), lines);
    }

    #[test]
    fn faults_say_where_they_are() {
        let error = KnownRefs::parse("group:t\nteam").unwrap_err();
        assert_eq!(error.to_string(), "line 2 of the known references, `team`, is no complete reference");
        assert!(matches!(KnownRefs::parse("[1]"), Err(KnownRefsError::Item { item: 1 })));
        assert!(matches!(KnownRefs::parse(r#"{"error": {}}"#), Err(KnownRefsError::NoList)));
        assert!(matches!(KnownRefs::parse("{"), Err(KnownRefsError::Json(_))));
    }
}
