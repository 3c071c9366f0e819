#!/usr/bin/env python3
"""Gives a key up by a plan's hash, and kills whoever signs anew five times before a worker ends it alone.

usage: reissuers.py SETTINGS.json
Then every certificate is read: no version, event or mail twice or missing, each latest file signed by a key that nobody
gave up, and the bits of the versions before set.
"""
import base64
import json
import sys
import time

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from issuers import Issuers


class Reissuers(Issuers):
    counted = "SELECT count(*) FROM certificate_version WHERE kind = 'reissued'"

    def commands(self, count):
        settings = self.settings
        compromise = ["key", "compromise", settings["key"], "--reason", "A drill", "--apply", settings["hash"]]
        return [compromise, ["work"]][:count]

    def finish(self):
        """A worker that nobody told of it comes to the end; then the hash once more."""
        self.commands = lambda count: [["work"]]
        self.start(1)
        while self.ask("SELECT count(*) FROM reissue WHERE ended_at IS NULL")[0] != "0":
            if time.monotonic() > self.end or self.running[0].poll() is not None:
                raise SystemExit("the worker did not come to the end; its log is issue.log")
            time.sleep(0.1)
        while self.ask("SELECT count(*) FROM job WHERE finished_at IS NULL AND dead_at IS NULL")[0] != "0":
            time.sleep(0.5)
        self.running[0].terminate()
        self.running[0].wait()
        print(f"the end       a worker ended it by itself; {self.issued():,} are signed anew", flush=True)
        del self.commands
        self.start(1)
        status = self.running[0].wait(60)
        print(f"once more     the same hash ended with {status}; {self.issued():,} are signed anew", flush=True)
        if status != 0:
            raise SystemExit("the same hash once more was refused")

    def play(self):
        expected = int(self.ask("SELECT count(*) FROM certificate WHERE state <> 'revoked'")[0])
        moments = sorted(self.random.sample(range(expected * 4 // 5), 5))
        for number, moment in enumerate(moments):
            self.kill(number, moment, self.random.uniform(0, 0.2))
        self.finish()
        return expected

    def table(self, query):
        """Rows of JSON."""
        lines = self.ask(f"SELECT replace(row_to_json(line)::text, ' ', '') FROM ({query}) AS line")
        return [json.loads(line) for line in lines]


def check(reissuers, expected):
    key = reissuers.settings["key"]
    wrong = []

    def none(what, query):
        found = reissuers.ask(query)
        if found and found != ["0"]:
            wrong.append(f"{what}: {found[:3]}")

    counts = reissuers.ask("""
        SELECT count(*) FROM certificate_version WHERE kind = 'reissued'
        UNION ALL SELECT count(DISTINCT certificate_id) FROM certificate_version WHERE kind = 'reissued' AND number = 2
        UNION ALL SELECT count(*) FROM certificate_event WHERE kind = 'reissued'
        UNION ALL SELECT count(DISTINCT certificate_id) FROM certificate_event WHERE kind = 'reissued'
        UNION ALL SELECT count(*) FROM job WHERE kind = 'mail.certificate_reissued'
        UNION ALL SELECT count(DISTINCT certificate_id) FROM job WHERE kind = 'mail.certificate_reissued'
        UNION ALL SELECT count(*) FROM certificate WHERE version = 2 AND state <> 'revoked'""")
    if set(counts) != {str(expected)}:
        wrong.append(f"not each of {expected} once: {counts}")
    none("revoked and signed anew", "SELECT id FROM certificate WHERE state = 'revoked' AND version > 1")
    none("another term, or one that does not follow", """
        SELECT new.certificate_id
        FROM certificate_version AS new
        JOIN certificate_version AS old ON old.certificate_id = new.certificate_id AND old.number = new.number - 1
        WHERE new.valid_until IS DISTINCT FROM old.valid_until OR new.valid_from <= old.valid_from""")
    none("bits", """
        SELECT version.certificate_id
        FROM certificate_version AS version
        JOIN certificate ON certificate.id = version.certificate_id AND certificate.state <> 'revoked'
        JOIN status_list ON status_list.number = version.status_list
        WHERE get_bit(bits, (version.status_index & ~7) | (7 - (version.status_index & 7)))
            <> CASE WHEN version.number < certificate.version THEN 1 ELSE 0 END""")
    none("lists that are not signed anew", f"""
        SELECT number FROM status_list WHERE signed_by = '{key}' OR signed_edition <> edition""")
    keys = {row["name"]: row for row in reissuers.table("SELECT name, state, jwk FROM signing_key WHERE kind = 'rsa'")}
    files = reissuers.table("""
        SELECT file.jwt, version.jwt_key AS key
        FROM certificate
        JOIN certificate_version AS version
            ON version.certificate_id = certificate.id AND version.number = certificate.version
        JOIN certificate_file AS file ON file.certificate_id = certificate.id AND file.version = version.number
        WHERE certificate.state <> 'revoked'""")
    for file in files:
        if keys[file["key"]]["state"] == "compromised":
            wrong.append(f"still signed by {file['key']}")
        verify(file["jwt"], keys[file["key"]]["jwk"])
    print(f"checked       {len(files):,} files by their new key, and every version, event, mail and bit")
    return wrong


def verify(token, jwk):
    def number(name):
        return int.from_bytes(base64.urlsafe_b64decode(jwk[name] + "=="), "big")
    signed, _, signature = token.rpartition(".")
    key = rsa.RSAPublicNumbers(number("e"), number("n")).public_key()
    key.verify(base64.urlsafe_b64decode(signature + "=="), signed.encode(), padding.PKCS1v15(), hashes.SHA256())


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        settings = json.load(file)
    print(f"seed          {settings['seed']}", flush=True)
    reissuers = Reissuers(settings)
    wrong = check(reissuers, reissuers.play())
    for words in wrong:
        print(f"WRONG         {words}")
    sys.exit(1 if wrong else 0)


main()
