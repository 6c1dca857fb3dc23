//! Judges one document as Backstage would, and says everything that is wrong with it at once.
//!
//! Backstage stops at the first fault, in this order: envelope, whole-entity schema, root fields, field formats, kind, references.
//! Here all of them run, each fault at its own node; the verdict is the same: rejected if there is any. Warnings (misspelt keys,
//! extensions that cannot be read) never change it.

mod envelope;
mod extension;
mod path;
mod placeholder;
mod reference;
mod spec;
pub mod suggest;

use crate::codes;
use crate::diagnostic::{Code, Diagnostic};
use crate::entity_ref::EntityRef;
use crate::kind::{KindVersion, Lookup, Model};
use crate::source::{Place, Span};
use crate::yaml::{NodeRef, Tree, Value};
use path::Path;

use std::collections::HashSet;

pub use placeholder::placeholder;
pub use reference::{Origin, Reference};
pub use suggest::closest;

/// What Backstage would do with a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It is an entity.
    Accepted,
    /// It is refused, for the diagnostics of severity error, or for a placeholder that was not read.
    Rejected,
    /// It holds nothing and is skipped without a word.
    Empty,
}

/// What a check found.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Accepted or rejected.
    pub verdict: Verdict,
    /// The reference of the entity, where kind, namespace and name could be told, even of a rejected one.
    pub reference: Option<EntityRef>,
    /// References to other entities that could be read, in the order of the kind's fields.
    pub references: Vec<Reference>,
    /// Former and alternative names (`metadata.aliases`).
    pub aliases: Vec<(EntityRef, u32)>,
    /// All findings, in the order in which the checks run.
    pub diagnostics: Vec<Diagnostic>,
}

/// Checks the root of a document by the rules of `model`. Cost: linear in the document.
#[must_use]
pub fn check(tree: &Tree, model: &Model) -> Checked {
    let mut checker = Checker {
        tree,
        model,
        rejected: false,
        entity: None,
        diagnostics: Vec::new(),
        faults: HashSet::new(),
    };
    let (mut references, mut aliases) = (Vec::new(), Vec::new());
    if let Some(envelope) = checker.envelope() {
        checker.entity.clone_from(&envelope.reference);
        checker.root_fields();
        checker.metadata(&envelope);
        let kind = checker.kind(&envelope);
        if let Some(kind) = kind {
            checker.spec(kind, envelope.spec);
            if let Some(own) = &envelope.reference {
                references = checker.references(kind, own, &envelope);
            }
        } else if let Some(spec) = envelope.spec.filter(|spec| spec.as_mapping().is_none()) {
            checker.wrong_type(spec, &Path::Root("spec"), "a map");
        }
        if let Some(own) = &envelope.reference {
            aliases = checker.aliases(own, envelope.metadata);
            checker.relation_attributes(envelope.spec, own, &mut references);
        }
    }
    let reference = checker.entity.clone();
    let mut diagnostics = checker.diagnostics;
    if let Some(reference) = &reference {
        for diagnostic in &mut diagnostics {
            diagnostic.entity = Some(reference.clone());
        }
    }
    let verdict = if checker.rejected { Verdict::Rejected } else { Verdict::Accepted };
    Checked { verdict, reference, references, aliases, diagnostics }
}

/// The parts of a document that every check needs.
struct Envelope<'t> {
    api_version: Option<&'t str>,
    kind: Option<(NodeRef<'t>, &'t str)>,
    metadata: Option<NodeRef<'t>>,
    namespace: Option<&'t str>,
    spec: Option<NodeRef<'t>>,
    reference: Option<EntityRef>,
}

struct Checker<'t, 'm> {
    tree: &'t Tree,
    model: &'m Model,
    rejected: bool,
    entity: Option<EntityRef>,
    diagnostics: Vec<Diagnostic>,
    /// Where errors have been reported: later checks say nothing more about these places.
    faults: HashSet<Span>,
}

impl<'t, 'm> Checker<'t, 'm> {
    fn push(&mut self, diagnostic: Diagnostic) {
        if diagnostic.is_error() {
            self.rejected = true;
            self.faults.insert(diagnostic.place.span);
        }
        self.diagnostics.push(diagnostic);
    }

    fn place(&self, span: Span) -> Place {
        Place::new(self.tree.source(), span)
    }

    /// Where to point at for a value: itself, or the key of one that is not written.
    fn spot(&self, key: Option<NodeRef<'t>>, value: NodeRef<'t>) -> Place {
        match key {
            Some(key) if value.span().is_empty() => key.place(),
            _ => value.place(),
        }
    }

    fn fault(&mut self, code: &'static Code, node: NodeRef<'t>, message: impl Into<String>) {
        let place = self.spot(self.key_of(node), node);
        self.push(Diagnostic::new(code, place, message));
    }

    /// The key before a value that is not written. Only asked for faults, so it may look for it.
    fn key_of(&self, value: NodeRef<'t>) -> Option<NodeRef<'t>> {
        let before = value.id().checked_sub(1)?;
        (value.span().is_empty()).then(|| self.tree.node(before))
    }

    /// A value of the wrong type. Numbers and booleans that should be text can be quoted safely.
    fn wrong_type(&mut self, node: NodeRef<'t>, path: &Path<'_>, expected: &str) {
        let value = node.value();
        if let Some(name) = placeholder(node) {
            // Not a fault of the user: whoever reads files replaces it before the check.
            let message =
                format!("`{path}` is the placeholder `{name}`, which was not read; its value is not checked");
            self.rejected = true;
            self.push(Diagnostic::new(&codes::PLACEHOLDER_NOT_READ, node.place(), message));
            return;
        }
        let code =
            if matches!(value, Value::Null) { &codes::ENTITY_NULL_FIELD } else { &codes::ENTITY_WRONG_TYPE };
        let found = match value {
            Value::Null => "is empty".to_owned(),
            other => format!("is {}", other.type_name()),
        };
        let mut diagnostic = Diagnostic::new(
            code,
            self.spot(self.key_of(node), node),
            format!("`{path}` must be {expected}, but {found}"),
        );
        let text = self.tree.source().slice(node.span());
        match value {
            Value::Bool(_) | Value::Int(_) | Value::Float(_)
                if expected.starts_with("a string") && !node.is_alias() =>
            {
                diagnostic = diagnostic.with_fix(
                    format!("quote it: `\"{text}\"`"),
                    node.span(),
                    format!("\"{text}\""),
                );
            }
            Value::Null if expected.starts_with("a list") => {
                diagnostic = diagnostic.with_help("write `[]` for an empty list, or remove the key");
            }
            Value::Null => diagnostic = diagnostic.with_help("give it a value, or remove the key"),
            Value::Mapping(_) if text.starts_with("{{") || text.starts_with("{%") => {
                diagnostic = diagnostic.with_help("this is a template that was not rendered; quote it, or keep the file away from the catalog");
            }
            Value::String(_) if expected.starts_with("a list") => {
                diagnostic = diagnostic.with_help(format!("write it as a list: `[{text}]`"));
            }
            _ => {}
        }
        self.push(diagnostic);
    }

    /// A string of at least one character, or a finding.
    fn non_empty(&mut self, node: NodeRef<'t>, path: &Path<'_>) -> Option<&'t str> {
        match node.as_str() {
            Some("") => {
                self.fault(&codes::ENTITY_EMPTY_STRING, node, format!("`{path}` must not be empty"));
                None
            }
            Some(text) => Some(text),
            None => {
                self.wrong_type(node, path, "a string");
                None
            }
        }
    }

    /// The kind of the document, if somebody knows it.
    fn kind(&mut self, envelope: &Envelope<'t>) -> Option<&'m KindVersion> {
        let (node, kind) = envelope.kind?;
        let api_version = envelope.api_version?;
        let rules = self.model.rules();
        if !(rules.kind)(kind) || !(rules.api_version)(api_version) {
            // Reported as malformed; that nobody knows it is no news.
            return None;
        }
        // As JavaScript makes a key of it: a list of one text is that text.
        let spec_type = envelope.spec.and_then(|spec| spec.get("type")).and_then(NodeRef::as_str);
        let model = self.model;
        match model.lookup(kind, api_version, spec_type) {
            Lookup::Found(found) => return Some(found),
            Lookup::UnknownKind => {
                let known = model.kinds().iter().map(|known| known.kind.as_str());
                let mut diagnostic = Diagnostic::new(
                    &codes::ENTITY_UNKNOWN_KIND,
                    node.place(),
                    format!("the kind `{kind}` is not known"),
                );
                if let Some(close) = suggest::closest(kind, known) {
                    diagnostic = diagnostic
                        .with_label(format!("did you mean `{close}`?"))
                        .with_help("kinds are compared exactly, upper and lower case included");
                    if close.eq_ignore_ascii_case(kind) && !node.is_alias() {
                        diagnostic = diagnostic.with_fix(format!("write `{close}`"), node.span(), close);
                    }
                } else {
                    diagnostic = diagnostic.with_help(
                        "declare the kind in a model file; a Backstage needs a processor of its own for it, or refuses it",
                    );
                }
                self.push(diagnostic);
            }
            Lookup::UnknownVersion => {
                let versions: Vec<&str> = model
                    .kinds()
                    .iter()
                    .filter(|known| known.kind == kind)
                    .flat_map(|known| known.api_versions.iter().map(String::as_str))
                    .collect();
                let place = self.tree.root().get("apiVersion").map_or_else(|| node.place(), NodeRef::place);
                let span = place.span;
                let mut diagnostic = Diagnostic::new(
                    &codes::ENTITY_UNKNOWN_API_VERSION,
                    place,
                    format!("`{kind}` does not exist in `{api_version}`"),
                )
                .with_help(format!("it exists in {}", suggest::list(&versions)));
                if let [only] = versions.as_slice() {
                    diagnostic.label = format!("did you mean `{only}`?");
                } else if let Some(close) = suggest::closest(api_version, versions.iter().copied()) {
                    diagnostic = diagnostic.with_fix(format!("write `{close}`"), span, close);
                }
                self.push(diagnostic);
            }
            Lookup::UnknownType => {
                let place = envelope
                    .spec
                    .and_then(|spec| spec.get("type"))
                    .map_or_else(|| node.place(), NodeRef::place);
                self.push(Diagnostic::new(
                    &codes::ENTITY_UNKNOWN_TYPE,
                    place,
                    format!(
                        "`{kind}` is declared for some values of `spec.type` only, and this is none of them"
                    ),
                ));
            }
        }
        None
    }
}

/// The entries of a map; none of anything else.
fn entries<'t>(node: NodeRef<'t>) -> impl Iterator<Item = (NodeRef<'t>, NodeRef<'t>)> {
    node.as_mapping().into_iter().flatten()
}
