#!/usr/bin/env python3
"""Looks at one claim of each cohort with something due, so that each is settled; prints the seconds that took.

usage: settle.py PORT SECRET-FILE CONNECTIONS ENROLLMENT…
Each claim is an offer that is over: any other answer than that it lapsed is fatal.
"""
import asyncio
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "Tests" / "Concurrency"))
from links import Links  # noqa: E402
from wire import Wire  # noqa: E402


async def look(port, links, enrollments):
    wire = await Wire.open(port)
    while enrollments:
        status, answer = await wire.ask("GET", f"/api/v1/reservations/{links.token(Links.SHOW, enrollments.pop())}")
        if status != 200 or answer["state"] != "lapsed":
            raise SystemExit(f"a look was answered {status}: {answer}")


async def main():
    port, links, connections = int(sys.argv[1]), Links(sys.argv[2]), int(sys.argv[3])
    enrollments = [int(enrollment) for enrollment in sys.argv[4:]]
    start = time.perf_counter()
    await asyncio.gather(*(look(port, links, enrollments) for _ in range(connections)))
    print(f"{time.perf_counter() - start:.3f}")


asyncio.run(main())
