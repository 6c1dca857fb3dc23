//! What differs between two versions of one entity, field by field. Works on the span trees: nothing is turned into
//! JSON but the values that differ.
//!
//! Paths are at most [`MAX_DEPTH`] segments long; what differs farther down is told as a change of the whole value there. That
//! bounds the recursion, and the cost of looking at one value again on each level.

use idp_model::source::Place;
use idp_model::yaml::{Mapping, NodeRef, Sequence, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

/// Longest path of a change.
pub const MAX_DEPTH: usize = 64;

/// One step of a [`FieldPath`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Segment {
    /// A key of a map.
    Key(String),
    /// A position in a list, from 0. Of something that was removed it is the old position.
    Index(usize),
    /// Some item of a list of scalars, whose order means nothing.
    Item,
}

/// Where a field is in an entity: `spec.owner`, `metadata.links[2].url`, `metadata.annotations["github.com/project-slug"]`, and
/// `spec.dependsOn[]` for an item of a list whose order means nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldPath(Vec<Segment>);

impl FieldPath {
    /// The steps from the root of the entity.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }
}

/// Keys that are no plain names are quoted as in JSON.
impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Key(key) if is_plain(key) && at == 0 => f.write_str(key)?,
                Segment::Key(key) if is_plain(key) => write!(f, ".{key}")?,
                Segment::Key(key) => write!(f, "[{}]", serde_json::Value::from(key.as_str()))?,
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Item => f.write_str("[]")?,
            }
        }
        Ok(())
    }
}

fn is_plain(key: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '$');
    key.starts_with(|c: char| !c.is_ascii_digit()) && key.chars().all(plain)
}

/// A field that differs. One of `old` and `new` is always there.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldChange {
    /// Which.
    pub path: FieldPath,
    /// Its value before; `None` if it was added.
    pub old: Option<serde_json::Value>,
    /// Its value now; `None` if it was removed.
    pub new: Option<serde_json::Value>,
    /// Where the value stands now; for a removed one, where it stood.
    pub place: Place,
}

/// The changes from one document to another, in order of keys; in a list of scalars what was removed comes first.
///
/// * Maps are compared by key; the order of keys does not count.
/// * Lists of scalars are compared as sets, in which neither order nor repetition counts.
/// * Other lists: items that are equal at the front and at the end are set aside, the rest is compared one by one; what is left over
///   was added or removed. To apply the changes, replace, then remove from the last index down, then insert from the first up.
/// * `1` and `1.0` are one number; what JSON cannot write (infinities) is null.
pub(super) fn changes(old: NodeRef<'_>, new: NodeRef<'_>) -> Vec<FieldChange> {
    let mut collector = Collector::default();
    if !same(old, new) {
        collector.nodes(old, new);
    }
    collector.found
}

/// A scalar as it is compared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Scalar<'a> {
    Null,
    Bool(bool),
    Int(i64),
    /// The bits of one that is finite and not a whole number of 64 bits.
    Float(u64),
    Text(&'a str),
}

fn scalar(node: NodeRef<'_>) -> Option<Scalar<'_>> {
    Some(match node.value() {
        Value::Null => Scalar::Null,
        Value::Bool(value) => Scalar::Bool(value),
        Value::Int(value) => Scalar::Int(value),
        Value::Float(value) if !value.is_finite() => Scalar::Null,
        // Below 2^63, so that the cast is exact.
        Value::Float(value) if value.fract() == 0.0 && value.abs() < 9.2e18 => Scalar::Int(value as i64),
        Value::Float(value) => Scalar::Float(value.to_bits()),
        Value::String(text) => Scalar::Text(text),
        Value::Sequence(_) | Value::Mapping(_) => return None,
    })
}

/// Whether there is certainly no change. Most entities are equal, with their keys in the same order: that is what it is quick at. (Of
/// a map with one key twice it may say no too often.)
fn same(old: NodeRef<'_>, new: NodeRef<'_>) -> bool {
    let mut open = vec![(old, new)];
    while let Some((old, new)) = open.pop() {
        let same = match (old.value(), new.value()) {
            (Value::Mapping(old), Value::Mapping(new)) => same_maps(old, new, &mut open),
            (Value::Sequence(old), Value::Sequence(new)) => same_lists(old, new, &mut open),
            _ => scalar(old).is_some_and(|value| Some(value) == scalar(new)),
        };
        if !same {
            return false;
        }
    }
    true
}

/// Whether the keys are the same; the values are left to the caller.
fn same_maps<'a>(old: Mapping<'a>, new: Mapping<'a>, open: &mut Vec<(NodeRef<'a>, NodeRef<'a>)>) -> bool {
    let before = open.len();
    let (mut left, mut right) = (old, new);
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (Some((key, a)), Some((other, b))) if key.key_text() == other.key_text() => open.push((a, b)),
            _ => break,
        }
    }
    // In another order, perhaps.
    open.truncate(before);
    let (old, new) = (entries(old), entries(new));
    open.extend(old.values().copied().zip(new.values().copied()));
    old.keys().eq(new.keys())
}

/// Whether the lists have the same scalars or the same length; other items are left to the caller.
fn same_lists<'a>(old: Sequence<'a>, new: Sequence<'a>, open: &mut Vec<(NodeRef<'a>, NodeRef<'a>)>) -> bool {
    let mut scalars = true;
    let mut look = |item: NodeRef<'a>| {
        let found = scalar(item);
        scalars &= found.is_some();
        found
    };
    let left: Vec<_> = old.map(&mut look).collect();
    if left.into_iter().eq(new.map(look)) && scalars {
        return true;
    }
    match (set(old), set(new)) {
        (Some(old), Some(new)) => old.keys().eq(new.keys()),
        _ => {
            open.extend(old.zip(new));
            old.count() == new.count()
        }
    }
}

/// The entries by key; the last of equal keys counts, as in JSON.
fn entries(map: Mapping<'_>) -> BTreeMap<Cow<'_, str>, NodeRef<'_>> {
    map.map(|(key, value)| (key.key_text(), value)).collect()
}

/// The items of a list of scalars.
fn set(list: Sequence<'_>) -> Option<BTreeMap<Scalar<'_>, NodeRef<'_>>> {
    list.map(|item| Some((scalar(item)?, item))).collect()
}

#[derive(Default)]
struct Collector {
    path: FieldPath,
    found: Vec<FieldChange>,
}

impl Collector {
    fn field(&mut self, segment: Segment, old: Option<NodeRef<'_>>, new: Option<NodeRef<'_>>) {
        self.path.0.push(segment);
        match (old, new) {
            (Some(old), Some(new)) if self.path.0.len() < MAX_DEPTH => self.nodes(old, new),
            (Some(old), Some(new)) if same(old, new) => {}
            _ => self.change(old, new),
        }
        self.path.0.pop();
    }

    fn change(&mut self, old: Option<NodeRef<'_>>, new: Option<NodeRef<'_>>) {
        if let Some(node) = new.or(old) {
            let json = |node: Option<NodeRef<'_>>| node.map(NodeRef::to_json);
            let (path, place) = (self.path.clone(), node.place());
            self.found.push(FieldChange { path, old: json(old), new: json(new), place });
        }
    }

    fn nodes(&mut self, old: NodeRef<'_>, new: NodeRef<'_>) {
        match (old.value(), new.value()) {
            (Value::Mapping(old), Value::Mapping(new)) => {
                let (old, new) = (entries(old), entries(new));
                for pair in super::merge(old.into_iter(), new.into_iter(), |a, b| a.0.cmp(&b.0)) {
                    let (left, right) = pair.parts();
                    let (old, new) =
                        (left.as_ref().map(|entry| entry.1), right.as_ref().map(|entry| entry.1));
                    if let Some((key, _)) = left.or(right) {
                        self.field(Segment::Key(key.into_owned()), old, new);
                    }
                }
            }
            (Value::Sequence(a), Value::Sequence(b)) => match (set(a), set(b)) {
                (Some(old), Some(new)) => {
                    for (_, item) in old.iter().filter(|(value, _)| !new.contains_key(value)) {
                        self.field(Segment::Item, Some(*item), None);
                    }
                    for (_, item) in new.iter().filter(|(value, _)| !old.contains_key(value)) {
                        self.field(Segment::Item, None, Some(*item));
                    }
                }
                _ => self.lists(&a.collect::<Vec<_>>(), &b.collect::<Vec<_>>()),
            },
            _ if same(old, new) => {}
            _ => self.change(Some(old), Some(new)),
        }
    }

    fn lists(&mut self, old: &[NodeRef<'_>], new: &[NodeRef<'_>]) {
        let equal = |(a, b): &(&NodeRef<'_>, &NodeRef<'_>)| same(**a, **b);
        let front = old.iter().zip(new).take_while(equal).count();
        let back = old.iter().rev().zip(new.iter().rev()).take_while(equal).count();
        let back = back.min(old.len().min(new.len()) - front);
        let (old_end, new_end) = (old.len() - back, new.len() - back);
        for index in front..old_end.max(new_end) {
            let old = old.get(index).filter(|_| index < old_end);
            let new = new.get(index).filter(|_| index < new_end);
            self.field(Segment::Index(index), old.copied(), new.copied());
        }
    }
}
