"""Reads mails (a JSON list of base64 texts on standard input) with Python's own parsers and prints what they understood."""

import base64
import email
import email.header
import email.policy
import email.utils
import html.parser
import json
import sys


class Page(html.parser.HTMLParser):
    """Notes every element with its attributes, the words between them, and tags that do not match."""

    VOID = {"meta", "br"}

    def __init__(self):
        super().__init__()
        self.elements, self.links, self.words, self.open, self.faults = [], [], [], [], []

    def handle_starttag(self, tag, attributes):
        self.elements.append(" ".join([tag, *sorted(name for name, _ in attributes)]))
        self.links += [value for name, value in attributes if name == "href"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")

    def handle_data(self, data):
        self.words.append(data)

    def handle_comment(self, data):
        self.faults.append("comment")


def read_page(text):
    page = Page()
    page.feed(text)
    page.close()
    return {
        "elements": page.elements,
        "links": page.links,
        "words": " ".join(" ".join(page.words).split()),
        "faults": page.faults + page.open,
    }


def split_property(line):
    """`NAME;P="a:b":value` at the first colon outside quotation marks."""
    quoted = False
    for index, character in enumerate(line):
        if character == '"':
            quoted = not quoted
        elif character == ":" and not quoted:
            return line[:index], line[index + 1 :]
    raise ValueError(f"no colon in {line!r}")


def unescape(value):
    out, rest = "", iter(value)
    for character in rest:
        if character == "\\":
            following = next(rest)
            out += "\n" if following in "nN" else following
        else:
            out += character
    return out


def read_calendar(octets):
    lines = octets.split(b"\r\n")
    assert lines.pop() == b"", "the calendar ends with CRLF"
    assert b"\n" not in b"".join(lines) and b"\r" not in b"".join(lines), "every line ends with CRLF"
    text = octets.decode("utf-8").replace("\r\n ", "")
    calendar, events, current = {}, [], None
    for line in text.split("\r\n")[:-1]:
        name, value = split_property(line)
        if (name, value) == ("BEGIN", "VEVENT"):
            current = {}
        elif (name, value) == ("END", "VEVENT"):
            events.append(current)
            current = None
        elif name not in ("BEGIN", "END"):
            holder = calendar if current is None else current
            assert name not in holder, f"{name} twice"
            holder[name] = unescape(value)
    return {"properties": calendar, "events": events, "longestLine": max(len(line) for line in lines)}


def read_people(octets, header):
    """Names by the older parser: the newer one leaves a blank between two encoded words (RFC 2047 section 6.2)."""
    addresses = email.message_from_bytes(octets, policy=email.policy.default)[header].addresses
    raw = email.message_from_bytes(octets, policy=email.policy.compat32).get_all(header)
    people = email.utils.getaddresses([" ".join(line.split()) for line in raw])
    assert [person[1] for person in people] == [one.addr_spec for one in addresses]
    decoded = [str(email.header.make_header(email.header.decode_header(name))) for name, _ in people]
    return [{"name": name, "address": one.addr_spec} for name, one in zip(decoded, addresses)]


def read_mail(octets):
    message = email.message_from_bytes(octets, policy=email.policy.default)
    defects = [str(defect) for defect in message.defects]
    for _, value in message.items():
        defects += [str(defect) for defect in getattr(value, "defects", [])]
    parts, page, calendars, text = [], None, [], None
    for part in message.walk():
        defects += [str(defect) for defect in part.defects]
        parts.append(part.get_content_type())
        if part.get_content_type() == "text/plain":
            text = part.get_payload(decode=True).decode("utf-8").replace("\r\n", "\n")
        if part.get_content_type() == "text/html":
            page = read_page(part.get_payload(decode=True).decode("utf-8"))
        if part.get_content_type() == "text/calendar":
            calendar = read_calendar(part.get_payload(decode=True))
            calendar["method"] = part["Content-Type"].params.get("method")
            calendar["file"] = part.get_filename()
            calendar["disposition"] = part.get_content_disposition()
            calendars.append(calendar)
    return {
        "headers": [name for name in message.keys()],
        "to": read_people(octets, "To"),
        "from": read_people(octets, "From"),
        "subject": str(message["Subject"]),
        "messageID": str(message["Message-ID"]),
        "date": message["Date"].datetime.isoformat(),
        "autoSubmitted": str(message["Auto-Submitted"]),
        "listUnsubscribe": message["List-Unsubscribe"] and str(message["List-Unsubscribe"]),
        "defects": defects,
        "parts": parts,
        "text": text,
        "page": page,
        "calendars": calendars,
    }


print(json.dumps([read_mail(base64.b64decode(text)) for text in json.load(sys.stdin)]))
