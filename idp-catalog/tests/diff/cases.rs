//! Each folder of `cases` holds two catalogs, `old` and `new`.

use idp_catalog::catalog::Catalog;
use idp_catalog::diff::{DiffDocument, diff};
use std::path::{Path, PathBuf};

fn read(root: &Path) -> Catalog {
    let mut open = vec![root.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                files.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    super::catalog(files.iter().map(|(name, text)| (name.as_str(), text.as_str())))
}

#[test]
fn what_is_told() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff/cases");
    let mut cases: Vec<PathBuf> =
        std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(!cases.is_empty());
    for case in cases {
        let name = case.file_name().unwrap().to_str().unwrap();
        let diff = diff(&read(&case.join("old")), &read(&case.join("new")));
        assert_eq!(diff.is_empty(), name == "nothing");
        let mut markdown = String::new();
        diff.write_markdown(&mut markdown).unwrap();
        insta::assert_snapshot!(format!("{name}.human"), diff.to_string());
        insta::assert_snapshot!(format!("{name}.markdown"), markdown);
        let document = diff.to_document();
        let json = serde_json::to_string_pretty(&document).unwrap();
        assert_eq!(serde_json::from_str::<DiffDocument>(&json).unwrap(), document);
        if name == "removed" {
            insta::assert_snapshot!("removed.json", json);
        }
    }
}
