//! What this project adds to Backstage's shapes. Backstage accepts these keys as free ones and ignores them.

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// One of several owners, an item of `spec.owners` (ours): a reference, or a reference with a role.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum OwnerEntry {
    /// `group:default/payments`: a reference as written; the kind defaults to Group.
    Reference(String),
    /// `{ref: group:default/payments, role: on-call}`.
    InRole(OwnerInRole),
}

impl OwnerEntry {
    /// The reference as written.
    #[must_use]
    pub fn reference(&self) -> &str {
        match self {
            Self::Reference(reference) => reference,
            Self::InRole(owner) => &owner.reference,
        }
    }

    /// The role, if one is given.
    #[must_use]
    pub fn role(&self) -> Option<&str> {
        match self {
            Self::Reference(_) => None,
            Self::InRole(owner) => owner.role.as_deref(),
        }
    }
}

/// An owner with a role, the long form of an [`OwnerEntry`] (ours).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OwnerInRole {
    /// The reference as written; the kind defaults to Group.
    #[serde(rename = "ref")]
    pub reference: String,
    /// What the owner answers for, a free word: `on-call`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Keys that are not known here.
    #[serde(flatten)]
    pub extra: BTreeMap<String, serde_json::Value>,
}

/// By hand, as a derived untagged enum would lose the place of what is wrong inside.
impl<'de> Deserialize<'de> for OwnerEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = OwnerEntry;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a reference or a map with `ref`")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<OwnerEntry, E> {
                Ok(OwnerEntry::Reference(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<OwnerEntry, A::Error> {
                OwnerInRole::deserialize(MapAccessDeserializer::new(map)).map(OwnerEntry::InRole)
            }
        }

        deserializer.deserialize_any(Either)
    }
}

/// Attributes of one relation that the entity declares elsewhere, an item of `spec.relationAttributes` (ours).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RelationAttributes {
    /// Type of the relation, as seen from the entity: `dependsOn`.
    #[serde(rename = "type")]
    pub relation: String,
    /// The reference to the other entity, as written.
    pub target: String,
    /// What is said about the relation: `{protocol: grpc, critical: true}`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, serde_json::Value>,
    /// Keys that are not known here.
    #[serde(flatten)]
    pub extra: BTreeMap<String, serde_json::Value>,
}
