//! Anchors and aliases: what an alias stands for, and how far aliases may multiply.
//!
//! Two bounds. The first is the one of the reader of Backstage (npm `yaml`, `maxAliasCount` 100): the uses of an anchor, times
//! the uses of the most used alias inside it, must not exceed 100. The second is ours, as the first does not see
//! lists of empty lists: the document with every alias written out stays within [`Limits`].

use super::Limits;
use super::tree::{Payload, TreeBuilder};
use std::collections::HashMap;

/// Why an alias cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It lies inside its own anchor.
    Recursive,
    /// More than a hundredfold.
    TooMany,
    /// The written-out document is beyond the limits.
    TooLarge,
}

#[derive(Debug)]
struct Anchor {
    node: u32,
    closed: bool,
    /// The node itself counts, too.
    uses: u64,
    /// Largest product of uses inside; known from the first use on.
    inner: Option<u64>,
    /// Values and depth with aliases written out.
    size: u64,
    depth: usize,
}

#[derive(Debug)]
pub(super) struct Anchors {
    by_id: HashMap<usize, Anchor>,
    /// Anchor of a node that an alias of this document stands for.
    by_node: HashMap<u32, usize>,
    expanded: u64,
    looked_at: u64,
    max_expanded: u64,
}

const MAX_ALIAS_COUNT: u64 = 100;

impl Anchors {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            by_id: HashMap::new(),
            by_node: HashMap::new(),
            expanded: 0,
            looked_at: 0,
            max_expanded: limits.max_expanded_nodes,
        }
    }

    pub(super) fn clear(&mut self) {
        self.by_id.clear();
        self.by_node.clear();
        self.expanded = 0;
        self.looked_at = 0;
    }

    /// A node with this anchor begins; 0 is no anchor.
    pub(super) fn open(&mut self, anchor: usize, node: u32) {
        if anchor != 0 {
            let fresh = Anchor { node, closed: false, uses: 1, inner: None, size: 1, depth: 0 };
            self.by_id.insert(anchor, fresh);
            self.by_node.insert(node, anchor);
        }
    }

    /// The node is complete, with this many values and levels below it, aliases written out.
    pub(super) fn close(&mut self, anchor: usize, size: u64, depth: usize) {
        if let Some(found) = self.by_id.get_mut(&anchor) {
            found.closed = true;
            found.size = size;
            found.depth = depth;
        }
    }

    /// An alias to `anchor`, nested `depth` deep: the node it stands for, with its values and levels.
    pub(super) fn reference(
        &mut self,
        anchor: usize,
        depth: usize,
        builder: &TreeBuilder,
        limits: &Limits,
    ) -> Result<(u32, u64, usize), Fault> {
        let Some(found) = self.by_id.get(&anchor) else { return Err(Fault::Recursive) };
        if !found.closed {
            return Err(Fault::Recursive);
        }
        let inner = match found.inner {
            Some(inner) => inner,
            None => {
                let (inner, looked_at) = self.most_used_inside(found.node, builder);
                self.looked_at = self.looked_at.saturating_add(looked_at);
                inner
            }
        };
        let Some(found) = self.by_id.get_mut(&anchor) else { return Err(Fault::Recursive) };
        let (size, deep) = (found.size, found.depth);
        self.expanded = self.expanded.saturating_add(size);
        found.inner = Some(inner);
        found.uses += 1;
        if found.uses.saturating_mul(inner) > MAX_ALIAS_COUNT {
            return Err(Fault::TooMany);
        }
        if self.expanded.max(self.looked_at) > self.max_expanded || depth + deep > limits.max_depth {
            return Err(Fault::TooLarge);
        }
        Ok((found.node, size, deep))
    }

    /// 1 for a value without aliases, 0 for one without scalars; and how many nodes that took to find out.
    fn most_used_inside(&self, node: u32, builder: &TreeBuilder) -> (u64, u64) {
        let end = builder.nodes.get(node as usize).map_or(node, |found| found.next);
        let below = builder.nodes.get(node as usize..end as usize).unwrap_or_default();
        let most = below.iter().map(|found| self.weight(found.payload)).max().unwrap_or(0);
        (most, below.len() as u64)
    }

    fn weight(&self, payload: Payload) -> u64 {
        match payload {
            Payload::Sequence | Payload::Mapping => 0,
            Payload::Alias(target) => self
                .by_node
                .get(&target)
                .and_then(|anchor| self.by_id.get(anchor))
                .map_or(0, |anchor| anchor.uses.saturating_mul(anchor.inner.unwrap_or(0))),
            _ => 1,
        }
    }
}
