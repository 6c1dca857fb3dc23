//! Walking: which links are followed, and which way. Every question of this module goes through a [`Walk`].

use super::Graph;
use super::bits::NodeBits;
use super::node::{LinkIx, Node, NodeIx};
use super::path::Step;
use super::relation::{Hurt, RelationTypes};
use super::rows::{at, put};
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
    /// All ways of all types that links have: a direction that nothing takes is not looked at.
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
        let present = ways.iter().zip(&graph.present).filter(|(_, present)| **present);
        let used = present.fold(0, |all, (way, _)| all | way);
        Self { graph, used, ways, within: None }
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

    /// Offers the other end of every link of `node` that could be followed, and whether it is: a flag rather than
    /// a branch, since relation types in a row are as good as random.
    #[inline]
    fn offer(&self, node: u32, mut visit: impl FnMut(u32, bool)) {
        for (rows, way) in [(&self.graph.out, OUT), (&self.graph.into, INTO)] {
            if self.used & way != 0 {
                for (end, kind) in rows.row(node) {
                    visit(end, self.takes(kind, way) & self.admits(end));
                }
            }
        }
    }

    /// Calls `visit` with the nodes one step from `node`, some of them twice.
    #[inline]
    pub(super) fn each(&self, node: u32, mut visit: impl FnMut(u32)) {
        self.offer(node, |end, taken| {
            if taken {
                visit(end);
            }
        });
    }

    /// At most so many nodes are one step from `node`.
    #[inline]
    fn degree(&self, node: u32) -> usize {
        let out = if self.used & OUT == 0 { 0 } else { self.graph.out.range(node).len() };
        let into = if self.used & INTO == 0 { 0 } else { self.graph.into.range(node).len() };
        out + into
    }

    /// All steps from `node`: along the links, then against them, each in order of the other end.
    pub(super) fn hops(&self, node: u32) -> impl Iterator<Item = Hop> + '_ {
        let both = [(&self.graph.out, OUT), (&self.graph.into, INTO)];
        both.into_iter().filter(|(_, way)| self.used & way != 0).flat_map(move |(rows, way)| {
            let row = rows.range(node).zip(rows.row(node));
            let taken = row.filter(move |(_, (end, kind))| self.takes(*kind, way) && self.admits(*end));
            taken.map(move |(position, (to, _))| Hop { to, position: position as u32, reversed: way == INTO })
        })
    }

    /// The walk written out for the nodes given: worth its linear cost for what looks at every step.
    pub(super) fn arcs(&self, nodes: impl Iterator<Item = u32>) -> Arcs {
        let mut arcs = Arcs { starts: vec![0; self.graph.node_count() + 1], ends: Vec::new() };
        let mut before = 0;
        for node in nodes {
            // Nodes in between have no arcs: their rows start and end where this one starts.
            for skipped in before..=node {
                put(&mut arcs.starts, skipped, arcs.ends.len() as u32);
            }
            before = node + 1;
            push_ends(self, node, &mut arcs.ends, |_, taken| taken);
        }
        for rest in before..arcs.starts.len() as u32 {
            put(&mut arcs.starts, rest, arcs.ends.len() as u32);
        }
        arcs
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

/// Appends the ends of links of `node` that `take` wants; it is told whether the walk follows the link. Room is made first and every end written, so that
/// whether it stays is arithmetic: branches here would be mispredicted most of the time.
#[inline]
fn push_ends(walk: &Walk<'_>, node: u32, ends: &mut Vec<u32>, mut take: impl FnMut(u32, bool) -> bool) {
    let mut kept = ends.len();
    ends.resize(kept + walk.degree(node), 0);
    walk.offer(node, |end, taken| {
        if let Some(place) = ends.get_mut(kept) {
            *place = end;
        }
        kept += usize::from(take(end, taken));
    });
    ends.truncate(kept);
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
            push_ends(walk, node, &mut levels.order, |end, taken| seen.insert_if(end, taken) && accept(end));
        }
        level = level.end..levels.order.len();
    }
    levels
}

/// All steps of a walk as rows: the nodes one step from each node, some of them twice.
#[derive(Debug)]
pub(super) struct Arcs {
    starts: Vec<u32>,
    ends: Vec<u32>,
}

impl Arcs {
    #[inline]
    pub(super) fn range(&self, node: u32) -> std::ops::Range<u32> {
        at(&self.starts, node)..at(&self.starts, node + 1)
    }

    #[inline]
    pub(super) fn end(&self, position: u32) -> u32 {
        at(&self.ends, position)
    }

    pub(super) fn from(&self, node: u32) -> &[u32] {
        let range = self.range(node);
        self.ends.get(range.start as usize..range.end as usize).unwrap_or(&[])
    }
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
