#!/usr/bin/env python3
"""Checks what the workspace depends on: licences, versions that stand twice, and promises of ARCHITECTURE.md.

Run from the root of the workspace: python3 .ci/dependencies.py
"""
import collections
import json
import re
import subprocess
import sys

ALLOWED = {"MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT-0",
           "Unicode-3.0", "Unlicense", "Zlib"}
# Two versions of one crate, each with the reason.
TWICE = {
    "foldhash": "through hashbrown",
    "getrandom": "proptest's rand and tempfile ask for different ones; tests only",
    "hashbrown": "petgraph is one version behind indexmap",
    "r-efi": "through getrandom; never compiled on Linux",
    "syn": "derive macros are on their way from 2 to 3",
}
# What a crate must not pull in, features included: (package, features, forbidden).
PROMISES = [
    ("idp-model", ["--no-default-features"], {"jsonschema", "annotate-snippets", "petgraph", "ignore", "tokio"}),
    ("idp-model", ["--all-features"], {"petgraph", "ignore", "tokio", "reqwest", "rustls"}),
    ("idp-catalog", ["--no-default-features"], {"jsonschema", "ignore", "tokio"}),
    ("idp-catalog", ["--all-features"], {"tokio", "reqwest", "rustls"}),
]


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def accepted(expression):
    """Whether one of the alternatives of an SPDX expression has only allowed parts."""
    text = expression.replace("/", " OR ").strip()
    groups = re.split(r"\s+AND\s+(?![^(]*\))", text)
    return all(any(part.strip(" ()") in ALLOWED for part in re.split(r"\s+OR\s+", group)) for group in groups)


def main():
    faults = []
    metadata = json.loads(run("cargo", "metadata", "--format-version", "1", "--all-features"))
    versions = collections.defaultdict(set)
    for package in metadata["packages"]:
        versions[package["name"]].add(package["version"])
        if not accepted(package["license"] or ""):
            faults.append(f"{package['name']} {package['version']}: licence {package['license']!r} is not on the list")
    for name, found in sorted(versions.items()):
        if len(found) > 1 and name not in TWICE:
            faults.append(f"{name} stands {len(found)} times: {', '.join(sorted(found))}")
    for name in sorted(TWICE):
        if len(versions[name]) < 2:
            faults.append(f"{name} no longer stands twice; take it off the list")
    for package, features, forbidden in PROMISES:
        tree = run("cargo", "tree", "-p", package, "-e", "normal", "--prefix", "none", *features)
        names = {line.split()[0] for line in tree.splitlines() if line.strip()}
        for name in sorted(names & forbidden):
            faults.append(f"{package} {' '.join(features)} pulls in {name}")
    for fault in faults:
        print(fault)
    print(f"{len(metadata['packages'])} packages looked at, {len(faults)} faults")
    return 1 if faults else 0


sys.exit(main())
