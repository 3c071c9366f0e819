"""What clients may not do, and what a cohort's page may say."""
import itertools

from clock import SLACK


class Limits:
    """The part of the answers' check that is about limits and pages."""

    def check_limits(self, clients, keys):
        counts = {client: self.unconfirmed(rows) for client, rows in clients.items()}
        for client, steps in counts.items():
            most = max(count for _, count in steps)
            self.expect("limit", most <= 5, "{} had {} unconfirmed rows", client, most)
        for record in (record for records in keys.values() for record in records if record["status"] == 429):
            low, high = self.replay.numbers(self.clock.earliest(record["sent"] - SLACK), self.clock.latest(record["received"]))
            steps = counts.get(record["forwarded"], [])
            within = [count for number, count in steps if low < number <= high]
            before = [count for number, count in steps if number <= low][-1:]
            full = record["forwarded"] and max(within + before, default=0) >= 5
            self.expect("limit", full, "{} was refused without five rows", record["forwarded"])

    def unconfirmed(self, rows):
        """Event numbers with how many of these rows were live and unconfirmed after them."""
        changes = []
        for claim in (self.replay.claims[row] for row in rows if row in self.replay.claims):
            changes.append((claim.moments[0].number, 1))
            over = (moment for moment in claim.moments if moment.confirmed or moment.state not in ("held", "waitlisted"))
            if end := next(over, None):
                changes.append((end.number, -1))
        changes.sort()
        numbers = [number for number, _ in changes]
        return list(zip(numbers, itertools.accumulate(change for _, change in changes)))

    def check_page(self, record):
        if record["status"] != 200:
            return
        answer, replay = record["answer"], self.replay
        low, high = replay.numbers(self.clock.earliest(record["sent"] - SLACK), self.clock.latest(record["received"]))
        lengths = [0, *replay.lengths][low:high + 1]
        taken = [0, *replay.taken][low:high + 1]
        waiting, seats, free = answer["waiting"], answer["seats_taken"], answer["seats_free"]
        true = min(lengths) <= waiting <= max(lengths) and 0 <= seats <= max(taken)
        fair = seats + free <= answer["capacity"] == replay.cohort.capacity and (waiting == 0 or free == 0)
        self.expect("pages", true and fair, "its page said {} taken, {} free, {} waiting", seats, free, waiting)
