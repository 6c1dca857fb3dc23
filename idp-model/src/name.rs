//! Formats of names: one gate for each kind of name, replaceable by the host.
//!
//! Lengths are in characters, patterns cover the whole text. Source: Backstage `catalog-model`,
//! `KubernetesValidatorFunctions`, `CommonValidatorFunctions`, `makeValidator`.

/// The formats by which an entity's fields are judged. A host with other rules replaces single ones, as
/// Backstage lets it:
///
/// ```
/// use idp_model::name::NameRules;
/// let rules = NameRules { tag: |tag| !tag.is_empty(), ..NameRules::default() };
/// assert!((rules.tag)("Any Tag"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct NameRules {
    /// `apiVersion`.
    pub api_version: fn(&str) -> bool,
    /// `kind`.
    pub kind: fn(&str) -> bool,
    /// `metadata.name`.
    pub entity_name: fn(&str) -> bool,
    /// `metadata.namespace`.
    pub namespace: fn(&str) -> bool,
    /// Keys of `metadata.labels`.
    pub label_key: fn(&str) -> bool,
    /// Values of `metadata.labels`.
    pub label_value: fn(&str) -> bool,
    /// Keys of `metadata.annotations`.
    pub annotation_key: fn(&str) -> bool,
    /// Values of `metadata.annotations`.
    pub annotation_value: fn(&str) -> bool,
    /// Items of `metadata.tags`.
    pub tag: fn(&str) -> bool,
}

impl Default for NameRules {
    fn default() -> Self {
        Self {
            api_version: is_api_version,
            kind: is_kind,
            entity_name: is_object_name,
            namespace: is_dns_label,
            label_key: is_prefixed_name,
            label_value: |value| value.is_empty() || is_object_name(value),
            annotation_key: is_prefixed_name,
            annotation_value: |_| true,
            tag: is_tag,
        }
    }
}

/// Longest name, label, tag and DNS label.
const MAX_NAME: usize = 63;
/// Longest DNS subdomain.
const MAX_SUBDOMAIN: usize = 253;

/// Characters of `allowed`, in groups divided by runs of `-`, as `[x]+(-+[x]+)*`; `single` allows no run.
fn groups(text: &str, single: bool, allowed: fn(u8) -> bool) -> bool {
    let bytes = text.as_bytes();
    let edge = |byte: Option<&u8>| byte.is_some_and(|byte| *byte != b'-');
    bytes.len() <= MAX_NAME
        && edge(bytes.first())
        && edge(bytes.last())
        && bytes.iter().all(|byte| *byte == b'-' || allowed(*byte))
        && !(single && text.contains("--"))
}

/// A DNS label: `[a-z0-9]+(-+[a-z0-9]+)*`, 1 to 63.
#[must_use]
pub fn is_dns_label(text: &str) -> bool {
    groups(text, false, |byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// DNS labels joined by dots, 1 to 253.
#[must_use]
pub fn is_dns_subdomain(text: &str) -> bool {
    text.len() <= MAX_SUBDOMAIN && text.split('.').all(is_dns_label)
}

/// `([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]`, 1 to 63: names of entities and of labels.
#[must_use]
pub fn is_object_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    let edge = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    bytes.len() <= MAX_NAME
        && edge(bytes.first())
        && edge(bytes.last())
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

/// `name` or `prefix/name`, the prefix a DNS subdomain: keys of labels and annotations.
#[must_use]
pub fn is_prefixed_name(text: &str) -> bool {
    match text.split_once('/') {
        None => is_object_name(text),
        Some((prefix, name)) => is_dns_subdomain(prefix) && is_object_name(name),
    }
}

/// `version` or `group/version`: the group a DNS subdomain, the version `[a-z0-9A-Z]{1,63}`.
#[must_use]
pub fn is_api_version(text: &str) -> bool {
    let version = |text: &str| {
        (1..=MAX_NAME).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    match text.split_once('/') {
        None => version(text),
        Some((group, name)) => is_dns_subdomain(group) && version(name),
    }
}

/// `[a-zA-Z][a-z0-9A-Z]*`, 1 to 63.
#[must_use]
pub fn is_kind(text: &str) -> bool {
    (1..=MAX_NAME).contains(&text.len())
        && text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// `[a-z0-9:+#]+(-[a-z0-9:+#]+)*`, 1 to 63.
#[must_use]
pub fn is_tag(text: &str) -> bool {
    groups(text, true, |byte| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b':' | b'+' | b'#')
    })
}

/// A URL that a WHATWG parser reads without a base: `mailto:a`, `urn:x:y` and `localhost:3000` are, `example.com` and
/// `/a` are not.
#[must_use]
pub fn is_url(text: &str) -> bool {
    is_plain_https_url(text) || url::Url::parse(text).is_ok()
}

/// The common case, decided without parsing: `https://host/path` of harmless characters.
fn is_plain_https_url(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    // A last label of digits would be an IPv4 address, `xn--` is checked by IDNA.
    host.starts_with(|first: char| first.is_ascii_lowercase())
        && host.ends_with(|last: char| last.is_ascii_lowercase())
        && host
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'.' || byte == b'-')
        && !host.contains("..")
        && !host.contains("xn--")
        && !host.rsplit('.').next().is_some_and(|last| last.starts_with(|first: char| first.is_ascii_digit()))
}

/// Whether something is left after trimming as JavaScript's `trim` does.
#[must_use]
pub fn is_non_blank(text: &str) -> bool {
    text.chars()
        .any(|character| !(character == '\u{feff}' || (character.is_whitespace() && character != '\u{85}')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_at_their_edges() {
        let long = "a".repeat(63);
        for (rule, good, bad) in [
            (
                is_object_name as fn(&str) -> bool,
                vec!["a", "a--b__c..d", "A1", long.as_str()],
                vec!["", "-a", "a-", "a b", "a/b", "ä", &"a".repeat(64)],
            ),
            (is_dns_label, vec!["a", "a--b", "0"], vec!["", "A", "a.b", "-", "a-", "a_b"]),
            (is_prefixed_name, vec!["a", "a.b/c", "a/C_d"], vec!["", "/a", "a/", "a/b/c", "A/b", "a..b/c"]),
            (
                is_api_version,
                vec!["v1", "backstage.io/v1alpha1", "1"],
                vec!["", "a/", "/v1", "v-1", "a/b/c", "1.0"],
            ),
            (is_kind, vec!["A", "a1"], vec!["", "1a", "a-b"]),
            (is_tag, vec!["a", "c++", "a:b", "c#-x"], vec!["", "A", "a--b", "-a", "a-", "a b", "a.b"]),
            (
                is_url,
                vec![
                    "https://a.b/c",
                    "mailto:a",
                    "urn:x:y",
                    "javascript:x",
                    "localhost:3000",
                    "https://a.b-/x",
                    "http://a:80",
                ],
                vec!["example.com", "/a", "http://", "https://a:70000", "https://1.2.3.999/", ""],
            ),
            (is_non_blank, vec!["a", "\u{85}"], vec!["", " \t\u{a0}\u{feff}\u{2028}"]),
        ] {
            for text in good {
                assert!(rule(text), "{text:?}");
            }
            for text in bad {
                assert!(!rule(text), "{text:?}");
            }
        }
    }
}
