"""A mail server with TLS and AUTH that goes wrong at every step, as it is told, and writes down every mail it took.

faulty.py SETTINGS.json: "folder" (with cert.pem and key.pem; received.jsonl and mails are written there), "user", "password",
"faults" (a list of [step, how]), "gap" (mails between two faults of one step), "renew" (mails of one connection).
It prints its port; a line of input ends what goes wrong, and the end of input ends it.
"""

import asyncio
import collections
import json
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

PATIENCE = 30  # seconds a hanging server holds on; its client has gone long before
ONCE_IN_A_WHILE = {"banner", "ehlo", "starttls", "auth"}


class Ledger:
    """What was taken, and what is still to go wrong."""

    def __init__(self, settings):
        self.settings = settings
        self.folder = pathlib.Path(settings["folder"])
        self.faults = collections.defaultdict(collections.deque)
        for step, how in settings["faults"]:
            self.faults[step].append(how)
        self.met = collections.Counter()
        self.tries = collections.Counter()
        self.lines = open(self.folder / "received.jsonl", "a")
        self.mails = open(self.folder / "mails", "ab")

    def fault(self, step):
        """How this step goes wrong this time; None when it does not."""
        self.met[step] += 1
        gap = 2 if step in ONCE_IN_A_WHILE else self.settings["gap"]
        if self.faults[step] and self.met[step] % gap == 0:
            how = self.faults[step].popleft()
            self.note({"fault": step, "how": how})
            return how
        return None

    def take(self, envelope, answered):
        content = envelope.original_content
        place = self.mails.tell()
        self.mails.write(content)
        self.mails.flush()
        self.note(
            {
                "to": envelope.rcpt_tos[0], "from": envelope.mail_from, "at": place, "size": len(content),
                "answered": answered, "time": asyncio.get_running_loop().time(),
            }
        )

    def note(self, line):
        self.lines.write(json.dumps(line) + "\n")
        self.lines.flush()


class Taking:
    """What happens once a mail has come to its end: the one that is taken and not answered comes again."""

    def __init__(self, ledger):
        self.ledger = ledger

    async def handle_DATA(self, server, session, envelope):
        how = self.ledger.fault("dot")
        if how not in (None, "close", "hang"):
            return how
        self.ledger.take(envelope, how is None)
        if how == "hang":
            await asyncio.sleep(PATIENCE)
        if how:
            server.transport.abort()
        return "250 2.0.0 Taken"


class Faulty(SMTP):
    def __init__(self, ledger, context):
        self.ledger, self.mails_here = ledger, 0
        settings = ledger.settings

        def authenticate(server, session, envelope, mechanism, data):
            known = (data.login, data.password) == (settings["user"].encode(), settings["password"].encode())
            return AuthResult(success=known, handled=False)

        super().__init__(
            Taking(ledger), tls_context=context, require_starttls=True, auth_required=True, authenticator=authenticate,
            enable_SMTPUTF8=True, hostname="localhost", timeout=120,
        )

    async def goes_wrong(self, step):
        """Does what is to go wrong; true when the step is over with it."""
        how = self.ledger.fault(step)
        if how is None:
            return False
        if how == "hang":
            await asyncio.sleep(PATIENCE)
        if how in ("hang", "close"):
            self.transport.abort()
        elif how == "strip":  # no STARTTLS on offer
            self.session.host_name = "client"
            await self.push("250-localhost\r\n250 HELP")
        elif how == "lie":  # no TLS after a yes to it
            await self.push("220 Ready to start TLS")
            self.transport.write(b"250 Nothing of the kind\r\n" * 20)
            await asyncio.sleep(0.2)
            self.transport.abort()
        else:
            await self.push(how)
            if how.startswith("421"):
                self.transport.close()
        return True

    async def _handle_client(self):
        how = self.ledger.fault("banner")
        if how == "hang":
            await asyncio.sleep(PATIENCE)
        if how:
            if how not in ("hang", "close"):
                self.transport.write(f"{how}\r\n".encode())
                await asyncio.sleep(0.05)
            self.transport.abort()
            return
        await super()._handle_client()

    async def smtp_EHLO(self, hostname):
        if not await self.goes_wrong("ehlo"):
            await super().smtp_EHLO(hostname)

    async def smtp_STARTTLS(self, arg):
        if not await self.goes_wrong("starttls"):
            await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg):
        self.only_in_secret("AUTH")
        if not await self.goes_wrong("auth"):
            await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg):
        self.only_in_secret("MAIL")
        self.mails_here += 1
        if self.mails_here > self.ledger.settings["renew"]:
            await self.push("421 4.7.0 That is enough for one connection")
            self.transport.close()
        elif not await self.goes_wrong("mail"):
            await super().smtp_MAIL(arg)

    def only_in_secret(self, what):
        if not (self.session and self.session.ssl):
            self.ledger.note({"clear": what})

    async def smtp_RCPT(self, arg):
        address = arg.split("<")[-1].split(">")[0]
        self.ledger.tries[address] += 1
        if address.startswith("gone"):
            await self.push("550 5.1.1 No such user here")
        elif address.startswith("full") or address.startswith("filled") and self.ledger.tries[address] <= 3:
            await self.push("552 5.2.2 Mailbox full")
        elif not await self.goes_wrong("rcpt"):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg):
        if await self.goes_wrong("data"):
            return
        how = self.ledger.fault("body")
        if how is None:
            await super().smtp_DATA(arg)
            return
        await self.push("354 Go on")
        await self._reader.read(100)
        if how == "hang":
            await asyncio.sleep(PATIENCE)
        self.transport.abort()


async def main():
    settings = json.loads(pathlib.Path(sys.argv[1]).read_text())
    ledger = Ledger(settings)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(ledger.folder / "cert.pem", ledger.folder / "key.pem")
    server = await asyncio.get_running_loop().create_server(lambda: Faulty(ledger, context), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    while await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline):
        # From now on all goes well.
        ledger.faults.clear()
        settings["renew"] = sys.maxsize
        print("calm", flush=True)
    server.close()


asyncio.run(main())
