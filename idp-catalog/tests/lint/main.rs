//! The rules about whole catalogs.
//!
//! `RULE/CASE.yaml` is a catalog, and so is the folder `RULE/CASE`; a first line `# known: REF, REF` lists entities of other
//! catalogs. What each rule finds in its cases is in `snapshots`, the findings of other rules included.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod properties;

use idp_catalog::builder::CatalogBuilder;
use idp_catalog::catalog::Catalog;
use idp_catalog::known::KnownRefs;
use idp_catalog::lint::{self, Level, Levels};
use idp_model::diagnostic::Diagnostic;
use idp_model::document;
use idp_model::kind::{Model, SpecForm};
use idp_model::report::{fix, human};
use idp_model::source::Source;
use idp_model::yaml::Limits;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// Files by name.
type Files = BTreeMap<String, String>;

fn catalog(files: &Files) -> Catalog {
    catalog_of(Model::backstage(), files)
}

fn catalog_of(model: Model, files: &Files) -> Catalog {
    let model = Arc::new(model);
    let mut builder = CatalogBuilder::new(Arc::clone(&model));
    let mut known = KnownRefs::default();
    for (name, text) in files {
        builder.add_documents(document::read(&Source::new(name, text), &model, &Limits::default()));
        let line = text.lines().next().and_then(|line| line.strip_prefix("# known: "));
        for reference in line.into_iter().flat_map(|line| line.split(", ")) {
            known.insert(reference.parse().unwrap());
        }
    }
    builder.known(known);
    builder.build()
}

fn run(files: &Files) -> Vec<Diagnostic> {
    lint::run(&catalog(files), &Levels::default())
}

fn lines(found: &[Diagnostic]) -> String {
    let mut out = Vec::new();
    human::write_lines(found, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Every case, by rule and name.
fn cases() -> BTreeMap<(String, String), Files> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lint");
    let entries = |folder: &Path| -> Vec<_> {
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
    };
    let name = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
    let mut cases = BTreeMap::new();
    for rule in lint::ALL_CODES.iter().map(|code| root.join(code.id)) {
        for case in entries(&rule) {
            let files = if case.is_dir() { entries(&case) } else { vec![case.clone()] };
            let read = |path: &std::path::PathBuf| {
                let relative = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                (relative, std::fs::read_to_string(path).unwrap())
            };
            cases.insert((name(&rule), name(&case)), files.iter().map(read).collect());
        }
    }
    cases
}

#[test]
fn cases_find_what_they_are_for() {
    let mut reached = BTreeSet::new();
    for ((rule, case), files) in cases() {
        let found = run(&files);
        reached.extend(found.iter().map(|one| one.code.id));
        let negative = case == "none";
        assert_eq!(found.iter().any(|one| one.code.id == rule), !negative, "{rule}/{case}");
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(format!("{rule}.{case}"), lines(&found));
        });
    }
    assert!(lint::ALL_CODES.iter().all(|code| reached.contains(code.id)));
}

/// Each fix takes its finding away and brings no other.
#[test]
fn repairs_repair() {
    let mut repairs = String::new();
    for ((rule, case), files) in cases() {
        let before = run(&files);
        let fixed = fix::apply(&before);
        assert!(fixed.skipped.is_empty());
        let mut files = files.clone();
        files.extend(fixed.files.clone());
        // Not the fingerprints, as these hold the text marked, which may be what was repaired.
        let says = |one: &Diagnostic| (one.code.id, one.message.clone());
        let after: BTreeSet<_> = run(&files).iter().map(says).collect();
        let expected: BTreeSet<_> = before.iter().filter(|one| one.fix.is_none()).map(says).collect();
        assert_eq!(after, expected, "{rule}/{case}");
        for one in &fixed.applied {
            let edit = &one.fix.as_ref().unwrap().edits[0];
            repairs.push_str(&format!("{}: {} → {}\n", edit.place, edit.place.text(), edit.replacement));
        }
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(repairs) });
}

#[test]
fn a_rule_that_is_off_takes_its_findings_with_it_and_no_others() {
    for (_, files) in cases() {
        let catalog = catalog(&files);
        let all = lint::run(&catalog, &Levels::default());
        for code in lint::ALL_CODES {
            let mut levels = Levels::default();
            levels.set(code.id, Level::Off);
            let others: Vec<Diagnostic> = all.iter().filter(|one| one.code != *code).cloned().collect();
            assert_eq!(lint::run(&catalog, &levels), others);
        }
    }
}

#[test]
fn codes_explain_themselves() {
    let mut ids: Vec<&str> =
        idp_model::codes::ALL.iter().chain(lint::ALL_CODES).map(|code| code.id).collect();
    ids.sort_unstable();
    assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "every code once");
    assert!(lint::ALL_CODES.is_sorted_by_key(|code| code.id));
    for code in lint::ALL_CODES {
        assert!(code.id.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", code.id);
        assert!(!code.title.is_empty());
        assert!(
            code.explanation.split("\n\n").count() >= 4 && code.explanation.contains("```yaml\n"),
            "{}",
            code.id
        );
    }
}

/// With model layers, an owner of another kind counts for nothing. An owner is inherited where a kind may go without one.
#[test]
fn owners_by_other_models() {
    let head = |kind: &str, name: &str| {
        format!("apiVersion: backstage.io/v1alpha1\nkind: {kind}\nmetadata: {{name: {name}}}\n")
    };
    let group = head("Group", "retail") + "spec: {type: team, children: []}\n---\n";
    let messages = |model, text: String| -> Vec<String> {
        let catalog = catalog_of(model, &Files::from([("a.yaml".to_owned(), group.clone() + &text)]));
        lint::run(&catalog, &Levels::default()).into_iter().map(|one| one.message).collect()
    };
    let system = head("System", "shop") + "spec: {owner: system:other}\n";
    assert_eq!(
        messages(Model::backstage_model_layers(), system),
        ["`spec.owner` of `system:default/shop` names no group and no user"]
    );

    let mut model = Model::backstage();
    let mut environment = model.kinds().iter().find(|kind| kind.kind == "Component").unwrap().clone();
    environment.kind = "Environment".to_owned();
    environment.spec = SpecForm::Any;
    model.add_kind(environment);
    let text = [
        head("System", "shop") + "spec: {owner: retail}\n",
        head("Environment", "inherits") + "spec: {system: shop}\n",
        head("Environment", "owned-by-nobody") + "spec: {}\n",
    ];
    assert_eq!(messages(model, text.join("---\n")), ["`environment:default/owned-by-nobody` has no owner"]);
}

/// Proposals are bounded: they are made for the first 100 targets, and not where more than a hundred names are alike.
#[test]
fn proposals_are_bounded() {
    let group = |name: &str, children: &str| {
        format!(
            "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {{name: {name}}}\n\
             spec: {{type: team, children: [{children}]}}\n---\n"
        )
    };
    let one = |text: String| run(&Files::from([("a.yaml".to_owned(), text)]));
    let names: Vec<String> =
        (0..300).map(|number| format!("{:x>width$}", "", width = number % 40 + 4)).collect();
    let all: Vec<String> =
        names.iter().zip(0..).map(|(name, number)| format!("{name}-team-{number}")).collect();
    let mut text: String = all.iter().map(|name| group(name, "")).collect();
    let misspelt: Vec<String> = all.iter().map(|name| name.replace("team", "taem")).collect();
    text.push_str(&group("all", &misspelt.join(", ")));
    let found = one(text);
    assert_eq!(found.len(), 300);
    assert_eq!(found.iter().filter(|one| one.help.is_some()).count(), 100);

    let mut text: String = (0..101).map(|number| group(&format!("team-{number:04}"), "")).collect();
    text.push_str(&group("all", "team-000"));
    assert_eq!(one(text).iter().filter(|one| one.help.is_some()).count(), 0);
}

/// Long lists and circles neither recurse nor cost their length squared.
#[test]
fn large_entities() {
    let items: Vec<String> = (0..20_000).map(|number| format!("component:c{number}")).collect();
    let keys: String = (0..1_000).map(|number| format!("  key{number}: 1\n")).collect();
    let list = items.join(", ");
    let text = format!(
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {{name: a}}\n\
         spec:\n  type: t\n  lifecycle: l\n  owner: user:u\n{keys}  dependsOn: [{list}]\n  owners: [{list}]\n"
    );
    let mut found = run(&Files::from([("a.yaml".to_owned(), text)]));
    assert_eq!(found.len(), 40_001);
    found.retain(|one| {
        one.message.starts_with("`spec.owners` of `component:default/a` refers to `component:")
    });
    assert_eq!(found.len(), 20_000);
}
