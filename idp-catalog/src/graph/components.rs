//! Strongly connected components: Tarjan's algorithm on a stack of its own, since paths can be as long as the catalog.

use super::bits::NodeBits;
use super::rows::{at, put};
use super::walk::{Arcs, Walk};

/// The nodes in components, each component behind those that links lead to from it.
#[derive(Debug)]
pub(super) struct Components {
    /// For each node the number of its component; `u32::MAX` for nodes that were not looked at.
    pub(super) of: Vec<u32>,
    members: Vec<u32>,
    /// For each component the position in `members` behind its last one.
    ends: Vec<u32>,
    /// The links that were followed.
    pub(super) arcs: Arcs,
}

impl Components {
    /// The components in order of their numbers: members in order of nodes.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts.zip(&self.ends).filter_map(|(&start, &end)| self.members.get(start as usize..end as usize))
    }

    /// Whether a component is a circle: more than one node, or one that leads to itself.
    pub(super) fn is_cycle(&self, members: &[u32]) -> bool {
        match members {
            [one] => self.arcs.from(*one).contains(one),
            _ => true,
        }
    }
}

/// Finds the components of the nodes given; `walk` has to be confined to them.
pub(super) fn components(walk: &Walk<'_>, nodes: &NodeBits) -> Components {
    let count = walk.graph.node_count();
    let arcs = walk.arcs(nodes.iter());
    let mut found = Components { of: vec![u32::MAX; count], members: Vec::new(), ends: Vec::new(), arcs };
    // Number of a node in order of discovery, from 1, and the smallest number known to be reachable within its
    // component; 0 while undiscovered.
    let (mut numbers, mut lows, mut last) = (vec![0; count], vec![0; count], 0);
    // Nodes on the way from the root, each with the position of its next arc; nodes without a component yet.
    let (mut way, mut open): (Vec<(u32, u32)>, Vec<u32>) = Default::default();
    for root in nodes.iter() {
        if at(&numbers, root) != 0 {
            continue;
        }
        let mut enter = Some(root);
        loop {
            if let Some(node) = enter.take() {
                last += 1;
                put(&mut numbers, node, last);
                put(&mut lows, node, last);
                way.push((node, found.arcs.range(node).start));
                open.push(node);
            }
            let Some((node, next)) = way.last_mut() else { break };
            let node = *node;
            if *next < found.arcs.range(node).end {
                let end = found.arcs.end(*next);
                *next += 1;
                if at(&numbers, end) == 0 {
                    enter = Some(end);
                } else if at(&found.of, end) == u32::MAX {
                    let low = at(&lows, node).min(at(&numbers, end));
                    put(&mut lows, node, low);
                }
                continue;
            }
            way.pop();
            let low = at(&lows, node);
            if let Some(&(parent, _)) = way.last() {
                let parent_low = at(&lows, parent).min(low);
                put(&mut lows, parent, parent_low);
            }
            if low == at(&numbers, node) {
                close(&mut found, &mut open, node);
            }
        }
    }
    found
}

/// Takes a component off the open nodes: everything down to its first node.
fn close(found: &mut Components, open: &mut Vec<u32>, first: u32) {
    let (number, start) = (found.ends.len() as u32, found.members.len());
    while let Some(member) = open.pop() {
        put(&mut found.of, member, number);
        found.members.push(member);
        if member == first {
            break;
        }
    }
    found.members.get_mut(start..).unwrap_or(&mut []).sort_unstable();
    found.ends.push(found.members.len() as u32);
}
