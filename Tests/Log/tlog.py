"""A checker of the transparency log that shares no code with the service: RFC 9162 §2.1 and C2SP's notes, from their text."""

import base64
import hashlib
import json
from datetime import datetime, timedelta, timezone

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

DAY = timedelta(days=1)


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """The definition of §2.1.1, as it stands; complete subtrees are remembered, since they never change."""

    def __init__(self, leaves):
        self.leaves = leaves
        self.known = {}

    def hash(self, start, end):
        count = end - start
        if count == 0:
            return hashlib.sha256(b"").digest()
        if count == 1:
            return self.leaves[start]
        known = self.known.get((start, end))
        if known:
            return known
        split = 1 << (count - 1).bit_length() - 1
        whole = node_hash(self.hash(start, start + split), self.hash(start + split, end))
        if count & (count - 1) == 0:
            self.known[start, end] = whole
        return whole

    def root(self, size):
        return self.hash(0, size)


def root_of_inclusion(leaf, index, size, path):
    """§2.1.3.2; None where the path does not fit the place."""
    if not 0 <= index < size:
        return None
    place, last, result = index, size - 1, leaf
    for step in path:
        if last == 0:
            return None
        if place % 2 == 1 or place == last:
            result = node_hash(step, result)
            while place % 2 == 0 and place != 0:
                place, last = place // 2, last // 2
        else:
            result = node_hash(result, step)
        place, last = place // 2, last // 2
    return result if last == 0 else None


def is_consistent(old, old_root, size, root, path):
    """§2.1.4.2."""
    if old == size:
        return old_root == root and not path
    if not 0 < old < size:
        return False
    if old & (old - 1) == 0:
        path = [old_root, *path]
    if not path:
        return False
    place, last = old - 1, size - 1
    while place % 2 == 1:
        place, last = place // 2, last // 2
    before = now = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if place % 2 == 1 or place == last:
            before, now = node_hash(step, before), node_hash(step, now)
            while place % 2 == 0 and place != 0:
                place, last = place // 2, last // 2
        else:
            now = node_hash(now, step)
        place, last = place // 2, last // 2
    return last == 0 and before == old_root and now == root


class NotOurs(Exception):
    """Why a checkpoint is not believed."""


def read_checkpoint(text: str, verifier_key: str):
    """C2SP signed-note and tlog-checkpoint: size and root, when the named key signed them."""
    name, identity, encoded = verifier_key.strip().split("+", 2)
    kind_and_key = base64.b64decode(encoded, validate=True)
    expected = hashlib.sha256(name.encode() + b"\n" + kind_and_key).digest()[:4]
    if kind_and_key[:1] != b"\x01" or bytes.fromhex(identity) != expected:
        raise NotOurs("the verifier key's id is not its own")
    body, _, signatures = text.rpartition("\n\n")
    body += "\n"
    for line in signatures.splitlines():
        dash, who, signature = line.split(" ")
        octets = base64.b64decode(signature, validate=True)
        if dash == "\u2014" and who == name and octets[:4] == expected:
            try:
                Ed25519PublicKey.from_public_bytes(kind_and_key[1:]).verify(octets[4:], body.encode())
            except InvalidSignature as error:
                raise NotOurs("the signature does not fit") from error
            origin, size, root = body.splitlines()[:3]
            if origin != name:
                raise NotOurs(f"it is of {origin}")
            return int(size), base64.b64decode(root, validate=True)
    raise NotOurs("the log's key did not sign it")


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)


def claims(jws: str):
    part = jws.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def complaints(entries, jws=(), heads=()):
    """What is wrong with a log as it was downloaded, in words.

    entries: octets in their order; jws: compact JWS of certificates that somebody holds; heads: (size, root, source) that
    somebody held since.
    """
    found = []
    tree = Tree([leaf_hash(entry) for entry in entries])
    for size, root, source in heads:
        if size > len(entries):
            found.append(f"{source} knew {size} entries, and the log has {len(entries)}: it was cut")
        elif tree.root(size) != root:
            found.append(f"{source} says the first {size} entries hash to {base64.b64encode(root).decode()}, "
                         f"and they hash to {base64.b64encode(tree.root(size)).decode()}: the log was rewritten")
    read = [json.loads(entry) for entry in entries]
    for index, (before, entry) in enumerate(zip(read, read[1:]), start=1):
        if moment(entry["t"]) < moment(before["t"]):
            found.append(f"entry {index} says {entry['t']}, which is before the entry ahead of it ({before['t']})")
    began = moment(read[0]["t"]) if read else None
    # What was issued before the log existed stands before the first entry of another kind, in the log's first day.
    founding = next((i for i, entry in enumerate(read) if entry["op"] in ("did", "audit")), len(read))
    for text in jws:
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
        place = next((i for i, entry in enumerate(read) if entry["h"] == digest and entry["op"] == "issue"), None)
        said = claims(text)
        if place is None:
            found.append(f"{said['jti']} is not in the log")
            continue
        starts, logged = moment(said["validFrom"]), moment(read[place]["t"])
        is_founding = place < founding and starts < began and logged <= began + DAY
        if starts + DAY < logged and not is_founding:
            found.append(f"{said['jti']} says it began at {said['validFrom']}, "
                         f"more than a day before entry {place} was logged ({read[place]['t']})")
    return found
