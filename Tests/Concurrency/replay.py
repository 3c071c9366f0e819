"""Replays the history of one cohort event by event, and holds every step against the rules of seats and queue."""
import bisect
import collections

from giving import Giving

LIVE = {"waitlisted", "held", "offered", "confirmed"}
# What each kind of event makes of which state; a claim that goes on from another may begin as confirmed.
STEPS = {
    "held": ({None}, "held"), "waitlisted": ({None}, "waitlisted"), "offered": ({"waitlisted"}, "offered"),
    "confirmed": ({"held"}, "confirmed"), "accepted": ({"offered"}, "confirmed"), "declined": ({"offered"}, "declined"),
    "lapsed": ({"held", "offered"}, "lapsed"), "withdrawn": (LIVE, "withdrawn"), "removed": (LIVE, "removed"),
    "transferred": ({"confirmed"}, "transferred"), "closed": ({"waitlisted"}, "closed"),
    "carried": ({"waitlisted"}, "carried"),
}
STILL = {"address_confirmed", "passed_over", "preferred"}
ACTORS = {
    "offered": {"system"}, "passed_over": {"system"}, "lapsed": {"system", "staff"}, "declined": {"applicant", "staff"},
    "removed": {"staff"}, "preferred": {"staff"}, "closed": {"staff"}, "carried": {"staff"},
}

Moment = collections.namedtuple("Moment", "number at state seat deadline confirmed")


class Claim:
    def __init__(self, row, arrival):
        self.row, self.arrival = row, arrival
        self.state = self.seat = self.deadline = None
        self.confirmed = False
        self.preferred = None  # the number of the event
        self.moments, self.events = [], []
        self.entered = self.position = None
        self.letters = collections.Counter()

    @property
    def turn(self):
        """Whom staff preferred come first, then arrivals."""
        return (0, self.preferred) if self.preferred else (1, self.arrival)


class Replay(Giving):
    """After `run`: each claim's moments, and how many waited and sat after each event."""

    def __init__(self, cohort, events, rows, together, findings):
        self.cohort, self.events, self.together, self.findings = cohort, events, together, findings
        self.rows = {row.id: row for row in rows}
        self.claims = {}
        self.of_email = collections.defaultdict(list)
        self.arrivals = 0
        self.seats = {}  # number of the seat to claim
        self.waiting = {}  # claims in order of arrival (a dict keeps the order of its insertions)
        self.eligible = set()
        self.live_people = {}
        self.passed = {}  # who was passed over for the offer that follows, and why
        self.ats = [event.at for event in events]
        self.lengths = []  # how many wait after each event
        self.taken = []  # how many sit after each event
        self.ends = []  # arrivals of those who left the queue, with the event number, for positions
        self.jumps = []  # event numbers at which somebody got ahead of others

    def expect(self, proof, truth, words, *facts):
        return self.findings.expect(proof, truth, "{} " + words, self.cohort.code, *facts)

    def run(self):
        before = None
        for index, event in enumerate(self.events):
            self.expect("dense", event.number == index + 1, "event {} stands at place {}", event.number, index + 1)
            self.expect("clock", before is None or event.at >= before.at, "event {} is earlier than the one before", event.number)
            begins = before is None or event.committed != before.committed
            if self.passed and (begins or event.kind not in ("offered", "passed_over")):
                self.judge_rest(event)
            if before and begins:
                self.nothing_idle(before, "after")
            if event.actor != "system" and (begins or before.actor == "system"):
                self.nothing_idle(event, "before")
            self.step(event)
            self.lengths.append(len(self.waiting))
            self.taken.append(len(self.seats))
            before = event
        if before:
            self.judge_rest(before)
            self.nothing_idle(before, "after")
        self.compare()
        return self

    def step(self, event):
        claim = self.claims.get(event.enrollment_id)
        if claim is None:
            row = self.rows.get(event.enrollment_id)
            if not self.expect("rows", row is not None, "event {} is of a row that does not exist", event.number):
                return
            claim = self.claims[row.id] = Claim(row, self.arrival(event, row))
            self.of_email[row.email].append(claim)
        if event.kind in ACTORS:
            self.expect("machine", event.actor in ACTORS[event.kind], "event {} by {}", event.number, event.actor)
        if event.kind in STILL:
            getattr(self, "note_" + event.kind)(event, claim)
        else:
            self.move(event, claim)
        claim.events.append(event)
        claim.moments.append(Moment(event.number, event.at, claim.state, claim.seat, claim.deadline, claim.confirmed))

    def arrival(self, event, row):
        """The next number; whose removal was undone keeps the old one."""
        if event.reason == "removal_undone" and row.predecessor_id in self.claims:
            return self.claims[row.predecessor_id].arrival
        self.arrivals += 1
        return self.arrivals

    def note_address_confirmed(self, event, claim):
        ok = claim.state == "waitlisted" and not claim.confirmed
        self.expect("machine", ok, "event {}: address confirmed in {}", event.number, claim.state)
        claim.confirmed = True
        self.eligible.add(claim.row.id)

    def note_preferred(self, event, claim):
        ok = claim.state == "waitlisted" and not claim.preferred and event.reason
        self.expect("machine", ok, "event {}: preferred in {} for {}", event.number, claim.state, event.reason)
        claim.preferred = event.number
        self.jumps.append(event.number)

    def move(self, event, claim):
        known = self.expect("machine", event.kind in STEPS, "event {} is of unknown kind {}", event.number, event.kind)
        if not known:
            return
        froms, to = STEPS[event.kind]
        if event.kind == "confirmed" and claim.row.predecessor_id:
            froms = froms | {None}
        self.expect("machine", claim.state in froms, "event {}: {} in state {}", event.number, event.kind, claim.state)
        for letter in self.letters_of(event, claim):
            claim.letters["mail." + letter] += 1
        getattr(self, "to_" + event.kind, self.leave)(event, claim)
        claim.state = to
        if to not in LIVE:
            self.live_people.pop(claim.row.person_id, None)

    def letters_of(self, event, claim):
        kind = event.kind
        if kind == "held":
            return ["confirm_seat"]
        if kind == "waitlisted":
            if claim.row.predecessor_id and event.reason != "removal_undone":
                return ["carried"]
            return ["waiting"] if self.together.is_first(claim.row) or claim.row.predecessor_id else []
        if kind == "confirmed":
            return ["transferred" if claim.state is None and event.reason != "removal_undone" else "confirmed"]
        if kind == "lapsed":
            return [{"hold_expired": "lapsed", "offer_expired": "offer_lapsed"}.get(event.reason, "closed")]
        if kind == "withdrawn" and event.actor == "system":
            return []
        return {
            "offered": ["offered", "offer_reminder"], "accepted": ["confirmed"], "withdrawn": ["withdrawn"],
            "removed": ["removed"], "closed": ["closed"],
        }.get(kind, [])

    # Entering.

    def enter(self, event, claim):
        person = claim.row.person_id
        alone = self.live_people.get(person) is None
        self.expect("one-live-row", alone, "event {}: person {} is live already", event.number, person)
        self.live_people[person] = claim.row.id
        claim.entered = event

    def to_held(self, event, claim):
        self.enter(event, claim)
        if event.reason == "removal_undone":
            claim.confirmed = claim.row.address_confirmed
        else:
            self.expect("queue", not self.waiting, "event {}: held while {} wait", event.number, len(self.waiting))
        on_time = event.deadline == event.at + self.cohort.hold_window
        self.expect("machine", on_time, "event {}: the hold ends at {}", event.number, event.deadline)
        self.sit(event, claim)

    def to_waitlisted(self, event, claim):
        self.enter(event, claim)
        goes_on = claim.row.predecessor_id
        full = len(self.seats) >= self.cohort.capacity or self.waiting or goes_on
        self.expect("queue", full, "event {}: sent to the queue while a seat was free and nobody waited", event.number)
        self.waiting[claim.row.id] = claim
        claim.position = len(self.waiting)
        if goes_on:
            self.go_on_waiting(event, claim)

    def go_on_waiting(self, event, claim):
        """Carried over, or removed and restored: what was known of the person before holds on."""
        before = self.together.before(claim.row)
        claim.confirmed = before.confirmed
        if claim.confirmed:
            self.eligible.add(claim.row.id)
        if event.reason == "removal_undone":
            claim.preferred = before.preferred
            self.waiting = dict(sorted(self.waiting.items(), key=lambda one: one[1].arrival))
            self.jumps.append(event.number)

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
        self.judge_offer(event, claim)
        self.unwait(event, claim)
        later = event.deadline is not None and event.deadline > event.at
        self.expect("machine", later, "event {}: an offer that ends at {}", event.number, event.deadline)
        self.sit(event, claim)

    def to_confirmed(self, event, claim):
        if claim.state is None:
            self.enter(event, claim)
            self.sit(event, claim)
        else:
            in_time = claim.deadline is not None and event.at < claim.deadline
            self.expect("machine", in_time, "event {}: {} after the deadline", event.number, event.kind)
            self.expect("machine", event.seat_number == claim.seat, "event {}: another seat", event.number)
        claim.deadline, claim.confirmed = None, True

    to_accepted = to_confirmed

    def to_lapsed(self, event, claim):
        if event.reason != "cohort_closed":
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
        self.expect("rows", counters[0] == self.arrivals, "counts {} arrivals", counters[0])
        self.expect("rows", not self.ats or cohort.last_event_at >= self.ats[-1], "ends before its last event")
        for row in self.rows.values():
            claim = self.claims.get(row.id)
            if not self.expect("rows", claim is not None, "row {} has no history", row.id):
                continue
            said = (claim.state, claim.seat, claim.deadline, claim.arrival, claim.confirmed)
            is_ = (row.state, row.seat_number, row.expires_at, row.arrival, row.address_confirmed)
            self.expect("rows", said == is_, "row {} is {}, its history says {}", row.id, is_, said)
            restored = claim.entered and claim.entered.reason == "removal_undone"
            on_time = claim.entered and row.reserved_at == claim.entered.at
            self.expect("rows", on_time or restored, "row {} was reserved at another time", row.id)

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
