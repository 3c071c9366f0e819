"""Signs a certificate that was never issued, with the issuer's own key: forge.py JWT KEYS OUT ID BEGAN."""

import base64
import datetime
import json
import pathlib
import sys

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding


def base64url(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def main():
    jwt, keys, out, identity, began = sys.argv[1:]
    header, payload, _ = pathlib.Path(jwt).read_text(encoding="utf-8").split(".")
    name = json.loads(base64.urlsafe_b64decode(header + "=="))["kid"].rpartition("#")[2]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    printed = claims["credentialSubject"]["licenseNumber"]
    other = "-".join([printed.split("-")[0], identity[:5], identity[5:10], identity[10:]])
    claims = json.loads(json.dumps(claims).replace(printed, other))
    claims["validFrom"] = claims["awardedDate"] = began
    claims["nbf"] = int(datetime.datetime.fromisoformat(began).timestamp())
    claims.pop("validUntil", None)
    claims.pop("exp", None)
    key = serialization.load_pem_private_key(pathlib.Path(keys, f"{name}.pem").read_bytes(), password=None)
    text = json.dumps(claims, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    signed = f"{header}.{base64url(text.encode())}"
    signature = key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
    pathlib.Path(out).write_text(f"{signed}.{base64url(signature)}", encoding="utf-8")
    print(other)


if __name__ == "__main__":
    main()
