#!/usr/bin/env python3
"""Five hundred people press the button at once: one request on each of as many open connections.

usage: opening.py PORT COHORT COUNT SEATS
Every connection is open before the first request is written. Each answer is timed from the moment before the first
write, so the client's own turn counts too. Prints p50, p99 and the longest in milliseconds; any wrong answer is fatal.
"""
import json
import re
import select
import socket
import sys
import time

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Caller:
    """One connection with one request on it."""

    def __init__(self, port, cohort, number):
        body = json.dumps({"name": f"Caller {number}", "email": f"{cohort}-{number}@example.org".lower()})
        self.request = (
            f"POST /api/v1/cohorts/{cohort}/reservations HTTP/1.1\r\nHost: localhost:{port}\r\n"
            f"Content-Type: application/json\r\nIdempotency-Key: {cohort}-{number}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        ).encode()
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.received = b""
        self.seconds = None

    def read(self):
        """Takes what has come; the answer is whole when its body is."""
        piece = self.socket.recv(65536)
        if not piece:
            raise SystemExit(f"a connection was closed without an answer: {self.received[:200]!r}")
        self.received += piece
        head, end, body = self.received.partition(b"\r\n\r\n")
        if not end or len(body) < int(LENGTH.search(head)[1]):
            return None
        return head, body


def main():
    port, cohort, count, seats = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    callers = [Caller(port, cohort, number) for number in range(count)]
    poll = select.epoll()
    by_file = {caller.socket.fileno(): caller for caller in callers}
    for file in by_file:
        poll.register(file, select.EPOLLIN)

    answers = []
    start = time.perf_counter()
    for caller in callers:
        if caller.socket.send(caller.request) != len(caller.request):
            raise SystemExit("a request did not fit into its socket")
    while len(answers) < count:
        ready = poll.poll(10)
        if not ready:
            raise SystemExit(f"only {len(answers)} of {count} were answered within 10 s")
        for file, _ in ready:
            caller = by_file[file]
            answer = caller.read()
            if answer is None:
                continue
            caller.seconds = time.perf_counter() - start
            answers.append(answer)
            poll.unregister(file)

    # Read only now: what the answers say costs the callers nothing while others wait.
    check([(int(head.split(b" ", 2)[1]), json.loads(body)) for head, body in answers], seats)
    times = sorted(caller.seconds * 1000 for caller in callers)
    print(f"{times[count // 2 - 1]:.1f} {times[-(-count * 99 // 100) - 1]:.1f} {times[-1]:.1f}")


def check(answers, seats):
    """Ten seats, each once; then the queue, every position once."""
    wrong = [answer for answer in answers if answer[0] != 201]
    if wrong:
        raise SystemExit(f"{len(wrong)} answers were not 201; the first: {wrong[0]}")
    held = sorted(answer["seat_number"] for _, answer in answers if answer["state"] == "held")
    waiting = sorted(answer["position"] for _, answer in answers if answer["state"] == "waitlisted")
    if held != list(range(1, seats + 1)):
        raise SystemExit(f"the seats held are {held}, not 1 to {seats}")
    if waiting != list(range(1, len(answers) - seats + 1)):
        raise SystemExit(f"the {len(waiting)} positions answered are not 1 to {len(answers) - seats}")


main()
