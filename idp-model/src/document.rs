//! From text to entities: reads every document of a source, checks it, and never stops at one that is wrong.

use crate::check::{self, Checked, Verdict};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::entity::Entity;
use crate::entity_ref::EntityRef;
use crate::kind::Model;
use crate::source::{Place, Source, Span};
use crate::yaml::{self, Limits, Tree};
use std::collections::HashSet;
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
    let mut diagnostics = Vec::new();
    let mut documents = Vec::with_capacity(stream.documents.len());
    // Findings of the reader come in the order of the documents.
    let mut read = stream.diagnostics.into_iter().peekable();
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
        let mut own = Vec::new();
        while let Some(finding) = read.next_if(|one| one.document.is_none_or(|document| document <= index)) {
            // What is wrong with the file as a whole stays so.
            if finding.document.is_none() { &mut diagnostics } else { &mut own }.push(finding);
        }
        if lost && !empty {
            own.push(Diagnostic::new(
                &codes::YAML_LOST_DOCUMENT,
                Place::new(source, Span::at(start.start)),
                "Backstage never gets to see this document: a fault above costs it the rest of the file",
            ));
        }
        if let (false, Some(tree)) = (empty, tree) {
            let mut prepared = Vec::new();
            let tree = if broken { tree } else { prepare(tree, &mut prepared) };
            let Checked { verdict, reference, references, aliases, diagnostics: mut found } =
                check::check(&tree, model);
            let refused = broken || prepared.iter().any(Diagnostic::is_error);
            // A placeholder that could not be read has been reported by whoever tried.
            let told: HashSet<Span> = prepared.iter().map(|one| one.place.span).collect();
            found.retain(|one| !told.contains(&one.place.span));
            own.extend(prepared);
            if !broken {
                drop_parts(&mut own, &found);
                own.extend(found);
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
        }
        for finding in &mut own {
            finding.document = Some(index);
        }
        diagnostics.append(&mut own);
        documents.push(judged);
    }
    diagnostics.extend(read);
    crate::diagnostic::sort(&mut diagnostics);
    Documents { documents, diagnostics }
}

/// Drops findings about keys that lie inside the place of an error: a value that is a template is told as a whole, its key is no
/// second fault.
fn drop_parts(own: &mut Vec<Diagnostic>, errors: &[Diagnostic]) {
    if !own.iter().any(|one| *one.code == codes::YAML_NON_STRING_KEY) {
        return;
    }
    // By start, each with the furthest end so far.
    let mut spans: Vec<Span> = errors.iter().filter(|one| one.is_error()).map(|one| one.place.span).collect();
    spans.sort_unstable();
    let mut end = 0;
    for span in &mut spans {
        end = end.max(span.end);
        span.end = end;
    }
    own.retain(|one| {
        let span = one.place.span;
        let before = spans.partition_point(|other| other.start <= span.start);
        let inside =
            before.checked_sub(1).and_then(|last| spans.get(last)).is_some_and(|last| last.end >= span.end);
        *one.code != codes::YAML_NON_STRING_KEY || !inside
    });
}
