"""Runs a kit's checker on files made here: true ones, and each kind of false one.

usage: check_kit.py CHECK.PY
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

from made import (
    DID, ENTRIES, FOREIGN, NOW, OTHER_LOG, STOLEN, TRUE, Site, b64url, canonical, certificate, checkpoint, did_document,
    entry, head, jwk, payload, proof, sign, status_list, twin, verifier,
)

CHECKER = sys.argv.pop(1)


class Kit:
    """A folder with files; `change` names those that are another's, None those that are missing."""

    def __init__(self, **change):
        self.folder = tempfile.TemporaryDirectory()
        files = {
            "certificate.jwt": TRUE, "certificate.json": twin(certificate()), "did.json": json.dumps(did_document()),
            "certificate.tlog-proof": proof(TRUE, ENTRIES, 20), "log-key.txt": verifier()[0] + "\n",
            "checkpoint.txt": checkpoint(ENTRIES), "certificate.pdf": b"%PDF-1.5\n" + TRUE.encode() + b"\n",
        }
        for name, content in {**files, **change}.items():
            self.write(name, content)

    def write(self, name, content):
        if content is not None:
            octets = content if isinstance(content, bytes) else content.encode()
            (pathlib.Path(self.folder.name) / name).write_bytes(octets)
        return name

    def check(self, *words, at=NOW):
        place = pathlib.Path(self.folder.name) / "check.py"
        place.write_bytes(pathlib.Path(CHECKER).read_bytes())
        done = subprocess.run(
            [sys.executable, "-B", str(place), "--at", at, *words], capture_output=True, text=True, timeout=120,
            cwd=self.folder.name,
        )
        return done.returncode, " ".join((done.stdout + done.stderr).split())


class CheckerTests(unittest.TestCase):
    def expect(self, code, words, kit, *arguments, **options):
        found, said = kit.check(*arguments, **options)
        self.assertEqual(found, code, said)
        for part in [words] if isinstance(words, str) else words:
            self.assertIn(part, said)
        self.assertNotIn("Traceback", said)
        return said

    def jwt(self, text, **change):
        return Kit(**{"certificate.jwt": text, "certificate.json": None, "certificate.tlog-proof": None,
                      "certificate.pdf": None, **change})

    def test_true(self):
        self.expect(0, ["Nguyễn Thị Ánh", "MES-7K3M9-QRT2W-R", "certificate.json says the same", "entry 20",
                        "certificate.pdf carries it", "open Whether it was revoked",
                        "Everything that was checked holds"],
                    Kit())

    def test_without_the_log(self):
        self.expect(0, "there is no proof of it", Kit(**{"certificate.tlog-proof": None, "log-key.txt": None,
                                                         "checkpoint.txt": None}))

    def test_without_end(self):
        document = certificate()
        del document["validUntil"]
        self.expect(0, "has no end", self.jwt(sign(payload(document))))

    def test_terms(self):
        self.expect(1, "Its term ended at 2029-01-02T09:00:00Z", Kit(), at="2029-01-02T09:00:00Z")
        self.expect(1, "Its term begins at", Kit(), at="2027-01-02T08:59:59Z")

    def test_changed(self):
        parts = TRUE.split(".")
        other = b64url(canonical(payload(certificate(name="Medical Director"))))
        self.expect(1, "The signature does not fit", self.jwt(f"{parts[0]}.{other}.{parts[2]}"))
        for text in (TRUE[:-4] + "AAAA", TRUE[:200], "", "a.b.c", TRUE.replace(".", ".x", 1), "\x00", TRUE + ".x"):
            self.expect(1, "FAILS", self.jwt(text))

    def test_headers(self):
        def forged(**header):
            usual = {"alg": "RS256", "kid": f"{DID}#own", "typ": "JWT"}
            return self.jwt(sign(payload(certificate()), header={**usual, **header}))
        self.expect(1, "not signed", forged(alg="none"))
        self.expect(1, "not signed", forged(alg="None"))
        self.expect(1, "never signs with HS256", forged(alg="HS256"))
        self.expect(1, "never signs with PS256", forged(alg="PS256"))
        self.expect(1, "never writes", forged(jwk=jwk(FOREIGN)))
        self.expect(1, "another purpose", forged(typ="verification-receipt+jwt"))
        self.expect(1, "somebody else", forged(kid="did:web:evil.example#own"))
        self.expect(1, "does not have", forged(kid=f"{DID}#other"))
        self.expect(1, "another kind", forged(kid=f"{DID}#proof"))

    def test_other_keys(self):
        self.expect(1, "The signature does not fit", self.jwt(sign(payload(certificate()), key=FOREIGN)))
        stolen = sign(payload(certificate()), key=STOLEN, header={"alg": "RS256", "kid": f"{DID}#stolen", "typ": "JWT"})
        self.expect(0, "holds", self.jwt(stolen))
        given_up = json.dumps(did_document(stolen="2027-02-01T00:00:00Z"))
        self.expect(1, ["gave its key", "superseded"], self.jwt(stolen, **{"did.json": given_up}))

    def test_wrong_issuers(self):
        other = certificate(issuer={"id": "did:web:evil.example", "name": "Medical Exercise Institute"})
        self.expect(1, "somebody else issued it", self.jwt(sign(payload(other))))
        elsewhere = certificate(id="https://evil.example/verify/X")
        self.expect(1, "Its address is not the issuer's", self.jwt(sign(payload(elsewhere))))
        evil = did_document()
        evil["id"] = "did:web:evil.example"
        self.expect(1, "somebody else", Kit(**{"did.json": json.dumps(evil)}))

    def test_claims(self):
        others = {"exp": 9_999_999_999, "nbf": 0, "jti": "x", "sub": "x", "iss": "did:web:evil.example"}
        for name, value in others.items():
            self.expect(1, "FAILS", self.jwt(sign({**payload(certificate()), name: value})))
        claims = payload(certificate())
        del claims["exp"]
        self.expect(1, "disagrees", self.jwt(sign(claims)))
        self.expect(1, "no certificate", self.jwt(sign(payload(certificate(type=["VerifiableCredential"])))))

    def test_twin(self):
        self.expect(1, "do not say the same", Kit(**{"certificate.json": twin(certificate(name="Another"))}))
        broken = twin(certificate()).replace(b"Medical Exercise Specialist", b"Medical Exercise Director")
        self.expect(1, "certificate.json does not fit", Kit(**{"certificate.json": broken}))
        doubled = b'{"name":"x",' + twin(certificate())[1:]
        self.expect(1, "stands twice", Kit(**{"certificate.json": doubled}))

    def test_paper(self):
        self.expect(1, "does not carry this certificate", Kit(**{"certificate.pdf": b"%PDF-1.5\nother"}))

    def test_status(self):
        kit = Kit()
        kit.write("clear.jwt", status_list(12, 14))
        kit.write("set.jwt", status_list(13))
        kit.write("old.jwt", status_list(until="2027-02-28T00:00:00Z"))
        self.expect(0, "neither revoked nor replaced", kit, "--status", "clear.jwt")
        self.expect(1, "It was revoked", kit, "--status", "set.jwt")
        self.expect(1, "get today's", kit, "--status", "old.jwt")
        self.expect(1, "another list", kit, "--status", "certificate.jwt")
        self.expect(2, "nothing.jwt cannot be read", kit, "--status", "nothing.jwt")

    def test_proofs(self):
        def with_proof(text):
            return Kit(**{"certificate.tlog-proof": text})
        five = [*ENTRIES[:4], entry(TRUE)]
        for index, entries in ((0, [entry(TRUE)]), (4, five), (20, ENTRIES[:21]), (20, ENTRIES[:25])):
            kit = Kit(**{"certificate.tlog-proof": proof(TRUE, entries, index), "checkpoint.txt": None})
            self.expect(0, f"entry {index} of", kit)
        true = proof(TRUE, ENTRIES, 20)
        self.expect(1, "another entry", with_proof(proof("x", ENTRIES, 19)))
        self.expect(1, "does not lead", with_proof(true.replace("index 20", "index 21")))
        lines = true.split("\n")
        self.expect(1, "does not lead", with_proof("\n".join(lines[:3] + lines[4:])))
        self.expect(1, "does not lead", with_proof("\n".join([*lines[:4], lines[3], *lines[4:]])))
        self.expect(1, "no proof of a log", with_proof(true[1:]))
        self.expect(1, "checkpoint does not fit", with_proof(true.replace("\n33\n", "\n34\n")))
        self.expect(1, "another log", with_proof(proof(TRUE, ENTRIES, 20, name="other.example/log")))
        self.expect(1, "another key", with_proof(proof(TRUE, ENTRIES, 20, key=OTHER_LOG)))
        other = Kit(**{"log-key.txt": verifier(OTHER_LOG)[0]})
        self.expect(1, "another key", other)
        self.expect(1, "log's key is damaged", Kit(**{"log-key.txt": verifier()[0].replace("+", "+0", 1)}))

    def lines(self, kit, entries, name="entries.txt"):
        return kit.write(name, "\n".join(entries) + "\n")

    def test_entries(self):
        kit = Kit()
        self.expect(0, ["33 entries are in order", "The signed head (33 entries) fits"],
                    kit, "--entries", self.lines(kit, ENTRIES))
        pages = [
            kit.write(f"{start}.json", json.dumps({
                "items": [{"index": start + i, "entry": text} for i, text in enumerate(ENTRIES[start:start + 20])],
                "size": 33, "next": 20 if start == 0 else None,
            })) for start in (20, 0)
        ]
        self.expect(0, "33 entries are in order", kit, "--entries", *pages)
        self.expect(1, "Entries are missing", kit, "--entries", pages[0])
        self.expect(1, "more than were downloaded", kit, "--entries", self.lines(kit, ENTRIES[:22]))
        odd = [*ENTRIES[:5], ENTRIES[5].replace("issue", "x")]
        self.expect(1, "Entry 5 is none", kit, "--entries", self.lines(kit, odd))
        revoked = [*ENTRIES, entry(TRUE, "revoke", "2027-02-20T00:00:00Z")]
        self.expect(1, "By the log it was revoked", kit, "--entries", self.lines(kit, revoked))

    def test_earlier_heads(self):
        kit = Kit()
        entries = self.lines(kit, ENTRIES)
        mail = kit.write("mail.txt", f"The head of the log is {head(ENTRIES[:1])}.")
        for older in (head(ENTRIES[:7]), kit.write("old.txt", checkpoint(ENTRIES[:20])), mail):
            self.expect(0, "The earlier head", kit, "--entries", entries, "--earlier", older)
        self.expect(2, "no head of the log", kit, "--entries", entries, "--earlier", "12:short")
        self.expect(2, "compared with the log's entries", kit, "--earlier", head(ENTRIES[:7]))

    def test_a_rewritten_log(self):
        """With the database and all keys the log is made anew, with an older certificate in it."""
        back = sign(payload(certificate(validFrom="2026-12-05T00:00:00Z")))
        rewritten = [*ENTRIES[:4], entry(back, at="2026-12-05T00:00:00Z"), *ENTRIES[4:]]
        kit = Kit(**{"certificate.jwt": back, "certificate.json": None, "certificate.pdf": None,
                     "certificate.tlog-proof": proof(back, rewritten, 4), "checkpoint.txt": checkpoint(rewritten)})
        entries = self.lines(kit, rewritten)
        self.expect(0, "entries are in order", kit, "--entries", entries)
        said = self.expect(1, "the log was rewritten", kit, "--entries", entries, "--earlier", head(ENTRIES[:12]))
        self.assertIn("The earlier head (12 entries)", said)
        self.expect(0, "fits", kit, "--entries", entries, "--earlier", head(ENTRIES[:4]))

    def test_a_back_dated_entry(self):
        """It is appended: with the time that it says, or with today's."""
        back = sign(payload(certificate(validFrom="2027-01-20T00:00:00Z")))
        for at, words in (
            ("2027-01-20T00:00:00Z", "older than the one before it"), ("2027-02-27T00:00:00Z", "dated back"),
        ):
            appended = [*ENTRIES, entry(back, at=at)]
            kit = Kit(**{"certificate.jwt": back, "certificate.json": None, "certificate.pdf": None,
                         "certificate.tlog-proof": proof(back, appended, 33), "checkpoint.txt": checkpoint(appended)})
            self.expect(1, words, kit, "--entries", self.lines(kit, appended))
        self.expect(2, "OPEN", kit)
        self.expect(1, "not in the log", kit, "--entries", self.lines(kit, ENTRIES), "--checkpoint",
                    kit.write("c.txt", checkpoint(ENTRIES)), "--proof", kit.write("p", ""))

    def test_older_than_the_log(self):
        old = sign(payload(certificate(validFrom="2020-05-01T00:00:00Z")))
        entries = [entry(old, at="2026-12-01T10:00:00Z"), *ENTRIES[1:]]
        kit = Kit(**{"certificate.jwt": old, "certificate.json": None, "certificate.pdf": None,
                     "certificate.tlog-proof": proof(old, entries, 0), "checkpoint.txt": checkpoint(entries)})
        self.expect(2, "OPEN Whether it is older than the log", kit)
        self.expect(0, "It is older than the log", kit, "--entries", self.lines(kit, entries))
        # What is older than the log came before all else: after an entry of another kind nothing is.
        founded = [entry("keys", "did", at="2026-12-01T09:00:00Z"), *entries]
        kit = Kit(**{"certificate.jwt": old, "certificate.json": None, "certificate.pdf": None,
                     "certificate.tlog-proof": proof(old, founded, 1), "checkpoint.txt": checkpoint(founded)})
        self.expect(1, "it was dated back", kit, "--entries", self.lines(kit, founded))
        # A digest that was entered as something else is no certificate's.
        audited = [*ENTRIES, entry(old, "audit", at="2027-03-01T00:00:00Z")]
        kit.write("certificate.tlog-proof", proof(old, ENTRIES, 20))
        self.expect(1, "not in", kit, "--entries", self.lines(kit, audited), "--checkpoint",
                    kit.write("c.txt", checkpoint(audited)), "--proof", kit.write("p", ""))

    def test_an_address_within_an_address(self):
        document = json.dumps(did_document()).replace(DID, "did:web:registrar.example%40evil.example")
        self.expect(1, "names no plain address", Kit(**{"did.json": document}))

    def test_online(self):
        address = urllib.parse.urlsplit(certificate()["credentialStatus"]["statusListCredential"]).path
        pages = [
            json.dumps({
                "items": [{"index": start + i, "entry": text} for i, text in enumerate(ENTRIES[start:start + 20])],
                "size": 33, "next": 20 if start == 0 else None,
            }) for start in (0, 20)
        ]
        now = {
            "/.well-known/did.json": json.dumps(did_document()), address: status_list(14),
            "/log/key": verifier()[0] + "\n",
            "/log/checkpoint": checkpoint(ENTRIES), "/log/entries?start=0": pages[0], "/log/entries?start=20": pages[1],
        }
        Site.published = dict(now)
        said = self.expect(
            0, ["33 entries are in order", "neither revoked nor replaced", "The signed head"], Kit(), "--online"
        )
        self.assertNotIn("open", said.replace("is marked open", ""))
        self.expect(0, "The earlier head (7 entries) fits", Kit(), "--online", "--earlier", head(ENTRIES[:7]))
        Site.published[address] = status_list(13)
        self.expect(1, "It was revoked", Kit(), "--online")
        Site.published = {**now, "/.well-known/did.json": json.dumps(did_document(own="2027-02-01T00:00:00Z"))}
        self.expect(1, "gave its key", Kit(), "--online")
        Site.published = {**now, "/log/entries?start=0": json.dumps({"items": [], "next": 0})}
        self.expect(1, "pages do not go on", Kit(), "--online")
        Site.published = {}
        self.expect(2, "cannot be downloaded", Kit(), "--online")

    def test_usage(self):
        self.expect(2, "are needed", Kit(**{"did.json": None}))
        self.expect(2, "cannot be read", Kit(), "none.jwt")
        self.expect(1, "FAILS", Kit(**{"did.json": "{"}))
        self.expect(1, "FAILS", Kit(**{"did.json": "[" * 100_000}))
        self.assertEqual(Kit().check("--nonsense")[0], 2)


unittest.main(warnings="ignore")
