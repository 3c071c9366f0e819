"""What each verifier says of each file, as a table of 80 columns, and whether it is what it must say."""

import collections
import importlib.metadata
import textwrap

from files import KINDS, changed
from statuslist import Revoked


class Table:
    def __init__(self, verifiers):
        self.verifiers = verifiers
        self.widths = [max(7, len(verifier.package)) for verifier in verifiers]
        self.wrong = collections.defaultdict(list)
        self.line("certificate", "file", [verifier.package for verifier in verifiers])
        self.line("", "", [importlib.metadata.version(verifier.package) for verifier in verifiers])

    def line(self, label, kind, cells):
        padded = (cell.ljust(width) for cell, width in zip(cells, self.widths))
        print(f"{label:<11} {kind:<4}  {' '.join(padded)}".rstrip(), flush=True)

    def show(self, files):
        """A block for each certificate, a line for each of its files."""
        for file in files:
            label = (file.script, file.state, "", "")[KINDS.index(file.kind)]
            self.line(label, file.kind, [self.cell(verifier, file) for verifier in self.verifiers])

    def cell(self, verifier, file):
        if file.kind not in verifier.kinds:
            return "-"
        word, why = verdict(verifier, file)
        must = file.must
        if word != must:
            where = f"{file.script} {file.state} .{file.kind}"
            self.wrong[f"{verifier.package} says {word}, not {must}{why}"].append(where)
        return word

    def show_changed(self, files):
        """A block for each file, a line for each part of it: every copy with one byte changed there is refused."""
        tried = 0
        for file in files:
            for part in file.parts:
                copies = list(changed(file, part))
                tried += len(copies)
                self.line(part, file.kind, [self.changed_cell(verifier, part, copies) for verifier in self.verifiers])
        return tried

    def changed_cell(self, verifier, part, copies):
        kind = copies[0].kind
        if kind not in verifier.kinds or part in verifier.reads_no:
            return "-"
        passed = [word for word in (verdict(verifier, copy)[0] for copy in copies) if word != "refused"]
        if not passed:
            return "refused"
        self.wrong[f"{verifier.package} takes {len(passed)} of {len(copies)} changed copies"].append(f"{part} .{kind}")
        return passed[0]


def verdict(verifier, file):
    """One word, and why it is not ok."""
    try:
        name = verifier.read(file)
    except Revoked as reason:
        return "revoked", f": {reason}"
    except verifier.refusals as reason:
        return "refused", f": {type(reason).__name__}, {reason}"
    return ("ok", "") if name == file.holder else ("misread", f": {name!r} instead of {file.holder!r}")


def note(text):
    print(textwrap.fill(text, 80, subsequent_indent="   "))
