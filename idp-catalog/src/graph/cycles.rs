//! Circles: entities that lead to themselves.

use super::components::Components;
use super::node::Node;
use super::path::{Path, nearest_first};
use super::rows::{at, put};
use super::walk::{Hop, Walk};
use std::fmt;

/// All circles a query finds: the strongly connected components with more than one entity, and single entities with
/// a link to themselves. In order of their first entities.
///
/// In [`Direction::Any`](super::Direction::Any) every link is a circle: there and back.
#[derive(Clone)]
pub struct Cycles<'g> {
    walk: Walk<'g>,
    members: Vec<Vec<u32>>,
}

impl<'g> Cycles<'g> {
    pub(super) fn new(walk: Walk<'g>, found: &Components) -> Self {
        let circles = found.iter().filter(|members| found.is_cycle(members));
        let mut members: Vec<Vec<u32>> = circles.map(<[u32]>::to_vec).collect();
        members.sort_unstable();
        Self { walk, members }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// All of them in order.
    pub fn iter(&self) -> impl Iterator<Item = Cycle<'g, '_>> {
        self.members.iter().map(|members| Cycle { walk: &self.walk, members })
    }
}

impl fmt::Debug for Cycles<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// Entities each of which leads to each of the others.
#[derive(Clone, Copy)]
pub struct Cycle<'g, 'c> {
    walk: &'c Walk<'g>,
    members: &'c [u32],
}

impl<'g, 'c> Cycle<'g, 'c> {
    /// Its entities in order of their references; never empty.
    pub fn members(self) -> impl Iterator<Item = Node<'g>> + use<'g, 'c> {
        self.members.iter().filter_map(move |&ix| self.walk.node(ix))
    }

    /// One circle that explains it: a shortest way from its first entity through others back to it; among equally
    /// short ones the one whose entities sort first. `None` cannot happen for a circle that [`Cycles`] lists.
    /// Cost: linear in the links of its members, each looked up among the members by binary search.
    #[must_use]
    pub fn path(self) -> Option<Path<'g>> {
        let &first = self.members.first()?;
        let distances = self.distances();
        let steps_from = |node: u32, wanted: Option<u32>| {
            let near = self.walk.hops(node).filter_map(|hop| Some((self.position(hop)?, hop)));
            let near = near.map(|(position, hop)| (at(&distances, position), hop));
            let near = near.filter(|(distance, _)| wanted.is_none_or(|wanted| wanted == *distance));
            let alone = self.members.len() == 1;
            let near = near.filter(|(_, hop)| alone || wanted.is_some() || hop.to != first);
            near.min_by_key(|(distance, hop)| (*distance, nearest_first(hop)))
        };
        let (mut distance, mut hop) = steps_from(first, None)?;
        let mut steps = vec![self.walk.step(hop)?];
        while distance > 0 {
            (distance, hop) = steps_from(hop.to, Some(distance - 1))?;
            steps.push(self.walk.step(hop)?);
        }
        Some(Path::new(self.walk.node(first)?, steps))
    }

    /// For each member how many steps lead back to the first one.
    fn distances(self) -> Vec<u32> {
        let back = self.walk.turned();
        let mut distances = vec![u32::MAX; self.members.len()];
        put(&mut distances, 0, 0);
        let mut queue = vec![0];
        let mut next = 0;
        while let Some(&position) = queue.get(next) {
            next += 1;
            let distance = at(&distances, position) + 1;
            for hop in back.hops(at(self.members, position)) {
                if let Some(position) = self.position(hop)
                    && at(&distances, position) == u32::MAX
                {
                    put(&mut distances, position, distance);
                    queue.push(position);
                }
            }
        }
        distances
    }

    /// Where the end of a hop is among the members.
    fn position(self, hop: Hop) -> Option<u32> {
        self.members.binary_search(&hop.to).ok().map(|position| position as u32)
    }
}

impl fmt::Debug for Cycle<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.members()).finish()
    }
}
