//! Entities that are defined more than once.

use super::context::{Context, finding};
use idp_model::diagnostic::{Code, Diagnostic, Severity};

/// An entity is defined more than once.
pub static DUPLICATE_ENTITY: Code = Code {
    id: "duplicate-entity",
    severity: Severity::Error,
    title: "an entity is defined more than once",
    explanation: "\
Two documents define an entity of the same kind, namespace and name. Upper and lower case make no difference, and a namespace that \
is not written is `default`.

Backstage keeps one of them and drops the other without a word; which one depends on which was read first. Here the one whose file \
sorts first is kept, and within a file the first.

```yaml
kind: Component
metadata:
  name: shop
---
kind: Component
metadata:
  name: Shop     # the same entity again
```

Remove one of them, or give it another name. If it was moved to another file, remove it from the old one.",
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for entity in context.catalog.duplicates() {
        let reference = entity.reference();
        let message =
            format!("`{reference}` is defined more than once; this definition is not in the catalog");
        let finding = finding(&DUPLICATE_ENTITY, entity, entity.place(), message)
            .with_help("remove one of the definitions, or rename one of the entities");
        found.push(match context.catalog.get(reference) {
            Some(kept) => finding.with_related(kept.place(), "first defined here"),
            None => finding,
        });
    }
}
