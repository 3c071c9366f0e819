"""From the list of cohorts to a confirmed seat, and what every page owes its readers."""

from reader import WIDTHS, Reader


class SeatStories(Reader):
    @classmethod
    def setUpClass(cls):
        cls.mes = next(line.split()[0] for line in cls.service.command("cohort", "list").splitlines() if "MES-2" in line)

    def test_every_page_is_accessible_narrow_and_wide_light_and_dark(self):
        held = self.held("wide@example.org")
        paths = ["/", f"/cohorts/{self.mes}", f"/cohorts/{self.mes}/asked", "/nowhere", held, held + "/withdraw"]
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
            page.get_by_role("heading", name="You gave your place back").wait_for()

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
            self.assertIn("Berlin time", page.locator(".readers-time").first.inner_text())
            self.assertEqual(page.locator("input[name=time_zone]").input_value(), "Europe/Berlin")
            page.get_by_label("Your name").fill("Ada")
            page.get_by_label("Your e-mail address").fill("zone@example.org")
            page.get_by_role("button", name="Reserve a seat").click()
            page.get_by_role("heading", name="is held for you").wait_for()
            self.assertIn("Berlin time", page.locator(".deadline").inner_text())
