"""How seats are given: to the first who may have one, with every pass-over recorded, and none left idle."""


class Giving:
    """The part of a replay that judges offers."""

    def nothing_idle(self, event, when):
        """Before anybody does anything, and after every transaction."""
        free = self.cohort.capacity - len(self.seats)
        idle = free and any(not self.together.elsewhere(self.rows[row], event) for row in self.eligible)
        self.expect("given", not idle, "{} event {}: {} seats free, {} eligible", when, event.number, free, len(self.eligible))

    def note_passed_over(self, event, claim):
        self.expect("offers", claim.state == "waitlisted", "event {}: passed over in {}", event.number, claim.state)
        self.passed[claim.row.id] = event.reason

    def judge_offer(self, event, claim):
        """Of those who are ahead of it now, each was passed over for it, with a reason that was true."""
        for ahead in self.waiting.values():
            if ahead is claim or ahead.arrival > claim.arrival and (not ahead.preferred or ahead.turn > claim.turn):
                continue
            reason = self.passed.pop(ahead.row.id, None)
            true = self.is_true(reason, ahead, claim, event)
            self.expect("offers", true, "event {}: {} waited before {}: {}", event.number, ahead.row.id, claim.row.id, reason)
        ahead = list(self.passed)[:5]
        self.expect("offers", not ahead, "event {}: passed over for it without being ahead: {}", event.number, ahead)
        self.passed = {}

    def judge_rest(self, event):
        """Who was passed over was so for an offer that follows at once."""
        self.expect("offers", not self.passed, "before event {}: pass-overs without an offer", event.number)
        self.passed = {}

    def is_true(self, reason, ahead, chosen, event):
        if reason == "address_unconfirmed":
            return not ahead.confirmed
        if reason == "offer_open_elsewhere":
            return ahead.confirmed and self.together.elsewhere(ahead.row, event)
        return reason == "staff_decision" and ahead.confirmed and chosen.preferred is not None
