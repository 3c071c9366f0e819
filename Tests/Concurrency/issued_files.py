"""What the signed files of certificates and the lists of revocations must say.

VC-JWT (VC-JOSE-COSE 1.0), Open Badges 3.0, Bitstring Status List 1.0.
"""
import gzip
import json

import jwt

from issued_keys import Keys, digest, octets
from issued_rows import printed

CLAIMS = ("iss", "jti", "sub", "nbf", "exp")


def expected(certificate, version, decision, url):
    """Facts of a credential by the rows alone."""
    list_url = f"{url}/status/revocation/{version['list']}"
    begins, ends = (certificate[name].replace(".000000Z", "Z") for name in ("begins", "ends"))
    return {
        "id": f"{url}/verify/{printed(certificate)}", "validFrom": begins, "validUntil": ends, "awardedDate": begins,
        "subject": f"urn:uuid:{certificate['subject']}", "licenseNumber": printed(certificate),
        "name": certificate["name"], "code": decision["code"], "version": decision["number"],
        "title": ("TEST " if certificate["is_test"] == "t" else "") + decision["name"],
        "status": {
            "id": f"{list_url}#{version['place']}", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
            "statusListIndex": version["place"], "statusListCredential": list_url,
        },
    }


def told(payload):
    """The same facts as a credential tells them."""
    subject, achievement = payload["credentialSubject"], payload["credentialSubject"]["achievement"]
    return {
        "id": payload["id"], "validFrom": payload["validFrom"], "validUntil": payload["validUntil"],
        "awardedDate": payload["awardedDate"], "subject": subject["id"], "licenseNumber": subject["licenseNumber"],
        "name": next(one["identityHash"] for one in subject["identifier"] if one["identityType"] == "name"),
        "code": achievement["humanCode"], "version": achievement["version"], "title": achievement["name"],
        "status": payload["credentialStatus"],
    }


def knows_address(payload, address):
    hashed = next(one for one in payload["credentialSubject"]["identifier"] if one["identityType"] == "emailAddress")
    return hashed["identityHash"] == "sha256$" + digest(address + hashed["salt"])


def check_files(issued, findings):
    keys = Keys(issued)
    certificates = {row["id"]: row for row in issued.certificate}
    decisions = {row["id"]: row for row in issued.decision}
    versions = {row["id"]: row for row in issued.version}
    for file in issued.file:
        certificate, version = certificates.get(file["id"]), versions.get(file["id"])
        decision = decisions.get(certificate["decision"]) if certificate else None
        if not findings.expect("jwt", version and decision, "the file of {} is of nothing issued", file["id"]):
            continue
        same = digest(file["jwt"]) == version["jwt_digest"]
        findings.expect("jwt", same, "the JWT of {} is another than was issued", file["id"])
        try:
            payload = keys.decode(file["jwt"])
        except jwt.InvalidTokenError as error:
            findings.expect("jwt", False, "the JWT of {} does not hold: {}", file["id"], error)
            continue
        facts, words = expected(certificate, version, decision, keys.url), told(payload)
        wrong = [name for name in facts if facts[name] != words[name]]
        findings.expect("jwt", not wrong, "the JWT of {} says something else of its {}", file["id"], wrong)
        claims_agree = (payload["jti"], payload["sub"]) == (words["id"], words["subject"])
        named = claims_agree and knows_address(payload, decision["email"])
        findings.expect("jwt", named, "the JWT of {} is another holder's", file["id"])
        document = json.loads(file["proof"])
        same = digest(file["proof"]) == version["proof_digest"] and keys.holds(document)
        findings.expect("proof", same, "the proof of {} does not hold", file["id"])
        alike = {name: value for name, value in payload.items() if name not in CLAIMS}
        del document["proof"]
        findings.expect("proof", document == alike, "the two files of {} say different things", file["id"])


def check_lists(issued, findings):
    keys = Keys(issued)
    for row in issued.list:
        number = row["number"]
        count = sum(version["list"] == number for version in issued.version)
        findings.expect("lists", int(row["taken"]) == count, "list {} counts {}, not {}", number, row["taken"], count)
        bits = bytes.fromhex(row["bits"])
        empty = len(bits) == 16_384 and not any(bits)
        findings.expect("lists", empty, "list {} has {} octets and some bit", number, len(bits))
        current = row["signed"] == row["edition"]
        findings.expect(
            "lists", current, "list {} is signed in edition {}, not {}", number, row["signed"], row["edition"]
        )
        try:
            payload = keys.decode(row["jwt"])
            subject = payload["credentialSubject"]
            told_bits = gzip.decompress(octets(subject["encodedList"].removeprefix("u")))
            address = f"{keys.url}/status/revocation/{number}"
            named = (payload["id"], subject["statusPurpose"]) == (address, "revocation")
            findings.expect("lists", named and told_bits == bits, "list {} is signed as another", number)
        except (jwt.InvalidTokenError, OSError, KeyError) as error:
            findings.expect("lists", False, "list {} does not hold: {}", number, error)
    numbers = {row["number"] for row in issued.list}
    for row in issued.version:
        findings.expect("lists", row["list"] in numbers, "{} is in list {}, which there is not", row["id"], row["list"])
