//! Findings about a whole catalog: what no single file can show.
//!
//! Each rule has its own file, with its [`Code`], which explains it. No rule depends on another one being on or off. To
//! check a catalog is to [`run`] all of them at some [`Levels`]:
//!
//! ```
//! # use idp_catalog::{builder::CatalogBuilder, lint};
//! # use idp_model::{document, kind::Model, source::Source, yaml::Limits};
//! # use std::sync::Arc;
//! let model = Arc::new(Model::backstage());
//! let text = "apiVersion: backstage.io/v1alpha1\nkind: System\nmetadata: {name: shop}\nspec: {owner: retail}\n";
//! let mut builder = CatalogBuilder::new(Arc::clone(&model));
//! builder.add_documents(document::read(&Source::new("shop.yaml", text), &model, &Limits::default()));
//! let levels = "dangling-reference=error".parse()?;
//! let found = lint::run(&builder.build(), &levels);
//! assert_eq!(
//!     found[0].message,
//!     "`spec.owner` of `system:default/shop` refers to `group:default/retail`, which is not in the catalog"
//! );
//! # Ok::<(), lint::LevelsError>(())
//! ```

mod alias_reference;
mod alias_taken;
mod ambiguous_alias;
mod context;
mod dangling_reference;
mod duplicate_entity;
mod hierarchy_cycle;
mod levels;
mod owned_by_nobody;
mod rejected_reference;
mod self_reference;
mod suggest;
mod written;

pub use levels::{Level, Levels, LevelsError};

use crate::catalog::Catalog;
use context::Context;
use idp_model::diagnostic::{self, Code, Diagnostic};

/// Looks at a catalog and adds what it finds.
type Rule = fn(&Context<'_>, &mut Vec<Diagnostic>);

macro_rules! rules {
    ($($module:ident :: $code:ident),* $(,)?) => {
        $(pub use $module::$code;)*
        /// The codes of all rules, in order of their identifiers.
        pub static ALL_CODES: &[&Code] = &[$(&$code),*];
        static RULES: &[(&Code, Rule)] = &[$((&$code, $module::check)),*];
    };
}

rules! {
    alias_reference::ALIAS_REFERENCE,
    alias_taken::ALIAS_TAKEN,
    ambiguous_alias::AMBIGUOUS_ALIAS,
    dangling_reference::DANGLING_REFERENCE,
    duplicate_entity::DUPLICATE_ENTITY,
    hierarchy_cycle::HIERARCHY_CYCLE,
    owned_by_nobody::OWNED_BY_NOBODY,
    rejected_reference::REJECTED_REFERENCE,
    self_reference::SELF_REFERENCE,
}

/// Runs all rules and gives their findings at these levels, sorted. Rules that are off cost nothing.
///
/// References are looked at in everything that was read: in entities that lost their name to another one, or would be refused,
/// too. So all faults of a file are seen at once. The other rules look at the entities of the catalog.
///
/// Cost: linear in entities, references and links, a sort of the findings, and a bounded search for what misspelt references were
/// meant to be ([`DANGLING_REFERENCE`]).
#[must_use]
pub fn run(catalog: &Catalog, levels: &Levels) -> Vec<Diagnostic> {
    let context = Context::new(catalog);
    let mut found = Vec::new();
    for (_, check) in RULES.iter().filter(|(code, _)| levels.get(code.id) != Some(Level::Off)) {
        check(&context, &mut found);
    }
    let mut found = levels.apply(found);
    diagnostic::sort(&mut found);
    // A list may be used twice through a YAML alias; what is wrong in it is wrong in one place.
    found.dedup();
    found
}
