//! Differences of catalogs: what is told about small cases, and that it agrees with naive ideas of a difference.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod cases;
mod details;
mod properties;

use idp_catalog::builder::CatalogBuilder;
use idp_catalog::catalog::Catalog;
use idp_model::kind::Model;
use idp_model::source::Source;
use idp_model::yaml::Limits;
use std::sync::Arc;

/// A catalog of named texts.
fn catalog<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Catalog {
    let model = Arc::new(Model::backstage());
    let mut builder = CatalogBuilder::new(Arc::clone(&model));
    for (name, text) in files {
        builder.add_documents(idp_model::document::read(
            &Source::new(name, text),
            &model,
            &Limits::default(),
        ));
    }
    builder.build()
}
