//! Relations that came and went, and references that lead nowhere now.

use super::merge::{Side, merge};
use crate::graph::{Graph, Link, Presence};
use idp_model::entity_ref::EntityRef;
use idp_model::source::Place;
use std::collections::{BTreeMap, BTreeSet};

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
    for pair in merge(old.nodes(), new.nodes(), |a, b| a.entity().cmp(b.entity())) {
        match pair {
            Side::Old(node) => lost.extend(node.outgoing()),
            Side::New(node) => gained.extend(node.outgoing()),
            Side::Both(old, new) => {
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
        let before: BTreeSet<_> = lost.iter().map(|link| key(link, Some(renamed))).collect();
        let after: BTreeSet<_> = gained.iter().map(|link| key(link, None)).collect();
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

/// Relations of the new catalog that lead nowhere and did not do so in the old one, under the name of then.
pub(super) fn dangling(old: &Graph, new: &Graph, renamed: &Renamed<'_>) -> Vec<RelationChange> {
    let former: BTreeMap<&EntityRef, &EntityRef> = renamed.iter().map(|(old, new)| (*new, *old)).collect();
    let before = |link: &Link<'_>| {
        let (source, relation, target) = key(link, Some(&former));
        let mut links = old.node(source)?.outgoing();
        let same = links.find(|one| one.target().entity() == target && one.relation().name() == relation)?;
        [same.source(), same.target()].iter().any(|node| node.presence() == Presence::Missing).then_some(())
    };
    new.dangling().filter(|link| before(link).is_none()).map(RelationChange::from).collect()
}
