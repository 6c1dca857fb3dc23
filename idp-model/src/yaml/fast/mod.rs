//! The fast path: block style as people write it, read line by line without tokens or events.
//!
//! It never guesses. Whatever it does not know completely (anchors, tags, directives, complex keys, tabs in odd places,
//! several lines of flow, every error) makes it give up, and the full reader reads that document from its start. So it
//! has no diagnostics of its own, and every document that it does produce is the one that the full reader would have
//! produced: same nodes, same values, same spans.
//!
//! A step is `None` when it gives up.

mod flow;
mod quoted;
mod text;

use super::keys;
use super::scalar::{self, Schema};
use super::tree::{Payload, TreeBuilder};
use super::{Document, Limits, Stream};
use crate::source::{Source, Span};
use std::sync::Arc;

/// Reads documents from the start of `source` and appends them to `stream`, up to the first one that it does not know how to
/// read: gives where that one begins, or `None` at the end of the text.
pub(super) fn read(source: &Arc<Source>, limits: &Limits, stream: &mut Stream) -> Option<usize> {
    let text = source.text();
    if !text::is_ordinary(text) {
        return Some(0);
    }
    let mut fast = Fast {
        source,
        text,
        bytes: text.as_bytes(),
        at: 0,
        builder: TreeBuilder::default(),
        levels: Vec::new(),
        flows: Vec::new(),
        waiting: true,
        cursor: 0,
        max_depth: limits.max_depth,
        keys: Vec::new(),
        folded: String::new(),
    };
    loop {
        let begin = fast.at;
        match fast.document() {
            None => return Some(begin),
            Some(None) => return None,
            Some(Some(span)) => {
                let tree = fast.builder.finish(source);
                let index = stream.next_index();
                stream.documents.push(Document { index, span, broken: false, lost: false, tree: Some(tree) });
            }
        }
    }
}

/// A longer key is not one on the part of the full reader, which counts characters up to 1024.
const MAX_KEY: usize = 1000;

/// A block collection that is not closed yet.
struct Level {
    id: u32,
    /// Column of its keys or dashes.
    column: usize,
    mapping: bool,
    /// A sequence whose dashes stand in the column of the key above.
    indentless: bool,
}

/// What a token on a line may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Only the next key of the innermost map.
    Key,
    /// A value, or the first key of a map in this column.
    Node(usize),
    /// Only a value.
    Value,
}

/// What the next line with something on it holds.
enum Line {
    /// Content in this column.
    Content(usize),
    /// `---`.
    Start,
    /// `...`.
    Stop,
    /// Nothing: the text ends.
    End,
}

struct Fast<'s> {
    source: &'s Arc<Source>,
    text: &'s str,
    bytes: &'s [u8],
    /// The next byte to be read.
    at: usize,
    builder: TreeBuilder,
    levels: Vec<Level>,
    /// Flow collections that are not closed yet, and whether they are maps.
    flows: Vec<(u32, bool)>,
    /// Whether the document, the last key or the last dash has no value yet.
    waiting: bool,
    /// Where the last token ended.
    cursor: u32,
    max_depth: usize,
    keys: Vec<Payload>,
    /// Text that has to be put together.
    folded: String,
}

/// Offsets fit: a source has at most 4 GiB.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn span(start: usize, end: usize) -> Span {
    Span::new(offset(start), offset(end))
}

/// Whether a byte separates tokens; 0 is the end of the text.
fn separates(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | 0)
}

impl Fast<'_> {
    /// One byte; 0 behind the end ([`text::is_ordinary`] leaves no other 0).
    #[inline]
    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    /// The next document: `Some(None)` if there is none.
    fn document(&mut self) -> Option<Option<Span>> {
        self.builder.clear();
        self.levels.clear();
        self.waiting = true;
        let mut line = self.next_line()?;
        let start = self.at;
        self.cursor = offset(start);
        match line {
            Line::End => return Some(None),
            Line::Stop => return None,
            Line::Start => {
                self.at += 3;
                self.cursor = offset(self.at);
                self.end_line()?;
                line = self.next_line()?;
            }
            Line::Content(_) => {}
        }
        while let Line::Content(column) = line {
            self.line(column)?;
            line = self.next_line()?;
        }
        if self.waiting {
            self.null();
        }
        while !self.levels.is_empty() {
            self.close()?;
        }
        if matches!(line, Line::Stop) {
            self.at += 3;
            self.end_line()?;
        }
        Some(Some(Span::new(offset(start), self.cursor)))
    }

    /// Goes to the next line that is not blank or a comment.
    fn next_line(&mut self) -> Option<Line> {
        loop {
            let start = self.at;
            let mut at = start;
            while self.byte(at) == b' ' {
                at += 1;
            }
            match self.byte(at) {
                b'\n' => self.at = at + 1,
                b'\r' => self.at = at + 2,
                b'#' => self.at = self.behind_line(at),
                b'\t' => return None,
                byte => {
                    self.at = at;
                    return Some(match byte {
                        0 => Line::End,
                        b'-' if at == start && self.is_marker(at) => Line::Start,
                        b'.' if at == start && self.is_marker(at) => Line::Stop,
                        _ => Line::Content(at - start),
                    });
                }
            }
        }
    }

    /// Whether `---` or `...` stands here, at the start of a line.
    fn is_marker(&self, at: usize) -> bool {
        self.bytes.get(at..at + 3).is_some_and(|three| three == b"---" || three == b"...")
            && separates(self.byte(at + 3))
    }

    /// Where the next line starts.
    fn behind_line(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or("");
        rest.find('\n').map_or(self.bytes.len(), |end| at + end + 1)
    }

    /// Goes behind the line, on which nothing but a comment may follow.
    fn end_line(&mut self) -> Option<()> {
        let start = self.at;
        while matches!(self.byte(self.at), b' ' | b'\t') {
            self.at += 1;
        }
        match self.byte(self.at) {
            b'\n' => self.at += 1,
            b'\r' => self.at += 2,
            0 => {}
            b'#' if self.at > start => self.at = self.behind_line(self.at),
            _ => return None,
        }
        Some(())
    }

    /// A line with content in `column`.
    fn line(&mut self, column: usize) -> Option<()> {
        let dash = self.is_dash();
        if self.waiting {
            match self.levels.last() {
                Some(level) if level.mapping && column == level.column && dash => {
                    self.open(false, column)?;
                    if let Some(level) = self.levels.last_mut() {
                        level.indentless = true;
                    }
                    return self.item(column);
                }
                Some(level) if column <= level.column => self.null(),
                _ => return self.node(column),
            }
        }
        while self
            .levels
            .last()
            .is_some_and(|level| level.column > column || level.column == column && level.indentless && !dash)
        {
            self.close()?;
        }
        let level = self.levels.last().filter(|level| level.column == column)?;
        match (level.mapping, dash) {
            (true, false) => self.token(Role::Key),
            (false, true) => self.item(column),
            _ => None,
        }
    }

    fn is_dash(&self) -> bool {
        self.byte(self.at) == b'-' && separates(self.byte(self.at + 1))
    }

    /// The item behind a dash in `column`.
    fn item(&mut self, column: usize) -> Option<()> {
        match self.dash(column)? {
            Some(column) => self.node(column),
            None => Some(()),
        }
    }

    /// Goes behind a dash; gives the column of what follows on the line.
    fn dash(&mut self, column: usize) -> Option<Option<usize>> {
        let dash = self.at;
        self.at += 1;
        Some(if self.reach_value()? { Some(column + (self.at - dash)) } else { None })
    }

    /// Skips spaces behind an indicator, to a value on the same line; else the value is waited for.
    fn reach_value(&mut self) -> Option<bool> {
        while self.byte(self.at) == b' ' {
            self.at += 1;
        }
        self.waiting = matches!(self.byte(self.at), b'\n' | b'\r' | b'#' | 0);
        if self.waiting {
            self.at -= usize::from(self.byte(self.at) == b'#');
            self.end_line()?;
        }
        Some(!self.waiting)
    }

    /// A node that starts in `column`, behind dashes or indentation.
    fn node(&mut self, mut column: usize) -> Option<()> {
        self.waiting = false;
        while self.is_dash() {
            self.open(false, column)?;
            match self.dash(column)? {
                Some(next) => column = next,
                None => return Some(()),
            }
        }
        self.token(Role::Node(column))
    }

    /// A scalar, a flow collection, or a key and its value as far as it stands on this line.
    fn token(&mut self, mut role: Role) -> Option<()> {
        loop {
            let start = self.at;
            let (end, payload, colon) = match self.byte(start) {
                b'"' | b'\'' => {
                    let (payload, folded) = self.quoted(self.inner_column())?;
                    let end = self.at;
                    let mut colon = end;
                    while self.byte(colon) == b' ' {
                        colon += 1;
                    }
                    let is_key = self.byte(colon) == b':' && separates(self.byte(colon + 1));
                    if is_key && folded {
                        return None;
                    }
                    (end, payload, is_key.then_some(colon))
                }
                b'[' | b'{' if role != Role::Key => {
                    self.flow()?;
                    return self.end_line();
                }
                b'|' | b'>' if role != Role::Key => return self.block_scalar(),
                _ => {
                    let (end, stop) = self.plain_line(start)?;
                    self.at = stop;
                    if self.byte(stop) != b':' {
                        return if role == Role::Key { None } else { self.plain(start, end) };
                    }
                    let text = self.text.get(start..end)?;
                    if scalar::plain(text, Schema::Core).is_some() {
                        return None;
                    }
                    (end, Payload::Slice(span(start, end)), Some(stop))
                }
            };
            let Some(colon) = colon else {
                if role == Role::Key {
                    return None;
                }
                self.leaf(span(start, end), payload);
                return self.end_line();
            };
            match role {
                Role::Value => return None,
                Role::Node(column) => {
                    self.at = start;
                    self.open(true, column)?;
                }
                Role::Key => {}
            }
            self.key(span(start, end), payload, colon)?;
            self.at = colon + 1;
            if !self.reach_value()? {
                return Some(());
            }
            role = Role::Value;
        }
    }

    /// The column of the innermost open collection, beyond which its contents stand; `None` for the document.
    fn inner_column(&self) -> Option<usize> {
        self.levels.last().map(|level| level.column)
    }

    fn key(&mut self, span: Span, payload: Payload, colon: usize) -> Option<()> {
        if colon - span.start as usize > MAX_KEY
            || self.builder.text(payload, self.source) == Some("__proto__")
        {
            return None;
        }
        self.leaf(span, payload);
        Some(())
    }

    fn leaf(&mut self, span: Span, payload: Payload) {
        self.builder.push(span, payload);
        self.cursor = span.end;
    }

    fn null(&mut self) {
        self.builder.push(Span::at(self.cursor), Payload::Null);
        self.waiting = false;
    }

    /// Opens a block collection here.
    fn open(&mut self, mapping: bool, column: usize) -> Option<()> {
        if self.levels.len() >= self.max_depth {
            return None;
        }
        self.cursor = offset(self.at);
        let payload = if mapping { Payload::Mapping } else { Payload::Sequence };
        let id = self.builder.push(Span::at(self.cursor), payload);
        self.levels.push(Level { id, column, mapping, indentless: false });
        Some(())
    }

    fn close(&mut self) -> Option<()> {
        let level = self.levels.pop()?;
        self.finish(level.id, level.mapping)
    }

    /// Ends a collection at the end of the last token.
    fn finish(&mut self, id: u32, mapping: bool) -> Option<()> {
        self.builder.close(id, self.cursor);
        if mapping && keys::has_duplicates(&self.builder, self.source, id, &mut self.keys) {
            return None;
        }
        Some(())
    }

    /// A string that was put together.
    fn made(&mut self, inner: Span) -> Payload {
        if self.source.slice(inner) == self.folded {
            Payload::Slice(inner)
        } else {
            self.builder.own(&self.folded)
        }
    }
}
