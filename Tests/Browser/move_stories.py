"""A confirmed seat: what applies to it, and how its holder moves it to another date."""

from reader import WIDTHS, Reader


class MoveStories(Reader):
    def test_a_seat_moves_to_another_date_by_keyboard_alone(self):
        for width in WIDTHS:
            days = range(30, 33)
            here, full, there = (self.open_cohort(f"PRCS-{width}-{day}", "PRCS", days=day, capacity=2) for day in days)
            for _ in range(2):
                self.reserve(full, "Seated")
            _, address = self.reserve(here, "Mona")
            with self.reading(width) as page:
                self.open(page, self.service.acting_link(address))
                self.heading(page, "Your seat is confirmed")
                self.heading(page, "What applies today")
                self.assertIn("595.00 CAD is still to be paid", page.locator(".due").inner_text())
                self.tab_to(page, "Move to another date")
                page.keyboard.press("Enter")
                self.heading(page, "Move to another date")
                self.assertTrue(page.locator(f"#to-{full}").is_disabled())
                self.assertEqual(page.get_by_role("link", name="Join the queue for").count(), 1)
                self.tab_to(page, f"to-{there}", attribute="id")
                page.keyboard.press("Space")
                self.tab_to(page, "Move my seat")
                page.keyboard.press("Enter")
                self.heading(page, f"You moved to {there}")
                self.tab_to(page, f"All about {there}")
            for code in (here, full, there):
                self.service.command("cohort", "close", code, "--yes")

    def test_what_comes_back_is_said_before_a_seat_is_given_back(self):
        code = self.open_cohort("AMES-BACK", "AMES", days=80)
        _, address = self.reserve(code, "Rosa")
        with self.reading(390) as page:
            self.open(page, self.service.acting_link(address))
            self.tab_to(page, "Give my seat back")
            page.keyboard.press("Enter")
            self.heading(page, "Give your seat back?")
            page.get_by_text("All that you paid comes back to you").wait_for()
            self.tab_to(page, "No, keep the seat")
            page.keyboard.press("Enter")
            self.heading(page, "Your seat is confirmed")
