"""What people do on the pages, told in a real browser: by keyboard, without script, narrow and wide, light and dark."""

import contextlib
import time
import unittest

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from service import Service

WIDTHS = (390, 1280)


class Stories(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = cls.enterClassContext(Service())
        cls.service.command(
            *"cohort create AMES-FULL --program AMES --zone America/Toronto --capacity 1 --price 0 --currency CAD".split(),
            *["--venue", "12 King Street West, Toronto", "--session", time.strftime("%Y-%m-%dT09:00/17:00", in_days(40))],
        )
        cls.service.command("cohort", "open", "AMES-FULL")
        cls.mes = next(line.split()[0] for line in cls.service.command("cohort", "list").splitlines() if "MES-2" in line)
        playwright = cls.enterClassContext(sync_playwright())
        cls.browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        cls.addClassCleanup(cls.browser.close)

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

    def open(self, page, path):
        page.goto(path if path.startswith("http") else self.service.address + path)

    def test_every_page_is_accessible_narrow_and_wide_light_and_dark(self):
        held = self.held("wide@example.org")
        paths = ["/", f"/cohorts/{self.mes}", "/cohorts/AMES-FULL", f"/cohorts/{self.mes}/asked", "/nowhere", held, held + "/withdraw"]
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                with self.reading(width, color_scheme=scheme) as page:
                    for path in paths:
                        self.open(page, path)
                        self.check(page)

    def held(self, address):
        """Reserves by page and returns the acting link from the mail."""
        with self.reading() as page:
            self.open(page, f"/cohorts/{self.mes}")
            page.get_by_label("Your name").fill("Ada Lovelace")
            page.get_by_label("Your e-mail address").fill(address)
            page.get_by_role("button", name="Reserve a seat").click()
            page.get_by_role("heading", name="is held for you").wait_for()
            self.assertEqual(page.get_by_role("button").count(), 0)
            self.check(page)
        return self.service.acting_link(address)

    def test_a_seat_by_keyboard_alone_from_the_list_to_the_confirmed_seat(self):
        with self.reading(390) as page:
            self.open(page, "/")
            page.keyboard.press("Tab")
            self.assertEqual(self.focused(page), "Skip to the content")
            self.tab_to(page, "Reserve a seat in Medical Exercise Specialist")
            page.keyboard.press("Enter")
            page.wait_for_url("**/cohorts/**")
            self.tab_to(page, "name", attribute="id")
            page.keyboard.type("新井 花子")
            page.keyboard.press("Tab")
            page.keyboard.type("hanako@example.org")
            page.keyboard.press("Tab")
            page.keyboard.press("Space")
            self.assertTrue(page.get_by_role("checkbox").is_checked())
            page.keyboard.press("Enter")
            page.get_by_role("heading", name="is held for you").wait_for()
            self.open(page, self.service.acting_link("hanako@example.org"))
            self.check(page)
            self.tab_to(page, "Confirm my seat")
            page.keyboard.press("Enter")
            page.get_by_role("heading", name="Your seat is confirmed").wait_for()
            self.check(page)

    def focused(self, page, attribute=None):
        look = f"document.activeElement.getAttribute('{attribute}')" if attribute else "document.activeElement.textContent.trim()"
        return page.evaluate(look) or ""

    def tab_to(self, page, words, attribute=None):
        for _ in range(30):
            page.keyboard.press("Tab")
            ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            self.assertNotEqual(ring, "none", "the focus can be seen")
            if self.focused(page, attribute).startswith(words):
                return
        self.fail(f"the keyboard does not reach {words}")

    def test_without_script_everything_works(self):
        with self.reading(390, java_script_enabled=False) as page:
            self.open(page, f"/cohorts/{self.mes}")
            page.get_by_label("Your name").fill("Grace")
            page.get_by_label("Your e-mail address").fill("grace@")
            page.get_by_role("button", name="Reserve a seat").click()
            self.assertIn("Something has to be mended", page.get_by_role("alert").inner_text())
            self.assertEqual(page.get_by_label("Your name").input_value(), "Grace")
            page.get_by_label("Your e-mail address").fill("grace@example.org")
            page.get_by_role("button", name="Reserve a seat").click()
            page.get_by_role("heading", name="is held for you").wait_for()
            self.open(page, self.service.acting_link("grace@example.org"))
            page.get_by_role("link", name="Give my seat back").click()
            page.get_by_role("button", name="Yes, give my seat back").click()
            page.get_by_role("heading", name="You gave this back").wait_for()

    def test_a_mistake_is_named_where_the_eye_and_the_focus_are(self):
        for width in WIDTHS:
            with self.reading(width) as page:
                self.open(page, f"/cohorts/{self.mes}")
                page.get_by_label("Your e-mail address").fill("ada@")
                page.get_by_role("button", name="Reserve a seat").click()
                summary = page.get_by_role("alert")
                summary.wait_for()
                self.assertTrue(page.title().startswith("Error: "))
                self.assertEqual(page.evaluate("document.activeElement.getAttribute('role')"), "alert")
                self.check(page)
                summary.get_by_role("link").first.click()
                self.assertEqual(self.focused(page, "id"), "name")
                described = page.get_by_label("Your name").get_attribute("aria-describedby").split()
                self.assertIn("Give your name", page.locator(f"#{described[0]}").inner_text())

    def test_the_readers_zone_stands_beside_the_cohorts_and_goes_into_the_form(self):
        with self.reading() as page:
            self.open(page, f"/cohorts/{self.mes}")
            self.assertIn("Europe/Berlin", page.locator(".readers-time").first.inner_text())
            self.assertEqual(page.locator("input[name=time_zone]").input_value(), "Europe/Berlin")
            page.get_by_label("Your name").fill("Ada")
            page.get_by_label("Your e-mail address").fill("zone@example.org")
            page.get_by_role("button", name="Reserve a seat").click()
            page.get_by_role("heading", name="is held for you").wait_for()
            self.assertIn("Berlin time", page.locator(".deadline").inner_text())

    def test_a_full_cohort_has_a_queue_and_a_freed_seat_is_offered(self):
        with self.reading() as page:

            def ask(address, heading):
                self.open(page, "/cohorts/AMES-FULL")
                page.get_by_label("Your name").fill(address)
                page.get_by_label("Your e-mail address").fill(address)
                page.locator("form button").click()
                page.get_by_role("heading", name=heading).wait_for()
                return self.service.acting_link(address)

            first = ask("first@example.org", "Seat 1 is held for you")
            second = ask("second@example.org", "You are number 1 in the queue")
            self.open(page, "/cohorts/AMES-FULL")
            self.assertIn("One person is waiting", page.locator(".seat-words").inner_text())
            self.open(page, second)
            page.get_by_role("button", name="Confirm my address").click()
            page.get_by_text("it is offered to the first person waiting").wait_for()
            self.check(page)
            self.open(page, first)
            page.get_by_role("link", name="Give my seat back").click()
            self.check(page)
            page.get_by_role("button", name="Yes, give my seat back").click()
            page.get_by_role("heading", name="You gave this back").wait_for()
            self.open(page, second)
            page.get_by_role("heading", name="Seat 1 is offered to you").wait_for()
            self.check(page)
            page.get_by_role("button", name="Accept the seat").click()
            page.get_by_role("heading", name="Your seat is confirmed").wait_for()
            self.open(page, "/cohorts/AMES-FULL")
            page.get_by_label("Your name").fill("Second")
            page.get_by_label("Your e-mail address").fill("second@example.org")
            page.locator("form button").click()
            page.get_by_role("heading", name="We have sent you mail").wait_for()
            self.check(page)


def in_days(days):
    return time.gmtime(time.time() + days * 86_400)


if __name__ == "__main__":
    unittest.main()
