//! Former names that several entities claim.

use super::context::{Context, finding};
use idp_model::diagnostic::{Code, Diagnostic, Severity};

/// Several entities claim the same alias.
pub static AMBIGUOUS_ALIAS: Code = Code {
    id: "ambiguous-alias",
    severity: Severity::Error,
    title: "several entities claim the same former name",
    explanation: "\
An alias (`metadata.aliases`) says by which other names an entity may be referred to. Several entities claim this one.

None of them gets it: a reference to it leads nowhere.

```yaml
kind: Component
metadata:
  name: basket
  aliases: [cart]
---
kind: Component
metadata:
  name: trolley
  aliases: [cart]    # whose name was it?
```

Keep the alias at one of the entities. If an entity was split up, keep it at the part that most references mean, and change the others.",
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let catalog = context.catalog;
    let entity_of = |claim: &crate::catalog::Alias| catalog.entities.get(claim.entity as usize);
    for (alias, claims) in &catalog.aliases {
        let [first, later @ ..] = claims.as_slice() else { continue };
        if later.is_empty() {
            continue;
        }
        // What an entity is called belongs to it alone: `alias-taken`.
        let Some(owner) = entity_of(first).filter(|_| catalog.get(alias).is_none()) else { continue };
        for claim in later {
            let Some(entity) = entity_of(claim) else { continue };
            let message = format!(
                "`metadata.aliases` of `{}` holds `{alias}`, which `{}` claims as well; it leads to neither",
                entity.reference(),
                owner.reference()
            );
            let finding = finding(&AMBIGUOUS_ALIAS, entity, claim.place.clone(), message);
            found.push(finding.with_related(first.place.clone(), "first claimed here"));
        }
    }
}
