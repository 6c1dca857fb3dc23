//! Declared kinds: a `CatalogModel` document, shaped after Backstage's model layers (`addKind`, `addRelationPair`), as data.
//!
//! ```yaml
//! apiVersion: idp.dev/v1alpha1
//! kind: CatalogModel
//! metadata: {name: environments}
//! spec:
//!   kinds:
//!     - group: example.com
//!       names: {kind: Environment, singular: environment, plural: environments}
//!       versions:
//!         - name: v1                      # or a list; apiVersion is group/name
//!           specType: production          # optional: only for this spec.type
//!           relationFields:
//!             - selector: {path: spec.owner}
//!               relation: ownedBy
//!               defaultKind: Group
//!               defaultNamespace: inherit # or default
//!               allowedKinds: [Group, User]
//!               cardinality: one          # or many; ours
//!           schema: {jsonSchema: {type: object}}
//!   relations:
//!     - fromKind: Environment
//!       toKind: [Component]
//!       forward: {type: hosts, title: hosts}
//!       reverse: {type: hostedBy, title: hosted by}
//!       impact: target                    # who is hurt by a failure at the other end: source, target or nobody; ours
//! ```

use super::{Cardinality, DefaultNamespace, KindVersion, Lookup, Model, RelationField, Schema, SpecForm};
use crate::check::closest;
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::relation::Hurt;
use crate::yaml::{NodeRef, Tree, Value};
use std::sync::Arc;

/// `apiVersion` of a [`Model::declare`] document.
pub(crate) const API_VERSION: &str = "idp.dev/v1alpha1";
/// `kind` of a [`Model::declare`] document.
pub(crate) const KIND: &str = "CatalogModel";

impl Model {
    /// Adds the kinds and relations of a `CatalogModel` document. What is faulty is reported and left out, the rest is
    /// added.
    pub fn declare(&mut self, tree: &Tree) -> Vec<Diagnostic> {
        let mut reader = Reader { model: self, diagnostics: Vec::new() };
        reader.document(tree.root());
        reader.diagnostics
    }
}

struct Reader<'m> {
    model: &'m mut Model,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn fault(&mut self, node: NodeRef<'_>, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(&codes::MODEL_INVALID, node.place(), message));
    }

    fn text<'a>(&mut self, node: NodeRef<'a>, key: &str) -> Option<&'a str> {
        match node.get(key).map(|found| (found, found.as_str())) {
            Some((_, Some(text))) if !text.is_empty() => Some(text),
            Some((found, _)) => {
                self.fault(found, format!("`{key}` must be a string that is not empty"));
                None
            }
            None => {
                self.fault(node, format!("`{key}` is missing"));
                None
            }
        }
    }

    /// A string or a list of strings; empty where the key is missing.
    fn texts(&mut self, node: NodeRef<'_>, key: &str) -> Vec<String> {
        let Some(found) = node.get(key) else { return Vec::new() };
        let items: Vec<NodeRef<'_>> = match found.value() {
            Value::Sequence(items) => items.collect(),
            _ => vec![found],
        };
        let mut texts = Vec::new();
        for item in items {
            match item.as_str() {
                Some(text) if !text.is_empty() => texts.push(text.to_owned()),
                _ => self.fault(item, format!("`{key}` must be a string or a list of strings")),
            }
        }
        texts
    }

    fn items<'a>(&mut self, node: NodeRef<'a>, key: &str) -> Vec<NodeRef<'a>> {
        match node.get(key).map(|found| (found, found.as_sequence())) {
            None => Vec::new(),
            Some((_, Some(items))) => items.collect(),
            Some((found, None)) => {
                self.fault(found, format!("`{key}` must be a list"));
                Vec::new()
            }
        }
    }

    /// Keys that nobody reads: a misspelt one would make a relation or a schema disappear without a word.
    fn only(&mut self, node: NodeRef<'_>, known: &[&str]) {
        for (key, _) in node.as_mapping().into_iter().flatten() {
            let text = key.key_text();
            if known.contains(&&*text) {
                continue;
            }
            let mut found =
                Diagnostic::new(&codes::MODEL_INVALID, key.place(), format!("nobody reads `{text}` here"));
            if let Some(close) = closest(&text, known.iter().copied()) {
                found = found.with_label(format!("did you mean `{close}`?"));
            }
            self.diagnostics.push(found);
        }
    }

    fn document(&mut self, root: NodeRef<'_>) {
        if root.get("kind").and_then(NodeRef::as_str) != Some(KIND)
            || root.get("apiVersion").and_then(NodeRef::as_str) != Some(API_VERSION)
        {
            self.fault(root, format!("a model document has `apiVersion: {API_VERSION}` and `kind: {KIND}`"));
            return;
        }
        let Some(spec) = root.get("spec") else {
            self.fault(root, "`spec` is missing");
            return;
        };
        self.only(root, &["apiVersion", "kind", "metadata", "spec"]);
        self.only(spec, &["kinds", "relations"]);
        if spec.get("kinds").is_none() && spec.get("relations").is_none() {
            self.fault(spec, "a model declares `kinds`, `relations` or both");
        }
        for relation in self.items(spec, "relations") {
            self.relation(relation);
        }
        for kind in self.items(spec, "kinds") {
            self.kind(kind);
        }
    }

    fn relation(&mut self, node: NodeRef<'_>) {
        self.only(node, &["fromKind", "toKind", "forward", "reverse", "description", "impact"]);
        for end in ["forward", "reverse"].into_iter().filter_map(|end| node.get(end)) {
            self.only(end, &["type", "title"]);
        }
        let (from, to) = (self.texts(node, "fromKind"), self.texts(node, "toKind"));
        if from.is_empty() || to.is_empty() {
            self.fault(node, "a relation needs `fromKind` and `toKind`");
        }
        let mut name = |end: &str| match node.get(end) {
            Some(found) => self.text(found, "type").map(str::to_owned),
            None => {
                self.fault(node, format!("`{end}` is missing"));
                None
            }
        };
        let (Some(forward), Some(reverse)) = (name("forward"), name("reverse")) else { return };
        let other = |name: &str| self.model.relation(name).map(|known| known.reverse.clone());
        for (name, reverse) in [(&forward, &reverse), (&reverse, &forward)] {
            if let Some(known) = other(name).filter(|known| known != reverse) {
                self.fault(node, format!("the other end of `{name}` is called `{known}` already, and cannot be `{reverse}`, too"));
                return;
            }
        }
        if forward == reverse {
            self.fault(node, format!("both ends of the relation are called `{forward}`"));
            return;
        }
        for (from, to) in from.iter().flat_map(|from| to.iter().map(move |to| (from, to))) {
            self.model.add_relation_pair(&forward, &reverse, from, to);
        }
        if let Some(impact) = node.get("impact") {
            let impact = match impact.as_str() {
                Some("source") => Hurt::Source,
                Some("target") => Hurt::Target,
                Some("nobody") => Hurt::Nobody,
                _ => {
                    self.fault(impact, "`impact` is `source`, `target` or `nobody`");
                    return;
                }
            };
            self.model.set_hurt(&forward, impact);
        }
    }

    fn kind(&mut self, node: NodeRef<'_>) {
        self.only(node, &["group", "names", "description", "versions"]);
        let Some(group) = self.text(node, "group") else { return };
        let Some(names) = node.get("names") else {
            self.fault(node, "`names` is missing");
            return;
        };
        self.only(names, &["kind", "singular", "plural"]);
        let Some(kind) = self.text(names, "kind") else { return };
        if !(self.model.rules.kind)(kind) {
            self.fault(
                names,
                format!("`{kind}` is no name of a kind: letters and digits only, a letter first"),
            );
            return;
        }
        let versions = self.items(node, "versions");
        if versions.is_empty() {
            self.fault(node, format!("the kind `{kind}` needs at least one entry in `versions`"));
        }
        for version in versions {
            self.only(version, &["name", "specType", "description", "relationFields", "schema"]);
            if let Some(schema) = version.get("schema") {
                self.only(schema, &["jsonSchema"]);
            }
            let names = self.texts(version, "name");
            if names.is_empty() {
                self.fault(version, "`name` is missing");
                continue;
            }
            let api_versions: Vec<String> = names.iter().map(|name| format!("{group}/{name}")).collect();
            let spec_type = version.get("specType").and_then(NodeRef::as_str).map(str::to_owned);
            if let Some(taken) =
                api_versions.iter().find(|version| self.is_taken(kind, version, spec_type.as_deref()))
            {
                self.fault(
                    version,
                    format!("the kind `{kind}` with `apiVersion: {taken}` is declared already"),
                );
                continue;
            }
            let Some(spec) = self.spec(version) else { continue };
            let fields = self.items(version, "relationFields");
            let relations = fields.into_iter().filter_map(|field| self.relation_field(field)).collect();
            self.model.add_kind(KindVersion {
                kind: kind.to_owned(),
                api_versions,
                spec_type,
                spec,
                relations,
            });
        }
    }

    fn is_taken(&self, kind: &str, api_version: &str, spec_type: Option<&str>) -> bool {
        matches!(self.model.lookup(kind, api_version, spec_type),
            Lookup::Found(found) if found.spec_type.as_deref() == spec_type)
    }

    fn spec(&mut self, version: NodeRef<'_>) -> Option<SpecForm> {
        let Some(schema) = version.at(&["schema", "jsonSchema"]) else { return Some(SpecForm::Any) };
        match Schema::compile(&schema.to_json()) {
            Ok(schema) => Some(SpecForm::Schema(Arc::new(schema))),
            Err(reason) => {
                self.fault(schema, format!("this is no JSON Schema that can be used: {reason}"));
                None
            }
        }
    }

    fn relation_field(&mut self, node: NodeRef<'_>) -> Option<RelationField> {
        self.only(
            node,
            &[
                "selector",
                "relation",
                "defaultKind",
                "defaultNamespace",
                "allowedKinds",
                "cardinality",
                "description",
            ],
        );
        let selector = node.get("selector").or_else(|| {
            self.fault(node, "`selector` is missing");
            None
        })?;
        let path: Vec<String> = self.text(selector, "path")?.split('.').map(str::to_owned).collect();
        let relation = self.text(node, "relation")?;
        if self.model.relation(relation).is_none() {
            self.fault(
                node,
                format!(
                    "the relation `{relation}` is declared nowhere; add it to `relations` with its reverse"
                ),
            );
        }
        let allowed = self.texts(node, "allowedKinds");
        let choice = |reader: &mut Self, key: &str, first: &str, second: &str| match node.get(key) {
            None => None,
            Some(found) if found.as_str() == Some(first) => Some(true),
            Some(found) if found.as_str() == Some(second) => Some(false),
            Some(found) => {
                reader.fault(found, format!("`{key}` is `{first}` or `{second}`"));
                None
            }
        };
        let inherits = choice(self, "defaultNamespace", "inherit", "default").unwrap_or(true);
        let one = choice(self, "cardinality", "one", "many").unwrap_or(false);
        Some(RelationField {
            path,
            relation: relation.into(),
            reverse: None,
            default_kind: node.get("defaultKind").and_then(NodeRef::as_str).map(str::to_owned),
            default_namespace: if inherits { DefaultNamespace::Inherit } else { DefaultNamespace::Default },
            allowed_kinds: (!allowed.is_empty()).then_some(allowed),
            cardinality: if one { Cardinality::One } else { Cardinality::Many },
        })
    }
}
