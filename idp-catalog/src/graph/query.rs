//! Asking: where to start, which way to go, what to leave out; then an answer.

use super::Graph;
use super::bits::NodeBits;
use super::components::{Components, components};
use super::cycles::Cycles;
use super::drawing::Drawing;
use super::node::{Node, NodeIx};
use super::order::Order;
use super::path::{Path, shortest};
use super::relation::{RelationType, UnknownRelation};
use super::set::Set;
use super::subgraph::subgraph;
use super::walk::{Direction, Levels, Walk, breadth_first, choose_types};
use idp_model::entity_ref::EntityRef;
use std::fmt;

/// A question about a graph, not answered yet.
///
/// It says which entities to start from (without any: all of them), which way to follow links
/// ([`Direction::Needs`] unless said otherwise), which relation types and nodes to look at, and how far to go.
/// One of `resolve`, `path_to`, `cycles`, `order` and `subgraph` answers it.
///
/// ```
/// # use idp_catalog::graph::{Direction, GraphBuilder, RelationTypes};
/// # let mut builder = GraphBuilder::new(RelationTypes::default());
/// # let (a, b) = ("component:default/a".parse()?, "component:default/b".parse()?);
/// # builder.add_link(&a, builder.relation("dependsOn")?, &b, None);
/// # let graph = builder.build();
/// let near = graph
///     .query()
///     .from([&b])?
///     .direction(Direction::Reverse)
///     .relations(["dependsOn", "consumesApi"])?
///     .nodes(|node| node.entity().kind() == "component")
///     .depth(2)
///     .resolve();
/// assert!(near.contains(&a));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Query<'g> {
    graph: &'g Graph,
    starts: Option<Vec<u32>>,
    direction: Direction,
    relations: [bool; 256],
    nodes: Option<NodeFilter<'g>>,
    depth: u32,
}

type NodeFilter<'g> = Box<dyn Fn(Node<'g>) -> bool + 'g>;

impl<'g> Query<'g> {
    pub(super) fn new(graph: &'g Graph) -> Self {
        let direction = Direction::default();
        Self { graph, starts: None, direction, relations: [true; 256], nodes: None, depth: u32::MAX }
    }

    /// Adds entities to start from.
    ///
    /// # Errors
    /// One of them is not in the graph.
    pub fn from<'a>(
        mut self,
        entities: impl IntoIterator<Item = &'a EntityRef>,
    ) -> Result<Self, UnknownEntity> {
        let starts = self.starts.get_or_insert_default();
        for entity in entities {
            let node = self.graph.node(entity).ok_or_else(|| UnknownEntity { entity: entity.clone() })?;
            starts.push(node.ix().0);
        }
        Ok(self)
    }

    /// Adds every entity that `choose` accepts to those to start from. If it accepts none, there is no start.
    #[must_use]
    pub fn from_where(mut self, choose: impl Fn(Node<'g>) -> bool) -> Self {
        let chosen = self.graph.nodes().filter(|node| choose(*node)).map(|node| node.ix().0);
        self.starts.get_or_insert_default().extend(chosen);
        self
    }

    /// Which way links are followed.
    #[must_use]
    pub fn direction(mut self, direction: Direction) -> Self {
        self.direction = direction;
        self
    }

    /// Follows links of these relation types only, each named from either end. Replaces an earlier choice.
    ///
    /// # Errors
    /// The graph has no relation type of that name.
    pub fn relations<'a>(
        mut self,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, UnknownRelation> {
        self.relations = [false; 256];
        for name in names {
            let ix = self.graph.types.relation(name)?.ix;
            if let Some(allowed) = self.relations.get_mut(usize::from(ix)) {
                *allowed = true;
            }
        }
        Ok(self)
    }

    /// Follows links only of relation types that `choose` accepts. Replaces an earlier choice.
    #[must_use]
    pub fn relations_where(mut self, choose: impl Fn(&RelationType) -> bool) -> Self {
        self.relations = choose_types(&self.graph.types, choose);
        self
    }

    /// Neither reaches nor passes through nodes that `choose` refuses. Starts are exempt. Replaces an earlier choice.
    #[must_use]
    pub fn nodes(mut self, choose: impl Fn(Node<'g>) -> bool + 'g) -> Self {
        self.nodes = Some(Box::new(choose));
        self
    }

    /// Goes at most so many links far.
    #[must_use]
    pub fn depth(mut self, links: u32) -> Self {
        self.depth = links;
        self
    }

    fn walk(&self) -> Walk<'g> {
        Walk::new(self.graph, self.direction, &self.relations)
    }

    fn accepts(&self, node: u32) -> bool {
        self.nodes.as_ref().is_none_or(|choose| self.graph.node_at(NodeIx(node)).is_some_and(choose))
    }

    /// The starts; without any, all nodes that the node filter accepts.
    fn starts(&self) -> Vec<u32> {
        match &self.starts {
            Some(starts) => starts.clone(),
            None => (0..self.graph.node_count() as u32).filter(|&node| self.accepts(node)).collect(),
        }
    }

    /// Everything that is reached, the starts included.
    #[must_use]
    pub fn resolve(self) -> Set<'g> {
        let mut seen = NodeBits::new(self.graph.node_count());
        let go_on = |levels: &Levels| levels.ends.len() <= self.depth as usize;
        let (walk, starts) = (self.walk(), self.starts());
        if self.nodes.is_some() {
            let levels = breadth_first(&walk, starts, &mut seen, |node| self.accepts(node), go_on);
            return Set::of(self.graph, levels);
        }
        let levels = breadth_first(&walk, starts, &mut seen, |_| true, go_on);
        Set::new(self.graph, seen, levels)
    }

    /// A shortest path from the nearest start to an entity, or `None` if it is not reached. Among equally short ones it
    /// is the one whose entities, read from the start, sort first; between two entities a link
    /// followed forwards comes first, then the relation type whose forward name sorts first.
    ///
    /// # Errors
    /// The entity is not in the graph.
    pub fn path_to(self, to: &EntityRef) -> Result<Option<Path<'g>>, UnknownEntity> {
        let to = self.graph.node(to).ok_or_else(|| UnknownEntity { entity: to.clone() })?;
        let mut starts = NodeBits::new(self.graph.node_count());
        for start in self.starts() {
            starts.insert(start);
        }
        Ok(shortest(&self.walk(), &starts, to.ix().0, self.depth, |node| self.accepts(node)))
    }

    /// The circles among the entities that [`Query::resolve`] would reach: all of the graph without a start.
    #[must_use]
    pub fn cycles(self) -> Cycles<'g> {
        let (walk, found) = self.components();
        Cycles::new(walk, &found)
    }

    /// The entities that [`Query::resolve`] would reach (without a start: all), each behind everything that links
    /// lead to from it. In [`Direction::Needs`] what is needed comes first: the order in which to set
    /// things up. In [`Direction::Impact`] it comes last.
    #[must_use]
    pub fn order(self) -> Order<'g> {
        let (walk, found) = self.components();
        Order::new(walk.graph, &found)
    }

    fn components(self) -> (Walk<'g>, Components) {
        let walk = self.walk();
        let reached = self.resolve();
        let walk = walk.within(reached.bits().clone());
        let found = components(&walk, reached.bits());
        (walk, found)
    }

    /// Draws the reached entities that `keep` chooses, all links between them, and where others lie in between,
    /// *implied links*.
    ///
    /// The rule: let `a` and `b` be two different kept entities. There is an implied link from `a` to `b` if some walk leads
    /// from `a` to `b`, in this query's direction and over its relation types, that has at least one entity between
    /// them, only entities between them that were reached and not kept, and there is no link
    /// that leads from `a` to `b` directly. It carries the length of the shortest such walk (2 or more).
    /// Entities that the node filter ([`Query::nodes`]) refuses are not there at all: no walk passes them. Implied
    /// links read like declared ones, so that [`Direction::Reverse`] draws what [`Direction::Forward`] draws, and
    /// [`Direction::Impact`] what [`Direction::Needs`] does: the arrow points at what is needed. In
    /// [`Direction::Any`] the entity that sorts first is the source.
    ///
    /// Cost: linear, and one walk through the hidden entities for each kept entity beside them. There may be as
    /// many implied links as pairs of kept entities, so this is bounded: after 10,000,000 links looked at, the rest
    /// is left out, entity by entity in order, and the drawing says so ([`Drawing::is_complete`]).
    #[must_use]
    pub fn subgraph(self, keep: impl Fn(Node<'g>) -> bool) -> Drawing<'g> {
        let (direction, relations) = (self.direction, self.relations);
        let drawn = match direction {
            Direction::Reverse => Direction::Forward,
            Direction::Impact => Direction::Needs,
            other => other,
        };
        let graph = self.graph;
        let reached = self.resolve();
        subgraph(&Walk::new(graph, drawn, &relations), &reached, keep, IMPLIED_BUDGET)
    }
}

/// Links that [`Query::subgraph`] looks at for implied links: about a tenth of a second.
const IMPLIED_BUDGET: u64 = 10_000_000;

impl fmt::Debug for Query<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let starts = self.starts.as_ref().map(Vec::len);
        let relations: Vec<&str> = (self.graph.types.iter().zip(self.relations))
            .filter(|(_, allowed)| *allowed)
            .map(|(relation, _)| relation.name())
            .collect();
        f.debug_struct("Query")
            .field("starts", &starts)
            .field("direction", &self.direction)
            .field("relations", &relations)
            .field("nodes", &self.nodes.is_some())
            .field("depth", &self.depth)
            .finish_non_exhaustive()
    }
}

/// A question about an entity that the graph does not have, not even as a reference.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the graph has no entity `{entity}`")]
pub struct UnknownEntity {
    /// The entity asked for.
    pub entity: EntityRef,
}
