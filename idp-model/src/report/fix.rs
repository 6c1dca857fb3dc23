//! Carries out the fixes of findings on the text of their files.

use super::sorted;
use crate::diagnostic::{Diagnostic, Fix};
use crate::source::{Place, Source, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What [`apply`] did.
#[derive(Clone, Debug)]
pub struct Applied<'a> {
    /// The files that change, by name, with their new text.
    pub files: BTreeMap<String, String>,
    /// Findings whose fix is in `files`, in their order.
    pub applied: Vec<&'a Diagnostic>,
    /// Findings with a fix that could not be used, and why, in their order.
    pub skipped: Vec<(&'a Diagnostic, Skip)>,
}

/// Why a fix was not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skip {
    /// It overlaps another one that came first, or inserts at the same place. Check again, and apply again.
    Overlap,
    /// An edit lies outside the text of its file, or within a character.
    Outside,
    /// The file was not UTF-8; writing its text would replace the bytes that could not be read.
    NotUtf8,
    /// Two sources with the same name differ, so it is not known which text is the file's.
    TwoTexts,
}

/// The accepted edits of one file.
struct Edited<'a> {
    source: &'a Arc<Source>,
    /// Non-overlapping, in the order of the text. An insertion comes before what starts where it stands.
    edits: BTreeMap<Span, &'a str>,
}

/// The texts with all fixes that fit together: values in, values out; nothing is written. A fix is used whole
/// or not at all; where two overlap the one of the earlier finding wins. Two fixes with the same edit both count as
/// applied.
///
/// Cost: a sort, and `n log n` for `n` edits, and one copy of each changed file.
#[must_use]
pub fn apply(diagnostics: &[Diagnostic]) -> Applied<'_> {
    let mut files: BTreeMap<&str, Edited<'_>> = BTreeMap::new();
    let mut result = Applied { files: BTreeMap::new(), applied: Vec::new(), skipped: Vec::new() };
    for found in sorted(diagnostics) {
        let Some(fix) = &found.fix else { continue };
        match accept(fix, &mut files) {
            Ok(()) => result.applied.push(found),
            Err(skip) => result.skipped.push((found, skip)),
        }
    }
    let changed = files.into_iter().filter(|(_, file)| !file.edits.is_empty());
    result.files = changed.map(|(name, file)| (name.to_owned(), file.text())).collect();
    result
}

/// Takes all edits of a fix, or none.
fn accept<'a>(fix: &'a Fix, files: &mut BTreeMap<&'a str, Edited<'a>>) -> Result<(), Skip> {
    let mut taken: Vec<&Place> = Vec::new();
    let mut refused = None;
    for edit in &fix.edits {
        let source = &edit.place.source;
        let file =
            files.entry(edit.place.file()).or_insert_with(|| Edited { source, edits: BTreeMap::new() });
        match file.check(&edit.place, &edit.replacement) {
            Ok(true) => {
                file.edits.insert(edit.place.span, &edit.replacement);
                taken.push(&edit.place);
            }
            Ok(false) => {}
            Err(skip) => {
                refused = Some(skip);
                break;
            }
        }
    }
    let Some(skip) = refused else { return Ok(()) };
    for place in taken {
        if let Some(file) = files.get_mut(place.file()) {
            file.edits.remove(&place.span);
        }
    }
    Err(skip)
}

impl Edited<'_> {
    /// Whether the edit can be taken; `false` when the same one was taken already.
    fn check(&self, place: &Place, replacement: &str) -> Result<bool, Skip> {
        let (span, text) = (place.span, self.source.text());
        if !Arc::ptr_eq(self.source, &place.source) && text != place.source.text() {
            return Err(Skip::TwoTexts);
        }
        if self.source.repaired_at().is_some() {
            return Err(Skip::NotUtf8);
        }
        if text.get(span.start as usize..span.end as usize).is_none() {
            return Err(Skip::Outside);
        }
        if let Some(taken) = self.edits.get(&span) {
            return if *taken == replacement { Ok(false) } else { Err(Skip::Overlap) };
        }
        // The taken edits do not overlap, so only the neighbours can.
        let overlaps = |other: &Span| span.start < other.end && other.start < span.end;
        let before = self.edits.range(..span).next_back();
        let after = self.edits.range(span..).next();
        if before.into_iter().chain(after).any(|(other, _)| overlaps(other)) {
            Err(Skip::Overlap)
        } else {
            Ok(true)
        }
    }

    fn text(&self) -> String {
        let mut text = String::with_capacity(self.source.text().len());
        let mut done = 0;
        for (span, replacement) in &self.edits {
            text.push_str(self.source.slice(Span::new(done, span.start)));
            text.push_str(replacement);
            done = span.end;
        }
        text.push_str(self.source.text().get(done as usize..).unwrap_or(""));
        text
    }
}
