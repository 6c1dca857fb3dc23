//! API: an interface between components.

use crate::extension::{OwnerEntry, RelationAttributes};
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// `spec` of an API, an interface between components. (Backstage, `catalog-model`, `API.v1alpha1*.schema.json`.)
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApiSpec {
    /// What sort of API: `openapi`, `asyncapi`, `graphql`, `grpc`, `mcp-server` or a word of your own.
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
    /// The interface in its own language. Required, except that an `mcp-server` has `remotes` instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition: Option<Definition>,
    /// Where an `mcp-server` is reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remotes: Vec<ApiRemote>,
    /// What is to be said about single relations (ours).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relation_attributes: Vec<RelationAttributes>,
    /// Keys that are not known here.
    #[serde(flatten)]
    pub extra: BTreeMap<String, serde_json::Value>,
}

/// One way to reach an MCP server.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApiRemote {
    /// The transport: `streamable-http`, `stdio`, `sse`.
    #[serde(rename = "type")]
    pub transport: String,
    /// Its URL.
    pub url: String,
    /// Keys that are not known here.
    #[serde(flatten)]
    pub extra: BTreeMap<String, serde_json::Value>,
}

/// The definition of an API: text, or the place to take it from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Definition {
    /// The text itself.
    Text(String),
    /// A placeholder that is not replaced yet: `$text: ./openapi.yaml`.
    Placeholder {
        /// The resolver without its `$`: `text`, `json`, `yaml`, `openapi`, `asyncapi`.
        resolver: String,
        /// A URL, or a path relative to the file.
        target: String,
    },
}

impl Serialize for Definition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Placeholder { resolver, target } => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry(&format!("${resolver}"), target)?;
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Definition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = Definition;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or a placeholder such as `$text: ./openapi.yaml`")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Definition, E> {
                Ok(Definition::Text(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Definition, A::Error> {
                let wrong = || A::Error::custom("expected a string or one key such as `$text`");
                let key: String = map.next_key()?.ok_or_else(wrong)?;
                let resolver = key.strip_prefix('$').ok_or_else(wrong)?.to_owned();
                let target = map.next_value()?;
                match map.next_key::<String>()? {
                    None => Ok(Definition::Placeholder { resolver, target }),
                    Some(_) => Err(wrong()),
                }
            }
        }

        deserializer.deserialize_any(Either)
    }
}
