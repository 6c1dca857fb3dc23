//! Compressed rows: for each node the nodes at the other end of its links, all in three flat arrays.

use std::ops::Range;

/// The number at `ix`; 0 outside.
#[inline]
pub(super) fn at(numbers: &[u32], ix: u32) -> u32 {
    numbers.get(ix as usize).copied().unwrap_or(0)
}

/// Writes the number at `ix`; nothing happens outside.
#[inline]
pub(super) fn put(numbers: &mut [u32], ix: u32, number: u32) {
    if let Some(place) = numbers.get_mut(ix as usize) {
        *place = number;
    }
}

/// Turns counts per key into offsets: `offsets[key]..offsets[key + 1]` is the room of `key`.
pub(super) fn offsets(keys: u32, of: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut offsets = vec![0; keys as usize + 1];
    for key in of {
        if let Some(count) = offsets.get_mut(key as usize + 1) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for offset in &mut offsets {
        sum += *offset;
        *offset = sum;
    }
    offsets
}

/// Sorts by key in linear time, keeping the order of equals: the offsets of every key, and the items in order.
pub(super) fn group<T: Copy + Default>(
    keys: u32,
    items: impl Iterator<Item = (u32, T)> + Clone,
) -> (Vec<u32>, Vec<T>) {
    let offsets = offsets(keys, items.clone().map(|(key, _)| key));
    let mut next = offsets.clone();
    let mut grouped = vec![T::default(); offsets.last().map_or(0, |&len| len as usize)];
    for (key, item) in items {
        if let Some(next) = next.get_mut(key as usize) {
            if let Some(place) = grouped.get_mut(*next as usize) {
                *place = item;
            }
            *next += 1;
        }
    }
    (offsets, grouped)
}

/// The links of every node in one direction.
///
/// INVARIANT (rows): `offsets` has one number more than there are nodes, starts at 0, never falls, and ends at
/// the length of `ends` and `kinds`. Every row is in order of (end, kind).
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) offsets: Box<[u32]>,
    pub(super) ends: Box<[u32]>,
    pub(super) kinds: Box<[u8]>,
}

impl Rows {
    /// Positions of the row of a node in `ends` and `kinds`; empty for a node that does not exist.
    #[inline]
    pub(super) fn range(&self, node: u32) -> Range<usize> {
        match (self.offsets.get(node as usize), self.offsets.get(node as usize + 1)) {
            (Some(&start), Some(&end)) => start as usize..end as usize,
            _ => 0..0,
        }
    }

    /// The row of a node: the other ends with the relation types.
    #[inline]
    pub(super) fn row(&self, node: u32) -> impl Iterator<Item = (u32, u8)> + '_ {
        let range = self.range(node);
        let ends = self.ends.get(range.clone()).unwrap_or(&[]);
        let kinds = self.kinds.get(range).unwrap_or(&[]);
        ends.iter().copied().zip(kinds.iter().copied())
    }

    /// The node in whose row a position lies. Cost: a binary search.
    pub(super) fn owner(&self, position: u32) -> u32 {
        (self.offsets.partition_point(|&start| start <= position) as u32).saturating_sub(1)
    }
}
