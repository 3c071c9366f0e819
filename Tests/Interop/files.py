"""A certificate's files, and copies of them with one byte changed where only a signature can tell."""

import base64
import dataclasses
import re
import zlib

KINDS = ("jwt", "png", "svg", "json")
TOKEN_PARTS = ("header", "payload", "signature")
PROOF_PARTS = ("document", "context", "options", "value")


@dataclasses.dataclass(frozen=True)
class File:
    """As downloaded, with what is known of it: whose script, what became of the certificate, and the name on it."""

    kind: str
    script: str
    state: str
    holder: str
    octets: bytes

    @property
    def is_revoked(self):
        """Whether the bit of its version must be set."""
        return self.state in ("superseded", "revoked", "surrendered", "given up")

    @property
    def must(self):
        """What a verifier must say of it: of a key that was given up it believes nothing, not even that the bit is set."""
        if self.state == "receipt" or (self.state == "given up" and self.kind != "json"):
            return "refused"
        return "revoked" if self.is_revoked else "ok"

    @property
    def parts(self):
        """Of the JWS, as it is or baked; of the Data Integrity proof: the document, and the proof's own three."""
        return PROOF_PARTS if self.kind == "json" else TOKEN_PARTS


def changed(file, part):
    """A copy for each byte of a part, with that byte changed: of a JWS as decoded, of a proof as written."""
    if file.kind == "json":
        for index in places(file.octets, part):
            yield dataclasses.replace(file, octets=flip(file.octets, index))
        return
    token = baked_token(file)
    segments = token.split(b".")
    position = TOKEN_PARTS.index(part)
    plain = base64.urlsafe_b64decode(segments[position] + b"==")
    for index in range(len(plain)):
        other = base64.urlsafe_b64encode(flip(plain, index)).rstrip(b"=")
        swapped = b".".join([*segments[:position], other, *segments[position + 1:]])
        yield dataclasses.replace(file, octets=replace(file, token, swapped))


def flip(octets, index):
    return octets[:index] + bytes([octets[index] ^ 1]) + octets[index + 1:]


def places(document, part):
    """Where the bytes of a part lie in a canonical document: its proof stands among its members, the context first."""
    proof = document.index(b'"proof":{')
    options = document.index(b"],", proof)
    value = document.index(b'"proofValue":"', options) + len(b'"proofValue":"')
    end = document.index(b'"', value)
    return {
        "document": [*range(proof), *range(end, len(document))],
        "context": range(proof, options),
        "options": range(options, value),
        "value": range(value, end),
    }[part]


def baked_token(file):
    if file.kind == "png":
        return png_chunk(file.octets)[2].rpartition(b"\0")[2]
    return re.search(rb"[\w-]{9,}\.[\w-]{9,}\.[\w-]{9,}", file.octets)[0]


def replace(file, token, other):
    """The file with another token of the same length; a PNG gets the checksum that fits."""
    if file.kind != "png":
        return file.octets.replace(token, other)
    start, end, chunk = png_chunk(file.octets)
    chunk = chunk.replace(token, other)
    return file.octets[:start] + chunk + zlib.crc32(chunk).to_bytes(4, "big") + file.octets[end + 4:]


def png_chunk(octets):
    """Begin, end and content of the chunk with the credential, from its type on, without its checksum."""
    start = octets.index(b"iTXtopenbadgecredential\0")
    end = start + 4 + int.from_bytes(octets[start - 4:start], "big")
    return start, end, octets[start:end]
