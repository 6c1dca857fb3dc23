//! `<<` in documents of YAML 1.1: the entries of another map, unless they are written out.

use super::tree::{Node, Payload, TreeBuilder};
use crate::source::Source;

/// Rewrites the finished nodes of a document: each `<<` entry becomes the entries that it brings. Those of an alias become
/// aliases to where they are written; those of a map written in place move up. Written-out keys win over merged
/// ones, earlier merges over later ones. (YAML 1.1 type repository, `tag:yaml.org,2002:merge`.)
///
/// Cost: linear in the nodes, plus the entries that are merged times the keys of the map that they join.
pub(super) fn apply(builder: &mut TreeBuilder, source: &Source) {
    let old = std::mem::take(&mut builder.nodes);
    let mut new: Vec<Node> = Vec::with_capacity(old.len());
    // Where each old node is now; aliases are mapped through it.
    let mut moved: Vec<u32> = vec![0; old.len() + 1];
    let mut open: Vec<Open> = Vec::new();
    let mut skip_to = 0_u32;
    for (index, node) in (0_u32..).zip(&old) {
        close_until(&mut open, &mut new, index);
        let here = position(&new);
        if let Some(slot) = moved.get_mut(index as usize) {
            *slot = here;
        }
        if index < skip_to {
            continue;
        }
        let is_key = open.last_mut().is_some_and(|open| open.mapping && open.next_key == index);
        if is_key && let Some(open) = open.last_mut() {
            open.next_key = old.get(node.next as usize).map_or(index + 1, |value| value.next);
        }
        if is_key && builder.text(node.payload, source) == Some("<<") {
            let parent = open.last().map_or(0, |open| open.old);
            match old.get(node.next as usize).map(|value| value.payload) {
                Some(Payload::Mapping) => {
                    // Skips the key and the map's own node; its entries are the parent's now.
                    skip_to = node.next + 1;
                    if let Some(open) = open.last_mut() {
                        open.next_key = node.next + 1;
                    }
                    continue;
                }
                Some(Payload::Alias(_) | Payload::Sequence) => {
                    for target in brought(&old, parent, node.next, builder, source) {
                        if target > index {
                            // Written in place, in a list of maps: this is the only place that it can have.
                            copy(&old, target, &mut new, &moved);
                        } else {
                            let next = position(&new) + 1;
                            let target = moved.get(target as usize).copied().unwrap_or(0);
                            new.push(Node { span: node.span, next, payload: Payload::Alias(target) });
                        }
                    }
                    skip_to = old.get(node.next as usize).map_or(index + 1, |value| value.next);
                    continue;
                }
                _ => {}
            }
        }
        let payload = match node.payload {
            Payload::Alias(target) => Payload::Alias(moved.get(target as usize).copied().unwrap_or(0)),
            other => other,
        };
        new.push(Node { span: node.span, next: here + 1, payload });
        if matches!(payload, Payload::Sequence | Payload::Mapping) {
            let mapping = matches!(payload, Payload::Mapping);
            open.push(Open { end: node.next, old: index, new: here, mapping, next_key: index + 1 });
        }
    }
    close_until(&mut open, &mut new, u32::MAX);
    builder.nodes = new;
}

/// Appends the node `id` and all below it.
fn copy(old: &[Node], id: u32, new: &mut Vec<Node>, moved: &[u32]) {
    let here = position(new);
    let end = old.get(id as usize).map_or(id, |node| node.next);
    for node in old.get(id as usize..end as usize).unwrap_or_default() {
        let payload = match node.payload {
            // What lies inside the copy keeps its distance; what lies before it has moved.
            Payload::Alias(target) if target >= id => Payload::Alias(target - id + here),
            Payload::Alias(target) => Payload::Alias(moved.get(target as usize).copied().unwrap_or(0)),
            other => other,
        };
        new.push(Node { span: node.span, next: node.next - id + here, payload });
    }
}

/// A collection that is being copied.
struct Open {
    end: u32,
    old: u32,
    new: u32,
    mapping: bool,
    next_key: u32,
}

fn position(nodes: &[Node]) -> u32 {
    u32::try_from(nodes.len()).unwrap_or(u32::MAX)
}

fn close_until(open: &mut Vec<Open>, new: &mut [Node], index: u32) {
    while open.last().is_some_and(|open| open.end <= index) {
        let next = position(new);
        if let Some(closed) = open.pop()
            && let Some(node) = new.get_mut(closed.new as usize)
        {
            node.next = next;
        }
    }
}

fn resolve(nodes: &[Node], mut id: u32) -> u32 {
    while let Some(Node { payload: Payload::Alias(target), .. }) = nodes.get(id as usize) {
        id = *target;
    }
    id
}

fn children(nodes: &[Node], id: u32) -> impl Iterator<Item = u32> {
    let end = nodes.get(id as usize).map_or(0, |node| node.next);
    let mut at = id + 1;
    std::iter::from_fn(move || {
        let here = (at < end).then_some(at)?;
        at = nodes.get(at as usize).map_or(end, |node| node.next);
        Some(here)
    })
}

/// Keys and values, in turn, that the value of a `<<` brings into the map `parent`.
fn brought(nodes: &[Node], parent: u32, value: u32, builder: &TreeBuilder, source: &Source) -> Vec<u32> {
    let text = |id: u32| nodes.get(id as usize).and_then(|node| builder.text(node.payload, source));
    let is = |id: u32, wanted: fn(&Payload) -> bool| {
        nodes.get(id as usize).is_some_and(|node| wanted(&node.payload))
    };
    let mut taken: Vec<&str> = children(nodes, parent).step_by(2).filter_map(text).collect();
    let mut found = Vec::new();
    let mut waiting = vec![value];
    while let Some(next) = waiting.pop() {
        let map = resolve(nodes, next);
        if is(map, |payload| matches!(payload, Payload::Sequence)) {
            let items: Vec<u32> = children(nodes, map).collect();
            waiting.extend(items.into_iter().rev());
            continue;
        }
        if !is(map, |payload| matches!(payload, Payload::Mapping)) {
            continue;
        }
        let mut entries = children(nodes, map);
        while let (Some(key), Some(value)) = (entries.next(), entries.next()) {
            match text(key) {
                // An anchor ends before its alias, so this goes backwards and ends.
                Some("<<") => waiting.push(value),
                Some(text) if taken.contains(&text) => {}
                key_text => {
                    taken.extend(key_text);
                    found.extend([key, value]);
                }
            }
        }
    }
    found
}
