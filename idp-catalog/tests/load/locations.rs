//! Following Locations.

use super::{component, location, names, read, show};
use idp_catalog::source::Memory;

/// Files of a tree that starts at `catalog-info.yaml`, a Location with this `spec`.
fn tree(spec: &str) -> Memory {
    Memory::new([
        ("a/catalog-info.yaml", location("root", spec)),
        ("a/b.yaml", component("b")),
        ("a/.hidden.yaml", component("hidden")),
        ("a/my file.yaml", component("my-file")),
        ("a/[x]/catalog-info.yaml", location("brackets", "target: ./*.txt")),
        ("a/[x]/y.txt", component("y")),
        ("a/x/n.txt", component("n")),
        ("c.yaml", component("c")),
        ("d/e/f.yaml", component("f")),
    ])
    .starting_at(["a/catalog-info.yaml"])
}

#[test]
fn targets_are_followed_as_from_a_checkout() {
    for (spec, expected) in [
        ("target: ./b.yaml", &["a/b.yaml", "a/catalog-info.yaml"][..]),
        ("target: b.yaml, type: file", &["a/b.yaml", "a/catalog-info.yaml"]),
        ("target: ./b.yaml, targets: [../c.yaml, ./b.yaml]", &["a/b.yaml", "a/catalog-info.yaml", "c.yaml"]),
        ("target: /c.yaml, type: url", &["a/catalog-info.yaml", "c.yaml"]),
        ("target: /c.yaml", &["a/catalog-info.yaml", "c.yaml"]),
        ("target: ./my%20file.yaml, type: url", &["a/catalog-info.yaml", "a/my file.yaml"]),
        ("target: ./my file.yaml, type: file", &["a/catalog-info.yaml", "a/my file.yaml"]),
        ("target: './*.yaml'", &["a/b.yaml", "a/catalog-info.yaml", "a/my file.yaml"]),
        ("target: './.*.yaml'", &["a/.hidden.yaml", "a/catalog-info.yaml"]),
        ("target: '/d/**/{f,g}.y[a]ml'", &["a/catalog-info.yaml", "d/e/f.yaml"]),
        ("target: '[x]/catalog-info.yaml'", &["a/catalog-info.yaml"]),
        (
            "target: './[[]x]/catalog-info.yaml'",
            &["a/[x]/catalog-info.yaml", "a/[x]/y.txt", "a/catalog-info.yaml"],
        ),
        ("target: https://example.com/x.yaml", &["a/catalog-info.yaml"]),
        ("target: 'https://example.com/*', type: file", &["a/catalog-info.yaml"]),
        ("target: ./nowhere, presence: optional", &["a/catalog-info.yaml"]),
        ("target: './nowhere/*', presence: optional", &["a/catalog-info.yaml"]),
        ("target: my-organisation, type: github-discovery", &["a/catalog-info.yaml"]),
    ] {
        let loaded = read(&tree(spec));
        assert_eq!(names(&loaded), expected, "{spec}");
        // A pattern of type url may match nothing, another type may be known to an installation, a path without a dot is found
        // here and not there: each is worth a warning.
        let odd = ["'[x]", "github-discovery", "target: b.yaml"];
        let expected = usize::from(odd.iter().any(|odd| spec.contains(odd)));
        assert_eq!(loaded.diagnostics.len(), expected, "{spec}: {}", show(&loaded.diagnostics));
    }
}

#[test]
fn targets_that_cannot_be_followed_are_reported() {
    let mut all = String::new();
    for spec in [
        "target: ./c.yaml",
        "targets: [./nowhere/x.yaml, ./b.yml]",
        "target: ./x",
        "target: './*.json', type: file",
        "target: './*.json'",
        "target: './{b', type: file",
        "target: ../../etc/passwd",
        "target: /etc/passwd, type: file",
        "target: '/etc/*', type: file",
        "target: '../../*.yaml'",
        "target: ..%2f..%2fx, type: url",
        "target: ../../x, presence: optional",
    ] {
        let loaded = read(&tree(spec));
        all += &format!("{spec}\n{}\n", show(&loaded.diagnostics));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn circles_are_reported_once_and_every_file_is_read_once() {
    let source = Memory::new([
        ("1.yaml", location("one", "targets: [./2.yaml, ./4.yaml]")),
        ("2.yaml", location("two", "target: ./3.yaml")),
        ("3.yaml", location("three", "targets: [./1.yaml, ./4.yaml]")),
        ("4.yaml", location("four", "targets: [./4.yaml, './*.yaml', 'https://example.com']")),
        ("5.yaml", location("five", "targets: ['./5*.yaml', ./6.yaml, ./6.yaml]")),
        ("6.yaml", component("six")),
    ]);
    for source in [source.clone(), source.starting_at(["1.yaml"])] {
        let loaded = read(&source);
        assert_eq!(names(&loaded), ["1.yaml", "2.yaml", "3.yaml", "4.yaml", "5.yaml", "6.yaml"]);
        insta::allow_duplicates! { insta::assert_snapshot!(show(&loaded.diagnostics)) };
    }
}

#[test]
fn chains_of_any_length_are_followed() {
    let files = (0..3000)
        .map(|n| (format!("{n}.yaml"), location("l", &format!("target: ./{}.yaml", (n + 1) % 3000))));
    let loaded = read(&Memory::new(files).starting_at(["0.yaml"]));
    assert_eq!(loaded.files.len(), 3000);
    assert_eq!(loaded.diagnostics.len(), 1);
    assert_eq!(loaded.diagnostics[0].related.len(), 2999);
}

#[test]
fn the_first_location_is_the_origin() {
    let source = Memory::new([
        ("1.yaml", location("one", "targets: [./x.yaml, ./2.yaml]")),
        ("2.yaml", location("two", "targets: [./x.yaml, ./y.yaml]")),
        ("x.yaml", component("x")),
        ("y.yaml", component("y")),
    ]);
    let loaded = read(&source.starting_at(["2.yaml", "1.yaml"]));
    let origins: Vec<String> = loaded
        .files
        .iter()
        .filter_map(|file| Some(format!("{} {}", file.source.name(), file.origin.as_ref()?.place)))
        .collect();
    assert_eq!(origins, ["x.yaml 1.yaml:4:18", "y.yaml 2.yaml:4:28"]);
}
