"""HTTP/1.1 over one kept connection for asyncio: small, and honest about what it does not know."""
import asyncio
import json


class Unknown(Exception):
    """No whole answer came: what was asked for may have happened or not."""


class Wire(asyncio.Protocol):
    """One connection to one server; one request at a time."""

    def __init__(self):
        self.transport = None
        self.waiting = None
        self.received = b""

    @classmethod
    async def open(cls, port):
        try:
            _, wire = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", port)
        except OSError as error:
            raise Unknown(f"cannot connect: {error.strerror}") from error
        return wire

    @property
    def is_open(self):
        return self.transport is not None and not self.transport.is_closing()

    def connection_made(self, transport):
        self.transport = transport

    def connection_lost(self, error):
        self.transport.close()
        if self.waiting and not self.waiting.done():
            self.waiting.set_exception(Unknown("the connection was lost"))

    def data_received(self, data):
        self.received += data
        head, end, body = self.received.partition(b"\r\n\r\n")
        if not end:
            return
        lines = head.split(b"\r\n")
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(b":")
            headers[name.lower()] = value.strip()
        if len(body) < int(headers.get(b"content-length", 0)):
            return
        self.received = b""
        if headers.get(b"connection", b"").lower() == b"close":
            self.transport.close()
        if self.waiting and not self.waiting.done():
            self.waiting.set_result((int(lines[0].split(b" ", 2)[1]), body))

    async def ask(self, method, path, body=None, headers=()):
        """The status and the JSON of the answer."""
        content = b"" if body is None else json.dumps(body).encode()
        head = [f"{method} {path} HTTP/1.1", "Host: localhost", *(f"{name}: {value}" for name, value in headers)]
        if body is not None:
            head.append("Content-Type: application/json")
        if method == "POST":
            head.append(f"Content-Length: {len(content)}")
        self.received = b""
        self.waiting = asyncio.get_running_loop().create_future()
        self.transport.write("\r\n".join(head).encode() + b"\r\n\r\n" + content)
        try:
            status, answer = await asyncio.wait_for(self.waiting, 30)
        except (asyncio.TimeoutError, asyncio.CancelledError) as error:
            self.transport.abort()
            if isinstance(error, asyncio.CancelledError):
                raise
            raise Unknown("no answer within 30 s") from error
        return status, json.loads(answer) if answer else None
