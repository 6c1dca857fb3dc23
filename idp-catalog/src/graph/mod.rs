//! The dependency graph of a catalog: what is linked to what, how, and who said so.
//!
//! A [`GraphBuilder`] takes entities and links in any order and gives a [`Graph`], which never changes. Nodes are
//! entities; a [`Link`] is one declared relation in its canonical direction ([`RelationType`]) with the places
//! that declare it. An entity that is only referred to is a node as well, marked [`Presence::Missing`].
//!
//! Questions are asked in two steps: a [`Query`] says where to start, which way to go and what to leave out;
//! then it is resolved, to a [`Set`] ([`Query::resolve`]), a [`Path`], [`Cycles`], an [`Order`] or a
//! [`Drawing`]. The common ones have a short form: [`Graph::impact`], [`Graph::dependencies`],
//! [`Graph::path`], [`Graph::cycles`], [`Graph::order`], [`Graph::ownership`].
//!
//! The lifetime `'g` always means "borrowed from the graph". Every iteration has a defined order, which never
//! depends on the order of insertion. No algorithm recurses; all are linear in nodes and links unless they say
//! otherwise.
//!
//! ```
//! use idp_catalog::graph::{GraphBuilder, RelationTypes};
//! let mut builder = GraphBuilder::new(RelationTypes::default());
//! let (shop, api, db) = ("component:default/shop".parse()?, "api:default/orders".parse()?, "resource:default/db".parse()?);
//! for entity in [&shop, &api] {
//!     builder.add_entity(entity);
//! }
//! builder.add_link(&shop, builder.relation("dependsOn")?, &db, None);
//! // Said from the other end, it is the same relation type.
//! builder.add_link(&api, builder.relation("apiProvidedBy")?, &shop, None);
//! let graph = builder.build();
//!
//! let hurt: Vec<String> = graph.impact([&db])?.by_distance().map(|(far, node)| format!("{far} {node}")).collect();
//! assert_eq!(hurt, ["0 resource:default/db", "1 component:default/shop", "2 api:default/orders"]);
//! let why = graph.path(&api, &db)?.map(|path| path.to_string());
//! assert_eq!(why.as_deref(), Some("api:default/orders\n  apiProvidedBy component:default/shop\n  dependsOn resource:default/db\n"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! `&Graph` implements petgraph's `visit` traits, so that its algorithms run on a catalog as it is. Edges go
//! from source to target:
//!
//! ```
//! # use idp_catalog::graph::{GraphBuilder, RelationTypes};
//! # let mut builder = GraphBuilder::new(RelationTypes::default());
//! # let depends = builder.relation("dependsOn")?;
//! let [a, b, c] = ["component:default/a", "component:default/b", "component:default/c"].map(|text| text.parse().unwrap());
//! builder.add_link(&a, depends, &b, None);
//! builder.add_link(&b, depends, &c, None);
//! let graph = builder.build();
//! let start = graph.node(&a).unwrap().ix();
//! let costs = petgraph::algo::dijkstra(&graph, start, None, |_link| 1);
//! assert_eq!(costs[&graph.node(&c).unwrap().ix()], 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bits;
mod build;
mod components;
mod cycles;
mod drawing;
mod export;
mod node;
mod order;
mod ownership;
mod path;
mod query;
mod relation;
mod rows;
mod set;
mod subgraph;
mod verify;
mod visit;
mod walk;

pub use bits::NodeBits;
pub use build::GraphBuilder;
pub use cycles::{Cycle, Cycles};
pub use drawing::{Drawing, ImpliedLink};
pub use export::document::{
    DOCUMENT_VERSION, GraphDocument, ImpliedDocument, LinkDocument, NodeDocument, PlaceDocument,
};
pub use node::{Link, LinkIx, Node, NodeIx, Presence};
pub use order::{Group, Order};
pub use ownership::{Owned, Ownership, Rollup};
pub use path::{Path, Step};
pub use query::{Query, UnknownEntity};
pub use relation::{
    CHILD_OF, Hurt, OWNED_BY, PART_OF, Relation, RelationError, RelationType, RelationTypes, UnknownRelation,
};
pub use set::Set;
pub use walk::Direction;

use idp_model::entity_ref::EntityRef;
use idp_model::source::{Place, Source, Span};
use rows::Rows;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Entities and the links between them, frozen. Made by [`GraphBuilder::build`]; shared freely between threads.
///
/// Nodes are in order of their references, links in order of (source, target, relation type). Memory, beside the
/// texts: 33 bytes a node, 18 bytes a link, 12 bytes a place, and 8 bytes a file.
#[derive(Debug)]
pub struct Graph {
    /// The relation types that links refer to.
    types: RelationTypes,
    /// The types that links really have: a walk need not look where there can be nothing to follow.
    present: [bool; 256],
    /// INVARIANT (node order): strictly ascending; a node's index is its position.
    refs: Box<[EntityRef]>,
    presence: Box<[Presence]>,
    /// From source to target; a link's index is its position here.
    out: Rows,
    /// The same links from target to source.
    into: Rows,
    /// For each position of `into` the index of the link.
    into_links: Box<[u32]>,
    places: Places,
    /// Attributes of the few links that have any, by link index.
    attributes: BTreeMap<u32, serde_json::Map<String, serde_json::Value>>,
}

/// Which places declare which link: offsets per link into one flat list, sources kept once.
#[derive(Debug)]
struct Places {
    offsets: Box<[u32]>,
    places: Box<[(u32, Span)]>,
    sources: Box<[Arc<Source>]>,
}

impl Places {
    fn of(&self, link: u32) -> impl Iterator<Item = Place> + '_ {
        let range = rows::at(&self.offsets, link) as usize..rows::at(&self.offsets, link + 1) as usize;
        let places = self.places.get(range).unwrap_or(&[]);
        places.iter().filter_map(|&(source, span)| Some(Place::new(self.sources.get(source as usize)?, span)))
    }
}

impl Graph {
    /// The relation types that its links can have.
    #[must_use]
    pub fn relation_types(&self) -> &RelationTypes {
        &self.types
    }

    /// How many nodes there are, missing ones included.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.refs.len()
    }

    /// How many links there are.
    #[must_use]
    pub fn link_count(&self) -> usize {
        self.out.ends.len()
    }

    /// The node of an entity. Cost: a binary search.
    #[must_use]
    pub fn node(&self, entity: &EntityRef) -> Option<Node<'_>> {
        let at = self.refs.binary_search(entity).ok()?;
        self.node_at(NodeIx(at as u32))
    }

    /// The node of an index, if the graph has as many.
    #[must_use]
    pub fn node_at(&self, ix: NodeIx) -> Option<Node<'_>> {
        self.refs.get(ix.0 as usize).map(|entity| Node { graph: self, ix, entity })
    }

    /// All nodes, in order of their references.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        self.refs.iter().zip(0..).map(|(entity, ix)| Node { graph: self, ix: NodeIx(ix), entity })
    }

    /// All links, in order of (source, target, relation type).
    pub fn links(&self) -> impl Iterator<Item = Link<'_>> {
        self.nodes().flat_map(Node::outgoing)
    }

    /// Links whose source or target is not in the catalog, in order: the dangling references.
    pub fn dangling(&self) -> impl Iterator<Item = Link<'_>> {
        self.links().filter(|link| {
            [link.source(), link.target()].iter().any(|node| node.presence() == Presence::Missing)
        })
    }

    /// Starts a question.
    #[must_use]
    pub fn query(&self) -> Query<'_> {
        Query::new(self)
    }

    /// Who is hurt when these entities fail: the entities themselves at distance 0 (leave them out with
    /// [`Set::beyond`]`(0)`), then everything a failure travels to ([`Direction::Impact`]).
    ///
    /// # Errors
    /// One of the entities is not in the graph.
    pub fn impact<'a>(
        &self,
        entities: impl IntoIterator<Item = &'a EntityRef>,
    ) -> Result<Set<'_>, UnknownEntity> {
        Ok(self.query().from(entities)?.direction(Direction::Impact).resolve())
    }

    /// What an entity needs to work: the entity itself at distance 0, then everything whose failure
    /// hurts it ([`Direction::Needs`]). The mirror of [`Graph::impact`].
    ///
    /// # Errors
    /// The entity is not in the graph.
    pub fn dependencies(&self, entity: &EntityRef) -> Result<Set<'_>, UnknownEntity> {
        Ok(self.query().from([entity])?.resolve())
    }

    /// Why an entity needs another one: a shortest chain of needs ([`Direction::Needs`]), or `None` if it does not.
    /// Other questions of this kind: [`Query::path_to`].
    ///
    /// # Errors
    /// One of the entities is not in the graph.
    pub fn path(&self, from: &EntityRef, to: &EntityRef) -> Result<Option<Path<'_>>, UnknownEntity> {
        self.query().from([from])?.path_to(to)
    }

    /// The circles of need in the whole graph; other circles (of groups, say) through [`Query::cycles`].
    #[must_use]
    pub fn cycles(&self) -> Cycles<'_> {
        self.query().cycles()
    }

    /// All entities, each behind everything that it needs; circles of need are one group.
    #[must_use]
    pub fn order(&self) -> Order<'_> {
        self.query().order()
    }

    /// The entities chosen by `keep`, all links between them, and implied links across the others
    /// ([`Query::subgraph`] says exactly which).
    #[must_use]
    pub fn subgraph<'g>(&'g self, keep: impl Fn(Node<'g>) -> bool) -> Drawing<'g> {
        self.query().direction(Direction::Forward).subgraph(keep)
    }

    /// Who owns what, directly and by inheritance.
    ///
    /// # Errors
    /// The graph's [`RelationTypes`] lack one of [`OWNED_BY`], [`PART_OF`] and [`CHILD_OF`].
    pub fn ownership(&self) -> Result<Ownership<'_>, UnknownRelation> {
        Ownership::new(self)
    }
}
