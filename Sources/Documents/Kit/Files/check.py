#!/usr/bin/env python3
"""Checks a certificate on your own machine, without asking whoever issued it.

    python3 check.py                     the files that lie beside this one
    python3 check.py --online            the same, with today's keys, list of revocations and log from the issuer's site
    python3 check.py --did did.json --status list.jwt --entries entries.json --earlier 1000:kQ1b…=
                                         the same, with files that you downloaded yourself

Python 3.8 or later, and `cryptography` (python3 -m pip install cryptography). Ends with 0 when everything that was
checked holds, with 1 when something does not: then do not rely on the certificate; with 2 when it cannot be told.
"""
import argparse
import base64
import datetime
import hashlib
import json
import pathlib
import re
import sys
import textwrap
import urllib.parse
import urllib.request
import zlib

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
except ImportError:
    sys.stderr.write("This needs the package `cryptography`: python3 -m pip install cryptography\n")
    sys.exit(2)

DAY = datetime.timedelta(days=1)
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ENTRY = re.compile(r'\{"h":"([\w-]{43})","op":"(issue|revoke|did|audit)","t":"([0-9TZ:-]{20})","v":1\}', re.ASCII)
HEAD = re.compile(r"(?:^|[^\w.])(\d{1,15}):([A-Za-z0-9+/]{43}=)", re.ASCII)


class Wrong(Exception):
    """Something does not hold."""


class Unreadable(Exception):
    """Something that is no fault of the certificate keeps it from being checked."""


class Report:
    wrong = unclear = 0

    def line(self, mark, words):
        words = "".join(c if c.isprintable() else "?" for c in words)
        print(textwrap.fill(words, 78, initial_indent=mark.ljust(8), subsequent_indent=" " * 8, break_on_hyphens=False))

    def holds(self, words):
        self.line("holds", words)

    def open(self, words):
        self.line("open", words)

    def stop(self, words):
        self.unclear += 1
        self.line("OPEN", words)

    def check(self, step, *values):
        """What the step returns; None where it fails, which is said."""
        try:
            return step(self, *values)
        except Wrong as reason:
            self.wrong += 1
            self.line("FAILS", str(reason))
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError, zlib.error) as reason:
            self.wrong += 1
            self.line("FAILS", f"This file is damaged, or not what it should be ({type(reason).__name__}).")


def must(condition, words):
    if not condition:
        raise Wrong(words)


def read_json(octets):
    """JSON as the issuer writes it: no name twice, no fractions."""
    def members(pairs):
        must(len(dict(pairs)) == len(pairs), "A name stands twice in one object.")
        return dict(pairs)

    def never(text):
        raise Wrong(f"The issuer never writes the number {text[:20]}.")
    return json.loads(octets, object_pairs_hook=members, parse_float=never, parse_constant=never)


def canonical(value):
    """RFC 8785, for values without fractions and with names in ASCII."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def unbase64url(text):
    must(re.fullmatch(r"[\w-]*", text, re.ASCII), "A part of the signed text is not base64url.")
    octets = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    must(base64.urlsafe_b64encode(octets).rstrip(b"=").decode() == text, "A part of the signed text is not base64url.")
    return octets


def instant(text):
    must(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text, re.ASCII), f"{text[:40]} is no moment in UTC.")
    return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.timezone.utc)


class Issuer:
    """The issuer's keys, out of its did.json (W3C DID Core, did:web)."""

    def __init__(self, document):
        self.did = document["id"]
        must(self.did.startswith("did:web:") and ":" not in self.did[8:], "did.json is of another kind of issuer.")
        self.host = urllib.parse.unquote(self.did[8:])
        must(re.fullmatch(r"[A-Za-z0-9.-]+(:\d{1,5})?", self.host, re.ASCII), "did.json names no plain address.")
        self.methods = {method["id"]: method for method in document["verificationMethod"]}
        self.trusted = set(document["assertionMethod"])

    def key(self, id, kind):
        must(isinstance(id, str) and id.startswith(self.did + "#"), f"It names a key of somebody else: {str(id)[:80]}")
        must(id in self.methods, f"It names a key that the issuer does not have: {id[:80]}")
        method = self.methods[id]
        must("revoked" not in method, f"The issuer gave its key {id} up as compromised ({method.get('revoked')}). The "
             "certificate was signed anew since: this file is superseded, ask for the new one.")
        must(id in self.trusted, f"The issuer does not vouch for its key {id} any more.")
        must(method["type"] == kind and method["controller"] == self.did, "The key is of another kind.")
        return method

    def verify_jwt(self, text):
        """Header, key, signature and issuer of a JWT, as this issuer signs it; returns what it says."""
        parts = text.strip().split(".")
        must(len(parts) == 3, "This is no signed text: three parts with dots between them were expected.")
        header, payload = read_json(unbase64url(parts[0])), read_json(unbase64url(parts[1]))
        must(str(header.get("alg")).lower() != "none", "It is not signed: its algorithm is “none”.")
        must(header.get("alg") == "RS256", f"The issuer never signs with {str(header.get('alg'))[:20]}.")
        must(set(header) == {"alg", "kid", "typ"}, "Its header holds what the issuer never writes.")
        must(header["typ"] == "JWT", "It is signed for another purpose than a certificate.")
        jwk = self.key(header["kid"], "JsonWebKey")["publicKeyJwk"]
        modulus, exponent = (int.from_bytes(unbase64url(jwk[name]), "big") for name in ("n", "e"))
        must(jwk["kty"] == "RSA" and modulus.bit_length() >= 2048, "The key is too weak.")
        key = rsa.RSAPublicNumbers(exponent, modulus).public_key()
        try:
            key.verify(unbase64url(parts[2]), f"{parts[0]}.{parts[1]}".encode(), padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            raise Wrong("The signature does not fit: the file was changed, or somebody else signed it.") from None
        issuer = payload["issuer"] if isinstance(payload["issuer"], str) else payload["issuer"]["id"]
        must(payload["iss"] == issuer == self.did, "It says that somebody else issued it.")
        must(payload["jti"] == payload["id"] and payload["nbf"] == instant(payload["validFrom"]).timestamp()
             and payload["sub"] == payload["credentialSubject"]["id"]
             and ("exp" in payload) == ("validUntil" in payload)
             and ("exp" not in payload or payload["exp"] == instant(payload["validUntil"]).timestamp()),
             "What it says in the words of JWT disagrees with the certificate.")
        return payload, header["kid"]


def check_certificate(report, issuer, text):
    payload, key = issuer.verify_jwt(text)
    must("OpenBadgeCredential" in payload["type"], "What is signed is no certificate.")
    address = urllib.parse.urlsplit(payload["id"])
    must(address.netloc == issuer.host, "Its address is not the issuer's.")
    report.holds(f"The certificate is as it was signed with the key {key}.")
    return payload


def check_term(report, payload, now):
    start, end = instant(payload["validFrom"]), payload.get("validUntil")
    must(start <= now, f"Its term begins at {payload['validFrom']} only.")
    must(end is None or now < instant(end), f"Its term ended at {end}. It may have been renewed: ask for the new file.")
    report.holds(f"Its term has begun and {'has no end' if end is None else 'ends at ' + end}.")


def check_json(report, issuer, octets, payload):
    document = read_json(octets)
    proof = document.pop("proof")
    must(proof["type"] == "DataIntegrityProof" and proof["cryptosuite"] == "eddsa-jcs-2022"
         and proof["proofPurpose"] == "assertionMethod" and proof["@context"] == document["@context"],
         "certificate.json is signed in a way in which the issuer never signs.")
    number = 0
    for character in issuer.key(proof["verificationMethod"], "Multikey")["publicKeyMultibase"][1:]:
        number = number * 58 + BASE58.index(character)
    value, signature = proof.pop("proofValue"), 0
    for character in value[1:]:
        signature = signature * 58 + BASE58.index(character)
    zeros = len(value[1:]) - len(value[1:].lstrip("1"))
    message = hashlib.sha256(canonical(proof)).digest() + hashlib.sha256(canonical(document)).digest()
    try:
        key = ed25519.Ed25519PublicKey.from_public_bytes(number.to_bytes(34, "big")[2:])
        key.verify(bytes(zeros) + signature.to_bytes(64 - zeros, "big"), message)
    except (InvalidSignature, OverflowError):
        raise Wrong("The signature of certificate.json does not fit.") from None
    claims = ("iss", "jti", "sub", "nbf", "exp")
    must(document == {name: value for name, value in payload.items() if name not in claims},
         "certificate.json and certificate.jwt do not say the same.")
    report.holds("certificate.json says the same, and its own signature holds.")


def check_status(report, issuer, text, payload, now):
    listed, _ = issuer.verify_jwt(text)
    status, subject = payload["credentialStatus"], listed["credentialSubject"]
    must(listed["id"] == status["statusListCredential"] and subject["type"] == "BitstringStatusList"
         and subject["statusPurpose"] == status["statusPurpose"] == "revocation",
         "This is another list of revocations than the one that the certificate names.")
    must(now < instant(listed["validUntil"]), f"The list of revocations ended at {listed['validUntil']}: get today's.")
    bits = zlib.decompressobj(31).decompress(unbase64url(subject["encodedList"][1:]), 1 << 24)
    index = int(status["statusListIndex"])
    must(not bits[index >> 3] & 0x80 >> (index & 7), "It was revoked, given back or replaced: look at its page.")
    report.holds(f"It was neither revoked nor replaced, by the list of {listed['validFrom']}.")


def read_checkpoint(text, log_key):
    """Size and root of a checkpoint (C2SP tlog-checkpoint) that the log's key signed."""
    name, id, key = log_key.strip().split("+", 2)
    octets = base64.b64decode(key, validate=True)
    must(len(octets) == 33 and octets[0] == 1 and
         hashlib.sha256(name.encode() + b"\n" + octets).hexdigest()[:8] == id, "The log's key is damaged.")
    body, _, notes = text.partition("\n\n")
    origin, size, root = body.split("\n")[:3]
    must(origin == name, f"The checkpoint is of another log: {origin[:80]}")
    for line in notes.split("\n"):
        signature = re.fullmatch(r"— (\S+) (\S+)", line)
        if signature and signature[1] == name and base64.b64decode(signature[2])[:4].hex() == id:
            try:
                ed25519.Ed25519PublicKey.from_public_bytes(octets[1:]).verify(
                    base64.b64decode(signature[2])[4:], (body + "\n").encode())
            except InvalidSignature:
                raise Wrong("The signature of the log's checkpoint does not fit.") from None
            return int(size), base64.b64decode(root)
    raise Wrong("The checkpoint is signed by another key than the log's.")


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def check_proof(report, proof, log_key, payload, digest):
    """C2SP tlog-proof@v1, inclusion by RFC 9162 §2.1.3.2; returns the head that it leads to, and the entry's time."""
    lines, _, checkpoint = proof.partition("\n\n")
    lines = lines.split("\n")
    must(lines.pop(0) == "c2sp.org/tlog-proof@v1", "This is no proof of a log.")
    extra = base64.b64decode(lines.pop(0)[6:]).decode() if lines[0].startswith("extra ") else ""
    must(lines[0].startswith("index "), "The proof names no place in the log.")
    index, entry = int(lines.pop(0)[6:]), ENTRY.fullmatch(extra)
    must(entry and entry[1] == digest and entry[2] == "issue", "The proof is of another entry than this certificate's.")
    size, root = read_checkpoint(checkpoint, log_key)
    must(index < size, "The proof does not lead to the log's root.")
    place, last, found = index, size - 1, hashlib.sha256(b"\x00" + extra.encode()).digest()
    for step in (base64.b64decode(line, validate=True) for line in lines):
        must(last > 0, "The proof does not lead to the log's root.")
        if place & 1 or place == last:
            found = node(step, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node(found, step)
        place, last = place >> 1, last >> 1
    must(last == 0 and found == root, "The proof does not lead to the log's root: the certificate is not in this log.")
    report.holds(f"It is entry {index} of the issuer's public log, entered at {entry[3]}.")
    return (size, root), instant(entry[3])


def check_entries(report, entries, heads, payload, digest):
    """The whole log as downloaded: its order, its heads, and where this certificate stands in it."""
    stack, before, began, at, roots, sizes = [], None, None, None, {}, {size for _, size, _ in heads}
    is_founding = was_founding = True  # what is older than the log comes first of all, up to an entry of another kind
    for count, text in enumerate(entries, start=1):
        entry = ENTRY.fullmatch(text)
        must(entry, f"Entry {count - 1} is none that such a log has.")
        time = instant(entry[3])
        began = began or time
        must(before is None or before <= time,
             f"Entry {count - 1} ({entry[3]}) is older than the one before it: somebody slipped it in later.")
        before = time
        is_founding = is_founding and entry[2] in ("issue", "revoke")
        if entry[1] == digest:
            must(entry[2] != "revoke", f"By the log it was revoked or replaced at {entry[3]}.")
            if entry[2] == "issue" and at is None:
                at, was_founding = time, is_founding
        stack.append((1, hashlib.sha256(b"\x00" + text.encode()).digest()))
        while len(stack) > 1 and stack[-2][0] == stack[-1][0]:
            (size, left), (_, right) = stack[-2:]
            stack[-2:] = [(2 * size, node(left, right))]
        if count in sizes:
            roots[count] = stack[-1][1]
            for _, left in reversed(stack[:-1]):
                roots[count] = node(left, roots[count])
    for what, size, root in heads:
        must(size == 0 or size in roots, f"{what} has {size} entries, more than were downloaded: download the rest.")
        must(size == 0 or roots[size] == root,
             f"{what} ({size} entries) does not fit the entries: the log was rewritten.")
        report.holds(f"{what} ({size} entries) fits the entries.")
    must(at is not None, "The certificate is not in the log.")
    start = instant(payload["validFrom"])
    if start + DAY < at:
        must(was_founding and start < began and at <= began + DAY,
             f"It says that it began at {payload['validFrom']}, but was entered at {at:%Y-%m-%dT%H:%M:%SZ} only, more than "
             "a day later: it was dated back.")
        report.open(f"It is older than the log, which began at {began:%Y-%m-%d}; the log shows that it was there then.")
    else:
        report.holds(f"The log's {count} entries are in order, and the certificate was entered when it began.")


class Sources:
    """Where files come from: named, lying in the kit, or downloaded now from the issuer's own site."""

    def __init__(self, options):
        self.options = options
        self.folder = (options.certificate or pathlib.Path(__file__)).resolve().parent

    def read(self, given, name):
        path = given or self.folder / name
        try:
            return path.read_bytes()
        except OSError as reason:
            if given or not isinstance(reason, FileNotFoundError):
                raise Unreadable(f"{path} cannot be read: {reason.strerror}.") from None
            return None

    def text(self, given, name=""):
        octets = self.read(given, name)
        return None if octets is None else octets.decode("utf-8-sig", "replace")

    def download(self, address):
        plain = re.match(r"https?://(localhost|127\.0\.0\.1)(:\d+)?/", address)
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                return answer.read(1 << 26).decode()
        except (OSError, ValueError) as reason:
            if plain and address.startswith("https:"):  # a trial on one's own machine
                return self.download("http" + address[5:])
            raise Unreadable(f"{address} cannot be downloaded: {reason}") from None

    def entries(self, site):
        """Octets of the log's entries, in order."""
        pages = [self.text(path) for path in self.options.entries or []]
        start = 0 if site else None
        while start is not None:
            pages.append(self.download(f"{site}/log/entries?start={start}"))
            last, start = start, json.loads(pages[-1])["next"]
            must(start is None or start > last, "The log's pages do not go on.")
        found = {}
        for page in pages:
            if page.lstrip().startswith('{"h"'):
                found.update(enumerate(page.split()))
            else:
                found.update((item["index"], item["entry"]) for item in json.loads(page)["items"])
        must(sorted(found) == list(range(len(found))), "Entries are missing between those that were downloaded.")
        return [found[index] for index in range(len(found))]


def earlier_heads(texts):
    """Heads of the log as older papers, mails and checkpoints have them: SIZE:ROOT, or the lines of a checkpoint."""
    for text in texts:
        path = pathlib.Path(text)
        if not HEAD.search(text):
            try:
                text = path.read_text("utf-8")
            except (OSError, UnicodeDecodeError):
                raise Unreadable(f"{text} is no file of text, and no head of the log like 1000:kQ1b…=.") from None
        heads = HEAD.findall(text) or re.findall(r"^(\d{1,15})\n([A-Za-z0-9+/]{43}=)$", text, re.M | re.A)
        if not heads:
            raise Unreadable("No head of the log like 1000:kQ1b…= stands in what --earlier names.")
        for size, root in heads:
            yield "The earlier head", int(size), base64.b64decode(root)


def run(options, report):
    sources = Sources(options)
    text, given = sources.text(options.certificate, "certificate.jwt"), sources.text(options.did, "did.json")
    if text is None or given is None:
        raise Unreadable("certificate.jwt and did.json are needed beside this file, or named: see --help.")
    issuer = report.check(lambda _: Issuer(read_json(given)))
    if issuer is None:
        return
    site = f"https://{issuer.host}" if options.online else None
    if site:
        issuer = report.check(lambda _: Issuer(read_json(sources.download(f"{site}/.well-known/did.json"))))
    payload = issuer and report.check(check_certificate, issuer, text)
    if payload is None:
        return
    subject, end = payload["credentialSubject"], payload.get("validUntil", "without end")
    name = [each["identityHash"] for each in subject["identifier"] if each["identityType"] == "name"]
    for words in (payload["issuer"]["name"] + f" ({issuer.host})", payload["name"], "".join(name),
                  f"{subject['licenseNumber']}, {payload['validFrom']} to {end}"):
        report.line("", words)
    now = instant(options.at) if options.at else datetime.datetime.now(datetime.timezone.utc)
    report.check(check_term, payload, now)
    twin, paper = sources.read(None, "certificate.json"), sources.read(None, "certificate.pdf")
    if twin:
        report.check(check_json, issuer, twin, payload)
    if paper:
        report.check(check_paper, paper, text)
    if not (options.did or site):
        report.open("Whether the keys, which came with this kit, are the institute's own: see that "
                    f"https://{issuer.host}/.well-known/did.json is its address, and get them there (--did, --online).")
    if options.status or site:
        address = payload["credentialStatus"]["statusListCredential"]
        listed = sources.text(options.status) if options.status else sources.download(address)
        report.check(check_status, issuer, listed, payload, now)
    else:
        report.open("Whether it was revoked since: look at its page, or give today's list (--status, --online).")
    check_log(report, sources, site, payload, text.strip())


def check_paper(report, paper, text):
    must(text.strip().encode() in paper, "certificate.pdf does not carry this certificate inside.")
    report.holds("certificate.pdf carries it inside. What is drawn there is not signed: compare it with the above.")


def check_log(report, sources, site, payload, text):
    options = sources.options
    digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
    key, proof = sources.text(options.log_key, "log-key.txt"), sources.text(options.proof, "certificate.tlog-proof")
    key = sources.download(f"{site}/log/key") if site else key
    heads = list(earlier_heads(options.earlier or []))
    proven = report.check(check_proof, proof, key, payload, digest) if key and proof else None
    if proven:
        heads.append(("The proof's head", *proven[0]))
    now = f"{site}/log/checkpoint"
    checkpoint = sources.download(now) if site else sources.text(options.checkpoint, "checkpoint.txt")
    if key and checkpoint:
        signed = report.check(lambda _: read_checkpoint(checkpoint, key))
        heads += [("The signed head", *signed)] if signed else []
    if options.entries or site:
        entries = report.check(lambda _: sources.entries(site))
        if entries is not None:
            report.check(check_entries, entries, heads, payload, digest)
        return
    if options.earlier:
        raise Unreadable("An earlier head is compared with the log's entries: give them with --entries, or --online.")
    if proven and instant(payload["validFrom"]) + DAY < proven[1]:
        report.stop("Whether it is older than the log, or was dated back: it was entered more than a day after it says that "
                    "it began. Only the log's entries can tell (--entries, --online).")
    elif proven is None and not (key and proof):
        report.open("That it is in the issuer's public log: there is no proof of it in this kit.")
    else:
        report.open("That the log was not rewritten: give entries and an older paper's head (--entries, --earlier).")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add, file = parser.add_argument, {"type": pathlib.Path, "metavar": "FILE"}
    add("certificate", nargs="?", help="certificate.jwt", type=pathlib.Path)
    add("--online", action="store_true", help="download what is needed from the issuer's own site")
    add("--did", help="the issuer's keys, from https://HOST/.well-known/did.json", **file)
    add("--status", help="the list of revocations, from the address in the certificate", **file)
    add("--proof", help="certificate.tlog-proof", **file)
    add("--log-key", help="the log's key, from https://HOST/log/key", **file)
    add("--checkpoint", help="the log's signed head, from https://HOST/log/checkpoint", **file)
    add("--entries", nargs="+", help="the log's entries, from https://HOST/log/entries?start=0 and on", **file)
    add("--earlier", action="append", metavar="HEAD", help="an older head: SIZE:ROOT as printed on a paper, or a file")
    add("--at", metavar="TIME", help="check as of this moment, like 2026-11-02T09:00:00Z")
    options, report = parser.parse_args(), Report()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    try:
        run(options, report)
    except (Unreadable, Wrong, UnicodeDecodeError) as reason:
        report.stop(f"It could not be checked to the end. {reason}")
    print()
    if report.wrong:
        print("Do not rely on this certificate before you asked its issuer.")
        sys.exit(1)
    if report.unclear:
        print("This cannot be told yet: see what is OPEN.")
        sys.exit(2)
    print("Everything that was checked holds. What is marked open was not checked.")


if __name__ == "__main__":
    main()
