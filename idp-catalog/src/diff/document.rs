//! The JSON shape of a difference. It is versioned, and separate from the types that are computed with.

use super::{Afterwards, CatalogDiff, Changed, FieldChange, RelationChange};
use crate::graph::PlaceDocument;
use idp_model::entity::Entity;
use idp_model::entity_ref::EntityRef;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version written by [`CatalogDiff::to_document`]: raised when a field changes meaning or goes away.
pub const DIFF_VERSION: u32 = 1;

/// A difference as a document; all lists are in the order of the [`CatalogDiff`], and never left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DiffDocument {
    /// Version of this shape: [`DIFF_VERSION`].
    pub version: u32,
    /// [`CatalogDiff::added`](field@CatalogDiff::added).
    pub added: Vec<EntityDocument>,
    /// [`CatalogDiff::removed`](field@CatalogDiff::removed).
    pub removed: Vec<RemovedDocument>,
    /// [`CatalogDiff::renamed`](field@CatalogDiff::renamed).
    pub renamed: Vec<ChangeDocument>,
    /// [`CatalogDiff::changed`](field@CatalogDiff::changed).
    pub changed: Vec<ChangeDocument>,
    /// [`CatalogDiff::moved`](field@CatalogDiff::moved).
    pub moved: Vec<ChangeDocument>,
    /// [`CatalogDiff::gained`](field@CatalogDiff::gained).
    pub gained: Vec<RelationDocument>,
    /// [`CatalogDiff::lost`](field@CatalogDiff::lost).
    pub lost: Vec<RelationDocument>,
    /// [`CatalogDiff::dangling`](field@CatalogDiff::dangling).
    pub dangling: Vec<RelationDocument>,
    /// [`CatalogDiff::affected`](field@CatalogDiff::affected).
    pub affected: Vec<AffectedDocument>,
}

/// An entity and where it is named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityDocument {
    /// Its reference.
    pub entity: EntityRef,
    /// Where its name stands.
    pub place: PlaceDocument,
}

/// An entity that is no longer there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovedDocument {
    /// Its reference.
    pub entity: EntityRef,
    /// Where its name stood.
    pub place: PlaceDocument,
    /// What the reference leads to now: `nothing`, `alias`, `ambiguous`, `external` or `refused`.
    pub now: String,
    /// The entity that has it as an alias; left out if none does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias: Option<EntityRef>,
    /// Where the refused entity stands; left out if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<PlaceDocument>,
}

/// An entity that both catalogs have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeDocument {
    /// As it was.
    pub old: EntityDocument,
    /// As it is.
    pub new: EntityDocument,
    /// What differs.
    pub fields: Vec<FieldDocument>,
}

/// A field that differs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldDocument {
    /// [`FieldPath`](super::FieldPath) as text.
    pub path: String,
    /// The value before; left out for an added field, `null` for one that was null.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub old: Option<Value>,
    /// The value now; left out for a removed field.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub new: Option<Value>,
    /// Where the value stands now; for a removed one, where it stood.
    pub place: PlaceDocument,
}

/// A field that is there and null is not one that is missing.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// A relation in its canonical direction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelationDocument {
    /// Where it starts.
    pub source: EntityRef,
    /// Its name from source to target.
    pub relation: String,
    /// Where it ends.
    pub target: EntityRef,
    /// What declares it.
    pub places: Vec<PlaceDocument>,
}

/// An entity that is hurt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AffectedDocument {
    /// Its reference.
    pub entity: EntityRef,
    /// How many relations away the nearest change is.
    pub distance: u32,
    /// What it needs that is one step nearer.
    pub needs: EntityRef,
    /// Why, read from `entity` to `needs`.
    pub relation: String,
    /// What declares that; left out if nothing is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceDocument>,
    /// What changed at the end of the chain.
    pub origin: EntityRef,
}

impl From<&Entity> for EntityDocument {
    fn from(entity: &Entity) -> Self {
        Self { entity: entity.reference().clone(), place: (&entity.place()).into() }
    }
}

impl From<&Changed> for ChangeDocument {
    fn from(change: &Changed) -> Self {
        let field = |field: &FieldChange| FieldDocument {
            path: field.path.to_string(),
            old: field.old.clone(),
            new: field.new.clone(),
            place: (&field.place).into(),
        };
        Self {
            old: (&*change.old).into(),
            new: (&*change.new).into(),
            fields: change.fields.iter().map(field).collect(),
        }
    }
}

impl From<&RelationChange> for RelationDocument {
    fn from(change: &RelationChange) -> Self {
        Self {
            source: change.source.clone(),
            relation: change.relation.clone(),
            target: change.target.clone(),
            places: change.places.iter().map(Into::into).collect(),
        }
    }
}

impl From<&super::Removed> for RemovedDocument {
    fn from(removed: &super::Removed) -> Self {
        let EntityDocument { entity, place } = (&*removed.entity).into();
        let (now, alias, refused) = match &removed.now {
            Afterwards::Nothing => ("nothing", None, None),
            Afterwards::Alias(heir) => ("alias", Some(heir.clone()), None),
            Afterwards::Ambiguous => ("ambiguous", None, None),
            Afterwards::External => ("external", None, None),
            Afterwards::Refused(place) => ("refused", None, Some(place.into())),
        };
        Self { entity, place, now: now.to_owned(), alias, refused }
    }
}

impl From<&super::Affected> for AffectedDocument {
    fn from(affected: &super::Affected) -> Self {
        Self {
            entity: affected.entity.clone(),
            distance: affected.distance,
            needs: affected.needs.clone(),
            relation: affected.relation.clone(),
            place: affected.place.as_ref().map(Into::into),
            origin: affected.origin.clone(),
        }
    }
}

impl CatalogDiff {
    /// The difference as a document, ready for `serde_json`.
    #[must_use]
    pub fn to_document(&self) -> DiffDocument {
        fn all<'a, T, D: From<&'a T>>(list: &'a [T]) -> Vec<D> {
            list.iter().map(D::from).collect()
        }
        DiffDocument {
            version: DIFF_VERSION,
            added: self.added.iter().map(|entity| (&**entity).into()).collect(),
            removed: all(&self.removed),
            renamed: all(&self.renamed),
            changed: all(&self.changed),
            moved: all(&self.moved),
            gained: all(&self.gained),
            lost: all(&self.lost),
            dangling: all(&self.dangling),
            affected: all(&self.affected),
        }
    }
}
