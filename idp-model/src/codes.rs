//! Every rule of this crate, one by one. Each is explained in `codes/ID.md`, with an example and its repair, which are tested. Each is explained in `codes/ID.md`, with an example and its repair, which are tested. Each is explained in `codes/ID.md`, with an example and its repair, which are tested.

use crate::diagnostic::{Code, Severity};

macro_rules! codes {
    ($($name:ident = $id:literal, $severity:ident, $title:literal;)*) => {
        $(
            #[doc = $title]
            pub static $name: Code = Code {
                id: $id, severity: Severity::$severity, title: $title,
                explanation: include_str!(concat!("codes/", $id, ".md")),
            };
        )*
        /// All rules of this crate, in the order of this file.
        pub static ALL: &[&Code] = &[$(&$name),*];
    };
}

codes! {
    YAML_SYNTAX = "yaml-syntax", Error, "the document is not valid YAML";
    YAML_TOO_LARGE = "yaml-too-large", Error, "the file is larger than the reader's limit";
    YAML_INVALID_UTF8 = "yaml-invalid-utf8", Warning, "the file is not UTF-8";
    YAML_VERSION_11 = "yaml-version-1-1", Info, "the document asks for the rules of YAML 1.1";
    YAML_DUPLICATE_KEY = "yaml-duplicate-key", Error, "a map has the same key twice";
    YAML_NON_STRING_KEY = "yaml-non-string-key", Warning, "a key is not a string";
    YAML_PROTO_KEY = "yaml-proto-key", Warning, "a key is called `__proto__`";
    YAML_UNDEFINED_ALIAS = "yaml-undefined-alias", Error, "an alias names no anchor";
    YAML_RECURSIVE_ALIAS = "yaml-recursive-alias", Error, "an alias stands inside its own anchor";
    YAML_ALIAS_EXPANSION = "yaml-alias-expansion", Error, "aliases multiply a value beyond the limit";
    YAML_LOST_DOCUMENT = "yaml-lost-document", Warning, "Backstage never gets to see the document";
    YAML_UNKNOWN_TAG = "yaml-unknown-tag", Warning, "a tag is ignored";
    ENTITY_NOT_A_MAP = "entity-not-a-map", Error, "a document is not a map";
    ENTITY_MISSING_FIELD = "entity-missing-field", Error, "a field that must be there is missing";
    ENTITY_NULL_FIELD = "entity-null-field", Error, "a field is there and has no value";
    ENTITY_WRONG_TYPE = "entity-wrong-type", Error, "a value has the wrong type";
    ENTITY_EMPTY_STRING = "entity-empty-string", Error, "a text is empty";
    ENTITY_EMPTY_LIST = "entity-empty-list", Error, "a list has too few items";
    ENTITY_TOO_LONG = "entity-too-long", Error, "a text is too long";
    ENTITY_UNKNOWN_ROOT_FIELD = "entity-unknown-root-field", Error, "an entity has a root field that does not exist";
    ENTITY_API_VERSION_FORMAT = "entity-api-version-format", Error, "`apiVersion` is malformed";
    ENTITY_KIND_FORMAT = "entity-kind-format", Error, "`kind` is malformed";
    ENTITY_NAME_FORMAT = "entity-name-format", Error, "`metadata.name` is malformed";
    ENTITY_NAMESPACE_FORMAT = "entity-namespace-format", Error, "`metadata.namespace` is malformed";
    ENTITY_LABEL_FORMAT = "entity-label-format", Error, "a label is malformed";
    ENTITY_ANNOTATION_FORMAT = "entity-annotation-format", Error, "the key of an annotation is malformed";
    ENTITY_TAG_FORMAT = "entity-tag-format", Error, "a tag is malformed";
    ENTITY_LINK_URL = "entity-link-url", Error, "the URL of a link is not absolute";
    ENTITY_UNKNOWN_KIND = "entity-unknown-kind", Error, "nobody knows the kind";
    ENTITY_UNKNOWN_API_VERSION = "entity-unknown-api-version", Error, "the kind does not exist in this `apiVersion`";
    ENTITY_UNKNOWN_TYPE = "entity-unknown-type", Error, "the kind does not exist with this `spec.type`";
    ENTITY_NOT_IN_SET = "entity-not-in-set", Error, "a value is not one of the allowed ones";
    ENTITY_SCHEMA = "entity-schema", Error, "the entity does not fit the JSON Schema of its kind";
    ENTITY_REFERENCE = "entity-reference", Error, "an entity reference cannot be read";
    ENTITY_CARDINALITY = "entity-cardinality", Error, "a field holds more references than its kind allows";
    ENTITY_RELATION_KIND = "entity-relation-kind", Warning, "a reference points at a kind that the field is not meant for";
    ENTITY_MISSPELT_KEY = "entity-misspelt-key", Warning, "a key looks like a misspelt one";
    ENTITY_EXTENSION = "entity-extension", Warning, "an extension of this catalog cannot be read";
    PLACEHOLDER_NOT_READ = "placeholder-not-read", Warning, "a placeholder was not read";
    MODEL_INVALID = "model-invalid", Error, "a declared kind or relation is faulty";
}
