//! Resource: infrastructure that components need.

use super::one_or_many::one_or_many;
use crate::extension::{OwnerEntry, RelationAttributes};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `spec` of a Resource, infrastructure that components need. (Backstage, `catalog-model`, `Resource.v1alpha1.schema.json`.)
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceSpec {
    /// What sort of resource: `database`, `s3-bucket`, `cluster` or a word of your own.
    #[serde(rename = "type")]
    pub spec_type: String,
    /// Reference to the owner; the kind defaults to Group.
    pub owner: String,
    /// Further owners (ours).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<OwnerEntry>,
    /// Reference to the system it is part of; the kind defaults to System.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// Complete references (kind included) to what it needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<String>,
    /// Complete references (kind included) to what needs it. Backstage reads it, though it stands in none of its schemas;
    /// a single string is read as a list of one.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub dependency_of: Vec<String>,
    /// What is to be said about single relations (ours).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relation_attributes: Vec<RelationAttributes>,
    /// Keys that are not known here.
    #[serde(flatten)]
    pub extra: BTreeMap<String, serde_json::Value>,
}
