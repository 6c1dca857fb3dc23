"""Holds reports against readers that others wrote.

    python3 check_reports.py FOLDER

FOLDER has `report.sarif`, `report.xml` and `expected.json` (numbers of findings). Prints one line for each check.
Exits with 0 when all checks passed, with 1 when one did not, and with 77 when a reader is not installed:

    pip install jsonschema junitparser
    npm install --global @microsoft/jest-sarif            (its folder holds the JSON Schema of SARIF 2.1.0)
    npm install --global @microsoft/sarif-multitool-linux (Microsoft's validator, with GitHub's rules)
"""

import json
import os
import pathlib
import subprocess
import sys

try:
    import jsonschema
    import junitparser
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)


def node_modules():
    """The folder that NODE_PATH names, or the one of `npm install --global`."""
    if "NODE_PATH" in os.environ:
        return pathlib.Path(os.environ["NODE_PATH"])
    try:
        done = subprocess.run(["npm", "root", "--global"], capture_output=True, text=True, check=True)
        return pathlib.Path(done.stdout.strip())
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"skipped: {error}")
        sys.exit(77)


def check_schema(folder, modules):
    schemas = list((modules / "@microsoft/jest-sarif/lib/schemas").glob("sarif-2.1.0*.json"))
    if not schemas:
        print("skipped: @microsoft/jest-sarif is not installed")
        sys.exit(77)
    schema = json.loads(schemas[0].read_text(encoding="utf-8-sig"))
    log = json.loads((folder / "report.sarif").read_text())
    # Formats are checked as far as `jsonschema` has checkers for them without further packages.
    validator = jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())
    return [f"{list(error.absolute_path)}: {error.message}" for error in validator.iter_errors(log)]


def check_multitool(folder, modules):
    tool = modules / "@microsoft/sarif-multitool-linux/Sarif.Multitool"
    if not tool.exists():
        print("skipped: @microsoft/sarif-multitool-linux is not installed")
        sys.exit(77)
    output = folder / "validation.sarif"
    command = [tool, "validate", folder / "report.sarif", "--output", output, "--log", "ForceOverwrite",
               "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning", "--kind", "Fail", "--quiet"]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, env=environment)
    if not output.exists():
        return [done.stdout + done.stderr]
    run = json.loads(output.read_text(encoding="utf-8-sig"))["runs"][0]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"].get("rules", [])}
    found = []
    for result in run.get("results", []):
        message = result["message"]
        text = message.get("text") or rules[result["ruleId"]]["messageStrings"][message["id"]]["text"]
        for number, argument in enumerate(message.get("arguments", [])):
            text = text.replace("{%d}" % number, argument)
        found.append(f"{result['ruleId']} {result.get('level', 'warning')}: {text}")
    return found


def check_junit(folder, expected):
    report = junitparser.JUnitXml.fromfile(str(folder / "report.xml"))
    cases = [case for suite in report for case in suite]
    failed = [case for case in cases if any(isinstance(result, junitparser.Failure) for result in case.result)]
    told = (report.tests, report.failures)
    counted = (len(cases), len(failed))
    wanted = (expected["tests"], expected["failures"])
    problems = [] if told == counted == wanted else [f"told {told}, counted {counted}, wanted {wanted}"]
    names = [(case.classname, case.name) for case in cases]
    problems += [f"{name} is not unique" for name in sorted(set(names)) if names.count(name) > 1]
    messages = [result.message for case in failed for result in case.result]
    problems += [f"{message!r} did not arrive" for message in expected["messages"] if message not in messages]
    return problems


def main():
    folder = pathlib.Path(sys.argv[1])
    expected = json.loads((folder / "expected.json").read_text())
    modules = node_modules()
    problems = {
        "SARIF, JSON Schema": check_schema(folder, modules),
        "SARIF, Multitool": check_multitool(folder, modules),
        "JUnit, junitparser": check_junit(folder, expected),
    }
    for name, lines in problems.items():
        print(f"{name}: {'passed' if not lines else 'failed'}")
        for line in lines:
            print(f"  {line}")
    sys.exit(1 if any(problems.values()) else 0)


main()
