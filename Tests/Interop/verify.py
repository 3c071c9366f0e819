"""Fresh certificates in many scripts, checked by strangers' software: a table, and 1 where a word is not as it must be.

`scripts/verify-interop` gives it the settings of its stage as a file.
"""

import json
import pathlib
import sys

from front import Front
from institute import Institute
from integrity import Canonical, OpenVC
from openbadges import OpenBadges
from story import tell
from table import Table, note
from tokens import Joserfc, JWCrypto, PyJWT

NOTES = (
    "ok, revoked: the signature, the issuer, the dates and the signed list of revocations hold, and the name is the "
    "one that was issued; the bit of this version in that list is clear, or set. A superseded file has a later "
    "version. The keys changed before the late certificate, whose key was given up afterwards: its files of before "
    "are refused, those of now hold. A receipt is no certificate, and is refused as one.",
    "Keys come by HTTPS with a test authority: out of did.json for openbadgeslib, openvc-core and rfc8785, jwks.json "
    "for joserfc and PyJWT, /keys/NAME for jwcrypto.",
    "-  openbadgeslib checks the suites eddsa-rdfc-2022 and ecdsa-sd-2023, and .json has eddsa-jcs-2022.",
    "-  openvc-core takes no RS256, which Open Badges asks of everyone: it reads neither .jwt nor what is baked, and "
    "is handed a list that was checked here. It looks at the document's context, not at the copy in the proof.",
    "-  joserfc, PyJWT and jwcrypto check JWTs alone, certificate and list; Tests/Interop/statuslist.py reads the bit.",
    "-  rfc8785 writes the canonical form alone; cryptography checks the signatures.",
)
MOST_PLACES = 3


def main():
    settings = json.loads(pathlib.Path(sys.argv[1]).read_text())
    with Front(settings["folder"], settings["port"], settings["behind"]):
        institute = Institute(settings)
        files = tell(institute)
        table = Table([make(institute) for make in (OpenBadges, OpenVC, Joserfc, PyJWT, JWCrypto, Canonical)])
        table.show(files)
        print("\none byte changed in")
        tried = table.show_changed([file for file in files if file.state == "corrected"])
    print()
    note(f"{tried} copies of the corrected certificate's files were tried, each with another byte changed.")
    for text in NOTES:
        note(text)
    for text, places in table.wrong.items():
        print()
        shown = ", ".join(places[:MOST_PLACES]) + (", …" if len(places) > MOST_PLACES else "")
        note(f"WRONG  {text} ({len(places)} of the cells: {shown})")
    if table.wrong:
        sys.exit("Not every verifier says of every file what it must.")


main()
