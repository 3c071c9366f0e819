"""The issuer's keys as rows, and signatures by them: RS256 of JWTs, and Data Integrity with eddsa-jcs-2022."""
import base64
import hashlib
import json
import urllib.parse

import jwt
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(value):
    """RFC 8785 for what has ASCII names, texts and whole numbers."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def octets(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Keys:
    """The issuer's keys that sign now, under the full ids by which files name them."""

    def __init__(self, issued):
        self.url = issued.institute[0]["url"]
        self.did = "did:web:" + urllib.parse.quote(urllib.parse.urlsplit(self.url).netloc, safe="")
        active = [row for row in issued.key if row["state"] == "active"]
        self.active = {f"{self.did}#{row['name']}": json.loads(row["jwk"]) for row in active}

    def decode(self, token):
        """The payload of a JWT that an active key signed; anything else raises."""
        header = jwt.get_unverified_header(token)
        if set(header) != {"alg", "kid", "typ"} or header["typ"] != "JWT" or header["kid"] not in self.active:
            raise jwt.InvalidTokenError(f"its header is {header}")
        key = jwt.PyJWK(self.active[header["kid"]])
        required = {"require": ["iss", "nbf", "exp", "jti"]}
        return jwt.decode(token, key, algorithms=["RS256"], issuer=self.did, options=required)

    def holds(self, document):
        """Whether an eddsa-jcs-2022 proof holds: signed are the hashes of its options and of all but the proof."""
        proof = dict(document["proof"])
        number = 0
        for letter in proof.pop("proofValue")[1:]:
            number = number * 58 + BASE58.index(letter)
        unsecured = {name: value for name, value in document.items() if name != "proof"}
        message = hashlib.sha256(canonical(proof)).digest() + hashlib.sha256(canonical(unsecured)).digest()
        try:
            key = Ed25519PublicKey.from_public_bytes(octets(self.active[proof["verificationMethod"]]["x"]))
            key.verify(number.to_bytes(64, "big"), message)
        except (InvalidSignature, KeyError, OverflowError):
            return False
        return proof["cryptosuite"] == "eddsa-jcs-2022" and proof["proofPurpose"] == "assertionMethod"
