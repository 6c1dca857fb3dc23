//! One finding as rustc would show it.

mod cut;

use self::cut::{cut, is_long, markable};
use super::human::MAX_TEXT;
use super::text;
use crate::diagnostic::{Diagnostic, Edit, Fix, Related, Severity};
use crate::source::{Place, Source, Span};
use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Padding, Patch, Renderer, Snippet,
};
use std::sync::Arc;

/// Related places shown, and edits of a fix; the rest is counted.
const MAX_RELATED: usize = 8;
const MAX_EDITS: usize = 4;

/// A fix whose new text has more bytes, or whose old or new text has more lines, is shown by its title only.
const MAX_REPLACEMENT: usize = 1000;
const MAX_FIX_LINES: usize = 12;

/// Lines between two places of a file that are still shown in one piece.
const NEAR: u32 = 10;

/// The finding, without a line break at the end.
pub(super) fn render(found: &Diagnostic, renderer: &Renderer) -> String {
    let level = match found.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let title = level.primary_title(shown(&found.message)).id(found.code.id);
    let mut groups = vec![Group::with_title(title).elements(body(found))];
    if let Some(fix) = &found.fix {
        groups.push(suggestion(fix, &found.place));
    }
    renderer.render(&groups)
}

fn shown(line: &str) -> String {
    text::line(&text::clip(line, MAX_TEXT)).into_owned()
}

/// Excerpts, and what follows them.
fn body(found: &Diagnostic) -> Vec<Element<'static>> {
    let shown_related = found.related.get(..MAX_RELATED).unwrap_or(&found.related);
    let (near, far): (Vec<_>, Vec<_>) =
        shown_related.iter().partition(|related| is_near(&found.place, &related.place));
    let mut elements = excerpt(&found.place, &found.label, &near);
    elements.extend(far.iter().map(|related| other_excerpt(related)));
    let more = found.related.len() - shown_related.len();
    if more > 0 {
        elements.push(Level::NOTE.message(format!("{more} more places are not shown")).into());
    }
    if let Some(help) = &found.help {
        elements.push(Level::HELP.message(text::lines(&text::clip(help, MAX_TEXT)).into_owned()).into());
    }
    elements
}

/// Whether both can stand in one excerpt without making it long or hiding one of them.
fn is_near(place: &Place, other: &Place) -> bool {
    let (line, other_line) = (place.start().line, other.start().line);
    Arc::ptr_eq(&place.source, &other.source)
        && line.abs_diff(other_line) <= NEAR
        && !is_long(&place.source, line)
        && !is_long(&other.source, other_line)
}

/// `file:line:column`. The renderer writes it for a snippet with a path, but takes the column from the text it is
/// given; so where the line is cut the snippet has no path, and this stands beside it.
fn origin(place: &Place) -> Element<'static> {
    let start = place.start();
    Origin::path(shown(place.file())).line(start.line as usize).char_column(start.column as usize).into()
}

/// The marked text and, in the same excerpt, related places near to it.
fn excerpt(place: &Place, label: &str, near: &[&Related]) -> Vec<Element<'static>> {
    let marks =
        std::iter::once((place, label)).chain(near.iter().map(|near| (&near.place, near.message.as_str())));
    let (spans, labels): (Vec<Span>, Vec<String>) =
        marks.map(|(place, label)| mark(&place.source, place.span, label)).unzip();
    let kinds = std::iter::once(AnnotationKind::Primary).chain(std::iter::repeat(AnnotationKind::Context));
    let snippet = snippet(&place.source, &spans, labels, kinds);
    if is_long(&place.source, place.start().line) {
        // This order, since the renderer puts an empty `:::` before a snippet without a path unless it is the first.
        vec![snippet.into(), Padding.into(), origin(place)]
    } else {
        vec![snippet.path(shown(place.file())).into()]
    }
}

/// A place of its own; in a line that would have to be cut it is only named.
fn other_excerpt(related: &Related) -> Element<'static> {
    let place = &related.place;
    if is_long(&place.source, place.start().line) {
        return Level::NOTE
            .message(format!("{}: {}", shown(&related.message), shown(&place.to_string())))
            .into();
    }
    let (span, label) = mark(&place.source, place.span, &related.message);
    let context = std::iter::once(AnnotationKind::Context);
    snippet(&place.source, &[span], vec![label], context).path(shown(place.file())).into()
}

fn mark(source: &Source, span: Span, label: &str) -> (Span, String) {
    let (span, last) = markable(source, span);
    let mut label = shown(label);
    if let Some(last) = last {
        label = format!("{label} (up to line {last})").trim_start().to_owned();
    }
    (span, label)
}

fn snippet(
    source: &Source,
    spans: &[Span],
    labels: Vec<String>,
    kinds: impl Iterator<Item = AnnotationKind>,
) -> Snippet<'static, Annotation<'static>> {
    let cut = cut(source, spans);
    let annotations = cut.marks.into_iter().zip(labels).zip(kinds).map(|((range, label), kind)| {
        let annotation: Annotation<'_> = kind.span(range);
        annotation.label(Some(label).filter(|label| !label.is_empty()))
    });
    Snippet::source(cut.text).line_start(cut.line as usize).annotations(annotations)
}

/// The fix as a patch, as far as it can be shown in a few lines; by its title alone otherwise.
fn suggestion(fix: &Fix, place: &Place) -> Group<'static> {
    let group = Group::with_title(Level::HELP.secondary_title(shown(&fix.title)));
    let is_small = |edit: &Edit| {
        let lines = edit.place.end().line - edit.place.start().line;
        edit.replacement.len() <= MAX_REPLACEMENT
            && edit.replacement.lines().count().max(lines as usize) <= MAX_FIX_LINES
    };
    if fix.edits.len() > MAX_EDITS || !fix.edits.iter().all(is_small) {
        return group;
    }
    group.elements(fix.edits.iter().flat_map(|edit| {
        let elsewhere = edit.place.file() != place.file();
        let cut = cut(&edit.place.source, &[edit.place.span]);
        let replacement = text::lines(&edit.replacement).into_owned();
        let patches = cut.marks.into_iter().map(move |range| Patch::new(range, replacement.clone()));
        let snippet = Snippet::source(cut.text).line_start(cut.line as usize).patches(patches);
        elsewhere.then(|| origin(&edit.place)).into_iter().chain([snippet.into()])
    }))
}
