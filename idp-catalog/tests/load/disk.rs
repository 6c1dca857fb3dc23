//! Files on disk.

use super::{component, location, names, read, show};
use idp_catalog::load::{Options, load};
use idp_catalog::source::{CatalogSource, FileSystem, SourceError};
use idp_model::kind::Model;
use std::fs;
use std::path::Path;

fn write(root: &Path, name: &str, text: &str) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[test]
fn a_tree_is_walked() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    for name in [
        "catalog-info.yaml",
        ".backstage/catalog-info.yaml",
        "a/b/c/entity.yml",
        "node_modules/x/catalog-info.yaml",
        ".git/catalog-info.yaml",
        "out/catalog-info.yaml",
        "out2/catalog-info.yaml",
        "a/ignored.yaml",
        "a/kept.yaml",
        "excluded/catalog-info.yaml",
        "a/entity.txt",
    ] {
        write(root, name, &component("x"));
    }
    write(root, ".gitignore", "/out*/\nignored.yaml\n");
    write(root, "a/.gitignore", "!kept.yaml\nkept.json\n");
    write(root, ".ignore", "excluded");
    let loaded = read(&FileSystem::directory(root).unwrap());
    let found: Vec<&str> = loaded.files.iter().map(|file| &*file.name).collect();
    assert_eq!(
        found,
        [".backstage/catalog-info.yaml", "a/b/c/entity.yml", "a/kept.yaml", "catalog-info.yaml"]
    );
    assert_eq!(names(&loaded)[3], root.join("catalog-info.yaml").to_str().unwrap());
    assert_eq!(show(&loaded.diagnostics), "");
}

#[test]
fn files_that_are_given_need_no_walk() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "a/x.txt", &component("x"));
    write(dir.path(), "a/deploy.yaml", "kind: Deployment");
    let source = FileSystem::files(dir.path(), ["./a/x.txt", "a/missing.yaml"]).unwrap();
    let loaded = read(&source);
    assert_eq!(loaded.files.len(), 1);
    assert_eq!(loaded.diagnostics.len(), 1);
    assert_eq!(loaded.diagnostics[0].code.id, "file-unreadable");
    for outside in ["../x", "a/../../x", "/etc/passwd"] {
        let refused = FileSystem::files(dir.path(), [outside]);
        assert!(matches!(refused, Err(SourceError::Outside { .. })), "{outside}");
    }
    assert!(matches!(FileSystem::directory(dir.path().join("none")), Err(SourceError::NotFound { .. })));
    assert!(matches!(FileSystem::directory(dir.path().join("a/x.txt")), Err(SourceError::NotAFile { .. })));
}

#[test]
fn reading_refuses_what_it_must() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "root/a.yaml", "12345");
    write(dir.path(), "root/empty.yaml", "");
    write(dir.path(), "secret", "secret");
    let source = FileSystem::directory(dir.path().join("root")).unwrap();
    assert_eq!(source.read("a.yaml", 5).unwrap(), b"12345");
    assert_eq!(source.read("empty.yaml", 0).unwrap(), b"");
    assert!(matches!(source.read("a.yaml", 4), Err(SourceError::TooLarge { bytes: 5, limit: 4, .. })));
    assert!(matches!(source.read("../secret", 9), Err(SourceError::Outside { .. })));
    assert!(matches!(source.read("/etc/passwd", 9), Err(SourceError::Outside { .. })));
    assert!(matches!(source.read("", 9), Err(SourceError::NotAFile { .. })));
    assert!(matches!(source.read("b/a.yaml", 9), Err(SourceError::NotFound { .. })));
    assert!(matches!(source.read("a.yaml/x", 9), Err(SourceError::NotFound { .. })));
    assert!(matches!(source.glob("../*"), Err(SourceError::Outside { .. })));
    assert_eq!(source.glob("none/*").unwrap(), [""; 0]);
}

#[cfg(unix)]
#[test]
fn symbolic_links_never_lead_out() {
    use std::os::unix::fs::symlink;
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("root");
    write(&root, "in/catalog-info.yaml", &component("in"));
    write(dir.path(), "out/catalog-info.yaml", &component("out"));
    write(dir.path(), "out/secret.txt", "secret");
    symlink(dir.path().join("out"), root.join("out")).unwrap();
    symlink("../out/catalog-info.yaml", root.join("link.yaml")).unwrap();
    symlink("in/catalog-info.yaml", root.join("inner.yaml")).unwrap();
    symlink("in", root.join("in2")).unwrap();
    symlink("nowhere", root.join("broken.yaml")).unwrap();
    symlink("loop.yaml", root.join("loop.yaml")).unwrap();
    let source = FileSystem::directory(&root).unwrap();
    assert_eq!(names(&read(&source)).len(), 1, "a walk follows no link");
    assert!(source.read("inner.yaml", 999).is_ok());
    assert!(source.read("in2/catalog-info.yaml", 999).is_ok());
    for name in ["link.yaml", "out/catalog-info.yaml", "out/secret.txt"] {
        assert!(matches!(source.read(name, 999), Err(SourceError::Outside { .. })), "{name}");
    }
    assert!(matches!(source.glob("out/*"), Err(SourceError::Outside { .. })));
    assert_eq!(source.glob("**/*.yaml").unwrap(), ["in/catalog-info.yaml", "inner.yaml", "link.yaml"]);
    assert!(matches!(source.read("broken.yaml", 999), Err(SourceError::NotFound { .. })));
    assert!(matches!(source.read("loop.yaml", 999), Err(SourceError::Io { .. })));

    let spec = "targets: [./link.yaml, ./out/catalog-info.yaml, './out/*', ./inner.yaml, ./broken.yaml]";
    write(&root, "catalog-info.yaml", &location("l", spec));
    let text =
        component("t").replace("owner: me", "owner: me, a: {$text: ./out/secret.txt}, b: {$text: ./in}");
    write(&root, "text.yaml", &text);
    let shown = format!("{}/", root.display());
    insta::assert_snapshot!(show(&read(&source).diagnostics).replace(&shown, ""));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for_and_a_name_that_is_not_text_is_reported() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::net::UnixListener;
    let dir = tempfile::tempdir().unwrap();
    let _socket = UnixListener::bind(dir.path().join("socket.yaml")).unwrap();
    fs::write(dir.path().join(std::ffi::OsStr::from_bytes(b"\xff.yaml")), component("a")).unwrap();
    fs::write(dir.path().join(std::ffi::OsStr::from_bytes(b"\xff.txt")), "").unwrap();
    fs::create_dir(dir.path().join("directory.yaml")).unwrap();
    let source = FileSystem::directory(dir.path()).unwrap();
    assert!(matches!(source.read("socket.yaml", 9), Err(SourceError::NotAFile { .. })));
    let loaded = read(&source);
    assert_eq!(loaded.files.len(), 0);
    assert_eq!(loaded.diagnostics.len(), 1);
    assert!(loaded.diagnostics[0].message.contains("UTF-8"));
}

#[test]
fn paths_share_roots_and_keep_their_spelling() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for name in ["a/x.yaml", "a/deep/y.yaml", "b/z.yaml", "c.txt"] {
        write(dir.path(), name, &component("x"));
    }
    write(other.path(), "d.yaml", &component("d"));
    let at = |name: &str| format!("{}/{name}", dir.path().display());
    let d = other.path().join("d.yaml").display().to_string();
    // Tests run in the directory of the package.
    for (given, expected) in [
        (
            vec![
                at("a/deep/../deep/"),
                at("a"),
                d.clone(),
                "./Cargo.toml".to_owned(),
                "tests/load/main.rs".to_owned(),
            ],
            vec![
                vec![at("a/deep/../deep/y.yaml"), at("a/x.yaml")],
                vec![d.clone()],
                vec!["./Cargo.toml".to_owned(), "tests/load/main.rs".to_owned()],
            ],
        ),
        (vec![at("b/z.yaml"), at("c.txt")], vec![vec![at("b/z.yaml"), at("c.txt")]]),
        (vec![at("a/x.yaml"), at("b/z.yaml")], vec![vec![at("a/x.yaml")], vec![at("b/z.yaml")]]),
        (
            vec!["src/lib.rs".to_owned(), "../Cargo.toml".to_owned()],
            vec![vec!["../Cargo.toml".to_owned(), "src/lib.rs".to_owned()]],
        ),
    ] {
        let sources = FileSystem::paths(given).unwrap();
        let shown: Vec<Vec<String>> = sources
            .iter()
            .map(|source| {
                let listing = source.list().unwrap();
                listing.explicit.iter().chain(&listing.found).map(|name| source.display(name)).collect()
            })
            .collect();
        assert_eq!(shown, expected);
    }
    let current = &FileSystem::paths(["tests/load", "."]).unwrap()[0];
    let listing = current.list().unwrap();
    let shown: Vec<String> = listing.found.iter().map(|name| current.display(name)).collect();
    assert!(!shown.is_empty());
    assert!(shown.iter().all(|name| name.starts_with("tests/")), "{shown:?}");
    assert!(matches!(FileSystem::paths([at("none")]), Err(SourceError::NotFound { .. })));

    let sources = FileSystem::paths([at("a"), d.clone()]).unwrap();
    let sources: Vec<&dyn CatalogSource> =
        sources.iter().map(|source| source as &dyn CatalogSource).collect();
    let loaded = load(&sources, &Model::backstage(), &Options::default()).unwrap();
    let mut expected = [at("a/deep/y.yaml"), at("a/x.yaml"), d];
    expected.sort();
    assert_eq!(names(&loaded), expected);
}
