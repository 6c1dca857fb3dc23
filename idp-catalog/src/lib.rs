//! A software catalog as a value.

pub mod builder;
pub mod catalog;
pub mod graph;
pub mod known;
pub mod lint;
