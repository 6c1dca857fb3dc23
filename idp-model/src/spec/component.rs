//! Component: a piece of software.

use super::one_or_many::one_or_many;
use crate::extension::{OwnerEntry, RelationAttributes};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `spec` of a Component, a piece of software. (Backstage, `catalog-model`, `Component.v1alpha1.schema.json`.)
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ComponentSpec {
    /// What sort of component: `service`, `website`, `library` or a word of your own.
    #[serde(rename = "type")]
    pub spec_type: String,
    /// How far it is: `experimental`, `production`, `deprecated` or a word of your own.
    pub lifecycle: String,
    /// Reference to the owner; the kind defaults to Group.
    pub owner: String,
    /// Further owners (ours).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<OwnerEntry>,
    /// Reference to the system it is part of; the kind defaults to System.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// Reference to the component it is a part of; the kind defaults to Component.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subcomponent_of: Option<String>,
    /// References to the APIs that it offers; the kind defaults to API.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub provides_apis: Vec<String>,
    /// References to the APIs that it uses; the kind defaults to API.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consumes_apis: Vec<String>,
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
