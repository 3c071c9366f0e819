"""Three libraries that check a JWT's signature, each with the key from another place of the issuer's."""

import json

import jwcrypto.common
import jwcrypto.jwk
import jwcrypto.jwt
import jwt
from joserfc import jwt as joserfc_jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from statuslist import Unfit, holder, require, require_unrevoked


class Tokens:
    """A library checks the certificate and the list of revocations; the bit is read here."""

    kinds, reads_no = ("jwt",), ()

    def __init__(self, institute):
        self.institute = institute
        self.find_keys()

    def read(self, file):
        claims = self.claims(file.octets.decode("ascii"))
        listed = self.institute.fetch(claims["credentialStatus"]["statusListCredential"])
        require_unrevoked(claims, self.claims(listed.decode("ascii")))
        require(claims["issuer"]["id"] == claims["iss"], "issuer and iss disagree")
        return holder(claims)


class Joserfc(Tokens):
    package, refusals = "joserfc", (JoseError, Unfit, ValueError)

    def find_keys(self):
        self.keys = KeySet.import_key_set(self.institute.fetch_json("/.well-known/jwks.json"))
        expected = {"essential": True, "value": self.institute.did}
        self.registry = joserfc_jwt.JWTClaimsRegistry(iss=expected, nbf={"essential": True}, exp={"essential": True})

    def claims(self, token):
        claims = joserfc_jwt.decode(token, self.keys, algorithms=["RS256"]).claims
        self.registry.validate(claims)
        return claims


class PyJWT(Tokens):
    package, refusals = "PyJWT", (jwt.PyJWTError, Unfit, ValueError)

    def find_keys(self):
        self.client = jwt.PyJWKClient(f"{self.institute.address}/.well-known/jwks.json")

    def claims(self, token):
        key = self.client.get_signing_key_from_jwt(token)
        needed = {"require": ["iss", "jti", "sub", "nbf", "exp"]}
        return jwt.decode(token, key, algorithms=["RS256"], issuer=self.institute.did, options=needed)


class JWCrypto(Tokens):
    package, refusals = "jwcrypto", (jwcrypto.common.JWException, Unfit, ValueError)

    def find_keys(self):
        self.keys = jwcrypto.jwk.JWKSet()
        for method in self.institute.fetch_json("/.well-known/did.json")["verificationMethod"]:
            if method["type"] == "JsonWebKey" and "revoked" not in method:
                name = method["id"].partition("#")[2]
                self.keys.add(jwcrypto.jwk.JWK(**self.institute.fetch_json(f"/keys/{name}")))

    def claims(self, token):
        needed = {"iss": self.institute.did, "nbf": None, "exp": None}
        return json.loads(jwcrypto.jwt.JWT(jwt=token, key=self.keys, algs=["RS256"], check_claims=needed).claims)
