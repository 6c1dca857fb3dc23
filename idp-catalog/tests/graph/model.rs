//! A graph as a set of triples, asked by the plainest means there are.

use idp_catalog::graph::{Direction, Graph, GraphBuilder, RelationTypes};
use idp_model::entity_ref::EntityRef;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

pub(crate) type Triple = (usize, usize, usize);

/// Names from both ends, and which end (source 's', target 't', none '-') is hurt when the other fails.
pub(crate) const RELATIONS: [(&str, &str, char); 7] = [
    ("ownedBy", "ownerOf", '-'),
    ("partOf", "hasPart", 't'),
    ("providesApi", "apiProvidedBy", 't'),
    ("consumesApi", "apiConsumedBy", 's'),
    ("dependsOn", "dependencyOf", 's'),
    ("childOf", "parentOf", '-'),
    ("memberOf", "hasMember", '-'),
];

pub(crate) const DIRECTIONS: [Direction; 5] =
    [Direction::Forward, Direction::Reverse, Direction::Impact, Direction::Needs, Direction::Any];

/// Node 7 is `component:default/n07`: numbers sort as references do.
pub(crate) fn entity(number: usize) -> EntityRef {
    EntityRef::new("component", "default", &format!("n{number:02}")).unwrap()
}

/// The number of an entity made by [`entity`].
pub(crate) fn number(entity: &EntityRef) -> usize {
    entity.name().trim_start_matches('n').parse().unwrap()
}

#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) nodes: usize,
    /// (source, index in [`RELATIONS`], target).
    pub(crate) triples: BTreeSet<Triple>,
}

impl Model {
    pub(crate) fn any() -> impl Strategy<Value = Self> {
        (1usize..12).prop_flat_map(|nodes| {
            let triple = (0..nodes, 0..RELATIONS.len(), 0..nodes);
            prop::collection::btree_set(triple, 0..nodes * 3).prop_map(move |triples| Self { nodes, triples })
        })
    }

    pub(crate) fn graph(&self) -> Graph {
        let mut builder = GraphBuilder::new(RelationTypes::default());
        for node in 0..self.nodes {
            builder.add_entity(&entity(node));
        }
        for &(source, relation, target) in &self.triples {
            let relation = builder.relation(RELATIONS[relation].0).unwrap();
            builder.add_link(&entity(source), relation, &entity(target), None);
        }
        let graph = builder.build();
        graph.verify().unwrap();
        graph
    }

    /// Pairs (from, to) that a walk follows.
    pub(crate) fn arcs(&self, direction: Direction, relations: &BTreeSet<usize>) -> BTreeSet<(usize, usize)> {
        let mut arcs = BTreeSet::new();
        for &(source, relation, target) in self.triples.iter().filter(|triple| relations.contains(&triple.1))
        {
            let hurt = RELATIONS[relation].2;
            let (forward, backward) = match direction {
                Direction::Forward => (true, false),
                Direction::Reverse => (false, true),
                Direction::Any => (true, true),
                Direction::Impact => (hurt == 't', hurt == 's'),
                Direction::Needs => (hurt == 's', hurt == 't'),
            };
            if forward {
                arcs.insert((source, target));
            }
            if backward {
                arcs.insert((target, source));
            }
        }
        arcs
    }
}

pub(crate) fn all_relations() -> BTreeSet<usize> {
    (0..RELATIONS.len()).collect()
}

/// Distances from the nearest start, entering only nodes that `enter` admits.
pub(crate) fn distances(
    arcs: &BTreeSet<(usize, usize)>,
    starts: &BTreeSet<usize>,
    enter: impl Fn(usize) -> bool,
) -> BTreeMap<usize, u32> {
    let mut found: BTreeMap<usize, u32> = starts.iter().map(|&start| (start, 0)).collect();
    let mut queue: VecDeque<usize> = starts.iter().copied().collect();
    while let Some(node) = queue.pop_front() {
        for &(_, to) in arcs.iter().filter(|arc| arc.0 == node) {
            if enter(to) && !found.contains_key(&to) {
                found.insert(to, found[&node] + 1);
                queue.push_back(to);
            }
        }
    }
    found
}

/// Whether one node leads to another in one step or more.
pub(crate) fn leads(arcs: &BTreeSet<(usize, usize)>, from: usize, to: usize) -> bool {
    let next = arcs.iter().filter(|arc| arc.0 == from).map(|arc| arc.1).collect();
    distances(arcs, &next, |_| true).contains_key(&to)
}
