//! Building a graph: entities and links come in any order, and are sorted once.

use super::relation::{Relation, RelationTypes, UnknownRelation};
use super::rows::{Rows, at, group, offsets, put};
use super::{Graph, Places, Presence};
use foldhash::fast::RandomState;
use idp_model::entity_ref::EntityRef;
use idp_model::source::{Place, Source, Span};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Collects entities and links; [`GraphBuilder::build`] freezes them.
///
/// The graph does not depend on the order of the calls. Links that agree in source, relation type and target
/// are one link with all their places. Counts are 32 bits wide: a catalog beyond 2^32 entities or declarations
/// would need more than 100 GB for its references alone, and is not supported.
#[derive(Debug, Default)]
pub struct GraphBuilder {
    types: RelationTypes,
    /// Entities in order of arrival; `ids` finds them again.
    refs: Vec<EntityRef>,
    presence: Vec<Presence>,
    ids: HashMap<EntityRef, u32, RandomState>,
    /// The source of the last link: declarations come entity by entity.
    last: Option<(EntityRef, u32)>,
    links: Vec<Declared>,
    /// (declaration, (source text, span)).
    places: Vec<(u32, (u32, Span))>,
    sources: Vec<Arc<Source>>,
    /// By address: `sources` keeps them alive.
    source_ids: HashMap<usize, u32, RandomState>,
    attributes: Vec<(u32, Map<String, Value>)>,
}

/// One declaration, by order of arrival of its entities.
#[derive(Clone, Copy, Debug)]
struct Declared {
    source: u32,
    target: u32,
    kind: u8,
}

impl GraphBuilder {
    /// An empty graph whose links will be of these types.
    #[must_use]
    pub fn new(types: RelationTypes) -> Self {
        Self { types, ..Self::default() }
    }

    /// The relation type with a name, and the end it is named from: look it up once, use it for many links.
    ///
    /// # Errors
    /// No relation type has this name.
    pub fn relation(&self, name: &str) -> Result<Relation, UnknownRelation> {
        self.types.relation(name)
    }

    /// Adds an entity of this catalog.
    pub fn add_entity(&mut self, entity: &EntityRef) {
        self.add_node(entity, Presence::Known);
    }

    /// Adds an entity that the snapshot of another catalog has.
    pub fn add_external(&mut self, entity: &EntityRef) {
        self.add_node(entity, Presence::External);
    }

    /// Adds the link `source relation target` as declared at `place`. Named from its inverse, it is turned round:
    /// `b dependencyOf a` is the link `a dependsOn b`. Ends that nobody adds stay [`Presence::Missing`].
    pub fn add_link(
        &mut self,
        source: &EntityRef,
        relation: Relation,
        target: &EntityRef,
        place: Option<Place>,
    ) {
        let declared = self.links.len() as u32;
        let near = match &self.last {
            Some((entity, id)) if entity == source => *id,
            _ => {
                let id = self.add_node(source, Presence::Missing);
                self.last = Some((source.clone(), id));
                id
            }
        };
        let far = self.add_node(target, Presence::Missing);
        let (source, target) = if relation.inverse { (far, near) } else { (near, far) };
        self.links.push(Declared { source, target, kind: relation.ix });
        if let Some(place) = place {
            let source = self.source_id(&place.source);
            self.places.push((declared, (source, place.span)));
        }
    }

    /// The number of an entity that links will lead to; entities that are added have theirs by order of arrival.
    pub(crate) fn add_target(&mut self, target: &EntityRef) -> u32 {
        self.add_node(target, Presence::Missing)
    }

    /// [`GraphBuilder::add_link_with`] between entities that are numbered already: nothing is looked up.
    pub(crate) fn add_link_between(
        &mut self,
        near: u32,
        relation: Relation,
        far: u32,
        (source, span): (&Arc<Source>, Span),
        attributes: Option<&Map<String, Value>>,
    ) {
        let declared = self.links.len() as u32;
        if let Some(attributes) = attributes.filter(|attributes| !attributes.is_empty()) {
            self.attributes.push((declared, attributes.clone()));
        }
        let (from, to) = if relation.inverse { (far, near) } else { (near, far) };
        self.links.push(Declared { source: from, target: to, kind: relation.ix });
        let source = self.source_id(source);
        self.places.push((declared, (source, span)));
    }

    /// [`GraphBuilder::add_link`] with attributes. Where two declarations of one link give the same key, the
    /// value whose JSON text sorts first is kept.
    pub fn add_link_with(
        &mut self,
        source: &EntityRef,
        relation: Relation,
        target: &EntityRef,
        place: Option<Place>,
        attributes: Map<String, Value>,
    ) {
        if !attributes.is_empty() {
            self.attributes.push((self.links.len() as u32, attributes));
        }
        self.add_link(source, relation, target, place);
    }

    fn add_node(&mut self, entity: &EntityRef, presence: Presence) -> u32 {
        if let Some(&id) = self.ids.get(entity) {
            if let Some(known) = self.presence.get_mut(id as usize) {
                *known = presence.max(*known);
            }
            return id;
        }
        let id = self.refs.len() as u32;
        self.refs.push(entity.clone());
        self.presence.push(presence);
        self.ids.insert(entity.clone(), id);
        id
    }

    fn source_id(&mut self, source: &Arc<Source>) -> u32 {
        let next = self.sources.len() as u32;
        let last = self.sources.last().filter(|last| Arc::ptr_eq(last, source));
        if last.is_some() {
            return next - 1;
        }
        let id = *self.source_ids.entry(Arc::as_ptr(source).addr()).or_insert(next);
        if id == next {
            self.sources.push(Arc::clone(source));
        }
        id
    }

    /// Freezes what was added. Cost: sorting the entities, then linear; every row of links is sorted by itself.
    #[must_use]
    pub fn build(self) -> Graph {
        let nodes = self.refs.len() as u32;
        let (refs, presence, rank) = sort_nodes(self.refs, &self.presence);
        let (out, link_of) = sort_links(nodes, &self.links, &rank);
        let count = out.ends.len() as u32;
        let (into, into_links) = reverse(nodes, &out);
        let declared_places = self.places.iter().map(|&(declared, place)| (at(&link_of, declared), place));
        let (place_offsets, places) = group(count, declared_places);
        let places = sort_places(place_offsets, places, self.sources);
        let mut present = [false; 256];
        for kind in &out.kinds {
            if let Some(present) = present.get_mut(usize::from(*kind)) {
                *present = true;
            }
        }
        Graph {
            types: self.types,
            present,
            refs,
            presence,
            out,
            into,
            into_links,
            places,
            attributes: merge_attributes(self.attributes, &link_of),
        }
    }
}

/// Nodes in order of their references, and the new position of each old one.
fn sort_nodes(refs: Vec<EntityRef>, presence: &[Presence]) -> (Box<[EntityRef]>, Box<[Presence]>, Vec<u32>) {
    let mut rank = vec![0; refs.len()];
    let mut sorted: Vec<(EntityRef, u32)> = refs.into_iter().zip(0..).collect();
    sorted.sort_by(|a, b| a.0.cmp(&b.0));
    for (new, (_, old)) in (0..).zip(&sorted) {
        put(&mut rank, *old, new);
    }
    let presence = sorted.iter().filter_map(|(_, old)| presence.get(*old as usize).copied()).collect();
    (sorted.into_iter().map(|(entity, _)| entity).collect(), presence, rank)
}

/// The rows from source to target, each link once, and the link of every declaration.
fn sort_links(nodes: u32, declared: &[Declared], rank: &[u32]) -> (Rows, Vec<u32>) {
    let keyed = declared
        .iter()
        .zip(0..)
        .map(|(link, declaration)| (at(rank, link.source), (at(rank, link.target), link.kind, declaration)));
    let (starts, mut sorted) = group(nodes, keyed);
    let mut offsets = Vec::with_capacity(starts.len());
    let (mut ends, mut kinds) = (Vec::with_capacity(sorted.len()), Vec::with_capacity(sorted.len()));
    let mut link_of = vec![0; declared.len()];
    offsets.push(0);
    for (start, end) in starts.iter().zip(starts.iter().skip(1)) {
        let row = sorted.get_mut(*start as usize..*end as usize).unwrap_or(&mut []);
        row.sort_unstable();
        let mut before: Option<(u32, u8)> = None;
        for &(end, kind, declaration) in &*row {
            if before != Some((end, kind)) {
                ends.push(end);
                kinds.push(kind);
                before = Some((end, kind));
            }
            put(&mut link_of, declaration, ends.len() as u32 - 1);
        }
        offsets.push(ends.len() as u32);
    }
    (Rows { offsets: offsets.into(), ends: ends.into(), kinds: kinds.into() }, link_of)
}

/// The same links from target to source. Links come in order of (source, target, kind), so that every row comes out
/// in order of (source, kind).
fn reverse(nodes: u32, out: &Rows) -> (Rows, Box<[u32]>) {
    let starts = offsets(nodes, out.ends.iter().copied());
    let mut next = starts.clone();
    let links = out.ends.len();
    let (mut ends, mut kinds, mut into_links) = (vec![0; links], vec![0; links], vec![0; links]);
    let mut link = 0;
    for source in 0..nodes {
        for (target, kind) in out.row(source) {
            let position = at(&next, target);
            put(&mut next, target, position + 1);
            put(&mut ends, position, source);
            put(&mut into_links, position, link);
            if let Some(place) = kinds.get_mut(position as usize) {
                *place = kind;
            }
            link += 1;
        }
    }
    (Rows { offsets: starts.into(), ends: ends.into(), kinds: kinds.into() }, into_links.into())
}

/// Sorts the places of every link and leaves out repeated ones.
fn sort_places(offsets: Vec<u32>, mut places: Vec<(u32, Span)>, sources: Vec<Arc<Source>>) -> Places {
    let key = |place: &(u32, Span)| {
        let name = sources.get(place.0 as usize).map_or("", |source| source.name());
        (name, place.1)
    };
    let mut kept = 0usize;
    let mut new_offsets = Vec::with_capacity(offsets.len());
    new_offsets.push(0);
    for (start, end) in offsets.iter().zip(offsets.iter().skip(1)) {
        let row = *start as usize..*end as usize;
        if row.len() > 1 {
            places.get_mut(row.clone()).unwrap_or(&mut []).sort_by(|a, b| key(a).cmp(&key(b)));
        }
        let first = kept;
        for position in row {
            let Some(&place) = places.get(position) else { continue };
            let before = places.get(kept.wrapping_sub(1)).filter(|_| kept > first);
            if before.is_some_and(|before| key(before) == key(&place)) {
                continue;
            }
            if let Some(slot) = places.get_mut(kept) {
                *slot = place;
            }
            kept += 1;
        }
        new_offsets.push(kept as u32);
    }
    places.truncate(kept);
    Places { offsets: new_offsets.into(), places: places.into(), sources: sources.into() }
}

fn merge_attributes(
    declared: Vec<(u32, Map<String, Value>)>,
    link_of: &[u32],
) -> BTreeMap<u32, Map<String, Value>> {
    let mut merged: BTreeMap<u32, Map<String, Value>> = BTreeMap::new();
    for (declaration, attributes) in declared {
        let link = merged.entry(at(link_of, declaration)).or_default();
        for (key, value) in attributes {
            let text = value.to_string();
            let known = link.get(&key).map(Value::to_string);
            if known.is_none_or(|known| text < known) {
                link.insert(key, value);
            }
        }
    }
    merged
}
