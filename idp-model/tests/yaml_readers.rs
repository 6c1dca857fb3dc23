//! The fast path against the full reader, on mutations of small texts: whatever the fast path accepts, the full reader must
//! read to the same trees, spans and (no) diagnostics.
//!
//! `IDP_FUZZ=1000000` sets the number of inputs, `IDP_SEED` the first of the random ones, and `IDP_SHARED` names a directory whose `.yaml` files
//! join the seeds.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr
)]

#[path = "yaml/compare.rs"]
mod compare;
#[path = "yaml/seeds.rs"]
mod seeds;

use compare::compare;
use idp_model::source::Source;
use idp_model::yaml::{Limits, readers};
use seeds::{COMMON, OTHERS, TROUBLE};
use std::path::Path;

/// SplitMix64: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).unwrap()
    }

    /// A place between two characters.
    fn boundary(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

fn mutate(random: &mut Random, text: &str, seeds: &[String]) -> String {
    let mut text = text.to_owned();
    for _ in 0..=random.below(3) {
        edit(random, &mut text, seeds);
    }
    text
}

fn edit(random: &mut Random, text: &mut String, seeds: &[String]) {
    let kind = random.below(14);
    let trouble = TROUBLE[random.below(TROUBLE.len())];
    let at = random.boundary(text);
    match kind {
        0..=3 => text.insert_str(at, trouble),
        4 | 5 => {
            if let Some(character) = text[at..].chars().next() {
                text.replace_range(at..at + character.len_utf8(), if kind == 4 { "" } else { trouble });
            }
        }
        6 => {
            let end = random.boundary(text);
            let piece = text[at.min(end)..at.max(end)].chars().take(60).collect::<String>();
            text.insert_str(at, &piece);
        }
        7 => text.truncate(at),
        8 => {
            let other = &seeds[random.below(seeds.len())];
            let from = random.boundary(other);
            text.truncate(at);
            text.push_str(&other[from..].chars().take(2000).collect::<String>());
        }
        _ => lines(random, text, kind, trouble),
    }
}

fn lines(random: &mut Random, text: &mut String, kind: usize, trouble: &str) {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    if lines.is_empty() {
        return;
    }
    let index = random.below(lines.len());
    match kind {
        9 => {
            lines.remove(index);
        }
        10 => {
            let line = lines[index].clone();
            lines.insert(random.below(lines.len()), line);
        }
        11 => lines[index].insert_str(0, &" ".repeat(1 + random.below(4))),
        12 => {
            let drop =
                (1 + random.below(4)).min(lines[index].len() - lines[index].trim_start_matches(' ').len());
            lines[index].replace_range(..drop, "");
        }
        _ => {
            let indent = lines[index].len() - lines[index].trim_start_matches(' ').len();
            lines[index].insert_str(indent, trouble);
        }
    }
    *text = lines.concat();
}

/// Takes away whatever is not needed for the difference.
fn shrink(text: &str) -> String {
    let mut text = text.to_owned();
    let mut size = text.len().next_power_of_two();
    while size > 0 {
        let mut at = 0;
        while at < text.len() {
            let end = (at + size).min(text.len());
            if text.is_char_boundary(at) && text.is_char_boundary(end) {
                let shorter = format!("{}{}", &text[..at], &text[end..]);
                if compare(&shorter).is_err() {
                    text = shorter;
                    continue;
                }
            }
            at += size;
        }
        size /= 2;
    }
    text
}

fn check(text: &str) -> (usize, bool) {
    compare(text).unwrap_or_else(|_| {
        let text = shrink(text);
        panic!("{}\n{text:?}", compare(&text).unwrap_err())
    })
}

/// The YAML files below a directory, in the order of their names.
fn files(directory: &Path, into: &mut Vec<String>) {
    let mut entries: Vec<_> =
        std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml") {
            into.push(String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned());
        }
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|value| value.parse().unwrap())
}

#[test]
fn the_fast_path_agrees_with_the_full_reader() {
    let mut seeds: Vec<String> = COMMON.iter().chain(OTHERS).map(|&seed| seed.to_owned()).collect();
    let own = seeds.len();
    if let Ok(directory) = std::env::var("IDP_SHARED") {
        files(Path::new(&directory), &mut seeds);
    }
    let whole = seeds.iter().filter(|seed| check(seed).1).count();
    let mut random = Random(number("IDP_SEED").unwrap_or(1));
    let inputs = number("IDP_FUZZ").unwrap_or(20_000);
    let (mut accepted, mut partly) = (0, 0);
    for input in 0..inputs {
        // Small texts find more per second; large ones get a tenth.
        let among = if input % 10 == 0 { seeds.len() } else { own };
        let seed = &seeds[random.below(among)];
        let text = mutate(&mut random, seed, &seeds);
        let (documents, all) = check(&text);
        accepted += u64::from(all);
        partly += u64::from(!all && documents > 0);
    }
    eprintln!(
        "{} seeds, {whole} read by the fast path; {inputs} mutations, {accepted} read by it, {partly} in part",
        seeds.len()
    );
    assert!(accepted * 4 > inputs, "only {accepted} of {inputs} got past the fast path: this tests little");
}

#[test]
fn the_fast_path_covers_the_common_style() {
    for (seeds, covered) in [(COMMON, true), (OTHERS, false)] {
        for seed in seeds {
            assert_eq!(check(seed).1, covered, "{seed:?}");
        }
    }
}

/// Nesting is bounded by the same limit on both sides.
#[test]
fn depth_and_key_length_are_bounded() {
    for depth in [10, 300, 990, 1000, 1001, 1100] {
        let nested: String = (0..depth).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
        check(&nested);
        check(&format!("{}x", "- ".repeat(depth)));
        check(&format!("{}{}", "[".repeat(depth), "]".repeat(depth)));
    }
    for length in [990, 1000, 1001, 1023, 1024, 1025, 1030] {
        let key = "k".repeat(length);
        check(&format!("{key}: v\n"));
        check(&format!("\"{key}\" : v\n"));
        check(&format!("a: {{{key}: v}}\n"));
    }
}

/// Both readers point into the source where text stands there as it is.
#[test]
fn text_that_stands_in_the_source_is_not_copied() {
    let source = Source::new("test", "a: plain\nb: 'quoted'\nc: \"double\"\n");
    for stream in [readers::full(&source, &Limits::default()), readers::fast(&source, &Limits::default()).0] {
        let tree = stream.documents[0].tree.as_ref().unwrap();
        for key in ["a", "b", "c"] {
            let text = tree.root().get(key).unwrap().as_str().unwrap();
            assert!(source.text().as_bytes().as_ptr_range().contains(&text.as_ptr()), "{key}");
        }
    }
}
