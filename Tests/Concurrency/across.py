"""Corruptions of what holds between cohorts, and of what staff decided."""
from corrupting import first, of_kind, renumber


class Across:
    """As `Mutations`: each method corrupts `self.part`, and `breaks` says which proof must fail."""

    def a_wish_has_two_open_offers(self):
        index = first(self.events, lambda event: event.reason == "offer_open_elsewhere")
        offer = self.events[first(self.events, of_kind("offered"))]
        passed = self.events[index]
        self.events[index] = offer._replace(
            number=passed.number, enrollment_id=passed.enrollment_id, at=passed.at, committed=passed.committed
        )

    a_wish_has_two_open_offers.breaks = "one-offer"

    def a_served_wish_waits_on(self):
        index = first(self.events, lambda event: event.reason == "served_elsewhere")
        del self.events[index]
        self.events[:] = renumber(self.events)

    a_served_wish_waits_on.breaks = "one-offer"

    def somebody_moved_into_no_seat(self):
        index = first(self.events, of_kind("transferred"))
        gone = self.events[index].enrollment_id
        for id, rows in self.part.rows.items():
            there = next((row.id for row in rows if row.predecessor_id == gone), None)
            if there:
                kept = [event for event in self.part.events[id] if event.enrollment_id != there]
                self.part.events[id][:] = renumber(kept)

    somebody_moved_into_no_seat.breaks = "moves"

    def somebody_had_two_seats_for_a_moment(self):
        index = first(self.events, of_kind("transferred"))
        self.change(index, committed=self.events[index].committed + 1)

    somebody_had_two_seats_for_a_moment.breaks = "moves"

    def somebody_carried_stands_nowhere(self):
        index = first(self.events, of_kind("carried"))
        gone = self.events[index].enrollment_id
        for rows in self.part.rows.values():
            rows[:] = [row for row in rows if row.predecessor_id != gone]

    somebody_carried_stands_nowhere.breaks = "carried"

    def a_closed_cohort_takes_somebody(self):
        close = next(command for command in self.part.commands if command["verb"] == "close" and command["status"] == 0
                     and command["cohort"] == self.part.cohorts[self.cohort].code)
        index = first(self.events, of_kind("waitlisted"))
        self.change(index, committed=round((close["received"] + 1) * 1_000_000))

    a_closed_cohort_takes_somebody.breaks = "closed"

    def somebody_removed_lives_again(self):
        index = first(self.events, of_kind("removed"))
        later = self.events[index]._replace(kind="confirmed", reason=None, seat_number=1)
        self.events[:] = renumber(self.events[:index + 1] + [later] + self.events[index + 1:])

    somebody_removed_lives_again.breaks = "machine"

    def somebody_was_removed_by_nobody(self):
        index = first(self.events, of_kind("removed"))
        gone = self.events[index].enrollment_id
        self.answers[:] = [record for record in self.answers if record["kind"] != "staff" or record.get("id") != gone]

    somebody_was_removed_by_nobody.breaks = "verbs"

    def staff_decided_for_nobody(self):
        events = iter(self.events)
        next(event for event in events if event.kind == "passed_over" and event.reason == "staff_decision")
        preferred = next(event for event in events if event.kind == "offered").enrollment_id
        self.events[:] = renumber([
            event for event in self.events if event.kind != "preferred" or event.enrollment_id != preferred
        ])

    staff_decided_for_nobody.breaks = "offers"
