#!/usr/bin/env python3
"""Many clients on two servers, while the clock runs, processes are killed and connections are cut.

usage: hammer.py SETTINGS.json
Writes FOLDER/answers.jsonl: one line for each request with what came back and when, and one for each shift of the clock.
The settings name the play: `seats` (200 clients, a hundred cohorts), `queue` (three cohorts that
close and follow each other) or `moves` (two, and people who move between them).
"""
import asyncio
import collections
import json
import sys
import time

from chaos import Chaos
from client import Client, Run
from queuers import Mover, MoversRun, QueueRun, Queuer
from turnover import Turnover, Unmoved

Play = collections.namedtuple("Play", "run client chaos")
PLAYS = {
    "seats": Play(Run, Client, Chaos), "queue": Play(QueueRun, Queuer, Turnover), "moves": Play(MoversRun, Mover, Unmoved),
}


async def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        settings = json.load(file)
    play, clients = PLAYS[settings["play"]], settings["clients"]
    run = play.run(settings)
    chaos = play.chaos(run)
    began = time.time()
    try:
        await chaos.start_servers()
        background = [asyncio.create_task(work()) for work in chaos.works]
        await asyncio.gather(*(play.client(run, number).live() for number in range(1, clients + 1)))
        seconds = time.time() - began
        for task in background:
            task.cancel()
        results = await asyncio.gather(*background, return_exceptions=True)
        for problem in (result for result in results if isinstance(result, Exception)):
            if not isinstance(problem, asyncio.CancelledError):
                raise problem
        await chaos.end()
    finally:
        chaos.kill_servers()
        run.log_file.close()
    print(f"{run.done} operations in {seconds:.0f} s by {clients} clients ({run.done / seconds:.0f}/s)")
    for line in chaos.told:
        print(line)
    if run.gave_up:
        raise SystemExit(f"{run.gave_up} operations were given up after 90 s without an answer")


asyncio.run(main())
