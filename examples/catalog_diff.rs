//! What a change does to a catalog, and who is affected: a check for pull requests.
//! Exit status: 0 without a difference, 1 with one, 2 if it could not be told.
//!
//! cargo run --example catalog_diff -- OLD_DIR NEW_DIR [--format human|markdown|json]

use idp_catalog::builder::CatalogBuilder;
use idp_catalog::catalog::Catalog;
use idp_catalog::diff::diff;
use idp_model::{document, kind::Model, source::Source, yaml::Limits};
use std::{error::Error, fs, io, path::Path, process::ExitCode, sync::Arc};

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

/// Reads every YAML file below a folder; files are named from there, so that two folders can be compared.
fn read_catalog(root: &Path) -> io::Result<Catalog> {
    let model = Arc::new(Model::backstage());
    let mut builder = CatalogBuilder::new(Arc::clone(&model));
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let skipped = path.file_name().is_some_and(|name| name == "skeleton" || name == "dist");
            if path.is_dir() && !skipped {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "yaml") {
                let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
                let source = Source::from_bytes(name, fs::read(&path)?);
                builder.add_documents(document::read(&source, &model, &Limits::default()));
            }
        }
    }
    Ok(builder.build())
}
