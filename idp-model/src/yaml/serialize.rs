//! Nodes of a tree as serde writes them: to YAML ([`super::to_string`]), JSON, or any other format.

use super::tree::{Mapping, NodeRef, Value};
use serde::ser::{Error, Serialize, SerializeMap, Serializer};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Deepest nesting that is written: the reader's own bound ([`super::Limits`]); only aliases within aliases go beyond.
const MAX_DEPTH: u32 = 1000;

/// Keys keep their order and are written as text ([`NodeRef::key_text`]); of several equal keys the last is
/// written. Aliases are written as what they stand for.
///
/// Recursive to the depth of the value; fails beyond 1,000 levels, which aliases within aliases can reach.
impl Serialize for NodeRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Nested { node: *self, depth: 0 }.serialize(serializer)
    }
}

/// A node and how many collections are open around it.
struct Nested<'a> {
    node: NodeRef<'a>,
    depth: u32,
}

impl Serialize for Nested<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.depth > MAX_DEPTH {
            return Err(S::Error::custom(format_args!("nested deeper than {MAX_DEPTH} levels")));
        }
        let depth = self.depth + 1;
        match self.node.value() {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(value),
            Value::Int(value) => serializer.serialize_i64(value),
            Value::Float(value) => serializer.serialize_f64(value),
            Value::String(text) => serializer.serialize_str(text),
            Value::Sequence(items) => serializer.collect_seq(items.map(|node| Nested { node, depth })),
            Value::Mapping(mapping) => serialize_mapping(mapping, depth, serializer),
        }
    }
}

fn serialize_mapping<S: Serializer>(
    mapping: Mapping<'_>,
    depth: u32,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    // `1` and `"1"` are different keys in YAML and the same text here.
    let last: BTreeMap<Cow<'_, str>, u32> = mapping.map(|(key, _)| (key.key_text(), key.id())).collect();
    let mut map = serializer.serialize_map(Some(last.len()))?;
    for (key, node) in mapping {
        let text = key.key_text();
        if last.get(&text) == Some(&key.id()) {
            map.serialize_entry(&text, &Nested { node, depth })?;
        }
    }
    map.end()
}

#[cfg(test)]
mod tests {
    use crate::source::{Source, Span};
    use crate::yaml::to_string;
    use crate::yaml::tree::{Payload, Tree, TreeBuilder};

    /// A tree of `payloads` in order; `Sequence` and `Mapping` open, `None` closes.
    fn tree(payloads: &[Option<Payload>], texts: &[&str]) -> Tree {
        let mut builder = TreeBuilder::default();
        for text in texts {
            builder.own(text);
        }
        let mut open = Vec::new();
        for payload in payloads {
            match payload {
                Some(payload) => {
                    let id = builder.push(Span::default(), *payload);
                    if matches!(payload, Payload::Sequence | Payload::Mapping) {
                        open.push(id);
                    }
                }
                None => builder.close(open.pop().unwrap(), 0),
            }
        }
        builder.finish(&Source::new("a.yaml", ""))
    }

    #[test]
    fn keys_keep_their_order_and_aliases_are_written_out() {
        use Payload::{Alias, Bool, Float, Int, Mapping, Null, Owned, Sequence};
        let payloads = [
            Some(Mapping),
            Some(Owned(0)), // z:
            Some(Sequence),
            Some(Int(1)),
            Some(Float(2.0)),
            Some(Bool(true)),
            Some(Null),
            None,
            Some(Owned(1)), // a:
            Some(Alias(2)),
            None,
        ];
        let text = to_string(&tree(&payloads, &["z", "a"]).root()).unwrap();
        assert_eq!(text, "z:\n  - 1\n  - 2.0\n  - true\n  - null\na:\n  - 1\n  - 2.0\n  - true\n  - null\n");
    }

    #[test]
    fn of_equal_keys_the_last_is_written() {
        use Payload::{Int, Mapping, Owned};
        let payloads = [Some(Mapping), Some(Int(1)), Some(Owned(0)), Some(Owned(1)), Some(Owned(2)), None];
        let text = to_string(&tree(&payloads, &["number", "1", "string"]).root()).unwrap();
        assert_eq!(text, "\"1\": string\n");
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth: usize| {
            let mut payloads = vec![Some(Payload::Sequence); depth];
            payloads.extend(vec![None; depth]);
            tree(&payloads, &[])
        };
        assert!(to_string(&nested(1000).root()).is_ok());
        let error = to_string(&nested(1100).root()).unwrap_err();
        assert_eq!(error.to_string(), "cannot be written as YAML: nested deeper than 1000 levels");
    }
}
