//! Wholes that are parts of themselves, and groups below themselves.

use super::context::{Context, finding};
use crate::catalog::Catalog;
use crate::graph::{CHILD_OF, Cycle, Direction, PART_OF, Step};
use idp_model::check::Reference;
use idp_model::diagnostic::{Code, Diagnostic, Severity};
use idp_model::entity::Entity;
use idp_model::source::Place;

/// Entities contain each other in a circle.
pub static HIERARCHY_CYCLE: Code = Code {
    id: "hierarchy-cycle",
    severity: Severity::Warning,
    title: "entities contain each other in a circle",
    explanation: "\
An entity is, over some steps, part of itself (components, systems, domains), or a group is below itself.

There is no top to such a hierarchy. Pages that go up or down in it never end or show nothing, and what is inherited (an \
owner, the members of a group) comes from everywhere.

```yaml
kind: Group
metadata:
  name: ushers
spec:
  parent: floor-managers
---
kind: Group
metadata:
  name: floor-managers
spec:
  parent: ushers
```

Remove one of the links; the finding lists all of one circle. There may be others among the same entities, which are found \
when this one is broken. `parent` and `children` say the same from two sides: where both are written, both have to go.",
};

/// Entities of a circle that a message names; of a longer one it names the first.
const MOST_NAMED: usize = 10;

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let graph = &context.catalog.graph;
    for (relation, word) in [(PART_OF, "part of"), (CHILD_OF, "a child of")] {
        let query = graph.query().direction(Direction::Forward);
        let cycles = query.relations_where(|one| one.name() == relation).cycles();
        // One entity alone refers to itself: `self-reference`.
        let circles = cycles.iter().filter(|cycle| cycle.members().nth(1).is_some());
        found.extend(circles.filter_map(|cycle| circle(context.catalog, cycle, word)));
    }
}

fn circle(catalog: &Catalog, cycle: Cycle<'_, '_>, word: &str) -> Option<Diagnostic> {
    let path = cycle.path()?;
    let (first, others) = path.steps().split_first()?;
    let place = first.link().places().next()?;
    let start = path.start();
    let mut message = format!("`{start}` is {word} itself, over some steps: `{start}`");
    for step in path.steps().iter().take(MOST_NAMED) {
        message.push_str(&format!(" → `{}`", step.to()));
    }
    if let Some(hidden) = path.steps().len().checked_sub(MOST_NAMED + 1) {
        if hidden > 0 {
            message.push_str(&format!(" → {hidden} more"));
        }
        message.push_str(&format!(" → `{start}`"));
    }
    let says = |step: &Step<'_>| format!("`{}` is {word} `{}`", step.from(), step.to());
    let mut found = match declaring(catalog, *first, &place) {
        Some(entity) => finding(&HIERARCHY_CYCLE, entity, place, message),
        None => Diagnostic::new(&HIERARCHY_CYCLE, place, message),
    };
    found.label = says(first);
    for step in others {
        if let Some(place) = step.link().places().next() {
            found = found.with_related(place, says(step));
        }
    }
    Some(found)
}

/// The entity at an end of the link that declares it at this place.
fn declaring<'c>(catalog: &'c Catalog, step: Step<'_>, place: &Place) -> Option<&'c Entity> {
    let ends = [step.from(), step.to()].into_iter().filter_map(|end| catalog.get(end.entity()));
    let declares = |entity: &Entity, reference: &Reference| entity.place_of(reference) == *place;
    ends.map(|entity| &**entity).find(|entity| entity.references().iter().any(|one| declares(entity, one)))
}
