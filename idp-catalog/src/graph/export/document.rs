//! The JSON shape of a drawing. It is versioned, and separate from the types that are computed with.

use crate::graph::{Drawing, Link, Presence};
use idp_model::entity_ref::EntityRef;
use idp_model::source::Place;
use serde::{Deserialize, Serialize};

/// The version written by [`Drawing::to_document`]: raised when a field changes meaning or goes away.
pub const DOCUMENT_VERSION: u32 = 1;

/// A drawing as a document: all lists are in the order of the [`Drawing`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GraphDocument {
    /// Version of this shape: [`DOCUMENT_VERSION`].
    pub version: u32,
    /// The entities.
    pub nodes: Vec<NodeDocument>,
    /// The declared links between them.
    pub links: Vec<LinkDocument>,
    /// Links that stand for ways through entities which are not drawn; left out if there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub implied: Vec<ImpliedDocument>,
    /// Whether all implied links are there.
    pub complete: bool,
}

/// An entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeDocument {
    /// Its reference.
    pub entity: EntityRef,
    /// Whether it is in the catalog.
    pub presence: Presence,
}

/// A declared link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkDocument {
    /// Where it starts.
    pub source: EntityRef,
    /// The relation from source to target.
    pub relation: String,
    /// The relation from target to source.
    pub inverse: String,
    /// Where it ends.
    pub target: EntityRef,
    /// What declares it; left out if nothing is known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<PlaceDocument>,
    /// Its attributes; left out if it has none.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub attributes: serde_json::Map<String, serde_json::Value>,
}

/// A place in a file; line and column start at 1, columns count characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceDocument {
    /// Name of the file as read.
    pub file: String,
    /// Line.
    pub line: u32,
    /// Column.
    pub column: u32,
}

/// An implied link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImpliedDocument {
    /// Where it starts.
    pub source: EntityRef,
    /// Where it leads.
    pub target: EntityRef,
    /// How many declared links the shortest way has.
    pub links: u32,
}

impl Drawing<'_> {
    /// The drawing as a document, ready for `serde_json`.
    #[must_use]
    pub fn to_document(&self) -> GraphDocument {
        let node = |node: &crate::graph::Node<'_>| NodeDocument {
            entity: node.entity().clone(),
            presence: node.presence(),
        };
        let implied = |link: &crate::graph::ImpliedLink<'_>| ImpliedDocument {
            source: link.source.entity().clone(),
            target: link.target.entity().clone(),
            links: link.links,
        };
        GraphDocument {
            version: DOCUMENT_VERSION,
            nodes: self.nodes().iter().map(node).collect(),
            links: self.links().iter().map(|link| link_document(*link)).collect(),
            implied: self.implied().iter().map(implied).collect(),
            complete: self.is_complete(),
        }
    }
}

fn link_document(link: Link<'_>) -> LinkDocument {
    LinkDocument {
        source: link.source().entity().clone(),
        relation: link.relation().name().to_owned(),
        inverse: link.relation().inverse().to_owned(),
        target: link.target().entity().clone(),
        places: link.places().map(|place| (&place).into()).collect(),
        attributes: link.attributes().cloned().unwrap_or_default(),
    }
}

impl From<&Place> for PlaceDocument {
    fn from(place: &Place) -> Self {
        let start = place.start();
        Self { file: place.file().to_owned(), line: start.line, column: start.column }
    }
}
