"""Roots, inclusion and consistency of the service's log beside pymerkle's and a checker's own, for random sizes."""

import base64
import random
import sys
import time
import warnings

import pymerkle

from service import Log
from tlog import Tree, is_consistent, leaf_hash, read_checkpoint, root_of_inclusion

warnings.simplefilter("ignore")


def hashes(proof):
    return [base64.b64decode(text) for text in proof["hashes"]]


def main():
    port, sizes, seed = (int(word) for word in sys.argv[1:])
    log, chance = Log(port), random.Random(seed)
    entries = log.entries()
    leaves = [leaf_hash(entry) for entry in entries]
    tree = Tree(leaves)
    theirs = pymerkle.InmemoryTree(algorithm="sha256")
    for entry in entries:
        theirs.append_entry(entry)
    size, root = read_checkpoint(log.text("/log/checkpoint"), log.text("/log/key"))
    wrong = []

    def agree(what, *values):
        if any(value != values[0] for value in values[1:]):
            wrong.append(what)

    agree(f"checkpoint of {size}", root, tree.root(size), theirs.get_root(size))
    start = time.monotonic()
    for _ in range(sizes):
        new = chance.randint(1, len(entries))
        old, index = chance.randint(1, new), chance.randrange(new)
        inclusion = log.json(f"/log/inclusion?index={index}&size={new}")
        ours, path = base64.b64decode(inclusion["root"]), hashes(inclusion)
        agree(f"root of {new}", ours, tree.root(new), theirs.get_root(new))
        agree(f"inclusion of {index} in {new}", root_of_inclusion(leaves[index], index, new, path), ours)
        # pymerkle counts leaves from 1.
        their_proof = theirs.prove_inclusion(index + 1, new)
        agree(f"path of {index} in {new}", path, their_proof.path[1:])
        pymerkle.verify_inclusion(leaves[index], ours, their_proof)
        consistency = log.json(f"/log/consistency?from={old}&to={new}")
        before = base64.b64decode(consistency["from_root"])
        agree(f"root of {old}", before, tree.root(old), theirs.get_root(old))
        agree(f"consistency of {old} and {new}", is_consistent(old, before, new, ours, hashes(consistency)), True)
        pymerkle.verify_consistency(before, ours, theirs.prove_consistency(old, new))
        # A checker that cannot fail proves nothing.
        bent = bytes([ours[0] ^ 1]) + ours[1:]
        agree(f"a bent root of {new}", is_consistent(old, before, new, bent, hashes(consistency)), False)
    print(f"entries       {len(entries)}, in steps of many and of one")
    print(f"sizes         {sizes} at random (seed {seed}), {time.monotonic() - start:.0f} s")
    print("compared      root, inclusion and consistency: ours, pymerkle's, and a checker's own")
    print(f"disagree      {len(wrong)}")
    for what in wrong[:20]:
        print(f"  {what}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
