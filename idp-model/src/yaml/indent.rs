//! How far the lines of a quoted scalar or flow collection must be indented.
//!
//! The grammar asks for more than the parent; npm `yaml` asks the same, but lets the last closing bracket stand as far left as
//! the parent's key (its lexer: `parseFlowCollection`, `continueScalar`). granit knows only stricter and looser.

use crate::source::Span;

/// The first line, as the span of its text, that is not indented by more than `parent` spaces.
pub(super) fn too_little(text: &str, span: Span, parent: u32, flow: bool) -> Option<Span> {
    let inside = text.get(span.start as usize..span.end as usize)?;
    let mut at = span.start as usize + inside.find('\n')? + 1;
    while at < span.end as usize {
        let rest = text.get(at..span.end as usize)?;
        let line = rest.split_inclusive('\n').next()?;
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        let words = content.trim_start_matches('\t');
        let blank = words.trim_end_matches(['\r', '\n']).is_empty() && at + line.len() < span.end as usize;
        let comment = flow && words.starts_with('#');
        let closing = flow && at + line.len() >= span.end as usize && indent == parent as usize;
        let closes = closing && line.trim() == content && content.len() == 1;
        if indent <= parent as usize && !blank && !comment && !closes {
            let start = u32::try_from(at + indent).ok()?;
            let end = u32::try_from(at + line.trim_end().len()).ok()?;
            return Some(Span::new(start, end));
        }
        at += line.len();
    }
    None
}
