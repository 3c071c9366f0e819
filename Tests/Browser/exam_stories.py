"""From a seat to a granted certificate: skills signed off, evidence sent, both exams taken, and a decision by somebody else."""

import datetime
import json
import pathlib
import re
import zoneinfo

from reader import WIDTHS, Reader

RIGHT = re.compile("This one is right")


class ExamStories(Reader):
    def test_a_candidate_goes_from_the_seat_to_the_decision(self):
        code, teacher = "EXAM-1", self.service.hire("lena", "instructor", "decider")
        examiners = [self.service.hire(login, "examiner", "decider") for login in ("maya", "sam")]
        decider = self.service.hire("dora", "decider")
        self.open_cohort(code, "MES", 30, capacity=2, instructor=teacher)
        claim, address = self.reserve(code, "Ada")
        _, other = self.reserve(code, "Bo")
        self.service.command("cohort", "close", code, "--yes")
        self.service.command("progress", "invite", code)
        link, others = (self.service.link(mail, "/progress/BA") for mail in (address, other))
        with self.reading(390, java_script_enabled=False) as page:
            self.open(page, link)
            page.get_by_text("MES written examination: opens once 8 things before it are complete").wait_for()
            self.send_card(page)
            self.keep(page, "progress-early")

        # The workshop took place: who taught it signs the skills off, a tier by hand and the rest by a table.
        self.service.let_pass(code)
        self.service.command("cohort", "complete", code, "--all-attended", "--yes")
        number = self.sign_off(code, claim, teacher)

        self.pass_the_exam(link)
        self.fail_the_exam(others)

        self.take_the_practical(claim, number, examiners)
        self.look(link, "Passed, conditions outstanding", "progress-outstanding")
        self.service.command(
            *["progress", "record", code, claim, "cpr-card", "complete", "--valid-until", "2031-01-31"],
            *["--evidence", self.evidence(code, claim)],
        )
        self.read(link, "All is complete")

        # Only who neither taught nor examined decides; the one who has not everything is left out.
        self.service.command("decision", "propose", code, "--yes")
        grant = ["decision", "grant", code, "--reason", "All requirements are met", "--yes"]
        for taught in (teacher, examiners[0]):
            with self.assertRaisesRegex(RuntimeError, "taught or examined"):
                self.service.command(*grant, by=taught)
        granted = json.loads(self.service.command(*grant, "--json", by=decider))
        self.assertEqual([str(line["enrollment"]) for line in granted["lines"]], [claim])
        self.assertEqual(len(granted["left_out"]), 1)
        self.look(link, "Granted", "progress-granted")
        self.service.link(address, "/names/Aw")

        report = pathlib.Path(self.service.folder.name, "analysis.html")
        self.service.command("exam", "analyze", "MES-WRITTEN/A", "--html", str(report), by=examiners[0])
        self.look(f"file://{report}", "insufficient data", "analysis")

    def send_card(self, page):
        page.get_by_role("link", name="Send a file").first.click()
        page.locator("summary", has_text="Send a file").click()
        file = {"name": "card.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 a card"}
        page.get_by_label("File").set_input_files(file)
        page.get_by_label("Last day").fill("2031-01-31")
        page.get_by_role("button", name="Send it").click()
        page.get_by_text("Being looked at", exact=True).wait_for()

    def sign_off(self, code, claim, teacher):
        """All the skills of everybody; the candidate's number, which is all that examiners see."""
        self.service.command("progress", "record", code, claim, "vital-signs-skills", "complete", "--tier", "1", by=teacher)
        shown = json.loads(self.service.command("progress", "show", code, "--json"))
        skills = json.loads(self.service.command("program", "show", "MES", "--json"))
        rows = [
            (line["candidate"]["number"], asked["code"], skill["code"], "complete")
            for line in shown["candidates"]
            for module in skills["modules"]
            for asked in module["requirements"]
            for skill in (asked["detail"] or {}).get("skills", [])
        ]
        self.service.import_progress(code, ("candidate", "requirement", "skill", "state"), rows, by=teacher)
        return next(
            str(line["candidate"]["number"]) for line in shown["candidates"] if str(line["candidate"]["enrollment"]) == claim
        )

    def pass_the_exam(self, link):
        """All hundred questions on a phone without script, each by its own page."""
        with self.reading(390, java_script_enabled=False) as page:
            self.open(page, link)
            page.get_by_role("link", name="To the exam").click()
            page.get_by_role("heading", name="Before you begin").wait_for()
            self.keep(page, "exam-door")
            page.get_by_role("button", name="Begin now").click()
            page.get_by_role("heading", name="Question 1 of 100").wait_for()
            self.keep(page, "question")
            for _ in range(100):
                page.get_by_label(RIGHT).check()
                page.get_by_role("button", name="Save and go on").or_(
                    page.get_by_role("button", name="Save and go to the end")
                ).first.click()
            page.get_by_text("All 100 questions are answered.").wait_for()
            self.keep(page, "hand-in-full")
            page.get_by_role("button", name="Hand it in").click()
            page.get_by_role("heading", name="Your exam is handed in").wait_for()
            self.keep(page, "exam-over")
            page.get_by_role("link", name="Look at my result").click()
            page.get_by_role("heading", name="Passed").wait_for()
        self.look(link + "/results", "Your scaled score is", "result-passed")

    def fail_the_exam(self, link):
        """Few answers and many blanks, with every page of a sitting read on the way."""
        door = f"{link}/exam/written-exam"
        self.look(door, "How it goes", "exam-door")
        with self.reading() as page:
            self.open(page, door)
            page.get_by_role("button", name="Begin now").click()
            page.get_by_label(RIGHT).check()
            page.get_by_label("Mark it").check()
            page.get_by_role("button", name="Save and go on").click()
            page.get_by_role("heading", name="Question 2 of 100").wait_for()
        self.look(door + "/questions/1", "1 of 100 answered", "question")
        self.look(door, "1 of 100 questions are answered", "exam-under-way")
        self.read(link, "under way, and the time runs")
        self.look(door + "/end", "99 of 100 questions are blank", "hand-in")
        with self.reading() as page:
            self.open(page, door + "/end")
            page.get_by_role("button", name="Hand it in").click()
            page.get_by_role("link", name="Look at my result").click()
            page.get_by_role("heading", name="Not passed").wait_for()
            page.get_by_role("link", name="Back to your progress").click()
            page.get_by_text("The next try, number 2, may begin from").wait_for()
        self.look(link, "The next try, number 2, may begin from", "progress-failed")
        self.look(door, "may begin from", "exam-over")
        self.look(link + "/results", "How you did by content area", "result-failed")

    def take_the_practical(self, claim, number, examiners):
        """Two examiners rate on a phone, each by a mailed link, blind to each other."""
        today = datetime.datetime.now(zoneinfo.ZoneInfo("America/Toronto")).date()
        self.service.command("practical", "schedule", claim, "--on", str(today))
        asked = [word for login in examiners for word in ("--rater", login)]
        self.service.command("practical", "assign", number, *asked)
        for login in examiners:
            rating = self.service.link(f"{login}@example.org", "/ratings/BQ")
            if login == examiners[0]:
                self.look(rating, f"Candidate {number}", "rating")
            with self.reading(390, java_script_enabled=False) as page:
                self.open(page, rating)
                self.assertNotIn("Ada", page.content())
                for criterion in page.locator("fieldset").all():
                    criterion.get_by_role("radio").nth(2).check()
                page.get_by_role("button", name="Hand in my rating").click()
                page.get_by_role("heading", name="Thank you").wait_for()
                self.keep(page, f"rating-done-{login}")
        shown = json.loads(self.service.command("practical", "candidates", "EXAM-1", "--json"))["items"]
        self.assertEqual([standing["state"] for standing in shown], ["passed"])

    def read(self, path, words):
        with self.reading(390) as page:
            self.open(page, path)
            page.get_by_text(words).wait_for()

    def look(self, path, words, name):
        """Reads a page narrow and wide, light and dark, and keeps a picture of it."""
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                with self.reading(width, color_scheme=scheme) as page:
                    self.open(page, path)
                    page.get_by_text(words).first.wait_for()
                    self.check(page)
                    self.keep(page, name if scheme == "light" else f"{name}-dark")
