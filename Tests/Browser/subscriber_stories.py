"""How somebody signs up for the list, confirms by the mailed link, changes their mind, and leaves."""

import re

from reader import WIDTHS, Reader


class SubscriberStories(Reader):
    def sign_up(self, page, address, source="met_101"):
        self.open(page, f"/subscribe?source={source}")
        page.get_by_label("Your name").fill("Ada Lovelace")
        page.get_by_label("Your e-mail address").fill(address)
        for box in page.get_by_role("checkbox").all():
            self.assertFalse(box.is_checked(), "nothing is ticked before somebody ticks it")
        page.get_by_role("checkbox", name="Updates").check()
        page.get_by_role("button", name="Sign up").click()
        page.get_by_role("heading", name="Look into your mail").wait_for()

    def test_from_the_form_to_the_list_and_off_it_narrow_and_wide_without_script(self):
        for width in WIDTHS:
            address = f"ada{width}@example.org"
            with self.reading(width, java_script_enabled=False) as page:
                self.open(page, "/subscribe")
                self.keep(page, "subscribe")
                page.get_by_role("button", name="Sign up").click()
                page.get_by_role("alert").get_by_text("Tick at least one box").wait_for()
                self.keep(page, "subscribe-mended")
                self.sign_up(page, address)
                self.keep(page, "subscribe-asked")
                self.open(page, self.service.link(address, "/subscriptions/"))
                page.get_by_role("heading", name="One button, and you are on the list").wait_for()
                self.keep(page, "subscribe-confirm")
                page.get_by_role("button", name="Yes, put me on the list").click()
                page.get_by_role("status").get_by_text("Saved.").wait_for()
                self.assertTrue(page.get_by_role("checkbox", name="Updates").is_checked())
                page.get_by_role("checkbox", name="New dates").check()
                page.get_by_label("Your name").fill("Ada King")
                page.get_by_role("button", name="Save").click()
                self.keep(page, "preferences")
                self.assertEqual(page.get_by_text(re.compile("On since")).count(), 2)
                page.get_by_role("button", name="Leave all").click()
                page.get_by_text("You are off the list.").wait_for()
                self.keep(page, "preferences-off")
            self.assertIn("left the list", self.service.command("subscriber", "show", address))
            # Who asks again is told by mail alone; the link of any letter opens a page with a button.
            with self.reading(width, java_script_enabled=False) as page:
                self.open(page, "/leave/mistyped")
                page.get_by_role("heading", name="No more of this mail?").wait_for()
                self.keep(page, "leave")
                page.get_by_role("button", name="Stop this mail").click()
                page.get_by_role("heading", name="You are off").wait_for()
                self.keep(page, "leave-done")

    def test_the_pages_are_whole_and_accessible_narrow_and_wide_light_and_dark(self):
        with self.reading(1280) as page:
            self.sign_up(page, "grace@example.org")
        request = self.service.link("grace@example.org", "/subscriptions/")
        with self.reading(1280) as page:
            self.open(page, request)
            page.get_by_role("button", name="Yes, put me on the list").click()
            page.get_by_role("status").wait_for()
            preferences = page.url
            self.sign_up(page, "rosalind@example.org")
        waiting = self.service.link("rosalind@example.org", "/subscriptions/")
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                with self.reading(width, color_scheme=scheme) as page:
                    self.open(page, "/subscribe")
                    self.heading(page, "Mail from us, when you want it")
                    page.get_by_role("button", name="Sign up").click()
                    page.get_by_role("alert").wait_for()
                    self.check(page)
                    for place, heading in [
                        ("/subscribe/asked", "Look into your mail"),
                        (waiting, "One button, and you are on the list"),
                        (request, "You have confirmed this"),
                        (preferences, "What you get from us"),
                        ("/leave/x", "No more of this mail?"),
                    ]:
                        self.open(page, place)
                        self.heading(page, heading)
                    page.get_by_role("button", name="Stop this mail").click()
                    self.heading(page, "You are off")
