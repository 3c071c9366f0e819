"""Asks the running service for its log."""

import http.client
import json


class Log:
    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def text(self, path):
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        body = answer.read().decode()
        if answer.status != 200:
            raise SystemExit(f"GET {path}: {answer.status} {body}")
        return body

    def json(self, path):
        return json.loads(self.text(path))

    def entries(self):
        """All of them, page by page, as octets."""
        start, found = 0, []
        while start is not None:
            page = self.json(f"/log/entries?start={start}")
            found += [item["entry"].encode() for item in page["items"]]
            start = page["next"]
        return found
