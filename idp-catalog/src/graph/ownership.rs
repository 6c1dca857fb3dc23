//! Ownership: who owns what, directly and by inheritance.

use super::Graph;
use super::bits::NodeBits;
use super::node::{Node, NodeIx};
use super::relation::{CHILD_OF, OWNED_BY, PART_OF, UnknownRelation};
use super::rows::{at, group, put};
use super::walk::{Direction, Walk, breadth_first, choose_types};
use idp_model::entity_ref::EntityRef;
use std::collections::BTreeMap;
use std::fmt;

/// Who owns each entity of a graph. Made by [`Graph::ownership`].
///
/// The rule: the owners of an entity are the targets of its `ownedBy` links. An entity without any inherits the owners
/// of the nearest wholes that have some, following `partOf`; wholes equally near count together. Membership of
/// groups plays no part: what a user owns does not belong to the user's group.
pub struct Ownership<'g> {
    graph: &'g Graph,
    /// For each entity the number of its list of owners.
    lists: Vec<u32>,
    /// Distinct lists of owners; the first is empty.
    owners: Vec<Box<[u32]>>,
    /// For each entity with inherited owners the first of the nearest wholes that own; else itself.
    via: Vec<u32>,
    /// Offsets per owner into `owned`: what it owns, in order.
    offsets: Vec<u32>,
    owned: Vec<u32>,
    parents: Walk<'g>,
}

/// The owners of one entity.
#[derive(Clone, Debug)]
pub struct Owned<'g> {
    /// The owners in order of their references; empty if there are none.
    pub owners: Vec<Node<'g>>,
    /// The whole from which they are inherited (the first of several); `None` if they are the entity's own.
    pub via: Option<Node<'g>>,
}

/// What one owner owns; each list is in order of references, and they share no entity.
#[derive(Clone, Debug)]
pub struct Rollup<'g> {
    /// Entities that name it as their owner.
    pub direct: Vec<Node<'g>>,
    /// Entities without an owner that inherit it from a whole.
    pub inherited: Vec<Node<'g>>,
    /// Entities owned, either way, by groups below it (`childOf`, at any depth), and not by itself.
    pub through_children: Vec<Node<'g>>,
}

impl<'g> Ownership<'g> {
    pub(super) fn new(graph: &'g Graph) -> Result<Self, UnknownRelation> {
        let walk = |name: &str, direction| -> Result<Walk<'g>, UnknownRelation> {
            graph.types.relation(name)?;
            let allowed = choose_types(&graph.types, |relation| relation.name() == name);
            Ok(Walk::new(graph, direction, &allowed))
        };
        let owned_by = walk(OWNED_BY, Direction::Forward)?;
        let whole_of = walk(PART_OF, Direction::Forward)?;
        let parents = walk(CHILD_OF, Direction::Reverse)?;
        let mut rollup = Self::direct(graph, &owned_by, parents);
        rollup.inherit(&whole_of);
        let pairs = rollup.lists.iter().zip(0..).flat_map(|(&list, entity)| {
            let owners = rollup.owners.get(list as usize).map_or(&[][..], |owners| owners);
            owners.iter().map(move |&owner| (owner, entity))
        });
        let (offsets, owned) = group(graph.node_count() as u32, pairs);
        (rollup.offsets, rollup.owned) = (offsets, owned);
        Ok(rollup)
    }

    /// Every entity with the owners it names itself.
    fn direct(graph: &'g Graph, owned_by: &Walk<'g>, parents: Walk<'g>) -> Self {
        let nodes = graph.node_count() as u32;
        let mut lists = Lists::default();
        let named = (0..nodes).map(|node| lists.number(owned_by.hops(node).map(|hop| hop.to).collect()));
        let own = named.collect();
        let (offsets, owned) = Default::default();
        Self { graph, lists: own, owners: lists.lists, via: (0..nodes).collect(), offsets, owned, parents }
    }

    /// Hands owners down from wholes to parts, nearest first.
    fn inherit(&mut self, whole_of: &Walk<'g>) {
        let nodes = self.graph.node_count();
        let owning: Vec<u32> = (0..nodes as u32).filter(|&node| at(&self.lists, node) != 0).collect();
        let mut seen = NodeBits::new(nodes);
        let levels = breadth_first(&whole_of.turned(), owning, &mut seen, |_| true, |_| true);
        let mut distances = vec![u32::MAX; nodes];
        let mut lists = Lists::of(std::mem::take(&mut self.owners));
        for (distance, level) in (0..).zip(0..levels.ends.len()) {
            for &node in levels.level(level) {
                put(&mut distances, node, distance);
                let Some(above) = distance.checked_sub(1) else { continue };
                let wholes =
                    || whole_of.hops(node).map(|hop| hop.to).filter(|&whole| at(&distances, whole) == above);
                let mut inherited: Vec<u32> = wholes().map(|whole| at(&self.lists, whole)).collect();
                inherited.sort_unstable();
                inherited.dedup();
                let list = match inherited.as_slice() {
                    [one] => *one,
                    several => lists.union(several),
                };
                let via = wholes().map(|whole| at(&self.via, whole)).min();
                put(&mut self.lists, node, list);
                put(&mut self.via, node, via.unwrap_or(node));
            }
        }
        self.owners = lists.lists;
    }

    /// The owners of an entity; `None` if it is not in the graph.
    #[must_use]
    pub fn owners(&self, entity: &EntityRef) -> Option<Owned<'g>> {
        let ix = self.graph.node(entity)?.ix().0;
        let list = self.owners.get(at(&self.lists, ix) as usize).map_or(&[][..], |owners| owners);
        let via = Some(at(&self.via, ix)).filter(|&via| via != ix);
        Some(Owned {
            owners: self.nodes(list).collect(),
            via: via.and_then(|via| self.graph.node_at(NodeIx(via))),
        })
    }

    /// Entities without an owner, their own or inherited, in order. Users and groups are among them.
    pub fn unowned(&self) -> impl Iterator<Item = Node<'g>> + '_ {
        self.graph.nodes().filter(|node| at(&self.lists, node.ix().0) == 0)
    }

    /// Everything that owns something, in order.
    pub fn all_owners(&self) -> impl Iterator<Item = Node<'g>> + '_ {
        self.graph.nodes().filter(|node| !self.owned_by(node.ix().0).is_empty())
    }

    /// What an owner owns; `None` if it is not in the graph. Cost: linear in the groups below it and what all of them own.
    #[must_use]
    pub fn rollup(&self, owner: &EntityRef) -> Option<Rollup<'g>> {
        let ix = self.graph.node(owner)?.ix().0;
        let mut seen = NodeBits::new(self.graph.node_count());
        let below = breadth_first(&self.parents, [ix], &mut seen, |_| true, |_| true);
        let (direct, inherited): (Vec<u32>, Vec<u32>) =
            self.owned_by(ix).iter().partition(|&&entity| at(&self.via, entity) == entity);
        let children = below.order.iter().skip(1).flat_map(|&group| self.owned_by(group));
        let mut through: Vec<u32> = children.copied().collect();
        through.sort_unstable();
        through.dedup();
        through.retain(|entity| self.owned_by(ix).binary_search(entity).is_err());
        Some(Rollup {
            direct: self.nodes(&direct).collect(),
            inherited: self.nodes(&inherited).collect(),
            through_children: self.nodes(&through).collect(),
        })
    }

    fn owned_by(&self, owner: u32) -> &[u32] {
        let range = at(&self.offsets, owner) as usize..at(&self.offsets, owner + 1) as usize;
        self.owned.get(range).unwrap_or(&[])
    }

    fn nodes(&self, list: &[u32]) -> impl Iterator<Item = Node<'g>> {
        list.iter().filter_map(|&ix| self.graph.node_at(NodeIx(ix)))
    }
}

impl fmt::Debug for Ownership<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ownership").field("owned", &self.owned.len()).finish_non_exhaustive()
    }
}

/// Sorted lists of owners, each kept once: most entities share theirs with many.
struct Lists {
    lists: Vec<Box<[u32]>>,
    numbers: BTreeMap<Box<[u32]>, u32>,
}

impl Default for Lists {
    fn default() -> Self {
        Self::of(vec![Box::default()])
    }
}

impl Lists {
    fn of(lists: Vec<Box<[u32]>>) -> Self {
        let numbers = lists.iter().cloned().zip(0..).collect();
        Self { lists, numbers }
    }

    /// The number of a list; it is sorted first.
    fn number(&mut self, mut list: Vec<u32>) -> u32 {
        list.sort_unstable();
        list.dedup();
        let list = list.into_boxed_slice();
        if let Some(&number) = self.numbers.get(&list) {
            return number;
        }
        let number = self.lists.len() as u32;
        self.lists.push(list.clone());
        self.numbers.insert(list, number);
        number
    }

    fn union(&mut self, numbers: &[u32]) -> u32 {
        let lists = numbers.iter().filter_map(|&number| self.lists.get(number as usize));
        let united = lists.flat_map(|list| list.iter().copied()).collect();
        self.number(united)
    }
}
