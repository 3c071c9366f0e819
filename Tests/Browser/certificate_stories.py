"""From a seat to a certificate that a physician verifies on a phone, and what its page says in each state."""

import json

from reader import WIDTHS, Reader


class CertificateStories(Reader):
    def certified(self, code, name):
        """Somebody's certificate, from the seat to the ID, with the name confirmed by the mailed link."""
        self.open_cohort(code, "MES", 30)
        number, address = self.reserve(code, name.split()[0])
        self.service.command("cohort", "close", code, "--yes")
        self.service.let_pass(code)
        self.service.command("cohort", "complete", code, "--all-attended", "--yes")
        self.service.command("decision", "propose", code, "--yes")
        self.service.command("decision", "grant", code, "--reason", "All requirements are met", "--yes")
        with self.reading(390) as page:
            self.open(page, self.service.link(address, "/names/Aw"))
            self.heading(page, "Your name on the certificate")
            page.get_by_label("Name").fill(name)
            page.get_by_role("button", name="So it is right").click()
            page.get_by_text("You confirmed it.").wait_for()
            self.check(page)
        plan = json.loads(self.service.command("certificate", "issue", code, "--enrollment", number, "--yes", "--json"))
        return plan["lines"][0]["id"]

    def test_a_physician_types_an_id_on_a_phone_and_sees_whether_it_holds_today(self):
        number = self.certified("CERT-1", "Zoë Ångström-Nguyễn")
        with self.reading(390, java_script_enabled=False) as page:
            self.open(page, "/")
            page.get_by_role("link", name="Verify a certificate").click()
            page.get_by_label("The certificate's ID").fill(number.lower().replace("-", " "))
            page.get_by_role("button", name="Verify").click()
            page.get_by_role("heading", name="Valid today").wait_for()
            page.get_by_text("Zoë Ångström-Nguyễn").wait_for()
            for file, kind in ((".pdf", "application/pdf"), (".png", "image/png"), (".jwt", "application/vc+jwt")):
                answer = page.request.get(f"{self.service.address}/verify/{number}{file}")
                self.assertEqual((answer.status, answer.headers["content-type"]), (200, kind))

    def test_each_state_of_a_certificate_is_told_in_words_and_accessible(self):
        number = self.certified("CERT-2", "Ada Lovelace")
        because = ["--reason-class", "conduct", "--reason", "As the story wants it"]
        self.see(number, "Valid today")
        for verb, heading in (("suspend", "Suspended"), ("reinstate", "Valid today"), ("revoke", "Revoked")):
            self.service.command("certificate", verb, number, *because)
            self.see(number, heading)
        self.see(number[:-1] + ("2" if number[-1] != "2" else "3"), "Mistyped")
        self.see("7K3M9QRT2WR", "No such certificate")

    def see(self, number, heading):
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                with self.reading(width, color_scheme=scheme) as page:
                    self.open(page, f"/verify/{number}")
                    self.heading(page, heading)
