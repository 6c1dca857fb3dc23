//! Where text comes from: a named [`Source`], byte [`Span`]s in it, and lines and columns for people.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// A half-open range of bytes in the text of a [`Source`]: `start` is inside, `end` is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte; equal to `start` for an empty span.
    pub end: u32,
}

impl Span {
    /// A span from `start` to `end`; an end before the start is moved to it.
    #[must_use]
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end: end.max(start) }
    }

    /// An empty span at `at`.
    #[must_use]
    pub fn at(at: u32) -> Self {
        Self { start: at, end: at }
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether nothing lies inside.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// A place for people: both numbers start at 1; a column counts Unicode scalar values, not bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1. Lines end at `\n`.
    pub line: u32,
    /// Column, from 1, in Unicode scalar values.
    pub column: u32,
}

impl fmt::Display for LineColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// A named text: usually a file, sometimes a request body or a string in a test.
///
/// Sources are shared (`Arc<Source>`) by everything read from them, so that every tree, entity and
/// diagnostic can show its own lines without a table beside it. At most 4 GiB of text; what lies
/// behind is cut off by [`Source::from_bytes`] and [`Source::new`] (readers refuse such files long before,
/// see [`crate::yaml::Limits`]).
pub struct Source {
    name: String,
    text: String,
    repaired: Option<u32>,
    lines: OnceLock<Box<[u32]>>,
}

impl Source {
    /// A source of text that is known to be UTF-8.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self::build(name.into(), text.into(), None))
    }

    /// A source of bytes. Invalid UTF-8 sequences become U+FFFD, as Backstage reads them; where the
    /// first one was is kept ([`Source::repaired_at`]).
    #[must_use]
    pub fn from_bytes(name: impl Into<String>, bytes: Vec<u8>) -> Arc<Self> {
        let (text, repaired) = match String::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                (String::from_utf8_lossy(error.as_bytes()).into_owned(), u32::try_from(at).ok())
            }
        };
        Arc::new(Self::build(name.into(), text, repaired))
    }

    fn build(name: String, mut text: String, repaired: Option<u32>) -> Self {
        let limit = u32::MAX as usize - 1;
        if text.len() > limit {
            let cut = (0..=limit).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
            text.truncate(cut);
        }
        Self { name, text, repaired, lines: OnceLock::new() }
    }

    /// The name as given: a path as the user wrote it, or `<memory>`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Byte offset of the first U+FFFD that stands for invalid UTF-8, if the bytes were not UTF-8.
    #[must_use]
    pub fn repaired_at(&self) -> Option<u32> {
        self.repaired
    }

    /// The text of a span; the empty string for a span that is not of this source.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Offsets at which lines start; the first is 0. Built on first use, in one pass over the text.
    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let breaks = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            #[expect(
                clippy::cast_possible_truncation,
                reason = "INVARIANT (4 GiB): build() cuts longer text"
            )]
            std::iter::once(0).chain(breaks.map(|(at, _)| at as u32 + 1)).collect()
        })
    }

    /// Line and column of a byte offset; an offset behind the end is the end.
    /// Cost: a binary search over the lines and a walk along one line.
    #[must_use]
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let lines = self.lines();
        let line = lines.partition_point(|&start| start <= offset).max(1);
        let start = lines.get(line - 1).copied().unwrap_or(0);
        let mut end = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let column = self.text.get(start as usize..end).map_or(0, |text| text.chars().count());
        LineColumn {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX - 1) + 1,
        }
    }

    /// The text of a line (from 1) without its line break.
    #[must_use]
    pub fn line_text(&self, line: u32) -> &str {
        let lines = self.lines();
        let at = line.saturating_sub(1) as usize;
        let start = lines.get(at).copied().map_or(self.text.len(), |start| start as usize);
        let end = lines.get(at + 1).map_or(self.text.len(), |next| *next as usize);
        self.text.get(start..end).unwrap_or("").trim_end_matches(['\n', '\r'])
    }

    /// How many lines there are; an empty text has one.
    #[must_use]
    pub fn line_count(&self) -> u32 {
        u32::try_from(self.lines().len()).unwrap_or(u32::MAX)
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source").field("name", &self.name).field("bytes", &self.text.len()).finish()
    }
}

/// A span of a source: what a finding points at.
#[derive(Clone)]
pub struct Place {
    /// The text it lies in.
    pub source: Arc<Source>,
    /// The bytes it covers.
    pub span: Span,
}

impl Place {
    /// A place in `source`.
    #[must_use]
    pub fn new(source: &Arc<Source>, span: Span) -> Self {
        Self { source: Arc::clone(source), span }
    }

    /// Name of the source.
    #[must_use]
    pub fn file(&self) -> &str {
        self.source.name()
    }

    /// Where it starts.
    #[must_use]
    pub fn start(&self) -> LineColumn {
        self.source.line_column(self.span.start)
    }

    /// Where it ends: the column behind the last character.
    #[must_use]
    pub fn end(&self) -> LineColumn {
        self.source.line_column(self.span.end)
    }

    /// The text that it covers.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.source.slice(self.span))
    }

    fn key(&self) -> (&str, Span) {
        (self.source.name(), self.span)
    }
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Place {}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// By name of the source, then by span: the order in which findings are reported.
impl Ord for Place {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

/// `file:line:column`, as editors and terminals make it clickable.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.source.name(), self.start())
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_characters_from_one() {
        let source = Source::new("a.yaml", "a: ä\nb: 1\r\n");
        assert_eq!(source.line_column(0).to_string(), "1:1");
        assert_eq!(source.line_column(5).to_string(), "1:5");
        assert_eq!(source.line_column(6).to_string(), "2:1");
        assert_eq!(source.line_column(99).to_string(), "3:1");
        assert_eq!(source.line_text(1), "a: ä");
        assert_eq!(source.line_text(2), "b: 1");
        assert_eq!(source.line_text(9), "");
    }

    #[test]
    fn invalid_utf8_is_repaired_and_remembered() {
        let source = Source::from_bytes("a", b"ab\xff\xfec".to_vec());
        assert_eq!(source.text(), "ab\u{fffd}\u{fffd}c");
        assert_eq!(source.repaired_at(), Some(2));
    }
}
