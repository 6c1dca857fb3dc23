#![allow(clippy::all, clippy::unwrap_used, clippy::print_stdout, missing_docs)]
use idp_model::{document, kind::Model, source::Source, yaml};
use std::time::Instant;
fn main() {
    let files: Vec<(String, Vec<u8>)> = std::fs::read_to_string(std::env::args().nth(1).unwrap())
        .unwrap()
        .lines()
        .map(|p| (p.to_owned(), std::fs::read(p).unwrap()))
        .collect();
    let model = Model::backstage();
    for _ in 0..5 {
        let copy = files.clone();
        let t = Instant::now();
        let sources: Vec<_> = copy.into_iter().map(|(n, b)| Source::from_bytes(n, b)).collect();
        let a = t.elapsed();
        let streams: Vec<_> = sources.iter().map(|s| yaml::parse(s, &yaml::Limits::default())).collect();
        let b = t.elapsed();
        let docs: Vec<_> =
            sources.iter().map(|s| document::read(s, &model, &yaml::Limits::default())).collect();
        let c = t.elapsed();
        let mut builder_refs = 0;
        for d in &docs {
            for x in &d.documents {
                builder_refs += x.entity.as_ref().map_or(0, |e| e.references().len());
            }
        }
        println!(
            "source {:?} parse {:?} read {:?} refs {builder_refs} nodes {}",
            a,
            b - a,
            c - b,
            streams.iter().map(|s| s.documents[0].tree.as_ref().unwrap().len()).sum::<usize>()
        );
    }
}
