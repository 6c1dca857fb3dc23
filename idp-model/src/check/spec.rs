//! `spec` against the form of its kind.

use super::path::Path;
use super::{Checker, entries, suggest};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::kind::shape::{Fields, Shape};
use crate::kind::{KindVersion, Schema, SpecForm};
use crate::yaml::{NodeRef, Value};

/// Keys of `spec` that this catalog reads beside those of the kind.
const EXTENSIONS: [&str; 2] = ["owners", "relationAttributes"];

impl<'t> Checker<'t, '_> {
    pub(super) fn spec(&mut self, kind: &KindVersion, spec: Option<NodeRef<'t>>) {
        match &kind.spec {
            SpecForm::Shape(fields) => {
                let Some(spec) = spec else {
                    self.missing(self.tree.root(), None, &Path::Root("spec"), "");
                    return;
                };
                self.map(spec, &Path::Root("spec"), fields);
                if spec.as_mapping().is_some() {
                    let names = fields.fields.iter().map(|field| field.name);
                    self.misspelt(spec, "spec", || names.clone().chain(EXTENSIONS));
                }
            }
            SpecForm::Schema(schema) => {
                if let Some(spec) = spec.filter(|spec| spec.as_mapping().is_none()) {
                    self.wrong_type(spec, &Path::Root("spec"), "a map");
                }
                self.schema(schema);
            }
            SpecForm::Any => {
                if let Some(spec) = spec.filter(|spec| spec.as_mapping().is_none()) {
                    self.wrong_type(spec, &Path::Root("spec"), "a map");
                }
            }
        }
    }

    fn schema(&mut self, schema: &Schema) {
        for violation in schema.check(self.tree.root()) {
            let mut node = self.tree.root();
            for part in &violation.path {
                let next = match node.value() {
                    Value::Sequence(mut items) => part.parse().ok().and_then(|index| items.nth(index)),
                    _ => node.get(part),
                };
                let Some(next) = next else { break };
                node = next;
            }
            let place = match (violation.path.is_empty(), entries(node).next()) {
                // A fault of the whole map is shown at its first key, not over all its lines.
                (_, Some((key, _))) => key.place(),
                _ => self.spot(self.key_of(node), node),
            };
            let path = violation.path.join(".");
            let message =
                if path.is_empty() { violation.message } else { format!("`{path}`: {}", violation.message) };
            self.push(Diagnostic::new(&codes::ENTITY_SCHEMA, place, message));
        }
    }

    fn map(&mut self, node: NodeRef<'t>, path: &Path<'_>, fields: &Fields) {
        if node.as_mapping().is_none() {
            self.wrong_type(node, path, "a map");
            return;
        }
        for field in fields.fields.iter().filter(|field| field.required && node.get(field.name).is_none()) {
            let key = self.key_before(node);
            self.missing(node, key, &path.key(field.name), field.example);
        }
        for (key, value) in entries(node) {
            let text = key.key_text();
            let field = fields.fields.iter().find(|field| field.name == text);
            let shape = field.map_or(fields.rest, |field| field.shape);
            if !matches!(shape, Shape::Any) {
                self.shape(value, &path.key(&text), shape);
            }
        }
    }

    /// The key of a map that is a value.
    fn key_before(&self, node: NodeRef<'t>) -> Option<NodeRef<'t>> {
        entries(self.tree.root()).find(|(_, value)| value.id() == node.id()).map(|(key, _)| key)
    }

    fn list(&mut self, node: NodeRef<'t>, path: &Path<'_>, item: &Shape, least: usize) {
        let Value::Sequence(items) = node.value() else {
            let strings = matches!(item, Shape::NonEmpty(_) | Shape::String);
            self.wrong_type(node, path, if strings { "a list of strings" } else { "a list" });
            return;
        };
        let mut count = 0;
        for (index, value) in items.enumerate() {
            self.shape(value, &path.index(index), *item);
            count += 1;
        }
        if count < least {
            self.fault(&codes::ENTITY_EMPTY_LIST, node, format!("`{path}` needs at least {least} item"));
        }
    }

    /// The nesting of shapes is that of the tables, so this recursion is bounded by them.
    fn shape(&mut self, node: NodeRef<'t>, path: &Path<'_>, shape: Shape) {
        match shape {
            Shape::Any => {}
            Shape::String => {
                if node.as_str().is_none() {
                    self.wrong_type(node, path, "a string");
                }
            }
            Shape::NonEmpty(most) => {
                if let (Some(text), Some(most)) = (self.non_empty(node, path), most)
                    && text.chars().count() > most
                {
                    self.fault(
                        &codes::ENTITY_TOO_LONG,
                        node,
                        format!("`{path}` is longer than {most} characters"),
                    );
                }
            }
            Shape::StringOrBool => {
                if !matches!(node.value(), Value::String(_) | Value::Bool(_)) {
                    self.wrong_type(node, path, "a string or a boolean");
                }
            }
            Shape::OneOf(values) => match node.as_str() {
                Some(text) if values.contains(&text) => {}
                Some(text) => {
                    let mut diagnostic = Diagnostic::new(
                        &codes::ENTITY_NOT_IN_SET,
                        node.place(),
                        format!("`{path}` must be {}, not `{text}`", suggest::list(values)),
                    );
                    if let Some(close) = suggest::closest(text, values.iter().copied()) {
                        diagnostic = diagnostic.with_label(format!("did you mean `{close}`?"));
                        if !node.is_alias() {
                            diagnostic = diagnostic.with_fix(format!("write `{close}`"), node.span(), close);
                        }
                    }
                    self.push(diagnostic);
                }
                None => self.wrong_type(node, path, "a string"),
            },
            Shape::List(item, least) => self.list(node, path, item, least),
            Shape::Map(fields) => self.map(node, path, fields),
            Shape::MapOrList(fields, item) => match node.value() {
                Value::Mapping(_) => self.map(node, path, fields),
                Value::Sequence(_) => self.list(node, path, item, 0),
                _ => self.wrong_type(node, path, "a map or a list of maps"),
            },
        }
    }
}
