//! What a change does to a catalog, and who is affected: a check for pull requests.
//! Exit status: 0 without a difference, 1 with one, 2 if it could not be told.
//!
//! cargo run --example catalog_diff -- OLD_DIR NEW_DIR [--format human|markdown|json]

use idp_catalog::catalog::Catalog;
use idp_catalog::diff::diff;
use idp_catalog::known::KnownRefs;
use idp_catalog::load;
use idp_catalog::source::{FileSystem, SourceError};
use idp_model::kind::Model;
use std::{error::Error, path::Path, process::ExitCode, sync::Arc};

const USAGE: &str = "usage: catalog_diff OLD_DIR NEW_DIR [--format human|markdown|json]";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let answer = match args[..] {
        [old, new] => compare(old, new, "human"),
        [old, new, "--format", format] => compare(old, new, format),
        _ => Err(USAGE.into()),
    };
    match answer {
        Ok((text, differs)) => {
            print!("{text}");
            ExitCode::from(u8::from(differs))
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn compare(old: &str, new: &str, format: &str) -> Result<(String, bool), Box<dyn Error>> {
    let read = |dir: &str| read_catalog(Path::new(dir)).map_err(|error| format!("{dir}: {error}"));
    let diff = diff(&read(old)?, &read(new)?);
    let text = match format {
        "human" => diff.to_string(),
        "markdown" => {
            let mut text = String::new();
            diff.write_markdown(&mut text)?;
            text
        }
        "json" => serde_json::to_string_pretty(&diff.to_document())? + "\n",
        _ => return Err(USAGE.into()),
    };
    Ok((text, !diff.is_empty()))
}

/// Reads the entity files below a folder; files are named from there, so that two folders can be compared.
fn read_catalog(folder: &Path) -> Result<Catalog, SourceError> {
    let model = Arc::new(Model::backstage());
    let files = FileSystem::directory(folder)?.shown_as("");
    let loaded = load::load(&[&files], &model, &load::Options::default())?;
    Ok(loaded.catalog(model, KnownRefs::default()))
}
