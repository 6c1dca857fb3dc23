//! A set of nodes as one bit each.

use super::NodeIx;

/// A set of nodes as one bit each: what petgraph's algorithms mark visited nodes with, and the heart of [`Set`](super::Set).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodeBits {
    words: Vec<u64>,
}

impl NodeBits {
    /// An empty set with room for `nodes` nodes.
    pub(super) fn new(nodes: usize) -> Self {
        Self { words: vec![0; nodes.div_ceil(64)] }
    }

    /// Adds a node; says whether it was new. A node without room is never added.
    #[inline]
    pub(super) fn insert(&mut self, node: u32) -> bool {
        self.insert_if(node, true)
    }

    /// Adds a node under a condition, without branching on it; says whether it was added and new.
    #[inline]
    pub(super) fn insert_if(&mut self, node: u32, condition: bool) -> bool {
        let bit = u64::from(condition) << (node % 64);
        self.words.get_mut(node as usize / 64).is_some_and(|word| {
            let new = !*word & bit != 0;
            *word |= bit;
            new
        })
    }

    #[inline]
    pub(super) fn contains(&self, node: u32) -> bool {
        self.words.get(node as usize / 64).is_some_and(|word| word >> (node % 64) & 1 == 1)
    }

    pub(super) fn remove(&mut self, node: u32) -> bool {
        let was = self.contains(node);
        if let Some(word) = self.words.get_mut(node as usize / 64) {
            *word &= !(1 << (node % 64));
        }
        was
    }

    /// The nodes in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().zip(0u32..).flat_map(|(&word, at)| {
            let rest = std::iter::successors(Some(word), |rest| Some(rest & rest.wrapping_sub(1)));
            rest.take_while(|rest| *rest != 0).map(move |rest| at * 64 + rest.trailing_zeros())
        })
    }
}

impl petgraph::visit::VisitMap<NodeIx> for NodeBits {
    fn visit(&mut self, node: NodeIx) -> bool {
        self.insert(node.0)
    }
    fn is_visited(&self, node: &NodeIx) -> bool {
        self.contains(node.0)
    }
    fn unvisit(&mut self, node: NodeIx) -> bool {
        self.remove(node.0)
    }
}
