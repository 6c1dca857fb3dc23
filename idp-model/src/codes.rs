//! Every rule of this crate, one by one.

use crate::diagnostic::{Code, Severity};

macro_rules! codes {
    ($($name:ident = $id:literal, $severity:ident, $title:literal, $explanation:literal;)*) => {
        $(
            #[doc = $title]
            pub static $name: Code = Code {
                id: $id, severity: Severity::$severity, title: $title, explanation: $explanation,
            };
        )*
        /// All rules of this crate, in the order of this file.
        pub static ALL: &[&Code] = &[$(&$name),*];
    };
}

codes! {
    YAML_SYNTAX = "yaml-syntax", Error, "the document is not valid YAML", "x";
    YAML_TOO_LARGE = "yaml-too-large", Error, "the file is larger than the reader's limit", "x";
    YAML_INVALID_UTF8 = "yaml-invalid-utf8", Warning, "the file is not UTF-8", "x";
    YAML_VERSION_11 = "yaml-version-1-1", Info, "the document asks for the rules of YAML 1.1", "x";
    YAML_DUPLICATE_KEY = "yaml-duplicate-key", Error, "a map has the same key twice", "x";
    YAML_NON_STRING_KEY = "yaml-non-string-key", Warning, "a key is not a string", "x";
    YAML_PROTO_KEY = "yaml-proto-key", Warning, "a key is called `__proto__`", "x";
    YAML_UNDEFINED_ALIAS = "yaml-undefined-alias", Error, "an alias names no anchor", "x";
    YAML_RECURSIVE_ALIAS = "yaml-recursive-alias", Error, "an alias stands inside its own anchor", "x";
    YAML_ALIAS_EXPANSION = "yaml-alias-expansion", Error, "aliases multiply a value beyond the limit", "x";
    YAML_UNKNOWN_TAG = "yaml-unknown-tag", Warning, "a tag is ignored", "x";
    ENTITY_NOT_A_MAP = "entity-not-a-map", Error, "a document is not a map", "x";
    ENTITY_MISSING_FIELD = "entity-missing-field", Error, "a field that must be there is missing", "x";
    ENTITY_NULL_FIELD = "entity-null-field", Error, "a field is there and has no value", "x";
    ENTITY_WRONG_TYPE = "entity-wrong-type", Error, "a value has the wrong type", "x";
    ENTITY_EMPTY_STRING = "entity-empty-string", Error, "a text is empty", "x";
    ENTITY_EMPTY_LIST = "entity-empty-list", Error, "a list has too few items", "x";
    ENTITY_TOO_LONG = "entity-too-long", Error, "a text is too long", "x";
    ENTITY_UNKNOWN_ROOT_FIELD = "entity-unknown-root-field", Error, "an entity has a root field that does not exist", "x";
    ENTITY_API_VERSION_FORMAT = "entity-api-version-format", Error, "`apiVersion` is malformed", "x";
    ENTITY_KIND_FORMAT = "entity-kind-format", Error, "`kind` is malformed", "x";
    ENTITY_NAME_FORMAT = "entity-name-format", Error, "`metadata.name` is malformed", "x";
    ENTITY_NAMESPACE_FORMAT = "entity-namespace-format", Error, "`metadata.namespace` is malformed", "x";
    ENTITY_LABEL_FORMAT = "entity-label-format", Error, "a label is malformed", "x";
    ENTITY_ANNOTATION_FORMAT = "entity-annotation-format", Error, "the key of an annotation is malformed", "x";
    ENTITY_TAG_FORMAT = "entity-tag-format", Error, "a tag is malformed", "x";
    ENTITY_LINK_URL = "entity-link-url", Error, "the URL of a link is not absolute", "x";
    ENTITY_UNKNOWN_KIND = "entity-unknown-kind", Error, "nobody knows the kind", "x";
    ENTITY_UNKNOWN_API_VERSION = "entity-unknown-api-version", Error, "the kind does not exist in this `apiVersion`", "x";
    ENTITY_UNKNOWN_TYPE = "entity-unknown-type", Error, "the kind does not exist with this `spec.type`", "x";
    ENTITY_NOT_IN_SET = "entity-not-in-set", Error, "a value is not one of the allowed ones", "x";
    ENTITY_SCHEMA = "entity-schema", Error, "the entity does not fit the JSON Schema of its kind", "x";
    ENTITY_REFERENCE = "entity-reference", Error, "an entity reference cannot be read", "x";
    ENTITY_CARDINALITY = "entity-cardinality", Error, "a field holds more references than its kind allows", "x";
    ENTITY_RELATION_KIND = "entity-relation-kind", Warning, "a reference points at a kind that the field is not meant for", "x";
    ENTITY_MISSPELT_KEY = "entity-misspelt-key", Warning, "a key looks like a misspelt one", "x";
    ENTITY_EXTENSION = "entity-extension", Warning, "an extension of this catalog cannot be read", "x";
    PLACEHOLDER_NOT_READ = "placeholder-not-read", Warning, "a placeholder was not read", "x";
    MODEL_INVALID = "model-invalid", Error, "a declared kind or relation is faulty", "x";
}
