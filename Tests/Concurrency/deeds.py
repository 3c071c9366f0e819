"""What applicants and staff did, held against what they asked for."""
import itertools

from clock import SLACK

SHOW = 1  # the purpose of a link that only shows

DONE_BY = {
    "confirm": {"confirmed", "accepted", "address_confirmed"}, "accept": {"accepted", "confirmed"},
    "decline": {"declined"}, "withdraw": {"withdrawn"}, "transfer": {"transferred"}, "remove": {"removed"},
    "offer": {"preferred", "address_confirmed"}, "restore": {"removed"},
}


class Deeds:
    """The part of the answers' check that is about deeds."""

    def check_done(self, record, claim):
        kinds, until = DONE_BY[record["verb"]], self.clock.latest(record["received"])
        done = any(event.kind in kinds and event.at <= until for event in claim.events)
        self.expect("verbs", done, "{} of row {} was acknowledged, but is not in history", record["verb"], claim.row.id)

    def check_deeds(self):
        """Nothing was done by an applicant or by staff that nobody asked for at that time."""
        for claim in self.replay.claims.values():
            for event in claim.events:
                if event.actor in ("applicant", "staff"):
                    meant = any(low <= event.at <= high for low, high in self.asked(event, claim))
                    self.expect("verbs", meant, "event {} ({}): nobody asked for it then", event.number, event.kind)

    def asked(self, event, claim):
        """When somebody asked for what an event says, of this claim or of one that it goes together with."""
        row, kind = claim.row, "act" if event.actor == "applicant" else "staff"
        verbs = [verb for verb, kinds in DONE_BY.items() if event.kind in kinds]
        asked = self.together.asked
        if event.reason == "removal_undone":
            return asked[row.predecessor_id, kind, "restore"]
        if event.reason == "cohort_closed" or (event.kind == "waitlisted" and row.predecessor_id):
            # A history that lost the claim before is found out elsewhere.
            before = self.together.rows.get(row.predecessor_id or row.id, row)
            return [*asked[before.cohort_id, "cohort", "close"], *asked[row.cohort_id, "cohort", "close"]]
        if event.kind == "confirmed" and row.predecessor_id and claim.entered is event:
            return asked[row.predecessor_id, kind, "transfer"]
        together = [row]
        if event.kind == "address_confirmed" and row.entry_id:
            together = self.together.of_entry[row.entry_id]
        return [span for other in together for verb in verbs for span in asked[other.id, kind, verb]]


def note_asked(history, together, clock):
    """Between which times each deed was asked for: by row (or cohort), by whom, and which."""
    codes = {cohort.code: id for id, cohort in history.cohorts.items()}
    for record in itertools.chain(history.commands, *history.answers.values()):
        if record["kind"] not in ("act", "staff") or record.get("purpose") == SHOW:
            continue
        span = clock.earliest(record["first_sent"]), clock.latest(record["received"] + SLACK)
        if "cohort" in record:
            together.asked[codes.get(record["cohort"]), "cohort", record["verb"]].append(span)
        else:
            together.asked[record["id"], record["kind"], record["verb"]].append(span)
