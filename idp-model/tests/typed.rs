//! Typed values out of span trees: what serde may ask for, and where its errors are placed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use idp_model::codes;
use idp_model::source::{Source, Span};
use idp_model::yaml::{Limits, ReadError, Spanned, Tree, parse};
use proptest::prelude::*;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Debug;

fn tree(text: &str) -> Tree {
    let stream = parse(&Source::new("a.yaml", text), &Limits::default());
    stream.documents.into_iter().next().unwrap().tree.unwrap()
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, ReadError> {
    tree(text).root().deserialize_as()
}

#[track_caller]
fn gives<T: DeserializeOwned + PartialEq + Debug>(text: &str, value: T) {
    assert_eq!(read::<T>(text), Ok(value), "{text}");
}

#[track_caller]
fn fails<T: DeserializeOwned + Debug>(text: &str, message: &str) {
    assert_eq!(read::<T>(text).unwrap_err().to_string(), message, "{text}");
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entity {
    name: String,
    #[serde(default)]
    spec: Option<Spec>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Spec {
    owner: String,
    #[serde(default)]
    links: Vec<Link>,
    #[serde(default)]
    replicas: u8,
    #[serde(default)]
    level: Level,
    #[serde(default)]
    ports: BTreeMap<u16, String>,
    #[serde(default)]
    pair: (u8, bool),
    #[serde(default)]
    annotations: BTreeMap<String, String>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Link {
    url: String,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    #[default]
    Low,
    High,
    Value(u8),
    Range(u8, u8),
    Named {
        name: String,
    },
}

#[test]
fn errors_name_the_innermost_place() {
    let spec = |rest: &str| format!("name: a\nspec:\n  owner: b\n{rest}\n");
    for (text, message) in [
        ("spec: null".to_owned(), "a.yaml:1:1: missing field `name`"),
        ("name: a\nspec:\n  links: []".to_owned(), "a.yaml:2:1: spec: missing field `owner`"),
        ("name: a\nspce: {}".to_owned(), "a.yaml:2:1: spce: unknown field `spce`, expected `name` or `spec`"),
        ("name: 5".to_owned(), "a.yaml:1:7: name: expected a string, found the number `5`"),
        ("name: [a]".to_owned(), "a.yaml:1:7: name: expected a string, found a list"),
        ("name:".to_owned(), "a.yaml:1:5: name: expected a string, found null"),
        ("name: a\nspec: [b]".to_owned(), "a.yaml:2:7: spec: expected a map, found a list"),
        ("[a]".to_owned(), "a.yaml:1:1: expected a map, found a list"),
        (
            spec("  links:\n  - url: x\n  - {url: true}"),
            "a.yaml:6:11: spec.links[1].url: expected a string, found the boolean `true`",
        ),
        (spec("  links:\n  - title: x"), "a.yaml:5:5: spec.links[0]: missing field `url`"),
        (spec("  links: x"), "a.yaml:4:10: spec.links: expected a list, found the string `x`"),
        (
            spec("  replicas: 300"),
            "a.yaml:4:13: spec.replicas: expected a whole number from 0 to 255, found the number `300`",
        ),
        (
            spec("  replicas: 1.5"),
            "a.yaml:4:13: spec.replicas: expected a whole number from 0 to 255, found the number `1.5`",
        ),
        (
            spec("  level: mid"),
            "a.yaml:4:10: spec.level: unknown variant `mid`, expected one of `low`, `high`, `value`, `range`, `named`",
        ),
        (
            spec("  level: {mid: 1}"),
            "a.yaml:4:11: spec.level: unknown variant `mid`, expected one of `low`, `high`, `value`, `range`, `named`",
        ),
        (
            spec("  level: value"),
            "a.yaml:4:10: spec.level: `value` needs a value: write it as a map, `value: …`",
        ),
        (spec("  level: {low: 1}"), "a.yaml:4:16: spec.level.low: expected null, found the number `1`"),
        (spec("  level: {low: ~, high: ~}"), "a.yaml:4:10: spec.level: expected a map with one key"),
        (
            spec("  level: 3"),
            "a.yaml:4:10: spec.level: expected a string or a map with one key, found the number `3`",
        ),
        (spec("  level: {named: {}}"), "a.yaml:4:11: spec.level.named: missing field `name`"),
        (
            spec("  level: {range: [1, x]}"),
            "a.yaml:4:22: spec.level.range[1]: expected a whole number from 0 to 255, found the string `x`",
        ),
        (
            spec("  ports: {http: x}"),
            "a.yaml:4:11: spec.ports.http: expected a whole number from 0 to 65535, found the string `http`",
        ),
        (spec("  ports: {80: 1}"), "a.yaml:4:15: spec.ports.80: expected a string, found the number `1`"),
        (spec("  pair: [1, true, 2]"), "a.yaml:4:19: spec.pair[2]: expected no more than 2 items"),
        (spec("  pair: [1]"), "a.yaml:4:9: spec.pair: invalid length 1, expected a tuple of size 2"),
        (
            spec("  annotations:\n    example.com/a: 1"),
            "a.yaml:5:20: spec.annotations[\"example.com/a\"]: expected a string, found the number `1`",
        ),
        (spec("  owner: c"), "a.yaml:4:3: spec.owner: duplicate field `owner`"),
    ] {
        fails::<Entity>(&text, message);
    }
}

#[test]
fn long_texts_are_shortened_in_messages() {
    let long = format!("\"{}\\nrest\"", "ä".repeat(70));
    fails::<u64>(
        &long,
        &format!("a.yaml:1:1: expected a whole number from 0, found the string `{}…`", "ä".repeat(60)),
    );
    fails::<bool>("\"a\\nb\"", "a.yaml:1:1: expected a boolean, found the string `a…`");
}

#[test]
fn an_error_becomes_a_finding_and_can_be_seen_from_further_out() {
    let whole = tree("spec:\n  owner: 1\n");
    let error = whole.root().get("spec").unwrap().deserialize_as::<Spec>().unwrap_err();
    assert_eq!(error.path, "owner");
    let error = error.within("spec");
    assert_eq!(error.path, "spec.owner");
    assert_eq!(error.place.text(), "1");
    let finding = error.into_diagnostic(&codes::YAML_SYNTAX);
    assert_eq!(finding.message, "`spec.owner`: expected a string, found the number `1`");
    assert_eq!(finding.place.to_string(), "a.yaml:2:10");
}

#[test]
fn a_fault_of_a_conversion_is_placed_at_its_value() {
    #[derive(Debug, Deserialize)]
    #[serde(try_from = "u8")]
    struct Even(#[allow(dead_code)] u8);
    impl TryFrom<u8> for Even {
        type Error = String;
        fn try_from(value: u8) -> Result<Self, String> {
            if value.is_multiple_of(2) { Ok(Self(value)) } else { Err(format!("{value} is odd")) }
        }
    }
    fails::<BTreeMap<String, Vec<Even>>>("a: [2, 3]", "a.yaml:1:8: a[1]: 3 is odd");
    fails::<Even>("3", "a.yaml:1:1: 3 is odd");
}

#[test]
fn scalars_are_what_they_are() {
    gives("~", ());
    gives("~", None::<u8>);
    gives("5", Some(5_u8));
    gives("true", true);
    gives("ä", 'ä');
    gives("5", 5.0_f64);
    gives("-7", -7_i8);
    gives("0x1F", 31_u8);
    gives(".5", 0.5_f32);
    assert_eq!(tree("text").root().deserialize_as::<&[u8]>().unwrap(), b"text");
    fails::<char>("ab", "a.yaml:1:1: expected a character, found the string `ab`");
    fails::<bool>("yes", "a.yaml:1:1: expected a boolean, found the string `yes`");
    fails::<u8>("\"5\"", "a.yaml:1:1: expected a whole number from 0 to 255, found the string `5`");
    fails::<String>("~", "a.yaml:1:1: expected a string, found null");
    assert!(tree("[a]").root().deserialize_as::<&[u8]>().is_err());
}

#[test]
fn whole_numbers_beyond_64_bits_are_exact() {
    for value in [u128::from(u64::MAX), u128::from(u64::MAX) + 1, u128::MAX] {
        gives(&value.to_string(), value);
    }
    for value in [i128::MIN, i128::MIN + 1, i128::from(i64::MIN) - 1, i128::from(i64::MIN), i128::MAX, -1] {
        gives(&value.to_string(), value);
    }
    gives(&u64::MAX.to_string(), u64::MAX);
    gives(&i64::MIN.to_string(), i64::MIN);
    gives("[&a 18446744073709551615, *a]", vec![u64::MAX; 2]);
    gives(&u64::MAX.to_string(), json!(u64::MAX));
    gives("18446744073709551616", json!(18_446_744_073_709_551_616.0));
    gives("18446744073709551615", u64::MAX as f64);
    fails::<u64>(
        "18446744073709551616",
        "a.yaml:1:1: expected a whole number from 0, found the number `18446744073709551616`",
    );
    assert!(read::<u64>("1e19").is_err());
}

#[test]
fn collections_and_enums_have_the_forms_of_json() {
    #[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
    struct Meters(u32);
    #[derive(Debug, PartialEq, Deserialize)]
    struct Pair(u8, String);
    #[derive(Debug, PartialEq, Deserialize)]
    struct Nothing;
    gives("5", Meters(5));
    gives("[5, a]", Pair(5, "a".to_owned()));
    gives("~", Nothing);
    gives("[1, 2, 3]", [1_u8, 2, 3]);
    gives("[]", Vec::<u8>::new());
    gives("high", Level::High);
    gives("high:", Level::High);
    gives("value: 3", Level::Value(3));
    gives("range: [1, 2]", Level::Range(1, 2));
    gives("named: {name: x}", Level::Named { name: "x".to_owned() });
    fails::<Pair>("[5, a, b]", "a.yaml:1:8: [2]: expected no more than 2 items");
    assert!(read::<IgnoredAny>("{a: [1, {b: c}]}").is_ok());
}

#[test]
fn keys_are_what_is_asked_for() {
    #[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Side {
        Left,
        Right,
    }
    let keys =
        |text: &str| read::<BTreeMap<String, IgnoredAny>>(text).unwrap().into_keys().collect::<Vec<_>>();
    // A collection is its source text.
    assert_eq!(keys("{80: a, true: a, 1.50: a, ~: a, [x]: a}"), ["", "1.5", "80", "[x]", "true"]);
    gives("{80: a, \"81\": b}", BTreeMap::from([(80_u16, "a".to_owned()), (81, "b".to_owned())]));
    gives("{-1: a}", BTreeMap::from([(-1_i64, "a".to_owned())]));
    gives("{true: 1, \"false\": 2}", BTreeMap::from([(true, 1), (false, 2)]));
    gives("{x: 1}", BTreeMap::from([('x', 1)]));
    gives("{~: 1, a: 2}", BTreeMap::from([(None, 1), (Some("a".to_owned()), 2)]));
    gives("{left: 1, right: 2}", BTreeMap::from([(Side::Left, 1), (Side::Right, 2)]));
    gives("{[1, 2]: a}", BTreeMap::from([((1_u8, 2_u8), "a".to_owned())]));
    gives("{1.5: a, \"2.5\": b}", vec![(1.5, "a"), (2.5, "b")].into_iter().collect::<Floats>());
    gives("{80: a}", json!({"80": "a"}));
    fails::<BTreeMap<Side, u8>>(
        "{up: 1}",
        "a.yaml:1:2: up: unknown variant `up`, expected `left` or `right`",
    );
}

/// A map with float keys, which no map of the standard library takes.
#[derive(Debug, PartialEq)]
struct Floats(Vec<(f64, String)>);

impl<'a> FromIterator<(f64, &'a str)> for Floats {
    fn from_iter<I: IntoIterator<Item = (f64, &'a str)>>(items: I) -> Self {
        Self(items.into_iter().map(|(key, value)| (key, value.to_owned())).collect())
    }
}

impl<'de> Deserialize<'de> for Floats {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> serde::de::Visitor<'de> for Entries {
            type Value = Floats;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a map")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Floats, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Floats(entries))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

#[test]
fn flatten_and_untagged_work_and_keep_the_places_of_named_fields() {
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        One(String),
        Many(Vec<String>),
        Ports(BTreeMap<String, u16>),
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct Open {
        name: String,
        hosts: OneOrMany,
        #[serde(flatten)]
        rest: BTreeMap<String, Value>,
    }
    let open: Open = read("name: a\nhosts: {80: 1}\nx: {y: [1, ~, 18446744073709551615]}\n8: z").unwrap();
    assert_eq!(open.hosts, OneOrMany::Ports(BTreeMap::from([("80".to_owned(), 1)])));
    assert_eq!(json!(open.rest), json!({"x": {"y": [1, null, u64::MAX]}, "8": "z"}));
    fails::<Open>(
        "name: a\nhosts: [1]",
        "a.yaml:2:8: hosts: data did not match any variant of untagged enum OneOrMany",
    );
    fails::<Open>("x: 1\nname: 2", "a.yaml:2:7: name: expected a string, found the number `2`");
}

#[test]
fn strings_are_borrowed_and_aliases_are_what_they_stand_for() {
    let tree = tree("a: &x plain\nb: *x\nc: \"es\\tcaped\"\nd: &m {k: 1}\ne: *m\n");
    #[derive(Deserialize)]
    struct Borrowed<'a> {
        a: &'a str,
        b: &'a str,
        #[serde(borrow)]
        c: Cow<'a, str>,
        e: BTreeMap<&'a str, u8>,
    }
    let read: Borrowed<'_> = tree.root().deserialize_as().unwrap();
    let text = tree.source().text();
    assert!(text.as_bytes().as_ptr_range().contains(&read.a.as_ptr()));
    assert_eq!((read.a, read.b, &*read.c), ("plain", "plain", "es\tcaped"));
    assert_eq!(read.e, BTreeMap::from([("k", 1)]));
    let wrong = tree.root().deserialize_as::<BTreeMap<String, String>>().unwrap_err();
    assert_eq!(wrong.to_string(), "a.yaml:4:7: d: expected a string, found a map");
    let alias = tree.root().get("e").unwrap().deserialize_as::<Spanned<Value>>().unwrap();
    assert_eq!(tree.source().slice(alias.span), "*m");
}

#[test]
fn a_spanned_value_knows_its_bytes_here_and_only_here() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Host {
        url: Spanned<String>,
        ports: Vec<Spanned<u16>>,
        #[serde(default)]
        note: Option<Spanned<String>>,
        labels: BTreeMap<String, Spanned<Level2>>,
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Level2 {
        deep: bool,
    }
    let tree = tree("url: 'x'\nports: [1, 22]\nlabels: {a: {deep: true}}\n");
    let host: Host = tree.root().deserialize_as().unwrap();
    let slice = |span| tree.source().slice(span);
    assert_eq!((host.url.value.as_str(), slice(host.url.span)), ("x", "'x'"));
    assert_eq!(slice(host.ports[1].span), "22");
    assert_eq!(slice(host.labels["a"].span), "{deep: true}");
    let written = serde_json::to_value(&host).unwrap();
    assert_eq!(written, json!({"url": "x", "ports": [1, 22], "note": null, "labels": {"a": {"deep": true}}}));
    let back: Host = serde_json::from_value(written).unwrap();
    assert_eq!(back.url, Spanned { value: "x".to_owned(), span: Span::default() });
    fails::<Host>(
        "url: x\nports: [a]\nlabels: {}",
        "a.yaml:2:9: ports[0]: expected a whole number from 0 to 65535, found the string `a`",
    );
    fails::<Spanned<Spanned<u8>>>(
        "x",
        "a.yaml:1:1: expected a whole number from 0 to 255, found the string `x`",
    );
}

/// Each form that is recursive, on the stack that threads get by default: read to the limit, refused beyond it, also by a
/// tree as deep as trees may be.
#[test]
fn deep_nesting_is_read_or_refused_but_never_overflows() {
    #[derive(Debug, Deserialize)]
    struct Flat {
        #[serde(rename = "a")]
        _a: Option<Box<Flat>>,
        #[serde(flatten)]
        _rest: BTreeMap<String, Value>,
    }
    #[derive(Debug, Deserialize)]
    enum Chain {
        #[serde(rename = "a")]
        More(#[allow(dead_code)] Box<Chain>),
        #[serde(rename = "z")]
        Last,
    }
    fn lists(depth: usize) -> String {
        format!("{}1{}", "[".repeat(depth), "]".repeat(depth))
    }
    fn maps(depth: usize, key: &str, end: &str) -> String {
        format!("{}{end}{}", format!("{{{key}: ").repeat(depth), "}".repeat(depth))
    }
    fn check<T: DeserializeOwned + Debug>(text: impl Fn(usize) -> String) {
        read::<T>(&text(128)).unwrap();
        for depth in [129, 1000] {
            let error = read::<T>(&text(depth)).unwrap_err();
            assert_eq!(error.message, "lists and maps are nested more than 128 levels deep");
        }
        read::<IgnoredAny>(&text(1000)).unwrap();
    }
    let all = || {
        check::<Value>(lists);
        check::<Value>(|depth| maps(depth, "a", "1"));
        check::<Flat>(|depth| maps(depth, "a", "~"));
        check::<Flat>(|depth| maps(depth, "b", "1"));
        check::<Chain>(|depth| maps(depth, "a", "z"));
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(all).unwrap().join().unwrap();
    let error = read::<Value>(&lists(129)).unwrap_err();
    assert_eq!((error.place.start().column, error.path.as_str()), (129, "[0]".repeat(128).as_str()));
}

fn any_json() -> impl Strategy<Value = Value> {
    let number = prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (-1e6..1e6_f64).prop_map(Value::from),
    ];
    let text =
        prop_oneof!["[ -~]{0,12}", "\\PC{0,6}", "[\\n\\t #:'\"-]{0,6}", "(true|null|~|1e3|0x1F|<<|yes|-)"];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        number,
        text.clone().prop_map(Value::from)
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(text.clone(), inner, 0..6)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn json_text_is_read_as_the_same_value(value in any_json()) {
        let text = serde_json::to_string(&value).unwrap();
        prop_assert_eq!(read::<Value>(&text).unwrap(), value, "{}", text);
    }

    #[test]
    fn yaml_text_is_read_as_the_same_value(value in any_json()) {
        let text = serde_saphyr::to_string(&value).unwrap();
        prop_assert_eq!(read::<Value>(&text).unwrap(), value, "{}", text);
    }
}
