//! JSON Schemas of declared kinds. The only file that knows the validator.

use crate::yaml::NodeRef;

/// A compiled JSON Schema, draft 7 or 2020-12 as it says itself. A reference to Backstage's own `Entity` schema counts as checked
/// (every entity is); other references outside of the schema are refused.
pub struct Schema {
    #[cfg(feature = "json-schema")]
    validator: jsonschema::Validator,
}

/// One way in which a value does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    /// Keys and indexes from the root.
    pub(crate) path: Vec<String>,
    pub(crate) message: String,
}

impl std::fmt::Debug for Schema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Schema")
    }
}

#[cfg(feature = "json-schema")]
impl Schema {
    /// Compiles a schema.
    ///
    /// # Errors
    /// It is not a valid schema; the text says why.
    pub fn compile(schema: &serde_json::Value) -> Result<Self, String> {
        let mut schema = schema.clone();
        drop_entity_reference(&mut schema);
        let validator = jsonschema::options().offline().build(&schema).map_err(|error| error.to_string())?;
        Ok(Self { validator })
    }

    /// All violations, in the order of the schema. Cost: the entity is turned to JSON once.
    pub(crate) fn check(&self, node: NodeRef<'_>) -> Vec<Violation> {
        let instance = node.to_json();
        let violation = |error: jsonschema::ValidationError<'_>| {
            let pointer = error.instance_path().as_str().to_owned();
            let part = |part: &str| part.replace("~1", "/").replace("~0", "~");
            Violation { path: pointer.split('/').skip(1).map(part).collect(), message: error.to_string() }
        };
        self.validator.iter_errors(&instance).map(violation).collect()
    }
}

/// `allOf: [{$ref: Entity}, …]` is how Backstage's schemas begin.
#[cfg(feature = "json-schema")]
fn drop_entity_reference(schema: &mut serde_json::Value) {
    if let Some(parts) = schema.get_mut("allOf").and_then(serde_json::Value::as_array_mut) {
        parts.retain(|part| part.get("$ref").and_then(serde_json::Value::as_str) != Some("Entity"));
        if parts.is_empty()
            && let Some(map) = schema.as_object_mut()
        {
            map.remove("allOf");
        }
    }
}

#[cfg(not(feature = "json-schema"))]
impl Schema {
    /// Refuses: this build has no JSON Schema validator.
    ///
    /// # Errors
    /// Always; enable the feature `json-schema`.
    pub fn compile(_schema: &serde_json::Value) -> Result<Self, String> {
        Err("this build cannot check JSON Schemas; enable the feature `json-schema` of idp-model".to_owned())
    }

    pub(crate) fn check(&self, _node: NodeRef<'_>) -> Vec<Violation> {
        Vec::new()
    }
}
