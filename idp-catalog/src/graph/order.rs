//! Order: everything behind what it leads to, circles taken together.

use super::Graph;
use super::components::Components;
use super::node::{Node, NodeIx};
use super::rows::at;
use std::fmt;

/// Entities in groups, each group behind all groups that links lead to from it.
///
/// A group is one entity or one circle. Groups are in order of rank, then of their first entities; the rank is
/// the length of the longest chain of groups below, so that all groups of one rank can be handled at once.
#[derive(Clone)]
pub struct Order<'g> {
    graph: &'g Graph,
    members: Vec<u32>,
    groups: Vec<Span>,
}

/// A group: its members lie in `start..end`.
#[derive(Clone, Copy)]
struct Span {
    rank: u32,
    start: u32,
    end: u32,
    cycle: bool,
}

impl<'g> Order<'g> {
    pub(super) fn new(graph: &'g Graph, found: &Components) -> Self {
        // Components come behind those they lead to, so their ranks are known.
        let mut ranks: Vec<u32> = Vec::new();
        for (number, component) in (0..).zip(found.iter()) {
            let mut rank = 0;
            for &member in component {
                for &end in found.arcs.from(member) {
                    let below = at(&found.of, end);
                    if below != number {
                        rank = rank.max(at(&ranks, below) + 1);
                    }
                }
            }
            ranks.push(rank);
        }
        let mut sorted: Vec<(u32, &[u32])> = ranks.into_iter().zip(found.iter()).collect();
        sorted.sort_unstable_by_key(|(rank, members)| (*rank, members.first().copied()));
        let (mut members, mut groups) = (Vec::new(), Vec::with_capacity(sorted.len()));
        for (rank, component) in sorted {
            let start = members.len() as u32;
            members.extend_from_slice(component);
            groups.push(Span { rank, start, end: members.len() as u32, cycle: found.is_cycle(component) });
        }
        Self { graph, members, groups }
    }

    /// How many groups there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The groups in order.
    pub fn iter(&self) -> impl Iterator<Item = Group<'g, '_>> {
        self.groups.iter().map(|&Span { rank, start, end, cycle }| {
            let members = self.members.get(start as usize..end as usize).unwrap_or(&[]);
            Group { graph: self.graph, rank, members, cycle }
        })
    }
}

impl fmt::Debug for Order<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// One entity, or the entities of one circle.
#[derive(Clone, Copy)]
pub struct Group<'g, 'o> {
    graph: &'g Graph,
    rank: u32,
    members: &'o [u32],
    cycle: bool,
}

impl<'g, 'o> Group<'g, 'o> {
    /// The length of the longest chain of groups below this one: 0 if links lead nowhere from it.
    #[must_use]
    pub fn rank(self) -> u32 {
        self.rank
    }

    /// Its entities in order of their references; never empty.
    pub fn members(self) -> impl Iterator<Item = Node<'g>> + use<'g, 'o> {
        self.members.iter().filter_map(move |&ix| self.graph.node_at(NodeIx(ix)))
    }

    /// Whether it is a circle: more than one entity, or one that leads to itself.
    #[must_use]
    pub fn is_cycle(self) -> bool {
        self.cycle
    }
}

impl fmt::Debug for Group<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.rank)?;
        f.debug_list().entries(self.members()).finish()
    }
}
