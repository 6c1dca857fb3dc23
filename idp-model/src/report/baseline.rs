//! The findings of a day, kept so that only new ones are reported later.
//!
//! Findings are recognised by their [`fingerprint`]: code, file, message and the text marked, not the line. Of
//! findings alike in one file only their number is kept.

use super::fingerprint::fingerprint;
use super::sorted;
use crate::diagnostic::Diagnostic;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Known findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// INVARIANT (baseline entries): sorted, no two with the same file, code and fingerprint.
    entries: Vec<Entry>,
}

/// Findings alike in one file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entry {
    /// The file.
    pub file: String,
    /// Identifier of the rule.
    pub code: String,
    /// What they share.
    pub fingerprint: String,
    /// How many there are; at least 1.
    pub count: usize,
}

/// The shape of the file; one entry on each line, so that versions merge line by line.
#[derive(Serialize, Deserialize)]
struct File {
    version: u32,
    findings: Vec<Entry>,
}

const VERSION: u32 = 1;

/// What [`Baseline::apply`] found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Findings that the baseline does not know, sorted.
    pub new: Vec<Diagnostic>,
    /// How many findings it knows.
    pub known: usize,
    /// Entries of the baseline that occur less often than it says, with the number of those gone, sorted.
    pub gone: Vec<Entry>,
}

impl Baseline {
    /// The findings of now.
    #[must_use]
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let entries = diagnostics.iter().map(|found| Entry {
            file: found.place.file().to_owned(),
            code: found.code.id.to_owned(),
            fingerprint: fingerprint(found),
            count: 1,
        });
        Self::from_entries(entries.collect())
    }

    /// Sorts entries and adds up those that are alike.
    fn from_entries(mut entries: Vec<Entry>) -> Self {
        entries.sort();
        entries.dedup_by(|next, kept| {
            let alike =
                (&next.file, &next.code, &next.fingerprint) == (&kept.file, &kept.code, &kept.fingerprint);
            if alike {
                kept.count = kept.count.saturating_add(next.count);
            }
            alike
        });
        Self { entries }
    }

    /// Reads a file that [`Baseline::to_json`] wrote, in any order of entries, as a merge may leave it.
    ///
    /// # Errors
    /// The text is not JSON of that shape, or of a later version.
    pub fn from_json(text: &str) -> Result<Self, BaselineError> {
        let File { version, findings } = serde_json::from_str(text)?;
        if version != VERSION {
            return Err(BaselineError::Version(version));
        }
        Ok(Self::from_entries(findings))
    }

    /// The text of the file: JSON, sorted, an entry on each line.
    #[must_use]
    pub fn to_json(&self) -> String {
        let lines = self.entries.iter().filter_map(|entry| serde_json::to_string(entry).ok());
        let lines: Vec<_> = lines.map(|line| format!("\n    {line}")).collect();
        let end = if lines.is_empty() { "" } else { "\n  " };
        format!("{{\n  \"version\": {VERSION},\n  \"findings\": [{}{end}]\n}}\n", lines.join(","))
    }

    /// Entries, sorted by file, code and fingerprint.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Tells new findings from known ones. Of several that are alike the first ones are the known ones.
    #[must_use]
    pub fn apply(&self, diagnostics: &[Diagnostic]) -> Compared {
        let key = |entry: &Entry| (entry.file.clone(), entry.code.clone(), entry.fingerprint.clone());
        let mut left: BTreeMap<_, _> = self.entries.iter().map(|entry| (key(entry), entry.count)).collect();
        let mut compared = Compared { new: Vec::new(), known: 0, gone: Vec::new() };
        for found in sorted(diagnostics) {
            let key = (found.place.file().to_owned(), found.code.id.to_owned(), fingerprint(found));
            match left.get_mut(&key) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    compared.known += 1;
                }
                _ => compared.new.push(found.clone()),
            }
        }
        let gone = left.into_iter().filter(|(_, count)| *count > 0);
        compared.gone =
            gone.map(|((file, code, fingerprint), count)| Entry { file, code, fingerprint, count }).collect();
        compared
    }
}

/// A text is not a baseline.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BaselineError {
    /// Not JSON, or not of the shape.
    #[error("the baseline cannot be read")]
    Json(#[from] serde_json::Error),
    /// Written by a later version.
    #[error("the baseline has version {0}, this program knows version 1; write it anew")]
    Version(u32),
}
