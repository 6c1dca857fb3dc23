//! References of entities to themselves.

use super::context::Context;
use crate::catalog::Resolved;
use idp_model::diagnostic::{Code, Diagnostic, Severity};

/// An entity refers to itself.
pub static SELF_REFERENCE: Code = Code {
    id: "self-reference",
    severity: Severity::Warning,
    title: "an entity refers to itself",
    explanation: "\
An entity depends on itself, is part of itself, or is its own parent. A former name of its own (`metadata.aliases`) counts, too.

It says nothing, and mostly stands where another entity was meant: the line was copied, or the entity has nearly the same name as what \
it needs. Graphs show it as a circle.

```yaml
kind: Component
metadata:
  name: shop
spec:
  dependsOn: [component:shop]
```

Name the entity that was meant, or remove the reference. Two entities of different kinds may share a name; the kind tells them apart.

```yaml
  dependsOn: [resource:shop]
```",
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for one in &context.uses {
        let own = match one.resolved {
            Resolved::Entity(_) => true,
            Resolved::Alias(entity) => entity.reference() == one.entity.reference(),
            _ => false,
        };
        if own {
            let finding = one.finding(&SELF_REFERENCE, "refers to the entity itself");
            found.push(finding.with_help("remove it, or name the entity that was meant"));
        }
    }
}
