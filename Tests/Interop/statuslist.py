"""The bit of one version, read as W3C Bitstring Status List 1.0 says it, with nothing of the service's own code."""

import base64
import datetime
import zlib

SHORTEST = 131_072  # bits, §2.2


class Revoked(Exception):
    """The file is genuine, and its bit is set."""


class Unfit(Exception):
    """What was signed is not what it must be."""


def require(holds, words):
    if not holds:
        raise Unfit(words)


def require_in_term(credential):
    now = datetime.datetime.now(datetime.timezone.utc)
    require(moment(credential["validFrom"]) <= now, "it does not hold yet")
    require("validUntil" not in credential or now < moment(credential["validUntil"]), "it has expired")


def require_unrevoked(credential, listed):
    """Raises ``Revoked`` when the bit is set that the credential names in the list whose signature was checked."""
    entry, subject = credential["credentialStatus"], listed["credentialSubject"]
    require(entry["type"] == "BitstringStatusListEntry", "the entry is of another type")
    require("BitstringStatusListCredential" in listed["type"], "it is no status list")
    require(listed["id"] == entry["statusListCredential"], "it is another list")
    require(listed["issuer"] == credential["issuer"]["id"], "the list is somebody else's")
    require(entry["statusPurpose"] == subject["statusPurpose"] == "revocation", "it tells something else")
    now = datetime.datetime.now(datetime.timezone.utc)
    require(moment(listed["validFrom"]) <= now < moment(listed["validUntil"]), "the list does not hold now")
    if is_set(subject["encodedList"], int(entry["statusListIndex"])):
        raise Revoked(f"bit {entry['statusListIndex']} is set")


def is_set(encoded, index):
    """Multibase base64url, GZIP, then the left-most bit of the first octet is index 0 (§3.2, §3.3)."""
    require(encoded.startswith("u"), "the list is not multibase base64url")
    octets = zlib.decompress(base64.urlsafe_b64decode(encoded[1:] + "=="), wbits=16 + zlib.MAX_WBITS)
    require(len(octets) * 8 >= SHORTEST, "the list is too short to hide anybody in")
    bits = "".join(f"{octet:08b}" for octet in octets)
    return bits[index] == "1"


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def holder(credential):
    """The name as issued."""
    identities = credential["credentialSubject"]["identifier"]
    return next(one["identityHash"] for one in identities if one["identityType"] == "name" and not one["hashed"])
