//! Walking: which links are followed, and which way. Every question of this module goes through a [`Walk`].

use super::Graph;
use super::bits::NodeBits;
use super::node::{LinkIx, Node, NodeIx};
use super::path::Step;
use super::relation::{Hurt, RelationTypes};
use super::rows::at;
use std::sync::Arc;

/// Which way links are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Direction {
    /// From source to target, whatever the relation means: a component leads to its owner and its system.
    Forward,
    /// From target to source.
    Reverse,
    /// From what fails to who is hurt ([`Hurt`]): from a database to the components that depend on it, to the APIs
    /// these provide, to the components that consume those.
    Impact,
    /// From who would be hurt to what must work: [`Direction::Impact`] turned round.
    #[default]
    Needs,
    /// Both ways: the neighbourhood.
    Any,
}

/// Links are followed from source to target.
const OUT: u8 = 1;
/// Links are followed from target to source.
const INTO: u8 = 2;

/// The ways in which links of each relation type are followed, and the nodes to which it is confined.
#[derive(Clone, Debug)]
pub(super) struct Walk<'g> {
    pub(super) graph: &'g Graph,
    /// Bits [`OUT`] and [`INTO`] for each relation type.
    ways: [u8; 256],
    /// All ways of all types: a direction that nothing takes is not looked at.
    used: u8,
    within: Option<Arc<NodeBits>>,
}

/// One step of a walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hop {
    pub(super) to: u32,
    /// Position in `out`, or in `into` where `reversed`.
    position: u32,
    pub(super) reversed: bool,
}

impl<'g> Walk<'g> {
    pub(super) fn new(graph: &'g Graph, direction: Direction, allowed: &[bool; 256]) -> Self {
        let mut ways = [0; 256];
        for ((way, allowed), relation) in ways.iter_mut().zip(allowed).zip(&graph.types) {
            *way = match (allowed, direction, relation.hurt()) {
                (false, ..) => 0,
                (_, Direction::Any, _) => OUT | INTO,
                (_, Direction::Forward, _) => OUT,
                (_, Direction::Reverse, _) => INTO,
                (_, _, Hurt::Nobody) => 0,
                (_, Direction::Impact, Hurt::Target) | (_, Direction::Needs, Hurt::Source) => OUT,
                (_, Direction::Impact, Hurt::Source) | (_, Direction::Needs, Hurt::Target) => INTO,
            };
        }
        Self { graph, used: ways.iter().fold(0, |all, way| all | way), ways, within: None }
    }

    /// Confined to some nodes.
    pub(super) fn within(mut self, nodes: NodeBits) -> Self {
        self.within = Some(Arc::new(nodes));
        self
    }

    /// The same links followed the other way.
    pub(super) fn turned(&self) -> Self {
        let turn = |way: u8| way >> 1 | (way & OUT) << 1;
        Self { ways: self.ways.map(turn), used: turn(self.used), ..self.clone() }
    }

    #[inline]
    fn takes(&self, kind: u8, way: u8) -> bool {
        self.ways.get(usize::from(kind)).is_some_and(|ways| ways & way != 0)
    }

    #[inline]
    pub(super) fn admits(&self, node: u32) -> bool {
        self.within.as_ref().is_none_or(|nodes| nodes.contains(node))
    }

    /// Calls `visit` with the nodes one step from `node`, some of them twice.
    #[inline]
    pub(super) fn each(&self, node: u32, mut visit: impl FnMut(u32)) {
        for (rows, way) in [(&self.graph.out, OUT), (&self.graph.into, INTO)] {
            if self.used & way != 0 {
                for (end, kind) in rows.row(node) {
                    if self.takes(kind, way) && self.admits(end) {
                        visit(end);
                    }
                }
            }
        }
    }

    /// The next step from `node` at or behind `cursor` and the cursor behind it: what an algorithm on a stack of
    /// its own resumes with. Cursors start at 0.
    #[inline]
    pub(super) fn next(&self, node: u32, cursor: u32) -> Option<(u32, Hop)> {
        let mut skipped = 0;
        for (rows, way) in [(&self.graph.out, OUT), (&self.graph.into, INTO)] {
            if self.used & way == 0 {
                continue;
            }
            let range = rows.range(node);
            let length = range.len() as u32;
            for position in range.start as u32 + cursor.saturating_sub(skipped)..range.end as u32 {
                let (end, kind) = (at(&rows.ends, position), rows.kinds.get(position as usize).copied());
                if kind.is_some_and(|kind| self.takes(kind, way)) && self.admits(end) {
                    let cursor = skipped + position - range.start as u32 + 1;
                    return Some((cursor, Hop { to: end, position, reversed: way == INTO }));
                }
            }
            skipped += length;
        }
        None
    }

    /// All steps from `node`: along the links, then against them, each in order of the other end.
    pub(super) fn hops(&self, node: u32) -> impl Iterator<Item = Hop> + '_ {
        let mut cursor = 0;
        std::iter::from_fn(move || {
            let (next, hop) = self.next(node, cursor)?;
            cursor = next;
            Some(hop)
        })
    }

    pub(super) fn step(&self, hop: Hop) -> Option<Step<'g>> {
        let graph = self.graph;
        let ix = if hop.reversed { at(&graph.into_links, hop.position) } else { hop.position };
        Some(Step { link: graph.link_at(LinkIx(ix))?, reversed: hop.reversed })
    }

    /// Whether links of this relation type are followed at all.
    pub(super) fn follows(&self, kind: u8) -> bool {
        self.takes(kind, OUT | INTO)
    }

    /// Whether every link is followed both ways.
    pub(super) fn is_symmetric(&self) -> bool {
        self.ways.iter().all(|&way| way == 0 || way == OUT | INTO)
    }

    pub(super) fn node(&self, ix: u32) -> Option<Node<'g>> {
        self.graph.node_at(NodeIx(ix))
    }
}

/// The nodes that a breadth-first walk reached, level by level.
#[derive(Clone, Debug, Default)]
pub(super) struct Levels {
    pub(super) order: Vec<u32>,
    /// For each level the position in `order` behind its last node.
    pub(super) ends: Vec<u32>,
}

impl Levels {
    pub(super) fn close_level(&mut self) {
        self.ends.push(self.order.len() as u32);
    }

    /// The last closed level.
    pub(super) fn last(&self) -> &[u32] {
        self.ends.len().checked_sub(1).map_or(&[], |last| self.level(last))
    }

    /// The nodes of a level, in no order that a user may see.
    pub(super) fn level(&self, level: usize) -> &[u32] {
        let start = level.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let end = self.ends.get(level).copied();
        start.zip(end).and_then(|(start, end)| self.order.get(start as usize..end as usize)).unwrap_or(&[])
    }
}

/// Walks from `starts`, one level after another while `go_on` says so. `seen` marks nodes that are not to be entered,
/// and what was entered or refused; `accept` is asked once about each node that is not a start.
pub(super) fn breadth_first(
    walk: &Walk<'_>,
    starts: impl IntoIterator<Item = u32>,
    seen: &mut NodeBits,
    mut accept: impl FnMut(u32) -> bool,
    mut go_on: impl FnMut(&Levels) -> bool,
) -> Levels {
    let mut levels = Levels::default();
    levels.order.extend(starts.into_iter().filter(|&start| seen.insert(start)));
    let mut level = 0..levels.order.len();
    while !level.is_empty() {
        levels.close_level();
        if !go_on(&levels) {
            break;
        }
        for position in level.clone() {
            let node = at(&levels.order, position as u32);
            walk.each(node, |end| {
                if seen.insert(end) && accept(end) {
                    levels.order.push(end);
                }
            });
        }
        level = level.end..levels.order.len();
    }
    levels
}

/// The relation types that `choose` accepts.
pub(super) fn choose_types(
    types: &RelationTypes,
    choose: impl Fn(&super::RelationType) -> bool,
) -> [bool; 256] {
    let mut allowed = [false; 256];
    for (allowed, relation) in allowed.iter_mut().zip(types) {
        *allowed = choose(relation);
    }
    allowed
}
