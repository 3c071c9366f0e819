"""A service of its own for the stories: a new database, samples, one process, and the mail it spools."""

import csv
import email
import email.policy
import json
import os
import pathlib
import re
import secrets
import socket
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request
import uuid


class Service:
    def __init__(self):
        self.binary = os.environ["REGISTRAR_BINARY"]
        self.folder = tempfile.TemporaryDirectory(prefix="registrar-browser.")
        self.spool = pathlib.Path(self.folder.name, "spool")
        self.spool.mkdir()
        secret = pathlib.Path(self.folder.name, "secret")
        secret.write_text(secrets.token_hex(32))
        secret.chmod(0o600)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://localhost:{port}"
        self.server_url = os.environ["TEST_DATABASE_URL"]
        self.database = f"registrar_browser_{uuid.uuid4().hex}"
        # Members of staff with a login of their own in PostgreSQL: whoever acts as others is never independent of them.
        self.staff = []
        self.environment = os.environ | {
            "DATABASE_BOOTSTRAP_URL": self.server_url,
            "DATABASE_OWNER_URL": self.url("registrar_owner"),
            "DATABASE_URL": self.url("registrar_service"),
            "REGISTRAR_SECRET_FILE": str(secret),
            "REGISTRAR_SPOOL": str(self.spool),
            "REGISTRAR_PORT": str(port),
            "REGISTRAR_PUBLIC_URL": self.address,
        }

    def url(self, role):
        """The same server, as another role, with the stories' own database."""
        parts = urllib.parse.urlsplit(self.server_url)
        query = [(k, v) for k, v in urllib.parse.parse_qsl(parts.query) if k not in ("user", "dbname")]
        if role in self.staff:
            query.append(("password", "of-a-story"))
        server = parts.netloc.rsplit("@")[-1]
        where = f"{role}@{server}" if server else ""
        if not server:
            query.append(("user", role))
        return f"{parts.scheme}://{where}/{self.database}?{urllib.parse.urlencode(query)}"

    def command(self, *words, by=None):
        """What the command line answers: to the samples' owner, or to a member who was hired."""
        environment = self.environment | ({"DATABASE_URL": self.url(by)} if by else {})
        done = subprocess.run([self.binary, *words], env=environment, capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise RuntimeError(f"registrar {' '.join(words)} ended with {done.returncode}: {done.stderr}{done.stdout}")
        return done.stdout

    def __enter__(self):
        self.command("migrate", "--bootstrap")
        self.command("sample", "load")
        self.log = open(pathlib.Path(self.folder.name, "log"), "w")
        self.process = subprocess.Popen([self.binary, "serve"], env=self.environment, stdout=self.log, stderr=self.log)
        try:
            self.until(self.is_ready, "the service is ready")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=20)
        self.log.close()
        drop = f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)'
        subprocess.run(["psql", "--quiet", "--no-psqlrc", self.server_url, "--command", drop], check=True)
        for login in self.staff:
            self.query(f'DROP ROLE "{login}"', self.server_url)
        self.folder.cleanup()

    def is_ready(self):
        if self.process.poll() is not None:
            raise RuntimeError(pathlib.Path(self.log.name).read_text())
        try:
            return urllib.request.urlopen(f"{self.address}/readyz", timeout=2).status == 200
        except OSError:
            return False

    @staticmethod
    def until(condition, words):
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if found := condition():
                return found
            time.sleep(0.05)
        raise TimeoutError(f"waited in vain: {words}")

    def let_pass(self, code):
        """Moves a cohort's sessions into the past, as if they had taken place."""
        move = f"""
            UPDATE session SET starts_at = starts_at - interval '60 days', ends_at = ends_at - interval '60 days'
            FROM cohort WHERE cohort.id = session.cohort_id AND cohort.code = '{code}'
        """
        self.query(move)

    def query(self, text, url=None):
        subprocess.run(["psql", "--quiet", "--no-psqlrc", url or self.url("postgres"), "--command", text], check=True)

    def hire(self, login, *roles):
        """Takes somebody on who acts for themselves, by a login of their own in PostgreSQL."""
        if login not in self.staff:
            given = [word for role in roles for word in ("--role", role)]
            self.command("staff", "add", login, "--name", login.title(), "--email", f"{login}@example.org", *given)
            self.query(f"CREATE ROLE \"{login}\" LOGIN PASSWORD 'of-a-story' IN ROLE registrar_service")
            self.staff.append(login)
        return login

    def meet_everything(self, code):
        """Waives, by a table, whatever the program asks of a cohort and nobody has done, so that a decision can follow. The
        office does: whoever waives an exam grants nothing on it alone."""
        shown = json.loads(self.command("progress", "show", code, "--json"))
        rows = [
            (line["candidate"]["number"], asked["code"], "waive", "Met elsewhere")
            for line in shown["candidates"]
            for asked in line["requirements"]
            if asked["state"] not in ("complete", "waived")
        ]
        office = self.hire("office", "registrar")
        self.import_progress(code, ("candidate", "requirement", "state", "note"), rows, by=office)

    def import_progress(self, code, header, rows, by=None):
        table = pathlib.Path(self.folder.name, f"{code}.csv")
        with table.open("w", newline="") as file:
            csv.writer(file).writerows([header, *rows])
        self.command("progress", "import", code, str(table), "--yes", by=by)

    def acting_link(self, address):
        """The link that acts on a claim. A token's first octet says what its link is for: 2 acts."""
        return self.link(address, "/reservations/Ag")

    def link(self, address, beginning):
        """The first link of a kind in the mails to an address: the worker spools them within moments."""

        def look():
            for file in sorted(self.spool.glob("*.eml")):
                mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
                if address in str(mail["to"]):
                    text = mail.get_body(("plain",)).get_content()
                    if found := re.findall(re.escape(self.address + beginning) + r"[\w-]+", text):
                        return found[0]
            return None

        return self.until(look, f"mail to {address}")
