//! Sets of entities: the answer to a query, and what can be done with two of them.

use super::Graph;
use super::bits::NodeBits;
use super::drawing::Drawing;
use super::node::{Link, Node, NodeIx};
use super::walk::Levels;
use idp_model::entity_ref::EntityRef;
use std::borrow::Cow;
use std::fmt;

/// Some entities of a graph, each with its distance from where the query started.
#[derive(Clone)]
pub struct Set<'g> {
    graph: &'g Graph,
    bits: NodeBits,
    /// INVARIANT (levels): holds the nodes of `bits`, each once.
    levels: Levels,
}

impl<'g> Set<'g> {
    pub(super) fn new(graph: &'g Graph, bits: NodeBits, levels: Levels) -> Self {
        Self { graph, bits, levels }
    }

    pub(super) fn of(graph: &'g Graph, levels: Levels) -> Self {
        let mut bits = NodeBits::new(graph.node_count());
        for &node in &levels.order {
            bits.insert(node);
        }
        Self { graph, bits, levels }
    }

    pub(super) fn bits(&self) -> &NodeBits {
        &self.bits
    }

    /// How many entities it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.levels.order.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.levels.order.is_empty()
    }

    /// Whether it has an entity. Cost: a binary search in the graph.
    #[must_use]
    pub fn contains(&self, entity: &EntityRef) -> bool {
        self.graph.node(entity).is_some_and(|node| self.contains_node(node.ix()))
    }

    /// Whether it has a node of the same graph.
    #[must_use]
    pub fn contains_node(&self, node: NodeIx) -> bool {
        self.bits.contains(node.0)
    }

    /// The entities in order of their references.
    pub fn iter(&self) -> impl Iterator<Item = Node<'g>> + '_ {
        self.bits.iter().filter_map(|ix| self.graph.node_at(NodeIx(ix)))
    }

    /// The entities with their distances, nearest first, in order of their references at the same distance.
    /// Cost: sorts a copy of each level.
    pub fn by_distance(&self) -> impl Iterator<Item = (u32, Node<'g>)> + use<'g> {
        let (graph, mut start) = (self.graph, 0);
        let mut sorted = Vec::with_capacity(self.len());
        for (distance, &end) in (0..).zip(&self.levels.ends) {
            let level = self.levels.order.get(start as usize..end as usize).unwrap_or(&[]);
            let first = sorted.len();
            sorted.extend(level.iter().map(|&node| (distance, node)));
            sorted.get_mut(first..).unwrap_or(&mut []).sort_unstable();
            start = end;
        }
        sorted.into_iter().filter_map(move |(distance, ix)| Some((distance, graph.node_at(NodeIx(ix))?)))
    }

    /// How many links away an entity is, if the set has it. Cost: linear in the set.
    #[must_use]
    pub fn distance(&self, entity: &EntityRef) -> Option<u32> {
        let ix = self.graph.node(entity)?.ix().0;
        let position = self.levels.order.iter().position(|&node| node == ix)? as u32;
        Some(self.levels.ends.partition_point(|&end| end <= position) as u32)
    }

    /// Entities of either set; the smaller distance counts.
    ///
    /// This and the other two operations read a set of another graph (another snapshot, say) by its
    /// references; entities that this set's graph does not have count as not being in it.
    #[must_use]
    pub fn unite(&self, other: &Set<'g>) -> Self {
        let other = other.read_in(self.graph);
        let (mut bits, mut levels) = (NodeBits::new(self.graph.node_count()), Levels::default());
        for level in 0..self.levels.ends.len().max(other.levels.ends.len()) {
            for &node in self.levels.level(level).iter().chain(other.levels.level(level)) {
                if bits.insert(node) {
                    levels.order.push(node);
                }
            }
            levels.close_level();
        }
        Self { graph: self.graph, bits, levels }
    }

    /// Entities of both sets, with the distances of this one.
    #[must_use]
    pub fn intersect(&self, other: &Set<'g>) -> Self {
        let other = other.read_in(self.graph);
        self.filter_levels(0, |node| other.bits.contains(node))
    }

    /// Entities of this set that the other one lacks, with their distances.
    #[must_use]
    pub fn subtract(&self, other: &Set<'g>) -> Self {
        let other = other.read_in(self.graph);
        self.filter_levels(0, |node| !other.bits.contains(node))
    }

    /// Entities farther away than this: `beyond(0)` leaves out the starts.
    #[must_use]
    pub fn beyond(&self, distance: u32) -> Self {
        self.filter_levels(distance as usize + 1, |_| true)
    }

    /// Entities that `keep` chooses, with their distances.
    #[must_use]
    pub fn filter(&self, keep: impl Fn(Node<'g>) -> bool) -> Self {
        self.filter_levels(0, |ix| self.graph.node_at(NodeIx(ix)).is_some_and(&keep))
    }

    fn filter_levels(&self, first: usize, keep: impl Fn(u32) -> bool) -> Self {
        let mut levels = Levels::default();
        for level in 0..self.levels.ends.len() {
            if level >= first {
                levels.order.extend(self.levels.level(level).iter().filter(|&&node| keep(node)));
            }
            levels.close_level();
        }
        Self::of(self.graph, levels)
    }

    fn read_in<'s>(&'s self, graph: &'g Graph) -> Cow<'s, Self> {
        if std::ptr::eq(self.graph, graph) {
            return Cow::Borrowed(self);
        }
        let mut levels = Levels::default();
        for level in 0..self.levels.ends.len() {
            let entities = self.levels.level(level).iter().filter_map(|&ix| self.graph.node_at(NodeIx(ix)));
            levels.order.extend(entities.filter_map(|node| Some(graph.node(node.entity())?.ix().0)));
            levels.close_level();
        }
        Cow::Owned(Self::of(graph, levels))
    }

    /// All links between its entities, in order.
    pub fn links(&self) -> impl Iterator<Item = Link<'g>> + '_ {
        self.iter().flat_map(Node::outgoing).filter(|link| self.contains_node(link.target().ix()))
    }

    /// Draws its entities and all links between them.
    #[must_use]
    pub fn draw(&self) -> Drawing<'g> {
        Drawing::new(self.iter().collect(), self.links().collect(), Vec::new(), true)
    }
}

/// The references in order.
impl fmt::Debug for Set<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
