//! Input that is broken, cut off or hostile: it costs findings, never a panic, and never other files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use idp_catalog::catalog::Catalog;
use idp_catalog::known::KnownRefs;
use idp_catalog::lint::{self, Levels};
use idp_catalog::load::{Loaded, Options, load};
use idp_catalog::source::{CatalogSource, Memory};
use idp_model::check::Verdict;
use idp_model::diagnostic::Diagnostic;
use idp_model::document::{self, Documents};
use idp_model::kind::Model;
use idp_model::source::Source;
use idp_model::yaml::Limits;
use std::collections::BTreeMap;
use std::sync::Arc;

const HEAD: &str = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: ";

/// A component, with more lines below `spec`.
fn component(name: &str, more: &str) -> String {
    format!("{HEAD}{name}}}\nspec:\n  type: service\n  lifecycle: production\n  owner: me\n{more}")
}

fn read(source: &dyn CatalogSource) -> Loaded {
    load(&[source], &Model::backstage(), &Options::default()).unwrap()
}

/// One file, named, so that it is read whatever it holds.
fn read_text(text: impl Into<Vec<u8>>) -> Loaded {
    read(&Memory::new([("a.yaml", text)]).starting_at(["a.yaml"]))
}

fn catalog(loaded: &Loaded) -> Catalog {
    loaded.catalog(Arc::new(Model::backstage()), KnownRefs::default())
}

/// How many findings of each code.
fn counts(diagnostics: &[Diagnostic]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for found in diagnostics {
        *counts.entry(found.code.id).or_default() += 1;
    }
    counts
}

/// Takes a hostile text all the way: to a catalog, through the rules, out again.
fn survive(text: impl Into<Vec<u8>>) -> Loaded {
    let text = text.into();
    let length = text.len();
    let loaded = read_text(text);
    let catalog = catalog(&loaded);
    assert!(catalog.verify());
    catalog.graph().verify().unwrap();
    let findings = lint::run(&catalog, &Levels::default());
    for found in loaded.diagnostics.iter().chain(&findings) {
        // A value may be quoted twice: as it is written, and as it is read.
        assert!(found.message.len() < 2 * length + 1000, "{}: {} bytes", found.code, found.message.len());
    }
    loaded
}

#[test]
fn one_broken_file_among_ten_thousand_costs_one_finding() {
    let broken = 4321;
    let files = (0..10_000).map(|number| {
        let text = component(&format!("c{number}"), "");
        let text = if number == broken { text.replace("owner: me", "owner: 'me") } else { text };
        (format!("c{number:04}/catalog-info.yaml"), text)
    });
    let loaded = read(&Memory::new(files));
    assert_eq!(loaded.files.len(), 10_000);
    let [found] = loaded.diagnostics.as_slice() else { panic!("{:?}", loaded.diagnostics) };
    assert_eq!(found.place.to_string(), "c4321/catalog-info.yaml:7:10");
    assert_eq!(found.code.id, "yaml-syntax");
    let catalog = catalog(&loaded);
    assert_eq!(catalog.len(), 9_999);
    assert!(catalog.get(&"component:default/c4321".parse().unwrap()).is_none());
    assert!(catalog.verify());
}

#[test]
fn alias_bombs_are_refused() {
    let bomb = |leaf: &str| {
        let mut text = component("bomb", &format!("  a0: &a0 {leaf}\n"));
        for level in 1..60 {
            let below = format!("*a{}", level - 1);
            text += &format!("  a{level}: &a{level} [{}]\n", [below.as_str(); 9].join(", "));
        }
        text
    };
    for leaf in ["lol", "[]", "{}", "''"] {
        let loaded = survive(bomb(leaf) + "---\n" + &component("next", ""));
        assert_eq!(counts(&loaded.diagnostics).get("yaml-alias-expansion"), Some(&1), "{leaf}");
        let documents = &loaded.files[0].documents;
        assert_eq!((documents[0].verdict, documents[1].lost), (Verdict::Rejected, true), "{leaf}");
        assert_eq!(loaded.diagnostics.len(), 2, "{leaf}: what follows is lost to Backstage, too");
    }
    // References, too, are written once and read often.
    let many = (0..100).map(|n| format!("  a{n}: &a{n} [*a{}, *a{}]\n", n - 1, n - 1)).skip(1);
    let text = component("bomb", "  a0: &a0 [x]\n") + &many.collect::<String>() + "  dependsOn: *a99\n";
    assert!(survive(text).diagnostics.iter().any(|found| found.code.id == "yaml-alias-expansion"));
    // One mistake, however often it is made.
    let uses = component("many", &format!("  a: &a x\n  b: [{}]\n", ["*a"; 100_000].join(", ")));
    assert_eq!(counts(&survive(uses).diagnostics).get("yaml-alias-expansion"), Some(&1));
}

#[test]
fn deep_nesting_is_refused() {
    let n = 100_000;
    for deep in [
        "[".repeat(n),
        "[".repeat(n) + &"]".repeat(n),
        "{a: ".repeat(n) + "1" + &"}".repeat(n),
        "- ".repeat(n) + "x",
        "? ".repeat(n) + "x",
        "[{".repeat(n),
    ] {
        let loaded = survive(deep.clone() + "\n");
        assert!(!loaded.diagnostics.is_empty());
        // Each level of keys is a mistake of its own.
        assert!(loaded.diagnostics.len() <= Limits::default().max_depth, "{:?}", counts(&loaded.diagnostics));
        assert!(loaded.files[0].documents.iter().all(|document| document.verdict != Verdict::Accepted));
        // Below a field it is no less deep.
        if !deep.starts_with(['-', '?']) {
            let loaded = survive(component("deep", &format!("  deep: {deep}\n")));
            assert!(!loaded.diagnostics.is_empty());
            assert!(catalog(&loaded).is_empty());
        }
    }
}

#[test]
fn what_is_too_large_is_not_read() {
    let text = component("large", "") + "# ";
    let files = |more: usize| {
        let text = text.clone() + &"x".repeat(1000 - text.len() + more);
        Memory::new([("catalog-info.yaml", text), ("b/catalog-info.yaml", component("b", ""))])
    };
    let limits = Limits { max_bytes: 1000, ..Limits::default() };
    let options = Options { limits, ..Options::default() };
    let read = |files: Memory| load(&[&files], &Model::backstage(), &options).unwrap();
    let loaded = read(files(0));
    assert_eq!((loaded.files.len(), loaded.diagnostics.len()), (2, 0));
    let loaded = read(files(1));
    assert_eq!(loaded.files.len(), 1, "the other one is");
    let [found] = loaded.diagnostics.as_slice() else { panic!("{:?}", loaded.diagnostics) };
    assert_eq!((found.code.id, found.place.file()), ("yaml-too-large", "catalog-info.yaml"));
    // The limit that nobody has to set: above 64 MiB.
    let loaded = read_text(vec![b'#'; Limits::default().max_bytes + 1]);
    assert_eq!(counts(&loaded.diagnostics), BTreeMap::from([("yaml-too-large", 1)]));
}

#[test]
fn many_duplicate_keys() {
    let loaded = survive(component("a", &"  key: 1\n".repeat(200_000)));
    assert!(catalog(&loaded).is_empty());
    assert!(loaded.diagnostics.iter().all(|found| found.code.id == "yaml-duplicate-key"));
    assert!(!loaded.diagnostics.is_empty());
}

#[test]
fn many_nulls_for_references() {
    let loaded = survive(component("a", &format!("  dependsOn:\n{}", "    -\n".repeat(200_000))));
    assert!(catalog(&loaded).is_empty());
    assert!(!loaded.diagnostics.is_empty());
    assert!(loaded.diagnostics.iter().all(|found| found.place.start().line > 7));
}

#[test]
fn many_unknown_keys() {
    let keys = |indent: &str| (0..200_000).map(|n| format!("{indent}k{n}: v\n")).collect::<String>();
    // Backstage accepts what it does not know below `spec`, and refuses it beside.
    assert_eq!(catalog(&survive(component("a", &keys("  ")))).len(), 1);
    let loaded = survive(component("a", "") + &keys(""));
    assert!(counts(&loaded.diagnostics).contains_key("entity-unknown-root-field"));
    assert!(catalog(&loaded).is_empty());
}

#[test]
fn many_unknown_keys_and_many_references() {
    let mut more: String = (0..20_000).map(|n| format!("  dependOn{n}: v\n")).collect();
    more += "  dependsOn:\n";
    more.extend((0..100_000).map(|n| format!("    - resource:r{n}\n")));
    let loaded = read_text(component("a", &more));
    let catalog = catalog(&loaded);
    assert_eq!((catalog.len(), catalog.graph().link_count()), (1, 100_001));
    let findings = lint::run(&catalog, &Levels::default());
    assert_eq!(counts(&findings), BTreeMap::from([("dangling-reference", 100_001)]));
}

#[test]
fn many_empty_documents() {
    let loaded = survive("---\n".repeat(300_000) + &component("last", ""));
    assert!(loaded.diagnostics.is_empty());
    assert_eq!(loaded.files[0].documents.len(), 300_000);
    assert_eq!(catalog(&loaded).len(), 1);
}

#[test]
fn bytes_without_sense() {
    // Noise from a fixed start, so that a failure comes again: of any bytes, and of those that mean something to YAML.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let signs = b"aA0 :-?#&*!|>'\"%@`{}[],\n\t\r~.<=$/\\\xc3\xa9\xef\xbb\xbf\0";
    for round in 0..3000 {
        let length = next() % 120;
        let noise: Vec<u8> = (0..length)
            .map(|_| if round % 4 == 0 { next() as u8 } else { signs[next() as usize % signs.len()] })
            .collect();
        let text = if round % 2 == 0 { noise } else { [component("a", "  x: ").as_bytes(), &noise].concat() };
        survive(text);
    }
}

/// All files below a folder.
fn files_below(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { files_below(&path, found) } else { found.push(path) }
    }
}

fn company() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/data/company")
}

/// Documents that ended before the cut are what they were; only the last one may have become another.
#[test]
fn files_that_are_cut_off_keep_their_first_documents() {
    let model = Model::backstage();
    let parse = |bytes: &[u8]| -> Documents {
        document::read(&Source::from_bytes("a.yaml", bytes.to_vec()), &model, &Limits::default())
    };
    let mut files = Vec::new();
    files_below(&company(), &mut files);
    files.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    assert!(files.len() > 20);
    let mut kept = 0;
    for path in files {
        let whole = std::fs::read(&path).unwrap();
        let documents = parse(&whole).documents;
        let starts: Vec<usize> =
            documents.iter().map(|document| document.place.span.start as usize).collect();
        for cut in 0..whole.len() {
            let read = parse(&whole[..cut]);
            // The last that has begun is the one that is cut.
            let complete = starts.iter().filter(|start| **start < cut).count().saturating_sub(1);
            for (before, after) in documents.iter().zip(&read.documents).take(complete) {
                assert_eq!(before.verdict, after.verdict, "{} cut at {cut}", path.display());
                assert_eq!(before.reference, after.reference, "{} cut at {cut}", path.display());
                kept += 1;
            }
            assert!(read.documents.len() >= complete, "{} cut at {cut}", path.display());
            // What stands for half a character is longer than that.
            let length = String::from_utf8_lossy(&whole[..cut]).len();
            for found in &read.diagnostics {
                assert!(found.place.span.end as usize <= length, "{} cut at {cut}", path.display());
            }
        }
    }
    assert!(kept > 1000);
}

#[cfg(feature = "directory")]
#[test]
fn threads_that_read_the_same_see_the_same() {
    let show = || {
        let source = idp_catalog::source::FileSystem::directory(company()).unwrap();
        let loaded = read(&source);
        let catalog = catalog(&loaded);
        let findings = lint::run(&catalog, &Levels::default());
        let files: Vec<_> = loaded.files.iter().map(|file| file.name.to_string()).collect();
        format!("{files:?}\n{findings:?}\n{:?}", catalog.graph().query().resolve().draw().to_document())
    };
    let shown: std::collections::BTreeSet<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(show)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(shown.len(), 1);
    assert!(shown.first().unwrap().contains("component:default/basket"));
}
