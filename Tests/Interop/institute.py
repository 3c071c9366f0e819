"""The institute of a run: its command line, its clock, and what it publishes, over HTTPS."""

import csv
import json
import subprocess
import tempfile
import urllib.request


class Institute:
    def __init__(self, settings):
        self.binary, self.psql, self.super_url = settings["binary"], settings["psql"], settings["super_url"]
        self.address = f"https://localhost:{settings['port']}"
        self.did = f"did:web:localhost%3A{settings['port']}"

    def command(self, *words):
        """What `registrar WORDS --json` answers."""
        done = subprocess.run([self.binary, *words, "--json"], capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise SystemExit(f"registrar {' '.join(words)} ended with {done.returncode}: {done.stderr}{done.stdout}")
        return json.loads(done.stdout)

    def meet_everything(self, code):
        """Waives, by a table, whatever the program asks of a cohort and nobody has done, so that a decision can follow."""
        self.waive_exams(code)
        rows = [
            (line["candidate"]["number"], asked["code"], "waive", "Met elsewhere")
            for line in self.command("progress", "show", code)["candidates"]
            for asked in line["requirements"]
            if asked["state"] not in ("complete", "waived")
        ]
        with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="") as table:
            csv.writer(table).writerows([("candidate", "requirement", "state", "note"), *rows])
            table.flush()
            self.command("progress", "import", code, table.name, "--yes")

    def waive_exams(self, code):
        """Waives the exams as a member who has no login here: whoever waives an exam grants nothing on it alone."""
        self.command(
            "staff", "add", "office", "--name", "Office", "--email", "office@example.org", "--role", "registrar",
        )
        self.query(
            f"""
            WITH reason AS (
                INSERT INTO payload (salt, body)
                VALUES (decode(md5('office'), 'hex'), '{{"note": "Met elsewhere"}}')
                RETURNING id, payload_digest(salt, body) AS digest
            )
            INSERT INTO progress_event (enrollment_id, requirement_id, kind, staff_id, payload_id, digest)
            SELECT enrollment.id, requirement.id, 'waived', staff.id, reason.id, reason.digest
            FROM cohort
            JOIN enrollment ON enrollment.cohort_id = cohort.id AND enrollment.state = 'attended'
            JOIN requirement ON requirement.program_version_id = cohort.program_version_id
                AND requirement.kind IN ('written_exam', 'practical_exam')
            JOIN staff ON staff.login = 'office'
            CROSS JOIN reason
            WHERE cohort.code = '{code}'
            """
        )

    def query(self, text):
        subprocess.run([self.psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.super_url, "-c", text], check=True)

    def set_clock(self, days):
        """The product's clock runs so many days behind the machine's; 0 is now."""
        subprocess.run(
            [
                self.psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.super_url, "-c", "DELETE FROM clock_shift",
                "-c", f"INSERT INTO clock_shift (shift) SELECT -interval '1 day' * {days} WHERE {days} > 0",
            ],
            check=True,
        )

    def fetch(self, address):
        """The octets behind one of its addresses, or behind a path."""
        if address.startswith("/"):
            address = self.address + address
        if not address.startswith(self.address + "/"):
            raise ValueError(f"{address} is not of this institute")
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.read()

    def fetch_json(self, address):
        return json.loads(self.fetch(address))
