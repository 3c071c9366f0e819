"""From a seat to a certificate that a physician verifies on a phone, and what its page says in each state."""

import csv
import json
import urllib.request

from reader import WIDTHS, Reader


class CertificateStories(Reader):
    def certified(self, code, name):
        """Somebody's certificate, from the seat to the ID, with the name confirmed by the mailed link."""
        self.open_cohort(code, "MES", 30)
        number, address = self.reserve(code, name.split()[0])
        self.service.command("cohort", "close", code, "--yes")
        self.service.let_pass(code)
        self.service.command("cohort", "complete", code, "--all-attended", "--yes")
        self.service.meet_everything(code)
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

    def test_somebody_checks_the_pdf_they_were_sent(self):
        number = self.certified("CERT-3", "Grace Hopper")
        self.check_file(number, self.download(number, ".pdf"), "Valid today", "Grace Hopper")
        badge = self.download(number, ".png")
        self.service.command(
            *["certificate", "correct", number, "--name", "Grace Murray Hopper"],
            *["--reason-class", "institute_error", "--reason", "A name was missing"],
        )
        self.check_file(number, badge, "Superseded", "Grace Murray Hopper")
        altered = self.download(number, ".svg") + b"<!-- drawn over -->"
        self.check_file(number, altered, "Not as it was issued", "was changed or drawn elsewhere")
        changed = self.download(number, ".jwt").decode()
        parts = changed.split(".")
        forged = ".".join([parts[0], parts[1], parts[2][:-4] + "AAAA"]).encode()
        self.check_file(number, forged, "Not to be relied on", "The signature does not fit")
        self.check_file(number, b"%PDF-1.7 cut", "It could not be read", "damaged or cut off")

    def test_a_clerk_checks_a_list_and_keeps_the_answers_as_csv(self):
        number = self.certified("CERT-4", "Ada Lovelace")
        ids = "\n".join([number.lower(), number[:-1] + ("2" if number[-1] != "2" else "3"), "nobody, <b>nowhere</b>"])
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                with self.reading(width, color_scheme=scheme) as page:
                    self.open(page, "/verify")
                    self.heading(page, "Check a list")
                    page.get_by_label("Up to 1,000 IDs").fill(ids)
                    page.get_by_role("button", name="Check the list").click()
                    self.heading(page, "1 of 3 are valid today")
                    with page.expect_download() as kept:
                        page.get_by_role("button", name="Download as CSV").click()
                    rows = list(csv.reader(open(kept.value.path(), encoding="utf-8-sig", newline="")))
                    self.assertEqual([row[4] for row in rows], ["status", "active", "mistyped", "unknown"])
                    self.assertEqual(rows[1][3], "Ada Lovelace")

    def download(self, number, ending):
        with urllib.request.urlopen(f"{self.service.address}/verify/{number}{ending}") as answer:
            return answer.read()

    def check_file(self, number, octets, heading, words):
        """Uploads a file by its form, and reads what it is worth."""
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                with self.reading(width, color_scheme=scheme) as page:
                    self.open(page, "/verify")
                    self.heading(page, "Check a file")
                    file = {"name": "what they sent.bin", "mimeType": "application/octet-stream", "buffer": octets}
                    page.get_by_label("The certificate's file").set_input_files(file)
                    page.get_by_role("button", name="Check the file").click()
                    self.heading(page, heading)
                    page.get_by_text(words).first.wait_for()

    def see(self, number, heading):
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                with self.reading(width, color_scheme=scheme) as page:
                    self.open(page, f"/verify/{number}")
                    self.heading(page, heading)
