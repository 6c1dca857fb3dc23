//! The words of an internal developer platform.

pub mod codes;
pub mod diagnostic;
pub mod entity_ref;
pub mod extension;
pub mod kind;
pub mod metadata;
pub mod report;
pub mod source;
pub mod yaml;
