"""Ten years of one holder, by clock: what the page shows, and what strangers' software says of each file, on each day.

`scripts/prove-decade` gives it the settings of its stage as a file, and a folder for the pictures.
"""

import base64
import datetime
import json
import os
import pathlib
import subprocess
import sys
import time

from files import KINDS
from front import Front
from institute import Institute
from table import note

HERE = pathlib.Path(__file__).parent
BECAUSE = ("--reason-class", "other", "--reason", "The decade wants it so")
NAME, RIGHT_NAME, ADDRESS = "Ada Lovelace", "Ada King", "ada@example.org"
WIDTHS = (390, 1280)
REMINDED_BEFORE = (90, 60, 30, 7)


class Decade:
    """One holder's files and pages; the institute's clock goes forward by days, up to today."""

    def __init__(self, institute, settings, pictures):
        self.institute, self.settings, self.pictures = institute, settings, pictures
        self.today = datetime.date.today()
        self.files, self.wrong, self.seen = [], [], 0

    # The clock, and the certificate as anybody sees it on that day.

    def at(self, day):
        self.day = day
        self.institute.set_clock((self.today - day).days)

    def shown(self):
        return self.institute.fetch_json(f"/api/v1/certificates/{self.id}")

    @property
    def end(self):
        return datetime.date.fromisoformat(self.shown()["valid_until"][:10])

    def keep(self, version):
        """Downloads the files of the latest version, as the holder would."""
        shown = self.shown()
        for kind in KINDS:
            octets = self.institute.fetch(f"/verify/{self.id}.{kind}")
            self.files.append(Held(version, kind, shown["name"], shown["valid_until"], octets))

    def supersede(self, *versions):
        """From now on the bits of these versions are set."""
        for file in self.files:
            file.is_revoked |= not versions or file.version in versions

    # What is seen.

    def look(self, label, status):
        """A line for the day, pictures of the page, and everybody's word on every file so far."""
        self.wait_for_worker()
        shown = self.shown()
        print(f"\n{self.day}  {label}: the page says {shown['status']}, {shown['name']}, "
              f"until {shown['valid_until'][:10]}")
        self.require(shown["status"] == status, f"{label}: the page says {shown['status']}, not {status}")
        for name in ("signature", "log"):
            self.require(shown["checks"][name] == "valid", f"{label}: of its {name} the page says {shown['checks'][name]}")
        for width in WIDTHS:
            self.picture(label, width)
        for file, words in zip(self.files, self.verdicts()):
            expected = file.expected(self.day)
            for package, word in words.items():
                self.require(word in expected, f"{label}: {package} says {word} of {file}, not {' or '.join(expected)}")
            if file.kind == KINDS[0]:
                print(f"    the files of {file.version}, until {file.until[:10]}:")
            told = ", ".join(f"{package} {word}" for package, word in words.items())
            print(f"        {file.kind:<5} here {self.own(file)}; {told}", flush=True)

    def require(self, holds, words):
        self.seen += 1
        if not holds:
            self.wrong.append(words)

    def picture(self, label, width):
        name = f"{self.day}-{label.replace(' ', '-')}-{width}.png"
        command = [
            "chromium", "--headless=new", "--no-sandbox", "--hide-scrollbars", "--disable-gpu",
            f"--window-size={width},1800", f"--screenshot={self.pictures / name}",
            f"http://localhost:{self.settings['behind']}/verify/{self.id}",
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=60)

    def own(self, file):
        """The service's own word on a file."""
        path = pathlib.Path(self.settings["folder"]) / f"held.{file.kind}"
        path.write_bytes(file.octets)
        command = [self.institute.binary, "certificate", "verify", str(path), "--json"]
        answer = json.loads(subprocess.run(command, capture_output=True, text=True, timeout=60).stdout)
        return f"{answer['state']} ({answer['certificate']['status']})"

    def verdicts(self):
        """Each verifier's word on each file, said on the day of the institute's clock."""
        folder = pathlib.Path(self.settings["folder"]) / "decade"
        folder.mkdir(exist_ok=True)
        wanted = []
        for index, file in enumerate(self.files):
            (folder / str(index)).write_bytes(file.octets)
            wanted.append({"kind": file.kind, "holder": file.holder, "path": str(folder / str(index))})
        (folder / "wanted.json").write_text(json.dumps(wanted))
        # A shifted clock runs on: the service's is behind by whole days, and so is theirs.
        words = [sys.executable, str(HERE / "words.py"), sys.argv[1], str(folder / "wanted.json")]
        days = (self.today - self.day).days
        done = subprocess.run(
            ["faketime", "-f", f"-{days}d", *words] if days else words,
            capture_output=True, text=True, timeout=300, env=os.environ | {"NO_FAKE_STAT": "1"},
        )
        if done.returncode != 0:
            raise SystemExit(f"the verifiers failed on {self.day}: {done.stderr}")
        return json.loads(done.stdout)

    def wait_for_worker(self):
        """The worker signs the list of revocations every day, and the log; it looks every minute, and here months are
        leapt over."""
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            payload = self.institute.fetch("/status/revocation/1").split(b".")[1]
            signed = json.loads(base64.urlsafe_b64decode(payload + b"=="))["validFrom"]
            if signed[:10] >= str(self.day) and self.shown()["checks"]["log"] != "pending":
                return
            time.sleep(0.5)
        raise SystemExit(f"neither the list of revocations nor the log was signed on {self.day}")

    # What happens.

    def become_holder(self, day):
        command = self.institute.command
        self.at(day - datetime.timedelta(days=60))
        session = day - datetime.timedelta(days=20)
        command(
            "cohort", "create", "DECADE", "--program", "MES", "--zone", "America/New_York",
            "--session", f"{session}T09:00/17:00", "--venue", "1 Main Street", "--price", "129500", "--currency", "USD",
        )
        command("cohort", "open", "DECADE")
        claim = str(command("seat", "reserve", "DECADE", "--name", NAME, "--email", ADDRESS)["id"])
        command("seat", "confirm", claim)
        command("cohort", "close", "DECADE", "--yes")
        self.at(day - datetime.timedelta(days=15))
        command("cohort", "complete", "DECADE", "--all-attended", "--yes")
        self.institute.meet_everything("DECADE")
        command("decision", "propose", "DECADE", "--yes")
        command("decision", "grant", "DECADE", "--reason", "All requirements are met", "--yes")
        self.at(day)
        plan = command("certificate", "issue", "DECADE")
        self.id = command("certificate", "issue", "DECADE", "--apply", plan["hash"])["lines"][0]["id"]

    def be_reminded(self):
        """Each reminder of a term comes once, from the worker, and nothing between."""
        end = self.end
        already = len(self.reminders())
        for count, before in enumerate(REMINDED_BEFORE, already + 1):
            for day in (end - datetime.timedelta(days=before + 1), end - datetime.timedelta(days=before)):
                self.at(day)
                due = count if day == end - datetime.timedelta(days=before) else count - 1
                told = self.wait_for_reminders(due)
                self.require(told == due, f"{before} days before {end} {told} reminders had been sent, not {due}")
        print(f"    reminded {', '.join(str(days) for days in REMINDED_BEFORE)} days before {end}")

    def reminders(self):
        mails = self.institute.command("mail", "list", "--limit", "500")["items"]
        return [mail for mail in mails if "reminder" in mail["kind"]]

    def wait_for_reminders(self, count):
        """Gives the worker two rounds to send one more than that, or as many."""
        deadline = time.monotonic() + 90
        while len(self.reminders()) < count and time.monotonic() < deadline:
            time.sleep(0.5)
        return len(self.reminders())

    def bring(self, minutes, fee):
        """Hours under a licensed supervisor, with evidence, looked through by staff; and the fee."""
        command = self.institute.command
        log = pathlib.Path(self.settings["folder"]) / "log.txt"
        for part, kind in enumerate(("coursework", "observation")):
            log.write_text(f"{self.day}: {minutes // 2} minutes of {kind}")
            credit = command(
                "renewal", "record", self.id, "--kind", kind, "--minutes", str(minutes // 2),
                "--on", str(self.day - datetime.timedelta(days=part + 1)), "--title", "Knee clinic", "--supervisor", "Bo Diaz",
                "--license", "RPT", "--license-number", "TX-1234", "--file", str(log),
            )
            command("renewal", "review", str(credit["credit"]), "--accept")
        command("renewal", "pay", self.id, "--received", str(fee), "--currency", "USD", "--reference", f"BANK {self.day}")

    def renew(self, version):
        self.bring(300, 5000)
        self.institute.command("certificate", "renew", self.id, "--yes")
        self.keep(version)


class Held:
    """A file as its holder keeps it."""

    def __init__(self, version, kind, holder, until, octets):
        self.version, self.kind, self.holder, self.until, self.octets = version, kind, holder, until, octets
        self.is_revoked = False

    def __str__(self):
        return f"the .{self.kind} of {self.version}"

    def expected(self, day):
        is_over = self.until[:10] <= str(day)
        if self.is_revoked:
            return ("revoked", "expired") if is_over else ("revoked",)
        return ("expired",) if is_over else ("ok",)


def later(day, months, days=0):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, 28)) + datetime.timedelta(days=days)


def live(decade):
    change = decade.institute.command
    start = later(decade.today, -120)
    decade.become_holder(start)
    decade.keep("the first version")
    decade.look("issued", "active")

    decade.be_reminded()
    decade.look("reminded", "active")
    decade.renew("the renewal")
    decade.look("renewed", "active")

    decade.at(later(start, 48, 60))
    decade.look("lapsed", "expired")
    decade.at(later(start, 51))
    decade.bring(300, 10000)
    change("certificate", "reinstate", decade.id, *BECAUSE)
    decade.keep("the reinstatement")
    decade.look("reinstated", "active")

    decade.at(later(start, 74))
    decade.renew("the second renewal")
    decade.at(later(start, 80))
    change("certificate", "correct", decade.id, "--name", RIGHT_NAME, *BECAUSE)
    decade.supersede("the second renewal")
    decade.keep("the correction")
    decade.look("corrected", "active")

    decade.at(later(start, 90))
    change("certificate", "suspend", decade.id, *BECAUSE)
    decade.look("suspended", "suspended")
    decade.at(later(start, 93))
    change("certificate", "reinstate", decade.id, *BECAUSE)
    decade.look("suspension lifted", "active")

    decade.at(later(start, 98))
    decade.renew("the third renewal")
    decade.at(later(start, 118))
    change("certificate", "revoke", decade.id, *BECAUSE)
    decade.supersede()
    decade.look("revoked", "revoked")
    decade.at(decade.today)
    decade.look("ten years on", "revoked")


def main():
    settings = json.loads(pathlib.Path(sys.argv[1]).read_text())
    pictures = pathlib.Path(sys.argv[2])
    with Front(settings["folder"], settings["port"], settings["behind"], days=3700):
        decade = Decade(Institute(settings), settings, pictures)
        live(decade)
    print()
    note(f"{decade.seen} words were heard, {len(decade.wrong)} of them wrong. The pictures are in {pictures}.")
    for words in decade.wrong:
        note(f"WRONG  {words}")
    if decade.wrong:
        sys.exit(1)


main()
