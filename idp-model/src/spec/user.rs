//! User: a person.

use super::profile::Profile;
use crate::extension::RelationAttributes;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `spec` of a User, a person. (Backstage, `catalog-model`, `User.v1alpha1.schema.json`.)
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserSpec {
    /// How to show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<Profile>,
    /// References to the groups the person is a direct member of; the kind defaults to Group. Must be written, even where
    /// it is empty.
    pub member_of: Vec<String>,
    /// What is to be said about single relations (ours).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relation_attributes: Vec<RelationAttributes>,
    /// Keys that are not known here.
    #[serde(flatten)]
    pub extra: BTreeMap<String, serde_json::Value>,
}
