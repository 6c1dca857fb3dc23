//! AiResource: knowledge and rules for AI coding tools.

use crate::extension::{OwnerEntry, RelationAttributes};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `spec` of an AiResource: knowledge and rules for AI coding tools. (Backstage, `catalog-model`, `AiResource.v1alpha1.*.schema.json`.)
///
/// One struct for all types; which field belongs to which type is said beside it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AiResourceSpec {
    /// What sort of resource: `skill`, `rule`, `plugin`, `marketplace` or a word of your own.
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
    /// Skill and rule: the fields of work it is for: `web`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disciplines: Vec<String>,
    /// Skill: what it is about: `framework`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Skill: the tools it is written for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agents: Vec<String>,
    /// Skill: references to what it needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<String>,
    /// Skill: the tools it may use without asking, separated by spaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_tools: Option<String>,
    /// Skill: its licence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
    /// Skill: what it needs to run, at most 500 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compatibility: Option<String>,
    /// Rule: what it is about: `security`. Required there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Rule: why it exists. Required there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rationale: Option<String>,
    /// Plugin: references to the skills it is made of; the kind defaults to AiResource. Required there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<String>,
    /// Marketplace: references to the plugins it offers; the kind defaults to AiResource. Required there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plugins: Vec<String>,
    /// Plugin and marketplace: its version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// What is to be said about single relations (ours).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relation_attributes: Vec<RelationAttributes>,
    /// Keys that are not known here.
    #[serde(flatten)]
    pub extra: BTreeMap<String, serde_json::Value>,
}
