#!/usr/bin/env python3
"""Candidates who sit an exam at once by their pages, a kill in the middle, and the checker of what was acknowledged.

usage: sitters.py SETTINGS.json
A candidate who gets no answer, or a 503, opens the page again and goes on, as a person does after a lost connection.
"""
import collections
import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.parse

from links import Links
from sitting import examine

PROGRESS = 4  # the purpose of a candidate's link
PATIENCE = 300  # seconds for everything


class Lost(Exception):
    """No whole answer came: what was sent may have been saved or not."""


class Service:
    """`serve` on one port, killed and started again."""

    def __init__(self, settings):
        self.settings, self.process = settings, None

    def start(self):
        environment = dict(os.environ, **self.settings["environment"], REGISTRAR_PORT=str(self.settings["port"]))
        with open(f"{self.settings['folder']}/log/serve.log", "ab") as log:
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", "--", self.settings["binary"], "serve"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment,
            )
        for _ in range(600):
            try:
                if ask(self.settings["port"], None, "GET", "/readyz")[0] == 200:
                    return
            except Lost:
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise SystemExit("the service did not become ready; its log is serve.log")

    def kill(self):
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()


def ask(port, connection, method, path, form=None):
    """Status, headers and text of an answer; on a new connection where none is given."""
    own = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        body = None if form is None else urllib.parse.urlencode(form)
        headers = {} if form is None else {"Content-Type": "application/x-www-form-urlencoded"}
        own.request(method, path, body, headers)
        answer = own.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    except (OSError, http.client.HTTPException) as error:
        own.close()
        raise Lost(str(error)) from error
    finally:
        if connection is None:
            own.close()


class Run:
    """What all candidates share."""

    def __init__(self, settings):
        self.settings = settings
        self.links = Links(settings["secret_file"])
        self.end = time.monotonic() + PATIENCE
        self.lock = threading.Lock()
        self.acknowledged = []  # (claim, question, letter), in the order of each candidate
        self.unsure = collections.Counter()
        self.trouble = []

    def note(self, claim, question, letter):
        with self.lock:
            self.acknowledged.append((claim, question, letter))


class Candidate(threading.Thread):
    """One person at one page after the other."""

    def __init__(self, run, claim):
        super().__init__(daemon=True)
        self.shared, self.claim = run, claim
        self.random = random.Random(f"{run.settings['seed']} {claim}")
        self.door = f"/progress/{run.links.token(PROGRESS, claim)}/exam/written-exam"
        self.port = run.settings["port"]
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def run(self):
        try:
            self.until(lambda: self.ask("POST", self.door), 303)
            for question in range(1, self.shared.settings["questions"] + 1):
                self.answer(question)
                if self.random.random() < 0.1:
                    self.answer(self.random.randint(1, question))
            self.until(lambda: self.ask("POST", f"{self.door}/end"), 303)
        except Exception as error:  # pylint: disable=broad-except
            with self.shared.lock:
                self.shared.trouble.append(f"candidate {self.claim}: {type(error).__name__}: {error}")

    def ask(self, method, path, form=None):
        return ask(self.port, self.connection, method, path, form)

    def until(self, act, wanted):
        """Repeats what is lost or answered 503, until it is answered as wanted."""
        tries = 0
        while time.monotonic() < self.shared.end:
            tries += 1
            try:
                status, headers, text = act()
                if status == wanted:
                    return headers, text
                if status != 503:
                    raise ValueError(f"answered {status}")
            except Lost:
                self.shared.unsure[self.claim] += 1
            time.sleep(min(0.05 * 2**tries, 1) * self.random.uniform(0.5, 1))
        raise TimeoutError("no answer for five minutes")

    def answer(self, question):
        path = f"{self.door}/questions/{question}"
        _, page = self.until(lambda: self.ask("GET", path), 200)
        letters = re.findall(r'type="radio" value="([A-Z])"', page)
        fields = dict(re.findall(r'type="hidden" name="(\w+)" value="(\d+)"', page))
        letter = self.random.choice(letters)
        headers, _ = self.until(lambda: self.ask("POST", path, {**fields, "answer": letter, "go": "next"}), 303)
        if "news=late" in headers["Location"]:
            raise ValueError("an answer in time was called late")
        self.shared.note(self.claim, question, letter)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        settings = json.load(file)
    print(f"seed          {settings['seed']}", flush=True)
    run, service = Run(settings), Service(settings)
    service.start()
    candidates = [Candidate(run, claim) for claim in settings["claims"]]
    start = time.monotonic()
    for candidate in candidates:
        candidate.start()
    half = len(candidates) * settings["questions"] // 2
    while len(run.acknowledged) < half and not run.trouble and time.monotonic() < run.end:
        time.sleep(0.005)
    at_kill = len(run.acknowledged)
    service.kill()
    print(f"kill          after {at_kill:,} acknowledged answers", flush=True)
    time.sleep(0.5)
    service.start()
    for candidate in candidates:
        candidate.join(max(0, run.end - time.monotonic()))
    seconds = time.monotonic() - start
    print(f"acknowledged  {len(run.acknowledged):,} answers of {len(candidates)} candidates in {seconds:.1f} s; "
          f"{sum(run.unsure.values()):,} requests lost their answer", flush=True)
    service.kill()
    if at_kill >= len(run.acknowledged):
        run.trouble.append("the kill came after the last answer: take more candidates or questions")
    wrong = run.trouble + examine(settings, run.acknowledged)
    for line in wrong[:20]:
        print(f"WRONG         {line}")
    sys.exit(1 if wrong else 0)


main()
