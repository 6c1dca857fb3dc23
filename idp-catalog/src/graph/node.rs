//! Nodes and links: cheap handles over the graph.

use super::relation::RelationType;
use super::{Graph, rows};
use idp_model::entity_ref::EntityRef;
use idp_model::source::Place;
use std::fmt;

/// Position of a node in one graph: a handle for petgraph's algorithms. It means nothing in another graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeIx(pub(super) u32);

/// Position of a link in one graph. It means nothing in another graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LinkIx(pub(super) u32);

/// What is known of an entity beside its reference. An entity said to be several of these is the last of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Presence {
    /// Only referred to: the reference dangles.
    Missing,
    /// In the snapshot of another catalog.
    External,
    /// In this catalog.
    Known,
}

impl Presence {
    /// `missing`, `external` or `known`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::External => "external",
            Self::Known => "known",
        }
    }
}

/// One entity of a graph.
#[derive(Clone, Copy)]
pub struct Node<'g> {
    pub(super) graph: &'g Graph,
    pub(super) ix: NodeIx,
    pub(super) entity: &'g EntityRef,
}

impl<'g> Node<'g> {
    /// Its reference.
    #[must_use]
    pub fn entity(self) -> &'g EntityRef {
        self.entity
    }

    /// Its position, for petgraph's algorithms.
    #[must_use]
    pub fn ix(self) -> NodeIx {
        self.ix
    }

    /// Whether it is in the catalog.
    #[must_use]
    pub fn presence(self) -> Presence {
        self.graph.presence.get(self.ix.0 as usize).copied().unwrap_or(Presence::Missing)
    }

    /// Links of which it is the source, in order of (target, relation type).
    pub fn outgoing(self) -> impl Iterator<Item = Link<'g>> + use<'g> {
        let range = self.graph.out.range(self.ix.0);
        range.filter_map(move |at| self.graph.link_from(self, at as u32))
    }

    /// Links of which it is the target, in order of (source, relation type).
    pub fn incoming(self) -> impl Iterator<Item = Link<'g>> + use<'g> {
        self.graph.into.range(self.ix.0).filter_map(move |at| self.graph.link_into(self, at))
    }
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.entity == other.entity
    }
}
impl Eq for Node<'_> {}
impl fmt::Display for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.entity, f)
    }
}
impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// One relation that somebody declared, in its canonical direction.
#[derive(Clone, Copy)]
pub struct Link<'g> {
    ix: LinkIx,
    source: Node<'g>,
    target: Node<'g>,
    relation: &'g RelationType,
}

impl<'g> Link<'g> {
    /// Where it starts.
    #[must_use]
    pub fn source(self) -> Node<'g> {
        self.source
    }

    /// Where it ends.
    #[must_use]
    pub fn target(self) -> Node<'g> {
        self.target
    }

    /// What it says.
    #[must_use]
    pub fn relation(self) -> &'g RelationType {
        self.relation
    }

    /// Its position, for petgraph's algorithms.
    #[must_use]
    pub fn ix(self) -> LinkIx {
        self.ix
    }

    /// The references that declare it, from either end, in order of (file, span). None for a link that was
    /// built without a place.
    pub fn places(self) -> impl Iterator<Item = Place> + use<'g> {
        self.source.graph.places.of(self.ix.0)
    }

    /// Its attributes, if it has any.
    #[must_use]
    pub fn attributes(self) -> Option<&'g serde_json::Map<String, serde_json::Value>> {
        self.source.graph.attributes.get(&self.ix.0)
    }
}

/// `component:default/a dependsOn resource:default/db`.
impl fmt::Display for Link<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.source, self.relation.name(), self.target)
    }
}
impl fmt::Debug for Link<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Graph {
    /// The link at an index. Cost: a binary search for its source.
    #[must_use]
    pub fn link_at(&self, ix: LinkIx) -> Option<Link<'_>> {
        self.link_from(self.node_at(NodeIx(self.out.owner(ix.0)))?, ix.0)
    }

    fn link_from<'g>(&'g self, source: Node<'g>, ix: u32) -> Option<Link<'g>> {
        let target = self.node_at(NodeIx(*self.out.ends.get(ix as usize)?))?;
        let relation = self.types.get(*self.out.kinds.get(ix as usize)?)?;
        Some(Link { ix: LinkIx(ix), source, target, relation })
    }

    fn link_into<'g>(&'g self, target: Node<'g>, at: usize) -> Option<Link<'g>> {
        let source = self.node_at(NodeIx(*self.into.ends.get(at)?))?;
        let relation = self.types.get(*self.into.kinds.get(at)?)?;
        Some(Link { ix: LinkIx(rows::at(&self.into_links, at as u32)), source, target, relation })
    }
}
