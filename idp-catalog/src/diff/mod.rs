//! The difference of two catalogs: what a change does, and to whom.
//!
//! [`diff`] compares two snapshots, such as the catalog before and after a pull request. The answer is a value; it is told to people by
//! its [`Display`](std::fmt::Display) and [`CatalogDiff::write_markdown`], and to programs by [`CatalogDiff::to_document`].
//!
//! ```
//! use idp_catalog::{builder::CatalogBuilder, catalog::Catalog, diff::diff};
//! use idp_model::{document::read, kind::Model, source::Source, yaml::Limits};
//! use std::sync::Arc;
//!
//! fn catalog(owner: &str) -> Catalog {
//!     let model = Arc::new(Model::backstage());
//!     let text = format!(
//!         "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: shop\n\
//!          spec:\n  type: service\n  lifecycle: production\n  owner: {owner}\n"
//!     );
//!     let mut builder = CatalogBuilder::new(Arc::clone(&model));
//!     builder.add_documents(read(&Source::new("shop.yaml", text), &model, &Limits::default()));
//!     builder.build()
//! }
//! let diff = diff(&catalog("team-a"), &catalog("team-b"));
//! let change = &diff.changed[0].fields[0];
//! assert_eq!(change.path.to_string(), "spec.owner");
//! assert_eq!(change.place.to_string(), "shop.yaml:8:10");
//! assert_eq!(diff.lost[0].target.as_str(), "group:default/team-a");
//! ```

mod affected;
mod document;
mod fields;
mod merge;
mod relations;
mod show;

pub use affected::Affected;
pub use document::{
    AffectedDocument, ChangeDocument, DIFF_VERSION, DiffDocument, EntityDocument, FieldDocument,
    RelationDocument, RemovedDocument,
};
pub use fields::{FieldChange, FieldPath, MAX_DEPTH, Segment};
pub use relations::RelationChange;

use crate::catalog::{Catalog, Resolved};
use idp_model::entity::Entity;
use idp_model::entity_ref::EntityRef;
use idp_model::source::Place;
use merge::{Side, merge};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What differs between two catalogs. Every list is in order of references.
#[derive(Clone, Debug, Default)]
pub struct CatalogDiff {
    /// Entities that only the new one has.
    pub added: Vec<Arc<Entity>>,
    /// Entities that only the old one has, and which no added one claims to have been.
    pub removed: Vec<Removed>,
    /// Entities with another reference that claim the old one in `metadata.aliases`. Other fields may have changed, too.
    pub renamed: Vec<Changed>,
    /// Entities with other values; they may stand in another file as well.
    pub changed: Vec<Changed>,
    /// Entities with the same values in another file.
    pub moved: Vec<Changed>,
    /// Relations that only the new one has, in order of (source, target, name). One that leads to or from a renamed entity as it did before is
    /// not among them.
    pub gained: Vec<RelationChange>,
    /// Relations that only the old one has, likewise.
    pub lost: Vec<RelationChange>,
    /// Relations of the new one that lead nowhere and did not before: references to removed entities, by dropped
    /// aliases, or new ones that are wrong.
    pub dangling: Vec<RelationChange>,
    /// Entities of the new one that are hurt if what happened is bad ([`Direction::Impact`](crate::graph::Direction::Impact)), nearest first: by removed entities to which
    /// something still refers, and by changed and renamed ones with changes outside of `metadata`, which is only prose. Those are not listed
    /// themselves.
    pub affected: Vec<Affected>,
}

/// An entity that is no longer there.
#[derive(Clone, Debug)]
pub struct Removed {
    /// As it was.
    pub entity: Arc<Entity>,
    /// What its reference leads to now.
    pub now: Afterwards,
}

/// What the reference of a removed entity leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Afterwards {
    /// Nothing.
    Nothing,
    /// An entity that claims it as an alias and was there before, or has taken over another one as well.
    Alias(EntityRef),
    /// Nothing, as several entities claim it as an alias.
    Ambiguous,
    /// An entity of another catalog.
    External,
    /// Nothing: the entity is still there, at this place, but is refused now.
    Refused(Place),
}

impl Afterwards {
    /// Whether references to it dangle.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        !matches!(self, Self::Alias(_) | Self::External)
    }
}

/// An entity that both catalogs have.
#[derive(Clone, Debug)]
pub struct Changed {
    /// As it was.
    pub old: Arc<Entity>,
    /// As it is.
    pub new: Arc<Entity>,
    /// The fields that differ, in order of their keys.
    pub fields: Vec<FieldChange>,
}

impl Changed {
    fn between(old: &Arc<Entity>, new: &Arc<Entity>) -> Self {
        let fields = if old.tree().is_copy_of(new.tree()) {
            Vec::new()
        } else {
            fields::changes(old.tree().root(), new.tree().root())
        };
        Self { old: Arc::clone(old), new: Arc::clone(new), fields }
    }

    /// Whether it stands in another file: the names of the sources differ.
    #[must_use]
    pub fn is_moved(&self) -> bool {
        self.old.tree().source().name() != self.new.tree().source().name()
    }

    /// Whether something outside of `metadata` changed.
    fn is_substantial(&self) -> bool {
        let metadata = |change: &FieldChange| matches!(change.path.segments(), [Segment::Key(key), ..] if key == "metadata");
        !self.fields.iter().all(metadata)
    }
}

/// Compares two catalogs.
///
/// Files are compared by the names of their sources: to tell moved entities, name both relative to the same root.
/// Entities that a catalog refuses, or that lost their reference to another one, are not part of it.
///
/// Cost: linear in both, but for sorting what differs. Entities shared by both (the same `Arc`) are not looked at.
#[must_use]
pub fn diff(old: &Catalog, new: &Catalog) -> CatalogDiff {
    let mut diff = CatalogDiff::default();
    let mut gone = Vec::new();
    for pair in merge(old.entities(), new.entities(), |a, b| a.reference().cmp(b.reference())) {
        match pair {
            Side::Old(entity) => gone.push(entity),
            Side::New(entity) => diff.added.push(Arc::clone(entity)),
            Side::Both(old, new) if Arc::ptr_eq(old, new) => {}
            Side::Both(old, new) => {
                let changed = Changed::between(old, new);
                if !changed.fields.is_empty() {
                    diff.changed.push(changed);
                } else if changed.is_moved() {
                    diff.moved.push(changed);
                }
            }
        }
    }
    let mut taken: BTreeSet<&EntityRef> = BTreeSet::new();
    for entity in gone {
        let now = match new.resolve(entity.reference()) {
            Resolved::Alias(heir)
                if old.get(heir.reference()).is_none() && taken.insert(heir.reference()) =>
            {
                diff.renamed.push(Changed::between(entity, heir));
                continue;
            }
            Resolved::Alias(heir) => Afterwards::Alias(heir.reference().clone()),
            Resolved::External => Afterwards::External,
            Resolved::Ambiguous => Afterwards::Ambiguous,
            Resolved::Rejected(entity) => Afterwards::Refused(entity.place()),
            Resolved::Entity(_) | Resolved::Missing => Afterwards::Nothing,
        };
        diff.removed.push(Removed { entity: Arc::clone(entity), now });
    }
    diff.added.retain(|entity| !taken.contains(entity.reference()));

    let names = diff.renamed.iter().map(|one| (one.old.reference(), one.new.reference()));
    let names: BTreeMap<&EntityRef, &EntityRef> = names.collect();
    let relations = relations::compare(old.graph(), new.graph(), &names);
    (diff.gained, diff.lost, diff.dangling) = (relations.gained, relations.lost, relations.dangling);

    let gone = diff.removed.iter().filter(|one| one.now.is_nothing()).map(|one| one.entity.reference());
    let other = diff.changed.iter().chain(&diff.renamed).filter(|one| one.is_substantial());
    let origins = gone.chain(other.map(|one| one.new.reference()));
    diff.affected = affected::affected(new.graph(), origins);
    diff
}

impl CatalogDiff {
    /// Whether the catalogs say the same, in the same files.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty()
            && self.removed.is_empty()
            && self.renamed.is_empty()
            && self.changed.is_empty()
            && self.moved.is_empty()
            && self.gained.is_empty()
            && self.lost.is_empty()
            && self.dangling.is_empty()
    }
}
