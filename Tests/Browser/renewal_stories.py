"""How a holder sends hours towards renewal, on a phone and at a desk, and sees what counts of them."""

import json

import certificate_stories
from reader import WIDTHS, Reader


class RenewalStories(Reader):
    def invited(self, code, name):
        """Somebody's certificate, and the mailed link of its renewal page."""
        number = certificate_stories.CertificateStories.certified(self, code, name)
        self.service.command("renewal", "invite", number)
        return number, self.service.link(name, "/renewals/Bw")

    def fill(self, page, file, minutes):
        page.get_by_label("What was it?").select_option("observation")
        page.get_by_label("Title of the course").fill("Knee clinic")
        page.get_by_label("Minutes").fill(minutes)
        page.get_by_label("Day", exact=True).fill(page.get_by_label("Day", exact=True).get_attribute("max"))
        page.get_by_label("Who taught or supervised it?").fill("Bo Diaz")
        page.get_by_label("Their license").select_option("RPT")
        page.get_by_label("Its number").fill("TX-1234")
        page.get_by_label("What shows it").set_input_files(file)
        page.get_by_role("button", name="Send it").click()

    def test_a_holder_sends_hours_without_script_and_reads_what_counts(self):
        number, link = self.invited("RENEW-1", "Ada Lovelace")
        log = {"name": "log.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 a log"}
        with self.reading(390, java_script_enabled=False) as page:
            self.open(page, link)
            page.get_by_role("heading", name="Your renewal").wait_for()
            page.locator("summary", has_text="Send coursework or hours").click()
            self.fill(page, log, "-90")
            page.get_by_role("alert").get_by_text("“-90” is none").wait_for()
            self.fill(page, log, "90")
            page.get_by_text("Being looked at", exact=True).wait_for()
            page.get_by_text("90 minutes more are being looked at.").wait_for()
        shown = json.loads(self.service.command("renewal", "show", number, "--json"))
        credit = str(shown["credits"][0]["credit"])
        self.service.command("renewal", "review", credit, "--refuse", "The log has no date.")
        with self.reading(1280) as page:
            self.open(page, link)
            page.get_by_text("Why: The log has no date.").wait_for()

    def test_the_page_is_whole_and_accessible_narrow_and_wide_light_and_dark(self):
        _, link = self.invited("RENEW-2", "Grace Hopper")
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                with self.reading(width, color_scheme=scheme) as page:
                    self.open(page, link)
                    self.heading(page, "Your renewal")
                    page.locator("summary").first.click()
                    self.check(page)

    def let_run(self, number, days):
        """Moves a certificate's whole term, and what was brought for it, into the past."""
        own, past = f"'{number.replace('-', '')[-11:]}'", f"interval '{days} days'"
        term = f"valid_from = valid_from - {past}, valid_until = valid_until - {past}"
        self.service.query(
            f"""
            SET session_replication_role = replica;
            UPDATE certificate_version SET {term}, at = at - {past} WHERE certificate_id = {own};
            UPDATE certificate SET {term} WHERE id = {own};
            UPDATE renewal_credit SET term_ends = term_ends - {past}, done_on = done_on - {days} WHERE certificate_id = {own};
            UPDATE renewal_payment SET term_ends = term_ends - {past} WHERE certificate_id = {own};
            """
        )

    def test_at_each_point_of_a_certificates_life_the_page_says_where_it_stands(self):
        number, link = self.invited("RENEW-3", "Rosalind Franklin")
        with self.reading(390) as page:
            for minutes in ("90", "120", "45"):
                self.open(page, link)
                page.locator("summary", has_text="Send coursework or hours").click()
                log = {"name": "log.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 " + minutes.encode()}
                self.fill(page, log, minutes)
                page.get_by_text(f"Observation, {minutes} minutes").wait_for()
        shown = json.loads(self.service.command("renewal", "show", number, "--json"))
        first, second, _ = (str(credit["credit"]) for credit in shown["credits"])
        self.service.command("renewal", "review", first, "--refuse", "The log has no date.")
        self.service.command("renewal", "review", second, "--accept")
        points = [
            (0, "Not open yet"), (690, "Open"), (50, "Past its end, still in time"), (40, "Lapsed"), (330, "Over"),
        ]
        for days, words in points:
            if days:
                self.let_run(number, days)
            for width in WIDTHS:
                with self.reading(width) as page:
                    self.open(page, link)
                    page.locator(".verdict .state", has_text=words).wait_for()
                    self.check(page)
                    self.keep(page, f"renewal-{words.split(',')[0].lower().replace(' ', '-')}")
        with self.reading(390) as page:
            self.open(page, f"/verify/{number}")
            page.get_by_role("heading", name="Expired").wait_for()
