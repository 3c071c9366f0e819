"""Runs a kit's checker on files made here: true ones, and each kind of false one.

usage: check_kit.py CHECK.PY
Everything is signed and hashed by this file alone, so that checker and service could both be wrong and still be found out.
"""

import base64
import datetime
import gzip
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa

CHECKER = sys.argv.pop(1)
DID = "did:web:registrar.example"
SITE = "https://registrar.example"
NOW = "2027-03-01T12:00:00Z"
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
OWN, STOLEN, FOREIGN = (rsa.generate_private_key(65537, 2048) for _ in range(3))
PROOF, LOG, OTHER_LOG = (ed25519.Ed25519PrivateKey.generate() for _ in range(3))


def b64url(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def canonical(value):
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def seconds(text):
    return int(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())


def raw(key):
    return key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def base58(octets):
    number, text = int.from_bytes(octets, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = BASE58[digit] + text
    return "z" + "1" * (len(octets) - len(octets.lstrip(b"\0"))) + text


def jwk(key):
    numbers = key.public_key().public_numbers()
    return {"kty": "RSA", "e": b64url(numbers.e.to_bytes(3, "big")), "n": b64url(numbers.n.to_bytes(256, "big"))}


def did_document(**revoked):
    methods = [
        {"id": f"{DID}#{name}", "controller": DID, "type": "JsonWebKey", "publicKeyJwk": jwk(key)}
        for name, key in (("own", OWN), ("stolen", STOLEN))
    ]
    methods.append({"id": f"{DID}#proof", "controller": DID, "type": "Multikey",
                    "publicKeyMultibase": base58(b"\xed\x01" + raw(PROOF))})
    for method in methods:
        method.update({"revoked": revoked[name] for name in revoked if method["id"] == f"{DID}#{name}"})
    trusted = [method["id"] for method in methods if "revoked" not in method]
    return {"id": DID, "verificationMethod": methods, "assertionMethod": trusted}


def certificate(**changes):
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"], "id": f"{SITE}/verify/MES-7K3M9-QRT2W-R",
        "type": ["VerifiableCredential", "OpenBadgeCredential"], "name": "Medical Exercise Specialist",
        "issuer": {"id": DID, "type": ["Profile"], "name": "Medical Exercise Institute"},
        "validFrom": "2027-01-02T09:00:00Z", "validUntil": "2029-01-02T09:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:1", "licenseNumber": "MES-7K3M9-QRT2W-R",
            "identifier": [{"identityType": "name", "identityHash": "Nguyễn Thị Ánh"}],
        },
        "credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "13",
                             "statusListCredential": f"{SITE}/status/revocation/1"},
        **changes,
    }


def payload(document):
    issuer = document["issuer"]
    claims = {"iss": issuer if isinstance(issuer, str) else issuer["id"], "jti": document["id"],
              "sub": document["credentialSubject"]["id"], "nbf": seconds(document["validFrom"])}
    if "validUntil" in document:
        claims["exp"] = seconds(document["validUntil"])
    return {**document, **claims}


def sign(claims, key=OWN, header=None):
    header = header or {"alg": "RS256", "kid": f"{DID}#own", "typ": "JWT"}
    signed = b64url(canonical(header)) + "." + b64url(canonical(claims))
    return signed + "." + b64url(key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))


def twin(document):
    options = {"@context": document["@context"], "type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022",
               "created": document["validFrom"], "verificationMethod": f"{DID}#proof", "proofPurpose": "assertionMethod"}
    message = hashlib.sha256(canonical(options)).digest() + hashlib.sha256(canonical(document)).digest()
    return canonical({**document, "proof": {**options, "proofValue": base58(PROOF.sign(message))}})


def status_list(*revoked, until="2027-03-10T00:00:00Z"):
    bits = bytearray(16_384)
    for index in revoked:
        bits[index >> 3] |= 0x80 >> (index & 7)
    return sign(payload({
        "id": f"{SITE}/status/revocation/1", "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": DID, "validFrom": "2027-02-24T00:00:00Z", "validUntil": until,
        "credentialSubject": {"id": f"{SITE}/status/revocation/1#list", "type": "BitstringStatusList",
                              "statusPurpose": "revocation", "encodedList": "u" + b64url(gzip.compress(bytes(bits)))},
    }))


def entry(text, operation="issue", at="2027-01-02T09:00:00Z"):
    digest = b64url(hashlib.sha256(text.encode()).digest())
    return canonical({"h": digest, "op": operation, "t": at, "v": 1}).decode()


def leaf(text):
    return hashlib.sha256(b"\0" + text.encode()).digest()


def root(entries):
    """RFC 9162 §2.1.1, as it is written there."""
    if not entries:
        return hashlib.sha256().digest()
    if len(entries) == 1:
        return leaf(entries[0])
    split = 1
    while split * 2 < len(entries):
        split *= 2
    return hashlib.sha256(b"\1" + root(entries[:split]) + root(entries[split:])).digest()


def path(index, entries):
    """RFC 9162 §2.1.3.1."""
    if len(entries) == 1:
        return []
    split = 1
    while split * 2 < len(entries):
        split *= 2
    if index < split:
        return path(index, entries[:split]) + [root(entries[split:])]
    return path(index - split, entries[split:]) + [root(entries[:split])]


def verifier(key=LOG, name="registrar.example/log"):
    octets = b"\1" + raw(key)
    id = hashlib.sha256(name.encode() + b"\n" + octets).digest()[:4]
    return f"{name}+{id.hex()}+{base64.b64encode(octets).decode()}", id


def checkpoint(entries, key=LOG, name="registrar.example/log"):
    body = f"{name}\n{len(entries)}\n{base64.b64encode(root(entries)).decode()}\n"
    signature = base64.b64encode(verifier(key, name)[1] + key.sign(body.encode())).decode()
    witness = base64.b64encode(b"abcd" + bytes(64)).decode()
    return f"{body}\n\u2014 {name} {signature}\n\u2014 witness.example {witness}\n"


def head(entries):
    return f"{len(entries)}:{base64.b64encode(root(entries)).decode()}"


def proof(text, entries, index, **options):
    lines = ["c2sp.org/tlog-proof@v1", f"extra {base64.b64encode(entries[index].encode()).decode()}", f"index {index}"]
    lines += [base64.b64encode(step).decode() for step in path(index, entries)]
    return "\n".join([*lines, "", checkpoint(entries, **options)])


TRUE = sign(payload(certificate()))
BEFORE = [entry(f"earlier {number}", at=f"2026-12-{number + 1:02}T00:00:00Z") for number in range(20)]
ENTRIES = [*BEFORE, entry(TRUE, at="2027-01-02T09:00:01Z"),
           *(entry(f"later {number}", at=f"2027-02-{number + 1:02}T00:00:00Z") for number in range(12))]


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
                        "certificate.pdf carries it", "open Whether it was revoked", "Everything that was checked holds"], Kit())

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
            return self.jwt(sign(payload(certificate()), header={"alg": "RS256", "kid": f"{DID}#own", "typ": "JWT", **header}))
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
        self.expect(1, "Its address is not the issuer's", self.jwt(sign(payload(certificate(id="https://evil.example/verify/X")))))
        evil = did_document()
        evil["id"] = "did:web:evil.example"
        self.expect(1, "somebody else", Kit(**{"did.json": json.dumps(evil)}))

    def test_claims(self):
        for name, value in (("exp", 9_999_999_999), ("nbf", 0), ("jti", "x"), ("sub", "x"), ("iss", "did:web:evil.example")):
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
        for index, entries in ((0, [entry(TRUE)]), (4, [*ENTRIES[:4], entry(TRUE)]), (20, ENTRIES[:21]), (20, ENTRIES[:25])):
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
        self.expect(1, "Entry 5 is none", kit, "--entries", self.lines(kit, [*ENTRIES[:5], ENTRIES[5].replace("issue", "x")]))
        revoked = [*ENTRIES, entry(TRUE, "revoke", "2027-02-20T00:00:00Z")]
        self.expect(1, "By the log it was revoked", kit, "--entries", self.lines(kit, revoked))

    def test_earlier_heads(self):
        kit = Kit()
        entries = self.lines(kit, ENTRIES)
        for older in (head(ENTRIES[:7]), kit.write("old.txt", checkpoint(ENTRIES[:20])), kit.write("m.txt", f"It is {head(ENTRIES[:1])}.")):
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
        for at, words in (("2027-01-20T00:00:00Z", "older than the one before it"), ("2027-02-27T00:00:00Z", "dated back")):
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

    def test_usage(self):
        self.expect(2, "are needed", Kit(**{"did.json": None}))
        self.expect(2, "cannot be read", Kit(), "none.jwt")
        self.expect(1, "FAILS", Kit(**{"did.json": "{"}))
        self.expect(1, "FAILS", Kit(**{"did.json": "[" * 100_000}))
        self.assertEqual(Kit().check("--nonsense")[0], 2)


unittest.main(warnings="ignore")
