//! The command line of `validate`.

use idp_catalog::lint::Levels;
use idp_model::report::Format;
use std::ffi::OsString;
use std::path::PathBuf;

pub const USAGE: &str = "\
usage: validate [OPTION...] PATH...
       validate explain CODE

Checks catalog files as Backstage would, and the references between them. A PATH is a file, or a directory in which entity
files are looked for. Nothing is read outside of the Git work tree around a PATH; without one, outside of the PATH itself.
Exit status: 0 clean, 1 findings, 2 could not run.

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
    /// Whether a list of paths was given, which may be empty.
    pub listed: bool,
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
    pub fn read(arguments: impl Iterator<Item = OsString>) -> Result<Option<Self>, String> {
        let mut read = Self::default();
        let mut arguments = arguments.peekable();
        if arguments.peek().is_some_and(|first| first == "explain") {
            let code = arguments.nth(1).ok_or("`explain` needs a code")?;
            if arguments.next().is_some() {
                return Err("`explain` takes one code".to_owned());
            }
            read.explain = Some(code.to_string_lossy().into_owned());
            return Ok(Some(read));
        }
        let mut only_paths = false;
        while let Some(argument) = arguments.next() {
            let text = argument.to_string_lossy().into_owned();
            if only_paths || !text.starts_with('-') || text == "-" {
                read.paths.push(path(argument));
                continue;
            }
            let argument = text;
            let (name, mut given) = match argument.split_once('=') {
                Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
                None => (argument, None),
            };
            let mut value = || {
                let next = || arguments.next().map(|next| next.to_string_lossy().into_owned());
                given.take().or_else(next).ok_or(format!("`{name}` needs a value"))
            };
            match name.as_str() {
                "--" => only_paths = true,
                "--help" | "-h" => return Ok(None),
                "--format" => read.format = value()?.parse().map_err(|error| format!("{error}"))?,
                "--known" => read.known = Some(value()?.into()),
                "--baseline" => read.baseline = Some(value()?.into()),
                "--changed-from" => read.changed_from = Some(value()?.into()),
                "--deny-warnings" => read.deny_warnings = true,
                "--files-from" => {
                    read.listed = true;
                    read.paths.extend(list(&value()?)?);
                }
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
        if read.paths.is_empty() && !read.listed {
            return Err("nothing to check: give a file or a directory".to_owned());
        }
        Ok(Some(read))
    }
}

/// `./a` is shown as `a`, so that a baseline does not depend on how a path is spelt.
fn path(text: OsString) -> PathBuf {
    let path = PathBuf::from(text);
    match path.strip_prefix("./") {
        Ok(rest) if !rest.as_os_str().is_empty() => rest.to_owned(),
        _ => path,
    }
}

/// The paths of a list. What a change has deleted is listed, too, and is no fault.
fn list(name: &str) -> Result<Vec<PathBuf>, String> {
    let text =
        if name == "-" { std::io::read_to_string(std::io::stdin()) } else { std::fs::read_to_string(name) };
    let text = text.map_err(|error| format!("{name}: {error}"))?;
    let listed = text.lines().filter(|line| !line.is_empty()).map(|line| path(line.into()));
    let (there, gone): (Vec<PathBuf>, Vec<PathBuf>) =
        listed.partition(|path| path.symlink_metadata().is_ok());
    for path in gone {
        crate::tell(format_args!("note: `{}` is listed and does not exist", path.display()));
    }
    Ok(there)
}
