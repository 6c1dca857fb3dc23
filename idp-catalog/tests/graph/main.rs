//! The dependency graph: properties against a naive model, examples, exports, and very long paths.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod examples;
mod export;
mod large;
mod model;
mod properties;
