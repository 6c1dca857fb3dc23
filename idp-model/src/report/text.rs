//! The user's text, made safe to print.

use std::borrow::Cow;

/// The character to show for one that would act on the terminal instead of being seen, or change the order in
/// which its neighbours are read (Unicode's bidirectional controls, "Trojan Source"). Tabs and line breaks
/// are left to the caller.
#[must_use]
pub fn visible(c: char) -> char {
    match c {
        '\t' | '\n' => c,
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\x7f' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}' => char::REPLACEMENT_CHARACTER,
        '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

/// Text of several lines, made visible; `\r\n` becomes `\n`.
#[must_use]
pub fn lines(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| visible(c) == c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").chars().map(visible).collect())
}

/// Text that must stay on one line, made visible: a line break becomes `␊`, a tab a space.
#[must_use]
pub fn line(text: &str) -> Cow<'_, str> {
    let on_line = |c| match c {
        '\n' => '\u{240a}',
        '\t' => ' ',
        _ => visible(c),
    };
    if text.chars().all(|c| on_line(c) == c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(on_line).collect())
}

/// At most `limit` characters, the last one `…` where something was cut off.
#[must_use]
pub fn clip(text: &str, limit: usize) -> Cow<'_, str> {
    if text.char_indices().nth(limit).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().take(limit.saturating_sub(1)).chain(std::iter::once('…')).collect())
}
