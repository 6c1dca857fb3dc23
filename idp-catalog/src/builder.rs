//! Gathers entities and freezes them into a [`Catalog`].

use crate::catalog::{Alias, Catalog};
use crate::graph::{Graph, GraphBuilder, Relation, RelationTypes};
use crate::known::KnownRefs;
use foldhash::fast::RandomState;
use idp_model::document::Documents;
use idp_model::entity::Entity;
use idp_model::entity_ref::EntityRef;
use idp_model::kind::Model;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

/// Collects entities in any order; [`CatalogBuilder::build`] freezes them. The order of the calls does not count: of two
/// entities with one reference, the one whose file and document come first is kept.
#[derive(Debug)]
pub struct CatalogBuilder {
    model: Arc<Model>,
    entities: Vec<Arc<Entity>>,
    known: KnownRefs,
}

impl CatalogBuilder {
    /// An empty catalog of the kinds and relations of `model`.
    #[must_use]
    pub fn new(model: Arc<Model>) -> Self {
        Self { model, entities: Vec::new(), known: KnownRefs::default() }
    }

    /// Adds an entity, accepted or not.
    pub fn add(&mut self, entity: impl Into<Arc<Entity>>) {
        self.entities.push(entity.into());
    }

    /// Adds the entities of documents.
    pub fn add_documents(&mut self, documents: Documents) {
        self.entities.extend(documents.documents.into_iter().filter_map(|document| document.entity));
    }

    /// References to these are not dangling.
    pub fn known(&mut self, known: KnownRefs) {
        self.known = known;
    }

    /// Freezes what was added. Cost: sorting the entities, then linear in their references.
    #[must_use]
    pub fn build(self) -> Catalog {
        let Self { model, mut entities, known } = self;
        // By reference, then by place: which of two equal ones is kept does not depend on the order of the calls.
        fn position(entity: &Entity) -> (&EntityRef, &str, u32) {
            (entity.reference(), entity.tree().source().name(), entity.document())
        }
        entities.sort_by(|a, b| position(a).cmp(&position(b)));
        let mut kept: Vec<Arc<Entity>> = Vec::with_capacity(entities.len());
        let mut duplicates = Vec::new();
        let mut rejected = BTreeMap::new();
        for entity in entities {
            if !entity.is_accepted() {
                if let Entry::Vacant(free) = rejected.entry(entity.reference().clone()) {
                    free.insert(entity);
                }
            } else if kept.last().is_some_and(|last| last.reference() == entity.reference()) {
                duplicates.push(entity);
            } else {
                kept.push(entity);
            }
        }
        let entities = kept.into_boxed_slice();
        let numbered = || entities.iter().zip(0_u32..);
        let index: HashMap<EntityRef, u32, RandomState> =
            numbered().map(|(entity, at)| (entity.reference().clone(), at)).collect();
        let aliases = aliases(&entities);
        let target = |reference: &EntityRef| match index.get(reference) {
            Some(index) => Target::Named(*index),
            None => match aliases.get(reference).map(Vec::as_slice) {
                Some([alias]) => Target::Alias(alias.entity),
                _ => Target::None,
            },
        };
        let (graph, suspects) = graph(&model, &entities, &known, target);
        let duplicates = duplicates.into();
        Catalog {
            model,
            index,
            aliases,
            duplicates,
            rejected,
            by_kind: OnceLock::new(),
            by_tag: OnceLock::new(),
            known,
            graph,
            suspects,
            entities,
        }
    }
}

fn aliases(entities: &[Arc<Entity>]) -> BTreeMap<EntityRef, Vec<Alias>> {
    let mut aliases: BTreeMap<EntityRef, Vec<Alias>> = BTreeMap::new();
    for (entity, at) in entities.iter().zip(0_u32..) {
        for (alias, place) in entity.aliases() {
            let claims = aliases.entry(alias.clone()).or_default();
            if claims.last().is_none_or(|claim| claim.entity != at) {
                claims.push(Alias { entity: at, place });
            }
        }
    }
    aliases
}

/// The relation types of a model: Backstage's pairs, then what is declared beside them. A declared pair whose names are taken
/// in another way is left out; its links are, too.
pub(crate) fn relation_types(model: &Model) -> RelationTypes {
    let mut types = RelationTypes::default();
    for relation in model.relations() {
        // Each pair comes under both of its names; the second is known by then.
        let known =
            types.iter().any(|known| known.name() == relation.forward || known.inverse() == relation.forward);
        if relation.primary && !known {
            _ = types.declare(&relation.forward, &relation.reverse, relation.hurt);
        }
    }
    types
}

/// What a reference leads to in this catalog.
enum Target {
    /// The entity of that name, by its place in the catalog.
    Named(u32),
    /// The only entity that claims the name.
    Alias(u32),
    /// No entity.
    None,
}

/// The graph, and the entities with references that do not lead to another entity by its name.
fn graph(
    model: &Model,
    entities: &[Arc<Entity>],
    known: &KnownRefs,
    target: impl Fn(&EntityRef) -> Target,
) -> (Graph, Box<[u32]>) {
    let mut suspects = Vec::new();
    let mut builder = GraphBuilder::new(relation_types(model));
    for entity in entities {
        builder.add_entity(entity.reference());
    }
    for reference in known.iter() {
        builder.add_external(reference);
    }
    let mut relations: Vec<(Arc<str>, Option<Relation>)> = Vec::new();
    for (entity, at) in entities.iter().zip(0_u32..) {
        let mut suspect = false;
        for reference in entity.references() {
            let far = match target(&reference.target) {
                Target::Named(index) => {
                    suspect |= index == at;
                    index
                }
                Target::Alias(index) => {
                    suspect = true;
                    index
                }
                Target::None => {
                    suspect = true;
                    builder.add_target(&reference.target)
                }
            };
            // A handful of names: looking through them is quicker than hashing.
            let found =
                relations.iter().find(|(name, _)| *name == reference.relation).map(|(_, found)| *found);
            let relation = found.unwrap_or_else(|| {
                let relation = builder.relation(&reference.relation).ok();
                relations.push((Arc::clone(&reference.relation), relation));
                relation
            });
            let Some(relation) = relation else { continue };
            let (source, span) = (entity.tree().source(), entity.tree().node(reference.node).span());
            builder.add_link_between(at, relation, far, (source, span), reference.attributes.as_deref());
        }
        if suspect {
            suspects.push(at);
        }
    }
    (builder.build(), suspects.into())
}
