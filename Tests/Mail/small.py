"""The proof in small, on a database of its own, and what staff see of a mail server that is not what it should be.

It wants REGISTRAR_BINARY and TEST_DATABASE_URL, as scripts/test sets them.
"""

import json
import os
import pathlib
import secrets
import shutil
import signal
import sys
import tempfile
import urllib.parse
import uuid

import certificate
import proof

ROOT = pathlib.Path(__file__).resolve().parents[2]
MAILS = 60


def url(server, role, database):
    parts = urllib.parse.urlsplit(server)
    query = [(name, value) for name, value in urllib.parse.parse_qsl(parts.query) if name not in ("user", "dbname")]
    place = parts.netloc.rsplit("@")[-1]
    where = f"{role}@{place}" if place else ""
    query += [] if place else [("user", role)]
    return f"{parts.scheme}://{where}/{database}?{urllib.parse.urlencode(query)}"


class Small(proof.Proof):
    def furnish(self):
        self.command("migrate", "--bootstrap")
        self.command("sample", "load")
        stage = ROOT / "scripts/lib/stage"
        for script, values in (
            ("cohorts", {"prefix": "SMALL", "count": MAILS // 10, "state": "completed", "program": ""}),
            ("granted", {"prefix": "SMALL", "people": MAILS}),
        ):
            options = [word for name, value in values.items() for word in ("-v", f"{name}={value}")]
            self.sql("SELECT", *options, "-f", str(stage / f"{script}.sql"))

    def stories(self):
        """`mail test` through the same server, once it does nothing wrong."""
        told = self.command("mail", "test", "you@example.org")
        for words in ("STARTTLS", "AUTH", "250 2.0.0 Taken", "TLSv1.3", "ed25519 proof-e", "rsa proof-r"):
            self.expect(words in told, f"`mail test` does not say {words}")
        self.expect(self.password not in told and "AHJlZ2lzdHJhcgB" not in told, "`mail test` tells the password")
        before = self.taken()
        certificate.write(self.folder, stem="other-")
        for settings, words in (
            ({"REGISTRAR_SMTP_CA_FILE": str(self.folder / "other-cert.pem")}, "certificate"),
            ({"REGISTRAR_SMTP_URL": f"smtp://127.0.0.1:{self.port}"}, "certificate"),
            ({"REGISTRAR_SMTP_URL": f"smtps://localhost:{self.port}"}, "SSL"),
            ({"REGISTRAR_SMTP_USER": "somebody"}, "535"),
            ({"REGISTRAR_SMTP_URL": "smtp://localhost:9"}, "connect"),
        ):
            answer = self.command("mail", "test", "you@example.org", "--json", code=1, **settings)
            told = json.JSONDecoder().raw_decode(answer)[0]
            self.expect(not told["sent"] and words in told["result"], f"{settings} is told as {told.get('result')}")
        self.expect(self.taken() == before, "a mail went to a server that is not the one")
        self.command("mail", "test", "jörg@bücher.example")
        last = [json.loads(line) for line in (self.folder / "received.jsonl").open()][-1]
        self.expect(last["to"] == "jörg@xn--bcher-kva.example", f"an address in other letters went to {last['to']}")
        print("stories       a wrong certificate, name, password or place: told, and nothing sent")
        self.bounce()

    def bounce(self):
        """A report of failure stops mail to its address; one that somebody forged is left for a person."""
        first = next(json.loads(line) for line in (self.folder / "received.jsonl").open() if '"to": "u' in line)
        job = first["from"].split("+")[1].split("-")[0]
        box = self.folder / "bounces"
        for name in ("new", "cur", "tmp"):
            (box / name).mkdir(parents=True)
        report = """From: MAILER-DAEMON@mx.example
To: {to}
Subject: Undelivered
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

No such user.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; somebody@example.org
Action: failed
Status: 5.1.1

--b--
"""
        (box / "new/1.true").write_text(report.format(to=first["from"]))
        (box / "new/2.again").write_text(report.format(to=first["from"]))
        forged = first["from"].replace(f"+{job}-", f"+{int(job) + 1}-")
        (box / "new/3.forged").write_text(report.format(to=forged))
        told = json.loads(self.command("mail", "read", str(box), "--json"))
        words = [item["words"] for item in told["items"]]
        self.expect("came back for good" in words[0] and "no more mail" in words[0], words)
        self.expect("known already" in words[1] and "not ours" in words[2], words)
        self.expect(told["left"] == [str(box / "cur/3.forged:2,F")], told["left"])
        self.command("mail", "retry", job)
        self.begin_worker()
        shown = {}
        for _ in range(200):
            shown = json.loads(self.command("mail", "show", job, "--json"))
            if shown["state"] == "dead":
                break
        self.end_worker(signal.SIGTERM)
        self.expect(shown["state"] == "dead" and "subscriber lift" in shown["last_error"], shown["last_error"])
        listed = json.loads(self.command("mail", "list", "--state", "dead", "--to", first["to"], "--json"))
        self.expect([item["id"] for item in listed["items"]] == [int(job)], "the list does not find it")
        print("bounces       one stops mail to its address, twice counts once, a forged one is left for a person")


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="registrar-mail."))
    server, database = os.environ["TEST_DATABASE_URL"], f"registrar_mail_{uuid.uuid4().hex}"
    secret = folder / "secret"
    secret.write_text(secrets.token_hex(32))
    secret.chmod(0o600)
    small = Small(
        {
            "folder": str(folder), "binary": os.environ["REGISTRAR_BINARY"], "psql": "psql",
            "super_url": url(server, "postgres", database), "mails": MAILS, "kills": 1, "times": 1, "hangs": 0, "sample": 20,
            "patience": 120, "tries_made": 20,
            "environment": {
                "DATABASE_BOOTSTRAP_URL": server,
                "DATABASE_OWNER_URL": url(server, "registrar_owner", database),
                "DATABASE_URL": url(server, "registrar_service", database),
                "REGISTRAR_SECRET_FILE": str(secret), "REGISTRAR_SPOOL": str(folder / "spool"),
                "REGISTRAR_PUBLIC_URL": "http://localhost:8080", "REGISTRAR_LOG": "warning",
            },
        }
    )
    try:
        small.furnish()
        holds = small.run()
    finally:
        small.settings["super_url"] = server
        small.sql(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
    if holds:
        shutil.rmtree(folder)
    sys.exit(0 if holds else 1)


main()
