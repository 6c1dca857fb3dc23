//! Trees in which some values are replaced by values from elsewhere.

use super::tree::{Node, Payload, Tree, TreeBuilder};
use crate::source::Span;
use serde_json::Value as Json;
use std::collections::BTreeMap;

impl Tree {
    /// The same document with other values at some nodes, by their [`super::NodeRef::id`]. All of a new value stands where the
    /// old one stood: it has no text of its own in this source. Aliases of a replaced node stand for the new value; an alias
    /// of something inside it keeps what it stood for. Nodes inside a replaced one are not replaced again.
    ///
    /// Recursive to the depth of the new values, which whoever reads them bounds ([`super::Limits::max_depth`], 128 for JSON).
    /// Cost: linear in both, one pass.
    #[must_use]
    pub fn with_replaced(&self, values: &BTreeMap<u32, Json>) -> Tree {
        if values.is_empty() {
            return self.clone();
        }
        let mut new = TreeBuilder { strings: self.strings.to_vec(), ..TreeBuilder::default() };
        // Where each old node is now; what has no place yet was inside a replaced one.
        let mut moved: Vec<Option<u32>> = vec![None; self.nodes.len()];
        let mut open = vec![Open { at: 0, end: self.next(0), new: None }];
        while let Some(top) = open.last_mut() {
            if top.at >= top.end {
                if let Some((id, span)) = top.new {
                    new.close(id, span.end);
                }
                open.pop();
                continue;
            }
            let id = top.at;
            let Some(Node { span, next, payload }) = self.nodes.get(id as usize).copied() else { break };
            top.at = next;
            if let Some(place) = moved.get_mut(id as usize) {
                *place = Some(new.position());
            }
            if let Some(value) = values.get(&id) {
                push(&mut new, value, span);
                continue;
            }
            match payload {
                Payload::Alias(target) => match moved.get(target as usize).copied().flatten() {
                    Some(target) => drop(new.push(span, Payload::Alias(target))),
                    // Written out here, where later aliases find it. Goes backwards, so it ends.
                    None => open.push(Open { at: target, end: self.next(target), new: None }),
                },
                Payload::Sequence | Payload::Mapping => {
                    let here = new.push(span, payload);
                    open.push(Open { at: id + 1, end: next, new: Some((here, span)) });
                }
                scalar => drop(new.push(span, scalar)),
            }
        }
        new.finish(&self.source)
    }

    fn next(&self, id: u32) -> u32 {
        self.nodes.get(id as usize).map_or(0, |node| node.next)
    }
}

/// Nodes that are being copied.
struct Open {
    at: u32,
    end: u32,
    /// The collection that they are in, where it is new and must be closed.
    new: Option<(u32, Span)>,
}

fn push(tree: &mut TreeBuilder, value: &Json, span: Span) {
    let payload = match value {
        Json::Null => Payload::Null,
        Json::Bool(value) => Payload::Bool(*value),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Payload::Int(whole),
            None => Payload::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        Json::String(text) => tree.own(text),
        Json::Array(_) => Payload::Sequence,
        Json::Object(_) => Payload::Mapping,
    };
    let id = tree.push(span, payload);
    match value {
        Json::Array(items) => items.iter().for_each(|item| push(tree, item, span)),
        Json::Object(entries) => {
            for (key, value) in entries {
                let key = tree.own(key);
                tree.push(span, key);
                push(tree, value, span);
            }
        }
        _ => return,
    }
    tree.close(id, span.end);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;
    use crate::yaml::{Limits, NodeRef, parse};
    use serde_json::json;

    fn tree(text: &str) -> Tree {
        parse(&Source::new("a.yaml", text), &Limits::default()).documents.remove(0).tree.unwrap()
    }

    fn id(tree: &Tree, path: &[&str]) -> u32 {
        tree.root().at(path).map(NodeRef::id).unwrap()
    }

    #[test]
    fn values_are_replaced_and_keep_their_place() {
        let old = tree("a: {$text: ./x}\nb: [1, \"t\\n\"]\nc: {$json: ./y}\nd: last\n");
        let values = BTreeMap::from([
            (id(&old, &["a"]), json!("text")),
            (id(&old, &["c"]), json!({"k": [1, 2.5, null, true, {"deep": []}], "u": u64::MAX})),
        ]);
        let new = old.with_replaced(&values);
        let expected = json!({
            "a": "text", "b": [1, "t\n"], "d": "last",
            "c": {"k": [1, 2.5, null, true, {"deep": []}], "u": 18_446_744_073_709_551_615_f64},
        });
        assert_eq!(new.root().to_json(), expected);
        let deep = new.root().at(&["c", "k"]).unwrap();
        assert_eq!(deep.span(), old.root().at(&["c"]).unwrap().span());
        assert_eq!(new.root().get("d").unwrap().place().to_string(), "a.yaml:4:4");
        assert_eq!(new.root().span(), old.root().span());
    }

    #[test]
    fn aliases_stand_for_what_they_should() {
        let old = tree(
            "z: &z [0]\na: &a {$text: &inner ./x}\nb: *a\nc: *inner\nd: *inner\ne: *z\nf: &f {g: *a}\nh: [*f, *z]\n",
        );
        let new = old.with_replaced(&BTreeMap::from([(id(&old, &["a"]), json!([1, [2]]))]));
        let expected = json!({
            "z": [0], "a": [1, [2]], "b": [1, [2]], "c": "./x", "d": "./x", "e": [0],
            "f": {"g": [1, [2]]}, "h": [{"g": [1, [2]]}, [0]],
        });
        assert_eq!(new.root().to_json(), expected);
    }

    #[test]
    fn the_root_can_be_replaced_and_nothing_changes_nothing() {
        let old = tree("{$yaml: ./x}");
        assert_eq!(old.with_replaced(&BTreeMap::from([(0, json!({}))])).root().to_json(), json!({}));
        assert_eq!(old.with_replaced(&BTreeMap::new()).root().to_json(), old.root().to_json());
    }

    /// What the new document should be, by recursion over the old one.
    fn naive(tree: &Tree, id: u32, values: &BTreeMap<u32, Json>) -> Json {
        let Node { next, payload, .. } = tree.nodes[id as usize];
        if let Some(value) = values.get(&id) {
            return value.clone();
        }
        let mut at = id + 1;
        let children = std::iter::from_fn(|| {
            let here = (at < next).then_some(at)?;
            at = tree.next(here);
            Some(naive(tree, here, values))
        });
        match payload {
            Payload::Alias(target) => naive(tree, target, values),
            Payload::Sequence => children.collect(),
            Payload::Mapping => {
                let all: Vec<Json> = children.collect();
                let entry = |pair: &[Json]| (pair[0].as_str().unwrap_or("other").to_owned(), pair[1].clone());
                all.chunks(2).map(entry).collect()
            }
            _ => tree.node(id).to_json(),
        }
    }

    proptest::proptest! {
        #[test]
        fn replacing_agrees_with_recursion(
            items in proptest::collection::vec((0..5_u8, 0..20_usize, 0..20_usize), 1..12),
            replaced in proptest::collection::btree_set(0..60_u32, 0..8),
        ) {
            let mut text = String::new();
            for (at, (form, a, b)) in items.into_iter().enumerate() {
                let item = |n: usize| if at == 0 { "x".to_owned() } else { format!("*a{}", n % at) };
                text += &match form {
                    0 => format!("- &a{at} s{at}\n"),
                    1 => format!("- &a{at} [{}, {{k: {}}}]\n", item(a), item(b)),
                    2 => format!("- &a{at} {{k: [{}], l: \"\\t\"}}\n", item(b)),
                    // An anchor inside, which may go away while its alias stays.
                    3 => format!("- [&a{at} [1, {}], *a{at}]\n", item(a)),
                    _ => format!("- {{k: &a{at} {at}, l: {}}}\n", item(a)),
                };
            }
            let old = tree(&text);
            let is_key = |id: u32| old.node(id).as_str().is_some_and(|text| matches!(text, "k" | "l"));
            let values: BTreeMap<u32, Json> = replaced
                .into_iter()
                .filter(|id| (*id as usize) < old.len() && !is_key(*id))
                .map(|id| (id, if id % 2 == 0 { json!({"new": [id]}) } else { json!(format!("new {id}")) }))
                .collect();
            let new = old.with_replaced(&values);
            proptest::prop_assert_eq!(new.root().to_json(), naive(&old, 0, &values), "{}", text);
        }
    }
}
