"""Checks a log as it is served today, for certificates and heads that somebody holds: check.py PORT [--head SIZE:ROOT]
[--checkpoint FILE] [JWT…]. It ends with 1 when something does not fit, and says what."""

import argparse
import base64
import pathlib
import sys

from service import Log
from tlog import NotOurs, complaints, read_checkpoint


def main():
    words = argparse.ArgumentParser()
    words.add_argument("port", type=int)
    words.add_argument("--head", action="append", default=[])
    words.add_argument("--checkpoint", action="append", default=[])
    words.add_argument("jwt", nargs="*")
    asked = words.parse_intermixed_args()
    log = Log(asked.port)
    entries, key = log.entries(), log.text("/log/key")
    heads = []
    try:
        heads.append((*read_checkpoint(log.text("/log/checkpoint"), key), "today's checkpoint"))
        for path in asked.checkpoint:
            heads.append((*read_checkpoint(pathlib.Path(path).read_text(encoding="utf-8"), key), path))
    except NotOurs as reason:
        sys.exit(f"the checkpoint is not the log's: {reason}")
    for head in asked.head:
        size, _, root = head.partition(":")
        heads.append((int(size), base64.b64decode(root, validate=True), f"the head {size}:…"))
    found = complaints(entries, [pathlib.Path(path).read_text(encoding="utf-8") for path in asked.jwt], heads)
    for words in found:
        print(f"  {words}")
    print(f"  {len(entries)} entries: " + ("not to be believed" if found else "nothing to complain of"))
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
