"""Corrupts copies of one cohort's part in ways a broken service might, and expects the checker to find each out."""
import copy

from across import Across
from corrupting import first, of_kind, renumber
from findings import Findings


class Mutations(Across):
    """Each method corrupts `self.part`; its words say what then is wrong, and `breaks` which proof must fail."""

    def __init__(self, part, cohort):
        self.part, self.cohort = part, cohort
        self.events, self.rows, self.answers = part.events[cohort], part.rows[cohort], part.answers[cohort]

    def change(self, index, **values):
        self.events[index] = self.events[index]._replace(**values)

    def good(self, kind="reserve", status=201):
        return [record for record in self.answers if record["kind"] == kind and record["status"] == status and "id" in record["answer"]]

    def an_event_is_gone(self):
        del self.events[len(self.events) // 2]

    an_event_is_gone.breaks = "dense"

    def time_runs_backwards(self):
        index = len(self.events) // 2
        self.change(index, at=self.events[index - 1].at - 1_000_000)

    time_runs_backwards.breaks = "clock"

    def one_seat_is_given_twice(self):
        index, seat = next(
            (index + 1, before.seat_number) for index, (before, after) in enumerate(zip(self.events, self.events[1:]))
            if before.kind == after.kind == "held" and before.enrollment_id != after.enrollment_id
        )
        self.change(index, seat_number=seat)

    one_seat_is_given_twice.breaks = "seats"

    def an_eleventh_seat(self):
        self.change(first(self.events, of_kind("waitlisted")), kind="held", seat_number=11)

    an_eleventh_seat.breaks = "seats"

    def a_newcomer_passes_the_queue(self):
        pairs = zip(self.events, self.events[1:])
        index = first(pairs, lambda pair: pair[0].kind == pair[1].kind == "waitlisted")
        self.change(index + 1, kind="held", seat_number=1, deadline=self.events[index].at)

    a_newcomer_passes_the_queue.breaks = "queue"

    def an_offer_goes_to_somebody_later(self):
        confirmed = [event.enrollment_id for event in self.events if event.kind == "address_confirmed"]
        index = first(self.events, lambda event: event.kind == "offered" and event.enrollment_id != confirmed[-1])
        self.change(index, enrollment_id=confirmed[-1])

    an_offer_goes_to_somebody_later.breaks = "offers"

    def a_pass_over_is_not_recorded(self):
        index = first(self.events, of_kind("passed_over"))
        passed = self.events[index].enrollment_id
        self.events[:] = renumber([
            event for event in self.events if event.kind != "passed_over" or event.enrollment_id != passed
        ])

    a_pass_over_is_not_recorded.breaks = "offers"

    def a_pass_over_has_an_untrue_reason(self):
        index = first(self.events, lambda event: event.kind == "passed_over" and event.reason == "address_unconfirmed")
        self.change(index, reason="offer_open_elsewhere")

    a_pass_over_has_an_untrue_reason.breaks = "offers"

    def a_freed_seat_is_offered_to_nobody(self):
        index = first(self.events, of_kind("offered"))
        offered = self.events[index].enrollment_id
        later = first(self.events[index:], lambda event: event.enrollment_id == offered and event.kind != "offered") or 0
        self.events[:] = renumber(self.events[:index] + self.events[index + 1:index + later] + self.events[index + later + 1:])

    a_freed_seat_is_offered_to_nobody.breaks = "given"

    def a_hold_is_confirmed_after_its_deadline(self):
        index = first(self.events, of_kind("confirmed"))
        held = first(self.events, lambda event: event.kind == "held" and event.enrollment_id == self.events[index].enrollment_id)
        self.change(held, deadline=self.events[index].at - 1)

    a_hold_is_confirmed_after_its_deadline.breaks = "machine"

    def one_person_stands_twice(self):
        people = [row.person_id for row in self.rows[:3]]
        self.rows[1] = self.rows[1]._replace(person_id=people[0])

    one_person_stands_twice.breaks = "one-live-row"

    def a_row_says_what_its_history_does_not(self):
        index = first(self.rows, lambda row: row.state == "waitlisted")
        self.rows[index] = self.rows[index]._replace(state="withdrawn")

    a_row_says_what_its_history_does_not.breaks = "rows"

    def a_letter_was_not_queued(self):
        self.part.letters[self.cohort][self.rows[3].id].clear()

    a_letter_was_not_queued.breaks = "letters"

    def an_acknowledged_reservation_is_lost(self):
        lost = max(record["answer"]["id"] for record in self.good())
        self.events[:] = renumber([event for event in self.events if event.enrollment_id != lost])
        self.rows[:] = [row for row in self.rows if row.id != lost]

    an_acknowledged_reservation_is_lost.breaks = "acknowledged"

    def a_position_was_told_wrong(self):
        record = next(record for record in self.good() if record["answer"]["position"])
        record["answer"]["position"] += 1

    a_position_was_told_wrong.breaks = "acknowledged"

    def a_key_got_two_answers(self):
        record = copy.deepcopy(self.good()[2])
        record["status"] = 200
        record["answer"]["id"] = self.good()[3]["answer"]["id"]
        self.answers.append(record)

    a_key_got_two_answers.breaks = "one-answer"

    def a_stranger_was_told_to_be_known(self):
        record = next(record for record in self.answers if record["kind"] == "reserve" and "message" in (record["answer"] or {}))
        record["body"]["email"] = "nobody@example.org"

    a_stranger_was_told_to_be_known.breaks = "known"

    def an_acknowledged_withdrawal_is_lost(self):
        record = next(record for record in self.answers if record["kind"] == "act" and record["status"] == 200
                      and record["verb"] == "withdraw")
        self.events[:] = renumber([
            event for event in self.events if event.kind != "withdrawn" or event.enrollment_id != record["id"]
        ])

    an_acknowledged_withdrawal_is_lost.breaks = "verbs"

    def a_deed_nobody_asked_for(self):
        index = first(self.events, of_kind("withdrawn"))
        gone = self.events[index].enrollment_id
        self.answers[:] = [record for record in self.answers if record.get("id") != gone or record["kind"] not in ("act", "staff")]

    a_deed_nobody_asked_for.breaks = "verbs"

    def a_state_was_told_that_never_was(self):
        record = next(record for record in self.answers if record["kind"] == "look" and record["status"] == 200
                      and record["answer"]["state"] == "waitlisted")
        record["answer"].update(state="confirmed", seat_number=3, position=None)

    a_state_was_told_that_never_was.breaks = "told"

    def a_later_request_stands_ahead(self):
        last = max(record["received"] for record in self.good())
        earliest = min(self.good(), key=lambda record: record["answer"]["id"])
        for record in (record for record in self.answers if record.get("key") == earliest["key"]):
            record["first_sent"] = record["sent"] = last + 1
            record["received"] = last + 2

    a_later_request_stands_ahead.breaks = "order"

    def a_client_has_six_unconfirmed_rows(self):
        for record in self.good()[:60]:
            record["forwarded"] = "203.0.113.200"

    a_client_has_six_unconfirmed_rows.breaks = "limit"

    def a_page_showed_a_seat_past_the_queue(self):
        record = next(record for record in self.answers if record["kind"] == "page" and record["status"] == 200
                      and record["answer"]["waiting"] > 0)
        record["answer"]["seats_free"] = 1

    a_page_showed_a_seat_past_the_queue.breaks = "pages"

    def a_fault_was_answered(self):
        self.good()[5]["status"] = 500

    a_fault_was_answered.breaks = "statuses"


def mutate_all(history, check):
    """The liveliest cohorts with all they are tied to, once for each mutation; true when the checker found every one out."""
    kinds = {cohort: len({event.kind for event in events}) for cohort, events in history.events.items()}
    for record in history.answers[None]:
        assert record["kind"] == "mistyped" or record["status"] in (None, 503)
    liveliest = sorted(kinds, key=lambda cohort: (-kinds[cohort], len(history.events[cohort])))[:20]
    names = [name for name in [*vars(Mutations), *vars(Across)] if hasattr(getattr(Mutations, name), "breaks")]
    parts = {cohort: tuple(history.together_with(cohort)) for cohort in liveliest}
    for part in set(parts.values()):
        wrong = check(copy.deepcopy(history.only(part)), Findings()).wrong
        assert not any(wrong.values()), f"the history is wrong before it is corrupted: {dict(wrong)}"
    found = tried = 0
    for name in names:
        if (wrong := mutate(history, parts, name, check)) is None:
            print(f"not tried, for nothing of the kind happened: {name.replace('_', ' ')}")
            continue
        proof = getattr(Mutations, name).breaks
        tried += 1
        found += bool(wrong[proof])
        verdict = f"found out ({proof}: {len(wrong[proof])})" if wrong[proof] else f"NOT FOUND by {proof}"
        print(f"{name.replace('_', ' ')}: {verdict}", flush=True)
    print(f"{found} of {tried} corrupted histories were found out")
    return found == tried


def mutate(history, parts, name, check):
    """What the checker finds wrong in the first part that can be corrupted so; None where none can."""
    for cohort, part in parts.items():
        corrupted = copy.deepcopy(history.only(part))
        try:
            getattr(Mutations(corrupted, cohort), name)()
        except (StopIteration, TypeError, IndexError):
            continue  # nothing of this kind happened in this cohort
        return check(corrupted, Findings()).wrong
    return None
