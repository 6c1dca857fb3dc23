//! References by former names.

use super::context::Context;
use super::written::with_rewrite;
use crate::catalog::Resolved;
use idp_model::diagnostic::{Code, Diagnostic, Severity};

/// A reference goes through an alias.
pub static ALIAS_REFERENCE: Code = Code {
    id: "alias-reference",
    severity: Severity::Info,
    title: "a reference uses a former name",
    explanation: "\
A reference names an entity by an alias (`metadata.aliases`), not by the name that it has now.

This catalog follows it. Backstage does not know aliases, so there the reference leads nowhere; and the alias can only be \
removed when nobody uses it any more.

```yaml
kind: Component
metadata:
  name: basket
  aliases: [cart]
---
kind: Component
metadata:
  name: shop
spec:
  dependsOn: [component:cart]
```

Write the present name. The repair does so, and leaves out what was left out before.

```yaml
  dependsOn: [component:basket]
```",
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for one in &context.uses {
        let Resolved::Alias(entity) = one.resolved else { continue };
        let (target, now) = (&one.reference.target, entity.reference());
        let mut finding =
            one.finding(&ALIAS_REFERENCE, format_args!("uses `{target}`, a former name of `{now}`"));
        if let Some([claim]) = context.catalog.aliases.get(target).map(Vec::as_slice) {
            finding = finding.with_related(claim.place.clone(), "the former name");
        }
        found.push(with_rewrite(finding, one.entity, one.reference, now, entity.name()));
    }
}
