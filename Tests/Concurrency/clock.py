"""What the product's clock may have said at a moment of the clients'."""
import bisect
import itertools

MARGIN = 2_000  # microseconds between two readings of one clock
SLACK = 5.0  # seconds that a transaction may take from reading its clock to being seen


class Clock:
    """The product's clock as the clients could know it: the machine's, and the shift that was set."""

    def __init__(self, shifts):
        self.shifts = sorted(shifts, key=lambda shift: shift["sent"])
        self.sent = [shift["sent"] for shift in self.shifts]
        self.received = list(itertools.accumulate((shift["received"] for shift in self.shifts), max))

    def earliest(self, time):
        """The least the database's clock may have said at a time of ours (the shift only grows)."""
        index = bisect.bisect_right(self.received, time) - 1
        return self.at(time, index) - MARGIN

    def latest(self, time):
        index = bisect.bisect_right(self.sent, time) - 1
        return self.at(time, index) + MARGIN

    def at(self, time, index):
        seconds = self.shifts[max(index, 0)]["seconds"] if self.shifts else 0
        return round((time + seconds) * 1_000_000)
