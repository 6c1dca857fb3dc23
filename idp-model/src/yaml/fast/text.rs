//! Text without quotes: what may occur at all, plain scalars, block scalars.

use super::{Fast, span};
use crate::yaml::scalar::{self, Schema};
use crate::yaml::tree::Payload;

/// Whether a text has no control characters, no byte order mark, and no carriage return but those before a line feed.
///
/// All else that is special is special only where it stands.
pub(super) fn is_ordinary(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut control, mut beyond, mut returns) = (false, false, false);
    for &byte in bytes {
        control |= (byte < b' ') & (byte != b'\n') & (byte != b'\t') & (byte != b'\r') | (byte == 0x7f);
        beyond |= byte >= 0x80;
        returns |= byte == b'\r';
    }
    if control {
        return false;
    }
    if returns && text.match_indices('\r').any(|(at, _)| bytes.get(at + 1) != Some(&b'\n')) {
        return false;
    }
    let odd = |character| matches!(character, '\u{80}'..='\u{9f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    !beyond || !text.contains(odd)
}

/// Bytes of a plain scalar that need no second look.
const TEXT: [bool; 256] = {
    let mut table = [true; 256];
    let special = [0, b'\t', b'\n', b'\r', b' ', b':'];
    let mut index = 0;
    while index < special.len() {
        #[expect(clippy::indexing_slicing, reason = "constant, and checked by the compiler")]
        {
            table[special[index] as usize] = false;
        }
        index += 1;
    }
    table
};

/// Empty lines, and what follows them.
pub(super) struct Blank {
    /// The first byte that is not a space.
    pub(super) content: usize,
    pub(super) column: usize,
    /// How many lines there were.
    pub(super) breaks: usize,
    /// Most spaces in one of them.
    widest: usize,
}

impl Fast<'_> {
    /// Whether a plain scalar may start with what is here. A `:` or `?` could, but need not.
    pub(super) fn starts_plain(&self, at: usize) -> bool {
        match self.byte(at) {
            b'-' => !super::separates(self.byte(at + 1)),
            b',' | b'[' | b']' | b'{' | b'}' | b'#' | b'&' | b'*' | b'!' | b'|' | b'>' | b'\'' | b'"'
            | b'%' | b'@' | b'`' | b'?' | b':' | b'\t' => false,
            _ => true,
        }
    }

    /// What a plain scalar holds on this line: its end, and where it stops: at a `:`, a `#` or the end of the line.
    pub(super) fn plain_line(&self, start: usize) -> Option<(usize, usize)> {
        self.starts_plain(start).then(|| self.plain_rest(start))
    }

    fn plain_rest(&self, start: usize) -> (usize, usize) {
        let mut at = start;
        let mut end = start;
        loop {
            let from = at;
            while self.bytes.get(at).is_some_and(|byte| TEXT.get(usize::from(*byte)) == Some(&true)) {
                at += 1;
            }
            if at > from {
                end = at;
            }
            match self.byte(at) {
                b' ' | b'\t' => {
                    at += 1;
                    if self.byte(at) == b'#' {
                        return (end, at);
                    }
                }
                b':' if !super::separates(self.byte(at + 1)) => {
                    at += 1;
                    end = at;
                }
                _ => return (end, at),
            }
        }
    }

    /// A plain scalar as a value. Its first line was read up to here; the following ones belong to it while
    /// they are indented deeper.
    pub(super) fn plain(&mut self, start: usize, mut end: usize) -> Option<()> {
        let outer = self.inner_column();
        let mut folded = false;
        while self.byte(self.at) != b'#' {
            let next = self.behind_break(self.at);
            let blank = self.skip_blank_lines(next)?;
            if outer.is_some_and(|outer| blank.column <= outer)
                || matches!(self.byte(blank.content), b'#' | 0)
                || blank.column == 0 && self.is_marker(blank.content)
            {
                self.at = next;
                return self.plain_done(start, end, folded);
            }
            if !folded {
                self.folded.clear();
                self.folded.push_str(self.text.get(start..end)?);
                folded = true;
            }
            let (line_end, stop) = self.plain_rest(blank.content);
            if self.byte(stop) == b':' {
                return None;
            }
            self.fold(blank.breaks);
            self.folded.push_str(self.text.get(blank.content..line_end)?);
            end = line_end;
            self.at = stop;
        }
        self.at = self.behind_line(self.at);
        self.plain_done(start, end, folded)
    }

    fn plain_done(&mut self, start: usize, end: usize, folded: bool) -> Option<()> {
        let place = span(start, end);
        let payload = if folded {
            self.made(place)
        } else {
            scalar::plain(self.text.get(start..end)?, Schema::Core).unwrap_or(Payload::Slice(place))
        };
        self.leaf(place, payload);
        Some(())
    }

    /// Where the line behind a line break starts; the end of the text stays where it is.
    pub(super) fn behind_break(&self, at: usize) -> usize {
        at + match self.byte(at) {
            b'\r' => 2,
            0 => 0,
            _ => 1,
        }
    }

    /// Skips empty lines from the start of one.
    pub(super) fn skip_blank_lines(&self, start: usize) -> Option<Blank> {
        let mut line = start;
        let (mut breaks, mut widest) = (0, 0);
        loop {
            let mut content = line;
            while self.byte(content) == b' ' {
                content += 1;
            }
            let column = content - line;
            match self.byte(content) {
                b'\t' => return None,
                b'\n' | b'\r' => line = self.behind_break(content),
                _ => return Some(Blank { content, column, breaks, widest }),
            }
            breaks += 1;
            widest = widest.max(column);
        }
    }

    /// Joins two lines of a scalar between which there were this many empty ones.
    pub(super) fn fold(&mut self, breaks: usize) {
        if breaks == 0 {
            self.folded.push(' ');
        } else {
            self.push_breaks(breaks);
        }
    }

    pub(super) fn push_breaks(&mut self, breaks: usize) {
        self.folded.extend(std::iter::repeat_n('\n', breaks));
    }

    /// A `|` or `>` scalar with text, without an indentation indicator, inside a collection.
    pub(super) fn block_scalar(&mut self) -> Option<()> {
        let outer = self.inner_column()?;
        let start = self.at;
        let literal = self.byte(start) == b'|';
        self.at += 1;
        let chomping = self.byte(self.at);
        self.at += usize::from(matches!(chomping, b'+' | b'-'));
        self.end_line()?;
        let blank = self.skip_blank_lines(self.at)?;
        let indent = blank.column;
        if indent <= outer || indent < blank.widest || self.byte(blank.content) == 0 {
            return None;
        }
        self.folded.clear();
        self.push_breaks(blank.breaks);
        let mut line = blank.content;
        let mut visible_end = start;
        let mut breaks;
        let mut was_blank;
        loop {
            let next = self.behind_line(line);
            let text = self.text.get(line..next)?.trim_end_matches(['\n', '\r']);
            was_blank = text.starts_with([' ', '\t']);
            self.folded.push_str(text);
            let visible = text.trim_end_matches([' ', '\t']);
            if !visible.is_empty() {
                visible_end = line + visible.len();
            }
            self.at = next;
            breaks = 0;
            let column = loop {
                let mut column = 0;
                while column < indent && self.byte(self.at + column) == b' ' {
                    column += 1;
                }
                if !matches!(self.byte(self.at + column), b'\n' | b'\r') {
                    break column;
                }
                self.at = self.behind_break(self.at + column);
                breaks += 1;
            };
            line = self.at + column;
            if column < indent || self.byte(line) == 0 {
                break;
            }
            let is_blank = matches!(self.byte(line), b' ' | b'\t');
            if literal || was_blank || is_blank {
                self.push_breaks(1 + breaks);
            } else {
                self.fold(breaks);
            }
        }
        match chomping {
            b'-' => {}
            b'+' => self.push_breaks(1 + breaks),
            _ => self.push_breaks(1),
        }
        if visible_end == start {
            return None;
        }
        let place = span(start, visible_end);
        let payload = self.made(place);
        self.leaf(place, payload);
        Some(())
    }
}
