//! Writes another reference in the place of one, in the style of the writer.

use idp_model::check::Reference;
use idp_model::diagnostic::Diagnostic;
use idp_model::entity::Entity;
use idp_model::entity_ref::{EntityRef, PartialRef, RefContext};
use idp_model::source::Span;
use std::borrow::Cow;

/// The finding with a repair that replaces the text of a reference by one to `target`, whose name is written `name`. Parts
/// that were left out stay so where they still go without saying, and quotes stay. A reference that is not plain text of its own (a
/// map, a YAML alias or anchor, a string with escapes) gets none.
pub(super) fn with_rewrite(
    found: Diagnostic,
    entity: &Entity,
    reference: &Reference,
    target: &EntityRef,
    name: &str,
) -> Diagnostic {
    match rewrite(entity, reference, target, name) {
        Some((span, text, written)) => found.with_fix(format!("write `{text}`"), span, written),
        None => found,
    }
}

/// The span to replace, the reference as text, and as YAML.
fn rewrite(
    entity: &Entity,
    reference: &Reference,
    target: &EntityRef,
    name: &str,
) -> Option<(Span, String, String)> {
    let node = entity.tree().node(reference.node);
    let text = node.as_str()?;
    let span = node.span();
    let source = entity.tree().source();
    let quote = match source.slice(span) {
        raw if raw == text => "",
        raw if raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"')) == Some(text) => "\"",
        raw if raw.strip_prefix('\'').and_then(|raw| raw.strip_suffix('\'')) == Some(text) => "'",
        _ => return None,
    };
    if node.is_alias() || is_anchored(source.text().get(..span.start as usize)?) {
        return None;
    }
    let new = restyle(text, &reference.target, target, name)?;
    if !new.chars().all(|c| c.is_ascii_alphanumeric() || "._-:/".contains(c)) {
        return None;
    }
    let quote = if quote.is_empty() && !is_plain(&new) { "\"" } else { quote };
    let written = format!("{quote}{new}{quote}");
    Some((span, new, written))
}

/// `text`, which meant `old`, so changed that it means `new`.
fn restyle(text: &str, old: &EntityRef, new: &EntityRef, name: &str) -> Option<String> {
    let written = PartialRef::parse(text).ok()?;
    let part = |written: Option<Cow<'_, str>>, old: &str, new: &str| {
        if old == new { written.map(Cow::into_owned) } else { Some(new.to_owned()) }.map(Cow::Owned)
    };
    let changed = PartialRef {
        kind: part(written.kind, old.kind(), new.kind()),
        namespace: part(written.namespace, old.namespace(), new.namespace()),
        name: name.into(),
    }
    .to_string();
    // A name may hold what ends a kind or a namespace.
    let context = RefContext { kind: Some(old.kind()), namespace: Some(old.namespace()) };
    let read = PartialRef::parse(&changed).ok()?.complete(&context).ok()?;
    (read == *new).then_some(changed)
}

/// Whether the text before a value ends with an anchor: what the value is changed to would be changed elsewhere, too.
fn is_anchored(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or(before);
    line.split_whitespace().next_back().is_some_and(|word| word.starts_with(['&', '!']))
}

/// Whether every reader of YAML takes the text for text without quotes.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
        && text.contains(|c: char| c.is_ascii_alphabetic() && !c.eq_ignore_ascii_case(&'e'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_out_stays_out_where_it_can() {
        for (text, old, new, name, expected) in [
            ("retial", "group:default/retial", "group:default/retail", "Retail", "Retail"),
            ("Group:retial", "group:default/retial", "group:default/retail", "retail", "Group:retail"),
            ("Default/old", "group:default/old", "group:default/new", "new", "Default/new"),
            ("old", "group:labs/old", "group:default/new", "new", "default/new"),
            ("old", "group:default/old", "user:default/new", "new", "user:new"),
            ("group:labs/old", "group:labs/old", "user:default/new", "new", "user:default/new"),
        ] {
            let (old, new) = (old.parse().unwrap(), new.parse().unwrap());
            assert_eq!(restyle(text, &old, &new, name).as_deref(), Some(expected), "{text}");
        }
        let (old, odd) = ("group:default/old".parse().unwrap(), "group:default/a:b".parse().unwrap());
        assert_eq!(restyle("old", &old, &odd, "a:b"), None);
    }

    #[test]
    fn plain_text_is_no_other_value() {
        for (text, plain) in [
            ("shop", true),
            ("group:e1", true),
            ("e1", false),
            ("No", false),
            ("007", false),
            ("eagle", true),
        ] {
            assert_eq!(is_plain(text), plain, "{text}");
        }
        assert!(is_anchored("a: 1\nowner: &team "));
        assert!(!is_anchored("a: &x 1\nowner: "));
    }
}
