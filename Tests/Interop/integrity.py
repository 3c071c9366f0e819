"""The Data Integrity proof eddsa-jcs-2022 of the .json download, checked by a library and once more step by step."""

import hashlib
import json

import rfc8785
from cryptography.exceptions import InvalidSignature
from didkeys import DIDKeys, base58
from openvc import OpenvcError, VerificationPolicy, verify_credential
from openvc.cache import CachingDidResolver
from openvc.did.did_web import DidWebResolver
from openvc.status import CredentialRevoked
from statuslist import Revoked, Unfit, holder, require, require_in_term, require_unrevoked


class OpenVC:
    """openvc-core resolves did:web itself. It takes no RS256, so it is handed a list that was checked here.

    Where a proof has its copy of the document's context, it takes the document's and does not look at the copy.
    """

    package, kinds, reads_no = "openvc-core", ("json",), ("context",)
    refusals = (OpenvcError, ValueError)

    def __init__(self, institute):
        self.resolver = CachingDidResolver(DidWebResolver(institute.fetch_json))
        self.status_list = DIDKeys(institute).status_list
        self.policy = VerificationPolicy(
            expected_types=["VerifiableCredential", "OpenBadgeCredential"], require_status_issuer_binding=True
        )

    def read(self, file):
        try:
            result = verify_credential(
                json.loads(file.octets),
                policy=self.policy,
                resolver=self.resolver,
                resolve_status_list=self.status_list,
            )
        except CredentialRevoked as error:
            raise Revoked(str(error)) from error
        return holder(result.credential)


class Canonical:
    """The steps of Data Integrity EdDSA Cryptosuites 1.0 §3.3, with RFC 8785 by rfc8785 and Ed25519 by cryptography."""

    package, kinds, reads_no = "rfc8785", ("json",), ()
    refusals = (InvalidSignature, Unfit, ValueError, KeyError)

    def __init__(self, institute):
        self.keys = DIDKeys(institute)

    def read(self, file):
        document = json.loads(file.octets)
        canonical = rfc8785.dumps(document)
        proof = document.pop("proof")
        value = base58(proof.pop("proofValue"))
        require(proof["@context"] == document["@context"], "the proof has another context")
        require(
            (proof["type"], proof["cryptosuite"], proof["proofPurpose"])
            == ("DataIntegrityProof", "eddsa-jcs-2022", "assertionMethod"),
            "it is another proof",
        )
        digests = [hashlib.sha256(rfc8785.dumps(part)).digest() for part in (proof, document)]
        self.keys.ed25519(proof["verificationMethod"]).verify(value, b"".join(digests))
        require(canonical == file.octets, "the download is not in canonical form")
        require(document["issuer"]["id"] == self.keys.did, "somebody else issued it")
        require_in_term(document)
        require_unrevoked(document, self.keys.status_list(document["credentialStatus"]["statusListCredential"]))
        return holder(document)
