"""Many mails through a mail server that goes wrong at every step, with the worker killed; then everything is counted.

proof.py SETTINGS.json: "folder", "binary", "psql", "super_url", "environment", "mails", "kills", "times" (how often each
fault comes), "hangs" (the same for those that hang), "sample" (how many signatures are checked).
"""

import collections
import email
import email.policy
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import time

import certificate
import signatures
from faults import FAULTS

GONE, FILLED, FULL = "gone", "filled", "full"


class Proof:
    def __init__(self, settings):
        self.settings = settings
        self.folder = pathlib.Path(settings["folder"])
        self.worker = None
        self.wrong = []
        self.user, self.password = "registrar", "of-a-proof-" + str(random.randrange(10**9))
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("REGISTRAR_SMTP", "REGISTRAR_DKIM"))
        } | settings["environment"]

    # What it stands on.

    def sql(self, text, *options):
        done = subprocess.run(
            [
                self.settings["psql"], "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1",
                "-d", self.settings["super_url"], *options, "-c", text,
            ],
            capture_output=True, text=True, check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout.strip()

    def command(self, *words, code=0, **settings):
        done = subprocess.run(
            [self.settings["binary"], *words], env=self.environment | settings, capture_output=True, text=True, timeout=120,
        )
        if done.returncode != code:
            raise RuntimeError(f"registrar {' '.join(words)} ended with {done.returncode}: {done.stderr}{done.stdout}")
        return done.stdout + done.stderr

    def begin_server(self):
        certificate.write(self.folder)
        faults = [
            (step, how)
            for step, hows in FAULTS.items()
            for how in hows + ["hang"]
            for _ in range(self.settings["hangs" if how == "hang" else "times"])
        ]
        random.shuffle(faults)
        most = max(collections.Counter(step for step, _ in faults).values())
        self.faults = len(faults)
        (self.folder / "server.json").write_text(
            json.dumps(
                {
                    "folder": str(self.folder), "user": self.user, "password": self.password, "faults": faults,
                    "gap": max(2, self.settings["mails"] // (most + 4)), "renew": max(4, self.settings["mails"] // (most * 3)),
                }
            )
        )
        self.server = subprocess.Popen(
            [sys.executable, pathlib.Path(__file__).parent / "faulty.py", self.folder / "server.json"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, stderr=open(self.folder / "server.log", "a"),
        )
        port = self.server.stdout.readline().strip()
        password = self.folder / "password"
        password.write_text(self.password)
        password.chmod(0o600)
        self.environment |= {
            "REGISTRAR_SMTP_URL": f"smtp://localhost:{port}", "REGISTRAR_SMTP_USER": self.user,
            "REGISTRAR_SMTP_PASSWORD_FILE": str(password), "REGISTRAR_SMTP_CA_FILE": str(self.folder / "cert.pem"),
            "REGISTRAR_SMTP_TIMEOUT": "5", "REGISTRAR_SMTP_NAME": "registrar.example", "REGISTRAR_SMTP_CONNECTIONS": "4",
            "REGISTRAR_SMTP_DOMAIN_RATE": "100000", "REGISTRAR_DKIM": str(self.folder / "dkim"),
            "REGISTRAR_BOUNCE_ADDRESS": "bounces@institute.example",
        }
        self.port = port

    def queue(self):
        """A mail to everyone who attended: most to good addresses, some to none, some to full mailboxes."""
        mails = self.settings["mails"]
        self.some = max(2, mails // 500)
        self.sql(
            f"""
            UPDATE person SET email = kind || place || '@d' || place % 50 || '.example'
            FROM (
                SELECT person.id, row_number() OVER (ORDER BY person.id) AS place
                FROM enrollment JOIN person ON person.id = person_id WHERE state = 'attended'
            ) AS row
            CROSS JOIN LATERAL (
                SELECT CASE WHEN place <= {self.some} THEN '{GONE}' WHEN place <= {2 * self.some} THEN '{FILLED}'
                    WHEN place <= {3 * self.some} THEN '{FULL}' ELSE 'u' END AS kind
            ) AS named
            WHERE person.id = row.id
            """
        )
        self.sql("INSERT INTO clock_shift (shift) VALUES (interval '0') ON CONFLICT DO NOTHING")
        self.sql("UPDATE job SET finished_at = registrar_clock() WHERE finished_at IS NULL")
        self.sql(
            """
            INSERT INTO job (kind, enrollment_id)
            SELECT 'mail.progress', id FROM enrollment WHERE state = 'attended' ORDER BY id
            """
        )
        if made := self.settings.get("tries_made"):
            # Of those that will never be taken, so that a short run sees their end too.
            self.sql(
                f"""UPDATE job SET attempts = {made} FROM enrollment JOIN person ON person.id = person_id
                WHERE enrollment.id = enrollment_id AND finished_at IS NULL AND email LIKE '{FULL}%'"""
            )
        self.addresses = set(
            self.sql(
                "SELECT email FROM enrollment JOIN person ON person.id = person_id WHERE state = 'attended'"
            ).split()
        )
        assert len(self.addresses) == mails, len(self.addresses)

    # The run.

    def begin_worker(self):
        log = open(self.folder / "work.log", "ab")
        self.worker = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "--", self.settings["binary"], "work"],
            env=self.environment, stdout=log, stderr=log,
        )

    def end_worker(self, how):
        self.worker.send_signal(how)
        self.worker.wait(30)

    def shift(self, seconds):
        self.sql(f"UPDATE clock_shift SET shift = shift + interval '{seconds} seconds'")

    def taken(self):
        path = self.folder / "received.jsonl"
        return sum(1 for line in path.open() if '"to"' in line) if path.exists() else 0

    def send(self):
        mails, kills = self.settings["mails"], self.settings["kills"]
        moments = [mails * (number + 1) // (kills + 1) for number in range(kills)]
        self.began = time.monotonic()
        self.begin_worker()
        deadline = self.began + self.settings.get("patience", 1800)
        while True:
            if time.monotonic() > deadline:
                left = self.sql("SELECT count(*) FROM job WHERE finished_at IS NULL AND dead_at IS NULL")
                raise RuntimeError(f"the run did not come to its end: {left} mails are left")
            if self.worker.poll() is not None:
                raise RuntimeError("the worker ended: " + (self.folder / "work.log").read_text()[-2000:])
            if moments and self.taken() >= moments[0]:
                moments.pop(0)
                self.end_worker(signal.SIGKILL)
                self.shift(181)  # what it had leased is due again
                self.begin_worker()
            left, wait = self.sql(
                """
                SELECT count(*), coalesce(ceil(extract(epoch FROM greatest(
                    min(greatest(run_at, coalesce(locked_until, run_at))), (SELECT next_try_at FROM mail_outage)
                ) - registrar_clock())), 0)::integer
                FROM job WHERE finished_at IS NULL AND dead_at IS NULL
                """
            ).split("|")
            if left == "0":
                break
            if int(wait) > 1:
                self.shift(int(wait))
            time.sleep(0.25)
        self.took = time.monotonic() - self.began
        self.end_worker(signal.SIGTERM)

    # The count.

    def check(self):
        lines = [json.loads(line) for line in (self.folder / "received.jsonl").open()]
        faults = collections.Counter(f"{line['fault']} {line['how'].split()[0]}" for line in lines if "fault" in line)
        taken = [line for line in lines if "to" in line]
        counts = collections.Counter(line["to"] for line in taken)
        ids, mails = collections.defaultdict(set), []
        content = (self.folder / "mails").open("rb")
        for line in taken:
            content.seek(line["at"])
            octets = content.read(line["size"])
            mail = email.message_from_bytes(octets, policy=email.policy.default)
            ids[line["to"]].add(mail["Message-ID"])
            to = mail["To"].addresses[0].addr_spec
            self.expect(to == line["to"], f"{line['to']} got another's mail")
            mails.append(octets)
        dead = set(
            self.sql(
                """
                SELECT email FROM job
                JOIN enrollment ON enrollment.id = enrollment_id
                JOIN person ON person.id = enrollment.person_id
                WHERE dead_at IS NOT NULL
                """
            ).split()
        )
        never = {address for address in self.addresses if address.startswith((GONE, FULL))}
        self.expect(dead == never, f"dead are {sorted(dead ^ never)[:5]} too many or too few")
        missing = [address for address in self.addresses - never if not counts[address]]
        self.expect(not missing, f"{len(missing)} got no mail: {missing[:5]}")
        self.expect(not set(counts) - self.addresses, "strangers got mail")
        self.expect(not never & set(counts), "somebody got a mail that was refused")
        self.expect(all(len(known) == 1 for known in ids.values()), "a repeat has another Message-ID")
        self.expect(len({next(iter(known)) for known in ids.values()}) == len(ids), "two mails share a Message-ID")
        self.expect(not [line for line in lines if "clear" in line], "something was said in the clear")
        unplayed = self.faults - sum(faults.values())
        suppressed = int(
            self.sql("SELECT count(DISTINCT address_digest) FROM suppression_event WHERE reason = 'hard_bounce'")
        )
        self.expect(suppressed == self.some, f"{suppressed} addresses are suppressed")
        words = self.sql("SELECT DISTINCT right(last_error, 30) FROM job WHERE dead_at IS NOT NULL ORDER BY 1").split("\n")
        self.expect(all("550 5.1.1" in word or "552 5.2.2" in word for word in words), f"the dead say {words}")
        repeats = sum(count - 1 for count in counts.values())
        unanswered = sum(1 for line in taken if not line["answered"])
        self.expect(repeats <= unanswered + self.settings["kills"] * 20, f"{repeats} repeats are more than what was unsure")
        self.signatures(mails)
        times = sorted(line["time"] for line in taken)
        best = max(self.within(times, index) for index in range(0, len(times), max(1, len(times) // 400)))
        twice = sum(1 for count in counts.values() if count > 1)
        steps = len({fault.split()[0] for fault in faults})
        print(f"mails         {len(self.addresses)} queued, {len(taken)} taken by the server, {len(dead)} dead")
        print(f"dead          {self.some} that are not there (550), {self.some} whose mailbox stays full (552)")
        print(f"recipients    {len(missing)} without a mail, {twice} with a repeat, at most {max(counts.values())} of one")
        print(f"faults        {sum(faults.values())} at {steps} steps ({unplayed} not reached), {self.settings['kills']} kills")
        for step in FAULTS:
            here = [f"{name.split()[1]} {count}" for name, count in sorted(faults.items()) if name.split()[0] == step]
            print(f"              {step}: {', '.join(here)}")
        print(f"rate          {len(taken) / self.took:.0f} mails a second in {self.took:.0f} s with all faults and pauses")
        print(f"              {best / 2:.0f} mails a second in the best two seconds")

    @staticmethod
    def within(times, index):
        end = index
        while end < len(times) and times[end] < times[index] + 2:
            end += 1
        return end - index

    def signatures(self, mails):
        keys = json.loads(self.command("mail", "keys", "list", "--json"))["items"]
        records = {key["name"].encode() + b".": key["txt"].encode() for key in keys}
        signatures.check(random.sample(mails, min(self.settings["sample"], len(mails))), records, self.expect)

    def stories(self):
        """What else is to be seen once the server does nothing wrong."""

    def expect(self, holds, words):
        if not holds:
            self.wrong.append(words)

    def run(self):
        self.begin_server()
        try:
            self.command("mail", "keys", "create", "proof")
            self.command("institute", "set", "--sender", "mail@institute.example")
            self.queue()
            self.send()
            self.check()
            print("calm", file=self.server.stdin, flush=True)
            self.server.stdout.readline()
            self.stories()
        finally:
            if self.worker and self.worker.poll() is None:
                self.end_worker(signal.SIGKILL)
            self.server.stdin.close()
            self.server.terminate()
            self.server.wait(10)
        for words in list(dict.fromkeys(self.wrong))[:20]:
            print(f"WRONG         {words}")
        return not self.wrong


if __name__ == "__main__":
    sys.exit(0 if Proof(json.loads(pathlib.Path(sys.argv[1]).read_text())).run() else 1)
