"""Cohorts that close while others follow, and staff who prefer, remove, restore and move people."""
import asyncio
import random

from chaos import Chaos


class Turnover(Chaos):
    """What goes wrong beside three open cohorts, and the cohorts that take turns."""

    def __init__(self, run):
        super().__init__(run)
        self.removed, self.refused = [], 0
        self.works += [self.turn_over]
        self.moments = [
            (0.08, self.cut_connections), (0.18, self.kill_server), (0.30, self.kill_backend), (0.42, self.cut_connections),
            (0.52, self.kill_server), (0.64, self.kill_backend), (0.74, self.restart_server), (0.84, self.cut_connections),
            (0.92, self.kill_server),
        ]

    async def turn_over(self):
        """The next draft opens, and the oldest cohort closes: its queue ends there or goes on in the newest."""
        run, turns = self.run, 0
        while run.drafts:
            turns += 1
            await self.reach((turns - 0.3) / (run.turns + 1))
            opening, closing = run.drafts.popleft(), run.open[0]
            await self.cohort_command("open", opening)
            run.opened = opening
            await self.reach(turns / (run.turns + 1))
            run.opened = None
            run.open.append(opening)
            arguments = ["--carry-to", opening] if random.random() < 0.3 else []
            arguments += ["--lapse-open"] if random.random() < 0.3 else []
            if await self.cohort_command("close", closing, "--yes", *arguments) == 0:
                run.open.remove(closing)
                run.closed.append(closing)
        self.told.append(f"{turns} cohorts closed while another opened; {self.refused} plans were refused as changed")

    async def reach(self, progress):
        while self.run.progress < progress:
            await asyncio.sleep(0.02)

    async def cohort_command(self, verb, code, *arguments):
        """Repeated until it is done. A plan that changes under its hash is refused; in the end the clients hold still."""
        try:
            for attempt in range(60):
                status, _ = await self.command(
                    "cohort", verb, code, *arguments, record={"kind": "staff", "verb": verb, "cohort": code}
                )
                if status in (0, 2):
                    return status
                self.refused += status == 1
                if attempt == 4:
                    self.run.go_on.clear()
                await asyncio.sleep(0.5 if status == 75 else 0)
        finally:
            self.run.go_on.set()
        raise RuntimeError(f"cohort {verb} {code} never ended well")

    async def staff(self):
        count = 0
        because = ["--reason-class", "other", "--reason", "The run wants it so"]
        try:
            while True:
                await asyncio.sleep(0.4)
                if not self.run.recent:
                    continue
                claim = random.choice(self.run.recent)
                count += 1
                verb = random.choice(["confirm", "withdraw", "accept", "remove", "remove", "restore", "offer", "offer", "transfer"])
                if verb == "restore" and self.removed:
                    await self.staff_command(random.choice(self.removed[-20:]), verb, *because)
                elif verb == "remove":
                    status = await self.staff_command(claim, verb, *because)
                    if status == 0:
                        self.removed.append(claim)
                elif verb == "offer":
                    await self.staff_command(claim, verb, *because)
                elif verb == "transfer":
                    await self.staff_command(claim, verb, "--to", self.run.destination(), *because)
                elif verb != "restore":
                    await self.staff_command(claim, verb)
        finally:
            self.told.append(f"{count} staff commands")


class Unmoved(Chaos):
    """Nothing but the clock, so that every moment is spent moving; one server is killed, and connections are cut."""

    def __init__(self, run):
        super().__init__(run)
        self.works = [self.shift_clock, self.misfortunes, self.watch_servers]
        self.moments = [(0.3, self.cut_connections), (0.6, self.kill_server), (0.8, self.cut_connections)]
