//! System: components, APIs and resources that belong together.

use crate::extension::{OwnerEntry, RelationAttributes};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `spec` of a System: components, APIs and resources that belong together. (Backstage, `catalog-model`, `System.v1alpha1.schema.json`.)
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SystemSpec {
    /// Reference to the owner; the kind defaults to Group.
    pub owner: String,
    /// Further owners (ours).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<OwnerEntry>,
    /// Reference to the domain it is part of; the kind defaults to Domain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// What sort of system: `product`, `service` or a word of your own.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub spec_type: Option<String>,
    /// What is to be said about single relations (ours).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relation_attributes: Vec<RelationAttributes>,
    /// Keys that are not known here.
    #[serde(flatten)]
    pub extra: BTreeMap<String, serde_json::Value>,
}
