//! Shared inputs of the benches.

use std::fmt::Write as _;
use std::path::Path;

/// The texts of `count` small catalog files, as teams write them: always the same for one count.
#[must_use]
pub fn catalog_files(count: usize) -> Vec<String> {
    (0..count).map(catalog_file).collect()
}

fn catalog_file(number: usize) -> String {
    let team = number % 61;
    let mut text = format!(
        "# Owned by team-{team:03}\n\
         apiVersion: backstage.io/v1alpha1\n\
         kind: Component\n\
         metadata:\n  name: service-{number:05}\n  title: Service {number:05}\n  \
         description: Handles orders and payments for team {team}\n  \
         labels:\n    example.com/tier: \"{}\"\n    example.com/region: eu-west-1\n  \
         annotations:\n    github.com/project-slug: example-org/service-{number:05}\n    \
         backstage.io/techdocs-ref: dir:.\n",
        number % 4
    );
    if number.is_multiple_of(5) {
        text.push_str("    example.com/notes: >-\n      Read the runbook before a restart,\n      then tell the team.\n");
    }
    text.push_str("  tags: [java, data]\n  links:\n");
    for link in 0..=number % 2 {
        let _ = write!(
            text,
            "    - url: https://dash.example.com/d/service-{number:05}?panel={link}\n      title: 'Dashboard {link}'\n      icon: dashboard\n"
        );
    }
    let _ = write!(
        text,
        "spec:\n  type: service\n  lifecycle: production\n  owner: team-{team:03}\n  system: system-{:03}\n  dependsOn:\n",
        number % 97
    );
    for dependency in 0..2 + number % 3 {
        let _ = writeln!(text, "    - component:default/service-{:05}", (number * 7 + dependency) % 10_000);
    }
    text
}

/// The YAML files below a directory, in the order of their names.
///
/// # Panics
///
/// If a file cannot be read.
#[must_use]
pub fn files(directory: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![directory.to_owned()];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let mut entries: Vec<_> =
                std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()).collect();
            entries.sort_by(|one, other| other.cmp(one));
            waiting.extend(entries);
        } else if path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml") {
            found.push(String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned());
        }
    }
    found
}
