//! The questions that people ask, on a small company.

use idp_catalog::graph::{
    Direction, Graph, GraphBuilder, Hurt, Node, Presence, RelationTypes, UnknownRelation,
};
use idp_model::entity_ref::EntityRef;
use idp_model::source::{Place, Source, Span};

fn entity(text: &str) -> EntityRef {
    text.parse().unwrap()
}

const LINKS: &[(&str, &str, &str)] = &[
    ("component:a/shop", "consumesApi", "api:a/orders"),
    ("component:a/orders", "providesApi", "api:a/orders"),
    ("component:a/orders", "dependsOn", "resource:a/db"),
    ("component:a/orders", "partOf", "system:a/sales"),
    ("component:a/shop", "partOf", "system:a/sales"),
    ("component:a/orders", "ownedBy", "group:a/backend"),
    ("system:a/sales", "ownedBy", "group:a/commerce"),
    ("group:a/backend", "childOf", "group:a/commerce"),
    ("user:a/ann", "memberOf", "group:a/backend"),
];

fn company() -> Graph {
    let text: String = LINKS.iter().map(|(a, relation, b)| format!("{a} {relation} {b}\n")).collect();
    let source = Source::new("company.txt", text);
    let mut builder = GraphBuilder::new(RelationTypes::default());
    for (line, (a, relation, b)) in (1..).zip(LINKS) {
        let start = source.text().find(source.line_text(line)).unwrap() as u32;
        let place = Place::new(&source, Span::at(start));
        builder.add_link(&entity(a), builder.relation(relation).unwrap(), &entity(b), Some(place));
        builder.add_entity(&entity(a));
    }
    builder.build()
}

fn names(nodes: impl IntoIterator<Item = impl std::borrow::Borrow<Node<'static>>>) -> Vec<String> {
    nodes.into_iter().map(|node| node.borrow().entity().to_string()).collect()
}

#[test]
fn what_happens_if_the_database_fails() {
    let graph: &'static Graph = Box::leak(Box::new(company()));
    let hurt = graph.impact([&entity("resource:a/db")]).unwrap().beyond(0);
    let far: Vec<String> = hurt.by_distance().map(|(far, node)| format!("{far} {node}")).collect();
    assert_eq!(far, ["1 component:a/orders", "2 api:a/orders", "2 system:a/sales", "3 component:a/shop"]);
    // Neither owners nor members are hurt.
    assert_eq!(names(graph.dependencies(&entity("user:a/ann")).unwrap().beyond(0).iter()), [""; 0]);
    let why = graph.path(&entity("component:a/shop"), &entity("resource:a/db")).unwrap().unwrap();
    assert_eq!(
        why.to_string(),
        "component:a/shop\n  consumesApi api:a/orders (company.txt:1:1)\n  apiProvidedBy component:a/orders \
         (company.txt:2:1)\n  dependsOn resource:a/db (company.txt:3:1)\n"
    );
    assert!(graph.path(&entity("resource:a/db"), &entity("component:a/shop")).unwrap().is_none());
}

#[test]
fn who_is_hurt_can_be_configured() {
    let mut types = RelationTypes::default();
    types.set_hurt("hasPart", Hurt::Nobody).unwrap();
    types.declare("runsOn", "hosts", Hurt::Source).unwrap();
    let mut builder = GraphBuilder::new(types);
    let [part, whole, host] = ["component:a/part", "system:a/whole", "resource:a/host"].map(entity);
    builder.add_link(&part, builder.relation("partOf").unwrap(), &whole, None);
    builder.add_link(&host, builder.relation("hosts").unwrap(), &part, None);
    let graph = builder.build();
    let hurt: Vec<_> = graph.impact([&host]).unwrap().iter().map(|node| node.entity().clone()).collect();
    assert_eq!(hurt, [part.clone(), host.clone()]);
    let unknown = graph.query().relations(["runsAt"]).unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "unknown relation `runsAt`; known are childOf, consumesApi, dependsOn, memberOf, ownedBy, partOf, providesApi, runsOn"
    );
    assert!(matches!(graph.query().from([&entity("a:b/c")]), Err(error) if error.entity == entity("a:b/c")));
    let UnknownRelation { name, .. } = builder_without_types().ownership().unwrap_err();
    assert_eq!(name, "ownedBy");
}

fn builder_without_types() -> Graph {
    GraphBuilder::new(RelationTypes::empty()).build()
}

#[test]
fn who_owns_what() {
    let graph: &'static Graph = Box::leak(Box::new(company()));
    let ownership = graph.ownership().unwrap();
    let shop = ownership.owners(&entity("component:a/shop")).unwrap();
    assert_eq!(
        (names(&shop.owners), names(shop.via)),
        (vec!["group:a/commerce".into()], vec!["system:a/sales".into()])
    );
    let commerce = ownership.rollup(&entity("group:a/commerce")).unwrap();
    assert_eq!(names(&commerce.direct), ["system:a/sales"]);
    assert_eq!(names(&commerce.inherited), ["component:a/shop"]);
    assert_eq!(names(&commerce.through_children), ["component:a/orders"]);
    assert!(names(ownership.unowned()).contains(&"resource:a/db".into()));
}

#[test]
fn what_dangles_and_where_it_was_written() {
    let graph: &'static Graph = Box::leak(Box::new(company()));
    let dangling: Vec<String> = graph
        .dangling()
        .map(|link| format!("{}: {link}", link.places().next().unwrap()))
        .filter(|text| text.contains("resource"))
        .collect();
    assert_eq!(dangling, ["company.txt:3:1: component:a/orders dependsOn resource:a/db"]);
    assert_eq!(graph.node(&entity("resource:a/db")).unwrap().presence(), Presence::Missing);
}

#[test]
fn circles_are_told_with_their_links() {
    let mut builder = GraphBuilder::new(RelationTypes::default());
    let [a, b, x, y] = ["component:d/a", "component:d/b", "api:d/x", "api:d/y"].map(entity);
    for (source, relation, target) in
        [(&a, "providesApi", &x), (&b, "consumesApi", &x), (&b, "providesApi", &y), (&a, "consumesApi", &y)]
    {
        builder.add_link(source, builder.relation(relation).unwrap(), target, None);
    }
    let graph = builder.build();
    let cycles = graph.cycles();
    let paths: Vec<String> = cycles.iter().map(|cycle| cycle.path().unwrap().to_string()).collect();
    assert_eq!(
        paths,
        [
            "api:d/x\n  apiProvidedBy component:d/a\n  consumesApi api:d/y\n  apiProvidedBy component:d/b\n  consumesApi api:d/x\n"
        ]
    );
    // No relation by itself goes round, and neither do all of them from source to target.
    assert!(graph.query().direction(Direction::Forward).cycles().is_empty());
}
