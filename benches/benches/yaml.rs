//! How fast are many small catalog files read into span trees?
//!
//! `line_count` is the floor: one pass over the bytes. `full` is the peer, the reader without the fast path, in the same
//! run. `IDP_FILES` names a directory to read instead of the generated files; how much of it the fast path reads is printed.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use idp_model::source::Source;
use idp_model::yaml::{self, Limits, readers};
use std::path::Path;
use std::sync::{Arc, LazyLock};

static SOURCES: LazyLock<Vec<Arc<Source>>> = LazyLock::new(|| {
    let texts = match std::env::var("IDP_FILES") {
        Ok(directory) => idp_benches::files(Path::new(&directory)),
        Err(_) => idp_benches::catalog_files(10_000),
    };
    texts.into_iter().map(|text| Source::new("bench.yaml", text)).collect()
});

fn bytes(sources: &[Arc<Source>]) -> usize {
    sources.iter().map(|source| source.text().len()).sum()
}

fn main() {
    let limits = Limits::default();
    let read: Vec<_> =
        SOURCES.iter().filter(|source| readers::fast(source, &limits).1.is_none()).map(Arc::clone).collect();
    println!(
        "{} files, {} bytes; the fast path reads {} of them, {} bytes",
        SOURCES.len(),
        bytes(&SOURCES),
        read.len(),
        bytes(&read)
    );
    divan::main();
}

fn each<T>(bencher: Bencher<'_, '_>, read: impl Fn(&Arc<Source>) -> T + Sync) {
    let sources = &*SOURCES;
    bencher.counter(BytesCount::new(bytes(sources))).bench(|| {
        for source in sources {
            black_box(read(source));
        }
    });
}

#[divan::bench]
fn line_count(bencher: Bencher<'_, '_>) {
    each(bencher, |source| source.text().matches('\n').count());
}

#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    let limits = Limits::default();
    each(bencher, |source| yaml::parse(source, &limits));
}

#[divan::bench(sample_count = 10)]
fn full(bencher: Bencher<'_, '_>) {
    let limits = Limits::default();
    each(bencher, |source| readers::full(source, &limits));
}
