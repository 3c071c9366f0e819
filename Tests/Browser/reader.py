"""A reader with a real browser, and what every story asks of a page: no barrier, no sideways scrolling, focus that shows."""

import contextlib
import itertools
import json
import os
import pathlib
import time
import unittest

from axe_playwright_python.sync_playwright import Axe

WIDTHS = (390, 1280)


class Reader(unittest.TestCase):
    # Set once for all stories.
    service = None
    browser = None
    numbers = itertools.count(1)

    @classmethod
    def open_cohort(
        cls, code, program, days, capacity=1, zone="America/Toronto", venue="12 King Street West, Toronto", instructor=None
    ):
        """A cohort of one day that starts in so many days."""
        session = time.strftime("%Y-%m-%dT09:00/17:00", time.gmtime(time.time() + days * 86_400))
        cls.service.command(
            *["cohort", "create", code, "--program", program, "--zone", zone, "--venue", venue, "--session", session],
            *["--capacity", str(capacity), "--price", "59500", "--currency", "CAD"],
            *(["--instructor", instructor] if instructor else []),
        )
        cls.service.command("cohort", "open", code)
        return code

    @classmethod
    def reserve(cls, code, name, confirm=True):
        """A claim made by staff; its number and an address that nobody else has."""
        address = f"{name.lower()}-{next(cls.numbers)}@example.org"
        answer = cls.service.command("seat", "reserve", code, "--name", name, "--email", address, "--json")
        number = str(json.loads(answer)["id"])
        if confirm:
            cls.service.command("seat", "confirm", number)
        return number, address

    def evidence(self, code, claim):
        """The number of what a candidate sent."""
        sent = json.loads(self.service.command("progress", "show", code, claim, "--json"))["evidence"]
        return str(sent[-1]["evidence"])

    @contextlib.contextmanager
    def reading(self, width=1280, **options):
        """A page of a new reader; nothing may be blocked, kept in cookies, or wider than the window."""
        context = self.browser.new_context(viewport={"width": width, "height": 844}, timezone_id="Europe/Berlin", **options)
        page = context.new_page()
        complaints = []
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
        self.assertEqual([c for c in complaints if "status of 4" not in c], [])
        self.assertEqual(context.cookies(), [])
        context.close()

    def check(self, page):
        """axe finds nothing, and nothing scrolls sideways."""
        found = [(v["id"], v["help"], [n["target"] for n in v["nodes"]]) for v in Axe().run(page).response["violations"]]
        self.assertEqual(found, [], page.url)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        self.assertFalse(wide, f"{page.url} scrolls sideways")

    def keep(self, page, name):
        """A picture of the whole page, where REGISTRAR_PICTURES names a folder for them."""
        if folder := os.environ.get("REGISTRAR_PICTURES"):
            width = page.viewport_size["width"]
            page.screenshot(path=pathlib.Path(folder, f"{name}-{width}.png"), full_page=True)

    def open(self, page, path):
        page.goto(path if "://" in path else self.service.address + path)

    def heading(self, page, words):
        """Waits for the page that says so, and checks it."""
        page.get_by_role("heading", name=words).wait_for()
        self.check(page)

    def focused(self, page, attribute=None):
        look = f"document.activeElement.getAttribute('{attribute}')" if attribute else "document.activeElement.textContent.trim()"
        return page.evaluate(look) or ""

    def tab_to(self, page, words, attribute=None):
        for _ in range(60):
            page.keyboard.press("Tab")
            ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            self.assertNotEqual(ring, "none", "the focus can be seen")
            if self.focused(page, attribute).startswith(words):
                return
        self.fail(f"the keyboard does not reach {words}")

    def fill_by_keyboard(self, page, name, address):
        self.tab_to(page, "name", attribute="id")
        page.keyboard.type(name)
        page.keyboard.press("Tab")
        page.keyboard.type(address)
