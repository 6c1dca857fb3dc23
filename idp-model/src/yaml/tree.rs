//! The span tree: one YAML document as a flat array in which every key and value knows its bytes.

use super::number;
use crate::source::{Place, Source, Span};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// What a node holds.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Payload {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    /// Text that stands in the source as it is; may be shorter than the node's span (quotes).
    Slice(Span),
    /// Text that had to be made (escapes, folding): an index into the tree's strings.
    Owned(u32),
    Sequence,
    Mapping,
    /// Stands for the node with this index, which comes before it.
    Alias(u32),
}

/// One node of the array.
///
/// INVARIANT (pre-order): a node is followed by its children, and `next` is the index behind its last
/// descendant, greater than its own. The children of a mapping alternate between key and value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) next: u32,
    pub(crate) payload: Payload,
}

/// A YAML document that could be read.
///
/// Values follow the YAML 1.2 core schema (1.1 in a document that says `%YAML 1.1`). Aliases read as what they stand
/// for. Dropping and walking a tree needs no stack, however deep it is.
#[derive(Clone)]
pub struct Tree {
    pub(super) source: Arc<Source>,
    pub(super) nodes: Box<[Node]>,
    pub(super) strings: Box<[Box<str>]>,
}

impl Tree {
    /// The text that it was read from.
    #[must_use]
    pub fn source(&self) -> &Arc<Source> {
        &self.source
    }

    /// The root node.
    #[must_use]
    pub fn root(&self) -> NodeRef<'_> {
        NodeRef { tree: self, id: 0 }
    }

    /// The node with this [`NodeRef::id`]; the root for a number that is not one.
    #[must_use]
    pub fn node(&self, id: u32) -> NodeRef<'_> {
        NodeRef { tree: self, id: if (id as usize) < self.nodes.len() { id } else { 0 } }
    }

    /// How many nodes it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether both certainly hold the same values: they are written with the same characters, and were read alike. One pass over
    /// memory; `false` says nothing about those.
    #[must_use]
    pub fn is_copy_of(&self, other: &Tree) -> bool {
        let (own, its) = (self.root().span(), other.root().span());
        // A slice counts from where its document starts. What lies outside may differ.
        let inside = |span: Span, root: Span| {
            let start = span.start.checked_sub(root.start)?;
            (span.end <= root.end).then_some((start, span.len()))
        };
        let same = |(a, b): (&Node, &Node)| {
            let payload = match (a.payload, b.payload) {
                (Payload::Null, Payload::Null)
                | (Payload::Sequence, Payload::Sequence)
                | (Payload::Mapping, Payload::Mapping) => true,
                (Payload::Bool(a), Payload::Bool(b)) => a == b,
                (Payload::Int(a), Payload::Int(b)) => a == b,
                (Payload::Float(a), Payload::Float(b)) => a.to_bits() == b.to_bits(),
                (Payload::Slice(a), Payload::Slice(b)) => {
                    inside(a, own).is_some_and(|a| Some(a) == inside(b, its))
                }
                (Payload::Owned(a), Payload::Owned(b)) | (Payload::Alias(a), Payload::Alias(b)) => a == b,
                _ => false,
            };
            payload && a.next == b.next && inside(a.span, own) == inside(b.span, its)
        };
        self.nodes.len() == other.nodes.len()
            && self.source.slice(own) == other.source.slice(its)
            && self.strings == other.strings
            && self.nodes.iter().zip(&other.nodes).all(same)
    }

    /// Never: a tree has a root.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    fn raw(&self, id: u32) -> Node {
        let null = Node { span: Span::default(), next: id.saturating_add(1), payload: Payload::Null };
        self.nodes.get(id as usize).copied().unwrap_or(null)
    }
}

/// The tree as JSON; spans are left out.
impl fmt::Debug for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.root().to_json())
    }
}

/// A node of a [`Tree`]: a value and where it stands. Copied freely.
#[derive(Clone, Copy)]
pub struct NodeRef<'a> {
    tree: &'a Tree,
    id: u32,
}

/// The value of a node. Numbers keep integers and floats apart; JSON and Backstage do not.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// `null`, `~`, nothing.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A whole number that fits 64 bits.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    String(&'a str),
    /// A list.
    Sequence(Sequence<'a>),
    /// A map, in the order written.
    Mapping(Mapping<'a>),
}

impl Value<'_> {
    /// The name of the type for people: `null`, `a boolean`, `a number`, `a string`, `a list`, `a map`.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Int(_) | Self::Float(_) => "a number",
            Self::String(_) => "a string",
            Self::Sequence(_) => "a list",
            Self::Mapping(_) => "a map",
        }
    }

    /// Whether JavaScript takes it for false: null, `false`, 0, NaN, the empty string.
    #[must_use]
    pub fn is_falsy(&self) -> bool {
        match self {
            Self::Null | Self::Bool(false) | Self::Int(0) => true,
            Self::Float(number) => *number == 0.0 || number.is_nan(),
            Self::String(text) => text.is_empty(),
            _ => false,
        }
    }
}

impl<'a> NodeRef<'a> {
    /// The tree that it belongs to.
    #[must_use]
    pub fn tree(self) -> &'a Tree {
        self.tree
    }

    /// Its number in the tree, valid for [`Tree::node`] of the same tree.
    #[must_use]
    pub fn id(self) -> u32 {
        self.id
    }

    /// The bytes it covers: a scalar with its quotes, a collection from its first to behind its last
    /// character, an alias its own `*name`.
    #[must_use]
    pub fn span(self) -> Span {
        self.tree.raw(self.id).span
    }

    /// Its place, for a diagnostic.
    #[must_use]
    pub fn place(self) -> Place {
        Place::new(&self.tree.source, self.span())
    }

    /// The node that an alias stands for; any other node itself.
    fn target(self) -> (u32, Node) {
        let mut id = self.id;
        let mut node = self.tree.raw(id);
        // An alias points backwards, so this ends.
        while let Payload::Alias(target) = node.payload {
            if target >= id {
                return (id, Node { payload: Payload::Null, ..node });
            }
            id = target;
            node = self.tree.raw(id);
        }
        (id, node)
    }

    /// Its value; an alias has the value that it stands for.
    #[must_use]
    pub fn value(self) -> Value<'a> {
        let (id, node) = self.target();
        match node.payload {
            Payload::Null | Payload::Alias(_) => Value::Null,
            Payload::Bool(value) => Value::Bool(value),
            Payload::Int(value) => Value::Int(value),
            Payload::Float(value) => Value::Float(value),
            Payload::Slice(span) => Value::String(self.tree.source.slice(span)),
            Payload::Owned(index) => {
                Value::String(self.tree.strings.get(index as usize).map_or("", |text| text))
            }
            Payload::Sequence => Value::Sequence(Sequence { tree: self.tree, at: id + 1, end: node.next }),
            Payload::Mapping => Value::Mapping(Mapping { tree: self.tree, at: id + 1, end: node.next }),
        }
    }

    /// The source text of the value, also of one that an alias stands for.
    pub(super) fn scalar_text(self) -> &'a str {
        self.tree.source.slice(self.target().1.span)
    }

    /// Whether it is written as an alias (`*name`).
    #[must_use]
    pub fn is_alias(self) -> bool {
        matches!(self.tree.raw(self.id).payload, Payload::Alias(_))
    }

    /// Its text, if it is a string.
    #[must_use]
    pub fn as_str(self) -> Option<&'a str> {
        match self.value() {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// Its entries, if it is a map.
    #[must_use]
    pub fn as_mapping(self) -> Option<Mapping<'a>> {
        match self.value() {
            Value::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    /// Its items, if it is a list.
    #[must_use]
    pub fn as_sequence(self) -> Option<Sequence<'a>> {
        match self.value() {
            Value::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// Whether it is null.
    #[must_use]
    pub fn is_null(self) -> bool {
        matches!(self.value(), Value::Null)
    }

    /// The value of a key, if this is a map that has it. The last of several equal keys counts.
    #[must_use]
    pub fn get(self, key: &str) -> Option<NodeRef<'a>> {
        self.as_mapping()?.get(key)
    }

    /// Follows keys of nested maps.
    #[must_use]
    pub fn at(self, path: &[&str]) -> Option<NodeRef<'a>> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The text of this node as the key of a JSON object: strings as they are, `1.50` as `1.5`, null as the empty
    /// string (Backstage's reader does the same), a collection as its source text (Backstage's spaces it anew).
    #[must_use]
    pub fn key_text(self) -> Cow<'a, str> {
        match self.value() {
            Value::String(text) => Cow::Borrowed(text),
            Value::Null => Cow::Borrowed(""),
            Value::Bool(value) => Cow::Borrowed(if value { "true" } else { "false" }),
            Value::Int(value) => Cow::Owned(value.to_string()),
            Value::Float(value) => Cow::Owned(number::to_javascript(value)),
            Value::Sequence(_) | Value::Mapping(_) => Cow::Borrowed(self.tree.source.slice(self.span())),
        }
    }

    /// Whether [`NodeRef::key_text`] is this text. Most keys stand in the source as they are, and have another length.
    fn is_key(self, key: &str) -> bool {
        match self.tree.raw(self.id).payload {
            Payload::Slice(span) => span.len() as usize == key.len() && self.tree.source.slice(span) == key,
            _ => self.key_text() == key,
        }
    }

    /// The node as JSON. Not-a-number and infinities become null, as `JSON.stringify` writes them.
    ///
    /// Recursive to the depth of the document, which the reader bounds ([`super::Limits::max_depth`]).
    #[must_use]
    pub fn to_json(self) -> serde_json::Value {
        use serde_json::Value as Json;
        match self.value() {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(value),
            Value::Int(value) => Json::from(value),
            Value::Float(value) => Json::from(value),
            Value::String(text) => Json::from(text),
            Value::Sequence(items) => items.map(NodeRef::to_json).collect(),
            Value::Mapping(mapping) => Json::Object(
                mapping.map(|(key, value)| (key.key_text().into_owned(), value.to_json())).collect(),
            ),
        }
    }
}

impl fmt::Debug for NodeRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.to_json(), self.place())
    }
}

/// The items of a list, in order.
#[derive(Clone, Copy)]
pub struct Sequence<'a> {
    tree: &'a Tree,
    at: u32,
    end: u32,
}

impl Sequence<'_> {
    /// Whether there is no item.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.at >= self.end
    }
}

impl<'a> Iterator for Sequence<'a> {
    type Item = NodeRef<'a>;

    fn next(&mut self) -> Option<NodeRef<'a>> {
        if self.at >= self.end {
            return None;
        }
        let node = NodeRef { tree: self.tree, id: self.at };
        self.at = self.tree.raw(self.at).next;
        Some(node)
    }
}

impl fmt::Debug for Sequence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(*self).finish()
    }
}

/// The entries of a map, in the order written, each a key and a value.
#[derive(Clone, Copy)]
pub struct Mapping<'a> {
    tree: &'a Tree,
    at: u32,
    end: u32,
}

impl<'a> Mapping<'a> {
    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.at >= self.end
    }

    /// The key and value of the last entry with this key text. Cost: one pass over the entries.
    #[must_use]
    pub fn entry(self, key: &str) -> Option<(NodeRef<'a>, NodeRef<'a>)> {
        self.filter(|(node, _)| node.is_key(key)).last()
    }

    /// The value of a key.
    #[must_use]
    pub fn get(self, key: &str) -> Option<NodeRef<'a>> {
        self.entry(key).map(|(_, value)| value)
    }
}

impl<'a> Iterator for Mapping<'a> {
    type Item = (NodeRef<'a>, NodeRef<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.end {
            return None;
        }
        let key = NodeRef { tree: self.tree, id: self.at };
        let value = NodeRef { tree: self.tree, id: self.tree.raw(self.at).next };
        self.at = self.tree.raw(value.id).next;
        Some((key, value))
    }
}

impl fmt::Debug for Mapping<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(*self).finish()
    }
}

/// Fills the array in the order of the document. Both readers build trees through it.
#[derive(Debug, Default)]
pub(crate) struct TreeBuilder {
    pub(crate) nodes: Vec<Node>,
    pub(super) strings: Vec<Box<str>>,
}

impl TreeBuilder {
    /// Adds a node without children; gives its index.
    pub(crate) fn push(&mut self, span: Span, payload: Payload) -> u32 {
        let id = self.position();
        self.nodes.push(Node { span, next: id.saturating_add(1), payload });
        id
    }

    /// Index of the next node.
    pub(crate) fn position(&self) -> u32 {
        u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)
    }

    /// Adds a string that does not stand in the source.
    pub(crate) fn own(&mut self, text: &str) -> Payload {
        let index = u32::try_from(self.strings.len()).unwrap_or(u32::MAX);
        self.strings.push(text.into());
        Payload::Owned(index)
    }

    /// Text of a string payload.
    pub(crate) fn text<'a>(&'a self, payload: Payload, source: &'a Source) -> Option<&'a str> {
        match payload {
            Payload::Slice(span) => Some(source.slice(span)),
            Payload::Owned(index) => self.strings.get(index as usize).map(|text| &**text),
            _ => None,
        }
    }

    /// Closes the collection `id`, which ends at byte `end`.
    pub(crate) fn close(&mut self, id: u32, end: u32) {
        let next = self.position();
        if let Some(node) = self.nodes.get_mut(id as usize) {
            node.next = next;
            node.span = Span::new(node.span.start, end);
        }
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.nodes.clear();
        self.strings.clear();
    }

    /// The finished tree; empties the builder and keeps its memory for the next document.
    pub(crate) fn finish(&mut self, source: &Arc<Source>) -> Tree {
        let tree = Tree {
            source: Arc::clone(source),
            nodes: self.nodes.as_slice().into(),
            strings: std::mem::take(&mut self.strings).into_boxed_slice(),
        };
        self.clear();
        tree
    }
}
