//! Who is hurt by what changed.

use crate::graph::{Direction, Graph, Hurt, Link, Node, NodeIx, Presence};
use idp_model::entity_ref::EntityRef;
use idp_model::source::Place;
use std::collections::HashMap;

/// An entity of the new catalog that needs, directly or through others, something that changed or is gone.
///
/// The chain of reasons is read entity by entity: `needs` is itself affected at a distance one less, down to `origin`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Affected {
    /// Which.
    pub entity: EntityRef,
    /// How many relations away the nearest change is: 1 or more.
    pub distance: u32,
    /// What it needs that is one step nearer.
    pub needs: EntityRef,
    /// Why, read from `entity` to `needs`: `dependsOn`, `apiProvidedBy`.
    pub relation: String,
    /// What declares that; the first of several places.
    pub place: Option<Place>,
    /// What changed at the end of the chain.
    pub origin: EntityRef,
}

/// What a node needs to work, and the link that says so.
fn needs<'g>(node: Node<'g>) -> impl Iterator<Item = (Node<'g>, &'g str, Link<'g>)> {
    let out = node.outgoing().filter(|link| link.relation().hurt() == Hurt::Source);
    let into = node.incoming().filter(|link| link.relation().hurt() == Hurt::Target);
    let out = out.map(|link| (link.target(), link.relation().name(), link));
    out.chain(into.map(|link| (link.source(), link.relation().inverse(), link)))
}

/// Everything that is hurt by `origins`, nearest first, then by reference; not the origins. Of several reasons the one that sorts first. Linear in the graph.
pub(super) fn affected<'a>(graph: &Graph, origins: impl Iterator<Item = &'a EntityRef>) -> Vec<Affected> {
    let present = origins.filter(|origin| graph.node(origin).is_some());
    let Ok(query) = graph.query().from(present) else { return Vec::new() };
    let mut reached: HashMap<NodeIx, (u32, &EntityRef)> = HashMap::new();
    let mut found = Vec::new();
    for (distance, node) in query.direction(Direction::Impact).resolve().by_distance() {
        let nearer = needs(node).filter_map(|(near, relation, link)| {
            let (far, origin) = *reached.get(&near.ix())?;
            (far + 1 == distance).then_some((near.ix(), relation, near, link, origin))
        });
        let Some((_, relation, near, link, origin)) =
            nearer.min_by_key(|(ix, relation, ..)| (*ix, *relation))
        else {
            reached.insert(node.ix(), (0, node.entity()));
            continue;
        };
        reached.insert(node.ix(), (distance, origin));
        if node.presence() == Presence::Known {
            found.push(Affected {
                entity: node.entity().clone(),
                distance,
                needs: near.entity().clone(),
                relation: relation.to_owned(),
                place: link.places().next(),
                origin: origin.clone(),
            });
        }
    }
    found
}
