//! Relations that came and went, and references that lead nowhere now.

use super::merge::{Side, merge};
use crate::graph::{Graph, Link};
use idp_model::entity_ref::EntityRef;
use idp_model::source::Place;
use petgraph::visit::NodeIndexable;
use std::collections::{BTreeMap, HashSet};

/// A relation that one of the catalogs has and the other has not, in its canonical direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationChange {
    /// Where it starts.
    pub source: EntityRef,
    /// Its name from source to target: `dependsOn`.
    pub relation: String,
    /// Where it ends.
    pub target: EntityRef,
    /// What declares it, in order of (file, span): in the new catalog, for a lost one in the old.
    pub places: Vec<Place>,
}

impl RelationChange {
    /// What lists of relations are ordered by.
    pub(super) fn order(&self) -> (&EntityRef, &EntityRef, &str) {
        (&self.source, &self.target, &self.relation)
    }
}

impl From<Link<'_>> for RelationChange {
    fn from(link: Link<'_>) -> Self {
        Self {
            source: link.source().entity().clone(),
            relation: link.relation().name().to_owned(),
            target: link.target().entity().clone(),
            places: link.places().collect(),
        }
    }
}

/// The gained and the lost, each in order of (source, target, name). What only follows its renamed end is neither.
pub(super) fn compare<'a>(
    old: &'a Graph,
    new: &'a Graph,
    renamed: &Renamed<'a>,
) -> (Vec<RelationChange>, Vec<RelationChange>) {
    let (mut gained, mut lost) = (Vec::new(), Vec::new());
    let pairs: Vec<_> = merge(old.nodes(), new.nodes(), |a, b| a.entity().cmp(b.entity())).collect();
    // Most links are equal. By the new position of each old node that is seen without looking at a reference.
    let mut now = vec![None; old.node_count()];
    for pair in &pairs {
        if let Side::Both(before, after) = pair
            && let Some(now) = now.get_mut((&old).to_index(before.ix()))
        {
            *now = Some(after.ix());
        }
    }
    let same = |(a, b): (Link<'_>, Link<'_>)| {
        let target = now.get((&old).to_index(a.target().ix())).copied().flatten();
        target == Some(b.target().ix()) && a.relation().name() == b.relation().name()
    };
    for pair in pairs {
        match pair {
            Side::Old(node) => lost.extend(node.outgoing()),
            Side::New(node) => gained.extend(node.outgoing()),
            Side::Both(old, new) => {
                let count = old.outgoing().count();
                if count == new.outgoing().count() && old.outgoing().zip(new.outgoing()).all(same) {
                    continue;
                }
                let links = merge(old.outgoing(), new.outgoing(), |a, b| {
                    let targets = a.target().entity().cmp(b.target().entity());
                    targets.then_with(|| a.relation().name().cmp(b.relation().name()))
                });
                for link in links {
                    match link {
                        Side::Old(link) => lost.push(link),
                        Side::New(link) => gained.push(link),
                        Side::Both(..) => {}
                    }
                }
            }
        }
    }
    if !renamed.is_empty() {
        let before: HashSet<_> = lost.iter().map(|link| key(link, Some(renamed))).collect();
        let after: HashSet<_> = gained.iter().map(|link| key(link, None)).collect();
        lost.retain(|link| !after.contains(&key(link, Some(renamed))));
        gained.retain(|link| !before.contains(&key(link, None)));
    }
    let told = |links: Vec<Link<'_>>| links.into_iter().map(RelationChange::from).collect();
    (told(gained), told(lost))
}

type Renamed<'a> = BTreeMap<&'a EntityRef, &'a EntityRef>;

/// Source, name and target of a link, its ends as they are called elsewhere.
fn key<'a>(link: &Link<'a>, renamed: Option<&Renamed<'a>>) -> (&'a EntityRef, &'a str, &'a EntityRef) {
    let now = |entity| renamed.and_then(|renamed| renamed.get(entity).copied()).unwrap_or(entity);
    (now(link.source().entity()), link.relation().name(), now(link.target().entity()))
}

/// Relations of the new catalog that lead nowhere and did not do so in the old one, under the names of then.
pub(super) fn dangling(old: &Graph, new: &Graph, renamed: &Renamed<'_>) -> Vec<RelationChange> {
    let before: HashSet<_> = old.dangling().map(|link| key(&link, Some(renamed))).collect();
    new.dangling().filter(|link| !before.contains(&key(link, None))).map(RelationChange::from).collect()
}
