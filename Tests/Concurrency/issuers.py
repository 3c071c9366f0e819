#!/usr/bin/env python3
"""Issues certificates by a plan's hash, and kills whoever issues five times before letting two issuers end together.

usage: issuers.py SETTINGS.json
After each kill the same hash goes on. At one of them two work side by side, at another the server loses the backend
that is at work. The moments are random: so many certificates, and then up to a fifth of a second.
"""
import json
import os
import random
import signal
import subprocess
import sys
import time

PATIENCE = 900  # seconds for everything
TOGETHER, BACKEND = 1, 3  # which kills, counted from 0, have a second issuer or take a backend along


class Issuers:
    counted = "SELECT count(*) FROM certificate"

    def __init__(self, settings):
        self.settings = settings
        self.random = random.Random(settings["seed"])
        self.end = time.monotonic() + PATIENCE
        self.running = []

    def commands(self, count):
        """What works side by side."""
        return [["certificate", "issue", "--all", "--apply", self.settings["hash"]]] * count

    def start(self, count):
        before = ["setpriv", "--pdeathsig", "KILL", "--", self.settings["binary"]]
        with open(f"{self.settings['folder']}/log/issue.log", "ab") as log:
            self.running = [
                subprocess.Popen(
                    [*before, *command], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                    env=dict(os.environ, **self.settings["environment"]),
                )
                for command in self.commands(count)
            ]

    def ask(self, query):
        """The lines that psql answers; while the server recovers from a lost backend, it is asked again."""
        while time.monotonic() < self.end:
            answer = subprocess.run(
                [self.settings["psql"], "-X", "-q", "-t", "-A", "-d", self.settings["super_url"], "-c", query],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False,
            )
            if answer.returncode == 0:
                return answer.stdout.split()
            time.sleep(0.05)
        raise SystemExit("the server does not answer any more")

    def issued(self):
        return int(self.ask(self.counted)[0])

    def wait_for(self, count):
        """Until so many are issued; an issuer that ends before is a finding."""
        while self.issued() < count:
            if time.monotonic() > self.end or any(issuer.poll() is not None for issuer in self.running):
                raise SystemExit(f"an issuer stopped short of {count} certificates; its log is issue.log")
            time.sleep(0.01)

    def kill_backend(self):
        at_work = self.ask("""
            SELECT pid
            FROM pg_stat_activity
            WHERE usename = 'registrar_service'
            ORDER BY state = 'idle', xact_start
            LIMIT 1""")
        os.kill(int(at_work[0]), signal.SIGKILL)

    def kill(self, number, moment, pause):
        self.start(2 if number == TOGETHER else 1)
        self.wait_for(moment)
        time.sleep(pause)
        if number == BACKEND:
            self.kill_backend()
        for issuer in self.running:
            if issuer.poll() is not None and number != BACKEND:
                raise SystemExit("an issuer ended before it was killed: take more certificates")
            issuer.kill()
            issuer.wait()
        what = {TOGETHER: "two issuers side by side", BACKEND: "an issuer and its PostgreSQL backend"}
        when = f"{pause * 1000:.0f} ms after certificate {moment:,}"
        what = what.get(number, "an issuer")
        print(f"kill {number + 1}        {what}, {when}; {self.issued():,} are issued", flush=True)

    def run(self):
        moments = sorted(self.random.sample(range(self.settings["certificates"] * 4 // 5), 5))
        for number, moment in enumerate(moments):
            self.kill(number, moment, self.random.uniform(0, 0.2))
        self.start(2)
        for issuer in self.running:
            status = issuer.wait(max(1, self.end - time.monotonic()))
            if status != 0:
                raise SystemExit(f"an issuer that nobody killed ended with {status}; its log is issue.log")
        print(f"the end       two issuers side by side ended by themselves; {self.issued():,} are issued")


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        settings = json.load(file)
    print(f"seed          {settings['seed']}", flush=True)
    Issuers(settings).run()


if __name__ == "__main__":
    main()
