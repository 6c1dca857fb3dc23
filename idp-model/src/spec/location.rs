//! Location: a pointer to files with further entities.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `spec` of a Location, a pointer to files with further entities. (Backstage, `catalog-model`, `Location.v1alpha1.schema.json`.)
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LocationSpec {
    /// How to read the targets: `url`, `file`; none means as the Location itself was read.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub spec_type: Option<String>,
    /// One target: a URL, or a path relative to this file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Further targets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<String>,
    /// Whether a missing target is a fault; none means that it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presence: Option<Presence>,
    /// Keys that are not known here.
    #[serde(flatten)]
    pub extra: BTreeMap<String, serde_json::Value>,
}

/// Whether the targets of a Location must exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Presence {
    /// A missing target is a fault.
    Required,
    /// A missing target is skipped.
    Optional,
}
