//! Properties of differences, over small generated catalogs.

use super::catalog;
use idp_catalog::catalog::Catalog;
use idp_catalog::diff::{CatalogDiff, FieldChange, Segment, diff};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

const NAMES: [&str; 5] = ["a", "b", "c", "d", "e"];

/// A value as JSON, without floats (JSON as text tells 1 and 1.0 apart).
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..3_i64).prop_map(Value::from),
        "[a-c .`|<-]{0,3}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-c./]{1,2}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Entities by name: in which file, what they depend on, and something free.
type Entities = BTreeMap<&'static str, (bool, Vec<&'static str>, Value)>;

fn entities() -> impl Strategy<Value = Entities> {
    let depends = prop::collection::vec(prop::sample::select(&NAMES[..]), 0..3);
    let entity = (any::<bool>(), depends, value());
    prop::collection::btree_map(prop::sample::select(&NAMES[..]), entity, 0..5)
}

/// Two catalogs that have much in common.
fn pair() -> impl Strategy<Value = (Entities, Entities)> {
    (entities(), entities(), prop::collection::btree_set(prop::sample::select(&NAMES[..]), 0..5)).prop_map(
        |(old, mut new, equal)| {
            for (name, entity) in &old {
                if equal.contains(name) {
                    new.insert(name, entity.clone());
                }
            }
            (old, new)
        },
    )
}

fn json_of(name: &str, (_, depends, free): &(bool, Vec<&str>, Value)) -> Value {
    let depends: Vec<String> = depends.iter().map(|name| format!("component:{name}")).collect();
    json!({
        "apiVersion": "backstage.io/v1alpha1", "kind": "Component", "metadata": { "name": name },
        "spec": { "type": "service", "lifecycle": "production", "owner": "team", "dependsOn": depends, "free": free },
    })
}

/// JSON is YAML.
fn build(entities: &Entities, backwards: bool) -> Catalog {
    let mut files = [String::new(), String::new()];
    for (name, entity) in entities {
        let text = format!("{}\n---\n", json_of(name, entity));
        let file = &mut files[usize::from(entity.0)];
        if backwards { file.insert_str(0, &text) } else { file.push_str(&text) }
    }
    let mut named = vec![("one.yaml", files[0].as_str()), ("two.yaml", files[1].as_str())];
    if backwards {
        named.reverse();
    }
    catalog(named)
}

/// Lists of scalars sorted and each item once: what a difference does not see is gone.
fn normal(value: &Value) -> Value {
    match value {
        Value::Array(items) if items.iter().all(|item| !item.is_array() && !item.is_object()) => {
            let items: BTreeMap<String, &Value> = items.iter().map(|item| (item.to_string(), item)).collect();
            items.into_values().cloned().collect()
        }
        Value::Array(items) => items.iter().map(normal).collect(),
        Value::Object(map) => {
            map.iter().map(|(key, value)| (key.clone(), normal(value))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}

/// What the documentation says of applying changes, taken literally.
fn apply(root: &mut Value, changes: &[FieldChange]) {
    let gone = changes.iter().rev().filter(|change| change.new.is_none());
    let replaced = changes.iter().filter(|change| change.old.is_some() && change.new.is_some());
    let added = changes.iter().filter(|change| change.old.is_none());
    for change in replaced.chain(gone).chain(added) {
        let (last, way) = change.path.segments().split_last().expect("the root is a map");
        let mut node = &mut *root;
        for segment in way {
            node = match segment {
                Segment::Key(key) => &mut node[key.as_str()],
                Segment::Index(index) => &mut node[*index],
                Segment::Item => unreachable!("a scalar has no fields"),
            };
        }
        match (last, &change.old, &change.new) {
            (Segment::Key(key), _, Some(new)) => {
                _ = node.as_object_mut().unwrap().insert(key.clone(), new.clone())
            }
            (Segment::Key(key), _, None) => _ = node.as_object_mut().unwrap().remove(key),
            (Segment::Index(at), Some(_), Some(new)) => node[*at] = new.clone(),
            (Segment::Index(at), None, Some(new)) => node.as_array_mut().unwrap().insert(*at, new.clone()),
            (Segment::Index(at), _, None) => _ = node.as_array_mut().unwrap().remove(*at),
            (Segment::Item, None, Some(new)) => node.as_array_mut().unwrap().push(new.clone()),
            (Segment::Item, Some(old), _) => node.as_array_mut().unwrap().retain(|item| item != old),
            (Segment::Item, None, None) => unreachable!("one of them is there"),
        }
    }
}

fn told(diff: &CatalogDiff) -> String {
    serde_json::to_string(&diff.to_document()).unwrap()
}

/// Without places, which differ between the sides.
fn relations(changes: &[idp_catalog::diff::RelationChange]) -> Vec<String> {
    changes.iter().map(|one| format!("{} {} {}", one.source, one.relation, one.target)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn equal_catalogs_do_not_differ(entities in entities()) {
        let (one, other) = (build(&entities, false), build(&entities, true));
        for (old, new) in [(&one, &one), (&one, &other)] {
            let diff = diff(old, new);
            prop_assert!(diff.is_empty(), "{}", diff);
            prop_assert_eq!(diff.to_string(), "no difference\n");
        }
    }

    #[test]
    fn the_order_of_files_and_documents_does_not_count((old, new) in pair()) {
        // Places do depend on it.
        let facts = |diff: &CatalogDiff| {
            let mut document = serde_json::to_value(diff.to_document()).unwrap();
            strip_places(&mut document);
            document
        };
        let straight = diff(&build(&old, false), &build(&new, false));
        let turned = diff(&build(&old, true), &build(&new, true));
        prop_assert_eq!(facts(&straight), facts(&turned));
        prop_assert_eq!(told(&straight), told(&diff(&build(&old, false), &build(&new, false))));
    }

    #[test]
    fn turned_round_it_says_the_opposite((old, new) in pair()) {
        let (old, new) = (build(&old, false), build(&new, false));
        let (there, back) = (diff(&old, &new), diff(&new, &old));
        let names = |entities: Vec<&idp_model::entity::Entity>| -> Vec<String> {
            entities.iter().map(|entity| entity.reference().to_string()).collect()
        };
        let added = |diff: &CatalogDiff| names(diff.added.iter().map(|entity| &**entity).collect());
        let removed = |diff: &CatalogDiff| names(diff.removed.iter().map(|one| &*one.entity).collect());
        prop_assert_eq!(added(&there), removed(&back));
        prop_assert_eq!(removed(&there), added(&back));
        prop_assert_eq!(relations(&there.gained), relations(&back.lost));
        prop_assert_eq!(relations(&there.lost), relations(&back.gained));
        prop_assert_eq!(there.moved.len(), back.moved.len());
        prop_assert_eq!(there.changed.len(), back.changed.len());
        for (one, other) in there.changed.iter().zip(&back.changed) {
            let swapped: BTreeSet<_> =
                other.fields.iter().map(|field| format!("{} {:?} {:?}", field.path, field.new, field.old)).collect();
            let fields: BTreeSet<_> =
                one.fields.iter().map(|field| format!("{} {:?} {:?}", field.path, field.old, field.new)).collect();
            prop_assert_eq!(fields, swapped);
        }
    }

    #[test]
    fn it_agrees_with_a_naive_difference((old, new) in pair()) {
        let found = diff(&build(&old, false), &build(&new, false));
        let only = |one: &Entities, other: &Entities| -> Vec<&'static str> {
            one.keys().filter(|name| !other.contains_key(*name)).copied().collect()
        };
        let both = || old.iter().filter_map(|(name, entity)| Some((*name, entity, new.get(name)?)));
        let differs = |(name, old, new): &(&str, &_, &_)| normal(&json_of(name, old)) != normal(&json_of(name, new));
        let changed: Vec<&str> = both().filter(|pair| differs(pair)).map(|pair| pair.0).collect();
        let moved = both().filter(|pair| !differs(pair) && pair.1.0 != pair.2.0);
        let moved: Vec<&str> = moved.map(|pair| pair.0).collect();
        let names = |list: &[idp_catalog::diff::Changed]| -> Vec<String> {
            list.iter().map(|one| one.new.name().to_owned()).collect()
        };
        prop_assert_eq!(found.added.iter().map(|entity| entity.name()).collect::<Vec<_>>(), only(&new, &old));
        prop_assert_eq!(found.removed.iter().map(|one| one.entity.name()).collect::<Vec<_>>(), only(&old, &new));
        prop_assert_eq!(names(&found.changed), changed.clone());
        prop_assert_eq!(names(&found.moved), moved);

        let links = |entities: &Entities| -> BTreeSet<String> {
            let name = |name: &str| format!("component:default/{name}");
            let depends = entities.iter().flat_map(|(from, entity)| entity.1.iter().map(move |to| (*from, *to)));
            let depends = depends.map(|(from, to)| format!("{} dependsOn {}", name(from), name(to)));
            depends.chain(entities.keys().map(|from| format!("{} ownedBy group:default/team", name(from)))).collect()
        };
        let (before, after) = (links(&old), links(&new));
        let sorted = |changes: &[_]| relations(changes).into_iter().collect::<BTreeSet<_>>();
        prop_assert_eq!(sorted(&found.gained), after.difference(&before).cloned().collect());
        prop_assert_eq!(sorted(&found.lost), before.difference(&after).cloned().collect());

        // Affected: whatever depends, over any number of steps, on something that changed or is gone.
        let origins: BTreeSet<&str> = changed.iter().copied().chain(only(&old, &new)).collect();
        let mut hurt = origins.clone();
        for _ in NAMES {
            let more: Vec<&str> = new.iter().filter(|(_, entity)| entity.1.iter().any(|to| hurt.contains(to)))
                .map(|(name, _)| *name).collect();
            hurt.extend(more);
        }
        let affected: BTreeSet<&str> = found.affected.iter().map(|one| one.entity.name()).collect();
        prop_assert_eq!(affected, hurt.difference(&origins).copied().collect());
        for one in &found.affected {
            let nearer = found.affected.iter().find(|other| other.entity == one.needs);
            match one.distance {
                1 => prop_assert!(one.needs == one.origin && origins.contains(one.origin.name())),
                far => prop_assert!(nearer.is_some_and(|near| near.distance + 1 == far && near.origin == one.origin)),
            }
        }
    }

    #[test]
    fn applied_to_the_old_the_changes_give_the_new((old, new) in (value(), value())) {
        let entities = |free: Value| Entities::from([("a", (false, Vec::new(), free))]);
        let (old, new) = (build(&entities(old), false), build(&entities(new), false));
        let found = diff(&old, &new);
        let mut json = old.entities().next().unwrap().to_json();
        for one in &found.changed {
            apply(&mut json, &one.fields);
        }
        prop_assert_eq!(normal(&json), normal(&new.entities().next().unwrap().to_json()));
        for field in found.changed.iter().flat_map(|one| &one.fields) {
            // The place is that of the value.
            let value = field.new.as_ref().or(field.old.as_ref()).unwrap();
            let written: Value = serde_json::from_str(&field.place.text()).unwrap();
            prop_assert_eq!(value, &written);
        }
    }
}

fn strip_places(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.remove("place");
            map.remove("places");
            map.values_mut().for_each(strip_places);
        }
        Value::Array(items) => items.iter_mut().for_each(strip_places),
        _ => {}
    }
}
