#!/usr/bin/env python3
"""How long a program takes, in milliseconds: the median of several runs.

usage: moments.py end TIMES COMMAND…          from its start to its end
       moments.py answer TIMES PORT COMMAND…  from its start to its first 200 on /healthz
"""
import signal
import socket
import statistics
import subprocess
import sys
import time


def until_end(command):
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def until_answer(port, command):
    request = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    start = time.perf_counter()
    program = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while program.poll() is None and time.perf_counter() - start < 10:
            try:
                with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                    connection.sendall(request)
                    if connection.recv(4096).startswith(b"HTTP/1.1 200"):
                        return time.perf_counter() - start
            except OSError:
                time.sleep(0.0005)
        raise SystemExit("the service did not answer /healthz within 10 s")
    finally:
        program.send_signal(signal.SIGTERM)
        program.wait(15)


def main():
    kind, times = sys.argv[1], int(sys.argv[2])
    if kind == "end":
        seconds = [until_end(sys.argv[3:]) for _ in range(times)]
    else:
        seconds = [until_answer(int(sys.argv[3]), sys.argv[4:]) for _ in range(times)]
    print(f"{statistics.median(seconds) * 1000:.1f}")


main()
