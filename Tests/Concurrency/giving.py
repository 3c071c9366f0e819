"""How seats are given: to the first who may have one, with every pass-over recorded, and none left idle."""


class Giving:
    """The part of a replay that judges offers; those of one transaction are judged together."""

    def nothing_idle(self, event, when):
        """Before anybody does anything, and after every transaction."""
        free = self.cohort.capacity - len(self.seats)
        idle = free and any(not self.together.elsewhere(self.rows[row], event) for row in self.eligible)
        self.expect("given", not idle, "{} event {}: {} seats free, {} eligible", when, event.number, free, len(self.eligible))

    def note_passed_over(self, event, claim):
        self.expect("offers", claim.state == "waitlisted", "event {}: passed over in {}", event.number, claim.state)
        self.giving.append(event)

    def judge_giving(self):
        """Of those who were ahead of an offer and got none, each was passed over for it, with a reason that was true."""
        passed = {}
        for event in self.giving:
            claim = self.claims[event.enrollment_id]
            if event.kind == "passed_over":
                passed[claim.row.id] = event.reason
                continue
            for ahead in self.waiting.values():
                if ahead.arrival > claim.arrival and not ahead.preferred:
                    continue
                if ahead.arrival > claim.arrival and ahead.turn > claim.turn:
                    continue
                reason = passed.pop(ahead.row.id, None)
                true = self.is_true(reason, ahead, claim, event)
                self.expect("offers", true, "event {}: {} waited before {}: {}", event.number, ahead.row.id, claim.row.id, reason)
            self.expect("offers", not passed, "event {}: passed over for it without being ahead: {}", event.number, list(passed)[:5])
            passed = {}
        self.expect("offers", not passed, "pass-overs without an offer: {}", list(passed)[:5])
        self.giving = []

    def is_true(self, reason, ahead, chosen, event):
        if reason == "address_unconfirmed":
            return not ahead.confirmed
        if reason == "offer_open_elsewhere":
            return ahead.confirmed and self.together.elsewhere(ahead.row, event)
        return reason == "staff_decision" and ahead.confirmed and chosen.preferred is not None
