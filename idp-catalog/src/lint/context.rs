//! What the rules share: one pass over all references.

use crate::catalog::{Catalog, Resolved};
use idp_model::check::Reference;
use idp_model::diagnostic::{Code, Diagnostic};
use idp_model::entity::Entity;
use idp_model::source::Place;
use std::fmt::Display;
use std::sync::Arc;

/// A catalog and the references in it that are worth a look.
pub(super) struct Context<'c> {
    pub(super) catalog: &'c Catalog,
    /// References that do not simply lead to another entity, those of one entity together: accepted entities first, then
    /// duplicates, then rejected ones.
    pub(super) uses: Vec<Use<'c>>,
}

/// A reference of an entity, with what it leads to: [`Resolved::Entity`] is the entity itself.
pub(super) struct Use<'c> {
    pub(super) entity: &'c Entity,
    pub(super) reference: &'c Reference,
    pub(super) resolved: Resolved<'c>,
    /// [`Entity::field_of`] of the reference.
    field: Arc<str>,
}

impl<'c> Context<'c> {
    pub(super) fn new(catalog: &'c Catalog) -> Self {
        let mut uses: Vec<Use<'c>> = Vec::new();
        // Only what the builder found suspicious: to look up each reference again would take longer than all rules.
        let entities = catalog.all(Some(&catalog.suspects));
        for entity in entities.chain(catalog.duplicates()).chain(catalog.rejected()) {
            let first = uses.len();
            for reference in entity.references() {
                let resolved = if reference.target == *entity.reference() {
                    Resolved::Entity(entity)
                } else {
                    match catalog.resolve(&reference.target) {
                        Resolved::Entity(_) | Resolved::External => continue,
                        other => other,
                    }
                };
                // References of one field share its relation; asking the tree each time would cost their number squared.
                let before = uses.get(first..).and_then(<[_]>::last);
                let same =
                    before.filter(|before| Arc::ptr_eq(&before.reference.relation, &reference.relation));
                let field = same
                    .map_or_else(|| entity.field_of(reference).into(), |before| Arc::clone(&before.field));
                uses.push(Use { entity, reference, resolved, field });
            }
        }
        Self { catalog, uses }
    }
}

impl Use<'_> {
    /// A finding at the reference that says something of it.
    pub(super) fn finding(&self, code: &'static Code, says: impl Display) -> Diagnostic {
        let message = format!("`{}` of `{}` {says}", self.field, self.entity.reference());
        finding(code, self.entity, self.entity.place_of(self.reference), message)
    }
}

/// A finding about an entity.
pub(super) fn finding(
    code: &'static Code,
    entity: &Entity,
    place: Place,
    message: impl Into<String>,
) -> Diagnostic {
    Diagnostic::new(code, place, message).in_document(entity.document()).about(entity.reference())
}
