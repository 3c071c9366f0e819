"""What the rows of issued certificates must say, and their mail."""
import calendar
import collections
import datetime
import re

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
VALUES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"
PRINTED = re.compile(r"\b[A-Z0-9]+-\w{5}-\w{5}-\w\b")


def has_check(id):
    """ISO 7064 MOD 37-2: the values, each times two to the power of its place from the right, add up to 1."""
    return sum(VALUES.index(letter) * 2 ** place for place, letter in enumerate(reversed(id))) % 37 == 1


def printed(certificate):
    id = certificate["id"]
    return f"{certificate['prefix']}-{id[:5]}-{id[5:10]}-{id[10:]}"


def after(begins, months):
    """The same day and time so many months later; the last of the month where that has no such day."""
    begins = datetime.datetime.fromisoformat(begins)
    year, month = divmod(begins.year * 12 + begins.month - 1 + months, 12)
    day = min(begins.day, calendar.monthrange(year, month + 1)[1])
    return begins.replace(year=year, month=month + 1, day=day)


def check_rows(issued, findings):
    decisions = {row["id"]: row for row in issued.decision}
    of_decision = collections.Counter(row["decision"] for row in issued.certificate)
    of_id = collections.Counter(row["id"] for row in issued.certificate)
    audited = collections.Counter(id for row in issued.audit for id in row["decisions"].split())
    for id in decisions:
        findings.expect("once", of_decision[id] == 1, "decision {} has {} certificates", id, of_decision[id])
        findings.expect("audit", audited[id] == 1, "decision {} stands {} times in the audit trail", id, audited[id])
    for id in audited.keys() - decisions.keys():
        findings.expect("audit", False, "decision {} was issued and not granted", id)
    for row in issued.certificate:
        id, decision = row["id"], decisions.get(row["decision"])
        findings.expect("ids", of_id[id] == 1, "the ID {} was given {} times", id, of_id[id])
        whole = len(id) == 11 and set(id) <= set(LETTERS)
        findings.expect("ids", whole and has_check(id), "the ID {} is none", id)
        if findings.expect("once", decision is not None, "{} rests on decision {}", id, row["decision"]):
            told = (row["person"], row["program"], row["prefix"])
            same = told == (decision["person"], decision["version"], decision["code"])
            findings.expect("once", same, "{} is another's than decision {} says", id, row["decision"])
            name = decision["confirmed"] or decision["registered"] or decision["typed"]
            findings.expect("names", row["name"] == name, "{} names {}, not {}", id, row["name"], name)
            ends = after(row["begins"], int(decision["months"]))
            lasts = datetime.datetime.fromisoformat(row["ends"]) == ends
            findings.expect("terms", lasts, "{} ends at {}, not {}", id, row["ends"], ends)
        alive = (row["state"], row["version"]) == ("active", "1")
        findings.expect("versions", alive, "{} is {} at version {}", id, row["state"], row["version"])
    check_versions(issued, findings)


def check_versions(issued, findings):
    """One of each for every certificate, and nothing of any other."""
    ids = {row["id"] for row in issued.certificate}
    for table, expected in (("version", ("1", "issued")), ("file", ("1",)), ("event", ("1", "issued"))):
        rows = collections.defaultdict(list)
        for row in getattr(issued, table):
            rows[row["id"]].append((row["version"],) if table == "file" else (row["number"], row["kind"]))
        for id in ids | rows.keys():
            right = id in ids and rows[id] == [expected]
            findings.expect("versions", right, "of {} there is in {}: {}", id, table, rows[id])
    terms = {row["id"]: (row["begins"], row["ends"]) for row in issued.certificate}
    places = collections.Counter((row["list"], row["place"]) for row in issued.version)
    for row in issued.version:
        same = terms.get(row["id"]) == (row["begins"], row["ends"])
        findings.expect("terms", same, "the version of {} has another term", row["id"])
        place = (row["list"], row["place"])
        own = places[place] == 1 and 0 <= int(row["place"]) < 131_072
        findings.expect("places", own, "place {1} of list {0} is {2}'s, one of {3}", *place, row["id"], places[place])


def check_letters(issued, findings):
    """One job and one mail for each, to the address of its decision."""
    emails = {row["id"]: row["email"] for row in issued.decision}
    jobs = collections.Counter()
    for row in issued.letter:
        if row["certificate"]:
            jobs[row["certificate"]] += row["kind"] == "mail.certificate_issued" and row["dead"] == "f"
    told = collections.Counter()
    for mail in issued.mail:
        for id in set(PRINTED.findall(mail["text"])):
            told[(mail["to"], id)] += 1
    for row in issued.certificate:
        findings.expect("letters", jobs[row["id"]] == 1, "of {} there are {} mail jobs", row["id"], jobs[row["id"]])
        mails = told[(emails.get(row["decision"]), printed(row))]
        findings.expect("letters", mails == 1, "{} was told in {} mails", row["id"], mails)
    count = len(issued.certificate)
    for what, all_of_them in (("mail jobs", issued.letter), ("mails", issued.mail)):
        right = len(all_of_them) == count
        findings.expect("letters", right, "there are {} {} for {} certificates", len(all_of_them), what, count)
