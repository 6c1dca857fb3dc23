//! How fast is the dependency graph? 100,000 entities, 400,000 links, beside petgraph's `DiGraph` on the same arcs.
//!
//! `petgraph` rows are floors for building (it is given numbers, not references) and peers for the rest.

use divan::{Bencher, black_box};
use idp_catalog::graph::{Graph, GraphBuilder, RelationTypes};
use idp_model::entity_ref::EntityRef;
use idp_model::source::{Place, Source, Span};
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::Bfs;
use std::sync::{Arc, LazyLock};

const NODES: u32 = 100_000;
const LINKS: u32 = 400_000;
const RELATIONS: [&str; 10] = [
    "dependsOn",
    "dependsOn",
    "dependsOn",
    "dependsOn",
    "dependsOn",
    "dependsOn",
    "dependsOn",
    "consumesApi",
    "consumesApi",
    "ownedBy",
];

struct Input {
    entities: Vec<EntityRef>,
    /// (source, position in [`RELATIONS`], target), grouped by source as files are read.
    links: Vec<(u32, usize, u32)>,
    sources: Vec<Arc<Source>>,
}

static INPUT: LazyLock<Input> = LazyLock::new(|| {
    let entity = |number| EntityRef::new("component", "payments", &format!("service-{number:06}-backend"));
    let mut state = 1u64;
    let mut random = |below: u32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 32) % u64::from(below)) as u32
    };
    let mut links: Vec<_> =
        (0..LINKS).map(|_| (random(NODES), random(RELATIONS.len() as u32) as usize, random(NODES))).collect();
    links.sort_by_key(|link| link.0);
    let sources = (0..NODES).map(|number| Source::new(format!("{number}/catalog-info.yaml"), "spec: {}"));
    Input {
        entities: (0..NODES).map(|number| entity(number).unwrap()).collect(),
        links,
        sources: sources.collect(),
    }
});

/// The links as arcs of impact: from what fails to who is hurt.
static PEER: LazyLock<DiGraph<(), ()>> = LazyLock::new(|| peer(&INPUT));
static GRAPH: LazyLock<Graph> = LazyLock::new(|| build(&INPUT));

fn build(input: &Input) -> Graph {
    let mut builder = GraphBuilder::new(RelationTypes::default());
    let relations = RELATIONS.map(|name| builder.relation(name).unwrap());
    for entity in &input.entities {
        builder.add_entity(entity);
    }
    for &(source, relation, target) in &input.links {
        let place = Place::new(&input.sources[source as usize], Span::new(target % 7, 8));
        let [source, target] = [source, target].map(|number| &input.entities[number as usize]);
        builder.add_link(source, relations[relation], target, Some(place));
    }
    builder.build()
}

fn peer(input: &Input) -> DiGraph<(), ()> {
    let mut graph = DiGraph::with_capacity(NODES as usize, LINKS as usize);
    for _ in &input.entities {
        graph.add_node(());
    }
    for &(source, relation, target) in &input.links {
        if RELATIONS[relation] != "ownedBy" {
            graph.add_edge(NodeIndex::new(target as usize), NodeIndex::new(source as usize), ());
        }
    }
    graph
}

fn main() {
    let impact = GRAPH.impact([&INPUT.entities[0]]).unwrap().len();
    let mut bfs = Bfs::new(&*PEER, NodeIndex::new(0));
    let peer = std::iter::from_fn(|| bfs.next(&*PEER)).count();
    assert_eq!(impact, peer, "both reach the same entities");
    println!("{NODES} entities, {} links, impact of one reaches {impact}", GRAPH.link_count());
    divan::main();
}

#[divan::bench]
fn build_own(bencher: Bencher) {
    let input = &*INPUT;
    bencher.bench(|| build(input));
}

#[divan::bench]
fn build_petgraph_from_numbers(bencher: Bencher) {
    let input = &*INPUT;
    bencher.bench(|| peer(input));
}

#[divan::bench]
fn impact_own(bencher: Bencher) {
    let (graph, start) = (&*GRAPH, &INPUT.entities[0]);
    bencher.bench(|| graph.impact([black_box(start)]).unwrap().len());
}

#[divan::bench]
fn impact_petgraph(bencher: Bencher) {
    let graph = &*PEER;
    bencher.bench(|| {
        let mut bfs = Bfs::new(graph, black_box(NodeIndex::new(0)));
        std::iter::from_fn(|| bfs.next(graph)).count()
    });
}

#[divan::bench]
fn impact_petgraph_on_own(bencher: Bencher) {
    let graph = &*GRAPH;
    let start = graph.node(&INPUT.entities[0]).unwrap().ix();
    bencher.bench(|| {
        let reversed = petgraph::visit::Reversed(graph);
        let mut bfs = Bfs::new(reversed, black_box(start));
        std::iter::from_fn(|| bfs.next(reversed)).count()
    });
}

#[divan::bench]
fn path_own(bencher: Bencher) {
    let (graph, from, to) = (&*GRAPH, &INPUT.entities[1], &INPUT.entities[0]);
    bencher.bench(|| graph.path(black_box(from), to).unwrap().map(|path| path.steps().len()));
}

#[divan::bench]
fn cycles_own(bencher: Bencher) {
    let graph = &*GRAPH;
    bencher.bench(|| graph.cycles().len());
}

#[divan::bench]
fn cycles_petgraph_kosaraju(bencher: Bencher) {
    let graph = &*PEER;
    bencher.bench(|| petgraph::algo::kosaraju_scc(graph).len());
}

#[divan::bench]
fn order_own(bencher: Bencher) {
    let graph = &*GRAPH;
    bencher.bench(|| graph.order().len());
}

#[divan::bench]
fn ownership_own(bencher: Bencher) {
    let graph = &*GRAPH;
    bencher.bench(|| graph.ownership().unwrap());
}

#[divan::bench]
fn subgraph_keeping_a_tenth_own(bencher: Bencher) {
    let graph = &*GRAPH;
    bencher.bench(|| graph.subgraph(|node| node.entity().name().ends_with("0-backend")).implied().len());
}
