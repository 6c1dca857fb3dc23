//! What each format looks like.

use crate::fixtures::{ALL, CHECKED, DUPLICATE_KEY, HINT, findings, place};
use crate::report;
use idp_model::diagnostic::{Diagnostic, Severity};
use idp_model::report::{Format, Summary, UnknownFormat, explain, human};
#[cfg(feature = "human-report")]
use idp_model::report::{Options, write};
use idp_model::source::Source;

/// Without what only fills the file.
fn shortened(text: &str) -> String {
    text.lines()
        .map(|line| if line.len() > 2000 { "(a very long line)\n".to_owned() } else { format!("{line}\n") })
        .collect()
}

#[test]
#[cfg(feature = "human-report")]
fn human_report() {
    insta::assert_snapshot!(report(Format::Human, &findings()));
}

#[test]
#[cfg(feature = "human-report")]
fn human_report_with_colour() {
    let mut out = Vec::new();
    let options = Options { color: true, width: 60, ..Options::default() };
    write(Format::Human, &findings()[..2], &options, &mut out).unwrap();
    insta::assert_snapshot!(String::from_utf8(out).unwrap().replace('\x1b', "ESC"));
}

#[test]
fn human_report_in_lines() {
    let mut out = Vec::new();
    human::write_lines(&findings(), &mut out).unwrap();
    insta::assert_snapshot!(String::from_utf8(out).unwrap());
}

#[test]
fn json_report() {
    insta::assert_snapshot!(shortened(&report(Format::Json, &findings())));
}

#[test]
fn sarif_report() {
    insta::assert_snapshot!(shortened(&report(Format::Sarif, &findings())));
}

#[test]
fn junit_report() {
    insta::assert_snapshot!(report(Format::Junit, &findings()));
}

#[test]
fn github_report() {
    insta::assert_snapshot!(report(Format::Github, &findings()));
}

#[test]
fn nothing_found() {
    let all = Format::ALL.map(|format| format!("--- {format}\n{}", report(format, &[])));
    insta::assert_snapshot!(all.concat());
}

#[test]
fn explained() {
    let texts: Vec<_> = ALL.iter().map(|code| explain::text(code)).collect();
    insta::assert_snapshot!(texts.join("---\n"));
    assert_eq!(explain::explain("test-hint", &[ALL]).unwrap(), explain::text(&HINT));
    let error = explain::explain("test-duplicate-kay", &[&[], ALL]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no rule `test-duplicate-kay`; did you mean `test-duplicate-key`?"
    );
    assert_eq!(explain::explain("zzz", &[ALL]).unwrap_err().to_string(), "there is no rule `zzz`");
}

#[test]
fn formats_are_read_by_their_names() {
    for format in Format::ALL {
        assert_eq!(format.to_string().parse(), Ok(format));
    }
    assert_eq!("JSON".parse::<Format>(), Err(UnknownFormat { name: "JSON".to_owned() }));
}

#[test]
fn the_order_of_findings_does_not_matter() {
    let findings = findings();
    let mut reversed = findings.clone();
    reversed.reverse();
    for format in Format::ALL {
        assert_eq!(report(format, &findings), report(format, &reversed), "{format}");
    }
}

#[test]
fn summaries_count_in_english() {
    let source = Source::new("a", "x");
    let found = |severity| {
        let mut found = Diagnostic::new(&DUPLICATE_KEY, place(&source, "x", 0), "m");
        found.severity = severity;
        found
    };
    use Severity::{Error, Info, Warning};
    for (severities, text) in [
        (&[][..], "no findings"),
        (&[Error], "1 error in 1 file"),
        (&[Warning, Error, Error, Error], "3 errors, 1 warning in 1 file"),
        (&[Info, Info], "2 infos in 1 file"),
    ] {
        let found: Vec<_> = severities.iter().map(|severity| found(*severity)).collect();
        assert_eq!(Summary::of(&found).to_string(), text);
    }
}

#[test]
fn junit_names_every_checked_file_once() {
    let xml = report(Format::Junit, &findings());
    for file in CHECKED {
        assert_eq!(xml.matches(&format!("<testsuite name=\"{file}\"")).count(), 1, "{file}");
    }
}
