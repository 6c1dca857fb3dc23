//! Findings of every awkward kind, in a made-up company's files.

use idp_model::diagnostic::{Code, Diagnostic, Edit, Fix, Severity, sort};
use idp_model::source::{Place, Source, Span};
use std::sync::Arc;

pub(crate) static DUPLICATE_KEY: Code = Code {
    id: "test-duplicate-key",
    severity: Severity::Error,
    title: "a key stands twice in one map",
    explanation: "A map has the same key more than once.\n\nOnly one of the values is used, and readers disagree which.\n\n\
                  ```yaml\nowner: a\nowner: b\n```\n\nRemove all but one.\n",
};
pub(crate) static UNKNOWN_FIELD: Code = Code {
    id: "test-unknown-field",
    severity: Severity::Warning,
    title: "a field is not known",
    explanation: "",
};
pub(crate) static HINT: Code = Code {
    id: "test-hint",
    severity: Severity::Info,
    title: "100% of <this> & \"that\" could be shorter",
    explanation: "Worth a look.",
};
pub(crate) static ALL: &[&Code] = &[&DUPLICATE_KEY, &HINT, &UNKNOWN_FIELD];

/// The place of the `nth` (from 0) occurrence of `text`.
pub(crate) fn place(source: &Arc<Source>, text: &str, nth: usize) -> Place {
    let (at, _) = source.text().match_indices(text).nth(nth).unwrap();
    Place::new(source, Span::new(at as u32, (at + text.len()) as u32))
}

pub(crate) const CHECKED: &[&str] = &[
    "services/clean.yaml",
    "services/checkout.yaml",
    "a dir/crlf, ü:1.yaml",
    "bundle.min.yaml",
    "empty.yaml",
    "/abs/hostile.yaml",
];

pub(crate) fn findings() -> Vec<Diagnostic> {
    let mut all = [checkout(), crlf(), long_line(), empty(), hostile()].concat();
    sort(&mut all);
    all
}

fn checkout() -> Vec<Diagnostic> {
    let filler = "    - item\n".repeat(40);
    let text = format!(
        "apiVersion: example.org/v1\nkind: Component\nmetadata:\n  name: checkout\n  title: Kasse für 日本 🛒 größer\n\
         spec:\n  owner: team-a\n  lifecylce: production\n  owner: team-b\n  list:\n{filler}  end:\n    - a\n    - b\n    - c"
    );
    let source = Source::new("services/checkout.yaml", text);
    let teams = Source::new("teams/org.yaml", "kind: Group\nmetadata:\n  name: team-a\n");
    let end = Place::new(&source, Span::at(source.text().len() as u32));
    let block = source.text().find("  list:").unwrap() as u32;
    let tail = source.text().find("    - a\n").unwrap() as u32;
    let mut two_files =
        Diagnostic::new(&UNKNOWN_FIELD, place(&source, "team-b", 0), "group `team-b` is called `team-a`")
            .with_related(place(&teams, "team-a", 0), "the group is declared here")
            .with_related(place(&source, "apiVersion", 0), "in the document that starts here")
            .with_related(end.clone(), "and ends here")
            .about(&"component:default/checkout".parse().unwrap());
    two_files.fix = Some(Fix {
        title: "use one name in both files".to_owned(),
        edits: vec![
            Edit { place: place(&source, "team-b", 0), replacement: "team-one".to_owned() },
            Edit { place: place(&teams, "team-a", 0), replacement: "team-one".to_owned() },
        ],
    });
    let second = place(&source, "  owner: team-b\n", 0);
    vec![
        Diagnostic::new(&DUPLICATE_KEY, place(&source, "owner", 1), "the key `owner` stands twice in `spec`")
            .with_label("second time")
            .with_related(place(&source, "owner", 0), "first time")
            .with_help("keep one of them")
            .with_fix("remove the second one", second.span, "")
            .in_document(0),
        Diagnostic::new(
            &UNKNOWN_FIELD,
            place(&source, "lifecylce", 0),
            "`lifecylce` is not a field of a Component",
        )
        .with_fix("rename to `lifecycle`", place(&source, "lifecylce", 0).span, "lifecycle")
        .with_help("there is a field\n`lifecycle`")
        .in_document(0),
        Diagnostic::new(&HINT, place(&source, "日本 🛒", 0), "wide characters")
            .with_label("six columns wide"),
        Diagnostic::new(&HINT, Place::new(&source, Span::new(block, tail)), "a long list")
            .with_label("this list"),
        Diagnostic::new(&HINT, Place::new(&source, Span::new(tail, end.span.end)), "three lines")
            .with_label("all of it"),
        Diagnostic::new(&UNKNOWN_FIELD, end, "no line break at the end").with_label("here"),
        two_files,
    ]
}

fn crlf() -> Vec<Diagnostic> {
    let source = Source::new("a dir/crlf, ü:1.yaml", "kind: A\r\nname:\t\tx y\r\nlast: z\r\n");
    let break_at = source.text().find("\r\nname").unwrap() as u32;
    vec![
        Diagnostic::new(&DUPLICATE_KEY, place(&source, "x y", 0), "behind two tabs")
            .with_label("this")
            .in_document(1),
        Diagnostic::new(&HINT, place(&source, "kind: A\r\n", 0), "with its line break"),
        Diagnostic::new(&HINT, Place::new(&source, Span::at(break_at + 1)), "inside a line break"),
    ]
}

fn long_line() -> Vec<Diagnostic> {
    let text = format!("{{{} needle: 1, {}}}", "\"käy\": 1, ".repeat(50_000), "\"key\": 2, ".repeat(50_000));
    let source = Source::new("bundle.min.yaml", text);
    let needle = place(&source, "needle", 0);
    let everything = Place::new(&source, Span::new(0, source.text().len() as u32));
    vec![
        Diagnostic::new(&DUPLICATE_KEY, needle.clone(), "far to the right")
            .with_label("here")
            .with_related(everything.clone(), "all of it")
            .with_fix("quote it", needle.span, "\"needle\""),
        Diagnostic::new(&UNKNOWN_FIELD, everything, "a huge span").with_label("this"),
    ]
}

fn empty() -> Vec<Diagnostic> {
    let source = Source::new("empty.yaml", "");
    let place = Place::new(&source, Span::at(0));
    vec![Diagnostic::new(&UNKNOWN_FIELD, place, "the file is empty").with_fix(
        "write something",
        Span::at(0),
        "a: 1\n",
    )]
}

fn hostile() -> Vec<Diagnostic> {
    let source = Source::new(
        "/abs/hostile.yaml",
        "a: \x1b[31mred\x1b[0m \u{9b}2J\u{202e}abc\nb: ]]> <tag attr=\"x\"> & '\u{7f}\u{ffff}\n",
    );
    let red = place(&source, "\x1b[31mred\x1b[0m", 0);
    let message = "100% `\x1b[2J` ]]> <b>&amp;\r\n::error file=x::y, [link](https://example.org) {0}\u{0}";
    let mut denied = Diagnostic::new(&UNKNOWN_FIELD, red.clone(), message)
        .with_label("lab\x1b[1mel\nnext")
        .with_related(place(&source, "]]>", 0), "rel\x1bated, a:b")
        .with_help("he\x1blp: 50%,\nnext line")
        .with_fix("fi\x1bx", red.span, "\x1b[31mnew\r\nline");
    denied.severity = Severity::Error;
    vec![denied.clone(), denied, Diagnostic::new(&HINT, place(&source, "b", 1), "a\ttab")]
}
