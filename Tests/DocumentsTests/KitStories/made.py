"""An issuer and a log made here: true files and false ones. It shares no code with the service or the checker."""

import base64
import datetime
import gzip
import hashlib
import http.server
import json
import threading
import urllib.parse

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa



class Site(http.server.BaseHTTPRequestHandler):
    """What the issuer publishes, by path; a trial's, so without TLS."""

    published = {}

    def do_GET(self):
        content = self.published.get(self.path)
        self.send_response(200 if content else 404)
        self.end_headers()
        self.wfile.write((content or "").encode())

    def log_message(self, *words):
        pass


SERVER = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
threading.Thread(target=SERVER.serve_forever, daemon=True).start()
HOST = f"localhost:{SERVER.server_port}"
DID = f"did:web:{urllib.parse.quote(HOST, safe='')}"
SITE = f"https://{HOST}"
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
        for name in revoked:
            if method["id"] == f"{DID}#{name}":
                del method["publicKeyJwk"]
                method["revoked"] = revoked[name]
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
               "created": document["validFrom"], "verificationMethod": f"{DID}#proof",
               "proofPurpose": "assertionMethod"}
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
