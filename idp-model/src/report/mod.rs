//! Shows findings: to people, to programs, to code hosts and to test dashboards.
//!
//! Every crate's [`Diagnostic`]s leave through [`write()`], in one of five [`Format`]s. All of them order the
//! findings as [`crate::diagnostic::sort`] does, so the same findings give the same bytes; none of them lets a
//! control character of the user's text reach a terminal or break the syntax around it.
//!
//! The shapes written here are contracts with other programs; they are declared apart from [`Diagnostic`], so
//! that it may change without them.

pub mod baseline;
#[cfg(feature = "human-report")]
mod excerpt;
pub mod explain;
pub mod fingerprint;
pub mod fix;
pub mod github;
pub mod human;
pub mod json;
pub mod junit;
pub mod sarif;
pub mod text;

use crate::diagnostic::{Diagnostic, Severity, compare};
use std::collections::BTreeSet;
use std::str::FromStr;
use std::{fmt, io};

/// How findings can be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// For people, with source excerpts: [`human`].
    #[default]
    Human,
    /// For programs: [`json`].
    Json,
    /// For code scanning services and editors, SARIF 2.1.0: [`sarif`].
    Sarif,
    /// For test dashboards, JUnit XML: [`junit`].
    Junit,
    /// Annotations on pull requests, as GitHub workflow commands: [`github`].
    Github,
}

impl Format {
    /// Every format, in the order of the declaration.
    pub const ALL: [Self; 5] = [Self::Human, Self::Json, Self::Sarif, Self::Junit, Self::Github];

    /// The name that [`FromStr`] reads: `human`, `json`, `sarif`, `junit` or `github`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Junit => "junit",
            Self::Github => "github",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, UnknownFormat> {
        let named = Self::ALL.into_iter().find(|format| format.as_str() == text);
        named.ok_or_else(|| UnknownFormat { name: text.to_owned() })
    }
}

/// No [`Format`] has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no report format is called `{name}`; there are human, json, sarif, junit and github")]
pub struct UnknownFormat {
    /// The name asked for.
    pub name: String,
}

/// The program in whose name findings are reported.
#[derive(Clone, Copy, Debug)]
pub struct Tool<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its version.
    pub version: &'a str,
    /// Where it is described, an absolute URI.
    pub information_uri: Option<&'a str>,
}

/// What a report needs to know beside the findings.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// Who reports. Used by SARIF and JUnit.
    pub tool: Tool<'a>,
    /// Names of every file that was checked, as their sources are named, in any order; JUnit shows those
    /// without findings as passed tests.
    pub checked: &'a [&'a str],
    /// Whether the human report may use ANSI colours.
    pub color: bool,
    /// Columns of the terminal for which the human report cuts source lines.
    pub width: usize,
}

impl Default for Options<'_> {
    fn default() -> Self {
        let tool = Tool { name: "idp", version: env!("CARGO_PKG_VERSION"), information_uri: None };
        Self { tool, checked: &[], color: false, width: 120 }
    }
}

/// Writes findings in any format.
///
/// Cost: a sort (linear where the findings are sorted already) and one pass.
///
/// # Errors
/// Only those of `out`.
pub fn write(
    format: Format,
    diagnostics: &[Diagnostic],
    options: &Options<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format {
        Format::Human => human::write(diagnostics, options, out),
        Format::Json => json::write(diagnostics, out),
        Format::Sarif => sarif::write(diagnostics, &options.tool, out),
        Format::Junit => junit::write(diagnostics, options, out),
        Format::Github => github::write(diagnostics, out),
    }
}

/// How many findings there are, by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Findings of severity `error`.
    pub errors: usize,
    /// Findings of severity `warning`.
    pub warnings: usize,
    /// Findings of severity `info`.
    pub infos: usize,
    /// Files with at least one finding.
    pub files: usize,
}

impl Summary {
    /// Counts them.
    #[must_use]
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let count = |severity| diagnostics.iter().filter(|found| found.severity == severity).count();
        let files: BTreeSet<&str> = diagnostics.iter().map(|found| found.place.file()).collect();
        Self {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            infos: count(Severity::Info),
            files: files.len(),
        }
    }
}

/// `3 errors, 1 warning in 2 files`; what there is none of is left out; `no findings` for nothing.
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = [(self.errors, "error"), (self.warnings, "warning"), (self.infos, "info")];
        let mut separator = "";
        for (count, name) in counts.into_iter().filter(|(count, _)| *count > 0) {
            write!(f, "{separator}{}", Counted(count, name))?;
            separator = ", ";
        }
        if separator.is_empty() {
            f.write_str("no findings")
        } else {
            write!(f, " in {}", Counted(self.files, "file"))
        }
    }
}

/// A number and what it counts, in the plural where English wants it.
struct Counted(usize, &'static str);

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", self.0, self.1, if self.0 == 1 { "" } else { "s" })
    }
}

/// The findings in the order of [`crate::diagnostic::sort`].
fn sorted(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut sorted: Vec<_> = diagnostics.iter().collect();
    sorted.sort_by(|a, b| compare(a, b));
    sorted
}
