//! Scalars in quotes, on one line or on several.

use super::{Fast, span};
use crate::yaml::tree::Payload;

impl Fast<'_> {
    /// A quoted scalar; goes behind it and tells whether it had line breaks. Its further lines stand beyond column `outer`.
    pub(super) fn quoted(&mut self, outer: Option<usize>) -> Option<(Payload, bool)> {
        let start = self.at;
        let quote = self.byte(start);
        let mut at = start + 1;
        // Where text begins that is not copied yet.
        let mut from = at;
        let (mut copied, mut lines) = (false, false);
        self.folded.clear();
        loop {
            while !matches!(self.byte(at), b'"' | b'\'' | b'\\' | b'\n' | b'\r' | 0) {
                at += 1;
            }
            let byte = self.byte(at);
            match byte {
                0 => return None,
                b'\n' | b'\r' => {
                    let line = self.text.get(from..at)?.trim_end_matches([' ', '\t']);
                    self.folded.push_str(line);
                    at = self.next_quoted_line(at, outer, true)?;
                    lines = true;
                }
                b'\'' if quote == byte && self.byte(at + 1) == byte => {
                    self.folded.push_str(self.text.get(from..=at)?);
                    at += 2;
                }
                b'\\' if quote == b'"' => {
                    self.folded.push_str(self.text.get(from..at)?);
                    if matches!(self.byte(at + 1), b'\n' | b'\r') {
                        at = self.next_quoted_line(at + 1, outer, false)?;
                        lines = true;
                    } else {
                        at = self.escape(at + 1)?;
                    }
                }
                _ if byte == quote => break,
                _ => {
                    at += 1;
                    continue;
                }
            }
            copied = true;
            from = at;
        }
        self.at = at + 1;
        let inner = span(start + 1, at);
        if !copied {
            return Some((Payload::Slice(inner), false));
        }
        self.folded.push_str(self.text.get(from..at)?);
        Some((self.made(inner), lines))
    }

    /// From a line break inside quotes to the text that goes on. An escaped break adds nothing itself.
    fn next_quoted_line(&mut self, at: usize, outer: Option<usize>, folds: bool) -> Option<usize> {
        let blank = self.skip_blank_lines(self.behind_break(at))?;
        let marker = blank.column == 0 && self.is_marker(blank.content);
        if marker || outer.is_some_and(|outer| blank.column <= outer) {
            return None;
        }
        if folds {
            self.fold(blank.breaks);
        } else {
            self.push_breaks(blank.breaks);
        }
        Some(blank.content)
    }

    /// Decodes the escape behind a `\`; gives where it ends. (YAML 1.2.2 §5.7.)
    fn escape(&mut self, at: usize) -> Option<usize> {
        let digits = match self.byte(at) {
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            simple => {
                self.folded.push(match simple {
                    b'0' => '\0',
                    b'a' => '\u{7}',
                    b'b' => '\u{8}',
                    b't' | b'\t' => '\t',
                    b'n' => '\n',
                    b'v' => '\u{b}',
                    b'f' => '\u{c}',
                    b'r' => '\r',
                    b'e' => '\u{1b}',
                    b' ' | b'"' | b'/' | b'\\' => char::from(simple),
                    b'N' => '\u{85}',
                    b'_' => '\u{a0}',
                    b'L' => '\u{2028}',
                    b'P' => '\u{2029}',
                    _ => return None,
                });
                return Some(at + 1);
            }
        };
        let end = at + 1 + digits;
        let hex = self.text.get(at + 1..end)?;
        if !hex.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        // Halves of surrogate pairs are left to the full reader.
        self.folded.push(char::from_u32(u32::from_str_radix(hex, 16).ok()?)?);
        Some(end)
    }
}
