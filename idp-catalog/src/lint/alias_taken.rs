//! Former names that are the names of entities.

use super::context::{Context, finding};
use idp_model::diagnostic::{Code, Diagnostic, Severity};

/// An alias is the name of an existing entity.
pub static ALIAS_TAKEN: Code = Code {
    id: "alias-taken",
    severity: Severity::Warning,
    title: "an alias is the name of an entity that exists",
    explanation: "\
An alias (`metadata.aliases`) is the present name of an entity. A name always leads to the entity that is called so; the alias is \
never looked at.

References that mean the former bearer of the name reach another entity, and nobody notices. Where the alias is the entity's own \
name, it is merely needless; that is reported as information.

```yaml
kind: Component
metadata:
  name: basket
  aliases: [cart]
---
kind: Component
metadata:
  name: cart         # `component:default/cart` leads here
```

Remove the alias, or give the other entity another name.",
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for (alias, claims) in &context.catalog.aliases {
        let Some(bearer) = context.catalog.get(alias) else { continue };
        for claim in claims {
            let Some(entity) = context.catalog.entities.get(claim.entity as usize) else { continue };
            let holds = format!("`metadata.aliases` of `{}` holds", entity.reference());
            let place = claim.place.clone();
            found.push(if entity.reference() == alias {
                let message = format!("{holds} the name of the entity itself, which is needless");
                Diagnostic { severity: Severity::Info, ..finding(&ALIAS_TAKEN, entity, place, message) }
            } else {
                let message =
                    format!("{holds} `{alias}`, which is the name of another entity and leads there");
                let finding = finding(&ALIAS_TAKEN, entity, place, message);
                finding.with_related(bearer.place(), "the entity of this name")
            });
        }
    }
}
