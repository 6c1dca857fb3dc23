//! Loading, with sources in memory.

use super::{component, location, names, read, show};
use idp_catalog::load::{Options, Skipped, load};
use idp_catalog::source::{CatalogSource, EntityFiles, Listing, Memory, SourceError};
use idp_model::kind::Model;
use idp_model::yaml::Limits;
use std::sync::atomic::{AtomicUsize, Ordering};

const TEMPLATE: &str = "apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: {name: t}\n\
                        spec: {type: x, steps: [{id: a, action: 'fetch:template', input: {url: ./content}}]}\n";

#[test]
fn files_are_told_apart_and_counted() {
    let source = Memory::new([
        ("a/catalog-info.yaml", component("a")),
        ("a/deploy.yaml", "apiVersion: apps/v1\nkind: Deployment\n".to_owned()),
        ("a/notes.md", component("notes")),
        ("t/content/catalog-info.yaml", component("${{ values.name }}")),
        ("t/skeleton/component.yaml", component("x")),
        ("t/skeleton/pipeline.yaml", "on: push".to_owned()),
        ("t/template.yaml", TEMPLATE.to_owned()),
        ("own.yml", "apiVersion: example.com/v1\nkind: Environment\nmetadata: {name: e}\n".to_owned()),
    ]);
    let loaded = read(&source);
    assert_eq!(names(&loaded), ["a/catalog-info.yaml", "t/template.yaml"]);
    assert_eq!(show(&loaded.diagnostics), "");
    assert_eq!(loaded.skipped, Skipped { other: 3, skeletons: 2 });

    let model = Model::backstage();
    let entity_files = Some(EntityFiles::of(&model).with_group("example.com"));
    let loaded = load(&[&source], &model, &Options { entity_files, ..Options::default() }).unwrap();
    assert_eq!(names(&loaded), ["a/catalog-info.yaml", "own.yml", "t/template.yaml"]);
    assert_eq!(loaded.skipped.other, 2);
}

#[test]
fn what_is_named_is_read_whatever_it_is() {
    let source = Memory::new([
        ("a.txt", component("a")),
        ("t/template.yaml", TEMPLATE.to_owned()),
        ("t/content/x.yaml", component("x")),
    ]);
    let loaded =
        read(&source.clone().starting_at(["a.txt", "t/content/x.yaml", "t/template.yaml", "b.yaml"]));
    assert_eq!(names(&loaded), ["a.txt", "t/content/x.yaml", "t/template.yaml"]);
    assert_eq!(show(&loaded.diagnostics), "b.yaml:1:1 error file-unreadable: `b.yaml` does not exist\n");

    // A Location names what a walk would have left out.
    let root = location("root", "targets: [./a.txt, ./t/content/x.yaml]");
    let source = Memory::new([("catalog-info.yaml", root), ("t/template.yaml", TEMPLATE.to_owned())]);
    let source = [source, Memory::new([("a.txt", component("a")), ("t/content/x.yaml", component("x"))])];
    let loaded = read(&Both(source));
    assert_eq!(names(&loaded), ["a.txt", "catalog-info.yaml", "t/content/x.yaml", "t/template.yaml"]);
    assert_eq!(loaded.skipped, Skipped::default());
    let reached: Vec<bool> = loaded.files.iter().map(|file| file.origin.is_some()).collect();
    assert_eq!(reached, [true, false, true, false]);
}

/// Two trees in one.
struct Both([Memory; 2]);

impl CatalogSource for Both {
    fn list(&self) -> Result<Listing, SourceError> {
        let [a, b] = [self.0[0].list()?, self.0[1].list()?];
        let mut found = [a.found, b.found].concat();
        found.sort();
        Ok(Listing { found, ..Listing::default() })
    }
    fn read(&self, name: &str, limit: usize) -> Result<Vec<u8>, SourceError> {
        self.0[0].read(name, limit).or_else(|_| self.0[1].read(name, limit))
    }
    fn glob(&self, pattern: &str) -> Result<Vec<String>, SourceError> {
        Ok([self.0[0].glob(pattern)?, self.0[1].glob(pattern)?].concat())
    }
    fn display(&self, name: &str) -> String {
        self.0[0].display(name)
    }
}

/// A disk on which some things go wrong.
struct Faulty(Memory);

impl CatalogSource for Faulty {
    fn list(&self) -> Result<Listing, SourceError> {
        let cause = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
        let fault = SourceError::Io { path: "secret".to_owned(), cause };
        Ok(Listing { faults: vec![fault], ..self.0.list()? })
    }
    fn read(&self, name: &str, limit: usize) -> Result<Vec<u8>, SourceError> {
        if name.starts_with("locked") {
            let cause = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
            return Err(SourceError::Io { path: name.to_owned(), cause });
        }
        self.0.read(name, limit)
    }
    fn glob(&self, pattern: &str) -> Result<Vec<String>, SourceError> {
        self.0.glob(pattern)
    }
    fn display(&self, name: &str) -> String {
        self.0.display(name)
    }
}

#[test]
fn what_cannot_be_read_is_reported_and_the_rest_is_read() {
    let large = format!("# {}\n", "x".repeat(1000));
    let source = Faulty(Memory::new([
        ("a.yaml", component("a")),
        ("large/catalog-info.yaml", large.clone()),
        ("large/data.yaml", large.clone()),
        ("large/named.yaml", large),
        ("locked.yaml", component("b")),
        ("locked-text.md", String::new()),
        ("reached.yaml", location("l", "targets: [./locked.yaml, ./locked2.yaml, ./large/named.yaml]")),
        ("text.yaml", component("t").replace("owner: me", "owner: me, x: {$text: ./locked-text.md}")),
    ]));
    let limits = Limits { max_bytes: 1000, ..Limits::default() };
    let loaded = load(&[&source], &Model::backstage(), &Options { limits, ..Options::default() }).unwrap();
    assert_eq!(names(&loaded), ["a.yaml", "reached.yaml", "text.yaml"]);
    assert_eq!(loaded.skipped.other, 1);
    insta::assert_snapshot!(show(&loaded.diagnostics));
}

#[test]
fn the_number_of_threads_makes_no_difference_and_every_file_is_announced() {
    let mut files: Vec<(String, String)> = (0..300)
        .map(|n| {
            (
                format!("{n}/catalog-info.yaml"),
                if n % 7 == 0 { "kind: [".to_owned() } else { component(&format!("c{n}")) },
            )
        })
        .collect();
    files.push(("more/x.txt".to_owned(), component("x")));
    files.push((
        "root/catalog-info.yaml".to_owned(),
        location("root", "targets: ['../**/*.txt', ../missing.yaml]"),
    ));
    let source = Memory::new(files);
    let mut results = Vec::new();
    for threads in [1, 2, 5, 0] {
        let (calls, last) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let progress = |done: usize, total: usize| {
            assert!(done <= total);
            calls.fetch_add(1, Ordering::Relaxed);
            last.fetch_max(done, Ordering::Relaxed);
        };
        let options = Options { threads, progress: Some(&progress), ..Options::default() };
        let loaded = load(&[&source], &Model::backstage(), &options).unwrap();
        assert_eq!((calls.into_inner(), last.into_inner()), (303, 303));
        results.push(format!("{:?}\n{}", names(&loaded), show(&loaded.diagnostics)));
    }
    results.dedup();
    assert_eq!(results.len(), 1);
    assert!(results[0].contains("location-target-missing") && results[0].contains("more/x.txt"));
}

#[test]
fn two_sources_do_not_mix() {
    let a = Memory::new([("catalog-info.yaml", location("l", "target: ./b.txt"))]);
    let b = Memory::new([("b.txt", component("b")), ("c.yaml", component("c"))]);
    let loaded = load(&[&a, &b], &Model::backstage(), &Options::default()).unwrap();
    assert_eq!(names(&loaded), ["c.yaml", "catalog-info.yaml"]);
    assert_eq!(loaded.files.iter().map(|file| file.from).collect::<Vec<_>>(), [1, 0]);
    assert_eq!(loaded.diagnostics.len(), 1);
}
