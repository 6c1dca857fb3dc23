//! Drawings: the part of a graph that is to be shown, with implied links where entities were left out.

use super::node::{Link, Node};

/// A link that nobody declared: it stands for a way through entities that are not drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImpliedLink<'g> {
    /// Where the way starts.
    pub source: Node<'g>,
    /// Where it leads.
    pub target: Node<'g>,
    /// How many declared links the shortest such way has: 2 or more.
    pub links: u32,
}

/// Entities and links to be shown; written out by [`Drawing::to_dot`], [`Drawing::to_mermaid`] and
/// [`Drawing::to_document`].
#[derive(Clone, Debug)]
pub struct Drawing<'g> {
    nodes: Vec<Node<'g>>,
    links: Vec<Link<'g>>,
    implied: Vec<ImpliedLink<'g>>,
    complete: bool,
}

impl<'g> Drawing<'g> {
    /// All lists are in order: nodes by reference, links by source, target and relation type.
    pub(super) fn new(
        nodes: Vec<Node<'g>>,
        links: Vec<Link<'g>>,
        implied: Vec<ImpliedLink<'g>>,
        complete: bool,
    ) -> Self {
        Self { nodes, links, implied, complete }
    }

    /// The entities in order of their references.
    #[must_use]
    pub fn nodes(&self) -> &[Node<'g>] {
        &self.nodes
    }

    /// The declared links in order of (source, target, relation type).
    #[must_use]
    pub fn links(&self) -> &[Link<'g>] {
        &self.links
    }

    /// The implied links in order of (source, target).
    #[must_use]
    pub fn implied(&self) -> &[ImpliedLink<'g>] {
        &self.implied
    }

    /// Whether all implied links are there, and not only those that could be found at a bounded cost
    /// ([`Query::subgraph`](super::Query::subgraph)).
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.complete
    }
}
