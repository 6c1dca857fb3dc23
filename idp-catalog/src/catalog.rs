//! The catalog: entities, their names, and the graph between them, frozen.

use crate::graph::{Graph, Presence};
use crate::known::KnownRefs;
use foldhash::fast::RandomState;
use idp_model::entity::Entity;
use idp_model::entity_ref::EntityRef;
use idp_model::kind::Model;
use idp_model::source::Place;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

/// A software catalog at one moment. Made by [`CatalogBuilder::build`](crate::builder::CatalogBuilder::build).
///
/// It never changes; a new state is a new value, and threads share one freely. Lookups by reference cost one hash, the others a
/// search in a sorted map; every iteration is in order of references. Memory: that of the texts and their trees (32
/// bytes for each key and value), plus the graph.
#[derive(Debug)]
pub struct Catalog {
    pub(crate) model: Arc<Model>,
    /// INVARIANT (entity order): accepted entities, strictly ascending by reference.
    pub(crate) entities: Box<[Arc<Entity>]>,
    pub(crate) index: HashMap<EntityRef, u32, RandomState>,
    /// Claims of other names: the entity with the smallest reference first.
    pub(crate) aliases: BTreeMap<EntityRef, Vec<Alias>>,
    /// Entities that lost their reference to an earlier one, by reference.
    pub(crate) duplicates: Box<[Arc<Entity>]>,
    /// Entities that Backstage would refuse, by reference.
    pub(crate) rejected: BTreeMap<EntityRef, Arc<Entity>>,
    /// Groups are made when they are first asked for.
    pub(crate) by_kind: OnceLock<Groups>,
    pub(crate) by_tag: OnceLock<Groups>,
    pub(crate) known: KnownRefs,
    pub(crate) graph: Graph,
    /// Entities with a reference that leads to themselves, or not to an entity by its own name, ascending.
    pub(crate) suspects: Box<[u32]>,
}

/// Places in the catalog by a key, ascending.
pub(crate) type Groups = BTreeMap<Box<str>, Box<[u32]>>;

/// A claim to another name.
#[derive(Clone, Debug)]
pub(crate) struct Alias {
    pub(crate) entity: u32,
    pub(crate) place: Place,
}

/// What a reference leads to.
#[derive(Clone, Copy, Debug)]
pub enum Resolved<'c> {
    /// An entity of this catalog, by its own name.
    Entity(&'c Arc<Entity>),
    /// An entity of this catalog, by a former or alternative name.
    Alias(&'c Arc<Entity>),
    /// An entity of another catalog ([`KnownRefs`]).
    External,
    /// An entity that is there and would be refused.
    Rejected(&'c Arc<Entity>),
    /// Several entities claim this name; none has it.
    Ambiguous,
    /// Nothing.
    Missing,
}

impl Catalog {
    /// The model by which it was read.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// How many entities it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entities.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entities.is_empty()
    }

    /// All entities, in order of references.
    pub fn entities(&self) -> impl ExactSizeIterator<Item = &Arc<Entity>> {
        self.entities.iter()
    }

    /// The entity with this reference.
    #[must_use]
    pub fn get(&self, reference: &EntityRef) -> Option<&Arc<Entity>> {
        self.at(*self.index.get(reference)?)
    }

    fn at(&self, index: u32) -> Option<&Arc<Entity>> {
        self.entities.get(index as usize)
    }

    /// What a reference leads to: the entity of that name, else the one that claims it as an alias, else one of another
    /// catalog.
    #[must_use]
    pub fn resolve(&self, reference: &EntityRef) -> Resolved<'_> {
        if let Some(entity) = self.get(reference) {
            return Resolved::Entity(entity);
        }
        match self.aliases.get(reference).map(Vec::as_slice) {
            Some([alias]) => {
                if let Some(entity) = self.at(alias.entity) {
                    return Resolved::Alias(entity);
                }
            }
            Some([_, _, ..]) => return Resolved::Ambiguous,
            _ => {}
        }
        if self.known.contains(reference) {
            return Resolved::External;
        }
        match self.rejected.get(reference) {
            Some(entity) => Resolved::Rejected(entity),
            None => Resolved::Missing,
        }
    }

    /// The entity that a reference leads to, by its own name or an alias that is not ambiguous.
    #[must_use]
    pub fn find(&self, reference: &EntityRef) -> Option<&Arc<Entity>> {
        match self.resolve(reference) {
            Resolved::Entity(entity) | Resolved::Alias(entity) => Some(entity),
            _ => None,
        }
    }

    pub(crate) fn all<'c>(&'c self, indexes: Option<&'c [u32]>) -> impl Iterator<Item = &'c Arc<Entity>> {
        indexes.unwrap_or_default().iter().filter_map(|index| self.at(*index))
    }

    fn numbered(&self) -> impl Iterator<Item = (&Arc<Entity>, u32)> {
        self.entities.iter().zip(0_u32..)
    }

    fn kind_groups(&self) -> &Groups {
        self.by_kind
            .get_or_init(|| group(self.numbered().map(|(entity, at)| (entity.reference().kind(), at))))
    }

    fn tag_groups(&self) -> &Groups {
        self.by_tag.get_or_init(|| {
            group(self.numbered().flat_map(|(entity, at)| entity.tags().map(move |tag| (tag, at))))
        })
    }

    /// Entities of a kind, in any case. Cost: the first call for any kind goes through the whole catalog; the same holds for tags.
    pub fn by_kind(&self, kind: &str) -> impl Iterator<Item = &Arc<Entity>> {
        self.all(self.kind_groups().get(kind.to_lowercase().as_str()).map(|found| &**found))
    }

    /// The kinds that it has entities of, lower-cased, with how many.
    pub fn kinds(&self) -> impl Iterator<Item = (&str, usize)> {
        self.kind_groups().iter().map(|(kind, entities)| (&**kind, entities.len()))
    }

    /// Entities with a tag.
    pub fn by_tag(&self, tag: &str) -> impl Iterator<Item = &Arc<Entity>> {
        self.all(self.tag_groups().get(tag).map(|found| &**found))
    }

    /// The tags that its entities have, with how many have each.
    pub fn tags(&self) -> impl Iterator<Item = (&str, usize)> {
        self.tag_groups().iter().map(|(tag, entities)| (&**tag, entities.len()))
    }

    /// Entities that this one owns itself, further owners (`spec.owners`) included.
    /// For what it owns through others see [`Graph::ownership`].
    pub fn by_owner(&self, owner: &EntityRef) -> impl Iterator<Item = &Arc<Entity>> {
        let node = self.graph.node(owner);
        let links = node.into_iter().flat_map(crate::graph::Node::incoming);
        links
            .filter(|link| link.relation().name() == crate::graph::OWNED_BY)
            .filter_map(|link| self.get(link.source().entity()))
    }

    /// The relations of an entity, both ways, as Backstage lists them: type and target, sorted by type, then target. Unlike there, they
    /// lead to the entities that aliases stand for, and those of extensions are among them.
    #[must_use]
    pub fn relations(&self, reference: &EntityRef) -> Vec<(&str, &EntityRef)> {
        let Some(node) = self.graph.node(reference) else { return Vec::new() };
        let outgoing = node.outgoing().map(|link| (link.relation().name(), link.target().entity()));
        let incoming = node.incoming().map(|link| (link.relation().inverse(), link.source().entity()));
        let mut found: Vec<(&str, &EntityRef)> = outgoing.chain(incoming).collect();
        found.sort();
        found.dedup();
        found
    }

    /// Names that entities claim beside their own, with the entities.
    pub fn aliases(&self) -> impl Iterator<Item = (&EntityRef, Vec<&Arc<Entity>>)> {
        self.aliases
            .iter()
            .map(|(alias, claims)| (alias, claims.iter().filter_map(|claim| self.at(claim.entity)).collect()))
    }

    /// Entities that have the reference of an earlier one and are therefore not in the catalog.
    pub fn duplicates(&self) -> impl Iterator<Item = &Arc<Entity>> {
        self.duplicates.iter()
    }

    /// Entities that were read and would be refused by Backstage, in order of references.
    pub fn rejected(&self) -> impl Iterator<Item = &Arc<Entity>> {
        self.rejected.values()
    }

    /// References to entities of other catalogs.
    #[must_use]
    pub fn known(&self) -> &KnownRefs {
        &self.known
    }

    /// The names of its own entities, aliases that are not ambiguous included: what another catalog, built with them
    /// ([`CatalogBuilder::known`](crate::builder::CatalogBuilder::known)), may refer to.
    #[must_use]
    pub fn references(&self) -> KnownRefs {
        let own = self.entities().map(|entity| entity.reference());
        let aliases = self.aliases.iter().filter(|(_, claims)| claims.len() == 1).map(|(alias, _)| alias);
        own.chain(aliases).cloned().collect()
    }

    /// The graph. References through aliases lead to the entities that have them; what is only referred to is a
    /// node, too ([`Presence::Missing`]).
    #[must_use]
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Whether the graph's idea of an entity is that of the catalog. For tests.
    #[doc(hidden)]
    #[must_use]
    pub fn verify(&self) -> bool {
        let ascending = self.entities.is_sorted_by(|a, b| a.reference() < b.reference());
        let indexed = self.entities.iter().enumerate().all(|(at, entity)| {
            self.index.get(entity.reference()).is_some_and(|index| *index as usize == at)
                && self.graph.node(entity.reference()).is_some_and(|node| node.presence() == Presence::Known)
        });
        let known = self.graph.nodes().filter(|node| node.presence() == Presence::Known).count();
        ascending && indexed && known == self.len() && self.index.len() == self.len()
    }
}

/// Numbers by key, each key's in ascending order and once.
fn group<'e>(pairs: impl Iterator<Item = (&'e str, u32)>) -> Groups {
    let mut groups: HashMap<&str, Vec<u32>, RandomState> = HashMap::default();
    for (key, at) in pairs {
        let group = groups.entry(key).or_default();
        if group.last() != Some(&at) {
            group.push(at);
        }
    }
    groups.into_iter().map(|(key, group)| (key.into(), group.into_boxed_slice())).collect()
}
