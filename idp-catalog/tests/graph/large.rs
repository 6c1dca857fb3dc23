//! Paths as long as a catalog can be: nothing recurses, nothing is quadratic.

use idp_catalog::graph::{Graph, GraphBuilder, RelationTypes};
use idp_model::entity_ref::EntityRef;

const LENGTH: u32 = 2_000_000;

fn entity(number: u32) -> EntityRef {
    EntityRef::new("component", "default", &format!("{number:07}")).unwrap()
}

/// Every entity depends on the next one; closed, the last one on the first.
fn chain(closed: bool) -> Graph {
    let mut builder = GraphBuilder::new(RelationTypes::default());
    let depends = builder.relation("dependsOn").unwrap();
    let mut before = entity(0);
    for number in 1..LENGTH {
        let next = entity(number);
        builder.add_link(&before, depends, &next, None);
        before = next;
    }
    if closed {
        builder.add_link(&before, depends, &entity(0), None);
    }
    builder.build()
}

#[test]
fn a_path_of_two_million_entities() {
    let graph = chain(false);
    graph.verify().unwrap();
    let (first, last) = (entity(0), entity(LENGTH - 1));
    let reached = graph.dependencies(&first).unwrap();
    assert_eq!(reached.len(), LENGTH as usize);
    assert_eq!(reached.distance(&last), Some(LENGTH - 1));
    assert_eq!(graph.impact([&last]).unwrap().intersect(&reached).unite(&reached).len(), LENGTH as usize);
    assert_eq!(graph.path(&first, &last).unwrap().unwrap().steps().len(), LENGTH as usize - 1);
    assert!(graph.cycles().is_empty());
    let order = graph.order();
    assert_eq!(order.len(), LENGTH as usize);
    assert!(order.iter().zip(0..).all(|(group, rank)| group.rank() == rank));
    let ends = graph.subgraph(|node| *node.entity() == first || *node.entity() == last);
    assert_eq!(ends.implied()[0].links, LENGTH - 1);
}

#[test]
fn a_circle_of_two_million_entities() {
    let graph = chain(true);
    let cycles = graph.cycles();
    assert_eq!(cycles.len(), 1);
    let cycle = cycles.iter().next().unwrap();
    assert_eq!(cycle.members().count(), LENGTH as usize);
    assert_eq!(cycle.path().unwrap().steps().len(), LENGTH as usize);
    assert_eq!(graph.order().len(), 1);
}
