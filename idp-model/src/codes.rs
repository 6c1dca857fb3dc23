//! Every rule of this crate, one by one.

use crate::diagnostic::{Code, Severity};

macro_rules! codes {
    ($($(#[doc = $doc:expr])* $name:ident = $id:literal, $severity:ident, $title:literal, $explanation:literal;)*) => {
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
    YAML_VERSION_11 = "yaml-version-1-1", Info, "x", "x";
    YAML_UNDEFINED_ALIAS = "yaml-undefined-alias", Error, "x", "x";
    YAML_DUPLICATE_KEY = "yaml-duplicate-key", Error, "x", "x";
    YAML_NON_STRING_KEY = "yaml-non-string-key", Warning, "x", "x";
    YAML_PROTO_KEY = "yaml-proto-key", Warning, "x", "x";
    YAML_RECURSIVE_ALIAS = "yaml-recursive-alias", Error, "x", "x";
    YAML_ALIAS_EXPANSION = "yaml-alias-expansion", Error, "x", "x";
    YAML_UNKNOWN_TAG = "yaml-unknown-tag", Warning, "x", "x";
    YAML_TOO_LARGE = "yaml-too-large", Error, "x", "x";
    YAML_INVALID_UTF8 = "yaml-invalid-utf8", Warning, "x", "x";
}
