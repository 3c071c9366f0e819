"""Replays the history of one cohort event by event, and holds every step against the rules of seats and queue."""
import bisect
import collections

LIVE = {"waitlisted", "held", "offered", "confirmed"}
SEATED = {"held", "offered", "confirmed"}
# What each kind of event makes of which state.
STEPS = {
    "held": ({None}, "held"), "waitlisted": ({None}, "waitlisted"), "offered": ({"waitlisted"}, "offered"),
    "confirmed": ({"held"}, "confirmed"), "accepted": ({"offered"}, "confirmed"), "declined": ({"offered"}, "declined"),
    "lapsed": ({"held", "offered"}, "lapsed"), "withdrawn": ({"held", "offered", "waitlisted", "confirmed"}, "withdrawn"),
}
ACTORS = {"offered": {"system"}, "passed_over": {"system"}, "lapsed": {"system"}, "declined": {"applicant", "staff"}}
LETTERS = {
    "held": "mail.confirm_seat", "waitlisted": "mail.waiting", "offered": "mail.offered", "confirmed": "mail.confirmed",
    "accepted": "mail.confirmed", "withdrawn": "mail.withdrawn",
}

Moment = collections.namedtuple("Moment", "number at state seat deadline confirmed")


class Claim:
    def __init__(self, row, arrival):
        self.row, self.arrival = row, arrival
        self.state = self.seat = self.deadline = None
        self.confirmed = False
        self.passed_over = set()
        self.moments, self.events = [], []
        self.entered = self.position = None
        self.letters = collections.Counter()


class Replay:
    """After `run`: each claim's moments, and how many waited and sat after each event."""

    def __init__(self, cohort, events, rows, findings):
        self.cohort, self.events, self.findings = cohort, events, findings
        self.rows = {row.id: row for row in rows}
        self.claims = {}
        self.seats = {}  # number of the seat to claim
        self.waiting = {}  # claims in order of arrival (a dict keeps the order of its insertions)
        self.eligible = set()
        self.live_people = {}
        self.ats = [event.at for event in events]
        self.lengths = []  # how many wait after each event
        self.taken = []  # how many sit after each event
        self.ends = []  # arrivals of those who left the queue, with the event number, for positions

    def expect(self, proof, truth, words, *facts):
        return self.findings.expect(proof, truth, "{} " + words, self.cohort.code, *facts)

    def run(self):
        before = None
        for index, event in enumerate(self.events):
            self.expect("dense", event.number == index + 1, "event {} stands at place {}", event.number, index + 1)
            self.expect("clock", before is None or event.at >= before.at, "event {} is earlier than the one before", event.number)
            if event.kind not in ("offered", "passed_over", "lapsed"):
                self.nothing_idle(event.number)
            self.step(event)
            self.lengths.append(len(self.waiting))
            self.taken.append(len(self.seats))
            before = event
        self.nothing_idle("the end")
        self.compare()
        return self

    def nothing_idle(self, number):
        free = self.cohort.capacity - len(self.seats)
        self.expect("given", free == 0 or not self.eligible, "before event {}: {} seats free, {} eligible", number, free, len(self.eligible))

    def step(self, event):
        claim = self.claims.get(event.enrollment_id)
        if claim is None:
            row = self.rows.get(event.enrollment_id)
            if not self.expect("rows", row is not None, "event {} is of a row that does not exist", event.number):
                return
            claim = self.claims[row.id] = Claim(row, len(self.claims) + 1)
        if event.kind in ACTORS:
            self.expect("machine", event.actor in ACTORS[event.kind], "event {} by {}", event.number, event.actor)
        if event.kind == "address_confirmed":
            ok = claim.state == "waitlisted" and not claim.confirmed
            self.expect("machine", ok, "event {}: address confirmed in {}", event.number, claim.state)
            claim.confirmed = True
            self.eligible.add(claim.row.id)
        elif event.kind == "passed_over":
            ok = claim.state == "waitlisted" and not claim.confirmed and event.reason == "address_unconfirmed"
            self.expect("offers", ok, "event {}: passed over in {} for {}", event.number, claim.state, event.reason)
            claim.passed_over.add(event.reason)
        else:
            self.move(event, claim)
        claim.events.append(event)
        claim.moments.append(Moment(event.number, event.at, claim.state, claim.seat, claim.deadline, claim.confirmed))

    def move(self, event, claim):
        known = self.expect("machine", event.kind in STEPS, "event {} is of unknown kind {}", event.number, event.kind)
        if not known:
            return
        froms, to = STEPS[event.kind]
        self.expect("machine", claim.state in froms, "event {}: {} in state {}", event.number, event.kind, claim.state)
        getattr(self, "to_" + event.kind, self.leave)(event, claim)
        claim.state = to
        letter = LETTERS.get(event.kind)
        if event.kind == "lapsed":
            letter = "mail.lapsed" if event.reason == "hold_expired" else "mail.offer_lapsed"
        if letter:
            claim.letters[letter] += 1
        if to not in LIVE:
            self.live_people.pop(claim.row.person_id, None)

    # Entering.

    def enter(self, event, claim):
        person = claim.row.person_id
        alone = self.live_people.get(person) is None
        self.expect("one-live-row", alone, "event {}: person {} is live already", event.number, person)
        self.live_people[person] = claim.row.id
        claim.entered = event

    def to_held(self, event, claim):
        self.enter(event, claim)
        self.expect("queue", not self.waiting, "event {}: held while {} wait", event.number, len(self.waiting))
        on_time = event.deadline == event.at + self.cohort.hold_window
        self.expect("machine", on_time, "event {}: the hold ends at {}", event.number, event.deadline)
        self.sit(event, claim)

    def to_waitlisted(self, event, claim):
        self.enter(event, claim)
        full = len(self.seats) >= self.cohort.capacity or self.waiting
        self.expect("queue", full, "event {}: sent to the queue while a seat was free and nobody waited", event.number)
        self.waiting[claim.row.id] = claim
        claim.position = len(self.waiting)

    def sit(self, event, claim):
        taken = self.seats.get(event.seat_number)
        self.expect("seats", taken is None, "event {}: seat {} is taken", event.number, event.seat_number)
        exists = event.seat_number is not None and 1 <= event.seat_number <= self.cohort.capacity
        self.expect("seats", exists, "event {}: there is no seat {}", event.number, event.seat_number)
        self.seats[event.seat_number] = claim
        self.expect("seats", len(self.seats) <= min(self.cohort.capacity, 10), "event {}: {} seats", event.number, len(self.seats))
        claim.seat, claim.deadline = event.seat_number, event.deadline

    # Moving on.

    def to_offered(self, event, claim):
        self.expect("offers", claim.confirmed, "event {}: offered without a confirmed address", event.number)
        for earlier in self.waiting.values():
            if earlier.arrival >= claim.arrival:
                break
            excused = not earlier.confirmed and "address_unconfirmed" in earlier.passed_over
            self.expect("offers", excused, "event {}: {} waited before {}", event.number, earlier.row.id, claim.row.id)
        self.unwait(event, claim)
        later = event.deadline is not None and event.deadline > event.at
        self.expect("machine", later, "event {}: an offer that ends at {}", event.number, event.deadline)
        self.sit(event, claim)

    def to_confirmed(self, event, claim):
        in_time = claim.deadline is not None and event.at < claim.deadline
        self.expect("machine", in_time, "event {}: {} after the deadline", event.number, event.kind)
        self.expect("machine", event.seat_number == claim.seat, "event {}: another seat", event.number)
        claim.deadline, claim.confirmed = None, True

    to_accepted = to_confirmed

    def to_lapsed(self, event, claim):
        over = claim.deadline is not None and event.at >= claim.deadline
        self.expect("machine", over, "event {}: lapsed before its deadline", event.number)
        reason = {"held": "hold_expired", "offered": "offer_expired"}.get(claim.state)
        self.expect("machine", event.reason == reason, "event {}: lapsed from {} as {}", event.number, claim.state, event.reason)
        self.leave(event, claim)

    def to_declined(self, event, claim):
        in_time = claim.deadline is not None and event.at < claim.deadline
        self.expect("machine", in_time, "event {}: declined after the deadline", event.number)
        self.leave(event, claim)

    def leave(self, event, claim):
        """Gives a seat, or a place in the queue, back."""
        self.expect("machine", event.seat_number == claim.seat, "event {}: gives back seat {}", event.number, event.seat_number)
        if claim.seat is not None and self.seats.get(claim.seat) is claim:
            del self.seats[claim.seat]
        self.unwait(event, claim)
        claim.seat = claim.deadline = None

    def unwait(self, event, claim):
        if self.waiting.pop(claim.row.id, None):
            self.ends.append((event.number, claim.arrival))
        self.eligible.discard(claim.row.id)

    # The end.

    def compare(self):
        cohort = self.cohort
        counters = (cohort.last_arrival, cohort.last_event_number)
        self.expect("dense", cohort.last_event_number == len(self.events), "counts {} events", cohort.last_event_number)
        self.expect("rows", counters[0] == len(self.claims), "counts {} arrivals", counters[0])
        self.expect("rows", not self.ats or cohort.last_event_at >= self.ats[-1], "ends before its last event")
        for row in self.rows.values():
            claim = self.claims.get(row.id)
            if not self.expect("rows", claim is not None, "row {} has no history", row.id):
                continue
            said = (claim.state, claim.seat, claim.deadline, claim.arrival, claim.confirmed)
            is_ = (row.state, row.seat_number, row.expires_at, row.arrival, row.address_confirmed)
            self.expect("rows", said == is_, "row {} is {}, its history says {}", row.id, is_, said)
            self.expect("rows", claim.entered and row.reserved_at == claim.entered.at, "row {} was reserved at another time", row.id)

    def check_letters(self, letters):
        for claim in self.claims.values():
            queued = {kind: count for kind, count in letters[claim.row.id].items() if kind != "mail.known"}
            self.expect("letters", queued == claim.letters, "row {}: {} queued for {}", claim.row.id, queued, dict(claim.letters))

    # What was so between two times.

    def numbers(self, low, high):
        """Event numbers after which the cohort may have stood at some time between two times."""
        first = bisect.bisect_left(self.ats, low)
        last = bisect.bisect_right(self.ats, high)
        return first, last

    def moments(self, claim, low, high):
        """The moments of a claim that may have been seen between two event numbers, each with its last number."""
        for index, moment in enumerate(claim.moments):
            until = claim.moments[index + 1].number - 1 if index + 1 < len(claim.moments) else len(self.events)
            if moment.number <= high and until >= low:
                yield moment, until
