#![allow(clippy::all, clippy::unwrap_used, clippy::print_stdout, missing_docs)]
use idp_model::{document, kind::Model, source::Source, yaml};
fn main() {
    let mode = std::env::args().nth(1).unwrap_or_default();
    let model = match mode.as_str() {
        "model" => Model::backstage_model_layers(),
        "model+ai" => Model::backstage_model_layers().with_ai(),
        _ => Model::backstage(),
    };
    for path in std::io::stdin().lines() {
        let path = path.unwrap();
        let source = Source::from_bytes(path.clone(), std::fs::read(&path).unwrap());
        if mode == "yaml" {
            let stream = yaml::parse(&source, &yaml::Limits::default());
            let docs: Vec<_> = stream
                .documents
                .iter()
                .filter(|d| !d.lost)
                .map(|d| {
                    if d.broken {
                        serde_json::json!({"err": true})
                    } else {
                        serde_json::json!({"v": d.tree.as_ref().unwrap().root().to_json()})
                    }
                })
                .collect();
            let diags: Vec<_> = stream
                .diagnostics
                .iter()
                .map(|d| format!("{} {} {}", d.place.start(), d.code, d.message))
                .collect();
            println!("{}", serde_json::json!({"file": path, "docs": docs, "diags": diags}));
        } else {
            let stream = document::read(&source, &model, &yaml::Limits::default());
            let docs: Vec<_> = stream.documents.iter().filter(|d| !d.lost).map(|d| serde_json::json!({"i": d.index, "v": d.verdict, "ref": d.reference, "rel": d.entity.as_ref().filter(|e| e.is_accepted()).map(|e| serde_json::to_value(e.relations().iter().map(|r| (r.source, r.kind, r.target)).collect::<Vec<_>>()).unwrap())})).collect();
            let diags: Vec<_> = stream
                .diagnostics
                .iter()
                .map(|d| format!("{} {} {}", d.place.start(), d.code, d.message))
                .collect();
            println!("{}", serde_json::json!({"file": path, "docs": docs, "diags": diags}));
        }
    }
}
