//! Every question, compared with the naive model on small graphs.

use crate::model::{DIRECTIONS, Model, RELATIONS, Triple, all_relations, distances, entity, leads, number};
use idp_catalog::graph::{Direction, Graph, GraphBuilder, Path, Query, RelationTypes, Set};
use idp_model::source::{Place, Source, Span};
use proptest::prelude::*;
use proptest::sample::subsequence;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

fn numbers(set: &Set<'_>) -> BTreeMap<usize, u32> {
    set.by_distance().map(|(distance, node)| (number(node.entity()), distance)).collect()
}

fn members(nodes: &[usize], model: &Model) -> BTreeSet<usize> {
    nodes.iter().map(|node| node % model.nodes).collect()
}

/// A direction and the relation types to follow.
fn way() -> impl Strategy<Value = (Direction, BTreeSet<usize>)> {
    let relations = subsequence((0..RELATIONS.len()).collect::<Vec<_>>(), 0..=RELATIONS.len());
    let relations = prop_oneof![Just(all_relations()), relations.prop_map(BTreeSet::from_iter)];
    (prop::sample::select(DIRECTIONS.to_vec()), relations)
}

fn some() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0usize..12, 0..5)
}

fn query<'g>(graph: &'g Graph, (direction, relations): &(Direction, BTreeSet<usize>)) -> Query<'g> {
    let names = relations.iter().map(|&relation| RELATIONS[relation].1);
    graph.query().direction(*direction).relations(names).unwrap()
}

fn from<'g>(query: Query<'g>, starts: &BTreeSet<usize>) -> Query<'g> {
    query.from(&starts.iter().map(|&start| entity(start)).collect::<Vec<_>>()).unwrap()
}

/// The entities of a path by number, after checking that its steps are links and hang together.
fn walked(path: &Path<'_>) -> Vec<usize> {
    let mut at = path.start();
    let mut all = vec![number(at.entity())];
    for step in path.steps() {
        assert_eq!(step.from(), at);
        let ends = (step.link().source(), step.link().target());
        assert_eq!(
            if step.is_reversed() { (step.to(), step.from()) } else { (step.from(), step.to()) },
            ends
        );
        at = step.to();
        all.push(number(at.entity()));
    }
    assert_eq!(path.end(), at);
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn insertion_order_does_not_matter(
        model in Model::any(),
        order in prop::collection::vec((any::<u32>(), any::<bool>(), 0u32..4), 72),
    ) {
        let sources = ["b.yaml", "a.yaml"].map(|name| Source::new(name, "0123456789"));
        // Each link twice, once from either end, in two orders.
        let mut declared: Vec<_> = model.triples.iter().flat_map(|triple| [*triple, *triple]).zip(&order).collect();
        let build = |declared: &[(Triple, &(u32, bool, u32))], late: bool| {
            let mut builder = GraphBuilder::new(RelationTypes::default());
            let add_entities = |builder: &mut GraphBuilder| {
                (0..model.nodes).filter(|node| node % 3 != 0).for_each(|node| builder.add_entity(&entity(node)));
                (0..model.nodes).filter(|node| node % 4 == 0).for_each(|node| builder.add_external(&entity(node)));
            };
            if !late {
                add_entities(&mut builder);
            }
            for &((source, relation, target), &(_, inverse, at)) in declared {
                let (name, other, _) = RELATIONS[relation];
                let place = Place::new(&sources[at as usize % 2], Span::new(at, at + 1));
                let attributes = serde_json::json!({ "at": at }).as_object().unwrap().clone();
                let attributes = if at > 1 { attributes } else { Default::default() };
                let (name, source, target) =
                    if inverse { (other, target, source) } else { (name, source, target) };
                let relation = builder.relation(name).unwrap();
                builder.add_link_with(&entity(source), relation, &entity(target), Some(place), attributes);
            }
            if late {
                add_entities(&mut builder);
            }
            let graph = builder.build();
            graph.verify().unwrap();
            serde_json::to_string(&graph.query().resolve().draw().to_document()).unwrap()
        };
        let first = build(&declared, false);
        declared.sort_by_key(|(_, order)| **order);
        prop_assert_eq!(first, build(&declared, true));
    }

    #[test]
    fn links_are_the_triples_seen_from_both_ends(model in Model::any()) {
        let graph = model.graph();
        let triple = |link: idp_catalog::graph::Link<'_>| {
            let relation = RELATIONS.iter().position(|known| known.0 == link.relation().name()).unwrap();
            (number(link.source().entity()), relation, number(link.target().entity()))
        };
        let out: Vec<_> = graph.links().map(triple).collect();
        prop_assert_eq!(out.len(), model.triples.len());
        prop_assert_eq!(&out.into_iter().collect::<BTreeSet<_>>(), &model.triples);
        let into: BTreeSet<_> = graph.nodes().flat_map(|node| node.incoming()).map(triple).collect();
        prop_assert_eq!(into, model.triples);
        for link in graph.nodes().flat_map(|node| node.incoming()) {
            prop_assert_eq!(format!("{link}"), format!("{}", graph.link_at(link.ix()).unwrap()));
        }
    }

    #[test]
    fn reaching_is_what_it_is_in_the_model(
        model in Model::any(), way in way(), starts in some(), refused in some(), depth in prop::option::of(0u32..4),
    ) {
        let graph = model.graph();
        let (starts, refused) = (members(&starts, &model), members(&refused, &model));
        let admits = |node| !refused.contains(&node);
        let mut expected = distances(&model.arcs(way.0, &way.1), &starts, admits);
        expected.retain(|_, distance| depth.is_none_or(|depth| *distance <= depth));
        let asked = from(query(&graph, &way), &starts).depth(depth.unwrap_or(u32::MAX));
        let asked = if refused.is_empty() { asked } else { asked.nodes(|node| admits(number(node.entity()))) };
        let set = asked.resolve();
        prop_assert_eq!(numbers(&set), expected.clone());
        prop_assert_eq!(set.len(), expected.len());
        let in_order: Vec<usize> = set.iter().map(|node| number(node.entity())).collect();
        prop_assert_eq!(in_order, expected.keys().copied().collect::<Vec<_>>());
        let by_distance: Vec<_> = set.by_distance().map(|(far, node)| (far, number(node.entity()))).collect();
        prop_assert!(by_distance.is_sorted());
        for node in 0..model.nodes {
            prop_assert_eq!(set.distance(&entity(node)), expected.get(&node).copied());
            prop_assert_eq!(set.contains(&entity(node)), expected.contains_key(&node));
        }
    }

    #[test]
    fn forward_mirrors_reverse_and_impact_mirrors_needs(model in Model::any()) {
        let graph = model.graph();
        for (there, back) in [(Direction::Forward, Direction::Reverse), (Direction::Impact, Direction::Needs)] {
            let reach = |node, direction| {
                numbers(&graph.query().from([&entity(node)]).unwrap().direction(direction).resolve())
            };
            for a in 0..model.nodes {
                for (b, distance) in reach(a, there) {
                    prop_assert_eq!(reach(b, back).get(&a).copied(), Some(distance));
                }
            }
        }
        let short = graph.impact([&entity(0)]).unwrap().by_distance().map(|(_, node)| node.entity()).collect::<Vec<_>>();
        for node in 0..model.nodes {
            let needs = graph.dependencies(&entity(node)).unwrap().contains(&entity(0));
            prop_assert_eq!(needs, short.contains(&&entity(node)));
        }
    }

    #[test]
    fn sets_behave_as_sets(model in Model::any(), a in some(), b in some(), beyond in 0u32..3) {
        let graph = model.graph();
        let reach = |starts: &[usize], direction| {
            from(graph.query().direction(direction), &members(starts, &model)).resolve()
        };
        let (left, right) = (reach(&a, Direction::Forward), reach(&b, Direction::Reverse));
        let (x, y) = (numbers(&left), numbers(&right));
        let mut both = x.clone();
        for (&node, &far) in &y {
            both.entry(node).and_modify(|known| *known = far.min(*known)).or_insert(far);
        }
        let only = |keep: &dyn Fn(usize, u32) -> bool| {
            x.iter().filter(|(node, far)| keep(**node, **far)).map(|(&node, &far)| (node, far)).collect::<BTreeMap<_, _>>()
        };
        // The same entities in a graph that has one more in front, so that all positions differ.
        let shifted = {
            let mut builder = GraphBuilder::new(RelationTypes::default());
            builder.add_entity(&"api:default/first".parse().unwrap());
            y.keys().for_each(|&node| builder.add_entity(&entity(node)));
            builder.build()
        };
        for (right, union) in [(right, both.clone()), (shifted.query().resolve(), {
            let mut zero = x.clone();
            zero.extend(y.keys().map(|&node| (node, 0)));
            zero
        })] {
            prop_assert_eq!(numbers(&left.unite(&right)), union);
            prop_assert_eq!(numbers(&left.intersect(&right)), only(&|node, _| y.contains_key(&node)));
            prop_assert_eq!(numbers(&left.subtract(&right)), only(&|node, _| !y.contains_key(&node)));
        }
        prop_assert_eq!(numbers(&left.beyond(beyond)), only(&|_, far| far > beyond));
    }

    #[test]
    fn a_path_is_a_shortest_one_and_the_first_of_them(
        model in Model::any(), way in way(), starts in some(), to in 0usize..12, refused in some(),
    ) {
        let graph = model.graph();
        let (to, starts, refused) = (to % model.nodes, members(&starts, &model), members(&refused, &model));
        let arcs = model.arcs(way.0, &way.1);
        let admits = |node| !refused.contains(&node);
        let expected = distances(&arcs, &starts, admits).get(&to).copied();
        let asked = || from(query(&graph, &way), &starts).nodes(|node| admits(number(node.entity())));
        let path = asked().path_to(&entity(to)).unwrap();
        prop_assert_eq!(path.as_ref().map(|path| path.steps().len() as u32), expected);
        if let (Some(path), Some(length)) = (path, expected) {
            let shorter = length.checked_sub(1).map(|depth| asked().depth(depth).path_to(&entity(to)).unwrap());
            prop_assert!(shorter.flatten().is_none());
            prop_assert!(asked().depth(length).path_to(&entity(to)).unwrap().is_some());
            // All walks of this length in order: the first that arrives is the one.
            let mut walks: Vec<Vec<usize>> = starts.iter().map(|&start| vec![start]).collect();
            for _ in 0..length {
                walks = walks.iter().flat_map(|walk| {
                    let last = *walk.last().unwrap();
                    let next = arcs.iter().filter(move |arc| arc.0 == last && admits(arc.1));
                    next.map(|arc| [walk.as_slice(), &[arc.1]].concat())
                }).collect();
                walks.sort();
                // Only the first walk to each node can be the beginning of the answer.
                let mut ends = BTreeSet::new();
                walks.retain(|walk| ends.insert(*walk.last().unwrap()));
            }
            let first = walks.into_iter().find(|walk| walk.last() == Some(&to)).unwrap();
            prop_assert_eq!(walked(&path), first);
        }
    }

    #[test]
    fn cycles_are_the_components_of_kosaraju(model in Model::any(), way in way()) {
        let graph = model.graph();
        let arcs = model.arcs(way.0, &way.1);
        let mut oracle = petgraph::Graph::<(), ()>::new();
        let nodes: Vec<_> = (0..model.nodes).map(|_| oracle.add_node(())).collect();
        for &(from, to) in &arcs {
            oracle.add_edge(nodes[from], nodes[to], ());
        }
        let mut expected: Vec<Vec<usize>> = petgraph::algo::kosaraju_scc(&oracle).into_iter()
            .map(|component| component.into_iter().map(|node| node.index()).collect::<BTreeSet<_>>().into_iter().collect())
            .filter(|members: &Vec<usize>| members.len() > 1 || arcs.contains(&(members[0], members[0])))
            .collect();
        expected.sort();
        let cycles = query(&graph, &way).cycles();
        let found: Vec<Vec<usize>> =
            cycles.iter().map(|cycle| cycle.members().map(|node| number(node.entity())).collect()).collect();
        prop_assert_eq!(&found, &expected);
        for (cycle, members) in cycles.iter().zip(&found) {
            let circle = walked(&cycle.path().unwrap());
            prop_assert_eq!((circle[0], *circle.last().unwrap()), (members[0], members[0]));
            prop_assert!(circle.iter().all(|node| members.contains(node)));
            prop_assert!(circle.windows(2).all(|pair| arcs.contains(&(pair[0], pair[1]))));
            let shortest = members.iter().filter(|&&node| node != members[0]).map(|&node| {
                let there = distances(&arcs, &[members[0]].into(), |_| true)[&node];
                there + distances(&arcs, &[node].into(), |_| true)[&members[0]]
            }).min().unwrap_or(1);
            prop_assert_eq!(circle.len() as u32 - 1, shortest);
        }
    }

    #[test]
    fn petgraph_runs_on_the_graph_itself(model in Model::any(), start in 0usize..12) {
        let graph = model.graph();
        let mut components: Vec<BTreeSet<_>> = petgraph::algo::kosaraju_scc(&graph).into_iter()
            .filter(|members| members.len() > 1 || graph.node_at(members[0]).unwrap().outgoing().any(|link| link.target().ix() == members[0]))
            .map(|members| members.into_iter().collect()).collect();
        components.sort();
        let cycles = graph.query().direction(Direction::Forward).cycles();
        let own: Vec<BTreeSet<_>> = cycles.iter().map(|cycle| cycle.members().map(|node| node.ix()).collect()).collect();
        prop_assert_eq!(components, own);

        let start = entity(start % model.nodes);
        let costs = petgraph::algo::dijkstra(&graph, graph.node(&start).unwrap().ix(), None, |_| 1u32);
        let reached = graph.query().from([&start]).unwrap().direction(Direction::Forward).resolve();
        prop_assert_eq!(costs.len(), reached.len());
        for (distance, node) in reached.by_distance() {
            prop_assert_eq!(costs.get(&node.ix()), Some(&distance));
        }
        let mut dfs = petgraph::visit::Dfs::new(petgraph::visit::Reversed(&graph), graph.node(&start).unwrap().ix());
        let mut before = BTreeSet::new();
        while let Some(node) = dfs.next(petgraph::visit::Reversed(&graph)) {
            before.insert(graph.node_at(node).unwrap().entity().clone());
        }
        let reverse = graph.query().from([&start]).unwrap().direction(Direction::Reverse).resolve();
        prop_assert_eq!(before.into_iter().collect::<Vec<_>>(), reverse.iter().map(|node| node.entity().clone()).collect::<Vec<_>>());
    }

    #[test]
    fn order_puts_everything_behind_what_it_leads_to(model in Model::any(), way in way()) {
        let graph = model.graph();
        let arcs = model.arcs(way.0, &way.1);
        let order = query(&graph, &way).order();
        let groups: Vec<(u32, Vec<usize>, bool)> = order.iter()
            .map(|group| (group.rank(), group.members().map(|node| number(node.entity())).collect(), group.is_cycle()))
            .collect();
        let all: BTreeSet<usize> = groups.iter().flat_map(|(_, members, _)| members.clone()).collect();
        prop_assert_eq!(all.len(), model.nodes);
        prop_assert_eq!(groups.iter().map(|(_, members, _)| members.len()).sum::<usize>(), model.nodes);
        prop_assert!(groups.is_sorted());
        let rank_of = |node: usize| groups.iter().find(|(_, members, _)| members.contains(&node)).unwrap();
        for (rank, members, cycle) in &groups {
            prop_assert_eq!(*cycle, leads(&arcs, members[0], members[0]));
            prop_assert!(members.iter().all(|a| members.iter().all(|b| a == b || leads(&arcs, *a, *b))));
            let below = arcs.iter().filter(|arc| members.contains(&arc.0) && !members.contains(&arc.1));
            prop_assert_eq!(*rank, below.map(|arc| rank_of(arc.1).0 + 1).max().unwrap_or(0));
        }
    }

    #[test]
    fn implied_links_are_what_the_rule_says(
        model in Model::any(), way in way(), hidden in prop::collection::vec(0usize..12, 0..9), refused in some(),
    ) {
        let graph = model.graph();
        let refused = members(&refused, &model);
        let hidden: BTreeSet<usize> = members(&hidden, &model).difference(&refused).copied().collect();
        let drawn = match way.0 {
            Direction::Reverse => Direction::Forward,
            Direction::Impact => Direction::Needs,
            other => other,
        };
        let mut arcs = model.arcs(drawn, &way.1);
        arcs.retain(|arc| !refused.contains(&arc.0) && !refused.contains(&arc.1));
        let kept: Vec<usize> =
            (0..model.nodes).filter(|node| !hidden.contains(node) && !refused.contains(node)).collect();
        let mut expected = Vec::new();
        for &a in &kept {
            let first = arcs.iter().filter(|arc| arc.0 == a && hidden.contains(&arc.1)).map(|arc| arc.1).collect();
            let between = distances(&arcs, &first, |node| hidden.contains(&node));
            for &b in &kept {
                let last = between.iter().filter(|(node, _)| arcs.contains(&(**node, b))).map(|(_, far)| far + 2).min();
                let wanted = a != b && !arcs.contains(&(a, b)) && (way.0 != Direction::Any || a < b);
                expected.extend(last.filter(|_| wanted).map(|links| (a, b, links)));
            }
        }
        let asked = query(&graph, &way).nodes(|node| !refused.contains(&number(node.entity())));
        let drawing = asked.subgraph(|node| !hidden.contains(&number(node.entity())));
        let implied: Vec<_> = drawing.implied().iter()
            .map(|link| (number(link.source.entity()), number(link.target.entity()), link.links)).collect();
        prop_assert_eq!(implied, expected);
        prop_assert!(drawing.is_complete());
        prop_assert_eq!(drawing.nodes().iter().map(|node| number(node.entity())).collect::<Vec<_>>(), kept.clone());
        // Declared links of the relation types that the direction follows.
        let links = model.triples.iter().filter(|(source, relation, target)| {
            let travels = RELATIONS[*relation].2 != '-' || drawn != Direction::Needs;
            kept.contains(source) && kept.contains(target) && way.1.contains(relation) && travels
        });
        prop_assert_eq!(drawing.links().len(), links.count());
        let text = serde_json::to_string(&drawing.to_document()).unwrap();
        prop_assert_eq!(serde_json::from_str::<idp_catalog::graph::GraphDocument>(&text).unwrap(), drawing.to_document());
    }

    #[test]
    fn ownership_is_inherited_from_the_nearest_wholes(model in Model::any()) {
        let graph = model.graph();
        let ownership = graph.ownership().unwrap();
        let arcs = |relation| model.arcs(Direction::Forward, &[relation].into());
        let (owned_by, part_of, child_of) = (arcs(0), arcs(1), arcs(5));
        let direct = |node: usize| owned_by.iter().filter(|arc| arc.0 == node).map(|arc| arc.1).collect::<BTreeSet<_>>();
        let owners = |node: usize| {
            let wholes = distances(&part_of, &[node].into(), |_| true);
            let near = wholes.iter().filter(|(whole, _)| !direct(**whole).is_empty()).map(|(_, far)| *far).min();
            let nearest: Vec<usize> = wholes.iter().filter(|(whole, far)| Some(**far) == near && !direct(**whole).is_empty())
                .map(|(whole, _)| *whole).collect();
            let all = nearest.iter().flat_map(|&whole| direct(whole)).collect::<BTreeSet<_>>();
            (all, nearest.first().copied().filter(|&whole| whole != node))
        };
        let mut unowned = Vec::new();
        for node in 0..model.nodes {
            let (expected, via) = owners(node);
            let found = ownership.owners(&entity(node)).unwrap();
            prop_assert_eq!(found.owners.iter().map(|owner| number(owner.entity())).collect::<BTreeSet<_>>(), expected.clone());
            prop_assert_eq!(found.via.map(|whole| number(whole.entity())), via);
            if expected.is_empty() {
                unowned.push(node);
            }
        }
        prop_assert_eq!(ownership.unowned().map(|node| number(node.entity())).collect::<Vec<_>>(), unowned);
        let parents: BTreeSet<(usize, usize)> = child_of.iter().map(|&(child, parent)| (parent, child)).collect();
        for group in 0..model.nodes {
            let owns = |owner: usize| (0..model.nodes).filter(move |&node| owners(node).0.contains(&owner));
            let rollup = ownership.rollup(&entity(group)).unwrap();
            let plain = |nodes: &[idp_catalog::graph::Node<'_>]| nodes.iter().map(|node| number(node.entity())).collect::<Vec<_>>();
            let (own, inherited): (Vec<_>, Vec<_>) = owns(group).partition(|&node| direct(node).contains(&group));
            prop_assert_eq!(plain(&rollup.direct), own);
            prop_assert_eq!(plain(&rollup.inherited), inherited);
            let below: BTreeSet<usize> = distances(&parents, &[group].into(), |_| true).into_keys()
                .filter(|&child| child != group).flat_map(owns).filter(|&node| !owners(node).0.contains(&group)).collect();
            prop_assert_eq!(plain(&rollup.through_children), below.into_iter().collect::<Vec<_>>());
            let is_owner = ownership.all_owners().any(|owner| number(owner.entity()) == group);
            prop_assert_eq!(is_owner, owns(group).next().is_some());
        }
    }
}

#[test]
fn a_graph_is_shared_between_threads() {
    fn shared<T: Send + Sync>(value: T) -> T {
        value
    }
    let graph = Arc::new(shared(Model { nodes: 3, triples: [(0, 4, 1), (1, 4, 2)].into() }.graph()));
    let other = Arc::clone(&graph);
    let far = std::thread::spawn(move || other.dependencies(&entity(0)).unwrap().len()).join().unwrap();
    assert_eq!(far, graph.dependencies(&entity(0)).unwrap().len());
    shared(graph.cycles());
}
