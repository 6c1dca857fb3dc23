//! From text to entities: reads every document of a source, checks it, and never stops at one that is wrong.

use crate::check::{self, Checked, Verdict};
use crate::diagnostic::Diagnostic;
use crate::entity::Entity;
use crate::entity_ref::EntityRef;
use crate::kind::Model;
use crate::source::{Place, Source};
use crate::yaml::{self, Limits, Tree};
use std::sync::Arc;

/// A document of a source, judged.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its place in the source, from 0; empty and broken documents count.
    pub index: u32,
    /// Where it starts.
    pub place: Place,
    /// What Backstage would do with it, on its own.
    pub verdict: Verdict,
    /// Whether Backstage would never see it (see [`yaml::Document::lost`]).
    pub lost: bool,
    /// The reference that it claims, even if it is rejected, where that can be told.
    pub reference: Option<EntityRef>,
    /// The entity, if the reference is known and the document could be read to its end.
    pub entity: Option<Arc<Entity>>,
}

/// All documents of a source, and all findings about them.
#[derive(Clone, Debug, Default)]
pub struct Documents {
    /// The documents, in order.
    pub documents: Vec<Document>,
    /// What is wrong, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads and checks a source. Cost: linear in its length.
#[must_use]
pub fn read(source: &Arc<Source>, model: &Model, limits: &Limits) -> Documents {
    read_with(source, model, limits, |tree, _| tree)
}

/// The same, with something done to each readable document before it is checked: replacing placeholders by what they stand for.
pub fn read_with(
    source: &Arc<Source>,
    model: &Model,
    limits: &Limits,
    mut prepare: impl FnMut(Tree, &mut Vec<Diagnostic>) -> Tree,
) -> Documents {
    let stream = yaml::parse(source, limits);
    let mut diagnostics = stream.diagnostics;
    let mut documents = Vec::with_capacity(stream.documents.len());
    for document in stream.documents {
        let start = document.tree.as_ref().map_or(document.span, |tree| tree.root().span());
        let empty = document.is_empty();
        let yaml::Document { index, broken, lost, tree, .. } = document;
        let mut judged = Document {
            index,
            place: Place::new(source, start),
            verdict: if empty { Verdict::Empty } else { Verdict::Rejected },
            lost,
            reference: None,
            entity: None,
        };
        if let (false, Some(tree)) = (empty, tree) {
            let before = diagnostics.len();
            let tree = if broken { tree } else { prepare(tree, &mut diagnostics) };
            let Checked { verdict, reference, references, aliases, diagnostics: mut found } =
                check::check(&tree, model);
            let prepared = diagnostics.get(before..).unwrap_or_default();
            let refused = broken || prepared.iter().any(Diagnostic::is_error);
            // A placeholder that could not be read has been reported by whoever tried.
            found.retain(|one| !prepared.iter().any(|other| other.place == one.place));
            if !broken {
                diagnostics.extend(found);
            }
            judged.verdict = if refused { Verdict::Rejected } else { verdict };
            judged.reference.clone_from(&reference);
            judged.entity = reference.map(|reference| {
                Arc::new(Entity {
                    tree,
                    document: index,
                    reference,
                    verdict: judged.verdict,
                    references: references.into_boxed_slice(),
                    aliases: aliases.into_boxed_slice(),
                })
            });
            for diagnostic in diagnostics.get_mut(before..).unwrap_or_default() {
                diagnostic.document = Some(index);
            }
        }
        documents.push(judged);
    }
    crate::diagnostic::sort(&mut diagnostics);
    Documents { documents, diagnostics }
}
