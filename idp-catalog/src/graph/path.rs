//! Paths: why one entity leads to another, step by step.

use super::bits::NodeBits;
use super::node::{Link, Node};
use super::rows::{at, put};
use super::walk::{Hop, Levels, Walk, breadth_first};
use std::fmt;

/// One step of a path: a link, followed forwards or backwards.
#[derive(Clone, Copy, Debug)]
pub struct Step<'g> {
    pub(super) link: Link<'g>,
    pub(super) reversed: bool,
}

impl<'g> Step<'g> {
    /// Where the step starts.
    #[must_use]
    pub fn from(self) -> Node<'g> {
        if self.reversed { self.link.target() } else { self.link.source() }
    }

    /// Where it leads.
    #[must_use]
    pub fn to(self) -> Node<'g> {
        if self.reversed { self.link.source() } else { self.link.target() }
    }

    /// The relation as read in the direction of the step: the inverse name if the link is followed backwards.
    #[must_use]
    pub fn name(self) -> &'g str {
        let relation = self.link.relation();
        if self.reversed { relation.inverse() } else { relation.name() }
    }

    /// Whether the link is followed from its target to its source.
    #[must_use]
    pub fn is_reversed(self) -> bool {
        self.reversed
    }

    /// The link, with the places that declare it.
    #[must_use]
    pub fn link(self) -> Link<'g> {
        self.link
    }
}

/// A chain of links, each step starting where the one before it ended.
#[derive(Clone)]
pub struct Path<'g> {
    start: Node<'g>,
    steps: Vec<Step<'g>>,
}

impl<'g> Path<'g> {
    pub(super) fn new(start: Node<'g>, steps: Vec<Step<'g>>) -> Self {
        Self { start, steps }
    }

    /// Where it starts.
    #[must_use]
    pub fn start(&self) -> Node<'g> {
        self.start
    }

    /// Where it ends: at the start, for a path without steps and for a cycle.
    #[must_use]
    pub fn end(&self) -> Node<'g> {
        self.steps.last().map_or(self.start, |step| step.to())
    }

    /// Its steps in order.
    #[must_use]
    pub fn steps(&self) -> &[Step<'g>] {
        &self.steps
    }
}

/// The start, then one line for each step: the relation as read, where it leads, and the place that declares it
/// (the first; how many more there are is said).
///
/// ```text
/// component:default/shop
///   dependsOn resource:default/db (shop/catalog-info.yaml:12:7)
/// ```
impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.start)?;
        for step in &self.steps {
            write!(f, "  {} {}", step.name(), step.to())?;
            let mut places = step.link.places();
            if let Some(place) = places.next() {
                match places.count() {
                    0 => write!(f, " ({place})")?,
                    more => write!(f, " ({place} and {more} more)")?,
                }
            }
            writeln!(f)?;
        }
        Ok(())
    }
}
impl fmt::Debug for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A shortest path from one of `starts` to `to`: distances are measured back from the end, so that the way
/// forwards can choose the smallest of the equally good next nodes.
pub(super) fn shortest<'g>(
    walk: &Walk<'g>,
    starts: &NodeBits,
    to: u32,
    depth: u32,
    accepts: impl Fn(u32) -> bool,
) -> Option<Path<'g>> {
    let enters = |node| starts.contains(node) || accepts(node);
    if !enters(to) {
        return None;
    }
    let nodes = walk.graph.node_count();
    let go_on = |levels: &Levels| {
        levels.ends.len() <= depth as usize && !levels.last().iter().any(|&node| starts.contains(node))
    };
    let levels = breadth_first(&walk.turned(), [to], &mut NodeBits::new(nodes), enters, go_on);
    let start = levels.last().iter().copied().filter(|&node| starts.contains(node)).min()?;
    let mut distances = vec![u32::MAX; nodes];
    for (distance, level) in (0..).zip(0..levels.ends.len()) {
        for &node in levels.level(level) {
            put(&mut distances, node, distance);
        }
    }
    let mut steps = Vec::with_capacity(levels.ends.len());
    let mut node = start;
    for left in (0..at(&distances, start)).rev() {
        let near = walk.hops(node).filter(|hop| at(&distances, hop.to) == left);
        let hop = near.min_by_key(nearest_first)?;
        steps.push(walk.step(hop)?);
        node = hop.to;
    }
    Some(Path::new(walk.node(start)?, steps))
}

/// Order of hops of one node: by the other end, forwards first, then in order of relation types (a stable minimum
/// keeps that).
pub(super) fn nearest_first(hop: &Hop) -> (u32, bool) {
    (hop.to, hop.reversed)
}
