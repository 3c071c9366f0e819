#!/usr/bin/env python3
"""Reads every certificate, its files and its mail as they are in the end, and proves that each was issued exactly once.

usage: issued.py FOLDER              FOLDER holds one CSV file for each query, and the mails in spool
       issued.py --queries           prints the queries, name and text with a tab between
       issued.py --mutations FOLDER  corrupts copies of what was issued and expects each to be found out
It shares no code with the service: formats are taken from their specifications, and PyJWT and OpenSSL check signatures.
"""
import csv
import email
import email.policy
import pathlib
import sys

from findings import Findings
from issued_files import check_files, check_lists
from issued_rows import check_letters, check_rows

PROOFS = {
    "once": "every granted decision has one certificate, of the same person, and no certificate rests on anything else",
    "ids": "every ID is its certificate's own, of 11 characters, with the check that ISO 7064 MOD 37-2 gives it",
    "names": "every certificate names its holder as confirmed, else as registered",
    "versions": "every certificate is active at its version 1, with one version, one pair of files and one event",
    "terms": "every certificate holds for as many months as its program says, and its version says the same",
    "places": "every version has a place of its own in a list of revocations",
    "jwt": "every JWT is the one its digest tells, is signed by the active key, and says what the rows say",
    "proof": "every JSON is the one its digest tells, holds the same credential, and its Data Integrity proof holds",
    "lists": "every list counts the versions in it, has no bit set, and is signed in its current edition",
    "letters": "every certificate was told to its holder in one mail, and nobody got another",
    "audit": "every decision stands once in the audit trail's entries on issuing",
}
MOMENT = "to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') AS {1}"
QUERIES = {
    "decision": """
        SELECT decision.id, enrollment.person_id AS person, person.email, person.name AS registered,
            enrollment.name AS typed, certificate_name.name AS confirmed, program.code, version.id AS version,
            version.number, version.name, version.term_months AS months
        FROM decision
        JOIN enrollment ON enrollment.id = decision.enrollment_id
        JOIN person ON person.id = enrollment.person_id
        JOIN cohort ON cohort.id = enrollment.cohort_id
        JOIN program_version AS version ON version.id = cohort.program_version_id
        JOIN program ON program.id = version.program_id
        LEFT JOIN certificate_name ON certificate_name.decision_id = decision.id
        WHERE decision.kind = 'granted'""",
    "certificate": f"""
        SELECT id, prefix, decision_id AS decision, person_id AS person, program_version_id AS program, state, version,
            name, subject, is_test, {MOMENT.format("valid_from", "begins")}, {MOMENT.format("valid_until", "ends")}
        FROM certificate""",
    "version": f"""
        SELECT certificate_id AS id, number, kind, jwt_key, proof_key, status_list AS list, status_index AS place,
            encode(jwt_digest, 'hex') AS jwt_digest, encode(proof_digest, 'hex') AS proof_digest,
            {MOMENT.format("valid_from", "begins")}, {MOMENT.format("valid_until", "ends")}
        FROM certificate_version""",
    "file": "SELECT certificate_id AS id, version, jwt, proof FROM certificate_file",
    "event": "SELECT certificate_id AS id, number, kind FROM certificate_event",
    "letter": """
        SELECT id, kind, certificate_id AS certificate, dead_at IS NOT NULL AS dead
        FROM job
        WHERE kind LIKE 'mail.%'""",
    "list": """
        SELECT number, taken, edition, signed_edition AS signed, encode(bits, 'hex') AS bits, jwt
        FROM status_list""",
    "key": "SELECT name, kind, state, jwk FROM signing_key",
    "audit": """
        SELECT payload.body ->> 'decisions' AS decisions
        FROM audit_entry
        JOIN payload ON payload.id = audit_entry.payload_id
        WHERE audit_entry.verb = 'certificate.issue'""",
    "institute": "SELECT name, public_url AS url FROM institute",
}


class Issued:
    """All rows by the name of their query, each a dictionary of texts, and the mails as sent."""

    def __init__(self, folder):
        csv.field_size_limit(10_000_000)
        for name in QUERIES:
            with open(f"{folder}/{name}.csv", newline="", encoding="utf-8") as file:
                setattr(self, name, list(csv.DictReader(file)))
        self.mail = []
        for path in sorted(pathlib.Path(folder, "spool").glob("*.eml")):
            mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            text = mail.get_body(("plain",)).get_content()
            self.mail.append({"to": mail["To"].addresses[0].addr_spec, "text": text})


def check(issued):
    findings = Findings(PROOFS)
    check_rows(issued, findings)
    check_letters(issued, findings)
    check_files(issued, findings)
    check_lists(issued, findings)
    return findings


def main():
    if sys.argv[1] == "--queries":
        for name, query in QUERIES.items():
            print(name, " ".join(query.split()), sep="\t")
    elif sys.argv[1] == "--mutations":
        from issued_mutations import mutate_all
        sys.exit(0 if mutate_all(Issued(sys.argv[2]), check) else 1)
    else:
        issued = Issued(sys.argv[1])
        findings = check(issued)
        findings.report()
        violations = sum(map(len, findings.wrong.values()))
        counts = (len(issued.certificate), len(issued.decision), violations)
        print("{:,} certificates for {:,} decisions, {:,} violations".format(*counts))
        sys.exit(1 if violations else 0)


main()
