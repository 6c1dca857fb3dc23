//! A software catalog as a value.

pub mod graph;
