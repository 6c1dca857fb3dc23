//! `--changed-from`: findings that are new since an earlier state of the same directory, and what the change does.

use crate::Checked;
use idp_catalog::diff::{CatalogDiff, diff};
use idp_model::report::baseline::Baseline;

/// Keeps the findings of `now` that `before` does not have, and compares the catalogs. Both name their files alike.
pub fn since(before: &Checked, now: &mut Checked) -> CatalogDiff {
    now.diagnostics = Baseline::of(&before.diagnostics).apply(&now.diagnostics).new;
    diff(&before.catalog, &now.catalog)
}
