"""What a candidate sees of their own progress, on a phone and at a desk, and how they send what is asked of them."""

from reader import WIDTHS, Reader


class ProgressStories(Reader):
    def candidate(self, code, name):
        """Somebody with a seat, some skills signed off and one failed, who was mailed the link of their page."""
        self.open_cohort(code, "MES", 30)
        number, address = self.reserve(code, name)
        # A closed cohort keeps its seats and is no date that other stories' readers could wish for.
        self.service.command("cohort", "close", code, "--yes")
        self.service.command("progress", "record", code, number, "vital-signs-skills", "complete", "--all-skills")
        self.service.command("progress", "record", code, number, "screening-skills", "complete", "--tier", "1")
        self.service.command("progress", "record", code, number, "screening-skills", "fail", "--skill", "SC-05")
        self.service.command("progress", "invite", code)
        return number, self.service.link(address, "/progress/BA")

    def test_a_candidate_sends_a_card_without_script_and_sees_that_it_is_looked_at(self):
        number, link = self.candidate("PROG-1", "Ada")
        with self.reading(390, java_script_enabled=False) as page:
            self.open(page, link)
            page.get_by_role("heading", name="Your progress").wait_for()
            page.get_by_role("link", name="Send a file").first.click()
            page.locator("summary", has_text="Send a file").click()
            page.get_by_label("File").set_input_files(
                {"name": "card.exe", "mimeType": "application/pdf", "buffer": b"MZ\x90\x00"}
            )
            page.get_by_role("button", name="Send it").click()
            page.get_by_role("alert").get_by_text("The file is no PDF, JPEG, PNG or plain text").wait_for()
            page.get_by_label("File").set_input_files(
                {"name": "card.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 a card"}
            )
            page.get_by_label("Last day").fill("2031-01-31")
            page.get_by_role("button", name="Send it").click()
            page.get_by_text("Being looked at", exact=True).wait_for()
            page.get_by_text("card.pdf").wait_for()
        self.service.command(
            *["progress", "record", "PROG-1", number, "cpr-card", "complete", "--valid-until", "2031-01-31"],
            *["--evidence", self.evidence("PROG-1", number)],
        )
        with self.reading(390) as page:
            self.open(page, link)
            page.get_by_text("Holds until January 31, 2031").wait_for()

    def test_the_page_is_whole_and_accessible_narrow_and_wide_light_and_dark(self):
        _, link = self.candidate("PROG-2", "Grace")
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                with self.reading(width, color_scheme=scheme) as page:
                    self.open(page, link)
                    self.heading(page, "Your progress")
                    for summary in page.locator("summary").all():
                        summary.click()
                    self.check(page)
