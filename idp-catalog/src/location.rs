//! Location entities: what they name, and what is wrong with that.
//!
//! Targets are taken as from a checkout of a repository. Of a Location of type `file` they are paths relative to its
//! file; of one of type `url`, or of none, they are parts of URLs: `%20` is a space, a leading `/` the root of the source.
//! Other types, and absolute URLs, are for others to follow. Targets may be patterns ([`CatalogSource::glob`]).

mod cycle;

use crate::codes;
use crate::source::{CatalogSource, SourceError, path};
use idp_model::check::closest;
use idp_model::diagnostic::{Code, Diagnostic, Severity};
use idp_model::document::Document;
use idp_model::entity::Entity;
use idp_model::entity_ref::EntityRef;
use idp_model::source::Place;
use idp_model::yaml::NodeRef;
use std::sync::Arc;

pub(crate) use cycle::cycles;

/// How a file was reached that was not listed itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The Location that named it first.
    pub location: EntityRef,
    /// Where.
    pub place: Place,
}

/// A target that can be followed.
#[derive(Debug)]
pub(crate) struct Link {
    pub(crate) origin: Origin,
    /// Index of the document of the Location in its file.
    document: u32,
    text: String,
    optional: bool,
    is_path: bool,
    /// Names of files in the same source.
    pub(crate) names: Vec<Arc<str>>,
}

impl Link {
    fn fault(&self, code: &'static Code, message: String) -> Diagnostic {
        Diagnostic::new(code, self.origin.place.clone(), message)
            .in_document(self.document)
            .about(&self.origin.location)
    }

    fn outside(&self) -> Diagnostic {
        self.fault(&codes::LOCATION_OUTSIDE, format!("`{}` leads out of the folder that is read", self.text))
            .with_help("name a file below that folder, or read the catalog from a folder higher up")
    }

    /// What to say about a file that it names and that could not be read.
    pub(crate) fn failed(
        &self,
        error: &SourceError,
        source: &dyn CatalogSource,
        name: &str,
    ) -> Option<Diagnostic> {
        match error {
            SourceError::NotFound { .. } if self.optional => None,
            SourceError::NotFound { .. } | SourceError::NotAFile { .. } => {
                let missing = self.fault(&codes::LOCATION_TARGET_MISSING, error.to_string());
                Some(with_similar(missing, source, name))
            }
            SourceError::Outside { .. } => Some(self.outside()),
            SourceError::TooLarge { .. } => {
                Some(self.fault(&idp_model::codes::YAML_TOO_LARGE, error.to_string()))
            }
            _ => Some(self.fault(&codes::FILE_UNREADABLE, error.to_string())),
        }
    }

    /// Finds the files that it names.
    fn find(&mut self, source: &dyn CatalogSource, file: &str) -> Option<Diagnostic> {
        if !path::is_glob(&self.text) {
            let style = if self.is_path { path::Style::File } else { path::Style::Url };
            match path::resolve(file, &self.text, style) {
                Ok(name) => self.names.push(name.into()),
                Err(path::Outside) => return Some(self.outside()),
            }
            return None;
        }
        let pattern = match path::resolve(file, &self.text, path::Style::Glob) {
            Ok(pattern) if !(self.is_path && self.text.starts_with('/')) => pattern,
            _ => return Some(self.outside()),
        };
        match source.glob(&pattern) {
            Ok(names) if names.is_empty() && !self.optional => {
                let message = format!("no file matches `{}`", self.text);
                let mut missing = self.fault(&codes::LOCATION_TARGET_MISSING, message);
                if !self.is_path {
                    missing.severity = Severity::Warning;
                }
                Some(missing)
            }
            // A pattern that matches its own file, too, does not mean it.
            Ok(names) => {
                self.names.extend(names.into_iter().filter(|name| name != file).map(Arc::from));
                None
            }
            Err(SourceError::Outside { .. }) => Some(self.outside()),
            Err(error @ SourceError::Pattern { .. }) => {
                Some(self.fault(&codes::LOCATION_TARGET_MISSING, error.to_string()))
            }
            Err(error) => Some(self.fault(&codes::FILE_UNREADABLE, error.to_string())),
        }
    }
}

/// What the Locations of a file name. Those that are rejected for other faults are followed, too: what they lead to deserves
/// to be looked at.
pub(crate) fn links(
    source: &dyn CatalogSource,
    file: &str,
    documents: &[Document],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Link> {
    let mut links = Vec::new();
    let entities = documents.iter().filter_map(|document| document.entity.as_ref());
    for entity in entities.filter(|entity| entity.reference().kind() == "location") {
        for mut link in targets(entity, diagnostics) {
            diagnostics.extend(link.find(source, file));
            links.push(link);
        }
    }
    links
}

fn targets(entity: &Entity, diagnostics: &mut Vec<Diagnostic>) -> Vec<Link> {
    let field = |name| entity.spec().and_then(|spec| spec.get(name));
    let is_path = match field("type").map(NodeRef::as_str) {
        Some(Some("file")) => true,
        Some(Some("url")) | None => false,
        Some(Some(other)) => {
            let place = field("type").map_or_else(|| entity.place(), NodeRef::place);
            let message = format!(
                "Backstage follows Locations of type `url` and `file`; `{other}` needs a configuration that allows it"
            );
            // An installation may allow more.
            let mut found = refused(entity, &codes::LOCATION_REFUSED, place, message);
            found.severity = Severity::Warning;
            diagnostics.push(found);
            return Vec::new();
        }
        Some(None) => return Vec::new(),
    };
    let optional = field("presence").and_then(NodeRef::as_str) == Some("optional");
    let several = field("targets").and_then(NodeRef::as_sequence).into_iter().flatten();
    let targets = field("target").into_iter().chain(several).filter_map(|node| Some((node, node.as_str()?)));
    // An empty one is a fault of the entity, and has been told.
    let targets = targets.filter(|(_, text)| !text.is_empty());
    let targets: Vec<(NodeRef<'_>, &str)> = targets.collect();
    for (node, text) in &targets {
        // White space and control characters are no way around it.
        let bare: String = text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        if bare.to_ascii_lowercase().starts_with("javascript:") {
            let message = format!("`{text}` is a script, which no Location may name");
            diagnostics.push(refused(entity, &codes::LOCATION_REFUSED, node.place(), message));
        } else if is_path && !text.starts_with(['.', '/']) && !text.contains("://") {
            let message =
                format!("`{text}` does not start with a dot, so Backstage looks for it where it was started");
            let found = refused(entity, &codes::LOCATION_RELATIVE, node.place(), message);
            diagnostics.push(found.with_help(format!("write `./{text}`")));
        }
    }
    let followed = targets
        .into_iter()
        .filter(|(_, text)| if is_path { !text.contains("://") } else { !path::is_url(text) });
    let link = |(node, text): (NodeRef<'_>, &str)| Link {
        origin: Origin { location: entity.reference().clone(), place: node.place() },
        document: entity.document(),
        text: text.to_owned(),
        optional,
        is_path,
        names: Vec::new(),
    };
    followed.map(link).collect()
}

fn refused(entity: &Entity, code: &'static Code, place: Place, message: String) -> Diagnostic {
    Diagnostic::new(code, place, message).about(entity.reference()).in_document(entity.document())
}

/// The same with the name of a file in the same directory that was perhaps meant.
pub(crate) fn with_similar(missing: Diagnostic, source: &dyn CatalogSource, name: &str) -> Diagnostic {
    let (directory, file) = name.rsplit_once('/').unwrap_or(("", name));
    let beside = source.glob(&path::join(&globset::escape(directory), "*")).unwrap_or_default();
    let names = beside.iter().map(|name| name.rsplit('/').next().unwrap_or(name));
    match closest(file, names) {
        Some(close) => {
            missing.with_help(format!("there is `{}`", source.display(&path::join(directory, close))))
        }
        None => missing,
    }
}
