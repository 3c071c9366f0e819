"""What holds across cohorts: every transaction is taken whole, in the order in which they were committed."""
import bisect
import collections
import itertools

HELD_UP = 5_000_000  # microseconds that a transaction may have waited for another's lock since it read the database


Before = collections.namedtuple("Before", "confirmed preferred")


class Together:
    """Wishes for several cohorts, moves between them, and their ends; `elsewhere` tells each cohort of the others."""

    def __init__(self, history, findings):
        self.history, self.findings = history, findings
        self.rows = {row.id: row for rows in history.rows.values() for row in rows}
        self.successors = {row.predecessor_id: row for row in self.rows.values() if row.predecessor_id}
        self.of_entry = collections.defaultdict(list)
        for row in sorted(self.rows.values()):
            if row.entry_id:
                self.of_entry[row.entry_id].append(row)
        self.histories = collections.defaultdict(list)  # events of claims from which others go on
        for events in history.events.values():
            for event in events:
                if event.enrollment_id in self.successors:
                    self.histories[event.enrollment_id].append(event)
        self.states = {}
        self.offers = collections.defaultdict(set)  # rows of an entry that are offered a seat
        self.open_offers = collections.defaultdict(list)  # (since, until) by entry
        self.served = set()
        self.asked = collections.defaultdict(list)

    def expect(self, proof, truth, words, *facts):
        return self.findings.expect(proof, truth, words, *facts)

    def before(self, row):
        """What was known of a claim when another went on from it."""
        events = self.histories[row.predecessor_id]
        preferred = next((event.number for event in events if event.kind == "preferred"), None)
        knows = {"address_confirmed", "confirmed", "accepted", "offered"}
        confirmed = any(event.kind in knows for event in events)
        former = self.rows.get(row.predecessor_id)
        if not confirmed and former and former.predecessor_id:
            return self.before(former)._replace(preferred=preferred)
        return Before(confirmed, preferred)

    def is_first(self, row):
        """Whether a row is the one that its wish was answered with."""
        return not row.entry_id or self.of_entry[row.entry_id][0] is self.rows[row.id]

    def run(self):
        events = sorted(
            (event for events in self.history.events.values() for event in events),
            key=lambda event: (event.committed, event.cohort_id, event.number),
        )
        for _, transaction in itertools.groupby(events, key=lambda event: event.committed):
            self.take(list(transaction))
        for entry, offers in self.offers.items():
            if offers:
                self.open_offers[entry][-1][1] = float("inf")
        return self

    def take(self, transaction):
        """One transaction: nobody ever sees a part of it."""
        touched = set()
        for event in transaction:
            row = self.rows.get(event.enrollment_id)
            if row is None or event.kind in ("address_confirmed", "passed_over", "preferred", "changed"):
                continue
            self.states[row.id] = event.kind
            if row.entry_id:
                touched.add(row.entry_id)
                self.note_offer(row, event)
            if event.kind == "transferred":
                self.check_move(row, event, transaction)
            elif event.kind == "carried":
                self.check_carried(row, event, transaction)
        for entry in touched:
            offers = self.offers[entry]
            self.expect("one-offer", len(offers) <= 1, "entry {} has the open offers {}", entry, offers)
            if entry in self.served:
                waiting = [row.id for row in self.of_entry[entry] if self.states.get(row.id) == "waitlisted"]
                self.expect("one-offer", not waiting, "entry {} has its seat, but {} wait", entry, waiting)

    def note_offer(self, row, event):
        offers = self.offers[row.entry_id]
        if event.kind == "offered":
            served = row.entry_id in self.served
            self.expect("one-offer", not served, "row {} was offered a seat though its wish was served", row.id)
            offers.add(row.id)
            self.open_offers[row.entry_id].append([event.committed, None])
        elif row.id in offers:
            offers.remove(row.id)
            self.open_offers[row.entry_id][-1][1] = event.committed
            if event.kind == "accepted":
                self.served.add(row.entry_id)

    def check_move(self, row, event, transaction):
        """Out of one seat and into the other at once: never two, never none."""
        there = self.successors.get(row.id)
        seated = [
            other for other in transaction
            if there and other.enrollment_id == there.id and other.kind == "confirmed" and other.seat_number
        ]
        same = there and there.person_id == row.person_id and there.cohort_id != row.cohort_id
        self.expect("moves", len(seated) == 1 and same, "row {} moved out, but not into a seat in the same moment", row.id)

    def check_carried(self, row, event, transaction):
        there = self.successors.get(row.id)
        queued = [
            other for other in transaction if there and other.enrollment_id == there.id and other.kind == "waitlisted"
        ]
        same = there and (there.person_id, there.entry_id) == (row.person_id, row.entry_id)
        self.expect("carried", len(queued) == 1 and same, "row {} was carried to nowhere", row.id)
        before = [
            (self.rows[other.enrollment_id].arrival, self.successors[other.enrollment_id].arrival) for other in transaction
            if other.kind == "carried" and other.number == event.number - 1
            and other.enrollment_id in self.successors and other.enrollment_id in self.rows
        ]
        in_order = all(there and (was < row.arrival) == (became < there.arrival) for was, became in before)
        self.expect("carried", in_order, "row {} was carried out of its order", row.id)

    def elsewhere(self, row, event):
        """Whether another row of this one's wish may have had an open offer when a transaction looked."""
        spans = self.open_offers.get(row.entry_id) if row.entry_id else None
        if not spans:
            return False
        index = bisect.bisect_right(spans, event.committed, key=lambda span: span[0])
        return any(until is None or until >= event.committed - HELD_UP for _, until in spans[max(0, index - 3):index])

    def check_closed(self):
        """A cohort whose closing was acknowledged takes no one new, and gives no seat away."""
        codes = {cohort.code: id for id, cohort in self.history.cohorts.items()}
        for command in self.history.commands:
            if command["verb"] != "close" or command["status"] != 0 or command["cohort"] not in codes:
                continue
            closed = command["received"] * 1_000_000
            for event in self.history.events[codes[command["cohort"]]]:
                late = event.kind in ("held", "waitlisted", "offered") and event.committed > closed
                ok = not late or event.reason == "removal_undone"
                self.expect("closed", ok, "{} was closed, and then came event {} ({})", command["cohort"], event.number, event.kind)
