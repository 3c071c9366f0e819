"""One run, and the clients of it: what people do with seats, over HTTP, until they are told what became of it.

A client that does not know what became of its request repeats it, with the same key, until it is told.
"""
import asyncio
import collections
import json
import random
import time

from links import Links
from wire import Unknown, Wire

ZONES = [None, None, "America/New_York", "Europe/Berlin", "Asia/Tokyo", "Australia/Sydney", "America/Los_Angeles", "UTC"]
VERBS = ["confirm", "accept", "decline", "withdraw"]


class Claim:
    """What a client knows of something it asked for."""

    def __init__(self, cohort, key, body, headers):
        self.cohort, self.key, self.body, self.headers = cohort, key, body, headers
        self.id = None


class Run:
    """What all clients share: the log, the claims, and how far the run is."""

    def __init__(self, settings):
        self.settings = settings
        self.links = Links(settings["secret_file"])
        self.target = settings["operations"]
        self.done = self.operation = 0
        self.log_file = open(settings["folder"] + "/answers.jsonl", "w", encoding="utf-8", buffering=1 << 20)
        self.recent = collections.deque(maxlen=4000)
        self.offered = []
        self.gave_up = 0
        self.go_on = asyncio.Event()  # while it is set, the clients do what they do
        self.go_on.set()

    @property
    def progress(self):
        return min(self.done / self.target, 1)

    def log(self, **record):
        self.log_file.write(json.dumps(record, separators=(",", ":")) + "\n")

    def cohort(self):
        """Half of all go to the cohort that opened last; as the run goes on, one opens after the other."""
        hot, cool = self.settings["hot"], self.settings["cool"]
        if random.random() < 0.5:
            return hot[min(int(self.progress * len(hot)), len(hot) - 1)]
        return random.choice(cool)


class Client:
    """One person's programs: a connection to each server, and a memory of what was asked for."""

    def __init__(self, run, number):
        self.run, self.number = run, number
        self.wires = [None, None]
        self.turns = [asyncio.Lock(), asyncio.Lock()]
        self.made = 0
        self.own = collections.deque(maxlen=12)

    async def live(self):
        while self.run.done < self.run.target:
            await self.run.go_on.wait()
            await self.pick()()
        for wire in self.wires:
            if wire and wire.is_open:
                wire.transport.close()

    def pick(self):
        deeds = [
            (30, self.reserve), (3, self.reserve_twice_at_once), (2, self.reserve_two_bodies_at_once),
            (2, self.reserve_two_keys_at_once), (5, self.repeat), (2, self.reuse_key), (4, self.ask_again),
            (3, self.reserve_as_one_of_few), (31, self.visit), (10, self.act_blindly), (5, self.look),
            (2, self.look_at_cohort), (1, self.act_by_show_link), (1, self.mistype),
        ]
        return random.choices([deed for _, deed in deeds], [weight for weight, _ in deeds])[0]

    # One request, until it is answered.

    async def ask(self, kind, method, path, body=None, headers=(), server=None, **facts):
        run = self.run
        run.operation += 1
        operation, first_sent, tries = run.operation, time.time(), 0
        server = random.randrange(2) if server is None else server
        while True:
            tries += 1
            async with self.turns[server]:
                sent = time.time()
                try:
                    if not (self.wires[server] and self.wires[server].is_open):
                        self.wires[server] = await Wire.open(run.settings["ports"][server])
                    status, answer = await self.wires[server].ask(method, path, body, headers)
                except Unknown as unknown:
                    status, answer = None, {"unknown": str(unknown)}
                received = time.time()
            run.log(
                kind=kind, op=operation, client=self.number, server=server, first_sent=first_sent, sent=sent,
                received=received, status=status, answer=answer, body=body, **facts,
            )
            if status not in (None, 503):
                run.done += 1
                return status, answer
            if time.time() - first_sent > 90:
                run.gave_up += 1
                return None, None
            await asyncio.sleep(min(0.02 * 2**tries, 0.5) * random.uniform(0.5, 1))
            server = 1 - server

    async def send(self, claim, server=None, body=None):
        status, answer = await self.ask(
            "reserve", "POST", f"/api/v1/cohorts/{claim.cohort}/reservations", body or claim.body,
            [("Idempotency-Key", claim.key), *claim.headers], server,
            cohort=claim.cohort, key=claim.key, forwarded=dict(claim.headers).get("X-Forwarded-For"),
        )
        if status in (200, 201) and "id" in answer and claim.id is None:
            claim.id = answer["id"]
            self.own.append(claim)
            self.run.recent.append(claim)
        return status, answer

    async def act(self, enrollment, verb, purpose=Links.ACT):
        token = self.run.links.token(purpose, enrollment)
        return await self.ask(
            "act", "POST", f"/api/v1/reservations/{token}/{verb}", id=enrollment, verb=verb, purpose=purpose
        )

    def fresh(self, cohort=None, email=None, headers=()):
        self.made += 1
        one = f"{self.number}-{self.made}"
        body = {"name": f"Applicant {one}", "email": email or f"a{one}@example.org"}
        zone = random.choice(ZONES)
        if zone:
            body["time_zone"] = zone
        if random.random() < 0.1:
            body["subscribe"] = True
        return Claim(cohort or self.run.cohort(), f"key-{one}", body, list(headers))

    def known_claim(self):
        if self.own and random.random() < 0.5:
            return random.choice(self.own)
        return random.choice(self.run.recent) if self.run.recent else None

    def somebody(self):
        """Whose mail is read: one of four has an offer."""
        if self.run.offered and random.random() < 0.25:
            return random.choice(self.run.offered)
        claim = self.known_claim()
        return claim.id if claim else None

    # Deeds: asking for a seat.

    async def reserve(self):
        await self.send(self.fresh())

    async def reserve_twice_at_once(self):
        claim = self.fresh()
        await asyncio.gather(self.send(claim, 0), self.send(claim, 1))

    async def reserve_two_bodies_at_once(self):
        claim = self.fresh()
        other = dict(claim.body, name=claim.body["name"] + " the Other")
        await asyncio.gather(self.send(claim, 0), self.send(claim, 1, other))

    async def reserve_two_keys_at_once(self):
        claim = self.fresh()
        await asyncio.gather(self.send(claim, 0), self.send(self.fresh(claim.cohort, claim.body["email"]), 1))

    async def repeat(self):
        if claim := self.known_claim():
            await self.send(claim)

    async def reuse_key(self):
        if claim := self.known_claim():
            await self.send(claim, body=dict(claim.body, name=claim.body["name"] + " Reused"))

    async def ask_again(self):
        if claim := self.known_claim():
            await self.send(self.fresh(claim.cohort, claim.body["email"]))

    async def reserve_as_one_of_few(self):
        """Behind a trusted proxy one client may have five unconfirmed rows in a cohort; these are few clients."""
        await self.send(self.fresh(headers=[("X-Forwarded-For", f"203.0.113.{random.randrange(1, 25)}")]))

    # Deeds: reading the mail and acting on it.

    async def visit(self):
        """Opens the acting link and does what a person might."""
        enrollment = self.somebody()
        if enrollment is None:
            return
        token = self.run.links.token(Links.ACT, enrollment)
        status, answer = await self.ask("look", "GET", f"/api/v1/reservations/{token}", id=enrollment)
        if status == 200 and (verb := self.fitting(answer)):
            await self.act(enrollment, verb)

    @staticmethod
    def fitting(answer):
        state = answer["state"]
        if state == "waitlisted" and not answer["address_confirmed"]:
            state = "unconfirmed"
        choices = {
            "held": ({"confirm": 50, "withdraw": 15, None: 35}),
            "unconfirmed": ({"confirm": 85, "withdraw": 5, None: 10}),
            "waitlisted": ({"withdraw": 8, None: 92}),
            "offered": ({"accept": 30, "decline": 15, "withdraw": 5, None: 50}),
            "confirmed": ({"withdraw": 40, None: 60}),
        }.get(state, {None: 1})
        return random.choices(list(choices), list(choices.values()))[0]

    async def act_blindly(self):
        if claim := self.known_claim():
            verb = random.choices(VERBS, [5, 3, 2, 1])[0]
            if random.random() < 0.2:
                await asyncio.gather(self.act_on(0, claim.id, verb), self.act_on(1, claim.id, random.choice(VERBS)))
            else:
                await self.act(claim.id, verb)

    async def act_on(self, server, enrollment, verb):
        token = self.run.links.token(Links.ACT, enrollment)
        await self.ask(
            "act", "POST", f"/api/v1/reservations/{token}/{verb}", server=server, id=enrollment, verb=verb, purpose=Links.ACT
        )

    async def look(self):
        if claim := self.known_claim():
            token = self.run.links.token(Links.SHOW, claim.id)
            await self.ask("look", "GET", f"/api/v1/reservations/{token}", id=claim.id)

    async def look_at_cohort(self):
        code = self.run.cohort()
        await self.ask("page", "GET", f"/api/v1/cohorts/{code}", cohort=code)

    async def act_by_show_link(self):
        if claim := self.known_claim():
            await self.act(claim.id, random.choice(VERBS), Links.SHOW)

    async def mistype(self):
        token = self.run.links.token(Links.ACT, random.randrange(1, 1000))
        spoilt = token[:-3] + ("AAA" if token[-3:] != "AAA" else "BBB")
        await self.ask("mistyped", "GET", f"/api/v1/reservations/{spoilt}")
