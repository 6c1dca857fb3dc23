//! Placeholders: `{$text: ./file}`, `{$json: ./file}` and `{$yaml: ./file}` stand for what is in the file.
//!
//! A path is relative to the file that it is in; a leading `/` is the root of the source; nothing outside the root is
//! read. An absolute URL is never fetched: the placeholder stays, and the check says so where a value would be needed.
//! What a file brings is taken as it is: placeholders in it are not looked at, as in Backstage.

use crate::codes;
use crate::source::{CatalogSource, SourceError, path};
use idp_model::check::placeholder;
use idp_model::diagnostic::Diagnostic;
use idp_model::source::{Place, Source, Span};
use idp_model::yaml::{self, Limits, NodeRef, Tree};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Replaces all placeholders of a document that was read from the file `name` of a source. Those that cannot be replaced
/// stay, with a finding at their place. For [`idp_model::document::read_with`].
///
/// The files of one document hold at most [`Limits::max_bytes`] together and bring at most [`Limits::max_expanded_nodes`] values; JSON is read to a depth of 128, YAML to
/// [`Limits::max_depth`], so that walking the result by recursion is safe. Cost: linear in the document and the files.
#[must_use]
pub fn replace(
    tree: Tree,
    source: &dyn CatalogSource,
    name: &str,
    limits: &Limits,
    diagnostics: &mut Vec<Diagnostic>,
) -> Tree {
    // Nearly all documents have none. The `$` may be written as an escape.
    if !tree.source().slice(tree.root().span()).contains(['$', '\\']) {
        return tree;
    }
    let mut reader = Reader { source, name, limits: limits.clone() };
    let mut values = BTreeMap::new();
    for (node, kind) in find(&tree) {
        match reader.read(node, kind) {
            Ok(Some(value)) => drop(values.insert(node.id(), value)),
            Ok(None) => {}
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    if values.is_empty() { tree } else { tree.with_replaced(&values) }
}

/// The placeholders of a document, in the order written. A document that is nothing else is none, and a map that has a `$` key
/// beside others is left alone with all that is in it, as in Backstage.
fn find(tree: &Tree) -> Vec<(NodeRef<'_>, &'static str)> {
    let mut found = Vec::new();
    let mut waiting = vec![tree.root()];
    while let Some(node) = waiting.pop() {
        // An alias has the value of its anchor, which is replaced where it stands.
        if node.is_alias() {
            continue;
        }
        let inside = waiting.len();
        if let Some(items) = node.as_sequence() {
            waiting.extend(items);
        } else if let Some(kind) = placeholder(node).filter(|_| node.id() != 0) {
            found.push((node, kind));
        } else if let Some(entries) = node.as_mapping()
            && !entries.into_iter().any(|(key, _)| key.key_text().starts_with('$'))
        {
            waiting.extend(entries.map(|(_, value)| value));
        }
        if let Some(inside) = waiting.get_mut(inside..) {
            inside.reverse();
        }
    }
    found
}

struct Reader<'a> {
    source: &'a dyn CatalogSource,
    name: &'a str,
    /// `max_bytes` is what may still be read for this document, `max_expanded_nodes` how many values that may still bring.
    limits: Limits,
}

impl Reader<'_> {
    /// The value for a placeholder; `None` if it is an absolute URL.
    fn read(&mut self, node: NodeRef<'_>, kind: &str) -> Result<Option<Json>, Box<Diagnostic>> {
        let fault = |code, message: String| Box::new(Diagnostic::new(code, node.place(), message));
        let Some(target) = node.get(kind).and_then(NodeRef::as_str) else {
            let fault = fault(&codes::PLACEHOLDER_VALUE, format!("`{kind}` must name a file, as a string"));
            return Err(Box::new(fault.with_help(format!("write `{kind}: ./file`"))));
        };
        if path::is_url(target) {
            return Ok(None);
        }
        let outside = || {
            let message = format!("`{kind}: {target}` leads out of the folder that is read");
            let help = "name a file below that folder, or read the catalog from a folder higher up";
            Box::new(fault(&codes::PLACEHOLDER_OUTSIDE, message).with_help(help))
        };
        let name = path::resolve(self.name, target, path::Style::Url).map_err(|_| outside())?;
        let bytes = self.source.read(&name, self.limits.max_bytes).map_err(|error| match error {
            SourceError::Outside { .. } => outside(),
            SourceError::NotFound { .. } | SourceError::NotAFile { .. } => {
                let message = format!("`{kind}: {target}`: {error}");
                let missing = fault(&codes::PLACEHOLDER_MISSING_FILE, message);
                Box::new(crate::location::with_similar(*missing, self.source, &name))
            }
            _ => fault(&codes::PLACEHOLDER_UNREADABLE, format!("`{kind}: {target}`: {error}")),
        })?;
        self.limits.max_bytes -= bytes.len().min(self.limits.max_bytes);
        let file = Source::from_bytes(self.source.display(&name), bytes);
        let value = match kind {
            "$json" => json(&file),
            "$yaml" => self.yaml(&file),
            _ => Ok(Json::from(file.text())),
        };
        let value = value.and_then(|value| match self.spend(&value) {
            true => Ok(value),
            false => Err((
                Place::new(&file, Span::at(0)),
                "with it, the placeholders of one document bring too many values".to_owned(),
            )),
        });
        value.map(Some).map_err(|(place, reason)| {
            let language = if kind == "$json" { "JSON" } else { "a YAML document" };
            let message = format!("`{kind}: {target}`: the file is not {language}");
            Box::new(fault(&codes::PLACEHOLDER_CONTENT, message).with_related(place, reason))
        })
    }

    /// Counts the values against the budget of the document: a small file may multiply them, and be named often.
    fn spend(&mut self, value: &Json) -> bool {
        let mut waiting = vec![value];
        let mut count = 0_u64;
        while let Some(next) = waiting.pop() {
            count += 1;
            match next {
                Json::Array(items) => waiting.extend(items),
                Json::Object(entries) => waiting.extend(entries.values()),
                _ => {}
            }
        }
        let left = self.limits.max_expanded_nodes.checked_sub(count);
        self.limits.max_expanded_nodes = left.unwrap_or(0);
        left.is_some()
    }

    fn yaml(&self, file: &Arc<Source>) -> Result<Json, (Place, String)> {
        // The file was within the budget when it was read.
        let limits = Limits { max_bytes: usize::MAX, ..self.limits.clone() };
        let stream = yaml::parse(file, &limits);
        if let Some(first) = stream.diagnostics.into_iter().find(Diagnostic::is_error) {
            return Err((first.place, first.message));
        }
        match stream.documents.as_slice() {
            [only] => Ok(only.tree.as_ref().map_or(Json::Null, |tree| tree.root().to_json())),
            [] => Err((Place::new(file, Span::at(0)), "it is empty".to_owned())),
            [_, second, ..] => Err((Place::new(file, second.span), "it holds a second document".to_owned())),
        }
    }
}

fn json(file: &Arc<Source>) -> Result<Json, (Place, String)> {
    serde_json::from_str(file.text()).map_err(|error| {
        let line = file.line_span(u32::try_from(error.line()).unwrap_or(u32::MAX));
        let column = u32::try_from(error.column().saturating_sub(1)).unwrap_or(0);
        let at = line.start.saturating_add(column).min(line.end);
        // The place has the line and column.
        let text = error.to_string();
        let reason = text.rsplit_once(" at line ").map_or(text.as_str(), |(reason, _)| reason);
        (Place::new(file, Span::at(at)), reason.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;
    use idp_model::document::{self, Documents};
    use idp_model::kind::Model;
    use serde_json::json;

    const HEAD: &str = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: a}\n\
                        spec:\n  type: service\n  owner: me\n";

    fn read(spec: &str) -> Documents {
        let files = Memory::new([
            ("a/text.md", "hello\r\n"),
            ("a/data.json", r#"{"list": [1, {"$text": "./text.md"}]}"#),
            ("a/bad.json", "{\n  \"a\": ,\n}"),
            ("a/data.yaml", "x: &x [1]\ny: *x\n"),
            ("a/two.yaml", "a: 1\n---\nb: 2\n"),
            ("a/bad.yaml", "a: [\n"),
            ("a/empty.yaml", ""),
            ("root.txt", "root"),
        ]);
        let lifecycle = if spec.contains("lifecycle") { "" } else { "  lifecycle: production\n" };
        let source = Source::new("a/catalog-info.yaml", format!("{HEAD}{lifecycle}{spec}"));
        let limits = Limits { max_bytes: 1000, ..Limits::default() };
        document::read_with(&source, &Model::backstage(), &Limits::default(), |tree, diagnostics| {
            replace(tree, &files, "a/catalog-info.yaml", &limits, diagnostics)
        })
    }

    #[test]
    fn placeholders_become_what_is_in_their_file() {
        for (written, expected) in [
            ("{$text: ./text.md}", json!("hello\r\n")),
            ("{$text: te%78t.md}", json!("hello\r\n")),
            ("{$text: /root.txt}", json!("root")),
            ("{$text: ../root.txt}", json!("root")),
            ("{$json: ./data.json}", json!({"list": [1, {"$text": "./text.md"}]})),
            ("{$yaml: ./data.yaml}", json!({"x": [1], "y": [1]})),
            ("[{k: {$text: /root.txt}}, &r {$text: /root.txt}, *r]", json!([{"k": "root"}, "root", "root"])),
            ("{$text: https://example.com/x}", json!({"$text": "https://example.com/x"})),
            (
                "{$text: ./text.md, other: {$text: ./text.md}}",
                json!({"$text": "./text.md", "other": {"$text": "./text.md"}}),
            ),
            ("{$openapi: ./x}", json!({"$openapi": "./x"})),
        ] {
            let read = read(&format!("  extra: {written}\n"));
            assert_eq!(read.diagnostics, [], "{written}");
            let entity = read.documents[0].entity.as_ref().unwrap();
            assert!(entity.is_accepted());
            assert_eq!(entity.spec().unwrap().get("extra").unwrap().to_json(), expected, "{written}");
        }
    }

    #[test]
    fn placeholders_that_cannot_be_replaced_are_faults() {
        let mut all = String::new();
        for written in [
            "{$text: ./tex.md}",
            "{$text: ../../x}",
            "{$text: ..%2f..%2fx}",
            "{$text: .}",
            "{$text: [1]}",
            "{$json: ./bad.json}",
            "{$json: ./text.md}",
            "{$yaml: ./two.yaml}",
            "{$yaml: ./bad.yaml}",
            "{$yaml: ./empty.yaml}",
        ] {
            let read = read(&format!("  extra: {written}\n"));
            assert!(!read.documents[0].entity.as_ref().unwrap().is_accepted(), "{written}");
            for found in &read.diagnostics {
                all += &format!("{} {}: {}\n", found.place, found.code, found.message);
                found.related.iter().for_each(|it| all += &format!("    {}: {}\n", it.place, it.message));
                found.help.iter().for_each(|help| all += &format!("    help: {help}\n"));
            }
        }
        insta::assert_snapshot!(all);
    }

    #[test]
    fn a_url_where_text_must_be_is_not_read_and_rejected() {
        let read = read("  lifecycle: {$text: https://example.com/x}\n");
        let codes: Vec<&str> = read.diagnostics.iter().map(|found| found.code.id).collect();
        assert_eq!(codes, ["placeholder-not-read"]);
        assert!(!read.documents[0].entity.as_ref().unwrap().is_accepted());
    }

    #[test]
    fn the_files_of_a_document_are_bounded_together() {
        let many = "    - {$text: ./text.md}\n".repeat(200);
        let read = read(&format!("  extra:\n{many}"));
        // 1000 bytes are 142 times 7 and 6 more.
        assert_eq!(read.diagnostics.len(), 58);
        assert_eq!(read.diagnostics[0].code.id, "placeholder-unreadable");
    }
}
