"""Compares `registrar exam analyze` with formulas.py, figure by figure, and prints a table of 80 columns."""

import json
import pathlib
import subprocess
import sys
import tempfile

from cases import every
from formulas import analyse

TOLERANCE = 1e-9
# Bock and Lieberman's data, to the digits in which they are published.
LSAT = {
    ("reliability", "alpha"): "0.2949971922", ("reliability", "standard_error"): "0.8686319704",
    ("consistency", "agreement"): "0.5831979205", ("consistency", "kappa"): "0.0692309964",
    ("consistency", "livingston"): "0.3159369900", ("scores", "pass_rate"): "0.655",
}


def differences(ours, theirs, path=""):
    """Every figure of `theirs` with how far ours is from it; infinite where only one is available."""
    if isinstance(theirs, dict):
        for name, value in theirs.items():
            yield from differences(ours[name], value, f"{path}.{name}")
    elif isinstance(theirs, list):
        if not isinstance(ours, list) or len(ours) != len(theirs):
            yield path, float("inf")
            return
        for place, (our, their) in enumerate(zip(ours, theirs)):
            yield from differences(our, their, f"{path}[{place}]")
    elif theirs is None or ours is None:
        yield path, 0.0 if ours is theirs else float("inf")
    else:
        yield path, abs(ours - theirs)


def ask(binary, case):
    with tempfile.TemporaryDirectory() as folder:
        answers, key = case.write(pathlib.Path(folder))
        words = [binary, "exam", "analyze", "--responses", answers, "--key", key, "--cut", str(case.cut), "--json"]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{case.name}: the program refused: {done.stderr}")
    return json.loads(done.stdout, parse_constant=lambda word: sys.exit(f"{case.name}: {word} in the answer"))


def main():
    binary, lsat = sys.argv[1:]
    print(f"{'answers':<14} {'n':>6} {'k':>4} {'figures':>8} {'not available':>14} {'largest difference':>19}")
    wrong = []
    for case in every(lsat):
        ours, theirs = ask(binary, case), analyse(case.answers, case.items, case.cut)
        found = list(differences(ours, theirs))
        worst = max(found, key=lambda pair: pair[1])
        missing = json.dumps(theirs).count("null")
        print(f"{case.name:<14} {theirs['n']:>6} {theirs['items']:>4} {len(found):>8} {missing:>14} {worst[1]:>19.1e}")
        wrong += [f"{case.name}{path}: {by:.3e}" for path, by in found if not by <= TOLERANCE]
        if case.name == "LSAT 6":
            for (part, name), published in LSAT.items():
                printed = f"{ours[part][name]:.{len(published) - 2}f}"
                if printed != published:
                    wrong.append(f"LSAT 6.{part}.{name}: {printed}, published {published}")
    for line in wrong[:40]:
        print(f"differs: {line}")
    if wrong:
        sys.exit(f"{len(wrong)} figures differ by more than {TOLERANCE}.")
    print(f"Every figure is the same to {TOLERANCE}.")


main()
