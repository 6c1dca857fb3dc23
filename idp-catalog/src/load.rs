//! Reads sources into documents: all files, what their placeholders stand for, and what their Locations lead to.

use crate::builder::CatalogBuilder;
use crate::catalog::Catalog;
use crate::codes;
use crate::known::KnownRefs;
use crate::location::{self, Link, Origin};
use crate::placeholder;
use crate::source::skeleton::Skeletons;
use crate::source::{CatalogSource, EntityFiles, SourceError};
use idp_model::diagnostic::{self, Diagnostic};
use idp_model::document::{self, Document, Documents};
use idp_model::kind::Model;
use idp_model::source::{Place, Source, Span};
use idp_model::yaml::Limits;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

mod parallel;

/// How sources are read.
#[derive(Clone, Default)]
pub struct Options<'a> {
    /// What the reader refuses to go beyond.
    pub limits: Limits,
    /// On how many threads; 0 for as many as the machine runs at once. The result does not depend on it.
    pub threads: usize,
    /// Which files of a directory are entity files; `None` for [`EntityFiles::of`] the model.
    pub entity_files: Option<EntityFiles>,
    /// Told how many files have been read, and how many are known so far, after each file, from several threads.
    pub progress: Option<&'a (dyn Fn(usize, usize) + Sync)>,
}

impl fmt::Debug for Options<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("limits", &self.limits)
            .field("threads", &self.threads)
            .field("entity_files", &self.entity_files)
            .finish_non_exhaustive()
    }
}

/// What was read.
#[derive(Debug, Default)]
pub struct Loaded {
    /// Entity files, by the name under which they are shown.
    pub files: Vec<LoadedFile>,
    /// What is wrong, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// What was left out.
    pub skipped: Skipped,
}

impl Loaded {
    /// The catalog of all entities that were read. `known` names those of other catalogs.
    #[must_use]
    pub fn catalog(&self, model: Arc<Model>, known: KnownRefs) -> Catalog {
        let mut builder = CatalogBuilder::new(model);
        builder.known(known);
        for document in self.files.iter().flat_map(|file| &file.documents) {
            if let Some(entity) = &document.entity {
                builder.add(Arc::clone(entity));
            }
        }
        builder.build()
    }
}

/// An entity file.
#[derive(Debug)]
pub struct LoadedFile {
    /// Its text, under the name that is shown.
    pub source: Arc<Source>,
    /// Which of the sources it is from, from 0.
    pub from: usize,
    /// Its name there.
    pub name: Arc<str>,
    /// The documents in it.
    pub documents: Vec<Document>,
    /// The Location that first led to it, unless it was listed.
    pub origin: Option<Origin>,
}

/// Files of directories that were left out. What is ignored by Git is not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    /// YAML files that hold no entities ([`EntityFiles`]).
    pub other: usize,
    /// Entity files in template skeletons: below a directory that a Template fetches, or called `skeleton` beside one.
    pub skeletons: usize,
}

/// Reads all files of some sources, and the files that their Locations lead to, each once. What is wrong with one of them
/// does not keep the others from being read.
///
/// Files are read on several threads; the result is the same for any number of them. Cost: linear in the bytes.
///
/// # Errors
///
/// If a source cannot list its files.
pub fn load(
    sources: &[&dyn CatalogSource],
    model: &Model,
    options: &Options<'_>,
) -> Result<Loaded, SourceError> {
    let own;
    let entity_files = match &options.entity_files {
        Some(given) => given,
        None => {
            own = EntityFiles::of(model);
            &own
        }
    };
    let mut loader = Loader {
        sources,
        model,
        options,
        entity_files,
        done: AtomicUsize::new(0),
        known: Vec::new(),
        files: Vec::new(),
        diagnostics: Vec::new(),
    };
    loader.list()?;
    let links = loader.follow();
    Ok(loader.finish(&links))
}

/// A file that is to be read.
struct Job {
    from: usize,
    name: Arc<str>,
    origin: Option<Origin>,
    /// Not named by anybody, so that its content decides.
    found: bool,
}

/// What has become of a file.
enum State {
    /// It is in `files`, at this index; `None` while it is being read.
    Loaded(Option<usize>),
    Other,
    Skeleton,
    Failed(SourceError),
}

enum Outcome {
    Read(Arc<Source>, Documents),
    Other,
    Failed(SourceError),
}

struct Loader<'a> {
    sources: &'a [&'a dyn CatalogSource],
    model: &'a Model,
    options: &'a Options<'a>,
    entity_files: &'a EntityFiles,
    done: AtomicUsize,
    /// By source and name.
    known: Vec<BTreeMap<Arc<str>, State>>,
    files: Vec<LoadedFile>,
    diagnostics: Vec<Diagnostic>,
}

impl Loader<'_> {
    /// Reads what the sources list, and drops what turns out to be a skeleton.
    fn list(&mut self) -> Result<(), SourceError> {
        let mut jobs = Vec::new();
        for (from, source) in self.sources.iter().enumerate() {
            let listing = source.list()?;
            self.diagnostics.extend(listing.faults.iter().map(unreadable));
            for (names, found) in [(listing.explicit, false), (listing.found, true)] {
                jobs.extend(names.into_iter().map(|name| Job {
                    from,
                    name: name.into(),
                    origin: None,
                    found,
                }));
            }
            self.known.push(BTreeMap::new());
        }
        let outcomes = self.read(&jobs);
        let mut skeletons: Vec<Skeletons> = self.sources.iter().map(|_| Skeletons::default()).collect();
        for (job, outcome) in jobs.iter().zip(&outcomes) {
            if let (Outcome::Read(_, read), Some(skeletons)) = (outcome, skeletons.get_mut(job.from)) {
                skeletons.add(&job.name, &read.documents);
            }
        }
        for (job, outcome) in jobs.into_iter().zip(outcomes) {
            let is_skeleton = job.found
                && matches!(outcome, Outcome::Read(..))
                && skeletons.get(job.from).is_some_and(|skeletons| skeletons.contain(&job.name));
            if is_skeleton {
                self.note(job.from, job.name, State::Skeleton);
            } else {
                if let Outcome::Failed(error) = &outcome {
                    self.diagnostics.push(unreadable(error));
                }
                self.keep(job, outcome);
            }
        }
        Ok(())
    }

    /// Follows Locations until they lead to nothing new. Gives the links of each file.
    fn follow(&mut self) -> Vec<Vec<Link>> {
        let mut links: Vec<Vec<Link>> = Vec::new();
        while links.len() < self.files.len() {
            let mut jobs = Vec::new();
            for file in self.files.get(links.len()..).unwrap_or_default() {
                let mut found = Vec::new();
                if let (Some(source), Some(known)) =
                    (self.sources.get(file.from), self.known.get_mut(file.from))
                {
                    found = location::links(*source, &file.name, &file.documents, &mut self.diagnostics);
                    for (link, name) in named(&found) {
                        if !matches!(known.get(name), Some(State::Loaded(_) | State::Failed(_))) {
                            known.insert(Arc::clone(name), State::Loaded(None));
                            let origin = Some(link.origin.clone());
                            jobs.push(Job { from: file.from, name: Arc::clone(name), origin, found: false });
                        }
                    }
                }
                links.push(found);
            }
            let outcomes = self.read(&jobs);
            for (job, outcome) in jobs.into_iter().zip(outcomes) {
                self.keep(job, outcome);
            }
        }
        links
    }

    /// Says what is wrong with the links, and puts everything in order.
    fn finish(mut self, links: &[Vec<Link>]) -> Loaded {
        let mut steps = Vec::with_capacity(links.len());
        for (file, links) in self.files.iter().zip(links) {
            let mut own = Vec::new();
            if let (Some(source), Some(known)) = (self.sources.get(file.from), self.known.get(file.from)) {
                for (link, name) in named(links) {
                    match known.get(name) {
                        Some(State::Loaded(Some(to))) => own.push((link, *to)),
                        Some(State::Failed(error)) => {
                            self.diagnostics.extend(link.failed(error, *source, name))
                        }
                        _ => {}
                    }
                }
            }
            steps.push(own);
        }
        self.diagnostics.extend(location::cycles(&steps));
        diagnostic::sort(&mut self.diagnostics);
        self.files.sort_by(|a, b| a.source.name().cmp(b.source.name()));
        let mut skipped = Skipped::default();
        for state in self.known.iter().flat_map(BTreeMap::values) {
            skipped.other += usize::from(matches!(state, State::Other));
            skipped.skeletons += usize::from(matches!(state, State::Skeleton));
        }
        Loaded { files: self.files, diagnostics: self.diagnostics, skipped }
    }

    fn note(&mut self, from: usize, name: Arc<str>, state: State) {
        if let Some(known) = self.known.get_mut(from) {
            known.insert(name, state);
        }
    }

    fn keep(&mut self, job: Job, outcome: Outcome) {
        let Job { from, name, origin, .. } = job;
        let state = match outcome {
            Outcome::Other => State::Other,
            Outcome::Failed(error) => State::Failed(error),
            Outcome::Read(source, read) => {
                self.diagnostics.extend(read.diagnostics);
                self.files.push(LoadedFile {
                    source,
                    from,
                    name: Arc::clone(&name),
                    documents: read.documents,
                    origin,
                });
                State::Loaded(Some(self.files.len() - 1))
            }
        };
        self.note(from, name, state);
    }

    fn read(&self, jobs: &[Job]) -> Vec<Outcome> {
        let total = self.done.load(Ordering::Relaxed) + jobs.len();
        parallel::map(jobs, self.options.threads, |job| {
            let outcome = self.read_one(job);
            let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
            if let Some(progress) = self.options.progress {
                progress(done, total);
            }
            outcome
        })
    }

    fn read_one(&self, job: &Job) -> Outcome {
        let Some(source) = self.sources.get(job.from) else { return Outcome::Other };
        let limits = &self.options.limits;
        let bytes = match source.read(&job.name, limits.max_bytes) {
            Ok(bytes) => bytes,
            // Whatever it is, nobody said that it was an entity file.
            Err(SourceError::TooLarge { .. }) if job.found && !self.entity_files.matches(&job.name, b"") => {
                return Outcome::Other;
            }
            Err(error) => return Outcome::Failed(error),
        };
        if job.found && !self.entity_files.matches(&job.name, &bytes) {
            return Outcome::Other;
        }
        let text = Source::from_bytes(source.display(&job.name), bytes);
        let read = document::read_with(&text, self.model, limits, |tree, diagnostics| {
            placeholder::replace(tree, *source, &job.name, limits, diagnostics)
        });
        Outcome::Read(text, read)
    }
}

/// Each link with each file that it names.
fn named(links: &[Link]) -> impl Iterator<Item = (&Link, &Arc<str>)> {
    links.iter().flat_map(|link| link.names.iter().map(move |name| (link, name)))
}

/// A finding about a file that could not even be opened, at the start of it.
fn unreadable(error: &SourceError) -> Diagnostic {
    let code = match error {
        SourceError::TooLarge { .. } => &idp_model::codes::YAML_TOO_LARGE,
        _ => &codes::FILE_UNREADABLE,
    };
    Diagnostic::new(code, Place::new(&Source::new(error.path(), ""), Span::at(0)), error.to_string())
}
