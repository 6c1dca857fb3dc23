//! The few lines of a source that a finding needs, cut to a readable size and made visible.

use super::super::text::visible;
use crate::source::{Source, Span};
use std::ops::Range;

/// Bytes shown before and behind the start of the marked text on a line that is longer than both.
const BEFORE: usize = 60;
const BEHIND: usize = 140;

/// A span of more lines than this is marked on its first line only.
const MAX_LINES: u32 = 10;

/// Lines of a source, and where the marked spans are in them.
pub(super) struct Cut {
    /// Number of the first line.
    pub(super) line: u32,
    /// The lines, joined by `\n`; control characters replaced, long lines cut with `…`.
    pub(super) text: String,
    /// The spans asked for, in their order, in bytes of `text`.
    pub(super) marks: Vec<Range<usize>>,
}

/// What of a span can be marked: without line breaks at its end, and only its first line if it is too long. The
/// second value is the last line of a span that is cut.
pub(super) fn markable(source: &Source, span: Span) -> (Span, Option<u32>) {
    let text = source.slice(span).trim_end_matches(['\n', '\r']);
    let end = span.start.saturating_add(u32::try_from(text.len()).unwrap_or(0));
    let (first, last) = (source.line_column(span.start).line, source.line_column(end).line);
    if last - first < MAX_LINES {
        return (Span::new(span.start, end), None);
    }
    (Span::new(span.start, source.line_span(first).end), Some(last))
}

/// Whether a line is cut when it is shown.
pub(super) fn is_long(source: &Source, line: u32) -> bool {
    source.line_span(line).len() as usize > BEFORE + BEHIND
}

/// Cuts out the lines that hold `spans`, which are close to each other; the first span says where long lines are cut.
pub(super) fn cut(source: &Source, spans: &[Span]) -> Cut {
    let line_of = |offset| source.line_column(offset).line;
    let first = spans.iter().map(|span| line_of(span.start)).min().unwrap_or(1);
    let last = spans.iter().map(|span| line_of(span.end)).max().unwrap_or(1);
    let mut offsets: Vec<u32> = spans.iter().flat_map(|span| [span.start, span.end]).collect();
    let focus = offsets.clone();
    offsets.sort_unstable();
    let mut mapping = Mapping { offsets, mapped: Vec::new() };
    let mut text = String::new();
    for line in first..=last {
        if line > first {
            text.push('\n');
        }
        let whole = source.line_span(line);
        let on_line = |offset: &&u32| (whole.start..=whole.end).contains(*offset);
        let focus = focus.iter().find(on_line).map_or(0, |offset| (offset - whole.start) as usize);
        push_line(source, whole, focus, &mut text, &mut mapping);
        if line < last {
            // What lies within the line break is shown at the end of the line.
            mapping.reach(source.line_span(line + 1).start.saturating_sub(1) as usize, text.len());
        }
    }
    let marks = spans.iter().map(|span| {
        let start = mapping.get(span.start, text.len());
        start..mapping.get(span.end, text.len()).max(start)
    });
    Cut { line: first, marks: marks.collect(), text }
}

fn push_line(source: &Source, whole: Span, focus: usize, text: &mut String, mapping: &mut Mapping) {
    let line = source.slice(whole);
    let (from, to) = if line.len() > BEFORE + BEHIND {
        (
            line.floor_char_boundary(focus.saturating_sub(BEFORE)),
            line.ceil_char_boundary(focus.saturating_add(BEHIND)),
        )
    } else {
        (0, line.len())
    };
    if from > 0 {
        text.push('…');
    }
    for (at, c) in line.get(from..to).unwrap_or("").char_indices() {
        mapping.reach(whole.start as usize + from + at, text.len());
        text.push(visible(c));
    }
    // What lies in the part cut off is shown where it would start.
    mapping.reach(whole.end as usize, text.len());
    if to < line.len() {
        text.push('…');
    }
}

/// From offsets in a source to offsets in the cut text; grows with the text.
struct Mapping {
    /// Sorted.
    offsets: Vec<u32>,
    /// For the first of `offsets`, where they are.
    mapped: Vec<usize>,
}

impl Mapping {
    /// Everything up to `offset` that has no place yet is at `place`.
    fn reach(&mut self, offset: usize, place: usize) {
        while self.offsets.get(self.mapped.len()).is_some_and(|next| *next as usize <= offset) {
            self.mapped.push(place);
        }
    }

    fn get(&self, offset: u32, otherwise: usize) -> usize {
        let at = self.offsets.partition_point(|known| *known < offset);
        self.mapped.get(at).copied().unwrap_or(otherwise)
    }
}

#[cfg(test)]
mod tests {
    use super::{BEFORE, BEHIND, cut, markable, visible};
    use crate::source::{Source, Span};
    use proptest::prelude::*;

    proptest! {
        /// Marks hold what the span holds, made visible, but for line breaks, unless it is cut.
        #[test]
        fn marks_hold_the_marked_text(text in "([ab日\\x1b\\t]|\\r?\\n){0,40}", at in any::<[prop::sample::Index; 4]>()) {
            let source = Source::new("a", text.clone());
            let mut bounds: Vec<_> = text.char_indices().map(|(at, _)| at).collect();
            bounds.push(text.len());
            let offset = |nth: usize| u32::try_from(bounds[at[nth].index(bounds.len())]).unwrap();
            let spans = [0, 2].map(|nth| markable(&source, Span::new(offset(nth), offset(nth + 1))).0);
            let cut = cut(&source, &spans);
            for (span, mark) in spans.iter().zip(cut.marks) {
                let expected: String = source.slice(*span).replace("\r\n", "\n").chars().map(visible).collect();
                // A span may start between `\r` and `\n`.
                prop_assert_eq!(cut.text.get(mark).unwrap(), expected.trim_start_matches('␍'));
            }
        }

        #[test]
        fn long_lines_are_cut_around_the_mark(before in 0usize..2000, behind in 0usize..2000, c in "[a日]") {
            let source = Source::new("a", format!("{}needle{}", c.repeat(before), c.repeat(behind)));
            let at = u32::try_from(c.len() * before).unwrap();
            let cut = cut(&source, &[Span::new(at, at + 6)]);
            prop_assert_eq!(cut.text.get(cut.marks[0].clone()).unwrap(), "needle");
            prop_assert!(cut.text.len() <= BEFORE + BEHIND + 12);
        }
    }
}
