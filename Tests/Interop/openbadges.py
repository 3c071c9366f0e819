"""openbadgeslib: Open Badges 3.0 as a whole, from the issuer's DID to the bit in the list, and out of baked images."""

import functools

from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3 import OB3Verifier
from openbadgeslib.util import CachingDownloader, download_file
from statuslist import Revoked

EXTRACT = {
    "jwt": lambda octets: octets.decode("ascii"),
    "png": OB3Verifier.extract_token_from_png,
    "svg": OB3Verifier.extract_token_from_svg,
}


class OpenBadges:
    """Its own client fetches did.json and the list over HTTPS; all that is allowed to it is a host of this machine."""

    package, kinds, reads_no = "openbadgeslib", tuple(EXTRACT), ()
    refusals = (LibOpenBadgesException, ValueError)

    def __init__(self, institute):
        self.download = CachingDownloader(functools.partial(download_file, allow_private=True))
        self.verifier = OB3Verifier.for_issuer_did(institute.did, self.download)

    def read(self, file):
        token = EXTRACT[file.kind](file.octets)
        try:
            credential = self.verifier.verify(token, check_status=True, download=self.download)
        except LibOpenBadgesException as error:
            if "Credential status 'revocation' is set" in str(error):
                raise Revoked(str(error)) from error
            raise
        return next(one.identity_hash for one in credential.identifiers if one.identity_type == "name")
