//! Small catalogs made at random.

use super::{Files, catalog, run};
use idp_catalog::builder::CatalogBuilder;
use idp_catalog::catalog::{Catalog, Resolved};
use idp_catalog::graph::{CHILD_OF, PART_OF};
use idp_catalog::lint::{self, Levels};
use idp_model::document;
use idp_model::kind::Model;
use idp_model::report::fix;
use idp_model::source::Source;
use idp_model::yaml::Limits;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const NAMES: [&str; 6] = ["retail", "retial", "ushers", "usher", "team-a", "team-b"];

fn name() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(&NAMES[..])
}

fn names() -> impl Strategy<Value = String> {
    proptest::collection::vec(name(), 0..3).prop_map(|names| names.join(", "))
}

/// A document: a group, a component or a domain; one in some is refused.
fn entity() -> impl Strategy<Value = String> {
    let parts = (0..4, name(), name(), name(), names(), names(), any::<bool>());
    parts.prop_map(|(kind, name, one, other, several, aliases, labs)| {
        let (kind, spec) = match kind {
            0 => ("Group", format!("{{type: team, parent: {one}, children: [{several}]}}")),
            1 => ("Domain", format!("{{owner: {one}, subdomainOf: {other}}}")),
            2 => ("Domain", format!("{{owner: domain:{one}, owners: [{several}]}}")),
            _ => ("Group", format!("{{type: team, parent: {one}}}")),
        };
        let namespace = if labs { "labs" } else { "default" };
        format!(
            "apiVersion: backstage.io/v1alpha1\nkind: {kind}\n\
             metadata: {{name: {name}, namespace: {namespace}, aliases: [{aliases}]}}\nspec: {spec}\n"
        )
    })
}

fn files() -> impl Strategy<Value = Files> {
    proptest::collection::vec(entity(), 0..8).prop_map(|entities| {
        let halves = entities.chunks(4).zip(["a.yaml", "b.yaml"]);
        halves.map(|(half, name)| (name.to_owned(), half.join("---\n"))).collect()
    })
}

/// The references of everything that was read that are wrong in one of the ways that `wrong` accepts.
fn count(catalog: &Catalog, wrong: impl Fn(Resolved<'_>) -> bool) -> usize {
    let read = catalog.entities().chain(catalog.duplicates()).chain(catalog.rejected());
    let references = read.flat_map(|entity| entity.references().iter().map(move |one| (entity, one)));
    let others = references.filter(|(entity, one)| one.target != *entity.reference());
    others.filter(|(_, one)| wrong(catalog.resolve(&one.target))).count()
}

/// How many groups of entities lead to each other through links of one relation, by closing it transitively.
fn circles(catalog: &Catalog, relation: &str) -> usize {
    let links = catalog.graph().links().filter(|link| link.relation().name() == relation);
    let mut leads: BTreeSet<(&str, &str)> =
        links.map(|link| (link.source().entity().as_str(), link.target().entity().as_str())).collect();
    loop {
        let steps = leads
            .iter()
            .flat_map(|(a, b)| leads.iter().filter(move |(c, _)| c == b).map(move |(_, d)| (*a, *d)));
        let closed: BTreeSet<_> = steps.chain(leads.iter().copied()).collect();
        if closed == leads {
            break;
        }
        leads = closed;
    }
    let mut members: BTreeMap<&str, &str> = BTreeMap::new();
    for (a, b) in leads.iter().filter(|(a, b)| a != b && leads.contains(&(*b, *a))) {
        let first = members.entry(a).or_insert(b);
        *first = (*first).min(b).min(a);
    }
    members.values().collect::<BTreeSet<_>>().len()
}

proptest! {
    #[test]
    fn rules_count_what_a_naive_look_counts(files in files()) {
        let catalog = catalog(&files);
        let found = lint::run(&catalog, &Levels::default());
        let of = |id: &str| found.iter().filter(|one| one.code.id == id).count();
        prop_assert_eq!(
            of("dangling-reference"),
            count(&catalog, |found| matches!(found, Resolved::Missing | Resolved::Ambiguous))
        );
        prop_assert_eq!(of("rejected-reference"), count(&catalog, |found| matches!(found, Resolved::Rejected(_))));
        prop_assert_eq!(of("alias-reference"), count(&catalog, |found| matches!(found, Resolved::Alias(_))));
        prop_assert_eq!(of("duplicate-entity"), catalog.duplicates().count());
        prop_assert_eq!(of("hierarchy-cycle"), circles(&catalog, PART_OF) + circles(&catalog, CHILD_OF));
    }

    #[test]
    fn the_order_of_adding_does_not_count(
        (files, order) in files().prop_flat_map(|files| {
            let count = files.values().map(|text| text.matches("kind:").count()).sum::<usize>();
            (Just(files), Just((0..count).collect::<Vec<_>>()).prop_shuffle())
        })
    ) {
        let model = Arc::new(Model::backstage());
        let read = |(name, text): (&String, &String)| {
            document::read(&Source::new(name, text), &model, &Limits::default()).documents
        };
        let entities: Vec<_> = files.iter().flat_map(read).filter_map(|document| document.entity).collect();
        let mut builder = CatalogBuilder::new(Arc::clone(&model));
        for index in order {
            builder.add(entities[index].clone());
        }
        prop_assert_eq!(lint::run(&builder.build(), &Levels::default()), run(&files));
    }

    /// Whatever is repaired, the files can be read as before, and each repaired reference leads to an entity by its name.
    #[test]
    fn repairs_lead_to_entities(files in files()) {
        let found = run(&files);
        let applied = fix::apply(&found);
        let mut repaired = files.clone();
        repaired.extend(applied.files.clone());
        let (before, after) = (catalog(&files), catalog(&repaired));
        prop_assert!(before.entities().map(|one| one.reference()).eq(after.entities().map(|one| one.reference())));
        prop_assert!(applied.skipped.is_empty());
        let wrong = |found: Resolved<'_>| !matches!(found, Resolved::Entity(_));
        // A former name of the entity itself becomes its name, which the count leaves out as well.
        prop_assert_eq!(count(&after, wrong), count(&before, wrong) - applied.applied.len());
    }
}
