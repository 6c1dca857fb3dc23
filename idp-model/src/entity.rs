//! An entity: a document whose kind, namespace and name are known, with what was read from it.

use crate::check::{Reference, Verdict};
use crate::entity_ref::{DEFAULT_NAMESPACE, EntityRef};
use crate::source::Place;
use crate::yaml::{NodeRef, Tree};
use std::borrow::Cow;

/// An entity as its file has it. Nothing is copied out of the document: accessors look into its span tree, so every part can
/// say where it stands.
#[derive(Clone, Debug)]
pub struct Entity {
    pub(crate) tree: Tree,
    pub(crate) document: u32,
    pub(crate) reference: EntityRef,
    pub(crate) verdict: Verdict,
    pub(crate) references: Box<[Reference]>,
    pub(crate) aliases: Box<[(EntityRef, u32)]>,
}

impl Entity {
    /// Its identity.
    #[must_use]
    pub fn reference(&self) -> &EntityRef {
        &self.reference
    }

    /// Whether Backstage would accept it. A rejected entity is kept, so that references to it are understood.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.verdict == Verdict::Accepted
    }

    /// The document.
    #[must_use]
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Index of the document in its file, from 0.
    #[must_use]
    pub fn document(&self) -> u32 {
        self.document
    }

    fn text(&self, path: &[&str]) -> Option<&str> {
        self.tree.root().at(path).and_then(NodeRef::as_str)
    }

    /// The kind in the case in which it is written: `Component`.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.text(&["kind"]).unwrap_or(self.reference.kind())
    }

    /// The `apiVersion`.
    #[must_use]
    pub fn api_version(&self) -> &str {
        self.text(&["apiVersion"]).unwrap_or("")
    }

    /// The name in the case in which it is written.
    #[must_use]
    pub fn name(&self) -> &str {
        self.text(&["metadata", "name"]).unwrap_or(self.reference.name())
    }

    /// The namespace as written, `default` if it is not.
    #[must_use]
    pub fn namespace(&self) -> &str {
        self.text(&["metadata", "namespace"]).unwrap_or(DEFAULT_NAMESPACE)
    }

    /// The title, if there is one.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.text(&["metadata", "title"])
    }

    /// The description, if there is one.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.text(&["metadata", "description"])
    }

    /// The tags, in the order written.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        let tags = self.tree.root().at(&["metadata", "tags"]).and_then(NodeRef::as_sequence);
        tags.into_iter().flatten().filter_map(NodeRef::as_str)
    }

    /// The labels, in the order written.
    pub fn labels(&self) -> impl Iterator<Item = (Cow<'_, str>, &str)> {
        self.texts("labels")
    }

    /// The annotations, in the order written.
    pub fn annotations(&self) -> impl Iterator<Item = (Cow<'_, str>, &str)> {
        self.texts("annotations")
    }

    fn texts(&self, key: &str) -> impl Iterator<Item = (Cow<'_, str>, &str)> {
        let map = self.tree.root().at(&["metadata", key]).and_then(NodeRef::as_mapping);
        map.into_iter().flatten().filter_map(|(key, value)| Some((key.key_text(), value.as_str()?)))
    }

    /// An annotation by its key.
    #[must_use]
    pub fn annotation(&self, key: &str) -> Option<&str> {
        self.text(&["metadata", "annotations", key])
    }

    /// `spec`, if there is one.
    #[must_use]
    pub fn spec(&self) -> Option<NodeRef<'_>> {
        self.tree.root().get("spec")
    }

    /// `spec.type`, if it is text.
    #[must_use]
    pub fn spec_type(&self) -> Option<&str> {
        self.text(&["spec", "type"])
    }

    /// `spec.lifecycle`, if it is text.
    #[must_use]
    pub fn lifecycle(&self) -> Option<&str> {
        self.text(&["spec", "lifecycle"])
    }

    /// Its references to other entities, in the order of the kind's fields.
    #[must_use]
    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// Where a reference stands.
    #[must_use]
    pub fn place_of(&self, reference: &Reference) -> Place {
        self.tree.node(reference.node).place()
    }

    /// The field in which a reference stands, as keys from the root: `spec.dependsOn`. The position in a list is left out, so that
    /// what is said about a reference stays the same when others move. Something written elsewhere and used through a YAML alias
    /// stands where it is written. Cost: linear in the keys of the maps above it.
    #[must_use]
    pub fn field_of(&self, reference: &Reference) -> String {
        let mut path = String::new();
        let mut node = self.tree.root();
        // Nodes are numbered in the order written: the entry that holds one is the last that starts no later.
        while node.id() < reference.node
            && let Some(entries) = node.as_mapping()
            && let Some((key, value)) = entries.take_while(|(_, value)| value.id() <= reference.node).last()
        {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(&key.key_text());
            node = value;
        }
        path
    }

    /// Former and alternative names, each with its place.
    pub fn aliases(&self) -> impl Iterator<Item = (&EntityRef, Place)> {
        self.aliases.iter().map(|(alias, node)| (alias, self.tree.node(*node).place()))
    }

    /// Where the entity is named: the value of `metadata.name`.
    #[must_use]
    pub fn place(&self) -> Place {
        self.tree.root().at(&["metadata", "name"]).unwrap_or(self.tree.root()).place()
    }

    /// The whole entity as JSON, as the file has it.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        self.tree.root().to_json()
    }

    /// The relations that Backstage would emit for this entity, of both directions: source, type, target. Sorted, each once.
    #[must_use]
    pub fn relations(&self) -> Vec<Relation<'_>> {
        let mut found = Vec::with_capacity(self.references.len() * 2);
        for reference in self.references.iter().filter(|one| one.origin == crate::check::Origin::Backstage) {
            let target = &reference.target;
            found.push(Relation { source: &self.reference, kind: &reference.relation, target });
            if let Some(reverse) = &reference.reverse {
                found.push(Relation { source: target, kind: reverse, target: &self.reference });
            }
        }
        found.sort();
        found.dedup();
        found
    }
}

/// A relation as Backstage lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Relation<'e> {
    /// The entity that has it.
    pub source: &'e EntityRef,
    /// Its type, seen from the source.
    #[serde(rename = "type")]
    pub kind: &'e str,
    /// The other entity.
    pub target: &'e EntityRef,
}
