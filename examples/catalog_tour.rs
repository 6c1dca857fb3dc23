//! A walk through what can be asked of a catalog and its graph.
//!
//! cargo run --example catalog_tour -- examples/data/company

use idp_catalog::catalog::Catalog;
use idp_catalog::known::KnownRefs;
use idp_catalog::load;
use idp_catalog::source::{FileSystem, SourceError};
use idp_model::kind::Model;
use std::collections::BTreeMap;
use std::{error::Error, path::Path, sync::Arc};

fn main() -> Result<(), Box<dyn Error>> {
    let dir = std::env::args().nth(1).unwrap_or_else(|| "examples/data/company".to_owned());
    let catalog = read_catalog(Path::new(&dir))?;
    let graph = catalog.graph();

    println!("{} entities, {} relations between them", catalog.len(), graph.link_count());
    println!("\nKinds:");
    catalog.kinds().for_each(|(kind, count)| println!("  {count:3} {kind}"));
    println!("\nTags:");
    catalog.tags().filter(|(_, count)| *count > 1).for_each(|(tag, count)| println!("  {count:3} {tag}"));
    println!("\nFormer names, which still lead there:");
    for (alias, entities) in catalog.aliases() {
        entities.iter().for_each(|entity| println!("  {alias} is now {}", entity.reference()));
    }

    // The entity with the most relations, as something to look at.
    let busiest = catalog.by_kind("component").max_by_key(|one| catalog.relations(one.reference()).len());
    let Some(busiest) = busiest else { return Ok(()) };
    let reference = busiest.reference();
    println!("\nThe busiest component, {} ({}):", busiest.title().unwrap_or(busiest.name()), busiest.place());
    for (relation, target) in catalog.relations(reference) {
        println!("  {relation} {target}");
    }
    let (needs, hurt) = (graph.dependencies(reference)?, graph.impact([reference])?);
    println!("It needs {} others to work; {} are hurt if it fails.", needs.len() - 1, hurt.len() - 1);

    println!("\nReferences that lead nowhere: {}", graph.dangling().count());
    graph.dangling().take(3).for_each(|link| println!("  {link} ({})", link.places().next().unwrap()));
    println!("\nCircles of need: {}", graph.cycles().len());
    graph.cycles().iter().filter_map(|cycle| cycle.path()).for_each(|path| print!("{path}"));

    println!("\nThe order in which to set things up; each step needs only the ones before:");
    let mut steps: BTreeMap<u32, Vec<_>> = BTreeMap::new();
    for group in graph.order().iter() {
        steps.entry(group.rank()).or_default().extend(group.members());
    }
    for (step, members) in &steps {
        println!("  {step}: {} entities, {} the first of them", members.len(), members[0]);
    }

    println!("\nWho owns how many: named as owner, inherited from a system or domain, through groups below:");
    let ownership = graph.ownership()?;
    for group in catalog.by_kind("group") {
        if let Some(owned) = ownership.rollup(group.reference()) {
            let counts = [&owned.direct, &owned.inherited, &owned.through_children].map(|list| list.len());
            println!("  {:20} {:3} {:3} {:3}", group.name(), counts[0], counts[1], counts[2]);
        }
    }

    // Its APIs are left out; the ways through them are drawn dashed, as links from consumer to provider.
    println!("\nThe components and resources that it needs, as a drawing for Graphviz:\n");
    let near = graph.query().from([reference])?.depth(2);
    let drawing = near.subgraph(|node| matches!(node.entity().kind(), "component" | "resource"));
    print!("{}", drawing.to_dot());
    Ok(())
}

/// Reads the entity files below a folder; files are named as they can be opened from here.
fn read_catalog(folder: &Path) -> Result<Catalog, SourceError> {
    let model = Arc::new(Model::backstage());
    let files = FileSystem::directory(folder)?;
    let loaded = load::load(&[&files], &model, &load::Options::default())?;
    Ok(loaded.catalog(model, KnownRefs::default()))
}
