"""Waiting: a full cohort's queue, a wish for several dates, and the receipt that shows it was fair."""

import json
import urllib.request

from reader import WIDTHS, Reader


class QueueStories(Reader):
    def test_a_full_cohort_has_a_queue_and_a_freed_seat_is_offered(self):
        self.open_cohort("AMES-FULL", "AMES", days=40)
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
            page.get_by_text("is offered to the first person waiting").wait_for()
            self.check(page)
            self.open(page, first)
            page.get_by_role("link", name="Give my seat back").click()
            self.check(page)
            page.get_by_role("button", name="Yes, give my seat back").click()
            page.get_by_role("heading", name="You gave your place back").wait_for()
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

    def test_other_dates_are_ticked_by_keyboard_and_the_page_lists_every_place(self):
        for width in WIDTHS:
            here, there = (self.open_cohort(f"MEPD-{width}-{day}", "MEPD", days=day) for day in (50, 60))
            for code in (here, there):
                self.reserve(code, "Seated")
            self.reserve(there, "Ahead")
            with self.reading(width, color_scheme="dark" if width == 390 else "light") as page:
                self.open(page, f"/cohorts/{here}")
                self.check(page)
                self.fill_by_keyboard(page, "Wilma", f"wilma-{width}@example.org")
                self.tab_to(page, f"also-{there}", attribute="id")
                page.keyboard.press("Space")
                self.assertTrue(page.locator(f"#also-{there}").is_checked())
                page.keyboard.press("Enter")
                self.heading(page, "You are number 1 in the queue")
                self.open(page, self.service.acting_link(f"wilma-{width}@example.org"))
                self.heading(page, "Where you wait")
                places = page.locator(".places li").all_inner_texts()
                self.assertEqual([place.split()[1] for place in places], ["1", "2"])
                self.assertIn(there, places[1])
                self.tab_to(page, "Confirm my address")
                page.keyboard.press("Enter")
                page.get_by_text("is offered to the first person waiting").wait_for()
                self.check(page)

    def test_who_was_passed_over_twice_reads_how_often_and_why(self):
        code = self.open_cohort("MEPD-RECEIPT", "MEPD", days=70, capacity=3)
        seated = [self.reserve(code, "Seated")[0] for _ in range(3)]
        _, nora = self.reserve(code, "Nora")
        for seat, kind in zip(seated, ("accessibility", "hardship")):
            number, _ = self.reserve(code, "Preferred")
            self.service.command("waitlist", "offer", number, "--reason-class", kind, "--reason", "Told on the telephone")
            self.service.command("seat", "withdraw", seat)
        link = self.service.acting_link(nora)
        for width in WIDTHS:
            with self.reading(width) as page:
                self.open(page, link)
                self.heading(page, "The queue, and you")
                self.heading(page, "What will apply to your seat")
                receipt = page.locator(".receipt").inner_text()
                for words in ("You were the 4th to ask", "whom staff put first: accessibility", "whom staff put first: hardship"):
                    self.assertIn(words, receipt)
                self.assertRegex(receipt, r"2 ×\s+because staff put somebody else first")
                self.assertNotIn("Preferred", receipt)
                self.tab_to(page, "Leave the queue")
                self.tab_to(page, "The same as JSON")
                told = json.load(urllib.request.urlopen(self.service.address + self.focused(page, "href")))
                self.assertEqual(told["passed_over"], [{"reason": "staff_decision", "count": 2}])
                self.assertEqual([served["count"] for served in told["served_before"]], [3, 1, 1])
