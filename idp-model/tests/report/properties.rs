//! What holds for findings of any kind, in any text.

use crate::fixtures::{DUPLICATE_KEY, findings};
use crate::report;
use idp_model::diagnostic::Diagnostic;
use idp_model::report::{Format, Options, write};
use idp_model::source::{Place, Source, Span};
use proptest::prelude::*;
use std::sync::Arc;

/// Text of the characters that reports have trouble with.
fn awkward(max: usize) -> impl Strategy<Value = String> {
    let c = prop_oneof![
        4 => prop::sample::select(vec!['a', ' ', '\n', '\t', ':', ',', '%', '"', '<', '&', ']', '>', '…']),
        2 => prop::sample::select(vec!['\r', '\u{0}', '\u{1b}', '\u{7f}', '\u{9b}', '\u{202e}', '\u{2028}', '\u{ffff}', '\u{200d}', '\u{feff}']),
        1 => prop::sample::select(vec!['ä', '日', '🛒', '\u{301}']),
        1 => any::<char>(),
    ];
    prop::collection::vec(c, 0..max).prop_map(String::from_iter)
}

/// A finding with everything, on spans between any two characters, or outside of the text.
fn finding() -> impl Strategy<Value = Diagnostic> {
    let offsets = prop::collection::vec(any::<prop::sample::Index>(), 8);
    let texts = (awkward(20), awkward(10), awkward(10), awkward(10));
    let sources = (awkward(60), 1usize..60, awkward(12));
    (sources, offsets, texts).prop_map(|((text, times, name), offsets, (message, label, help, new))| {
        let source = Source::new(name, text.repeat(times));
        let mut bounds: Vec<u32> = source.text().char_indices().map(|(at, _)| at as u32).collect();
        bounds.push(source.text().len() as u32);
        let offset = |nth: usize| bounds[offsets[nth].index(bounds.len())];
        let span = |nth| Span::new(offset(nth), offset(nth + 1));
        Diagnostic::new(&DUPLICATE_KEY, Place::new(&source, span(0)), message)
            .with_label(label.clone())
            .with_related(Place::new(&source, span(2)), label)
            .with_related(Place::new(&Source::new("other", "a\nb"), Span::new(1, 2)), "")
            .with_help(help)
            .with_fix(new.clone(), span(4), new)
    })
}

fn is_control(c: char) -> bool {
    !matches!(c, '\n' | '\t') && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c))
}

proptest! {
    #[test]
    fn nothing_acts_on_the_terminal(found in finding()) {
        for format in [Format::Human, Format::Github] {
            let text = report(format, std::slice::from_ref(&found));
            prop_assert!(!text.contains(is_control), "{text:?}");
        }
        let text = report(Format::Github, &[found]);
        prop_assert_eq!(text.lines().count(), 1);
    }

    /// XML 1.0 knows no other control characters; `<` and `&` only stand where we put them.
    #[test]
    fn junit_keeps_to_the_characters_of_xml(found in finding()) {
        let text = report(Format::Junit, &[found]);
        let illegal = |c: char| matches!(c, '\0'..='\x08' | '\x0b'..='\x1f' | '\u{fffe}' | '\u{ffff}');
        prop_assert!(!text.contains(illegal));
        let entity = |rest: &str| ["amp;", "lt;", "gt;", "quot;", "#10;", "#13;", "#9;"].iter().any(|known| rest.starts_with(known));
        prop_assert!(text.split('&').skip(1).all(entity));
        let tag = |rest: &str| rest.trim_start_matches('/').starts_with(|c: char| c.is_ascii_lowercase() || c == '?');
        prop_assert!(text.split('<').skip(1).all(tag));
        prop_assert!(!text.contains("]]>"));
    }

    #[test]
    fn json_and_sarif_give_every_text_back(found in finding()) {
        let json: serde_json::Value = serde_json::from_str(&report(Format::Json, std::slice::from_ref(&found))).unwrap();
        let row = &json["diagnostics"][0];
        prop_assert_eq!(&row["message"], &found.message);
        prop_assert_eq!(&row["file"], found.place.file());
        prop_assert_eq!(&row["column"], found.place.start().column);
        prop_assert_eq!(&row["fix"]["edits"][0]["replacement"], &found.fix.as_ref().unwrap().edits[0].replacement);
        let sarif: serde_json::Value = serde_json::from_str(&report(Format::Sarif, &[found])).unwrap();
        let uri = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        prop_assert!(uri.as_str().unwrap().bytes().all(|byte| byte.is_ascii_graphic()));
    }

    #[test]
    fn no_place_is_too_wrong_to_be_shown(text in awkward(40), start in 0u32..200, end in 0u32..200) {
        let source = Source::new("a", text);
        let span = Span { start, end };
        let found = Diagnostic::new(&DUPLICATE_KEY, Place { source: Arc::clone(&source), span: Span::new(start, end) }, "m")
            .with_fix("t", Span::new(end, end.saturating_add(span.start)), "new");
        for format in Format::ALL {
            prop_assert!(!report(format, std::slice::from_ref(&found)).is_empty());
        }
    }
}

#[test]
fn the_human_report_is_bounded() {
    let blank = Source::new("blank.yaml", "a:\n".to_owned() + &"\n".repeat(10_000));
    let all = Span::new(0, blank.text().len() as u32);
    let blank =
        Diagnostic::new(&DUPLICATE_KEY, Place::new(&blank, all), "blank lines").with_fix("remove", all, "");
    for found in findings().into_iter().chain([blank]) {
        let mut out = Vec::new();
        write(Format::Human, std::slice::from_ref(&found), &Options::default(), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.len() < 4000, "{} bytes: {text}", text.len());
        let widest = text.lines().map(|line| line.chars().count()).max();
        assert!(widest < Some(400), "{widest:?} columns: {text}");
    }
}
