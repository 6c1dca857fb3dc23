//! Template: a form and the steps that make something of the answers.

use crate::extension::{OwnerEntry, RelationAttributes};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `spec` of a Template: a form and the steps that make something of the answers. (Backstage, `plugin-scaffolder-common`,
/// `Template.v1beta3.schema.json`.)
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TemplateSpec {
    /// What it makes: `service`, `website`, `library` or a word of your own.
    #[serde(rename = "type")]
    pub spec_type: String,
    /// Reference to the owner; the kind defaults to Group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Further owners (ours).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<OwnerEntry>,
    /// How far the template is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifecycle: Option<String>,
    /// The form: a JSON Schema, or a list of them, one per page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameters: Option<serde_json::Value>,
    /// What is asked for and kept secret: `schema` holds a JSON Schema.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secrets: Option<serde_json::Value>,
    /// Words on the buttons of the form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presentation: Option<serde_json::Value>,
    /// Functions that complete the answers, each `id` and `input`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub form_decorators: Vec<serde_json::Value>,
    /// What to do, in order.
    pub steps: Vec<TemplateStep>,
    /// What to show at the end: `links`, `text`, and values of your own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<serde_json::Value>,
    /// What is to be said about single relations (ours).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relation_attributes: Vec<RelationAttributes>,
    /// Keys that are not known here.
    #[serde(flatten)]
    pub extra: BTreeMap<String, serde_json::Value>,
}

/// One step of a [`TemplateSpec`]. Its values may hold expressions `${{ … }}`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TemplateStep {
    /// The action to run: `fetch:template`.
    pub action: String,
    /// Name by which later steps refer to its output.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What to call it for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether to run it: a boolean or an expression.
    #[serde(rename = "if", default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<serde_json::Value>,
    /// What to run it for, once per item: a list, a map or an expression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each: Option<serde_json::Value>,
    /// What the action gets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<serde_json::Value>,
    /// Keys that are not known here.
    #[serde(flatten)]
    pub extra: BTreeMap<String, serde_json::Value>,
}
