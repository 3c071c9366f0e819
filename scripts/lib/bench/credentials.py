#!/usr/bin/env python3
"""Signs copies of one issued certificate under IDs of their own, as rows of `certificate_file` in CSV.

usage: credentials.py PATTERN.csv KEYS COUNT IDS
PATTERN.csv holds the JWT and the JSON that the service issued, KEYS is its folder of private keys; the IDs as printed
go to the file IDS, one a line. A copy has a subject of its own too, and the pattern's holder, term and place in the
list of revocations. Only the JWT is signed anew: nobody who looks a certificate up checks the proof in the JSON.
"""
import base64
import csv
import hashlib
import json
import multiprocessing
import pathlib
import random
import sys
import uuid

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
VALUES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"


def fresh_id():
    """Ten letters and their check by ISO 7064 MOD 37-2, drawn again while it is none of the letters."""
    while True:
        letters = "".join(random.choices(LETTERS, k=10))
        total = 0
        for letter in letters:
            total = (total + VALUES.index(letter)) * 2 % 37
        check = VALUES[(38 - total) % 37]
        if check in LETTERS:
            return letters + check


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Copies:
    def __init__(self, pattern, keys):
        with open(pattern, newline="", encoding="utf-8") as file:
            jwt, self.proof = next(csv.reader(file))
        self.header, payload, _ = jwt.split(".")
        header, self.payload = (base64.urlsafe_b64decode(part + "==").decode() for part in (self.header, payload))
        name = json.loads(header)["kid"].rpartition("#")[2]
        self.key = serialization.load_pem_private_key(pathlib.Path(keys, f"{name}.pem").read_bytes(), password=None)
        claims = json.loads(self.payload)
        self.printed, self.subject = claims["credentialSubject"]["licenseNumber"], claims["sub"]

    def printed_as(self, id):
        return "-".join([self.printed.split("-")[0], id[:5], id[5:10], id[10:]])

    def row(self, id):
        """The columns of certificate_file; the subject is what the register derives from the ID."""
        subject = f"urn:uuid:{uuid.UUID(hashlib.md5(id.encode()).hexdigest())}"
        payload, proof = (
            text.replace(self.printed, self.printed_as(id)).replace(self.subject, subject)
            for text in (self.payload, self.proof)
        )
        signed = f"{self.header}.{base64url(payload.encode())}"
        signature = self.key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
        return id, 1, f"{signed}.{base64url(signature)}", proof


def main():
    pattern, keys, count, file = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
    copies, ids = Copies(pattern, keys), set()
    while len(ids) < count:
        ids.add(fresh_id())
    pathlib.Path(file).write_text("".join(f"{copies.printed_as(id)}\n" for id in ids), encoding="ascii")
    with multiprocessing.Pool(initializer=begin, initargs=(pattern, keys)) as pool:
        csv.writer(sys.stdout).writerows(pool.imap(make_row, ids, chunksize=500))


def begin(pattern, keys):
    """A key does not travel between processes, so that each reads it."""
    global copies
    copies = Copies(pattern, keys)


def make_row(id):
    return copies.row(id)


if __name__ == "__main__":
    main()
