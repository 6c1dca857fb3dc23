//! What users ask for and Backstage lacks, in keys that Backstage accepts and ignores: several owners with roles (`spec.owners`),
//! other names (`metadata.aliases`), attributes of relations (`spec.relationAttributes`). Faults in them are warnings.

use super::reference::{Origin, Reference};
use super::{Checker, Envelope};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::entity_ref::{EntityRef, PartialRef, RefContext};
use crate::yaml::{NodeRef, Value};
use std::sync::Arc;

impl<'t> Checker<'t, '_> {
    fn unreadable(&mut self, node: NodeRef<'t>, message: impl Into<String>) {
        let place = self.spot(self.key_of(node), node);
        self.push(Diagnostic::new(&codes::ENTITY_EXTENSION, place, message));
    }

    fn extension_ref(
        &mut self,
        node: NodeRef<'t>,
        path: &str,
        context: &RefContext<'_>,
    ) -> Option<EntityRef> {
        let Some(text) = node.as_str() else {
            self.unreadable(
                node,
                format!("`{path}` must be a reference, but is {}", node.value().type_name()),
            );
            return None;
        };
        match PartialRef::parse(text).and_then(|written| written.complete(context)) {
            Ok(reference) => Some(reference),
            Err(error) => {
                self.unreadable(node, format!("`{text}` in `{path}` is no reference: {error}"));
                None
            }
        }
    }

    /// `metadata.aliases`: references whose kind and namespace are those of the entity unless written.
    pub(super) fn aliases(
        &mut self,
        own: &EntityRef,
        metadata: Option<NodeRef<'t>>,
    ) -> Vec<(EntityRef, u32)> {
        let Some(node) = metadata.and_then(|metadata| metadata.get("aliases")) else { return Vec::new() };
        let Value::Sequence(items) = node.value() else {
            self.unreadable(node, "`metadata.aliases` must be a list of references");
            return Vec::new();
        };
        let context = RefContext { kind: Some(own.kind()), namespace: Some(own.namespace()) };
        let read = |item| Some((self.extension_ref(item, "metadata.aliases", &context)?, item.id()));
        items.filter_map(read).collect()
    }

    /// `spec.owners`: references, or maps of `ref` and `role`.
    pub(super) fn owners(&mut self, own: &EntityRef, envelope: &Envelope<'t>, found: &mut Vec<Reference>) {
        let Some(node) = envelope.spec.and_then(|spec| spec.get("owners")) else { return };
        let Value::Sequence(items) = node.value() else {
            self.unreadable(node, "`spec.owners` must be a list of owners");
            return;
        };
        let context = RefContext { kind: Some("Group"), namespace: Some(own.namespace()) };
        let (relation, reverse) = (Arc::<str>::from("ownedBy"), Arc::<str>::from("ownerOf"));
        for item in items {
            let reference = match item.value() {
                Value::Mapping(_) => match item.get("ref") {
                    Some(node) => node,
                    None => {
                        self.unreadable(item, "an owner needs `ref`, and may have a `role`");
                        continue;
                    }
                },
                _ => item,
            };
            let Some(target) = self.extension_ref(reference, "spec.owners", &context) else { continue };
            let mut attributes = serde_json::Map::new();
            if let Some(role) = item.get("role") {
                match role.as_str() {
                    Some(text) => _ = attributes.insert("role".to_owned(), text.into()),
                    None => self.unreadable(role, "the `role` of an owner must be text"),
                }
            }
            found.push(Reference {
                relation: Arc::clone(&relation),
                reverse: Some(Arc::clone(&reverse)),
                target,
                node: reference.id(),
                origin: Origin::Extension,
                attributes: (!attributes.is_empty()).then(|| Box::new(attributes)),
            });
        }
    }

    /// `spec.relationAttributes`: maps of `type`, `target` and `attributes`, for references that the entity has.
    pub(super) fn relation_attributes(
        &mut self,
        spec: Option<NodeRef<'t>>,
        own: &EntityRef,
        references: &mut [Reference],
    ) {
        let Some(node) = spec.and_then(|spec| spec.get("relationAttributes")) else { return };
        let Value::Sequence(items) = node.value() else {
            self.unreadable(node, "`spec.relationAttributes` must be a list");
            return;
        };
        for item in items {
            let (Some(relation), Some(target), Some(attributes)) = (
                item.get("type").and_then(NodeRef::as_str),
                item.get("target"),
                item.get("attributes").filter(|node| node.as_mapping().is_some()),
            ) else {
                self.unreadable(
                    item,
                    "attributes of a relation need `type`, `target` and a map of `attributes`",
                );
                continue;
            };
            // The kind may be left out as in the field itself: any reference of this type with this name fits.
            let kinds = references.iter().filter(|reference| *reference.relation == *relation);
            let kind = kinds.map(|reference| reference.target.kind().to_owned()).next();
            let context = RefContext { kind: kind.as_deref(), namespace: Some(own.namespace()) };
            let Some(target) = self.extension_ref(target, "spec.relationAttributes", &context) else {
                continue;
            };
            let serde_json::Value::Object(values) = attributes.to_json() else { continue };
            let mut fitting = references
                .iter_mut()
                .filter(|reference| *reference.relation == *relation && reference.target == target);
            match fitting.next() {
                Some(reference) => reference.attributes.get_or_insert_default().extend(values),
                None => {
                    self.unreadable(item, format!("the entity has no relation `{relation}` to `{target}`"))
                }
            }
        }
    }
}
