//! Relations that came and went, and references that lead nowhere now.

use super::merge::{Side, merge};
use crate::graph::{Graph, Link, Presence};
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

/// All changes of relations, each list in order of (source, target, name).
pub(super) struct Changes {
    pub(super) gained: Vec<RelationChange>,
    pub(super) lost: Vec<RelationChange>,
    pub(super) dangling: Vec<RelationChange>,
}

/// Compares the links of two graphs. One that only follows its renamed end is neither gained nor lost.
pub(super) fn compare<'a>(old: &'a Graph, new: &'a Graph, renamed: &Renamed<'a>) -> Changes {
    let (mut gained, mut lost) = (Vec::new(), Vec::new());
    let pairs: Vec<_> = merge(old.nodes(), new.nodes(), |a, b| a.entity().cmp(b.entity())).collect();
    // Most links are equal. By the new position of each old node that is seen without looking at a reference.
    let mut now = vec![None; old.node_count()];
    let mut newly_missing = HashSet::new();
    for pair in &pairs {
        if let Side::Both(before, after) = pair
            && let Some(now) = now.get_mut((&old).to_index(before.ix()))
        {
            *now = Some(after.ix());
            if after.presence() == Presence::Missing && before.presence() != Presence::Missing {
                newly_missing.insert(after.ix());
            }
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
    // In order of links, and so of their positions.
    let is_new = |link: &Link<'_>| gained.binary_search_by_key(&link.ix(), |one| one.ix()).is_ok();
    let lost_end =
        |link: &Link<'_>| [link.source(), link.target()].iter().any(|end| newly_missing.contains(&end.ix()));
    let dangling = new.dangling().filter(|link| lost_end(link) || is_new(link)).map(Into::into).collect();
    let told = |links: Vec<Link<'_>>| links.into_iter().map(Into::into).collect();
    Changes { dangling, gained: told(gained), lost: told(lost) }
}

type Renamed<'a> = BTreeMap<&'a EntityRef, &'a EntityRef>;

/// Source, name and target of a link, its ends as they are called elsewhere.
fn key<'a>(link: &Link<'a>, renamed: Option<&Renamed<'a>>) -> (&'a EntityRef, &'a str, &'a EntityRef) {
    let now = |entity| renamed.and_then(|renamed| renamed.get(entity).copied()).unwrap_or(entity);
    (now(link.source().entity()), link.relation().name(), now(link.target().entity()))
}
