"""Acting links as the mail would bring them, made from the service's secret file."""
import base64
import hashlib
import hmac
import pathlib


class Links:
    """Seals tokens: purpose (1), generation (2), enrollment (8), and 16 octets of HMAC-SHA256 over those eleven."""

    SHOW, ACT = 1, 2

    def __init__(self, secret_file):
        root = bytes.fromhex(pathlib.Path(secret_file).read_text(encoding="ascii").strip())
        # HKDF-SHA256 (RFC 5869) without salt, one block.
        extracted = hmac.digest(bytes(32), root, hashlib.sha256)
        self.key = hmac.digest(extracted, b"registrar/links\x01", hashlib.sha256)

    def token(self, purpose, enrollment, generation=1):
        content = bytes([purpose]) + generation.to_bytes(2, "big") + enrollment.to_bytes(8, "big")
        seal = hmac.digest(self.key, content, hashlib.sha256)[:16]
        return base64.urlsafe_b64encode(content + seal).rstrip(b"=").decode()
