"""The database's history and the clients' answers as plain values: what the checker reads, and nothing else."""
import collections
import csv
import json

# Times are whole microseconds since 1970. That of the commit tells transactions apart, which an xid does not: a
# savepoint has one of its own.
MICRO = "(extract(epoch FROM {0}) * 1000000)::bigint AS {0}"

QUERIES = {
    "cohort": f"""
        SELECT id, code, state, capacity, (extract(epoch FROM hold_window) * 1000000)::bigint AS hold_window, last_arrival,
            last_event_number, {MICRO.format("last_event_at")}
        FROM cohort
        ORDER BY id""",
    "event": f"""
        SELECT cohort_id, number, enrollment_id, kind, {MICRO.format("at")}, actor, seat_number,
            {MICRO.format("deadline")}, reason,
            (extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000000)::bigint AS committed
        FROM enrollment_event
        ORDER BY cohort_id, number""",
    "enrollment": f"""
        SELECT enrollment.id, cohort_id, person_id, person.email, state, arrival, seat_number,
            {MICRO.format("expires_at")}, enrollment.name, {MICRO.format("reserved_at")},
            address_confirmed_at IS NOT NULL AS address_confirmed, client_digest IS NOT NULL AS has_client, entry_id,
            predecessor_id
        FROM enrollment
        JOIN person ON person.id = person_id
        ORDER BY enrollment.id""",
    "idempotency": f"""
        SELECT cohort_id, encode(key_digest, 'hex') AS key, enrollment_id, state, seat_number, position,
            {MICRO.format("expires_at")}
        FROM idempotency""",
    "letter": """
        SELECT enrollment_id, kind, count(*) AS count
        FROM job
        WHERE kind LIKE 'mail.%'
        GROUP BY enrollment_id, kind""",
}

Event = collections.namedtuple(
    "Event", "cohort_id number enrollment_id kind at actor seat_number deadline reason committed"
)
Row = collections.namedtuple(
    "Row",
    "id cohort_id person_id email state arrival seat_number expires_at name reserved_at address_confirmed has_client "
    "entry_id predecessor_id",
)
Cohort = collections.namedtuple(
    "Cohort", "id code state capacity hold_window last_arrival last_event_number last_event_at"
)
FirstAnswer = collections.namedtuple("FirstAnswer", "cohort_id key enrollment_id state seat_number position expires_at")
TEXT = {"code", "state", "kind", "actor", "reason", "email", "name", "key"}


def read(folder, table, shape):
    """Rows of one table; empty is None, numbers are integers, t and f are truth."""
    def value(column, text):
        if text == "":
            return None
        if column in TEXT:
            return text
        return text == "t" if text in ("t", "f") else int(text)

    with open(f"{folder}/{table}.csv", newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        columns = next(rows)
        for row in rows:
            yield shape(**{column: value(column, text) for column, text in zip(columns, row)})


class History:
    """All of it, grouped by cohort, so that one cohort can be cut out and studied alone."""

    def __init__(self):
        self.cohorts = {}
        self.events = collections.defaultdict(list)
        self.rows = collections.defaultdict(list)
        self.first_answers = collections.defaultdict(list)
        self.letters = collections.defaultdict(lambda: collections.defaultdict(collections.Counter))
        self.answers = collections.defaultdict(list)
        self.shifts = []
        self.commands = []  # what staff did to whole cohorts

    @classmethod
    def load(cls, folder):
        history = cls()
        history.cohorts = {cohort.id: cohort for cohort in read(folder, "cohort", Cohort)}
        for event in read(folder, "event", Event):
            history.events[event.cohort_id].append(event)
        of_row = {}
        for row in read(folder, "enrollment", Row):
            history.rows[row.cohort_id].append(row)
            of_row[row.id] = row.cohort_id
        for answer in read(folder, "idempotency", FirstAnswer):
            history.first_answers[of_row.get(answer.enrollment_id, answer.cohort_id)].append(answer)
        letter = collections.namedtuple("Letter", "enrollment_id kind count")
        for row in read(folder, "letter", letter):
            history.letters[of_row[row.enrollment_id]][row.enrollment_id][row.kind] = row.count
        history.load_answers(folder, of_row)
        return history

    def load_answers(self, folder, of_row):
        """Answers by cohort: that of the row they are about, or the one that was asked, all of one key together.

        One about a row that does not exist is kept under None, where it is found wanting.
        """
        codes = {cohort.code: cohort.id for cohort in self.cohorts.values()}
        keyed, of_key = [], {}
        with open(f"{folder}/answers.jsonl", encoding="utf-8") as file:
            for line in file:
                record = json.loads(line)
                if record["kind"] == "shift":
                    self.shifts.append(record)
                elif record["kind"] == "staff" and "cohort" in record:
                    self.commands.append(record)
                elif record["kind"] == "reserve":
                    keyed.append(record)
                    if "id" in (record["answer"] or ()):
                        of_key[record["key"]] = of_row.get(record["answer"]["id"])
                else:
                    cohort = codes.get(record["cohort"]) if "cohort" in record else of_row.get(record.get("id"))
                    self.answers[cohort].append(record)
        for record in keyed:
            self.answers[of_key.get(record["key"], codes.get(record["cohort"]))].append(record)

    def together_with(self, cohort):
        """A cohort and all that are tied to it by wishes and by claims that went on from one to another."""
        of_row = {row.id: id for id, rows in self.rows.items() for row in rows}
        of_entry, ties = collections.defaultdict(set), collections.defaultdict(set)
        for id, rows in self.rows.items():
            for row in rows:
                if row.entry_id:
                    of_entry[row.entry_id].add(id)
                if row.predecessor_id:
                    ties[id].add(of_row[row.predecessor_id])
                    ties[of_row[row.predecessor_id]].add(id)
        for ids in of_entry.values():
            for id in ids:
                ties[id] |= ids
        found, new = set(), {cohort}
        while new:
            found |= new
            new = set().union(*(ties[id] for id in new)) - found
        return sorted(found)

    def only(self, cohorts):
        """Some cohorts' part."""
        part = History()
        for cohort in cohorts:
            part.cohorts[cohort] = self.cohorts[cohort]
            for name in ("events", "rows", "first_answers", "answers"):
                getattr(part, name)[cohort] = list(getattr(self, name)[cohort])
            for enrollment, kinds in self.letters[cohort].items():
                part.letters[cohort][enrollment] = kinds.copy()
        part.shifts = self.shifts
        part.commands = self.commands
        return part
