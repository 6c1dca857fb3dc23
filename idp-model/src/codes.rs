//! Every rule of this crate, one by one.

use crate::diagnostic::{Code, Severity};

/// The file is not YAML.
pub static YAML_SYNTAX: Code = Code {
    id: "yaml-syntax",
    severity: Severity::Error,
    title: "the document is not valid YAML",
    explanation: "",
};

/// All of them, sorted by identifier.
pub static ALL: &[&Code] = &[&YAML_SYNTAX];
