//! References to other entities, as the relation fields of a kind hold them.

use super::{Checker, Envelope, placeholder};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::entity_ref::{DEFAULT_NAMESPACE, EntityRef, PartialRef, RefContext};
use crate::kind::{Cardinality, DefaultNamespace, KindVersion, Mode, RelationField};
use crate::yaml::{NodeRef, Value};
use std::borrow::Cow;
use std::sync::Arc;

/// Where a reference comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A field that Backstage reads, too.
    Backstage,
    /// An extension that Backstage ignores (`spec.owners`).
    Extension,
}

/// One reference of an entity to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The relation seen from the entity: `ownedBy`. References of one field of an entity share this text.
    pub relation: Arc<str>,
    /// The relation seen from the other end: `ownerOf`. `None` where, in [`Mode::Model`], it is not declared between these kinds.
    pub reverse: Option<Arc<str>>,
    /// The entity that is referred to, complete.
    pub target: EntityRef,
    /// The node that holds it, in the entity's tree.
    pub node: u32,
    /// Whether Backstage sees it.
    pub origin: Origin,
    /// Attributes of the relation (`spec.relationAttributes`, the role of an owner). Empty for most.
    pub attributes: Option<Box<serde_json::Map<String, serde_json::Value>>>,
}

impl<'t> Checker<'t, '_> {
    pub(super) fn references(
        &mut self,
        kind: &KindVersion,
        own: &EntityRef,
        envelope: &Envelope<'t>,
    ) -> Vec<Reference> {
        let mut found = Vec::new();
        for field in &kind.relations {
            // Nearly all fields stand below `spec`, which is known.
            let node = match (field.path.as_slice(), envelope.spec) {
                ([first, rest @ ..], Some(spec)) if first == "spec" => {
                    rest.iter().try_fold(spec, |node, key| node.get(key))
                }
                (path, _) => path.iter().try_fold(self.tree.root(), |node, key| node.get(key)),
            };
            let Some(node) = node else { continue };
            // JavaScript's idea of nothing.
            if node.value().is_falsy() {
                continue;
            }
            let mut count = 0;
            match node.value() {
                Value::Sequence(items) => {
                    for item in items {
                        count += 1;
                        self.reference(field, own, envelope, item, &mut found);
                    }
                }
                _ => self.reference(field, own, envelope, node, &mut found),
            }
            if field.cardinality == Cardinality::One && count > 1 {
                let path = field.path.join(".");
                self.fault(
                    &codes::ENTITY_CARDINALITY,
                    node,
                    format!("`{path}` may hold one reference, not {count}"),
                );
            }
        }
        self.owners(own, envelope, &mut found);
        found
    }

    fn reference(
        &mut self,
        field: &RelationField,
        own: &EntityRef,
        envelope: &Envelope<'t>,
        node: NodeRef<'t>,
        found: &mut Vec<Reference>,
    ) {
        let path = || field.path.join(".");
        let written = match node.value() {
            // The form of the field has been checked; an empty one was reported there.
            Value::String("") if self.model.mode() == Mode::Model || self.has_fault_at(node) => return,
            Value::String(text) => PartialRef::parse(text),
            // It stands for a file that was not read; that has been said, or is no fault.
            Value::Mapping(_) if placeholder(node).is_some() => {
                self.rejected = true;
                return;
            }
            Value::Mapping(_) if self.model.mode() == Mode::Default && !self.has_fault_at(node) => {
                match compound(node) {
                    Some(parts) => Ok(parts),
                    None => {
                        let message = format!(
                            "`{}` must be a reference, as text or as a map of `kind`, `namespace` and `name`",
                            path()
                        );
                        self.fault(&codes::ENTITY_REFERENCE, node, message);
                        return;
                    }
                }
            }
            // Model layers pass over what is no text.
            _ if self.model.mode() == Mode::Model || self.has_fault_at(node) => return,
            other => {
                let message = format!("`{}` must be a reference, but is {}", path(), other.type_name());
                self.fault(&codes::ENTITY_REFERENCE, node, message);
                return;
            }
        };
        let namespace = match field.default_namespace {
            DefaultNamespace::Inherit => envelope.namespace,
            DefaultNamespace::Default => Some(DEFAULT_NAMESPACE),
        };
        let context = RefContext { kind: field.default_kind.as_deref(), namespace };
        let target = match written.and_then(|written| written.complete(&context)) {
            Ok(target) => target,
            Err(error) => {
                let text = self.tree.source().slice(node.span()).to_owned();
                self.push(Diagnostic::new(
                    &codes::ENTITY_REFERENCE,
                    node.place(),
                    format!("`{text}` in `{}` is no reference: {error}", path()),
                ));
                return;
            }
        };
        let allowed = field
            .allowed_kinds
            .as_ref()
            .is_none_or(|allowed| allowed.iter().any(|kind| kind.to_lowercase() == target.kind()));
        let judged_by_model = self.model.mode() == Mode::Model || field.reverse.is_none();
        if !allowed {
            let kinds: Vec<&str> = field.allowed_kinds.iter().flatten().map(String::as_str).collect();
            let message =
                format!("`{}` should refer to {}, not to `{target}`", path(), super::suggest::list(&kinds));
            // An owner that is nobody is found again in the whole catalog, where it is a finding of its own.
            if judged_by_model || &*field.relation != "ownedBy" {
                self.push(Diagnostic::new(&codes::ENTITY_RELATION_KIND, node.place(), message));
            }
            if judged_by_model {
                return;
            }
        }
        let reverse = if judged_by_model {
            let relation = self.model.relation(&field.relation);
            relation
                .filter(|relation| relation.joins(own.kind(), target.kind()))
                .map(|relation| relation.reverse.as_str().into())
        } else {
            field.reverse.clone()
        };
        let relation = Arc::clone(&field.relation);
        let reference = Reference {
            relation,
            reverse,
            target,
            node: node.id(),
            origin: Origin::Backstage,
            attributes: None,
        };
        found.push(reference);
    }

    /// Whether a fault of this very node has been reported.
    fn has_fault_at(&self, node: NodeRef<'t>) -> bool {
        self.faults.contains(&self.spot(self.key_of(node), node).span)
    }
}

/// `{kind, namespace, name}`, of which the first two may be missing.
fn compound(node: NodeRef<'_>) -> Option<PartialRef<'static>> {
    let part = |key: &str| match node.get(key) {
        None => Some(None),
        // Like a missing one: JavaScript's `??`.
        Some(value) if value.is_null() => Some(None),
        Some(value) => {
            value.as_str().filter(|text| !text.is_empty()).map(|text| Some(Cow::Owned(text.to_owned())))
        }
    };
    Some(PartialRef { kind: part("kind")?, namespace: part("namespace")?, name: part("name")?? })
}
