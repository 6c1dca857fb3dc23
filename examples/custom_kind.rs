//! A kind of your own, without code: its schema and relations are a file.
//!
//! `cargo run --example custom_kind` reads `examples/data/kinds/environment.yaml` and the entities in
//! `examples/data/custom-kind`, asks the graph about them, and then makes a mistake on purpose.

use idp_catalog::builder::CatalogBuilder;
use idp_model::kind::Model;
use idp_model::source::Source;
use idp_model::yaml::{self, Limits};
use idp_model::{document, report};
use std::sync::Arc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/data");
    let read =
        |name: &str| std::fs::read_to_string(format!("{data}/{name}")).map(|text| Source::new(name, text));

    // The model of Backstage, and what the platform team adds to it.
    let mut model = Model::backstage();
    for document in yaml::parse(&read("kinds/environment.yaml")?, &Limits::default()).documents {
        if let Some(tree) = &document.tree {
            let faults = model.declare(tree);
            report::human::write_lines(&faults, &mut std::io::stdout())?;
        }
    }
    let model = Arc::new(model);

    // Entities of that kind are read, checked and linked like any other.
    let entities = read("custom-kind/catalog-info.yaml")?;
    let documents = document::read(&entities, &model, &Limits::default());
    report::human::write_lines(&documents.diagnostics, &mut std::io::stdout())?;
    let mut builder = CatalogBuilder::new(Arc::clone(&model));
    builder.add_documents(documents);
    let catalog = builder.build();
    for environment in catalog.by_kind("Environment") {
        println!("{}", environment.reference());
        for (relation, target) in catalog.relations(environment.reference()) {
            println!("  {relation} {target}");
        }
    }

    // Its schema is enforced, at the line.
    let wrong = Source::new("wrong.yaml", entities.text().replace("stage: ", "stage: 7 # was "));
    println!();
    report::write(
        report::Format::Human,
        &document::read(&wrong, &model, &Limits::default()).diagnostics,
        &report::Options::default(),
        &mut std::io::stdout(),
    )?;
    Ok(())
}
