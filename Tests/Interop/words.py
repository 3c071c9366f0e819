"""What each verifier says of each file at the process's own time: a list of {package: word} as JSON."""

import json
import pathlib
import sys

from files import File
from institute import Institute
from integrity import Canonical, OpenVC
from openbadges import OpenBadges
from table import verdict
from tokens import Joserfc, JWCrypto, PyJWT

settings = json.loads(pathlib.Path(sys.argv[1]).read_text())
institute = Institute(settings)
verifiers = [make(institute) for make in (OpenBadges, OpenVC, Joserfc, PyJWT, JWCrypto, Canonical)]


def word(verifier, file):
    said, why = verdict(verifier, file)
    return "expired" if said == "refused" and "expire" in why.lower() else said


answers = []
for wanted in json.loads(pathlib.Path(sys.argv[2]).read_text()):
    file = File(wanted["kind"], "", "", wanted["holder"], pathlib.Path(wanted["path"]).read_bytes())
    answers.append({v.package: word(v, file) for v in verifiers if file.kind in v.kinds})
json.dump(answers, sys.stdout)
