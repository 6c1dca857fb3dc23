//! Relation types: pairs of names for one fact seen from both ends, and who is hurt when an end fails.
//!
//! This file is the only place that knows the vocabulary; everything else in [`crate::graph`] reads it from a
//! [`RelationTypes`] table. The built-in pairs are Backstage's (`catalog-model`, `kinds/relations.ts`).

use std::sync::Arc;

/// Forward name of the relation from an entity to its owner.
pub const OWNED_BY: &str = "ownedBy";
/// Forward name of the relation from a part to its whole.
pub const PART_OF: &str = "partOf";
/// Forward name of the relation from a group to its parent group.
pub const CHILD_OF: &str = "childOf";

pub use idp_model::relation::Hurt;

/// One kind of link: its name from source to target, its name the other way, and who is hurt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationType {
    name: Arc<str>,
    inverse: Arc<str>,
    hurt: Hurt,
}

impl RelationType {
    /// The forward name, read from source to target: `dependsOn`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name read from target to source: `dependencyOf`.
    #[must_use]
    pub fn inverse(&self) -> &str {
        &self.inverse
    }

    /// Who is hurt when the entity at the other end fails.
    #[must_use]
    pub fn hurt(&self) -> Hurt {
        self.hurt
    }
}

/// A relation type of one builder's table together with the end from which it was named.
///
/// Made by [`GraphBuilder::relation`](super::GraphBuilder::relation) and meant for that builder only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relation {
    pub(super) ix: u8,
    pub(super) inverse: bool,
}

/// The relation types of a graph, in order of their forward names.
///
/// INVARIANT (unambiguous names): a name is the forward or inverse name of exactly one type. At most 256 types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationTypes {
    types: Vec<RelationType>,
}

/// The built-in pairs.
impl Default for RelationTypes {
    fn default() -> Self {
        let mut types: Vec<RelationType> = [
            (OWNED_BY, "ownerOf", Hurt::Nobody),
            (PART_OF, "hasPart", Hurt::Target),
            ("providesApi", "apiProvidedBy", Hurt::Target),
            ("consumesApi", "apiConsumedBy", Hurt::Source),
            ("dependsOn", "dependencyOf", Hurt::Source),
            (CHILD_OF, "parentOf", Hurt::Nobody),
            ("memberOf", "hasMember", Hurt::Nobody),
        ]
        .into_iter()
        .map(|(name, inverse, hurt)| RelationType { name: name.into(), inverse: inverse.into(), hurt })
        .collect();
        types.sort_by(|a, b| a.name.cmp(&b.name));
        Self { types }
    }
}

impl RelationTypes {
    /// A table without the built-in pairs.
    #[must_use]
    pub fn empty() -> Self {
        Self { types: Vec::new() }
    }

    /// Adds a pair of names. Declaring a pair again with the same [`Hurt`] changes nothing.
    ///
    /// # Errors
    /// A name is empty, is already used in another way, or there are 256 types already.
    pub fn declare(&mut self, name: &str, inverse: &str, hurt: Hurt) -> Result<(), RelationError> {
        let new = RelationType { name: name.into(), inverse: inverse.into(), hurt };
        if name.is_empty() || inverse.is_empty() {
            return Err(RelationError::EmptyName);
        }
        for taken in [name, inverse] {
            if let Some((_, known, _)) = self.position(taken) {
                if *known == new {
                    return Ok(());
                }
                return Err(RelationError::Taken { name: taken.to_owned(), known: known.clone() });
            }
        }
        if self.types.len() > usize::from(u8::MAX) {
            return Err(RelationError::TooMany);
        }
        let at = self.types.partition_point(|known| known.name < new.name);
        self.types.insert(at, new);
        Ok(())
    }

    /// Changes who is hurt through links of a type, named from either end.
    ///
    /// # Errors
    /// The table has no such name.
    pub fn set_hurt(&mut self, name: &str, hurt: Hurt) -> Result<(), UnknownRelation> {
        let ix = self.relation(name)?.ix;
        if let Some(known) = self.types.get_mut(usize::from(ix)) {
            known.hurt = hurt;
        }
        Ok(())
    }

    /// All types in order of their forward names.
    pub fn iter(&self) -> std::slice::Iter<'_, RelationType> {
        self.types.iter()
    }

    pub(super) fn get(&self, ix: u8) -> Option<&RelationType> {
        self.types.get(usize::from(ix))
    }

    /// The type and the end that a name means.
    pub(super) fn relation(&self, name: &str) -> Result<Relation, UnknownRelation> {
        let found = self.position(name).map(|(ix, _, inverse)| Relation { ix, inverse });
        found.ok_or_else(|| UnknownRelation {
            name: name.to_owned(),
            known: self.types.iter().map(|known| known.name.to_string()).collect(),
        })
    }

    fn position(&self, name: &str) -> Option<(u8, &RelationType, bool)> {
        let mut all = (0..=u8::MAX).zip(&self.types);
        let (ix, found) = all.find(|(_, known)| *known.name == *name || *known.inverse == *name)?;
        Some((ix, found, *found.name != *name))
    }
}

impl<'a> IntoIterator for &'a RelationTypes {
    type Item = &'a RelationType;
    type IntoIter = std::slice::Iter<'a, RelationType>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// A relation name that no type of the graph has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown relation `{name}`; known are {}", known.join(", "))]
pub struct UnknownRelation {
    /// The name asked for.
    pub name: String,
    /// The forward names that exist, in order.
    pub known: Vec<String>,
}

/// Why a relation type could not be declared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RelationError {
    /// One of the two names is empty.
    #[error("both names of a relation must be non-empty")]
    EmptyName,
    /// A name already means something else.
    #[error("the relation name `{name}` is taken by `{}`/`{}`", known.name, known.inverse)]
    Taken {
        /// The name in question.
        name: String,
        /// The type that has it.
        known: RelationType,
    },
    /// There are 256 types already.
    #[error("a graph has room for 256 relation types")]
    TooMany,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_means_one_thing() {
        let mut types = RelationTypes::default();
        types.declare("deploysTo", "deploymentOf", Hurt::Source).unwrap();
        types.declare("deploysTo", "deploymentOf", Hurt::Source).unwrap();
        assert_eq!(types.iter().count(), 8);
        assert!(types.iter().is_sorted_by_key(|known| known.name().to_owned()));
        for (name, inverse) in [("dependencyOf", "x"), ("x", "ownedBy"), ("deploysTo", "other")] {
            let error = types.declare(name, inverse, Hurt::Nobody).unwrap_err();
            assert!(matches!(error, RelationError::Taken { .. }), "{name}");
        }
        assert_eq!(types.declare("", "x", Hurt::Nobody), Err(RelationError::EmptyName));
        let (from, back) = (types.relation("dependsOn").unwrap(), types.relation("dependencyOf").unwrap());
        assert_eq!((from.ix, from.inverse, back.inverse), (back.ix, false, true));
        for number in 8..256 {
            types.declare(&format!("r{number}"), &format!("i{number}"), Hurt::Nobody).unwrap();
        }
        assert_eq!(types.declare("one", "more", Hurt::Nobody), Err(RelationError::TooMany));
        assert_eq!(types.relation("none").unwrap_err().name, "none");
    }
}
