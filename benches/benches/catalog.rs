//! How long does a catalog take, from texts in memory to a frozen graph with findings? The floor: reading the same texts into span trees.

use divan::{Bencher, counter::ItemsCount};
use idp_catalog::known::KnownRefs;
use idp_catalog::source::Memory;
use idp_catalog::{lint, load};
use idp_model::kind::Model;
use idp_model::source::Source;
use idp_model::yaml::{self, Limits};
use std::sync::Arc;

fn main() {
    divan::main();
}

const COUNTS: [usize; 2] = [1_000, 10_000];

fn files(count: usize) -> Memory {
    let texts = idp_benches::catalog_files(count);
    Memory::new(texts.into_iter().enumerate().map(|(number, text)| (format!("{number:06}.yaml"), text)))
}

fn one_thread() -> load::Options<'static> {
    load::Options { threads: 1, ..load::Options::default() }
}

#[divan::bench(args = COUNTS)]
fn floor_span_trees(bencher: Bencher<'_, '_>, count: usize) {
    let texts = idp_benches::catalog_files(count);
    bencher.counter(ItemsCount::new(count)).bench(|| {
        texts
            .iter()
            .map(|text| {
                yaml::parse(&Source::new("a.yaml", text.as_str()), &Limits::default()).documents.len()
            })
            .sum::<usize>()
    });
}

#[divan::bench(args = COUNTS)]
fn load_and_check(bencher: Bencher<'_, '_>, count: usize) {
    let (files, model) = (files(count), Model::backstage());
    bencher.counter(ItemsCount::new(count)).bench(|| load::load(&[&files], &model, &one_thread()).unwrap());
}

#[divan::bench(args = COUNTS)]
fn freeze(bencher: Bencher<'_, '_>, count: usize) {
    let (files, model) = (files(count), Arc::new(Model::backstage()));
    let loaded = load::load(&[&files], &model, &one_thread()).unwrap();
    bencher
        .counter(ItemsCount::new(count))
        .bench(|| loaded.catalog(Arc::clone(&model), KnownRefs::default()));
}

#[divan::bench(args = COUNTS)]
fn lint_all(bencher: Bencher<'_, '_>, count: usize) {
    let (files, model) = (files(count), Arc::new(Model::backstage()));
    let catalog = load::load(&[&files], &model, &one_thread()).unwrap().catalog(model, KnownRefs::default());
    bencher.counter(ItemsCount::new(count)).bench(|| lint::run(&catalog, &lint::Levels::default()).len());
}
