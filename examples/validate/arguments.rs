//! The command line of `validate`.

use idp_catalog::lint::Levels;
use idp_model::report::Format;
use std::path::PathBuf;

pub const USAGE: &str = "\
usage: validate [OPTION...] PATH...
       validate explain CODE

Checks catalog files as Backstage would, and the references between them. A PATH is a file, or a directory in which entity
files are looked for. Exit status: 0 clean, 1 findings, 2 could not run.

  --format human|json|sarif|junit|github   how findings are written (human)
  --known FILE          references that exist elsewhere: one on each line, or JSON as Backstage's API answers
  --baseline FILE       findings of an earlier day that do not count; written if FILE does not exist
  --changed-from DIR    PATH as it was before, a directory: only findings that are new since then, and what the change does
  --deny-warnings       warnings count as findings, too
  --files-from LIST     more PATHs, one on each line of LIST (`-` for standard input)
  --model FILE          kinds that are declared as data; may be repeated
  --kinds builtin|model|model+ai   which of Backstage's own models (builtin)
  --level CODE=off|info|warning|error   severity of a rule; may be repeated
  --color auto|always|never   (auto)
";

/// What was asked for.
#[derive(Debug, Default)]
pub struct Arguments {
    pub format: Format,
    pub known: Option<PathBuf>,
    pub baseline: Option<PathBuf>,
    pub changed_from: Option<PathBuf>,
    pub deny_warnings: bool,
    pub models: Vec<PathBuf>,
    pub kinds: Kinds,
    pub levels: Levels,
    pub color: Option<bool>,
    pub paths: Vec<PathBuf>,
    pub explain: Option<String>,
}

/// Which kinds are known from the start.
#[derive(Clone, Copy, Debug, Default)]
pub enum Kinds {
    #[default]
    Builtin,
    Model,
    ModelAndAi,
}

impl Arguments {
    /// Reads the command line; `Ok(None)` if help was asked for.
    pub fn read(arguments: impl Iterator<Item = String>) -> Result<Option<Self>, String> {
        let mut read = Self::default();
        let mut arguments = arguments.peekable();
        if arguments.peek().is_some_and(|first| first == "explain") {
            read.explain = Some(arguments.nth(1).ok_or("`explain` needs a code")?);
            return Ok(Some(read));
        }
        let mut only_paths = false;
        while let Some(argument) = arguments.next() {
            if only_paths || !argument.starts_with("--") {
                read.paths.push(argument.into());
                continue;
            }
            let (name, mut given) = match argument.split_once('=') {
                Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
                None => (argument, None),
            };
            let mut value =
                || given.take().or_else(|| arguments.next()).ok_or(format!("`{name}` needs a value"));
            match name.as_str() {
                "--" => only_paths = true,
                "--help" => return Ok(None),
                "--format" => read.format = value()?.parse().map_err(|error| format!("{error}"))?,
                "--known" => read.known = Some(value()?.into()),
                "--baseline" => read.baseline = Some(value()?.into()),
                "--changed-from" => read.changed_from = Some(value()?.into()),
                "--deny-warnings" => read.deny_warnings = true,
                "--files-from" => read.paths.extend(list(&value()?)?),
                "--model" => read.models.push(value()?.into()),
                "--level" => {
                    let levels: Levels = value()?.parse().map_err(|error| format!("{error}"))?;
                    read.levels.extend(levels);
                }
                "--kinds" => {
                    read.kinds = match value()?.as_str() {
                        "builtin" => Kinds::Builtin,
                        "model" => Kinds::Model,
                        "model+ai" => Kinds::ModelAndAi,
                        other => {
                            return Err(format!("`--kinds` is builtin, model or model+ai, not `{other}`"));
                        }
                    }
                }
                "--color" => {
                    read.color = match value()?.as_str() {
                        "auto" => None,
                        "always" => Some(true),
                        "never" => Some(false),
                        other => return Err(format!("`--color` is auto, always or never, not `{other}`")),
                    }
                }
                _ => return Err(format!("there is no option `{name}`")),
            }
        }
        if read.paths.is_empty() {
            return Err("nothing to check: give a file or a directory".to_owned());
        }
        Ok(Some(read))
    }
}

fn list(name: &str) -> Result<Vec<PathBuf>, String> {
    let text =
        if name == "-" { std::io::read_to_string(std::io::stdin()) } else { std::fs::read_to_string(name) };
    let text = text.map_err(|error| format!("{name}: {error}"))?;
    Ok(text.lines().filter(|line| !line.is_empty()).map(PathBuf::from).collect())
}
