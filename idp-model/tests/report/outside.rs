//! SARIF and JUnit held against readers that others wrote, where they are installed
//! (`tests/outside/check_reports.py` says which and how).

use crate::fixtures::{CHECKED, findings};
use crate::report;
use idp_model::report::Format;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

#[test]
fn others_can_read_the_reports() {
    let findings = findings();
    let with_findings: BTreeSet<_> = findings.iter().map(|found| found.place.file()).collect();
    let clean = CHECKED.iter().filter(|file| !with_findings.contains(**file)).count();
    let failures: Vec<_> = findings.iter().filter(|found| found.is_error()).collect();
    // What XML cannot carry is replaced.
    let message = |text: &str| text.replace(['\0', '\x1b'], "\u{fffd}");
    let expected = serde_json::json!({
        "tests": findings.len() + clean,
        "failures": failures.len(),
        "messages": failures.iter().map(|found| message(&found.message)).collect::<Vec<_>>(),
    });
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("report.sarif"), report(Format::Sarif, &findings)).unwrap();
    fs::write(folder.path().join("report.xml"), report(Format::Junit, &findings)).unwrap();
    fs::write(folder.path().join("expected.json"), expected.to_string()).unwrap();

    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/outside/check_reports.py");
    let python = env::var("IDP_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let Ok(done) = Command::new(python).arg(script).arg(folder.path()).output() else {
        println!("skipped: there is no python3");
        return;
    };
    let told = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    println!("{told}");
    if done.status.code() == Some(77) {
        assert!(env::var_os("IDP_TEST_OUTSIDE").is_none(), "IDP_TEST_OUTSIDE is set, but {told}");
        return;
    }
    assert!(done.status.success(), "{told}");
}
