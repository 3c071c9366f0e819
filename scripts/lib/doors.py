"""Holds the doors between the rooms: SwiftPM lets a transitive import through, this allow-list does not."""

import json
import pathlib
import re
import subprocess
import sys

# Which of our own modules each target may import; the targets under Tests may import all.
OWN = {
    "Postgres": {"CPostgres"},
    "Schema": set(),
    "Psychometrics": set(),
    "Credentials": {"CZlib"},
    "Documents": {"CCairo", "CPango", "CQRencode", "CZip", "CZlib"},
    "Domain": {"Postgres", "Psychometrics", "Credentials"},
    "Web": {"Domain", "Documents", "Credentials"},
    "Mail": {"Domain", "Documents", "Credentials", "CCalendar", "CCurl", "CIdn", "CMime"},
    "App": {"Postgres", "Schema", "Psychometrics", "Credentials", "Documents", "Domain", "Web", "Mail"},
}
# Modules that come with the toolchain, and need no dependency in Package.swift.
TOOLCHAIN = {
    "Dispatch", "Foundation", "FoundationEssentials", "FoundationInternationalization", "FoundationNetworking",
    "FoundationXML", "Glibc", "Observation", "RegexBuilder", "Swift", "Synchronization", "Testing",
}
TOUCHES_C = {"Postgres", "Documents", "Mail"}
SPEAKS_SQL = {"Postgres", "Domain", "Schema"}
UNCHECKED = {"Postgres"}
IMPORT = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?"
    r"import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias|actor)\s+)?(\w+)"
)
HTTP = re.compile(r"^(?:HTTP|Hummingbird|NIO|AsyncHTTPClient|FoundationNetworking|Mustache)")
POINTER = re.compile(r"\b(?:OpaquePointer|Unsafe(?:Mutable)?(?:Raw)?(?:Buffer)?Pointer)\b")
SQL = re.compile(
    r"\b(?:SELECT\s+[\w*(]|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\b|DELETE\s+FROM\s|WHERE\s+\w+\s*=|"
    r"(?:CREATE|ALTER|DROP)\s+(?:OR\s+REPLACE\s+)?(?:DATABASE|FUNCTION|INDEX|ROLE|SCHEMA|TABLE|TYPE|VIEW)\s|"
    r"(?:GRANT|REVOKE)\s+\w+\s+(?:ON|TO|FROM)\s|TRUNCATE\s+\w|SET\s+LOCAL\s)"
)


def package():
    dump = subprocess.run(["swift", "package", "dump-package"], check=True, capture_output=True, text=True).stdout
    return json.loads(dump)["targets"]


def folder(target):
    tests = target["type"] == "test"
    return pathlib.Path(target.get("path") or f"{'Tests' if tests else 'Sources'}/{target['name']}")


def complaints(target, own):
    """What is wrong in one target's files, as lines for a person."""
    name = target["name"]
    tests = folder(target).parts[0] == "Tests"
    products = {name for dependency in target["dependencies"] for name in dependency.get("product", [])[:1]}
    modules = own if tests else OWN[name]
    for path in sorted(folder(target).rglob("*.swift")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            code = line.split("//")[0]
            at = f"{path}:{number}:"
            if match := IMPORT.match(code):
                module = match.group(1)
                if module in own and module not in modules:
                    yield f"{at} {name} may not import {module}"
                elif module not in own | products | TOOLCHAIN:
                    yield f"{at} {module} is no dependency of {name} in Package.swift"
                elif name == "Domain" and HTTP.match(module):
                    yield f"{at} Domain does not speak HTTP ({module})"
            if tests:
                continue
            if name not in TOUCHES_C and POINTER.search(code):
                yield f"{at} C pointers stay in {', '.join(sorted(TOUCHES_C))}"
            if name not in SPEAKS_SQL and SQL.search(code):
                yield f"{at} SQL is written in Domain, Postgres and sql only"
            if name not in UNCHECKED and "@unchecked Sendable" in code:
                yield f"{at} @unchecked Sendable is for Postgres alone"


def main():
    targets = package()
    own = {target["name"] for target in targets}
    wrong = []
    for target in targets:
        if target["type"] == "system":
            continue
        if target["name"] not in OWN and folder(target).parts[0] != "Tests":
            wrong.append(f"{target['name']} is a new room: say in scripts/lib/doors.py what it may import")
            continue
        if not any("treatAllWarnings" in setting["kind"] for setting in target["settings"]):
            wrong.append(f"Package.swift: {target['name']} does not treat warnings as errors")
        wrong.extend(complaints(target, own))
    for line in wrong:
        print(f"   {line}")
    sys.exit(1 if wrong else 0)


main()
