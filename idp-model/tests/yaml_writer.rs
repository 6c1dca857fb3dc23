//! What is written is read back the same: by a YAML 1.2 event parser here, and by other languages' readers where
//! they are installed (`IDP_PEERS` = a folder with `node_modules/yaml`; `python3` with `pyyaml`).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr
)]

use granit_parser::{Event, Parser, ScalarStyle};
use idp_model::yaml;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use std::io::Write;
use std::process::{Command, Stdio};

/// Strings that at least one reader takes for something else when they stand bare, or loses a part of.
fn traps() -> Vec<String> {
    serde_json::from_str(include_str!("yaml_writer/traps.json")).unwrap()
}

/// Long, but not close to 1,024: there a key must change its form, and npm's `yaml` counts UTF-16 units where all others
/// count characters.
fn length() -> impl Strategy<Value = usize> {
    prop_oneof![70_usize..1000, 1100_usize..1200]
}

fn string() -> impl Strategy<Value = String> {
    let trap = || prop::sample::select(traps());
    prop_oneof![
        4 => trap(),
        3 => (trap(), prop::sample::select(&["", " ", "\n", ": ", " #", "\t", "a"][..]), trap())
            .prop_map(|(a, between, b)| format!("{a}{between}{b}")),
        2 => prop::collection::vec(prop::sample::select(&[
            " ", "\n", "\t", "\r", ":", "-", "#", "'", "\"", "\\", "a", "b", "1", "0", ".", "_", "é", "\u{feff}", "{", "}", "[", "]", ",",
            "e", "x", "?", "!", "&", "*", "|", ">", "%", "\u{85}", "\u{2028}", "~", "=",
        ][..]), 0..10).prop_map(|parts| parts.concat()),
        1 => any::<String>(),
        1 => (trap(), length()).prop_map(|(word, length)| format!("{word} ").repeat(length / (word.len() + 1))),
        1 => (trap(), length()).prop_map(|(word, length)| format!("{word}{}", "a".repeat(length))),
    ]
}

/// Not `e1`: to npm's `yaml` in version 1.1 that is not a number, and so the key `NaN`.
fn key() -> impl Strategy<Value = String> {
    string().prop_filter("the known exception", |text| !is_bare_exponent(text))
}

fn is_bare_exponent(text: &str) -> bool {
    text.strip_prefix(['+', '-']).unwrap_or(text).starts_with(['e', 'E'])
        && text.ends_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || "+-eE".contains(c))
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        12 => string().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_filter("JSON has none", |n| n.is_finite()).prop_map(Value::from),
        1 => prop::sample::select(&[0.0, 1.0, -1.5, 1e3, 1e21, 1e-7, 1e300, 123_456_789.0][..]).prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((key(), inner), 0..5)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

/// The documents of a text by the core schema of YAML 1.2.
fn read(text: &str) -> Result<Vec<Value>, String> {
    enum Open {
        List(Vec<Value>),
        Map(serde_json::Map<String, Value>, Option<String>),
    }
    let mut documents = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, _) = event.map_err(|error| error.to_string())?;
        let done = match event {
            Event::Scalar(text, ScalarStyle::Plain, ..) => core(&text),
            Event::Scalar(text, ..) => Value::from(&*text),
            Event::SequenceStart(..) => {
                open.push(Open::List(Vec::new()));
                continue;
            }
            Event::MappingStart(..) => {
                open.push(Open::Map(serde_json::Map::new(), None));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop().unwrap() {
                Open::List(items) => Value::from(items),
                Open::Map(map, _) => Value::from(map),
            },
            _ => continue,
        };
        match open.last_mut() {
            None => documents.push(done),
            Some(Open::List(items)) => items.push(done),
            Some(Open::Map(map, key @ Some(_))) => drop(map.insert(key.take().unwrap(), done)),
            Some(Open::Map(_, key)) => {
                *key = Some(done.as_str().ok_or("a key that is not a string")?.to_owned())
            }
        }
    }
    Ok(documents)
}

fn core(text: &str) -> Value {
    let digits = text.trim_start_matches(['-', '+']);
    let number = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && digits.chars().all(|c| c.is_ascii_digit() || "eE.+-".contains(c));
    let radix = |prefix, radix| {
        text.strip_prefix(prefix)
            .is_some_and(|digits| !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix)))
    };
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => json!(true),
        "false" | "False" | "FALSE" => json!(false),
        ".inf" | ".nan" | "-.inf" => panic!("JSON has no {text}"),
        _ if radix("0o", 8) || radix("0x", 16) => panic!("JSON has no {text}"),
        _ if number && text.parse::<i64>().is_ok() => json!(text.parse::<i64>().unwrap()),
        _ if number && text.parse::<f64>().is_ok() => json!(text.parse::<f64>().unwrap()),
        _ => json!(text),
    }
}

/// Every trap in every position.
fn trap_documents() -> Vec<Vec<Value>> {
    traps()
        .iter()
        .flat_map(|trap| {
            let key = if is_bare_exponent(trap) { "a" } else { trap.as_str() };
            [
                json!(trap),
                json!([trap, [trap, [trap]], {"a": trap}, trap]),
                json!({"a": {"b": trap, "c": [trap, {"d": trap}]}, "e": trap, "f": 1}),
                json!({ key: trap }),
                json!({"a": { key: [1] }, "b": [{ key: {}}, { key: { key: null }}]}),
            ]
        })
        .map(|value| vec![value.clone(), value])
        .collect()
}

#[test]
fn every_trap_in_every_position_is_read_back() {
    for documents in trap_documents() {
        let text = yaml::to_string_all(&documents).unwrap();
        assert_eq!(read(&text).as_ref(), Ok(&documents), "{text}");
    }
}

proptest! {
    #[test]
    fn any_value_is_read_back(documents in prop::collection::vec(value(), 0..4)) {
        let text = yaml::to_string_all(&documents).unwrap();
        let found = read(&text);
        prop_assert_eq!(found.as_ref(), Ok(&documents), "{}", text);
        if let [only] = documents.as_slice() {
            prop_assert_eq!(yaml::to_string(only).unwrap(), text);
        }
    }
}

#[test]
fn text_is_written_as_people_write_it() {
    #[derive(serde::Serialize)]
    struct Step<'a> {
        name: &'a str,
        run: &'a str,
        needs: Vec<&'a str>,
        retries: Option<u8>,
        options: (),
        empty: [u8; 0],
    }
    let line = "One sentence that goes on for longer than eighty columns stays on one line, for the sake of the diff.";
    let step = Step {
        name: line,
        run: "set -e\n  cargo test\n",
        needs: vec!["no", "on: push", "v1"],
        retries: Some(3),
        options: (),
        empty: [],
    };
    let expected = format!(
        "name: {line}\nrun: |\n  set -e\n    cargo test\nneeds:\n  - \"no\"\n  - \"on: push\"\n  - v1\nretries: 3\noptions: null\nempty: []\n"
    );
    assert_eq!(yaml::to_string(&step).unwrap(), expected);
    assert_eq!(yaml::to_string_all([1, 2]).unwrap(), "1\n---\n2\n");
    assert_eq!(yaml::to_string_all::<u8>([]).unwrap(), "");
}

#[test]
fn a_fragile_string_is_quoted_and_its_neighbours_are_not() {
    let value = json!({"a": "x\n\ty\n", "b": "\tx\ny\n", "c": "  x\ny\n", "d": "08:30", "e": ["e1", "v1"]});
    let expected = r#"a: |
  x
  	y
b: "\tx\ny\n"
c: "  x\ny\n"
d: "08:30"
e:
  - "e1"
  - v1
"#;
    assert_eq!(yaml::to_string(&value).unwrap(), expected);
}

#[test]
fn every_shape_of_serde_is_written() {
    #[derive(serde::Serialize)]
    enum Shape<'a> {
        Unit,
        Newtype(&'a str),
        Tuple(&'a str, u8),
        Struct { at: &'a str },
    }
    #[derive(serde::Serialize)]
    struct Pair<'a>(&'a str, char);
    #[derive(serde::Serialize)]
    struct All<'a> {
        shapes: Vec<Shape<'a>>,
        pair: Pair<'a>,
        tuple: (&'a str, f32, u128),
        map: std::collections::BTreeMap<u8, Option<&'a str>>,
    }
    let all = All {
        shapes: vec![
            Shape::Unit,
            Shape::Newtype("08:30"),
            Shape::Tuple("08:30", 1),
            Shape::Struct { at: "08:30" },
        ],
        pair: Pair("08:30", 'n'),
        tuple: ("08:30", 0.5, u128::MAX),
        map: [(1, None), (2, Some("08:30"))].into(),
    };
    let expected = r#"shapes:
  - Unit
  - Newtype: "08:30"
  - Tuple:
      - "08:30"
      - 1
  - Struct:
      at: "08:30"
pair:
  - "08:30"
  - "n"
tuple:
  - "08:30"
  - 0.5
  - 340282366920938463463374607431768211455
map:
  1: null
  2: "08:30"
"#;
    assert_eq!(yaml::to_string(&all).unwrap(), expected);
}

#[test]
fn a_value_that_refuses_is_an_error() {
    struct Refuses;
    impl serde::Serialize for Refuses {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("not today"))
        }
    }
    let error = yaml::to_string(&Refuses).unwrap_err();
    assert_eq!(error.to_string(), "cannot be written as YAML: not today");
}

/// What another program reads: `None` if it is not installed.
fn outside(program: &str, arguments: &[&str], texts: &[String]) -> Option<Vec<Value>> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut input = child.stdin.take()?;
    let json = serde_json::to_vec(texts).unwrap();
    let writer = std::thread::spawn(move || input.write_all(&json));
    let output = child.wait_with_output().ok()?;
    // A program that ends before it has read everything says so by its status.
    drop(writer.join().unwrap());
    output.status.success().then(|| serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn readers_of_other_languages_agree() {
    let mut runner = TestRunner::deterministic();
    let cases = Config::default().cases as usize * 8;
    let strategy = prop::collection::vec(value(), 1..3);
    let mut all = trap_documents();
    all.extend((0..cases).map(|_| strategy.new_tree(&mut runner).unwrap().current()));
    let texts: Vec<String> = all.iter().map(|documents| yaml::to_string_all(documents).unwrap()).collect();

    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/yaml_writer");
    let (python, node) = (format!("{folder}/read.py"), format!("{folder}/read.cjs"));
    let peers = std::env::var("IDP_PEERS").unwrap_or_default();
    let readers = [
        ("pyyaml", "python3", vec![python.as_str()]),
        ("libyaml", "python3", vec![python.as_str(), "--libyaml"]),
        ("npm yaml 1.2", "node", vec![node.as_str(), peers.as_str(), "1.2"]),
        ("npm yaml 1.1", "node", vec![node.as_str(), peers.as_str(), "1.1"]),
    ];
    for (name, program, arguments) in readers {
        let Some(read) = outside(program, &arguments, &texts) else {
            eprintln!("skipped: {name} is not installed (see the head of this file)");
            continue;
        };
        let wrong: Vec<String> = all
            .iter()
            .zip(&texts)
            .zip(&read)
            .filter(|((documents, _), read)| !same(&json!(documents), read))
            .map(|((documents, text), read)| format!("{}\n{text:?}\n{read}", json!(documents)))
            .collect();
        let first = wrong.iter().min_by_key(|text| text.len());
        assert!(wrong.is_empty(), "{name}: {} of {}, as\n{}", wrong.len(), all.len(), first.unwrap());
    }
}

/// Equal, taking numbers as JavaScript does: it has no other than f64.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}
