//! Subgraphs with implied links; the rule is told at [`Query::subgraph`](super::Query::subgraph).

use super::bits::NodeBits;
use super::drawing::{Drawing, ImpliedLink};
use super::node::Node;
use super::rows::{at, put};
use super::set::Set;
use super::walk::{Walk, breadth_first};

/// Draws what `keep` chooses of `reached`. At most `budget` links are looked at for implied ones.
pub(super) fn subgraph<'g>(
    walk: &Walk<'g>,
    reached: &Set<'g>,
    keep: impl Fn(Node<'g>) -> bool,
    budget: u64,
) -> Drawing<'g> {
    let kept = reached.filter(keep);
    let types = walk.graph.relation_types();
    let followed = |name: &str| types.relation(name).is_ok_and(|relation| walk.follows(relation.ix));
    let links = kept.links().filter(|link| followed(link.relation().name())).collect();
    let mut search = Search::new(walk, reached, &kept, budget);
    let mut implied = Vec::new();
    let mut complete = true;
    for source in kept.iter() {
        let Some(found) = search.from(source.ix().0) else {
            complete = false;
            break;
        };
        let found = found.into_iter().filter_map(|(target, links)| Some((walk.node(target)?, links)));
        implied.extend(found.map(|(target, links)| ImpliedLink { source, target, links }));
    }
    Drawing::new(kept.iter().collect(), links, implied, complete)
}

/// Walks from kept nodes through hidden ones.
struct Search<'w, 'g> {
    walk: &'w Walk<'g>,
    kept: &'w NodeBits,
    /// Hidden nodes from which a kept one can be reached: no walk enters a part that leads nowhere.
    bridges: NodeBits,
    /// For each node the last source (plus one) from which it was seen, or to which it is linked directly.
    seen: Vec<u32>,
    budget: u64,
    both_ways: bool,
}

impl<'w, 'g> Search<'w, 'g> {
    fn new(walk: &'w Walk<'g>, reached: &'w Set<'g>, kept: &'w Set<'g>, budget: u64) -> Self {
        let nodes = walk.graph.node_count();
        let hidden = reached.subtract(kept);
        let mut bridges = NodeBits::new(nodes);
        if !hidden.is_empty() {
            let is_hidden = |node: u32| hidden.bits().contains(node);
            let mut seen = NodeBits::new(nodes);
            let found = breadth_first(&walk.turned(), kept.bits().iter(), &mut seen, is_hidden, |_| true);
            for node in found.order.into_iter().filter(|&node| is_hidden(node)) {
                bridges.insert(node);
            }
        }
        let both_ways = walk.is_symmetric();
        Self { walk, kept: kept.bits(), bridges, seen: vec![0; nodes], budget, both_ways }
    }

    /// The targets of implied links from one source in order, with their lengths; `None` when the budget is spent.
    fn from(&mut self, source: u32) -> Option<Vec<(u32, u32)>> {
        let (walk, mark) = (self.walk, source + 1);
        let mut level = Vec::new();
        put(&mut self.seen, source, mark);
        walk.each(source, |end| {
            if self.kept.contains(end) {
                put(&mut self.seen, end, mark);
            } else if self.bridges.contains(end) && at(&self.seen, end) != mark {
                put(&mut self.seen, end, mark);
                level.push(end);
            }
        });
        let (mut found, mut links, mut looked) = (Vec::new(), 1, 0);
        while !level.is_empty() {
            links += 1;
            let mut next = Vec::new();
            for node in level {
                walk.each(node, |end| {
                    looked += 1;
                    if at(&self.seen, end) == mark {
                        return;
                    }
                    put(&mut self.seen, end, mark);
                    if self.kept.contains(end) {
                        found.push((end, links));
                    } else if self.bridges.contains(end) {
                        next.push(end);
                    }
                });
            }
            self.budget = self.budget.checked_sub(std::mem::take(&mut looked))?;
            level = next;
        }
        if self.both_ways {
            found.retain(|(target, _)| *target > source);
        }
        found.sort_unstable();
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Direction, GraphBuilder, RelationTypes};
    use idp_model::entity_ref::EntityRef;

    #[test]
    fn a_spent_budget_leaves_out_whole_entities() {
        let name = |text: String| EntityRef::new("component", "default", &text).unwrap();
        let mut builder = GraphBuilder::new(RelationTypes::default());
        let depends = builder.relation("dependsOn").unwrap();
        let hub = name("hub".into());
        for number in 0..10 {
            builder.add_link(&name(format!("a{number}")), depends, &hub, None);
            builder.add_link(&hub, depends, &name(format!("z{number}")), None);
        }
        let graph = builder.build();
        let all = graph.query().resolve();
        let walk = Walk::new(&graph, Direction::Needs, &[true; 256]);
        for (budget, implied) in [(0, 0), (29, 20), (30, 30), (99, 90), (100, 100)] {
            let drawing = subgraph(&walk, &all, |node| node.entity() != &hub, budget);
            assert_eq!((drawing.implied().len(), drawing.is_complete()), (implied, implied == 100));
        }
    }
}
