//! Small catalogs made at random, held against a naive one of maps.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod generate;
mod naive;

use generate::{Written, written};
use idp_catalog::builder::CatalogBuilder;
use idp_catalog::catalog::{Catalog, Resolved};
use idp_catalog::known::KnownRefs;
use idp_catalog::lint::{self, Levels};
use idp_catalog::load::{Options, load};
use idp_catalog::source::Memory;
use idp_model::document;
use idp_model::entity::Entity;
use idp_model::entity_ref::EntityRef;
use idp_model::kind::Model;
use idp_model::source::Source;
use idp_model::yaml::Limits;
use naive::{Found, Naive};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The entities of all files, in order.
fn entities(written: &Written, model: &Model) -> Vec<Arc<Entity>> {
    let read = |(name, text): (String, String)| {
        document::read(&Source::new(name, text), model, &Limits::default()).documents
    };
    written.files().into_iter().flat_map(read).filter_map(|document| document.entity).collect()
}

fn build(entities: impl IntoIterator<Item = Arc<Entity>>, known: &[EntityRef]) -> Catalog {
    let mut builder = CatalogBuilder::new(Arc::new(Model::backstage()));
    for entity in entities {
        builder.add(entity);
    }
    builder.known(known.iter().cloned().collect());
    builder.build()
}

fn catalog(written: &Written) -> Catalog {
    build(entities(written, &Model::backstage()), &written.known)
}

/// Entities by reference and place: where several have one reference, which of them matters.
fn show<'e>(entities: impl IntoIterator<Item = &'e Arc<Entity>>) -> Vec<String> {
    entities.into_iter().map(|entity| format!("{} {}", entity.reference(), entity.place())).collect()
}

/// Everything that a catalog says, as text.
fn state(catalog: &Catalog) -> String {
    let graph = catalog.graph().query().resolve().draw().to_document();
    let aliases: Vec<_> = catalog.aliases().map(|(alias, entities)| (alias, show(entities))).collect();
    format!(
        "{:?}\n{:?}\n{:?}\n{aliases:?}\n{:?}\n{}\n{:?}",
        show(catalog.entities()),
        show(catalog.duplicates()),
        show(catalog.rejected()),
        catalog.known(),
        serde_json::to_string(&graph).unwrap(),
        lint::run(catalog, &Levels::default()),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_naive_catalog_answers_the_same(written in written()) {
        let catalog = catalog(&written);
        prop_assert!(catalog.verify());
        prop_assert_eq!(catalog.graph().verify(), Ok(()));
        let naive = Naive::of(&written);
        prop_assert_eq!(show(catalog.entities()), naive.accepted());
        prop_assert_eq!(show(catalog.duplicates()), naive.duplicates());
        prop_assert_eq!(show(catalog.rejected()), naive.rejected());
        prop_assert_eq!((catalog.len(), catalog.is_empty()), (naive.accepted().len(), naive.accepted().is_empty()));
        let aliases: Vec<_> = catalog
            .aliases()
            .map(|(alias, claims)| {
                (alias.to_string(), claims.iter().map(|one| one.reference().to_string()).collect::<Vec<_>>())
            })
            .collect();
        prop_assert_eq!(aliases, naive.aliases());
        for reference in generate::all_references() {
            let text = reference.to_string();
            let get = show(catalog.get(&reference));
            prop_assert_eq!(&get, &naive.get(&text).into_iter().collect::<Vec<_>>());
            let resolved = match catalog.resolve(&reference) {
                Resolved::Entity(entity) => Found::Entity(entity.reference().to_string()),
                Resolved::Alias(entity) => Found::Alias(entity.reference().to_string()),
                Resolved::External => Found::External,
                Resolved::Rejected(entity) => Found::Rejected(entity.reference().to_string()),
                Resolved::Ambiguous => Found::Ambiguous,
                Resolved::Missing => Found::Missing,
            };
            prop_assert_eq!(resolved, naive.resolve(&text), "{}", text);
            let relations: Vec<_> = catalog
                .relations(&reference)
                .into_iter()
                .map(|(kind, target)| (kind.to_owned(), target.to_string()))
                .collect();
            prop_assert_eq!(relations, naive.relations(&text), "{}", text);
            let owned: BTreeSet<_> =
                catalog.by_owner(&reference).map(|entity| entity.reference().to_string()).collect();
            prop_assert_eq!(catalog.by_owner(&reference).count(), owned.len(), "each once");
            prop_assert_eq!(owned, naive.by_owner(&text), "{}", text);
        }
        for kind in generate::KINDS {
            prop_assert_eq!(show(catalog.by_kind(kind)), naive.by_kind(kind));
            prop_assert_eq!(show(catalog.by_kind(&kind.to_lowercase())), naive.by_kind(kind));
        }
        for tag in generate::TAGS {
            prop_assert_eq!(show(catalog.by_tag(tag)), naive.by_tag(tag));
        }
        let kinds: usize = catalog.kinds().map(|(_, count)| count).sum();
        prop_assert_eq!(kinds, catalog.len());
        prop_assert!(catalog.tags().all(|(tag, count)| count == naive.by_tag(tag).len() && count > 0));
        // What another catalog may refer to is what leads to an entity here.
        let own = catalog.references();
        let find = |one: &EntityRef| catalog.find(one).is_some();
        prop_assert!(generate::all_references().iter().all(|one| own.contains(one) == find(one)));
    }

    #[test]
    fn the_order_of_adding_does_not_count(
        (written, order) in written().prop_flat_map(|written| {
            let order: Vec<usize> = (0..written.entities.len()).collect();
            (Just(written), Just(order).prop_shuffle())
        })
    ) {
        let entities = entities(&written, &Model::backstage());
        prop_assert_eq!(entities.len(), written.entities.len());
        let shuffled = order.iter().map(|index| Arc::clone(&entities[*index]));
        let mut known = written.known.clone();
        known.reverse();
        prop_assert_eq!(state(&build(shuffled, &known)), state(&catalog(&written)));
    }

    #[test]
    fn neither_the_order_of_files_nor_of_threads_counts(written in written(), threads in 1_usize..4) {
        let model = Arc::new(Model::backstage());
        let load = |sources: &[&dyn idp_catalog::source::CatalogSource], threads| {
            let loaded = load(sources, &model, &Options { threads, ..Options::default() }).unwrap();
            let known: KnownRefs = written.known.iter().cloned().collect();
            format!("{:?}\n{}", loaded.diagnostics, state(&loaded.catalog(Arc::clone(&model), known)))
        };
        let files = written.files();
        let one = load(&[&Memory::new(files.clone())], 1);
        // Each file a source of its own, the last one first.
        let apart: Vec<Memory> = files.into_iter().rev().map(|file| Memory::new([file])).collect();
        let apart: Vec<_> = apart.iter().map(|source| source as _).collect();
        prop_assert_eq!(load(&apart, threads), one);
    }
}
