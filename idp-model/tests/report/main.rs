//! Reports in every format, the baseline and the fixes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod fixtures;
mod formats;

mod outside;
mod properties;
mod repairs;

use idp_model::diagnostic::Diagnostic;
use idp_model::report::{Format, Options, Tool, write};

/// A report with everything set that can be set, but no colour.
fn report(format: Format, diagnostics: &[Diagnostic]) -> String {
    let tool =
        Tool { name: "idp <test>", version: "1.2.3", information_uri: Some("https://example.org/idp") };
    let mut out = Vec::new();
    write(format, diagnostics, &Options { tool, checked: fixtures::CHECKED, ..Options::default() }, &mut out)
        .unwrap();
    String::from_utf8(out).unwrap()
}
