//! The typed specs: nothing is lost between YAML, struct and JSON, and what is wrong has its place.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use idp_model::extension::OwnerEntry;
use idp_model::metadata::Metadata;
use idp_model::source::Source;
use idp_model::spec::*;
use idp_model::yaml::{Limits, Tree, parse};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

fn tree(text: &str) -> Tree {
    let stream = parse(&Source::new("a.yaml", text), &Limits::default());
    assert!(stream.diagnostics.is_empty(), "{:?}", stream.diagnostics);
    stream.documents.into_iter().next().unwrap().tree.unwrap()
}

/// YAML to struct to JSON to struct, equal in every form; gives the struct.
#[track_caller]
fn round_trip<T: Serialize + DeserializeOwned + PartialEq + Debug>(text: &str) -> T {
    let tree = tree(text);
    let read: T = tree.root().deserialize_as().unwrap_or_else(|error| panic!("{error}"));
    let written = serde_json::to_value(&read).unwrap();
    assert_eq!(written, tree.root().to_json());
    assert_eq!(serde_json::from_value::<T>(written).unwrap(), read);
    read
}

#[track_caller]
fn fails<T: DeserializeOwned + Debug>(text: &str, message: &str) {
    assert_eq!(tree(text).root().deserialize_as::<T>().unwrap_err().to_string(), message);
}

#[test]
fn metadata() {
    let read: Metadata = round_trip(
        "name: Ledger\nnamespace: pay\nuid: u\netag: e\ntitle: The ledger\ndescription: ''\nlabels: {a: b}\n\
         annotations: {example.com/a: b}\ntags: [go]\n\
         links: [{url: 'https://a.example', title: A, icon: docs, type: runbook, order: 1}]\n\
         aliases: [books]\nrating: {stars: 5}\n",
    );
    assert_eq!(read.links[0].link_type.as_deref(), Some("runbook"));
    assert_eq!(read.aliases, ["books"]);
    assert_eq!(read.extra["rating"]["stars"], 5);
    fails::<Metadata>("title: a", "a.yaml:1:1: missing field `name`");
    fails::<Metadata>("name: a\nlinks:\n  - title: b", "a.yaml:3:5: links[0]: missing field `url`");
    fails::<Metadata>(
        "name: a\nlabels: {b: 1}",
        "a.yaml:2:13: labels.b: expected a string, found the number `1`",
    );
}

#[test]
fn component() {
    let read: ComponentSpec = round_trip(
        "type: service\nlifecycle: production\nowner: pay\nowners: [ops, {ref: 'user:ann', role: on-call, since: 2024}]\n\
         system: books\nsubcomponentOf: ledger\nprovidesApis: [a]\nconsumesApis: [b]\ndependsOn: ['resource:db']\n\
         dependencyOf: ['component:web']\nrelationAttributes:\n\
         - {type: dependsOn, target: 'resource:db', attributes: {critical: true}, note: x}\nowned: {by: us}\n",
    );
    assert_eq!(read.owners[0], OwnerEntry::Reference("ops".to_owned()));
    assert_eq!((read.owners[1].reference(), read.owners[1].role()), ("user:ann", Some("on-call")));
    assert_eq!(read.relation_attributes[0].attributes["critical"], true);
    let one: ComponentSpec =
        tree("{type: a, lifecycle: b, owner: c, dependencyOf: d}").root().deserialize_as().unwrap();
    assert_eq!(one.dependency_of, ["d"]);
    fails::<ComponentSpec>("{type: a, owner: c}", "a.yaml:1:1: missing field `lifecycle`");
    let owners = |owners: &str| format!("type: a\nlifecycle: b\nowner: c\nowners:\n- {owners}\n");
    fails::<ComponentSpec>(
        &owners("{ref: 5}"),
        "a.yaml:5:9: owners[0].ref: expected a string, found the number `5`",
    );
    fails::<ComponentSpec>(&owners("{role: x}"), "a.yaml:5:3: owners[0]: missing field `ref`");
    fails::<ComponentSpec>(
        &owners("[x]"),
        "a.yaml:5:3: owners[0]: expected a reference or a map with `ref`, found a list",
    );
    fails::<ComponentSpec>(
        "{type: a, lifecycle: b, owner: c, dependencyOf: [d, 1]}",
        "a.yaml:1:53: dependencyOf[1]: expected a string, found the number `1`",
    );
}

#[test]
fn api() {
    let read: ApiSpec =
        round_trip("type: openapi\nlifecycle: a\nowner: b\nowners: [c]\nsystem: d\ndefinition: '{}'\n");
    assert_eq!(read.definition, Some(Definition::Text("{}".to_owned())));
    let read: ApiSpec = round_trip("{type: openapi, lifecycle: a, owner: b, definition: {$text: ./a.yaml}}");
    let (resolver, target) = ("text".to_owned(), "./a.yaml".to_owned());
    assert_eq!(read.definition, Some(Definition::Placeholder { resolver, target }));
    let read: ApiSpec = round_trip(
        "{type: mcp-server, lifecycle: a, owner: b, remotes: [{type: sse, url: 'http://a', region: eu}]}",
    );
    assert_eq!(read.remotes[0].transport, "sse");
    let api = |definition: &str| format!("type: a\nlifecycle: b\nowner: c\ndefinition: {definition}\n");
    fails::<ApiSpec>(
        &api("[]"),
        "a.yaml:4:13: definition: expected a string or a placeholder such as `$text: ./openapi.yaml`, found a list",
    );
    fails::<ApiSpec>(
        &api("{$text: 1}"),
        "a.yaml:4:21: definition.$text: expected a string, found the number `1`",
    );
    for wrong in ["{}", "{text: a}", "{$text: a, $json: b}"] {
        assert!(tree(&api(wrong)).root().deserialize_as::<ApiSpec>().is_err(), "{wrong}");
    }
}

#[test]
fn the_other_kinds() {
    let resource: ResourceSpec = round_trip(
        "{type: db, owner: a, owners: [b], system: c, dependsOn: [d], dependencyOf: [e], size: 3}",
    );
    assert_eq!(resource.extra["size"], 3);
    round_trip::<SystemSpec>(
        "{owner: a, owners: [b], domain: c, type: d, relationAttributes: [{type: t, target: u}], x: 1}",
    );
    round_trip::<DomainSpec>("{owner: a, owners: [b], subdomainOf: c, type: d, x: [1]}");
    round_trip::<GroupSpec>(
        "{type: team, profile: {displayName: a, email: b, picture: c, phone: d}, parent: e, children: [], members: [f], x: ~}",
    );
    round_trip::<UserSpec>("{memberOf: [], profile: {displayName: a}, x: true}");
    let location: LocationSpec = round_trip("{type: url, target: a, targets: [b], presence: optional, x: 1}");
    assert_eq!(location.presence, Some(Presence::Optional));
    assert_eq!(round_trip::<LocationSpec>("{}"), LocationSpec::default());
    round_trip::<AiResourceSpec>(
        "{type: skill, lifecycle: a, owner: b, owners: [c], system: d, disciplines: [e], categories: [f], agents: [g], \
         dependsOn: [h], allowedTools: i, license: j, compatibility: k, category: l, rationale: m, skills: [n], \
         plugins: [o], version: '1.0', x: 1}",
    );
    let template: TemplateSpec = round_trip(
        "{type: service, owner: a, owners: [b], lifecycle: c, parameters: [{title: d}], secrets: {schema: {}}, \
         presentation: {buttonLabels: {}}, formDecorators: [{id: e}], EXPERIMENTAL_recovery: {}, \
         steps: [{id: f, name: g, action: h, if: true, each: [1], input: {i: 1}, 'backstage:permissions': {tags: [j]}}], \
         output: {links: []}}",
    );
    assert_eq!(template.steps[0].condition, Some(true.into()));
}

#[test]
fn required_fields_are_required() {
    fails::<ApiSpec>("{type: a, lifecycle: b}", "a.yaml:1:1: missing field `owner`");
    fails::<ResourceSpec>("{owner: a}", "a.yaml:1:1: missing field `type`");
    fails::<SystemSpec>("{domain: a}", "a.yaml:1:1: missing field `owner`");
    fails::<DomainSpec>("{type: a}", "a.yaml:1:1: missing field `owner`");
    fails::<GroupSpec>("{type: a}", "a.yaml:1:1: missing field `children`");
    fails::<UserSpec>("{profile: {}}", "a.yaml:1:1: missing field `memberOf`");
    fails::<AiResourceSpec>("{type: a, owner: b}", "a.yaml:1:1: missing field `lifecycle`");
    fails::<TemplateSpec>("{type: a}", "a.yaml:1:1: missing field `steps`");
    fails::<TemplateSpec>("{type: a, steps: [{id: b}]}", "a.yaml:1:19: steps[0]: missing field `action`");
    fails::<LocationSpec>(
        "{presence: never}",
        "a.yaml:1:12: presence: unknown variant `never`, expected `required` or `optional`",
    );
}
