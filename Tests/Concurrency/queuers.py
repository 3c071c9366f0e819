"""People who queue: for one cohort or for several at once, who move on to another, in cohorts that close one by one."""
import asyncio
import collections
import random

from client import Client, Run
from links import Links


class QueueRun(Run):
    """Three cohorts are open at a time; each closes in its turn, and one that was a draft follows it."""

    def __init__(self, settings):
        super().__init__(settings)
        self.recent = collections.deque(maxlen=400)
        self.moved = collections.deque(maxlen=60)
        self.open, self.drafts = list(settings["open"]), collections.deque(settings["drafts"])
        self.turns = len(self.drafts)
        self.closed = collections.deque(maxlen=3)
        self.opened = None  # open already, but only those who move there know of it

    def cohort(self):
        if self.closed and random.random() < 0.02:
            return random.choice(self.closed)
        return random.choice(self.open)


    def destination(self):
        return self.opened if self.opened and random.random() < 0.7 else self.cohort()


class Queuer(Client):
    """A client whose people wait, and know more than one date."""

    def pick(self):
        deeds = [
            (11, self.arrive), (9, self.wish), (1, self.reserve_twice_at_once), (1, self.reserve_two_bodies_at_once),
            (1, self.reserve_two_keys_at_once), (1, self.wish_twice_at_once), (3, self.repeat), (1, self.reuse_key),
            (2, self.ask_again), (1, self.reserve_as_one_of_few), (42, self.visit), (8, self.act_blindly),
            (4, self.transfer_blindly), (10, self.look), (4, self.look_at_cohort), (1, self.act_by_show_link),
            (1, self.mistype),
        ]
        return random.choices([deed for _, deed in deeds], [weight for weight, _ in deeds])[0]

    async def arrive(self):
        """Asks for a seat, and mostly confirms at once."""
        await self.confirm_soon(self.fresh())

    async def confirm_soon(self, claim):
        await self.send(claim)
        if claim.id and random.random() < 0.9:
            await self.act(claim.id, "confirm")

    def fresh_wish(self):
        codes = random.sample(self.run.open, random.choice([2, 2, 3]))
        claim = self.fresh(codes[0] if random.random() < 0.8 else random.choice(codes))
        claim.body["cohorts"] = codes
        return claim

    async def wish(self):
        await self.confirm_soon(self.fresh_wish())

    async def wish_twice_at_once(self):
        """The same dates in another order, under another key, at the other server."""
        one, other = self.fresh_wish(), None
        other = self.fresh(one.cohort, one.body["email"])
        other.body["cohorts"] = one.body["cohorts"][::-1]
        await asyncio.gather(self.send(one, 0), self.send(other, 1))

    @staticmethod
    def fitting(answer):
        if answer["state"] == "confirmed":
            return random.choices(["withdraw", "transfer", None], [25, 25, 50])[0]
        if answer["state"] == "offered":
            return random.choices(["accept", "decline", "withdraw", None], [45, 20, 5, 30])[0]
        return Client.fitting(answer)

    async def act(self, enrollment, verb, purpose=Links.ACT):
        if verb == "transfer":
            return await self.transfer(enrollment, purpose)
        return await super().act(enrollment, verb, purpose)

    async def transfer(self, enrollment, purpose=Links.ACT, to=None, server=None):
        """Moves a confirmed seat to another cohort; the claim that goes on is the client's from then on."""
        to = to or self.run.destination()
        token = self.run.links.token(purpose, enrollment)
        status, answer = await self.ask(
            "act", "POST", f"/api/v1/reservations/{token}/transfer", {"to": to}, server=server,
            id=enrollment, verb="transfer", purpose=purpose, to=to,
        )
        if status == 200:
            self.run.moved.append(answer["id"])
        return status, answer

    def somebody(self):
        if self.run.moved and random.random() < 0.15:
            return random.choice(self.run.moved)
        return super().somebody()

    async def transfer_blindly(self):
        if claim := self.known_claim():
            await self.transfer(claim.id)


class MoversRun(Run):
    """Two cohorts, and people who move between them all the time."""

    def __init__(self, settings):
        super().__init__(settings)
        self.open = settings["open"]
        self.moved = collections.deque(maxlen=60)
        self.seated = 0

    def cohort(self):
        return random.choice(self.open)


class Mover(Queuer):
    """One person who takes a seat where one is free, moves to and fro with it, and gives it back."""

    def __init__(self, run, number):
        super().__init__(run, number)
        self.seat = None  # the confirmed claim and its cohort

    def pick(self):
        if self.seat:
            return random.choices([self.move, self.give_back], [9, 1])[0]
        # Two of twenty seats stay free, else nobody could move.
        return self.find_a_seat if self.run.seated < 18 else self.linger

    async def linger(self):
        await asyncio.sleep(random.uniform(0.02, 0.2))
        if random.random() < 0.02:
            await self.look_at_cohort()

    async def find_a_seat(self):
        self.run.seated += 1
        try:
            await self.take_a_seat()
        finally:
            self.run.seated -= self.seat is None

    async def take_a_seat(self):
        claim = self.fresh()
        _, answer = await self.send(claim)
        if not claim.id:
            return
        if answer["state"] == "held":
            status, _ = await self.act(claim.id, "confirm")
            if status == 200:
                self.seat = claim.id, claim.cohort
        else:
            # A queue would block everybody's way: whoever cannot have a seat at once leaves, or waits a little.
            await asyncio.sleep(random.choice([0, 0, 0.05]))
            await self.act(claim.id, "withdraw")

    async def move(self):
        """Once, or the same move at both servers at once, or to both sides."""
        enrollment, here = self.seat
        there = next(code for code in self.run.open if code != here)
        if random.random() < 0.2:
            answers = await asyncio.gather(
                self.transfer(enrollment, to=there, server=0), self.transfer(enrollment, to=there, server=1)
            )
        else:
            answers = [await self.transfer(enrollment, to=there)]
        if moved := next((answer for status, answer in answers if status == 200), None):
            self.seat = moved["id"], there
        elif any(status == 410 for status, _ in answers):
            self.leave()

    async def give_back(self):
        await self.act(self.seat[0], "withdraw")
        self.leave()

    def leave(self):
        self.seat = None
        self.run.seated -= 1
