"""usage: verify.py BINARY FOLDER: exports every profile, and has Python and LibreOffice read what came out."""

import csv
import hashlib
import json
import pathlib
import subprocess
import sys
import xml.etree.ElementTree as tree

HEADERS = {
    "kajabi": ["Email Address", "Name", "Phone Number"],
    "mailchimp": ["Email Address", "First Name", "Last Name", "Tags"],
    "kit": ["email", "first_name", "tags"],
    "kit-without-name": ["email"],
    "brevo": ["EMAIL", "FIRSTNAME", "LASTNAME"],
    "spreadsheet": ["Email Address", "Name", "Source", "Confirmed At"],
    "jsonl": None,
}
TRIGGERS = tuple("=+-@\t\r＝＋－＠")
# Commas and quotes, UTF-8, from the first line, every cell as what it looks like, and formulas evaluated: the worst case.
FILTER = "CSV:44,34,76,1,,0,false,true,false,false,false,-1,true"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

wrong = []


def check(what, holds, told=""):
    print(f"  {'ok  ' if holds else 'FAIL'} {what}{'' if holds else f': {told}'}")
    if not holds:
        wrong.append(what)


def export(binary, folder, profile):
    path = folder / f"{profile}.{'jsonl' if profile == 'jsonl' else 'csv'}"
    quarantine = folder / f"{profile}.quarantine.csv"
    command = [binary, "subscriber", "export", "--profile", profile, "--output", path, "--quarantine", quarantine, "--json"]
    answer = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return path, quarantine, answer


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, strict=True))


def read(binary, folder, profile):
    path, quarantine, answer = export(binary, folder, profile)
    octets = path.read_bytes()
    check(f"{profile}: SHA-256 is as told", hashlib.sha256(octets).hexdigest() == answer["sha256"])
    check(f"{profile}: a byte order mark stands in the spreadsheet alone", octets.startswith(b"\xef\xbb\xbf") == (profile == "spreadsheet"))
    if HEADERS[profile] is None:
        lines = [json.loads(line) for line in octets.decode("utf-8").splitlines()]
        check(f"{profile}: {answer['rows']} rows, by Python's json", len(lines) == answer["rows"], len(lines))
        return path
    header, *rows = rows_of(path)
    check(f"{profile}: the header is its own", header == HEADERS[profile], header)
    check(f"{profile}: {answer['rows']} rows, by Python's csv", len(rows) == answer["rows"], len(rows))
    check(f"{profile}: each row has {len(header)} cells", all(len(row) == len(header) for row in rows))
    check(f"{profile}: no cell begins like a formula", not any(cell.startswith(TRIGGERS) for row in rows for cell in row))
    formulas = sum(held["count"] for held in answer["held_back"] if held["reason"] == "looks_like_a_formula")
    held, *quarantined = rows_of(quarantine)
    check(f"{profile}: {formulas} rows are in quarantine", held == header and len(quarantined) == formulas, len(quarantined))
    return path


def cells(path, folder):
    """Every cell of a CSV as LibreOffice has it: its formula, if it is one, and what it shows."""
    command = [
        "libreoffice", f"-env:UserInstallation=file://{folder}/office", "--headless", f"--infilter={FILTER}",
        "--convert-to", "fods", "--outdir", str(folder), str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    for cell in tree.parse(path.with_suffix(".fods")).iter(f"{TABLE}table-cell"):
        yield cell.get(f"{TABLE}formula"), "\n".join("".join(line.itertext()) for line in cell.iter(f"{TEXT}p"))


def main():
    binary, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    print("Python reads:")
    paths = {profile: read(binary, folder, profile) for profile in HEADERS}

    print("LibreOffice reads:")
    sheet = list(cells(paths["spreadsheet"], folder))
    formulas = [formula for formula, _ in sheet if formula]
    check("spreadsheet: no cell is a formula", not formulas, formulas)
    shown = {text for _, text in sheet}
    for name in ["'=cmd|' /C calc'!A0", "'=1+1", "'@SUM(1+1)*cmd|' /C calc'!A0", "'+1+1", "'-1+1", "'=1+1@example.org"]:
        check(f"spreadsheet: {name} is text", name in shown, sorted(shown))
    raw = folder / "raw.csv"
    names = [json.loads(line)["name"] for line in paths["jsonl"].read_text(encoding="utf-8").splitlines()]
    with open(raw, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([name] for name in names if name)
    ran = [formula for formula, _ in cells(raw, folder) if formula]
    check(f"raw names, to compare: {len(ran)} cells are formulas", len(ran) >= 3, ran)
    sys.exit(1 if wrong else 0)


main()
