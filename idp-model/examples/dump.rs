#![allow(clippy::all, clippy::unwrap_used, clippy::print_stdout, missing_docs)]
use idp_model::{source::Source, yaml};
fn main() {
    for path in std::io::stdin().lines() {
        let path = path.unwrap();
        let source = Source::from_bytes(path.clone(), std::fs::read(&path).unwrap());
        let stream = yaml::parse(&source, &yaml::Limits::default());
        let docs: Vec<_> = stream.documents.iter().filter(|d| !d.lost).map(|d| if d.broken { serde_json::json!({"err": true}) } else { serde_json::json!({"v": d.tree.as_ref().unwrap().root().to_json()}) }).collect();
        let diags: Vec<_> = stream.diagnostics.iter().map(|d| format!("{} {} {}", d.place.start(), d.code, d.message)).collect();
        println!("{}", serde_json::json!({"file": path, "docs": docs, "diags": diags}));
    }
}
