//! Entity references: [`EntityRef`], complete and canonical, and [`PartialRef`], as somebody wrote it.
//!
//! The written form is `[kind:][namespace/]name`. The kind ends at the first `:`, unless a `/` comes
//! before it; the namespace ends at the first `/`; the rest is the name, further `:` and `/` included.
//! A part that is present but empty is a fault. There are no rules about characters here: those belong to the
//! names of entities, not to references. (Backstage, `catalog-model`, `entity/ref.ts`.)

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// The namespace of an entity that names none.
pub const DEFAULT_NAMESPACE: &str = "default";

/// The identity of an entity: `kind:namespace/name`, lower-cased, complete.
///
/// INVARIANT (canonical ref): the text is Unicode lower case, has a non-empty kind without `:` and `/`, a
/// non-empty namespace without `/`, and a non-empty name. Two references to the same entity are equal, hash
/// equally and sort together, however they were written. It is made by [`PartialRef::complete`],
/// [`EntityRef::new`] or, from its own text, by [`FromStr`].
///
/// Cloning shares the text.
#[derive(Clone)]
pub struct EntityRef {
    text: Arc<str>,
    colon: u32,
    slash: u32,
}

impl EntityRef {
    /// The reference made of three parts in any case, lower-cased as JavaScript's `toLowerCase` does: Unicode, each part whole.
    ///
    /// # Errors
    /// A part is empty, or the kind or namespace holds a character that would end it.
    pub fn new(kind: &str, namespace: &str, name: &str) -> Result<Self, RefError> {
        if kind.is_empty() || kind.contains([':', '/']) {
            return Err(RefError::Kind);
        }
        if namespace.is_empty() || namespace.contains('/') {
            return Err(RefError::Namespace);
        }
        if name.is_empty() {
            return Err(RefError::Name);
        }
        // Most are short and ASCII: made on the stack, so that only the shared text is allocated.
        let length = kind.len() + namespace.len() + name.len() + 2;
        let mut short = [0_u8; 128];
        if let Some(bytes) = short.get_mut(..length)
            && [kind, namespace, name].iter().all(|part| part.is_ascii())
        {
            let parts = [kind.as_bytes(), b":", namespace.as_bytes(), b"/", name.as_bytes()];
            for (place, byte) in bytes.iter_mut().zip(parts.into_iter().flatten()) {
                *place = byte.to_ascii_lowercase();
            }
            if let Ok(text) = std::str::from_utf8(bytes) {
                return Self::from_parts(text, kind.len(), kind.len() + 1 + namespace.len());
            }
        }
        let mut text = String::with_capacity(length);
        text.push_str(&kind.to_lowercase());
        let colon = text.len();
        text.push(':');
        text.push_str(&namespace.to_lowercase());
        let slash = text.len();
        text.push('/');
        text.push_str(&name.to_lowercase());
        Self::from_parts(&text, colon, slash)
    }

    fn from_parts(text: &str, colon: usize, slash: usize) -> Result<Self, RefError> {
        let offset = |at: usize| u32::try_from(at).map_err(|_| RefError::Name);
        Ok(Self { colon: offset(colon)?, slash: offset(slash)?, text: text.into() })
    }

    /// The whole text, `kind:namespace/name`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The kind, lower-cased: `component`.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.text.get(..self.colon as usize).unwrap_or("")
    }

    /// The namespace, lower-cased: `default`.
    #[must_use]
    pub fn namespace(&self) -> &str {
        self.text.get(self.colon as usize + 1..self.slash as usize).unwrap_or("")
    }

    /// The name, lower-cased.
    #[must_use]
    pub fn name(&self) -> &str {
        self.text.get(self.slash as usize + 1..).unwrap_or("")
    }
}

impl PartialEq for EntityRef {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}
impl Eq for EntityRef {}
impl std::hash::Hash for EntityRef {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}
impl PartialOrd for EntityRef {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for EntityRef {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.text.cmp(&other.text)
    }
}
/// Maps keyed by references can be asked with text in canonical form.
impl std::borrow::Borrow<str> for EntityRef {
    fn borrow(&self) -> &str {
        &self.text
    }
}
impl fmt::Display for EntityRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
impl fmt::Debug for EntityRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
impl serde::Serialize for EntityRef {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}
impl<'de> serde::Deserialize<'de> for EntityRef {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Reads a reference that has all three parts, in any case.
impl FromStr for EntityRef {
    type Err = RefError;

    fn from_str(text: &str) -> Result<Self, RefError> {
        PartialRef::parse(text)?.complete(&RefContext { kind: None, namespace: None })
    }
}

/// What fills the parts that a [`PartialRef`] leaves out.
#[derive(Clone, Copy, Debug, Default)]
pub struct RefContext<'a> {
    /// The kind of a reference that names none; `None` makes such a reference a fault.
    pub kind: Option<&'a str>,
    /// The namespace of a reference that names none; `None` means [`DEFAULT_NAMESPACE`].
    pub namespace: Option<&'a str>,
}

/// A reference as written: any of kind and namespace may be missing; case is kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PartialRef<'a> {
    /// The kind, if written.
    pub kind: Option<Cow<'a, str>>,
    /// The namespace, if written.
    pub namespace: Option<Cow<'a, str>>,
    /// The name; never empty.
    pub name: Cow<'a, str>,
}

impl<'a> PartialRef<'a> {
    /// Reads `[kind:][namespace/]name` without copying.
    ///
    /// # Errors
    /// The text is empty ([`RefError::Empty`]), or a part is present but empty.
    pub fn parse(text: &'a str) -> Result<Self, RefError> {
        if text.is_empty() {
            return Err(RefError::Empty);
        }
        let slash = text.find('/');
        let colon = text.find(':').filter(|colon| slash.is_none_or(|slash| *colon < slash));
        let rest = colon.map_or(0, |at| at + 1);
        let kind = colon.and_then(|at| text.get(..at));
        let namespace = slash.and_then(|at| text.get(rest..at));
        let name = text.get(slash.map_or(rest, |at| at + 1)..).unwrap_or("");
        if kind == Some("") {
            return Err(RefError::Kind);
        }
        if namespace == Some("") {
            return Err(RefError::Namespace);
        }
        if name.is_empty() {
            return Err(RefError::Name);
        }
        Ok(Self { kind: kind.map(Cow::Borrowed), namespace: namespace.map(Cow::Borrowed), name: name.into() })
    }

    /// Fills in what is missing.
    ///
    /// # Errors
    /// [`RefError::MissingKind`] where neither the reference nor the context names a kind.
    pub fn complete(&self, context: &RefContext<'_>) -> Result<EntityRef, RefError> {
        let kind = self.kind.as_deref().or(context.kind).ok_or(RefError::MissingKind)?;
        let namespace = self.namespace.as_deref().or(context.namespace).unwrap_or(DEFAULT_NAMESPACE);
        EntityRef::new(kind, namespace, &self.name)
    }

    /// The same reference, owning its text.
    #[must_use]
    pub fn into_owned(self) -> PartialRef<'static> {
        PartialRef {
            kind: self.kind.map(|kind| Cow::Owned(kind.into_owned())),
            namespace: self.namespace.map(|namespace| Cow::Owned(namespace.into_owned())),
            name: Cow::Owned(self.name.into_owned()),
        }
    }
}

/// The written form; parsing it gives the same parts again.
impl fmt::Display for PartialRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(kind) = &self.kind {
            write!(f, "{kind}:")?;
        }
        if let Some(namespace) = &self.namespace {
            write!(f, "{namespace}/")?;
        }
        f.write_str(&self.name)
    }
}

/// Why a text is not a reference. The `Display` text is for the person who wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RefError {
    /// Nothing was written.
    #[error("an entity reference must not be empty")]
    Empty,
    /// The kind is empty or holds `:` or `/`.
    #[error("the kind before `:` is empty; the form is `[kind:][namespace/]name`")]
    Kind,
    /// The namespace is empty or holds `/`.
    #[error("the namespace before `/` is empty; the form is `[kind:][namespace/]name`")]
    Namespace,
    /// The name is empty.
    #[error("the name is empty; the form is `[kind:][namespace/]name`")]
    Name,
    /// No kind was written where none can be assumed.
    #[error("the kind is missing; write it out, as in `component:name`")]
    MissingKind,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parts(text: &str) -> Result<(Option<String>, Option<String>, String), RefError> {
        let parsed = PartialRef::parse(text)?;
        Ok((
            parsed.kind.map(Cow::into_owned),
            parsed.namespace.map(Cow::into_owned),
            parsed.name.into_owned(),
        ))
    }

    #[test]
    fn the_first_colon_and_the_first_slash_decide() {
        let some = |text: &str| Some(text.to_owned());
        for (text, kind, namespace, name) in [
            ("a", None, None, "a"),
            ("k:a", some("k"), None, "a"),
            ("n/a", None, some("n"), "a"),
            ("k:n/a", some("k"), some("n"), "a"),
            ("a/b:c", None, some("a"), "b:c"),
            ("a:b:c/d/e", some("a"), some("b:c"), "d/e"),
            ("k:a:b", some("k"), None, "a:b"),
        ] {
            assert_eq!(parts(text), Ok((kind, namespace, name.to_owned())), "{text}");
        }
        for (text, error) in [
            ("", RefError::Empty),
            (":a", RefError::Kind),
            ("k:/a", RefError::Namespace),
            ("/a", RefError::Namespace),
            ("k:", RefError::Name),
            ("n/", RefError::Name),
            ("k:n/", RefError::Name),
        ] {
            assert_eq!(parts(text), Err(error), "{text}");
        }
    }

    #[test]
    fn completing_needs_a_kind_and_lowers_case() {
        let owner = PartialRef::parse("Team-Ä").unwrap();
        assert_eq!(owner.complete(&RefContext::default()), Err(RefError::MissingKind));
        let context = RefContext { kind: Some("Group"), namespace: Some("Ops") };
        assert_eq!(owner.complete(&context).unwrap().as_str(), "group:ops/team-ä");
    }

    proptest! {
        #[test]
        fn format_then_parse_is_identity(kind in proptest::option::of("[^:/]{1,6}"),
                                         namespace in proptest::option::of("[^/:]{1,6}"),
                                         name in "[^/:]{1,6}") {
            let written = PartialRef {
                kind: kind.map(Cow::Owned), namespace: namespace.map(Cow::Owned), name: Cow::Owned(name),
            };
            let text = written.to_string();
            prop_assert_eq!(PartialRef::parse(&text).unwrap(), written);
        }

        #[test]
        fn parse_then_format_is_identity(text in "[a-z:/]{0,10}") {
            if let Ok(parsed) = PartialRef::parse(&text) {
                prop_assert_eq!(parsed.to_string(), text);
            }
        }

        #[test]
        fn canonical_text_reads_back(kind in "[A-Za-z]{1,4}", namespace in "[A-Za-zÄ:]{1,4}", name in "\\PC{1,6}") {
            let reference = EntityRef::new(&kind, &namespace, &name).unwrap();
            prop_assert_eq!(reference.as_str().parse::<EntityRef>().unwrap(), reference);
        }
    }
}
