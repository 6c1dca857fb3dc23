//! Characters that npm `yaml` reads and granit does not, hidden from granit while it reads.
//!
//! Control characters are refused by the grammar (YAML 1.2.2, `c-printable`); Backstage's reader takes them as text. A carriage
//! return that ends no line is a line break by the grammar; Backstage's reader takes it for white space. Each is replaced by
//! something of the same length, so that offsets stay, and put back into the values.

use crate::source::{Source, Span};
use std::borrow::Cow;

/// A text for granit, and how to get the original back.
#[derive(Debug)]
pub(super) struct Masked<'a> {
    pub(super) text: Cow<'a, str>,
    one_byte: char,
    two_bytes: char,
}

fn is_control(character: char) -> bool {
    matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}')
}

impl<'a> Masked<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let lone = |at: usize| bytes.get(at) == Some(&b'\r') && bytes.get(at + 1) != Some(&b'\n');
        let suspicious = bytes.iter().enumerate().any(|(at, byte)| match byte {
            b'\t' | b'\n' | 0x20..=0x7e => false,
            b'\r' => lone(at),
            0xc2 => true,
            0x80.. => false,
            _ => true,
        });
        let plain = Self { text: Cow::Borrowed(text), one_byte: '\0', two_bytes: '\0' };
        if !suspicious {
            return plain;
        }
        // Letters that the text does not have, so that they can be told apart afterwards.
        let free = |letter: &char| !text.contains(*letter);
        let (Some(one_byte), Some(two_bytes)) =
            (('A'..='Z').chain('a'..='z').rev().find(free), ('\u{c0}'..='\u{17f}').find(free))
        else {
            return plain;
        };
        let text = text
            .char_indices()
            .map(|(at, character)| match character {
                '\r' if lone(at) => '\t',
                control if is_control(control) && control.len_utf8() == 1 => one_byte,
                control if is_control(control) => two_bytes,
                other => other,
            })
            .collect();
        Self { text: Cow::Owned(text), one_byte, two_bytes }
    }

    /// `text`, which granit made of the bytes `span` of `source`, with its control characters.
    pub(super) fn restore<'t>(&self, text: &'t str, source: &Source, span: Span) -> Cow<'t, str> {
        if matches!(self.text, Cow::Borrowed(_)) || !text.contains([self.one_byte, self.two_bytes]) {
            return Cow::Borrowed(text);
        }
        let mut controls = source.slice(span).chars().filter(|character| is_control(*character));
        let masked = |character: char| character == self.one_byte || character == self.two_bytes;
        Cow::Owned(text.chars().map(|c| if masked(c) { controls.next().unwrap_or(c) } else { c }).collect())
    }
}
