//! The words of an internal developer platform.

pub mod check;
pub mod codes;
pub mod diagnostic;
pub mod document;
pub mod entity;
pub mod entity_ref;
pub mod extension;
pub mod kind;
pub mod metadata;
pub mod name;
pub mod relation;
pub mod report;
pub mod source;
pub mod spec;
pub mod yaml;
