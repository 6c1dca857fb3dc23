//! Who is hurt if an entity fails: nearest first, each with the relations that explain it and where they are declared.
//!
//! cargo run --example blast_radius -- examples/data/company resource:tickets-db [--format human|dot|mermaid|json]

use idp_catalog::catalog::Catalog;
use idp_catalog::known::KnownRefs;
use idp_catalog::load;
use idp_catalog::source::{FileSystem, SourceError};
use idp_model::entity_ref::{PartialRef, RefContext};
use idp_model::{check::suggest, kind::Model};
use std::{error::Error, path::Path, process::ExitCode, sync::Arc};

const USAGE: &str = "usage: blast_radius DIR REF [--format human|dot|mermaid|json]";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let answer = match args[..] {
        [dir, entity] => blast_radius(dir, entity, "human"),
        [dir, entity, "--format", format] => blast_radius(dir, entity, format),
        _ => Err(USAGE.into()),
    };
    match answer {
        Ok(text) => print!("{text}"),
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

fn blast_radius(dir: &str, written: &str, format: &str) -> Result<String, Box<dyn Error>> {
    let catalog = read_catalog(Path::new(dir)).map_err(|error| format!("{dir}: {error}"))?;
    let context = RefContext { kind: Some("component"), namespace: None };
    let reference = PartialRef::parse(written)?.complete(&context)?;
    // Former names lead to the entity as well.
    let Some(entity) = catalog.find(&reference) else {
        let all = || catalog.entities().map(|entity| entity.reference());
        let same_name = || all().find(|one| one.name() == reference.name()).map(|one| one.as_str());
        let close = suggest::closest(reference.as_str(), all().map(|one| one.as_str())).or_else(same_name);
        let hint = close.map(|close| format!("; did you mean {close}?")).unwrap_or_default();
        return Err(format!("there is no {reference} in {dir}{hint}").into());
    };
    let failing = entity.reference();
    let hurt = catalog.graph().impact([failing])?;
    match format {
        "human" => {}
        "dot" => return Ok(hurt.draw().to_dot()),
        "mermaid" => return Ok(hurt.draw().to_mermaid()),
        "json" => return Ok(serde_json::to_string_pretty(&hurt.draw().to_document())? + "\n"),
        _ => return Err(USAGE.into()),
    }
    let mut text =
        format!("{failing} ({})\nIf it fails, {} others are hurt.\n", entity.place(), hurt.len() - 1);
    for (distance, node) in hurt.beyond(0).by_distance() {
        text += &format!("\n{distance}  {node}\n");
        if let Some(path) = catalog.graph().path(node.entity(), failing)? {
            // The first line names the entity once more.
            path.to_string().lines().skip(1).for_each(|step| text += &format!("   {step}\n"));
        }
    }
    Ok(text)
}

/// Reads the entity files below a folder; files are named as they can be opened from here.
fn read_catalog(folder: &Path) -> Result<Catalog, SourceError> {
    let model = Arc::new(Model::backstage());
    let files = FileSystem::directory(folder)?;
    let loaded = load::load(&[&files], &model, &load::Options::default())?;
    Ok(loaded.catalog(model, KnownRefs::default()))
}
