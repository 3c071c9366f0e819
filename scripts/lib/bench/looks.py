#!/usr/bin/env python3
"""Asks once for the page of each ID of a file, over several connections; prints the seconds that took.

usage: looks.py PORT CONNECTIONS IDS BEFORE AFTER WORDS
The path is BEFORE, the ID and AFTER; any other answer than 200 with WORDS in it is fatal.
"""
import concurrent.futures
import http.client
import pathlib
import sys
import threading
import time


def main():
    port, connections, file, before, after, words = int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:]
    ids, lock = iter(pathlib.Path(file).read_text(encoding="ascii").split()), threading.Lock()

    def ask_for_the_rest():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while True:
            with lock:
                id = next(ids, None)
            if id is None:
                return
            connection.request("GET", f"{before}{id}{after}")
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200 or words.encode() not in body:
                raise SystemExit(f"{id} was answered {answer.status}: {body[:300]!r}")

    start = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(connections) as pool:
        for ended in [pool.submit(ask_for_the_rest) for _ in range(connections)]:
            ended.result()
    print(f"{time.perf_counter() - start:.3f}")


main()
