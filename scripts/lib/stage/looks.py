"""Asks a service for certificates by ID, by old number and by nothing known, a thousand times each, and tells the median."""

import http.client
import statistics
import sys
import time

port, *asked = sys.argv[1:]
connection = http.client.HTTPConnection("127.0.0.1", int(port))
for what in asked:
    times = []
    for _ in range(1000):
        began = time.perf_counter()
        connection.request("GET", f"/api/v1/certificates/{what}")
        answer = connection.getresponse()
        answer.read()
        times.append(time.perf_counter() - began)
    print(f"{what:<16} {answer.status}  {statistics.median(times) * 1000:.2f} ms in the middle")
