//! Writing a drawing out: DOT, Mermaid, and a document for JSON. Same drawing, same bytes.

pub(super) mod document;
mod dot;
mod mermaid;
