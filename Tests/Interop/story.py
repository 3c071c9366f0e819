"""Eight people from a seat to a certificate by the command line, and what became of it."""

import datetime
import unicodedata

from files import KINDS, File

BECAUSE = ("--reason-class", "other", "--reason", "The run wants it so")

# Script, the name as typed for the seat, the name as it stands on the certificate today, and what became of that.
PEOPLE = (
    ("Latin", "Nguyen Thi Anh", "Nguyễn Thị Ánh", "corrected"),
    ("Arabic", "فاطمة الزهراء", "فاطمة الزهراء", "active"),
    ("Hebrew", "שִׁירָה כֹּהֵן", "שִׁירָה כֹּהֵן", "revoked"),
    ("Thai", "สมหญิง ใจดี", "สมหญิง ใจดี", "active"),
    ("Devanagari", "प्रिया श्रीवास्तव", "प्रिया श्रीवास्तव", "surrendered"),
    ("Han, kana", "𠮷野 さくら", "𠮷野 さくら", "active"),
    ("Hangul", "김 서연", "김 서연", "active"),
    ("combining", *[unicodedata.normalize("NFD", "Ọlátúnjí Adébáyọ̀")] * 2, "late"),
)


def tell(institute):
    """Every file of every version as downloaded: that of the misspelt name, then those of today."""
    claims = attend(institute)
    issued = issue(institute, *(claim for claim, (*_, became) in zip(claims, PEOPLE) if became != "late"))
    misspelt = [
        File(kind, script, "superseded", typed, download(institute, issued[typed], kind))
        for script, typed, _, became in PEOPLE if became == "corrected" for kind in KINDS
    ]
    for _, typed, name, became in PEOPLE:
        if became == "corrected":
            institute.command("certificate", "correct", issued[typed], "--name", name, *BECAUSE)
        elif became == "revoked":
            institute.command("certificate", "revoke", issued[typed], *BECAUSE)
        elif became == "surrendered":
            institute.command("certificate", "surrender", issued[typed], *BECAUSE)
    # The keys take turns, as they do every year; what they signed holds on, and the last certificate has the next ones.
    for key in institute.command("key", "list")["items"]:
        if key["state"] == "active":
            institute.command("key", "retire", key["name"])
    issued |= issue(institute, *(claim for claim, (*_, became) in zip(claims, PEOPLE) if became == "late"))
    late = next(typed for _, typed, _, became in PEOPLE if became == "late")
    before = {kind: download(institute, issued[late], kind) for kind in KINDS}
    give_up(institute)
    given_up = [File(kind, "before it", "given up", late, before[kind]) for kind in KINDS]
    receipt = File("jwt", "receipt", "receipt", late, institute.fetch(f"/verify/{issued[late]}/receipt.jwt"))
    return misspelt + given_up + [receipt] + [
        File(kind, script, became, name, download(institute, issued[typed], kind))
        for script, typed, name, became in PEOPLE for kind in KINDS
    ]


def give_up(institute):
    """Somebody may have the key that signs now: what it signed is signed anew by the next."""
    keys = institute.command("key", "list")["items"]
    name = next(key["name"] for key in keys if key["state"] == "active" and key["kind"] == "rsa")
    wanted = ["key", "compromise", name, "--reason", "A drill"]
    plan = institute.command(*wanted)
    done = institute.command(*wanted, "--apply", plan["hash"])
    if (plan["certificates"], done["left"]) != (1, 0):
        raise SystemExit(f"one certificate was to be signed anew, and it was {plan['certificates']}, {done['left']} left")


def attend(institute):
    """The claims of those who came and were granted a certificate. The clock begins two months before today."""
    institute.set_clock(60)
    day = datetime.date.today() - datetime.timedelta(days=30)
    institute.command(
        "cohort", "create", "INTEROP", "--program", "MES", "--zone", "Asia/Tokyo", "--session", f"{day}T09:00/17:00",
        "--venue", "1 Main Street", "--price", "129500", "--currency", "JPY",
    )
    institute.command("cohort", "open", "INTEROP")
    claims = [reserve(institute, typed, f"person-{number}@example.org") for number, (_, typed, *_) in enumerate(PEOPLE)]
    institute.command("cohort", "close", "INTEROP", "--yes")
    # It has taken place; two weeks after the decision the names count as they were typed.
    institute.set_clock(25)
    institute.command("cohort", "complete", "INTEROP", "--all-attended", "--yes")
    institute.meet_everything("INTEROP")
    institute.command("decision", "propose", "INTEROP", "--yes")
    institute.command("decision", "grant", "INTEROP", "--reason", "All requirements are met", "--yes")
    institute.set_clock(0)
    return claims


def reserve(institute, name, address):
    claim = str(institute.command("seat", "reserve", "INTEROP", "--name", name, "--email", address)["id"])
    institute.command("seat", "confirm", claim)
    return claim


def issue(institute, *claims):
    """The certificates' IDs, by the names on them: a plan, then what it says."""
    wanted = ["certificate", "issue", "INTEROP", *(word for claim in claims for word in ("--enrollment", claim))]
    plan = institute.command(*wanted)
    return {line["name"]: line["id"] for line in institute.command(*wanted, "--apply", plan["hash"])["lines"]}


def download(institute, number, kind):
    return institute.fetch(f"/verify/{number}.{kind}")
