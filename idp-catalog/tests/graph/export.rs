//! What is written out, names meant to break it included.

use idp_catalog::graph::{Drawing, Graph, GraphBuilder, RelationTypes};
use idp_model::entity_ref::EntityRef;
use idp_model::source::{Place, Source, Span};

fn name(name: &str) -> EntityRef {
    EntityRef::new("component", "default", name).unwrap()
}

fn hostile() -> Graph {
    let mut builder = GraphBuilder::new(RelationTypes::default());
    let depends = builder.relation("dependsOn").unwrap();
    let source = Source::new("shop/catalog-info.yaml", "spec:\n  dependsOn: [a, b]\n");
    let names = [
        "a\"b\\N",
        "<script>alert(1)</script>",
        "line\nbreak\u{7}",
        "größe-日本",
        "a&lt;b",
        "`md` **x** #1;",
    ];
    let entities: Vec<EntityRef> = names.iter().map(|text| name(text)).collect();
    for pair in entities.windows(2) {
        let place = Place::new(&source, Span::new(20, 21));
        builder.add_entity(&pair[0]);
        builder.add_link(&pair[0], depends, &pair[1], Some(place));
    }
    builder.add_external(&entities[3]);
    let attributes = serde_json::json!({ "port": 5432 }).as_object().unwrap().clone();
    builder.add_link_with(&entities[0], depends, &entities[3], None, attributes);
    builder.build()
}

#[test]
fn hostile_names() {
    let graph = hostile();
    let drawing = graph.query().resolve().draw();
    insta::assert_snapshot!("hostile.dot", drawing.to_dot());
    insta::assert_snapshot!("hostile.mermaid", drawing.to_mermaid());
    insta::assert_snapshot!("hostile.json", serde_json::to_string_pretty(&drawing.to_document()).unwrap());
}

#[test]
fn implied_links() {
    let mut builder = GraphBuilder::new(RelationTypes::default());
    let depends = builder.relation("dependsOn").unwrap();
    let provides = builder.relation("providesApi").unwrap();
    for (from, to) in
        [("web", "gateway"), ("gateway", "orders"), ("orders", "db"), ("web", "cart"), ("cart", "db")]
    {
        builder.add_link(&name(from), depends, &name(to), None);
        builder.add_entity(&name(from));
    }
    builder.add_link(&name("web"), provides, &"api:default/shop".parse().unwrap(), None);
    let graph = builder.build();
    let kept = |drawing: Drawing<'_>| drawing.to_dot() + &drawing.to_mermaid();
    let keep = |name: &str| matches!(name, "web" | "orders" | "db");
    insta::assert_snapshot!("implied.forward", kept(graph.subgraph(|node| keep(node.entity().name()))));
    let needs = graph.query().subgraph(|node| keep(node.entity().name()) || node.entity().kind() == "api");
    insta::assert_snapshot!("implied.needs", kept(needs));
    let json =
        serde_json::to_string(&graph.subgraph(|node| keep(node.entity().name())).to_document()).unwrap();
    insta::assert_snapshot!("implied.json", json);
}

#[test]
fn an_empty_graph() {
    let graph = GraphBuilder::default().build();
    graph.verify().unwrap();
    let drawing = graph.subgraph(|_| true);
    assert_eq!(drawing.to_dot(), "digraph catalog {\n  rankdir=LR;\n  node [shape=box];\n}\n");
    assert!(graph.order().is_empty() && graph.cycles().is_empty() && graph.query().resolve().is_empty());
}
