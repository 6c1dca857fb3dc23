//! The program `validate`, run as a CI job runs it. It works in `examples/`, so that names in its output are short.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use idp_model::diagnostic::Code;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

const FORMATS: [&str; 5] = ["human", "json", "sarif", "junit", "github"];

/// What one run came to.
#[derive(Debug, PartialEq)]
struct Run {
    status: i32,
    out: String,
    err: String,
}

impl Run {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}\n{self:?}"))
    }

    /// Codes and places of the findings of `--format json`.
    fn findings(&self) -> Vec<String> {
        let json = self.json();
        let row = |found: &Value| format!("{} {}", found["code"], found["file"]).replace('"', "");
        json["diagnostics"].as_array().unwrap().iter().map(row).collect()
    }
}

fn examples() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Cargo builds the examples of a package beside its tests: `target/debug/deps/THIS` and `target/debug/examples/validate`.
fn program() -> PathBuf {
    let own = env::current_exe().unwrap();
    let name = format!("validate{}", env::consts::EXE_SUFFIX);
    let program = own.parent().unwrap().parent().unwrap().join("examples").join(name);
    assert!(program.exists(), "{} is not built: `cargo build -p idp-examples --examples`", program.display());
    program
}

fn run_in(folder: &Path, input: &str, arguments: &[&str]) -> Run {
    let mut child = Command::new(program())
        .args(arguments)
        .current_dir(folder)
        .env_remove("CI")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that does not read its input closes it.
    _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let done = child.wait_with_output().unwrap();
    Run {
        status: done.status.code().unwrap(),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

fn run(arguments: &[&str]) -> Run {
    run_in(&examples(), "", arguments)
}

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn component(name: &str, owner: &str) -> String {
    format!(
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {{name: {name}}}\n\
         spec:\n  type: service\n  lifecycle: production\n  owner: {owner}\n"
    )
}

const TEAM: &str = "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: team}\n\
                    spec: {type: team, children: []}\n";

/// A tree with a document of each verdict.
fn small() -> tempfile::TempDir {
    let shop = component("shop", "team") + "  dependsOn: [component:cart, resource:db]\n---\n# empty\n---\n";
    let shop = shop + &component("cart", "team").replace("lifecycle", "lifecyle");
    folder(&[
        ("shop/catalog-info.yaml", &shop),
        ("team.yaml", TEAM),
        ("deploy.yaml", "kind: Deployment\napiVersion: apps/v1\n"),
    ])
}

fn codes() -> impl Iterator<Item = &'static Code> {
    let tables = [idp_model::codes::ALL, idp_catalog::codes::ALL, idp_catalog::lint::ALL_CODES];
    tables.into_iter().flatten().copied()
}

#[test]
fn zero_if_clean() {
    let done = run(&["data/company"]);
    assert_eq!((done.status, done.err.as_str()), (0, ""));
    assert_eq!(
        done.out,
        "no findings\n91 entities in 31 files\nleft out: 7 other YAML files, 1 file of a template\n"
    );
    let help = run(&["--help"]);
    assert_eq!((help.status, help.err.as_str()), (0, ""));
    assert!(help.out.starts_with("usage: validate "));
    // What follows `--` is a path, whatever it looks like.
    let odd = folder(&[("--odd/catalog-info.yaml", &component("a", "b"))]);
    assert_eq!(run_in(odd.path(), "", &["--", "--odd"]).status, 0);
}

#[test]
fn one_if_there_are_findings() {
    let done = run(&["data/mistakes"]);
    assert_eq!((done.status, done.err.as_str()), (1, ""));
    insta::assert_snapshot!(done.out);
}

#[test]
fn two_if_it_cannot_run() {
    let folder = folder(&[
        ("known", "group:team\n\nteam\n"),
        ("known.json", "[1, 2"),
        ("list", "gone.yaml\n"),
        ("team.yaml", TEAM),
        ("syntax.yaml", "kind: [\n"),
        (
            "model.yaml",
            "apiVersion: idp.dev/v1alpha1\nkind: CatalogModel\nmetadata: {name: m}\nspec: {kinds: 1}\n",
        ),
    ]);
    let mut told = String::new();
    for arguments in [
        &["gone"] as &[&str],
        &["gone.yaml", "team.yaml"],
        &[],
        &["--fromat=json", "team.yaml"],
        &["--format", "xml", "team.yaml"],
        &["team.yaml", "--format"],
        &["--color=red", "team.yaml"],
        &["--kinds=all", "team.yaml"],
        &["--level=dangling-reference", "team.yaml"],
        &["--level=dangling-reference=loud", "team.yaml"],
        &["--level=dangling-refrence=off", "team.yaml"],
        &["--known=gone", "team.yaml"],
        &["--known=known", "team.yaml"],
        &["--known=known.json", "team.yaml"],
        &["--files-from=gone"],
        &["--model=gone.yaml", "team.yaml"],
        &["--model=syntax.yaml", "team.yaml"],
        &["--model=model.yaml", "team.yaml"],
        &["--baseline=known.json", "team.yaml"],
        &["--baseline=gone/baseline.json", "team.yaml"],
        &["--changed-from=.", "team.yaml", "known"],
        &["--changed-from=gone", "."],
        &["explain"],
        &["explain", "dangling-refrence"],
    ] {
        let done = run_in(folder.path(), "", arguments);
        assert_eq!(done.status, 2, "{arguments:?}: {done:?}");
        assert_eq!(done.out, "", "{arguments:?}");
        // The usage is the same every time.
        let err = done.err.split("\nusage: ").next().unwrap();
        told += &format!("$ validate {}\n{err}\n", arguments.join(" "));
    }
    insta::assert_snapshot!(told);
}

#[test]
fn documents_as_json() {
    let small = small();
    let done = run_in(small.path(), "", &["--format=json", "."]);
    assert_eq!(done.status, 1);
    insta::assert_snapshot!(serde_json::to_string_pretty(&done.json()).unwrap());
}

#[test]
fn human_for_a_small_tree() {
    let small = small();
    insta::assert_snapshot!(run_in(small.path(), "", &["."]).out);
    let coloured = run_in(small.path(), "", &["--color", "always", "."]).out;
    assert!(coloured.contains("\x1b["), "{coloured}");
}

#[test]
fn every_format_can_be_read() {
    let of = |format: &str| {
        let done = run(&["--format", format, "data/mistakes"]);
        assert_eq!((done.status, done.err.as_str()), (1, ""), "{format}");
        done
    };
    let json = of("json").json();
    let count = |severity: &str| {
        json["diagnostics"].as_array().unwrap().iter().filter(|found| found["severity"] == severity).count()
    };
    let all = json["diagnostics"].as_array().unwrap().len();
    assert!(count("error") > 15 && count("warning") > 5);

    let sarif = of("sarif").json();
    assert_eq!(sarif["version"], "2.1.0");
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), all);
    let rules: BTreeSet<_> = sarif["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| &rule["id"])
        .map(Value::to_string)
        .collect();
    assert!(results.iter().all(|result| rules.contains(&result["ruleId"].to_string())));

    let junit = of("junit").out;
    assert_eq!(junit.matches("<failure ").count(), count("error"));
    assert_balanced(&junit);

    let github = of("github").out;
    assert_eq!(github.lines().count(), all);
    assert!(github.lines().all(|line| {
        ["::error ", "::warning ", "::notice "].iter().any(|command| line.starts_with(command))
            && line.contains("file=data/mistakes/")
            && line.contains(",line=")
    }));
    // What is not wrong is told by all of them, too.
    for format in FORMATS {
        assert_eq!(run(&["--format", format, "data/company"]).status, 0, "{format}");
    }
}

/// Every element that is opened is closed, in order.
fn assert_balanced(xml: &str) {
    let mut open = Vec::new();
    for tag in xml.split('<').skip(1) {
        let (tag, text) = tag.split_once('>').unwrap();
        assert!(!text.contains('>') || !text.contains('<'), "{text}");
        if tag.starts_with('?') || tag.ends_with('/') {
            continue;
        }
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name)),
            None => open.push(tag.split_whitespace().next().unwrap()),
        }
    }
    assert!(open.is_empty() && xml.contains("</testsuites>"), "{open:?}");
}

#[test]
fn known_references_are_not_dangling() {
    let folder = folder(&[
        ("catalog-info.yaml", &component("shop", "team-a")),
        ("lines", "# the portal's\nGroup:Team-A # old\n"),
        ("refs.json", r#"["group:default/team-a"]"#),
        ("entities.json", r#"[{"kind": "Group", "metadata": {"name": "team-a"}}]"#),
        (
            "query.json",
            r#"{"items": [{"kind": "Group", "metadata": {"name": "team-a", "namespace": "default"}}]}"#,
        ),
        ("other", "group:team-b\n"),
    ]);
    let findings = |known: &[&str]| {
        run_in(folder.path(), "", &[known, &["--format=json", "catalog-info.yaml"]].concat()).findings()
    };
    let dangling = ["dangling-reference catalog-info.yaml"];
    assert_eq!(findings(&[]), dangling);
    assert_eq!(findings(&["--known=other"]), dangling);
    for known in ["lines", "refs.json", "entities.json", "query.json"] {
        assert!(findings(&["--known", known]).is_empty(), "{known}");
    }
    // The answer of a portal that refused is no list.
    fs::write(folder.path().join("refused.json"), r#"{"error": {"name": "AuthenticationError"}}"#).unwrap();
    assert_eq!(run_in(folder.path(), "", &["--known=refused.json", "catalog-info.yaml"]).status, 2);
}

#[test]
fn a_baseline_silences_what_it_holds() {
    let folder = small();
    let file = folder.path().join("shop/catalog-info.yaml");
    let check = || run_in(folder.path(), "", &["--baseline=b.json", "--deny-warnings", "--format=json", "."]);
    let first = check();
    assert_eq!((first.status, first.findings().len()), (0, 0));
    assert_eq!(first.err, "wrote 3 findings to b.json; they count no more\n");
    let written = fs::read(folder.path().join("b.json")).unwrap();
    let second = check();
    assert_eq!((second.status, second.err.as_str(), second.findings().len()), (0, "", 0));
    // Lines may move.
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("# one\n# two\n\n{text}")).unwrap();
    let moved = check();
    assert_eq!((moved.status, moved.err.as_str(), moved.findings().len()), (0, "", 0));
    // One is repaired, another one comes.
    fs::write(&file, text.replace("lifecyle", "lifecycle").replace("owner: team", "owner: taem")).unwrap();
    let changed = check();
    assert_eq!(changed.status, 1);
    assert!(changed.findings().iter().all(|found| found == "dangling-reference shop/catalog-info.yaml"));
    assert_eq!(
        changed.err,
        "note: entity-missing-field in shop/catalog-info.yaml is gone; take it out of the baseline\n\
         note: rejected-reference in shop/catalog-info.yaml is gone; take it out of the baseline\n"
    );
    assert_eq!(fs::read(folder.path().join("b.json")).unwrap(), written, "only its absence has it written");
}

#[test]
fn changed_from_tells_what_is_new() {
    let shop = component("shop", "taem");
    let folder = folder(&[
        ("before/a.yaml", &shop),
        ("before/team.yaml", TEAM),
        ("before/old.yaml", &component("old", "team")),
        ("now/a.yaml", &("# moved\n".to_owned() + &shop + "  dependsOn: [component:old, component:new]\n")),
        ("now/team.yaml", TEAM),
        ("now/new.yaml", &component("new", "team")),
    ]);
    let human = run_in(folder.path(), "", &["--changed-from=before", "--deny-warnings", "now"]);
    assert_eq!((human.status, human.err.as_str()), (1, ""));
    insta::assert_snapshot!(human.out);
    let json = run_in(folder.path(), "", &["--changed-from=before", "--format=json", "now"]);
    assert_eq!(json.findings(), ["dangling-reference now/a.yaml"]);
    insta::assert_snapshot!(serde_json::to_string_pretty(&json.json()["changes"]).unwrap());
    // The same files are no change.
    let same = run_in(folder.path(), "", &["--changed-from=before", "--deny-warnings", "before"]);
    assert_eq!(same.status, 0);
    assert_eq!(same.out, "no findings\n3 entities in 3 files\n\nno difference\n");
}

#[test]
fn warnings_count_when_denied() {
    let folder = folder(&[("a.yaml", &component("a", "nobody"))]);
    let run = |more: &[&str]| run_in(folder.path(), "", &[more, &["."]].concat()).status;
    assert_eq!(run(&[]), 0);
    assert_eq!(run(&["--deny-warnings"]), 1);
    assert_eq!(run(&["--deny-warnings", "--level=dangling-reference=info"]), 0);
    assert_eq!(run(&["--level=dangling-reference=error"]), 1);
    assert_eq!(
        run(&["--level=dangling-reference=error", "--level", "dangling-reference=off"]),
        0,
        "the last one counts"
    );
}

#[test]
fn levels_change_severities_of_all_rules() {
    let severities = |more: &[&str]| -> Vec<String> {
        let json = run(&[
            more,
            &["--format=json", "data/mistakes/depends-on-itself.yaml", "data/mistakes/tag-upper-case.yaml"],
        ]
        .concat())
        .json();
        let rows = json["diagnostics"].as_array().unwrap().clone();
        rows.iter()
            .filter(|row| row["code"] != "dangling-reference")
            .map(|row| format!("{} {}", row["code"], row["severity"]))
            .collect()
    };
    assert_eq!(severities(&[]), [r#""self-reference" "warning""#, r#""entity-tag-format" "error""#]);
    assert_eq!(
        severities(&["--level=self-reference=error,entity-tag-format=info"]),
        [r#""self-reference" "error""#, r#""entity-tag-format" "info""#]
    );
    assert_eq!(severities(&["--level=self-reference=off", "--level=entity-tag-format=off"]), [""; 0]);
}

#[test]
fn paths_come_from_a_list() {
    let folder = folder(&[
        ("a.yaml", &component("a", "team")),
        ("b/b.yaml", &component("b", "team")),
        ("team.yaml", TEAM),
        ("list", "team.yaml\r\n\na.yaml\n"),
    ]);
    let direct = run_in(folder.path(), "", &["a.yaml", "team.yaml"]);
    assert_eq!(direct.status, 0);
    assert_eq!(run_in(folder.path(), "", &["--files-from", "list"]), direct);
    assert_eq!(run_in(folder.path(), "team.yaml\na.yaml", &["--files-from=-"]), direct);
    let all = run_in(folder.path(), "b\n", &["a.yaml", "--files-from=-", "team.yaml"]);
    assert!(all.out.contains("3 entities in 3 files"), "{all:?}");
    // A change may touch no file, or delete one: neither is a fault, and neither checks everything.
    let none = run_in(folder.path(), "gone.yaml\n", &["--files-from=-"]);
    assert_eq!(none.status, 0);
    assert_eq!(none.out, "no findings\n0 entities in 0 files\n");
    assert!(none.err.starts_with("note: `gone.yaml` is listed and does not exist"), "{none:?}");
}

#[test]
fn kinds_may_be_declared() {
    let model = "--model=data/kinds/environment.yaml";
    let with = run(&[model, "data/custom-kind/catalog-info.yaml"]);
    assert_eq!((with.status, with.err.as_str()), (0, ""), "{}", with.out);
    let json = run(&[model, "--format=json", "data/custom-kind"]).json();
    let show = json["documents"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["ref"] == "environment:default/show")
        .unwrap();
    assert_eq!(show["verdict"], "accepted");
    assert!(show["relations"].as_array().unwrap().iter().any(|row| row["type"] == "hosts"), "{show}");
    let without = run(&["data/custom-kind/catalog-info.yaml"]);
    assert_eq!(without.status, 1);
    assert!(without.out.contains("entity-unknown-kind"), "{}", without.out);
}

#[test]
fn kinds_of_the_models() {
    let ai = "apiVersion: backstage.io/v1alpha1\nkind: AiResource\nmetadata: {name: review}\n\
              spec: {type: skill, lifecycle: production, owner: group:team}\n";
    let folder = folder(&[("ai.yaml", ai), ("team.yaml", TEAM)]);
    let run = |more: &[&str]| run_in(folder.path(), "", &[more, &["ai.yaml", "team.yaml"]].concat());
    for (kinds, status) in [
        (&[] as &[&str], 1),
        (&["--kinds=builtin"], 1),
        (&["--kinds=model"], 1),
        (&["--kinds", "model+ai"], 0),
    ] {
        let done = run(kinds);
        assert_eq!(done.status, status, "{kinds:?}: {done:?}");
        assert_eq!(done.out.contains("AiResource"), status == 1, "{done:?}");
    }
}

#[test]
fn every_code_is_explained() {
    let mut seen = BTreeSet::new();
    for code in codes() {
        assert!(seen.insert(code.id));
        let done = run(&["explain", code.id]);
        assert_eq!((done.status, done.err.as_str()), (0, ""), "{}", code.id);
        assert!(done.out.contains(code.id) && done.out.lines().count() > 5, "{}", done.out);
    }
    // All that is ever found can be looked up.
    for found in run(&["--format=json", "data/mistakes"]).findings() {
        assert!(seen.contains(found.split(' ').next().unwrap()), "{found}");
    }
}

#[test]
fn same_input_same_bytes() {
    for format in FORMATS {
        let option = format!("--format={format}");
        let first = run(&[&option, "data/mistakes", "data/custom-kind", "data/company/org"]);
        assert_eq!(
            run(&[&option, "data/mistakes", "data/custom-kind", "data/company/org"]),
            first,
            "{format}"
        );
        assert_eq!(
            run(&[&option, "data/company/org", "data/custom-kind", "data/mistakes"]),
            first,
            "{format}"
        );
    }
    // Files one by one, in either direction, or one of them twice.
    let mut files: Vec<_> = fs::read_dir(examples().join("data/mistakes"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    files.sort();
    let mut arguments: Vec<String> =
        files.iter().map(|name| format!("data/mistakes/{}", name.to_str().unwrap())).collect();
    let run = |arguments: &[String]| run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    let forwards = run(&arguments);
    arguments.reverse();
    assert_eq!(run(&arguments), forwards);
    arguments.push(arguments[0].clone());
    assert_eq!(run(&arguments), forwards);
}

/// What the program writes, held against readers that others wrote: see `idp-model/tests/outside/check_reports.py`.
#[test]
fn others_can_read_the_reports() {
    let json = run(&["--format=json", "data/mistakes"]).json();
    let rows = json["diagnostics"].as_array().unwrap();
    let with_findings: BTreeSet<_> = rows.iter().map(|row| row["file"].to_string()).collect();
    let files: BTreeSet<_> =
        json["documents"].as_array().unwrap().iter().map(|row| row["file"].to_string()).collect();
    let failures: Vec<_> = rows.iter().filter(|row| row["severity"] == "error").collect();
    let expected = serde_json::json!({
        "tests": rows.len() + files.difference(&with_findings).count(),
        "failures": failures.len(),
        "messages": failures.iter().map(|row| &row["message"]).collect::<Vec<_>>(),
    });
    let mut sarif = run(&["--format=sarif", "data/mistakes"]).json();
    // The validator wants to know the home page of a tool, and this one has none.
    let home = sarif["runs"][0]["tool"]["driver"].as_object_mut().unwrap();
    assert!(home.insert("informationUri".to_owned(), "https://example.com/idp".into()).is_none());
    let folder = folder(&[
        ("report.sarif", &sarif.to_string()),
        ("report.xml", &run(&["--format=junit", "data/mistakes"]).out),
        ("expected.json", &expected.to_string()),
    ]);
    let script = examples().join("../idp-model/tests/outside/check_reports.py");
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
