//! References to entities that are there and would be refused.

use super::context::Context;
use crate::catalog::Resolved;
use idp_model::diagnostic::{Code, Diagnostic, Severity};

/// A reference leads to an entity that would be refused.
pub static REJECTED_REFERENCE: Code = Code {
    id: "rejected-reference",
    severity: Severity::Info,
    title: "a reference leads to an entity that would be refused",
    explanation: "\
The entity that is referred to has been read, and Backstage would refuse it for faults of its own. Until they are repaired, the \
reference leads nowhere.

The reference itself is right. It is mentioned so that you see what else a faulty file breaks.

```yaml
kind: Group
metadata:
  name: retail
spec:
  type: team       # `children` is missing: the group is refused
---
kind: Component
metadata:
  name: shop
spec:
  owner: retail    # and so the shop has no owner
```

Leave the reference as it is, and repair the entity that it leads to.",
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for one in &context.uses {
        let Resolved::Rejected(entity) = one.resolved else { continue };
        let place = entity.place();
        let says = format_args!(
            "refers to `{}`, which is there, in `{}`, but would be refused",
            one.reference.target,
            place.file()
        );
        let finding = one.finding(&REJECTED_REFERENCE, says);
        found.push(finding.with_related(place, "would be refused, for the errors in it"));
    }
}
