//! What every entity has: the root fields and `metadata`.

use super::path::Path;
use super::{Checker, Envelope, entries, suggest};
use crate::codes;
use crate::diagnostic::{Code, Diagnostic};
use crate::entity_ref::{DEFAULT_NAMESPACE, EntityRef};
use crate::name;
use crate::yaml::{NodeRef, Value};
use std::collections::HashSet;

const ROOT: [&str; 4] = ["apiVersion", "kind", "metadata", "spec"];
/// Keys of `metadata` that somebody reads; `aliases` is ours.
const METADATA: [&str; 11] = [
    "name",
    "namespace",
    "title",
    "description",
    "labels",
    "annotations",
    "tags",
    "links",
    "uid",
    "etag",
    "aliases",
];
/// Annotations that Backstage sets before it checks anything, so that what the author wrote does not count.
const OVERWRITTEN: [&str; 2] =
    ["backstage.io/managed-by-location", "backstage.io/managed-by-origin-location"];
/// Bytes in a reference, far more than three names may have together.
const LONGEST: usize = 1_000;
const ENTITY_NAME: &str = "letters, digits and `-`, `_`, `.` between them, at most 63 characters";

impl<'t> Checker<'t, '_> {
    /// The parts of the document, or `None` if it is no map.
    pub(super) fn envelope(&mut self) -> Option<Envelope<'t>> {
        let root = self.tree.root();
        if root.as_mapping().is_none() {
            let found = root.value().type_name();
            let message = format!(
                "an entity is a map with `apiVersion`, `kind`, `metadata` and `spec`, but this is {found}"
            );
            self.fault(&codes::ENTITY_NOT_A_MAP, root, message);
            return None;
        }
        let api_version = self.root_string(root, "apiVersion", "backstage.io/v1alpha1").map(|(_, text)| text);
        let kind = self.root_string(root, "kind", "Component");
        let metadata = match root.get("metadata") {
            Some(node) if node.as_mapping().is_some() => Some(node),
            Some(node) => {
                self.wrong_type(node, &Path::Root("metadata"), "a map");
                None
            }
            None => {
                self.missing(root, None, &Path::Root("metadata"), "{name: my-service}");
                None
            }
        };
        let mut name = None;
        let mut namespace = Some(DEFAULT_NAMESPACE);
        if let Some(metadata) = metadata {
            name = match metadata.get("name") {
                Some(node) => self.non_empty(node, &Path::Root("metadata.name")),
                None => {
                    self.missing(
                        metadata,
                        self.key(root, "metadata"),
                        &Path::Root("metadata").key("name"),
                        "my-service",
                    );
                    None
                }
            };
            if let Some(node) = metadata.get("namespace") {
                namespace = self.non_empty(node, &Path::Root("metadata.namespace"));
            }
        }
        let spec = root.get("spec");
        let reference = match (kind, namespace, name) {
            // What is far too long for a name is none that findings should repeat.
            (Some((_, kind)), Some(namespace), Some(name))
                if kind.len() + namespace.len() + name.len() <= LONGEST =>
            {
                EntityRef::new(kind, namespace, name).ok()
            }
            _ => None,
        };
        Some(Envelope { api_version, kind, metadata, namespace, spec, reference })
    }

    fn key(&self, map: NodeRef<'t>, key: &str) -> Option<NodeRef<'t>> {
        map.as_mapping()?.entry(key).map(|(key, _)| key)
    }

    fn root_string(&mut self, root: NodeRef<'t>, key: &str, example: &str) -> Option<(NodeRef<'t>, &'t str)> {
        match root.get(key) {
            Some(node) => self.non_empty(node, &Path::Root(key)).map(|text| (node, text)),
            None => {
                self.missing(root, None, &Path::Root(key), example);
                None
            }
        }
    }

    /// A key that must be there and is not. If another key looks like it, that one is pointed at, and renamed by the fix.
    pub(super) fn missing(
        &mut self,
        map: NodeRef<'t>,
        key: Option<NodeRef<'t>>,
        path: &Path<'_>,
        example: &str,
    ) {
        let name = path.last();
        let misspelt = entries(map).map(|(key, _)| key).find(|key| {
            key.as_str().is_some_and(|text| suggest::closest(text, std::iter::once(name)).is_some())
        });
        let mut diagnostic;
        if let Some(found) = misspelt {
            let written = found.as_str().unwrap_or("");
            diagnostic = Diagnostic::new(
                &codes::ENTITY_MISSING_FIELD,
                found.place(),
                format!("`{path}` is missing; `{written}` looks like it"),
            )
            .with_label(format!("did you mean `{name}`?"));
            if !found.is_alias() {
                diagnostic = diagnostic.with_fix(format!("rename to `{name}`"), found.span(), name);
            }
        } else {
            let place = match key.or_else(|| entries(map).next().map(|(key, _)| key)) {
                Some(key) => key.place(),
                None => self.place(map.span()),
            };
            diagnostic = Diagnostic::new(&codes::ENTITY_MISSING_FIELD, place, format!("`{path}` is missing"));
            if !example.is_empty() {
                diagnostic =
                    diagnostic.with_help(format!("add `{name}: …`, for example `{name}: {example}`"));
            }
        }
        self.push(diagnostic);
    }

    /// Keys that nobody reads and that look like one that is read: a warning, as Backstage takes any key here.
    pub(super) fn misspelt<I>(&mut self, map: NodeRef<'t>, path: &str, known: impl Fn() -> I)
    where
        I: Iterator<Item = &'static str>,
    {
        // Nobody misspells hundreds of keys of one map; comparing words is the dearest of all checks.
        const MOST: usize = 100;
        let unknown = |key: NodeRef<'t>| key.as_str().is_some_and(|text| known().all(|known| known != text));
        if !entries(map).any(|(key, _)| unknown(key)) {
            return;
        }
        let present: HashSet<&str> = entries(map).filter_map(|(key, _)| key.as_str()).collect();
        let free: Vec<&str> = known().filter(|known| !present.contains(known)).collect();
        let unknown = entries(map).filter(|(key, _)| unknown(*key));
        for (key, _) in unknown.take(MOST) {
            let Some(text) = key.as_str() else { continue };
            // A key that is missing and must not be has been reported with this one.
            if self.faults.contains(&key.span()) {
                continue;
            }
            if let Some(close) = suggest::closest(text, free.iter().copied()) {
                let mut diagnostic = Diagnostic::new(
                    &codes::ENTITY_MISSPELT_KEY,
                    key.place(),
                    format!("nobody reads `{path}.{text}`; did you mean `{close}`?"),
                )
                .with_help("Backstage accepts any key here and ignores it");
                if !key.is_alias() {
                    diagnostic = diagnostic.with_fix(format!("rename to `{close}`"), key.span(), close);
                }
                self.push(diagnostic);
            }
        }
    }

    /// No root fields but the four.
    pub(super) fn root_fields(&mut self) {
        for (key, _) in entries(self.tree.root()) {
            let text = key.key_text();
            if ROOT.contains(&&*text) {
                continue;
            }
            if self.faults.contains(&key.span()) {
                continue;
            }
            let mut diagnostic = Diagnostic::new(
                &codes::ENTITY_UNKNOWN_ROOT_FIELD,
                key.place(),
                format!("`{text}` is no field of an entity"),
            );
            diagnostic = match suggest::closest(&text, ROOT.into_iter()) {
                Some(close) => diagnostic.with_help(format!("did you mean `{close}`?")),
                None if METADATA.contains(&&*text) => {
                    diagnostic.with_help(format!("`{text}` belongs below `metadata`; indent it"))
                }
                None if matches!(&*text, "owner" | "type" | "lifecycle" | "system" | "definition" | "dependsOn") => {
                    diagnostic.with_help(format!("`{text}` belongs below `spec`; indent it"))
                }
                None => diagnostic.with_help(
                    "only `apiVersion`, `kind`, `metadata` and `spec` are allowed; free keys go below `metadata` or `spec`",
                ),
            };
            self.push(diagnostic);
        }
    }

    fn format(
        &mut self,
        rule: fn(&str) -> bool,
        text: &str,
        node: NodeRef<'t>,
        code: &'static Code,
        what: &str,
    ) {
        if !rule(text) {
            self.push(
                Diagnostic::new(code, node.place(), format!("`{text}` is no valid {what}"))
                    .with_help(help(code)),
            );
        }
    }

    /// Everything below `metadata`, and the formats of the root fields.
    pub(super) fn metadata(&mut self, envelope: &Envelope<'t>) {
        let rules = *self.model.rules();
        let root = self.tree.root();
        if let (Some(text), Some(node)) = (envelope.api_version, root.get("apiVersion")) {
            self.format(rules.api_version, text, node, &codes::ENTITY_API_VERSION_FORMAT, "`apiVersion`");
        }
        if let Some((node, text)) = envelope.kind {
            self.format(rules.kind, text, node, &codes::ENTITY_KIND_FORMAT, "`kind`");
        }
        let Some(metadata) = envelope.metadata else { return };
        for (key, value) in entries(metadata) {
            match key.as_str().unwrap_or("") {
                "name" => {
                    if let Some(text) = value.as_str().filter(|text| !text.is_empty())
                        && !(rules.entity_name)(text)
                    {
                        self.bad_name(text, value);
                    }
                }
                "namespace" => {
                    if let Some(text) = envelope.namespace {
                        let code = &codes::ENTITY_NAMESPACE_FORMAT;
                        self.format(rules.namespace, text, value, code, "`metadata.namespace`");
                    }
                }
                "uid" => _ = self.non_empty(value, &Path::Root("metadata.uid")),
                "etag" => _ = self.non_empty(value, &Path::Root("metadata.etag")),
                "title" => _ = self.non_empty(value, &Path::Root("metadata.title")),
                "description" if value.as_str().is_none() => {
                    self.wrong_type(value, &Path::Root("metadata.description"), "a string")
                }
                "labels" => self.labels(value),
                "annotations" => self.annotations(value),
                "tags" => self.tags(value),
                "links" => self.links(value),
                _ => {}
            }
        }
        self.misspelt(metadata, "metadata", || METADATA.into_iter());
    }

    fn bad_name(&mut self, text: &str, node: NodeRef<'t>) {
        let mut diagnostic = Diagnostic::new(
            &codes::ENTITY_NAME_FORMAT,
            node.place(),
            format!("`{text}` is no valid `metadata.name`"),
        )
        .with_help(help(&codes::ENTITY_NAME_FORMAT));
        let slug: String = text
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' })
            .collect();
        let slug = slug.trim_matches(['-', '_', '.']);
        if (self.model.rules().entity_name)(slug) {
            diagnostic = diagnostic.with_label(format!("`{slug}` would be"));
        }
        self.push(diagnostic);
    }

    fn labels(&mut self, labels: NodeRef<'t>) {
        if labels.as_mapping().is_none() {
            self.wrong_type(labels, &Path::Root("metadata.labels"), "a map");
            return;
        }
        let rules = *self.model.rules();
        for (key, value) in entries(labels) {
            let name = key.key_text();
            self.format(rules.label_key, &name, key, &codes::ENTITY_LABEL_FORMAT, "label key");
            match value.as_str() {
                Some(text) => {
                    self.format(rules.label_value, text, value, &codes::ENTITY_LABEL_FORMAT, "label value")
                }
                None => self.wrong_type(value, &Path::Root("metadata.labels").key(&name), "a string"),
            }
        }
    }

    fn annotations(&mut self, annotations: NodeRef<'t>) {
        // Anything that JavaScript takes for false counts as absent.
        if annotations.value().is_falsy() {
            return;
        }
        if annotations.as_mapping().is_none() {
            self.wrong_type(annotations, &Path::Root("metadata.annotations"), "a map");
            return;
        }
        let rules = *self.model.rules();
        for (key, value) in entries(annotations) {
            let name = key.key_text();
            if OVERWRITTEN.contains(&&*name) {
                continue;
            }
            self.format(rules.annotation_key, &name, key, &codes::ENTITY_ANNOTATION_FORMAT, "annotation key");
            match value.as_str() {
                Some(text) => {
                    self.format(
                        rules.annotation_value,
                        text,
                        value,
                        &codes::ENTITY_ANNOTATION_FORMAT,
                        "annotation value",
                    );
                }
                None => self.wrong_type(value, &Path::Root("metadata.annotations").key(&name), "a string"),
            }
        }
    }

    fn tags(&mut self, tags: NodeRef<'t>) {
        let Value::Sequence(items) = tags.value() else {
            self.wrong_type(tags, &Path::Root("metadata.tags"), "a list of strings");
            return;
        };
        let rule = self.model.rules().tag;
        for (index, item) in items.enumerate() {
            if let Some(text) = self.non_empty(item, &Path::Root("metadata.tags").index(index))
                && !rule(text)
            {
                let mut diagnostic = Diagnostic::new(
                    &codes::ENTITY_TAG_FORMAT,
                    item.place(),
                    format!("`{text}` is no valid tag"),
                )
                .with_help(help(&codes::ENTITY_TAG_FORMAT));
                let lower = text.trim().to_lowercase().replace([' ', '_', '.', '/'], "-");
                if rule(&lower) {
                    diagnostic = diagnostic.with_label(format!("`{lower}` would be"));
                }
                self.push(diagnostic);
            }
        }
    }

    fn links(&mut self, links: NodeRef<'t>) {
        let Value::Sequence(items) = links.value() else {
            self.wrong_type(links, &Path::Root("metadata.links"), "a list of maps with `url`");
            return;
        };
        for (index, link) in items.enumerate() {
            let links = Path::Root("metadata.links");
            let path = links.index(index);
            if link.as_mapping().is_none() {
                self.wrong_type(link, &path, "a map with `url`");
                continue;
            }
            match link.get("url") {
                None => self.missing(link, None, &path.key("url"), "https://example.com"),
                Some(url) => {
                    if let Some(text) = self.non_empty(url, &path.key("url"))
                        && !name::is_url(text)
                    {
                        let mut diagnostic = Diagnostic::new(
                            &codes::ENTITY_LINK_URL,
                            url.place(),
                            format!("`{text}` is no absolute URL"),
                        )
                        .with_help("write it with its scheme, as in `https://example.com/page`");
                        let complete = format!("https://{text}");
                        if !text.starts_with('/') && text.contains('.') && name::is_url(&complete) {
                            diagnostic = diagnostic.with_label(format!("did you mean `{complete}`?"));
                        }
                        self.push(diagnostic);
                    }
                }
            }
            for key in ["title", "icon", "type"] {
                let Some(value) = link.get(key) else { continue };
                let path = path.key(key);
                if let Some(text) = self.non_empty(value, &path)
                    && key != "type"
                    && !name::is_non_blank(text)
                {
                    self.fault(&codes::ENTITY_EMPTY_STRING, value, format!("`{path}` must not be blank"));
                }
            }
        }
    }
}

/// What a format asks for.
fn help(code: &Code) -> &'static str {
    match code.id {
        "entity-namespace-format" => "lower-case letters, digits and `-` between them, at most 63 characters",
        "entity-tag-format" => {
            "lower-case letters, digits, `:`, `+`, `#`, and single `-` between them, at most 63 characters"
        }
        "entity-label-format" => {
            "a key is `name` or `prefix/name`, the prefix a lower-case DNS name; names and values have letters, digits and `-`, `_`, `.` between them, at most 63 characters"
        }
        "entity-annotation-format" => {
            "a key is `name` or `prefix/name`: the prefix a lower-case DNS name, the name of letters, digits and `-`, `_`, `.` between them"
        }
        "entity-api-version-format" => {
            "`group/version`, the group a lower-case DNS name, the version letters and digits only"
        }
        "entity-kind-format" => "letters and digits only, a letter first, at most 63 characters",
        _ => ENTITY_NAME,
    }
}
