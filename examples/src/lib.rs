//! See the sibling files; each is one program.
