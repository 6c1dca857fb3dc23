//! Sources, and what is loaded from them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[cfg(feature = "directory")]
mod disk;
#[cfg(feature = "directory")]
mod examples;
mod locations;
mod memory;

use idp_catalog::load::{Loaded, Options, load};
use idp_catalog::source::CatalogSource;
use idp_model::diagnostic::Diagnostic;
use idp_model::kind::Model;
use std::fmt::Write;

fn read(source: &dyn CatalogSource) -> Loaded {
    load(&[source], &Model::backstage(), &Options::default()).unwrap()
}

fn names(loaded: &Loaded) -> Vec<&str> {
    loaded.files.iter().map(|file| file.source.name()).collect()
}

fn show(diagnostics: &[Diagnostic]) -> String {
    let mut text = String::new();
    for found in diagnostics {
        writeln!(text, "{} {} {}: {}", found.place, found.severity, found.code, found.message).unwrap();
        for related in &found.related {
            writeln!(text, "    {}: {}", related.place, related.message).unwrap();
        }
        if let Some(help) = &found.help {
            writeln!(text, "    help: {help}").unwrap();
        }
    }
    text
}

fn component(name: &str) -> String {
    format!(
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {{name: {name}}}\n\
         spec: {{type: service, lifecycle: production, owner: me}}\n"
    )
}

/// A Location with this content of `spec`.
fn location(name: &str, spec: &str) -> String {
    format!(
        "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {{name: {name}}}\nspec: {{{spec}}}\n"
    )
}
