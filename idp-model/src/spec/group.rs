//! Group: a team or a larger unit.

use super::profile::Profile;
use crate::extension::RelationAttributes;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `spec` of a Group, a team or a larger unit. (Backstage, `catalog-model`, `Group.v1alpha1.schema.json`.)
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupSpec {
    /// What sort of group: `team`, `business-unit` or a word of your own.
    #[serde(rename = "type")]
    pub spec_type: String,
    /// How to show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<Profile>,
    /// Reference to the group it is part of; the kind defaults to Group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// References to its parts; the kind defaults to Group. Must be written, even where it is empty.
    pub children: Vec<String>,
    /// References to its direct members; the kind defaults to User.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<String>,
    /// What is to be said about single relations (ours).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relation_attributes: Vec<RelationAttributes>,
    /// Keys that are not known here.
    #[serde(flatten)]
    pub extra: BTreeMap<String, serde_json::Value>,
}
