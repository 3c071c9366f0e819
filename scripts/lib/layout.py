"""Holds the shape of the working copy: what lies at its top, how long a file grows, and that no path of one machine is told."""

import pathlib
import re
import subprocess
import sys

TOP = {"Package.swift", "Sources", "Tests", "sql", "scripts", "README.md"}
LONG = 200
TOO_LONG = 300
COUNTED = {".swift", ".sql", ".py", ".sh", ""}
GENERATED = {"sql/schema.sql"}
# Whoever gets a kit reads its checker as one file.
WHOLE = {"Sources/Documents/Kit/Files/check.py"}
# The folders of somebody's machine, as a path of their own: not the end of a longer path or a word that begins alike.
MACHINE = re.compile(r"(?<![\w.$}~-])/(?:work|root|tmp/plan|home/\w+)(?![\w-])")


def tracked():
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], check=True, capture_output=True, text=True
    ).stdout
    return sorted(name for name in names.split("\0") if name and pathlib.Path(name).is_file())


def main():
    wrong, long = [], []
    for top in sorted({name.split("/")[0] for name in tracked()}):
        if top not in TOP and not top.startswith("."):
            wrong.append(f"{top}: only {', '.join(sorted(TOP))} and dotfiles lie at the top")
    for name in tracked():
        try:
            lines = pathlib.Path(name).read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue  # a picture or a font
        for number, line in enumerate(lines, start=1):
            if MACHINE.search(line):
                wrong.append(f"{name}:{number}: a path of one machine: {line.strip()[:80]}")
        if pathlib.Path(name).suffix in COUNTED and name not in GENERATED | WHOLE and len(lines) > LONG:
            long.append((len(lines), name))
    for length, name in sorted(long, reverse=True):
        if length > TOO_LONG:
            wrong.append(f"{name}: {length} lines; split it, {TOO_LONG} is the limit")
        else:
            print(f"   {name}: {length} lines, can it be two?")
    for line in wrong:
        print(f"   {line}")
    sys.exit(1 if wrong else 0)


main()
