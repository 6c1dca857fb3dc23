//! Flow collections that stand on one line and hold only plain and quoted scalars and each other.

use super::{Fast, offset, separates, span};
use crate::source::Span;
use crate::yaml::scalar::{self, Schema};
use crate::yaml::tree::Payload;

fn is_indicator(byte: u8) -> bool {
    matches!(byte, b',' | b'[' | b']' | b'{' | b'}')
}

impl Fast<'_> {
    /// A flow collection; goes behind its last bracket.
    pub(super) fn flow(&mut self) -> Option<()> {
        self.flows.clear();
        self.open_flow()?;
        loop {
            self.skip_spaces();
            let (id, mapping) = *self.flows.last()?;
            if !self.is_close(mapping) {
                if mapping {
                    self.flow_key()?;
                }
                match self.byte(self.at) {
                    b'[' | b'{' => {
                        self.open_flow()?;
                        continue;
                    }
                    _ => {
                        let (span, payload, _) = self.flow_scalar()?;
                        self.leaf(span, payload);
                    }
                }
                if self.comma()? {
                    continue;
                }
            }
            // Brackets close as long as no comma follows.
            let (mut id, mut mapping) = (id, mapping);
            loop {
                if !self.is_close(mapping) {
                    return None;
                }
                self.at += 1;
                self.cursor = offset(self.at);
                self.finish(id, mapping)?;
                self.flows.pop();
                match self.flows.last() {
                    None => return Some(()),
                    Some(outer) => (id, mapping) = *outer,
                }
                if self.comma()? {
                    break;
                }
            }
        }
    }

    fn is_close(&self, mapping: bool) -> bool {
        self.byte(self.at) == if mapping { b'}' } else { b']' }
    }

    fn skip_spaces(&mut self) {
        while self.byte(self.at) == b' ' {
            self.at += 1;
        }
    }

    /// Behind an item: whether a comma follows, else a bracket must.
    fn comma(&mut self) -> Option<bool> {
        self.skip_spaces();
        match self.byte(self.at) {
            b',' => {
                self.at += 1;
                Some(true)
            }
            b']' | b'}' => Some(false),
            _ => None,
        }
    }

    fn open_flow(&mut self) -> Option<()> {
        if self.levels.len() + self.flows.len() >= self.max_depth {
            return None;
        }
        let mapping = self.byte(self.at) == b'{';
        let payload = if mapping { Payload::Mapping } else { Payload::Sequence };
        let id = self.builder.push(Span::at(offset(self.at)), payload);
        self.flows.push((id, mapping));
        self.at += 1;
        Some(())
    }

    /// A key and its colon; goes to the value.
    fn flow_key(&mut self) -> Option<()> {
        let (span, payload, quoted) = self.flow_scalar()?;
        let is_string = matches!(payload, Payload::Slice(_) | Payload::Owned(_));
        self.skip_spaces();
        let adjacent = quoted && span.end as usize == self.at;
        if !is_string || self.byte(self.at) != b':' || !(adjacent || separates(self.byte(self.at + 1))) {
            return None;
        }
        self.key(span, payload, self.at)?;
        self.at += 1;
        self.skip_spaces();
        Some(())
    }

    /// A scalar, and whether it is quoted; goes behind it.
    fn flow_scalar(&mut self) -> Option<(Span, Payload, bool)> {
        let start = self.at;
        if matches!(self.byte(start), b'"' | b'\'') {
            let (payload, folded) = self.quoted(self.inner_column())?;
            return (!folded).then(|| (span(start, self.at), payload, true));
        }
        if !self.starts_plain(start) || self.byte(start) == b'-' && is_indicator(self.byte(start + 1)) {
            return None;
        }
        let mut end = start;
        let mut at = start;
        loop {
            match self.byte(at) {
                b'\n' | b'\r' | b'\t' | 0 => return None,
                b' ' if self.byte(at + 1) == b'#' => return None,
                b' ' => at += 1,
                b':' if separates(self.byte(at + 1)) || is_indicator(self.byte(at + 1)) => break,
                byte if is_indicator(byte) => break,
                _ => {
                    at += 1;
                    end = at;
                }
            }
        }
        self.at = at;
        let place = span(start, end);
        let text = self.text.get(start..end)?;
        Some((place, scalar::plain(text, Schema::Core).unwrap_or(Payload::Slice(place)), false))
    }
}
