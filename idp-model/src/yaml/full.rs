//! The full reader: events of `granit-parser` into span trees, one document after the other.
//!
//! It decides what is YAML; the fast path in front of it only ever agrees. Spans are made uniform here:
//! a block scalar starts at its `|` or `>`, a block collection at its first key or `-`, an empty node lies
//! behind whatever came before it.

use super::alias::{Anchors, Fault};
use super::indent;
use super::keys;
use super::mask::Masked;
use super::scalar::{self, Schema};
use super::tree::{Payload, TreeBuilder};
use super::{Document, Limits, Stream};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::source::{Place, Source, Span};
use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, StructureStyle, Tag};
use std::borrow::Cow;
use std::sync::Arc;

/// Reads `source` from byte `start`, which is where a document or its prefix begins, and appends to `stream`.
pub(super) fn read(source: &Arc<Source>, start: usize, limits: &Limits, stream: &mut Stream) {
    let rest = source.text().get(start..).unwrap_or("");
    let masked = Masked::new(rest);
    let options = granit_parser::options! {
        bom_inside_document_as_content: true,
        emit_unresolved_aliases: true,
        emit_comments: false,
        flow_nesting_limit: limits.max_depth,
        block_nesting_limit: limits.max_depth,
    };
    let mut reader = Reader {
        source,
        masked: &masked,
        offset: start,
        limits,
        builder: TreeBuilder::default(),
        frames: Vec::new(),
        anchors: Anchors::new(limits),
        schema: Schema::Core,
        cursor: start_offset(start),
        document: None,
        faulty: false,
        merges: false,
        throws: false,
        multiplied: false,
        refused: false,
        stream,
    };
    let mut parser = Parser::new_from_str_with_options(&masked.text, options);
    loop {
        match parser.next_event() {
            None => break,
            Some(Ok((event, span))) => reader.event(event, &span),
            Some(Err(error)) => {
                reader.syntax(&error);
                // An error between documents of a source that is all in memory: nothing more can be read.
                if !matches!(parser.proceed_next_document(), Ok(true)) {
                    break;
                }
            }
        }
    }
}

fn start_offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A collection that is not closed yet.
struct Frame {
    id: u32,
    start: u32,
    mapping: bool,
    flow: bool,
    anchor: usize,
    children: u32,
    /// Values and levels below, aliases written out.
    size: u64,
    depth: usize,
}

struct Reader<'r> {
    source: &'r Arc<Source>,
    masked: &'r Masked<'r>,
    offset: usize,
    limits: &'r Limits,
    builder: TreeBuilder,
    frames: Vec<Frame>,
    anchors: Anchors,
    schema: Schema,
    /// Where the last token ended.
    cursor: u32,
    /// Start of the document, once it has one.
    document: Option<u32>,
    faulty: bool,
    merges: bool,
    /// Whether Backstage's reader gives up the whole file at the end of this document.
    throws: bool,
    /// Whether a finding about multiplied aliases was made for this document.
    multiplied: bool,
    /// Whether it refuses this document before it looks at aliases.
    refused: bool,
    stream: &'r mut Stream,
}

impl Reader<'_> {
    fn span(&self, span: &granit_parser::Span) -> Span {
        let range = span.byte_range().unwrap_or_default();
        let at = |offset: usize| start_offset(offset + self.offset);
        Span::new(at(range.start), at(range.end))
    }

    fn byte(&self, at: u32) -> Option<u8> {
        self.source.text().as_bytes().get(at as usize).copied()
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.faulty |= diagnostic.is_error();
        self.refused |=
            *diagnostic.code == codes::YAML_SYNTAX || *diagnostic.code == codes::YAML_DUPLICATE_KEY;
        let index = self.stream.next_index();
        self.stream.diagnostics.push(diagnostic.in_document(index));
    }

    fn place(&self, span: Span) -> Place {
        Place::new(self.source, span)
    }

    fn event(&mut self, event: Event<'_>, granit: &granit_parser::Span) {
        let span = self.span(granit);
        match event {
            Event::DocumentStart(explicit, version) => {
                self.begin_document(span.start);
                // As in Backstage, the version holds for the documents behind it, too.
                if let Some(version) = version {
                    let old = version.major == 1 && version.minor == 1;
                    self.schema = if old { Schema::Yaml11 } else { Schema::Core };
                }
                if version.is_some() && self.schema == Schema::Yaml11 {
                    let place = self.place(span);
                    self.report(Diagnostic::new(
                        &codes::YAML_VERSION_11,
                        place,
                        "this document is read by the rules of YAML 1.1, where `yes` is a boolean and `017` is 15",
                    ));
                }
                if explicit {
                    self.cursor = span.end;
                }
            }
            Event::DocumentEnd => self.end_document(),
            Event::Scalar(text, style, anchor, tag) => {
                self.scalar(&text, style, anchor, tag.as_deref(), span, granit);
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.open(false, style, anchor, tag.as_deref(), span, granit);
            }
            Event::MappingStart(style, anchor, tag) => {
                self.open(true, style, anchor, tag.as_deref(), span, granit);
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::UnresolvedAlias(name) => {
                let place = self.place(span);
                self.report(
                    Diagnostic::new(
                        &codes::YAML_UNDEFINED_ALIAS,
                        place,
                        format!("the alias `*{name}` names no anchor that stands before it"),
                    )
                    .with_help(format!(
                        "write `&{name}` before the value that is meant, or quote the text if it is no alias"
                    )),
                );
                self.throws = true;
                self.builder.push(span, Payload::Null);
                self.child_done(span.end, 1, 0);
            }
            _ => {}
        }
    }

    fn begin_document(&mut self, at: u32) {
        self.builder.clear();
        self.frames.clear();
        self.anchors.clear();
        self.cursor = at;
        self.document = Some(at);
        self.faulty = false;
        self.merges = false;
        self.throws = false;
        self.multiplied = false;
        self.refused = false;
    }

    fn end_document(&mut self) {
        while !self.frames.is_empty() {
            self.close(Span::at(self.cursor));
        }
        if self.builder.nodes.is_empty() {
            self.builder.push(Span::at(self.cursor), Payload::Null);
        }
        if self.merges && !self.faulty {
            super::merge::apply(&mut self.builder, self.source);
        }
        let span = Span::new(self.document.take().unwrap_or(self.cursor), self.cursor);
        let tree = self.builder.finish(self.source);
        let index = self.stream.next_index();
        let lost = self.stream.lost_from.is_some_and(|from| index >= from);
        if self.throws && !self.refused {
            self.stream.lost_from.get_or_insert(index + 1);
        }
        self.stream.documents.push(Document { index, span, broken: self.faulty, lost, tree: Some(tree) });
        self.faulty = false;
    }

    /// Reports a syntax error and keeps what was understood before it.
    fn syntax(&mut self, error: &ScanError) {
        let at = error.marker().byte_offset().unwrap_or_default() + self.offset;
        let at = start_offset(at.min(self.source.text().len()));
        let diagnostic = super::syntax::explain(self.source, at, error);
        let text = self.source.text();
        let open = |last: &&mut Document| {
            let since = text.get(last.span.end as usize..at as usize).unwrap_or("");
            !since.lines().any(|line| line.starts_with("..."))
        };
        if matches!(error.kind(), ErrorKind::ExpectedDocumentStart)
            && let Some(last) = self.stream.documents.last_mut().filter(open)
        {
            // Something stands behind the end of the root node: that is a fault of the document before.
            last.broken = true;
            self.stream.diagnostics.push(diagnostic.in_document(last.index));
            return;
        }
        if self.document.is_none() {
            self.begin_document(at);
        }
        let swallows = matches!(
            error.kind(),
            ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar
        ) && !super::syntax::closes_later(self.source.text(), at as usize);
        self.report(diagnostic);
        if swallows {
            self.stream.lost_from.get_or_insert(self.stream.next_index() + 1);
        }
        for frame in 0..self.frames.len() {
            let odd = self.frames.get(frame).is_some_and(|frame| frame.mapping && frame.children % 2 == 1);
            if odd && frame + 1 == self.frames.len() {
                self.builder.push(Span::at(self.cursor), Payload::Null);
                self.child_done(self.cursor, 1, 0);
            }
        }
        self.end_document();
    }

    /// Where a collection starts. A sequence that is a value of a block map may stand in the column of its key; it is then
    /// given behind its first `- `.
    fn collection_start(&self, span: Span, flow: bool, mapping: bool) -> u32 {
        let is_value =
            self.frames.last().is_some_and(|map| map.mapping && !map.flow && map.children % 2 == 1);
        if flow || mapping || !is_value { span.start } else { self.find(b"-", span.start) }
    }

    /// The first of some indicators behind the last token; `:`, properties and comments may come before it.
    fn find(&self, indicators: &[u8], until: u32) -> u32 {
        let mut at = self.cursor;
        while at < until {
            let skipped_to: &[u8] = match self.byte(at) {
                Some(byte) if indicators.contains(&byte) => return at,
                Some(b'#') => b"\r\n",
                Some(b'&' | b'!') => b" \t\r\n",
                _ => {
                    at += 1;
                    continue;
                }
            };
            while at < until && self.byte(at).is_some_and(|byte| !skipped_to.contains(&byte)) {
                at += 1;
            }
        }
        until
    }

    fn open(
        &mut self,
        mapping: bool,
        style: StructureStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: Span,
        granit: &granit_parser::Span,
    ) {
        let flow = style == StructureStyle::Flow;
        if let Some(tag) = tag {
            self.unknown_tag(tag, granit, if mapping { "map" } else { "seq" });
        }
        let start = self.collection_start(span, flow, mapping);
        self.cursor = self.cursor.max(start);
        let payload = if mapping { Payload::Mapping } else { Payload::Sequence };
        let id = self.builder.push(Span::at(start), payload);
        self.anchors.open(anchor, id);
        self.frames.push(Frame { id, start, mapping, flow, anchor, children: 0, size: 1, depth: 0 });
    }

    fn close(&mut self, span: Span) {
        let Some(frame) = self.frames.pop() else { return };
        if frame.flow {
            self.cursor = self.cursor.max(span.end);
            if !self.in_flow() {
                self.check_indent(Span::new(frame.start, self.cursor), true);
            }
        }
        self.builder.close(frame.id, self.cursor);
        self.anchors.close(frame.anchor, frame.size, frame.depth + 1);
        if frame.mapping {
            self.check_keys(frame.id);
        }
        self.child_done(self.cursor, frame.size, frame.depth + 1);
    }

    fn in_flow(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.flow)
    }

    /// The lines behind the first must be indented by more than the key or `-` that they belong to.
    fn check_indent(&mut self, span: Span, flow: bool) {
        let Some(parent) = self.frames.last() else { return };
        let text = self.source.text();
        let before = text.get(..parent.start as usize).unwrap_or("");
        let column = parent.start - start_offset(before.rfind('\n').map_or(0, |at| at + 1));
        if let Some(line) = indent::too_little(text, span, column, flow) {
            let place = self.place(line);
            let what = if flow { "list or map in brackets" } else { "quoted text" };
            self.report(
                Diagnostic::new(
                    &codes::YAML_SYNTAX,
                    place,
                    format!("this line belongs to the {what} above and must be indented by more than {column} spaces"),
                )
                .with_help(format!("indent it by {} spaces or more", column + 1)),
            );
        }
    }

    fn check_keys(&mut self, id: u32) {
        let found = keys::check(&self.builder, self.source, id, self.schema);
        self.merges |= found.merge;
        for (first, second) in found.duplicates {
            let place = self.place(second);
            let text = self.source.slice(second).to_owned();
            let first = self.place(first);
            self.report(
                Diagnostic::new(
                    &codes::YAML_DUPLICATE_KEY,
                    place,
                    format!("the key `{text}` stands twice in this map"),
                )
                .with_label("second")
                .with_related(first, "first")
                .with_help("keep one of them; Backstage throws the whole document away"),
            );
        }
        for (span, text) in found.not_strings {
            let place = self.place(span);
            let written = self.source.slice(span).to_owned();
            self.report(
                Diagnostic::new(
                    &codes::YAML_NON_STRING_KEY,
                    place,
                    format!("the key `{written}` is not a string; it is read as `{text}`"),
                )
                .with_help("quote it if it is meant as text, or quote the value if this is a template"),
            );
        }
        if let Some(span) = found.proto {
            let place = self.place(span);
            self.report(Diagnostic::new(
                &codes::YAML_PROTO_KEY,
                place,
                "the key `__proto__` does not survive in Backstage, which runs on JavaScript",
            ));
        }
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        mut span: Span,
        granit: &granit_parser::Span,
    ) {
        // An empty node arrives as a plain `~` without extent.
        let empty = style == ScalarStyle::Plain && span.is_empty();
        if empty {
            span = Span::at(self.cursor);
        }
        if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            span = self.block_scalar_span(span);
        }
        let text = if empty { Cow::Borrowed("") } else { self.masked.restore(text, self.source, span) };
        let text = &*text;
        if matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted) && !self.in_flow() {
            self.check_indent(span, false);
        }
        let plain = style == ScalarStyle::Plain;
        let resolved = match tag {
            None if plain => scalar::plain(text, self.schema),
            None => None,
            Some(tag) => match tag.core_suffix() {
                Some("str") => None,
                Some(kind @ ("null" | "bool" | "int" | "float")) => {
                    let payload = scalar::plain(text, self.schema).filter(|payload| {
                        matches!(
                            (kind, payload),
                            ("null", Payload::Null)
                                | ("bool", Payload::Bool(_))
                                | ("int", Payload::Int(_))
                                | ("float", Payload::Float(_))
                        )
                    });
                    if payload.is_none() {
                        self.unknown_tag(tag, granit, "");
                    }
                    payload
                }
                _ => {
                    self.unknown_tag(tag, granit, "");
                    None
                }
            },
        };
        let payload = resolved.unwrap_or_else(|| self.string(text, span, style));
        let id = self.builder.push(span, payload);
        self.anchors.open(anchor, id);
        self.anchors.close(anchor, 1, 0);
        self.child_done(span.end, 1, 0);
    }

    /// A string payload: a slice where the text stands as it is, else a copy.
    fn string(&mut self, text: &str, span: Span, style: ScalarStyle) -> Payload {
        let inner = match style {
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                Span::new(span.start + 1, span.end.saturating_sub(1))
            }
            _ => span,
        };
        let start = inner.start as usize - self.offset;
        if self.masked.text.get(start..start + inner.len() as usize) == Some(text)
            || self.source.slice(inner) == text
        {
            Payload::Slice(inner)
        } else {
            self.builder.own(text)
        }
    }

    /// From the indicator to the last character of the text.
    fn block_scalar_span(&self, span: Span) -> Span {
        let start = self.find(b"|>", span.start);
        let bytes = self.source.text().as_bytes();
        let content = bytes.get(span.start as usize..span.end as usize).unwrap_or_default();
        let blank = content.iter().rev().take_while(|byte| byte.is_ascii_whitespace()).count();
        let end = span.end.saturating_sub(start_offset(blank));
        Span::new(start, if blank == content.len() { start + 1 } else { end })
    }

    fn alias(&mut self, anchor: usize, span: Span) {
        let depth = self.frames.len();
        let (payload, size, deep) = match self.anchors.reference(anchor, depth, &self.builder, self.limits) {
            Ok((target, size, deep)) => (Payload::Alias(target), size, deep),
            Err(fault) => {
                let (code, message) = match fault {
                    Fault::Recursive => (
                        &codes::YAML_RECURSIVE_ALIAS,
                        "this alias stands inside the value that it names, which would never end".to_owned(),
                    ),
                    Fault::TooMany => (
                        &codes::YAML_ALIAS_EXPANSION,
                        "aliases multiply this value more than 100 times, which Backstage refuses as an attack".to_owned(),
                    ),
                    Fault::TooLarge => (
                        &codes::YAML_ALIAS_EXPANSION,
                        format!(
                            "with its aliases written out this document has more than {} values or is nested deeper than {}",
                            self.limits.max_expanded_nodes, self.limits.max_depth
                        ),
                    ),
                };
                // Each further use of the same anchor is the same mistake.
                if fault == Fault::Recursive || !self.multiplied {
                    let place = self.place(span);
                    self.report(Diagnostic::new(code, place, message));
                }
                self.multiplied |= fault != Fault::Recursive;
                self.throws = true;
                (Payload::Null, 1, 0)
            }
        };
        self.builder.push(span, payload);
        self.child_done(span.end, size, deep);
    }

    fn child_done(&mut self, end: u32, size: u64, depth: usize) {
        self.cursor = self.cursor.max(end);
        if let Some(frame) = self.frames.last_mut() {
            frame.children += 1;
            frame.size = frame.size.saturating_add(size);
            frame.depth = frame.depth.max(depth);
        }
    }

    /// Tags that change nothing are worth a word, unless they say what the node is anyway.
    fn unknown_tag(&mut self, tag: &Tag, granit: &granit_parser::Span, natural: &str) {
        if tag.core_suffix().is_some_and(|suffix| suffix == natural) || tag.original() == "!" {
            return;
        }
        let span = granit.tag_span().map_or_else(|| self.span(granit), |span| self.span(&span));
        let place = self.place(span);
        self.report(
            Diagnostic::new(
                &codes::YAML_UNKNOWN_TAG,
                place,
                format!("the tag `{}` is ignored; the value is used as it stands", tag.original()),
            )
            .with_help("remove the tag; Backstage warns and goes on, too"),
        );
    }
}
