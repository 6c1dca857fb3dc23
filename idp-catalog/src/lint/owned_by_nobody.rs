//! Entities that should have an owner, and have none that could be called.

use super::context::{Context, finding};
use crate::catalog::Catalog;
use crate::graph::{Link, OWNED_BY, Ownership, Presence};
use idp_model::diagnostic::{Code, Diagnostic, Severity};
use idp_model::entity::Entity;
use idp_model::kind::{KindVersion, Lookup};
use std::cell::LazyCell;

/// An entity has no owner that is a group or a user.
pub static OWNED_BY_NOBODY: Code = Code {
    id: "owned-by-nobody",
    severity: Severity::Warning,
    title: "an entity is owned by no group and no user",
    explanation: "\
The kind of the entity has an owner, and this one has none that is a group or a user: the owner is left out where it may be, or it is \
of another kind, a system, say.

Backstage accepts any kind as an owner. Nobody is called when it fails, nobody is asked when it changes, and it is on nobody's page.

```yaml
kind: Component
metadata:
  name: coat-alarm
spec:
  owner: system:cloakroom
```

Name the group or the user that answers for it.

```yaml
  owner: night-shift
```

An entity without an owner of its own that is part of one with an owner has that one's, and is not reported. Neither is an \
owner that leads nowhere: that is `dangling-reference`.",
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let catalog = context.catalog;
    let ownership = LazyCell::new(|| catalog.graph.ownership().ok());
    // Known nodes are the entities of the catalog, and both are in order of references.
    let known = catalog.graph.nodes().filter(|node| node.presence() == Presence::Known);
    for (node, entity) in known.zip(catalog.entities()) {
        let mut owners = node.outgoing().filter(|link| link.relation().name() == OWNED_BY).peekable();
        let none = owners.peek().is_none();
        if owners.any(settles) {
            continue;
        }
        let Some(field) = owner_field(catalog, entity) else { continue };
        if none && LazyCell::force(&ownership).as_ref().is_some_and(|ownership| inherits(ownership, entity)) {
            continue;
        }
        found.push(unowned(entity, &field));
    }
}

/// Whether an owner is somebody, or has a finding of its own.
fn settles(owner: Link<'_>) -> bool {
    let target = owner.target();
    target.presence() == Presence::Missing || is_somebody(target.entity().kind())
}

fn is_somebody(kind: &str) -> bool {
    matches!(kind, "group" | "user")
}

fn inherits(ownership: &Ownership<'_>, entity: &Entity) -> bool {
    let owned = ownership.owners(entity.reference());
    owned.is_some_and(|owned| owned.owners.iter().any(|owner| is_somebody(owner.entity().kind())))
}

/// The path of the field that holds the owner of entities of this kind.
fn owner_field(catalog: &Catalog, entity: &Entity) -> Option<Vec<String>> {
    let lookup = catalog.model().lookup(entity.kind(), entity.api_version(), entity.spec_type());
    let Lookup::Found(KindVersion { relations, .. }) = lookup else { return None };
    relations.iter().find(|field| *field.relation == *OWNED_BY).map(|field| field.path.clone())
}

fn unowned(entity: &Entity, field: &[String]) -> Diagnostic {
    let (own, path) = (entity.reference(), field.join("."));
    let help = format!("name in `{path}` the group or the user that answers for it");
    let owner = entity.references().iter().find(|reference| *reference.relation == *OWNED_BY);
    // An owner that is written and counts for nothing has a finding of its own, about why.
    let written = field.iter().try_fold(entity.tree().root(), |node, key| node.get(key));
    let (place, message) = match (owner, written.filter(|node| !node.value().is_falsy())) {
        (Some(owner), _) => (
            entity.place_of(owner),
            format!("`{own}` is owned by `{}`, which is neither a group nor a user", owner.target),
        ),
        (None, Some(node)) => (node.place(), format!("`{path}` of `{own}` names no group and no user")),
        (None, None) => (entity.place(), format!("`{own}` has no owner")),
    };
    finding(&OWNED_BY_NOBODY, entity, place, message).with_help(help)
}
