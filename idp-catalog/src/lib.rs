//! A software catalog as a value.

pub mod codes;
pub mod graph;
pub mod load;
pub mod location;
pub mod placeholder;
pub mod source;
