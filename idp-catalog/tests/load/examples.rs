//! The data of the examples, as it is.

use super::{names, read, show};
use idp_catalog::source::{CatalogSource, FileSystem};

fn data(folder: &str) -> String {
    format!("{}/../examples/data/{folder}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_company_has_no_findings() {
    let source = FileSystem::directory(data("company")).unwrap();
    let loaded = read(&source);
    assert_eq!(show(&loaded.diagnostics), "");
    assert!(loaded.files.iter().all(|file| file.origin.is_none()));
    let names: Vec<&str> = loaded.files.iter().map(|file| &*file.name).collect();
    insta::assert_snapshot!(format!("{}\n{:?}", names.join("\n"), loaded.skipped));
}

#[test]
fn the_company_is_reached_from_its_first_file() {
    let all = FileSystem::directory(data("company")).unwrap();
    let first = FileSystem::files(data("company"), ["catalog-info.yaml"]).unwrap();
    let (all, first) = (read(&all), read(&first));
    assert_eq!(show(&first.diagnostics), "");
    assert_eq!(names(&all), names(&first));
    let people = first.files.iter().find(|file| &*file.name == "org/people.yaml").unwrap();
    let origin = people.origin.as_ref().unwrap();
    assert_eq!(origin.location.to_string(), "location:default/lantern-org");
    assert!(origin.place.to_string().ends_with("org/catalog-info.yaml:10:7"), "{}", origin.place);
}

#[test]
fn mistakes_are_found() {
    let source = FileSystem::directory(data("mistakes")).unwrap();
    let mut loaded = read(&source);
    loaded.diagnostics.retain(|found| idp_catalog::codes::ALL.contains(&found.code));
    let prefix = source.display("x").trim_end_matches('x').to_owned();
    insta::assert_snapshot!(show(&loaded.diagnostics).replace(&prefix, ""));
}
