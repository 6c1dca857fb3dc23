//! Checks the catalog files of an organisation: the main job of idp, and what a CI job runs.
//!
//! `cargo run --release --example validate -- examples/data/company`
//! `cargo run --release --example validate -- --help`

mod arguments;
mod changes;
mod progress;

use arguments::{Arguments, Kinds};
use idp_catalog::catalog::Catalog;
use idp_catalog::diff::{CatalogDiff, DiffDocument};
use idp_catalog::known::KnownRefs;
use idp_catalog::load::{self, LoadedFile, Skipped};
use idp_catalog::source::{CatalogSource, FileSystem};
use idp_catalog::{codes, lint};
use idp_model::check::Verdict;
use idp_model::diagnostic::{Code, Diagnostic, Severity};
use idp_model::entity::Relation;
use idp_model::entity_ref::EntityRef;
use idp_model::kind::Model;
use idp_model::report::baseline::Baseline;
use idp_model::report::{self, Format, Summary, json};
use idp_model::source::Source;
use idp_model::yaml::{self, Limits};
use std::error::Error;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

const TABLES: [&[&Code]; 3] = [idp_model::codes::ALL, codes::ALL, lint::ALL_CODES];

fn main() -> ExitCode {
    let arguments = match Arguments::read(std::env::args_os().skip(1)) {
        Ok(Some(arguments)) => arguments,
        Ok(None) => {
            print!("{}", arguments::USAGE);
            return ExitCode::SUCCESS;
        }
        Err(message) => {
            tell(format_args!("validate: {message}\n\n{}", arguments::USAGE.trim_end()));
            return ExitCode::from(2);
        }
    };
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let mut causes = String::new();
            let mut cause = error.source();
            while let Some(next) = cause {
                causes += &format!(": {next}");
                cause = next.source();
            }
            // Whoever reads has seen enough: `validate … | head`.
            let broken = |one: &io::Error| one.kind() == io::ErrorKind::BrokenPipe;
            let json = |one: &serde_json::Error| one.io_error_kind() == Some(io::ErrorKind::BrokenPipe);
            if !error.downcast_ref().is_some_and(broken) && !error.downcast_ref().is_some_and(json) {
                tell(format_args!("validate: {error}{causes}"));
            }
            ExitCode::from(2)
        }
    }
}

/// Writes a line to the error output; nobody need listen.
fn tell(line: std::fmt::Arguments<'_>) {
    _ = writeln!(io::stderr(), "{line}");
}

/// A catalog, the files that it was read from, and everything that is wrong with it.
pub struct Checked {
    pub catalog: Catalog,
    files: Vec<LoadedFile>,
    skipped: Skipped,
    diagnostics: Vec<Diagnostic>,
}

/// Whether there are no findings that count.
fn run(arguments: &Arguments) -> Result<bool, Box<dyn Error>> {
    if let Some(code) = &arguments.explain {
        print!("{}", report::explain::explain(code, &TABLES)?);
        return Ok(true);
    }
    arguments.levels.check(&TABLES)?;
    let model = Arc::new(model(arguments)?);
    let known = match &arguments.known {
        Some(file) => KnownRefs::parse(&read(file)?).map_err(|error| Unusable::of(file, error))?,
        None => KnownRefs::default(),
    };
    let sources = match (&arguments.changed_from, arguments.paths.as_slice()) {
        // The same names before and after are what makes files comparable.
        (Some(_), [directory]) => vec![FileSystem::directory(directory)?],
        (Some(_), _) => return Err("`--changed-from` needs exactly one PATH, a directory".into()),
        (None, paths) => FileSystem::paths(paths)?,
    };
    let mut checked = check(&sources, &model, &known, arguments)?;
    let mut change = None;
    if let Some(before) = &arguments.changed_from {
        let shown = arguments.paths.first().map(|path| path.display().to_string()).unwrap_or_default();
        let before = check(&[FileSystem::directory(before)?.shown_as(&shown)], &model, &known, arguments)?;
        change = Some(changes::since(&before, &mut checked));
    }
    let mut gone = Vec::new();
    if let Some(file) = &arguments.baseline {
        if !file.exists() && std::env::var_os("CI").is_some() {
            return Err(format!("there is no baseline {}; it is not written in CI", file.display()).into());
        }
        if file.exists() {
            let baseline = Baseline::from_json(&read(file)?).map_err(|error| Unusable::of(file, error))?;
            let compared = baseline.apply(&checked.diagnostics);
            gone = compared.gone;
            checked.diagnostics = compared.new;
        } else {
            let baseline = Baseline::of(&checked.diagnostics);
            std::fs::write(file, baseline.to_json())
                .map_err(|error| format!("{}: {error}", file.display()))?;
            let count = checked.diagnostics.len();
            tell(format_args!("wrote {count} findings to {}; they count no more", file.display()));
            checked.diagnostics.clear();
        }
    }
    write(&checked, change.as_ref(), arguments)?;
    // Of files that were not looked at, nothing can be said.
    for entry in gone.iter().filter(|entry| checked.files.iter().any(|file| file.source.name() == entry.file))
    {
        tell(format_args!("note: {} in {} is gone; take it out of the baseline", entry.code, entry.file));
    }
    if checked.files.is_empty() {
        tell(format_args!("note: no entity files were found"));
    }
    let counts = |one: &Diagnostic| {
        one.severity == Severity::Error || (arguments.deny_warnings && one.severity == Severity::Warning)
    };
    let clean = !checked.diagnostics.iter().any(counts);
    // The program ends here; taking a large catalog apart first would only cost time.
    std::mem::forget(checked);
    Ok(clean)
}

/// A file that was named as an option and does not hold what it should.
#[derive(Debug)]
struct Unusable {
    file: String,
    cause: Box<dyn Error>,
}

impl Unusable {
    fn of(file: &Path, cause: impl Error + 'static) -> Self {
        Self { file: file.display().to_string(), cause: Box::new(cause) }
    }
}

impl std::fmt::Display for Unusable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} cannot be used", self.file)
    }
}

impl Error for Unusable {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.cause)
    }
}

fn read(file: &Path) -> Result<String, String> {
    std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))
}

/// Backstage's kinds, and those that are declared in files.
fn model(arguments: &Arguments) -> Result<Model, Box<dyn Error>> {
    let mut model = match arguments.kinds {
        Kinds::Builtin => Model::backstage(),
        Kinds::Model => Model::backstage_model_layers(),
        Kinds::ModelAndAi => Model::backstage_model_layers().with_ai(),
    };
    for file in &arguments.models {
        let stream = yaml::parse(&Source::new(file.display().to_string(), read(file)?), &Limits::default());
        let mut faults = stream.diagnostics;
        // What is broken has its fault already.
        let whole = stream.documents.iter().filter(|document| !document.broken);
        for tree in whole.filter_map(|document| document.tree.as_ref()) {
            faults.extend(model.declare(tree));
        }
        if faults.iter().any(Diagnostic::is_error) {
            report::write(Format::Human, &faults, &report::Options::default(), &mut io::stderr())?;
            return Err(format!("{} cannot be used as a model", file.display()).into());
        }
    }
    Ok(model)
}

fn check(
    sources: &[FileSystem],
    model: &Arc<Model>,
    known: &KnownRefs,
    arguments: &Arguments,
) -> Result<Checked, Box<dyn Error>> {
    let sources: Vec<&dyn CatalogSource> =
        sources.iter().map(|source| source as &dyn CatalogSource).collect();
    let progress = progress::Progress::on_terminal();
    let tell = |done, total| progress.tell(done, total);
    let options =
        load::Options { progress: progress.is_shown().then_some(&tell), ..load::Options::default() };
    let loaded = load::load(&sources, model, &options)?;
    progress.clear();
    let catalog = loaded.catalog(Arc::clone(model), known.clone());
    let mut diagnostics = arguments.levels.apply(loaded.diagnostics);
    diagnostics.extend(lint::run(&catalog, &arguments.levels));
    idp_model::diagnostic::sort(&mut diagnostics);
    Ok(Checked { catalog, files: loaded.files, skipped: loaded.skipped, diagnostics })
}

fn write(
    checked: &Checked,
    change: Option<&CatalogDiff>,
    arguments: &Arguments,
) -> Result<(), Box<dyn Error>> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let color = arguments
        .color
        .unwrap_or_else(|| io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none());
    let mut names: Vec<&str> = checked.files.iter().map(|file| file.source.name()).collect();
    names.dedup();
    let tool = report::Tool { name: "idp", version: env!("CARGO_PKG_VERSION"), information_uri: None };
    let options = report::Options { tool, checked: &names, color, ..report::Options::default() };
    match arguments.format {
        Format::Json => {
            let document = Document {
                documents: documents(checked),
                diagnostics: json::diagnostics(&checked.diagnostics),
                summary: Summary::of(&checked.diagnostics),
                changes: change.map(CatalogDiff::to_document),
            };
            serde_json::to_writer(&mut out, &document)?;
            writeln!(out)?;
        }
        format => report::write(format, &checked.diagnostics, &options, &mut out)?,
    }
    if arguments.format == Format::Human {
        let Skipped { other, skeletons } = checked.skipped;
        let entities = checked.catalog.len();
        let several =
            |count: usize, one: &str, more: &str| format!("{count} {}", if count == 1 { one } else { more });
        let (entities, files) =
            (several(entities, "entity", "entities"), several(names.len(), "file", "files"));
        writeln!(out, "{entities} in {files}")?;
        let other = (other > 0).then(|| several(other, "other YAML file", "other YAML files"));
        let skeletons =
            (skeletons > 0).then(|| several(skeletons, "file of a template", "files of templates"));
        let left_out: Vec<String> = [other, skeletons].into_iter().flatten().collect();
        if !left_out.is_empty() {
            writeln!(out, "left out: {}", left_out.join(", "))?;
        }
        if let Some(change) = change {
            write!(out, "\n{change}")?;
        }
    }
    out.flush()?;
    Ok(())
}

/// What `--format json` prints.
#[derive(serde::Serialize)]
struct Document<'a> {
    documents: Vec<DocumentRow<'a>>,
    diagnostics: Vec<json::Row<'a>>,
    summary: Summary,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<DiffDocument>,
}

/// One document on its own, as Backstage would judge it.
#[derive(serde::Serialize)]
struct DocumentRow<'a> {
    file: &'a str,
    index: u32,
    line: u32,
    verdict: Verdict,
    #[serde(rename = "ref")]
    reference: Option<&'a EntityRef>,
    relations: Vec<Relation<'a>>,
}

fn documents(checked: &Checked) -> Vec<DocumentRow<'_>> {
    let mut rows = Vec::new();
    for file in &checked.files {
        // What Backstage never gets to see, it does not judge.
        for document in file.documents.iter().filter(|document| !document.lost) {
            let accepted = document.entity.as_ref().filter(|entity| entity.is_accepted());
            rows.push(DocumentRow {
                file: file.source.name(),
                index: document.index,
                line: document.place.start().line,
                verdict: document.verdict,
                reference: document.reference.as_ref(),
                relations: accepted.map_or_else(Vec::new, |entity| entity.relations()),
            });
        }
    }
    rows
}
