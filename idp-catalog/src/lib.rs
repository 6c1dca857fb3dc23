//! A software catalog as a value.

pub mod builder;
pub mod catalog;
pub mod codes;
pub mod diff;
pub mod graph;
pub mod known;
pub mod builder;
pub mod catalog;
pub mod codes;
pub mod diff;
pub mod graph;
pub mod known;
pub mod lint;
pub mod load;
pub mod location;
pub mod placeholder;
pub mod source;
