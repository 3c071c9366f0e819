"""What goes wrong during the run, and the time that passes: kills, cuts, staff, and the product's clock."""
import asyncio
import os
import random
import signal
import time

from wire import Unknown, Wire

HOURS = 22  # less than the 24 h for which a key is remembered, so that one key has one answer in the whole run


class Chaos:
    def __init__(self, run):
        self.run, self.settings = run, run.settings
        self.servers = [None, None]
        self.expected_ends = set()
        self.commands = set()
        self.told = []
        self.works = [self.shift_clock, self.read_offers, self.staff, self.misfortunes, self.watch_servers]
        # Misfortunes, each at its moment of the run.
        self.moments = [
            (0.10, self.cut_connections), (0.25, self.kill_server), (0.40, self.cut_connections),
            (0.55, self.kill_backend), (0.70, self.restart_server), (0.80, self.cut_connections), (0.90, self.kill_server),
        ]

    # Servers.

    async def start(self, number):
        environment = dict(os.environ, **self.settings["environment"], REGISTRAR_PORT=str(self.settings["ports"][number]))
        with open(f"{self.settings['folder']}/serve-{number}.log", "ab") as log:
            self.servers[number] = await asyncio.create_subprocess_exec(
                "setpriv", "--pdeathsig", "KILL", "--", self.settings["binary"], "serve",
                stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log, env=environment,
            )

    async def ready(self, number):
        for _ in range(600):
            try:
                wire = await Wire.open(self.settings["ports"][number])
                status, _ = await wire.ask("GET", "/readyz")
                wire.transport.close()
                if status == 200:
                    return
            except (Unknown, ValueError):
                pass
            if self.servers[number].returncode is not None:
                break
            await asyncio.sleep(0.05)
        raise RuntimeError(f"server {number} did not become ready; its log is serve-{number}.log")

    async def start_servers(self):
        for number in (0, 1):
            await self.start(number)
        for number in (0, 1):
            await self.ready(number)

    def kill_servers(self):
        for server in self.servers:
            if server and server.returncode is None:
                server.kill()

    async def watch_servers(self):
        """A server that ends although nobody ended it is a finding."""
        while True:
            await asyncio.sleep(0.5)
            for server in self.servers:
                if server.returncode is not None and server.pid not in self.expected_ends:
                    raise RuntimeError(f"a server ended by itself with {server.returncode}")

    async def sql(self, statement, patient=True):
        """What psql answers; while the server is away, a patient one asks again."""
        while True:
            process = await asyncio.create_subprocess_exec(
                self.settings["psql"], "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-d", self.settings["super_url"],
                "-c", statement, stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            )
            answer, _ = await process.communicate()
            if process.returncode == 0:
                return answer.decode().split()
            if not patient:
                return None
            await asyncio.sleep(0.1)

    # Time passes in steps, from 22 hours ago until now, so that no history lies in the future at the end.

    async def shift_clock(self):
        await self.set_shift(-HOURS * 3600)
        steps = self.settings["clock_steps"]
        for step in range(1, steps):
            while self.run.progress < step / steps:
                await asyncio.sleep(0.05)
            await self.set_shift(-HOURS * 3600 * (1 - step / steps))

    async def set_shift(self, seconds):
        sent = time.time()
        if seconds:
            await self.sql(f"UPDATE clock_shift SET shift = {seconds:.3f} * interval '1 second'")
        else:
            await self.sql("DELETE FROM clock_shift")
        self.run.log(kind="shift", sent=sent, received=time.time(), seconds=seconds)

    async def read_offers(self):
        """Who has been offered a seat: what the mail would tell them."""
        while True:
            ids = await self.sql("SELECT id FROM enrollment WHERE state = 'offered' ORDER BY random() LIMIT 200", patient=False)
            self.run.offered = [int(id) for id in ids or []]
            await asyncio.sleep(0.7)

    async def staff(self):
        """Staff commands now and then, beside what applicants do with the same claims."""
        count = 0
        try:
            while True:
                await asyncio.sleep(0.6)
                if self.run.recent:
                    await self.staff_command(random.choice(self.run.recent), random.choice(["confirm", "withdraw", "accept"]))
                    count += 1
        finally:
            self.told.append(f"{count} staff commands")

    async def staff_command(self, claim, verb, *arguments):
        """One of staff's verbs on a claim; its exit status."""
        noun = "waitlist" if verb == "offer" else "seat"
        status, _ = await self.command(
            noun, verb, str(claim.id), *arguments, record={"kind": "staff", "id": claim.id, "verb": verb}
        )
        return status

    async def command(self, *arguments, record):
        """A command that has begun comes to its end and into the log, even when whoever asked for it is done."""
        task = asyncio.create_task(self.carry_out(arguments, record))
        self.commands.add(task)
        task.add_done_callback(self.commands.discard)
        return await asyncio.shield(task)

    async def carry_out(self, arguments, record):
        sent = time.time()
        process = await asyncio.create_subprocess_exec(
            self.settings["binary"], *arguments, "--json", stdin=asyncio.subprocess.DEVNULL,
            env=dict(os.environ, **self.settings["environment"]),
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )
        answer, _ = await process.communicate()
        self.run.log(
            **record, first_sent=sent, sent=sent, received=time.time(), status=process.returncode, answer=answer.decode(),
            arguments=arguments,
        )
        return process.returncode, answer

    async def misfortunes(self):
        for moment, misfortune in self.moments:
            while self.run.progress < moment:
                await asyncio.sleep(0.02)
            await misfortune()

    def tell(self, words):
        self.told.append(f"at operation {self.run.done}: {words}")

    async def backends(self, count):
        """Backends of the service, those at work first."""
        return await self.sql(
            f"""
            SELECT pid
            FROM pg_stat_activity
            WHERE usename = 'registrar_service' AND pid <> pg_backend_pid()
            ORDER BY state = 'active' DESC, xact_start
            LIMIT {count}
            """
        )

    async def cut_connections(self):
        pids = await self.backends(4)
        await self.sql(f"SELECT pg_terminate_backend(pid) FROM unnest(ARRAY[{','.join(pids)}]::integer[]) AS pid")
        self.tell(f"{len(pids)} backends terminated")

    async def kill_backend(self):
        pid = (await self.backends(1))[0]
        os.kill(int(pid), signal.SIGKILL)
        self.tell("a PostgreSQL backend killed with SIGKILL (all backends restart)")

    async def kill_server(self):
        number = random.randrange(2)
        self.expected_ends.add(self.servers[number].pid)
        self.servers[number].kill()
        await self.servers[number].wait()
        self.tell(f"server {number} killed with SIGKILL")
        await asyncio.sleep(1)
        await self.start(number)
        await self.ready(number)

    async def restart_server(self):
        number = random.randrange(2)
        self.expected_ends.add(self.servers[number].pid)
        self.servers[number].terminate()
        status = await asyncio.wait_for(self.servers[number].wait(), 15)
        self.tell(f"server {number} stopped with SIGTERM (exit {status}), and started again")
        await self.start(number)
        await self.ready(number)

    async def end(self):
        """The clock arrives at now; the servers settle what that makes due when asked, and stop."""
        await asyncio.gather(*self.commands)
        await self.set_shift(0)
        for server in self.servers:
            self.expected_ends.add(server.pid)
            server.terminate()
        for server in self.servers:
            if await asyncio.wait_for(server.wait(), 15):
                raise RuntimeError(f"a server stopped with {server.returncode}")
