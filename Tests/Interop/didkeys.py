"""The issuer's keys out of its DID document, for what is checked with plain cryptography."""

import base64
import json

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from statuslist import require

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


class DIDKeys:
    def __init__(self, institute):
        self.did, self.fetch = institute.did, institute.fetch
        document = institute.fetch_json("/.well-known/did.json")
        require(document["id"] == institute.did, "the document is of another DID")
        methods = {method["id"]: method for method in document["verificationMethod"]}
        self.methods = {id: methods[id] for id in document["assertionMethod"]}

    def ed25519(self, id):
        """The key of a Multikey: base58btc of the multicodec ed01 and 32 octets."""
        require(id in self.methods, "the issuer does not vouch for this key")
        octets = base58(self.methods[id]["publicKeyMultibase"])
        require(octets[:2] == b"\xed\x01", "it is no Ed25519 key")
        return ed25519.Ed25519PublicKey.from_public_bytes(octets[2:])

    def rsa(self, id):
        require(id in self.methods, "the issuer does not vouch for this key")
        key = self.methods[id]["publicKeyJwk"]
        return rsa.RSAPublicNumbers(e=number(key["e"]), n=number(key["n"])).public_key()

    def status_list(self, address):
        """The credential behind an address, once its RS256 signature was checked."""
        signed, _, signature = self.fetch(address).rpartition(b".")
        header, payload = (json.loads(decode(part)) for part in signed.split(b"."))
        require(header["alg"] == "RS256", "another algorithm")
        self.rsa(header["kid"]).verify(decode(signature), signed, padding.PKCS1v15(), hashes.SHA256())
        require(payload["iss"] == payload["issuer"] == self.did, "the list is somebody else's")
        return payload


def decode(text):
    return base64.urlsafe_b64decode(text + b"==")


def number(text):
    return int.from_bytes(decode(text.encode("ascii")), "big")


def base58(multibase):
    """Multibase base58btc: the prefix z, and a leading 1 for each leading zero octet."""
    require(multibase.startswith("z"), "it is not base58btc")
    text = multibase[1:]
    value = 0
    for character in text:
        value = value * 58 + BASE58.index(character)
    return bytes(len(text) - len(text.lstrip("1"))) + value.to_bytes((value.bit_length() + 7) // 8, "big")
