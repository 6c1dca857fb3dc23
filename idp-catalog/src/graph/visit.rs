//! petgraph's `visit` traits for `&Graph`. Edges go from source to target; an edge's weight is its relation type,
//! a node's weight its reference.

use super::Graph;
use super::bits::NodeBits;
use super::node::{Link, LinkIx, Node, NodeIx};
use super::relation::RelationType;
use idp_model::entity_ref::EntityRef;
use petgraph::Directed;
use petgraph::Direction::{self, Incoming, Outgoing};
use petgraph::data::DataMap;
use petgraph::visit::{
    Data, EdgeCount, EdgeIndexable, EdgeRef, GraphBase, GraphProp, IntoEdgeReferences, IntoEdges,
    IntoEdgesDirected, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers, IntoNodeReferences,
    NodeCompactIndexable, NodeCount, NodeIndexable, NodeRef, Visitable,
};
use std::iter::Map;
use std::ops::Range;

impl GraphBase for Graph {
    type NodeId = NodeIx;
    type EdgeId = LinkIx;
}

impl Data for Graph {
    type NodeWeight = EntityRef;
    type EdgeWeight = RelationType;
}

impl DataMap for Graph {
    fn node_weight(&self, node: NodeIx) -> Option<&EntityRef> {
        self.refs.get(node.0 as usize)
    }
    fn edge_weight(&self, link: LinkIx) -> Option<&RelationType> {
        self.types.get(*self.out.kinds.get(link.0 as usize)?)
    }
}

impl GraphProp for Graph {
    type EdgeType = Directed;
}

impl NodeCount for Graph {
    fn node_count(&self) -> usize {
        self.refs.len()
    }
}

impl EdgeCount for Graph {
    fn edge_count(&self) -> usize {
        self.link_count()
    }
}

impl NodeIndexable for Graph {
    fn node_bound(&self) -> usize {
        self.refs.len()
    }
    fn to_index(&self, node: NodeIx) -> usize {
        node.0 as usize
    }
    fn from_index(&self, index: usize) -> NodeIx {
        NodeIx(index as u32)
    }
}

impl NodeCompactIndexable for Graph {}

impl EdgeIndexable for Graph {
    fn edge_bound(&self) -> usize {
        self.link_count()
    }
    fn to_index(&self, link: LinkIx) -> usize {
        link.0 as usize
    }
    fn from_index(&self, index: usize) -> LinkIx {
        LinkIx(index as u32)
    }
}

impl Visitable for Graph {
    type Map = NodeBits;

    fn visit_map(&self) -> NodeBits {
        NodeBits::new(self.refs.len())
    }
    fn reset_map(&self, map: &mut NodeBits) {
        *map = self.visit_map();
    }
}

impl IntoNodeIdentifiers for &Graph {
    type NodeIdentifiers = Map<Range<u32>, fn(u32) -> NodeIx>;

    fn node_identifiers(self) -> Self::NodeIdentifiers {
        (0..self.refs.len() as u32).map(NodeIx)
    }
}

impl NodeRef for Node<'_> {
    type NodeId = NodeIx;
    type Weight = EntityRef;

    fn id(&self) -> NodeIx {
        self.ix()
    }
    fn weight(&self) -> &EntityRef {
        self.entity()
    }
}

impl EdgeRef for Link<'_> {
    type NodeId = NodeIx;
    type EdgeId = LinkIx;
    type Weight = RelationType;

    fn source(&self) -> NodeIx {
        Link::source(*self).ix()
    }
    fn target(&self) -> NodeIx {
        Link::target(*self).ix()
    }
    fn weight(&self) -> &RelationType {
        self.relation()
    }
    fn id(&self) -> LinkIx {
        self.ix()
    }
}

/// Iterators of the graph's own methods, named so that they can stand in a trait.
type Boxed<'g, T> = Box<dyn Iterator<Item = T> + 'g>;

impl<'g> IntoNodeReferences for &'g Graph {
    type NodeRef = Node<'g>;
    type NodeReferences = Boxed<'g, Node<'g>>;

    fn node_references(self) -> Self::NodeReferences {
        Box::new(self.nodes())
    }
}

impl<'g> IntoEdgeReferences for &'g Graph {
    type EdgeRef = Link<'g>;
    type EdgeReferences = Boxed<'g, Link<'g>>;

    fn edge_references(self) -> Self::EdgeReferences {
        Box::new(self.links())
    }
}

impl<'g> IntoNeighbors for &'g Graph {
    type Neighbors = Map<std::iter::Copied<std::slice::Iter<'g, u32>>, fn(u32) -> NodeIx>;

    fn neighbors(self, node: NodeIx) -> Self::Neighbors {
        self.neighbors_directed(node, Outgoing)
    }
}

impl IntoNeighborsDirected for &Graph {
    type NeighborsDirected = Self::Neighbors;

    fn neighbors_directed(self, node: NodeIx, direction: Direction) -> Self::NeighborsDirected {
        let rows = match direction {
            Outgoing => &self.out,
            Incoming => &self.into,
        };
        rows.ends.get(rows.range(node.0)).unwrap_or(&[]).iter().copied().map(NodeIx)
    }
}

impl<'g> IntoEdges for &'g Graph {
    type Edges = Boxed<'g, Link<'g>>;

    fn edges(self, node: NodeIx) -> Self::Edges {
        self.edges_directed(node, Outgoing)
    }
}

impl<'g> IntoEdgesDirected for &'g Graph {
    type EdgesDirected = Boxed<'g, Link<'g>>;

    fn edges_directed(self, node: NodeIx, direction: Direction) -> Self::EdgesDirected {
        match (self.node_at(node), direction) {
            (None, _) => Box::new(std::iter::empty()),
            (Some(node), Outgoing) => Box::new(node.outgoing()),
            (Some(node), Incoming) => Box::new(node.incoming()),
        }
    }
}
