//! References to what is not there.

use super::context::{Context, Use};
use super::suggest::{Suggestion, Suggestions};
use super::written::with_rewrite;
use crate::catalog::{Catalog, Resolved};
use idp_model::diagnostic::{Code, Diagnostic, Severity};

/// A reference leads to no entity.
pub static DANGLING_REFERENCE: Code = Code {
    id: "dangling-reference",
    severity: Severity::Warning,
    title: "a reference leads to no entity",
    explanation: "\
The entity that is referred to is neither in the catalog nor among the known references of other catalogs. Or it is only a \
former name (`metadata.aliases`) that several entities claim, so that it belongs to none of them.

Backstage accepts such a reference and shows nothing for it: an owner that nobody can reach, a dependency missing from every graph. \
Mostly it is a typing error, or the entity was renamed or removed.

```yaml
kind: Component
metadata:
  name: shop
spec:
  owner: retial    # the group is called `retail`
```

Write the name of an entity that exists. The kind and the namespace count, too: without a kind, `owner` means a group; without a \
namespace, that of the entity itself is meant.

```yaml
  owner: retail
```

If the entity lives in another catalog, add it to the known references.

The finding proposes a name of the same kind and namespace that is one or two letters away, and an entity of exactly this name in \
another kind or namespace. It comes with a repair only if nothing else comes close and the two names are hardly meant to be \
different ones, as `team-a` and `team-b` are. Proposals are looked for 100 different targets in one run.",
};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let missing = || context.uses.iter().filter(|one| matches!(one.resolved, Resolved::Missing));
    let suggestions = Suggestions::new(context.catalog, missing().map(|one| &one.reference.target));
    found.extend(missing().map(|one| dangling(one, suggestions.get(&one.reference.target))));
    let ambiguous = context.uses.iter().filter(|one| matches!(one.resolved, Resolved::Ambiguous));
    found.extend(ambiguous.map(|one| unclear(one, context.catalog)));
}

fn dangling(one: &Use<'_>, suggestion: Option<&Suggestion<'_>>) -> Diagnostic {
    let target = &one.reference.target;
    let mut found =
        one.finding(&DANGLING_REFERENCE, format_args!("refers to `{target}`, which is not in the catalog"));
    let own = one.entity.reference();
    let close = suggestion.and_then(|suggestion| suggestion.close).filter(|close| close.reference != own);
    let namesake = suggestion.and_then(|suggestion| suggestion.namesake).filter(|other| *other != own);
    found.help = match (&close, namesake) {
        (Some(close), Some(namesake)) => {
            Some(format!("did you mean `{}`? There is `{namesake}`, too", close.reference))
        }
        (Some(close), None) => Some(format!("did you mean `{}`?", close.reference)),
        (None, Some(namesake)) => Some(format!("there is `{namesake}`")),
        (None, None) => None,
    };
    match (close, namesake) {
        (Some(close), None) if suggestion.is_some_and(|suggestion| suggestion.certain) => {
            with_rewrite(found, one.entity, one.reference, close.reference, close.name())
        }
        _ => found,
    }
}

fn unclear(one: &Use<'_>, catalog: &Catalog) -> Diagnostic {
    let target = &one.reference.target;
    let says = format_args!("refers to `{target}`, a former name that several entities claim");
    let mut found = one
        .finding(&DANGLING_REFERENCE, says)
        .with_help("write the present name of the entity that is meant; see `ambiguous-alias`");
    // Every reference would list every claim; `ambiguous-alias` shows them all, once.
    const SHOWN: usize = 5;
    for claim in catalog.aliases.get(target).into_iter().flatten().take(SHOWN) {
        if let Some(entity) = catalog.entities.get(claim.entity as usize) {
            found = found.with_related(claim.place.clone(), format!("claimed by `{}`", entity.reference()));
        }
    }
    found
}
