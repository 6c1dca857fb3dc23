//! Single rules, and input that could hurt.

use super::catalog;
use idp_catalog::builder::CatalogBuilder;
use idp_catalog::diff::{Afterwards, MAX_DEPTH, diff};
use idp_catalog::known::KnownRefs;
use idp_model::kind::Model;
use std::sync::Arc;

fn component(name: &str, metadata: &str, spec: &str) -> String {
    format!(
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: {name}\n{metadata}\
         spec:\n  type: service\n  lifecycle: production\n  owner: team\n{spec}---\n"
    )
}

fn one(text: &str) -> idp_catalog::catalog::Catalog {
    catalog([("all.yaml", text)])
}

fn paths(old: &str, new: &str) -> Vec<String> {
    let (old, new) = (one(&component("a", "", old)), one(&component("a", "", new)));
    let found = diff(&old, &new);
    found.changed.iter().flat_map(|one| &one.fields).map(|field| field.path.to_string()).collect()
}

#[test]
fn lists_are_sets_or_sequences() {
    let same: &[&str] = &[];
    assert_eq!(paths("  x: [a, 1, 2.5]\n", "  x: [2.5, a, 1.0, a]\n"), same);
    assert_eq!(paths("  x: [a, 1]\n", "  x: [b, 1]\n"), ["spec.x[]", "spec.x[]"]);
    assert_eq!(paths("  x: []\n", "  x: [a]\n"), ["spec.x[]"]);
    // Text is not a number.
    assert_eq!(paths("  x: ['1']\n", "  x: [1]\n"), ["spec.x[]", "spec.x[]"]);
    // An item put in front is one change, not a change of all.
    assert_eq!(paths("  x: [{a: 1}, {a: 2}]\n", "  x: [{a: 0}, {a: 1}, {a: 2}]\n"), ["spec.x[0]"]);
    assert_eq!(paths("  x: [{a: 1}, {a: 1}]\n", "  x: [{a: 1}]\n"), ["spec.x[1]"]);
    assert_eq!(paths("  x: [{a: 1}, {b: 1}, {c: 1}]\n", "  x: [{a: 1}, {b: 2}, {c: 1}]\n"), ["spec.x[1].b"]);
    assert_eq!(paths("  x: {a: 1}\n", "  x: [1]\n"), ["spec.x"]);
    assert_eq!(paths("  x: [[a, b], [c]]\n", "  x: [[b, a], [c]]\n"), same);
}

#[test]
fn keys_are_quoted_where_they_are_no_names() {
    let fields = "  a.b/c: 1\n  '': 1\n  1x: 1\n  ok-1: 1\n  \"q\\\"\": 1\n";
    let quoted = ["spec[\"\"]", "spec[\"1x\"]", "spec[\"a.b/c\"]", "spec.ok-1", "spec[\"q\\\"\"]"];
    assert_eq!(paths("", fields), quoted);
}

#[test]
fn numbers_are_those_of_json() {
    let same: &[&str] = &[];
    assert_eq!(paths("  x: 1\n", "  x: 1.0\n"), same);
    assert_eq!(paths("  x: .nan\n", "  x: null\n"), same);
    assert_eq!(paths("  x: 0.0\n", "  x: -0.0\n"), same);
    assert_eq!(paths("  x: 9007199254740993\n", "  x: 9007199254740992.0\n"), ["spec.x"]);
    assert_eq!(paths("  x: 1e300\n", "  x: 2e300\n"), ["spec.x"]);
}

#[test]
fn deep_documents_are_compared_without_recursion() {
    let deep = |leaf: &str| format!("  x: {}{leaf}{}\n", "{a: [".repeat(400), "]}".repeat(400));
    let same: &[&str] = &[];
    assert_eq!(paths(&deep("{b: 1}"), &deep("{b: 1}")), same);
    let (old, new) = (one(&component("a", "", &deep("{b: 1}"))), one(&component("a", "", &deep("{b: 2}"))));
    let found = diff(&old, &new);
    let [change] = found.changed[0].fields.as_slice() else { panic!("{found}") };
    assert_eq!(change.path.segments().len(), MAX_DEPTH);
    assert!(found.to_string().len() < 2000);
}

#[test]
fn texts_of_several_lines_are_told_by_their_first_difference() {
    let told = |old: &str, new: &str| {
        let [old, new] = [old, new].map(|text| one(&component("a", "", &format!("  x: \"{text}\"\n"))));
        diff(&old, &new).to_string().lines().last().unwrap().trim().to_owned()
    };
    let (same, break_only) = ("spec.x: text of ", "spec.x: text with other line breaks (line 9)");
    assert_eq!(
        told("a\\nb", "a\\nc"),
        format!("{same}2 lines → 2 lines, from its line 2 on: \"b\" → \"c\" (line 9)")
    );
    assert_eq!(
        told("a", "a\\nb"),
        format!("{same}1 lines → 2 lines, from its line 2 on: nothing → \"b\" (line 9)")
    );
    assert_eq!(told("a\\nb", "a\\nb\\n"), break_only);
    assert_eq!(told("a\\nb", "a\\r\\nb"), break_only);
}

#[test]
fn an_alias_is_a_rename_only_for_an_entity_that_is_new() {
    let old = one(&(component("a", "", "") + &component("b", "", "") + &component("c", "", "")));
    let new = one(&component("d", "  aliases: [component:a, component:b, component:c]\n", ""));
    let found = diff(&old, &new);
    let names = |changes: &[idp_catalog::diff::Changed]| -> Vec<String> {
        changes.iter().map(|one| format!("{}>{}", one.old.name(), one.new.name())).collect()
    };
    assert_eq!(names(&found.renamed), ["a>d"]);
    let heir: Afterwards = Afterwards::Alias("component:default/d".parse().unwrap());
    assert!(found.removed.iter().all(|one| one.now == heir));
    assert!(found.added.is_empty() && found.dangling.is_empty());

    let merged = one(&component("b", "  aliases: [component:a]\n", ""));
    let found = diff(&old, &merged);
    assert!(found.renamed.is_empty());
    assert_eq!(found.removed[0].now, Afterwards::Alias("component:default/b".parse().unwrap()));
    assert_eq!(found.removed[1].now, Afterwards::Nothing);
    let claim = |name| component(name, "  aliases: [component:a]\n", "");
    let found = diff(&old, &one(&(claim("b") + &claim("c"))));
    assert_eq!(found.removed[0].now, Afterwards::Ambiguous);
}

#[test]
fn a_dropped_alias_leaves_its_references_dangling() {
    let user = component("user", "", "  dependsOn: [component:former]\n");
    let named = |metadata| one(&(component("a", metadata, "") + &user));
    let found = diff(&named("  aliases: [component:former]\n"), &named(""));
    let [dangling] = found.dangling.as_slice() else { panic!("{found}") };
    assert_eq!(dangling.source.name(), "user");
    assert_eq!(dangling.places[0].to_string(), "all.yaml:18:15");
    assert_eq!(found.changed.len(), 1);
}

#[test]
fn what_another_catalog_has_does_not_dangle() {
    let user = component("user", "", "  dependsOn: [component:a]\n");
    let old = one(&(component("a", "  aliases: [component:former]\n", "") + &user));
    let references = one(&component("a", "  aliases: [component:former]\n", "")).references();
    assert_eq!(references.to_string(), "component:default/a\ncomponent:default/former\n");
    let build = |known: KnownRefs| {
        let model = Arc::new(Model::backstage());
        let mut builder = CatalogBuilder::new(model);
        builder.known(known);
        one(&user).entities().for_each(|entity| builder.add(Arc::clone(entity)));
        builder.build()
    };
    let found = diff(&old, &build(references));
    assert_eq!(found.removed[0].now, Afterwards::External);
    assert!(found.affected.is_empty() && found.lost.iter().all(|lost| lost.source.name() == "a"), "{found}");
    let found = diff(&old, &build(KnownRefs::default()));
    assert_eq!((found.dangling.len(), found.affected.len()), (1, 1), "{found}");
}

#[test]
fn long_output_is_cut() {
    let many: String =
        (0..200).map(|at| component(&format!("c{at}"), "", "  dependsOn: [component:hub]\n")).collect();
    let hub = |note: &str| component("hub", "", note);
    let found = diff(&one(&(many.clone() + &hub(""))), &one(&(many.clone() + &hub("  tier: 1\n"))));
    assert_eq!(found.affected.len(), 200);
    insta::assert_snapshot!(found.to_string());
    let with = |value: &str| -> String {
        let fields: String = (0..20).map(|at| format!("  field{at}: '{}'\n", value.repeat(100))).collect();
        (0..50).map(|at| component(&format!("c{at}"), "", &fields)).collect()
    };
    let mut markdown = String::new();
    diff(&one(&with("a`")), &one(&with("b`"))).write_markdown(&mut markdown).unwrap();
    assert!((59_000..60_100).contains(&markdown.len()));
    assert!(markdown.ends_with(")\n\n… and more than fits here\n"));
    let found = diff(&one(""), &one(&many));
    assert!(found.to_string().contains("\n  … and 150 more\n"));
}

#[test]
fn the_same_characters_may_say_something_else() {
    let text = component("a", "", "  x: yes\n");
    let (new, old) = (one(&text), one(&format!("# Shifted.\n%YAML 1.1\n---\n{text}")));
    let found = diff(&old, &new);
    let [change] = found.changed[0].fields.as_slice() else { panic!("{found}") };
    assert_eq!((&change.old, &change.new), (&Some(true.into()), &Some("yes".into())));
    assert!(diff(&one(&format!("# Shifted.\n---\n{text}")), &new).is_empty());
}
