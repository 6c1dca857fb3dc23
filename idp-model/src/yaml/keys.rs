//! The keys of a finished map: twice the same, not strings, `<<`, `__proto__`.

use super::number;
use super::scalar::Schema;
use super::tree::{Payload, TreeBuilder};
use crate::source::{Source, Span};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// What is remarkable about the keys of one map.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// First and second of two equal keys.
    pub(super) duplicates: Vec<(Span, Span)>,
    /// Keys that are not strings, with the text as which they are read.
    pub(super) not_strings: Vec<(Span, String)>,
    /// A key `__proto__`.
    pub(super) proto: Option<Span>,
    /// Whether `<<` merges here.
    pub(super) merge: bool,
}

/// A key as it is compared: by its value, as JavaScript's `===` would, so `1` and `"1"` differ and `1` and `1.0`
/// do not.
#[derive(PartialEq, Eq, Hash)]
enum Key<'a> {
    Null,
    Bool(bool),
    Number(u64),
    Text(&'a str),
}

fn key<'a>(builder: &'a TreeBuilder, source: &'a Source, payload: Payload) -> Option<Key<'a>> {
    Some(match payload {
        Payload::Null => Key::Null,
        Payload::Bool(value) => Key::Bool(value),
        #[expect(clippy::cast_precision_loss, reason = "JavaScript knows only floats")]
        Payload::Int(value) => Key::Number((value as f64).to_bits()),
        Payload::Float(value) if value.is_nan() => return None,
        Payload::Float(value) => Key::Number((value + 0.0).to_bits()),
        Payload::Slice(_) | Payload::Owned(_) => Key::Text(builder.text(payload, source)?),
        // Collections and aliases are never equal to anything.
        Payload::Sequence | Payload::Mapping | Payload::Alias(_) => return None,
    })
}

/// Up to this many entries, comparing all pairs is cheaper than hashing.
const FEW: usize = 12;

/// Whether two keys of the map `id` are equal. Cost: linear in its entries (quadratic up to a dozen).
pub(super) fn has_duplicates(
    builder: &TreeBuilder,
    source: &Source,
    id: u32,
    keys: &mut Vec<Payload>,
) -> bool {
    keys.clear();
    let end = builder.nodes.get(id as usize).map_or(id, |node| node.next);
    let mut at = id + 1;
    while at < end {
        let Some(node) = builder.nodes.get(at as usize) else { break };
        keys.push(node.payload);
        at = builder.nodes.get(node.next as usize).map_or(end, |value| value.next);
    }
    if keys.len() > FEW {
        let mut seen = HashMap::with_capacity(keys.len());
        return keys
            .iter()
            .filter_map(|payload| key(builder, source, *payload))
            .any(|key| seen.insert(key, ()).is_some());
    }
    keys.iter().enumerate().any(|(index, payload)| {
        let one = key(builder, source, *payload);
        one.is_some() && keys.iter().take(index).any(|other| key(builder, source, *other) == one)
    })
}

/// All that is remarkable about the keys of the map `id`.
pub(super) fn check(builder: &TreeBuilder, source: &Source, id: u32, schema: Schema) -> Found {
    let mut found = Found::default();
    let mut seen: HashMap<Key<'_>, Span> = HashMap::new();
    let end = builder.nodes.get(id as usize).map_or(id, |node| node.next);
    let mut at = id + 1;
    while at < end {
        let Some(node) = builder.nodes.get(at as usize) else { break };
        if let Some(key) = key(builder, source, node.payload) {
            match seen.entry(key) {
                Entry::Occupied(first) => found.duplicates.push((*first.get(), node.span)),
                Entry::Vacant(free) => {
                    free.insert(node.span);
                }
            }
        }
        match node.payload {
            Payload::Slice(_) | Payload::Owned(_) => match builder.text(node.payload, source) {
                Some("__proto__") => found.proto = Some(node.span),
                Some("<<") if schema == Schema::Yaml11 => found.merge = true,
                _ => {}
            },
            Payload::Null => found.not_strings.push((node.span, String::new())),
            Payload::Bool(value) => found.not_strings.push((node.span, value.to_string())),
            Payload::Int(value) => found.not_strings.push((node.span, value.to_string())),
            Payload::Float(value) => found.not_strings.push((node.span, number::to_javascript(value))),
            Payload::Sequence | Payload::Mapping => {
                found.not_strings.push((node.span, source.slice(node.span).to_owned()));
            }
            Payload::Alias(_) => {}
        }
        at = builder.nodes.get(node.next as usize).map_or(end, |value| value.next);
    }
    found
}
