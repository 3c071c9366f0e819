"""Holds every answer the clients got against the replayed history of its cohort."""
import bisect
import collections
import datetime
import itertools
import json

from clock import SLACK
from deeds import SHOW, Deeds
from limits import Limits

# What a refusal says about the state it was given in.
REFUSED_IN = {
    "hold-lapsed": {"lapsed"}, "offer-declined": {"declined"}, "withdrawn": {"withdrawn"}, "offer-open": {"offered"},
    "not-offered": {"held", "waitlisted", "confirmed"}, "ended": {"closed", "carried", "transferred", "removed"},
    "not-confirmed": {"held", "waitlisted", "offered"}, "transferred-already": {"transferred"},
    "cohort-full": {"confirmed"}, "already-there": {"confirmed"}, "cohort-closed": {"confirmed"},
    "transfer-too-often": {"confirmed"}, "transfer-too-late": {"confirmed"}, "transfer-not-promised": {"confirmed"},
}
EXPECTED = {"look": {200}, "page": {200}, "mistyped": {404}, "act": {200, 409, 410}, "reserve": {200, 201, 409, 422, 429}}


def second(text):
    """A told time in whole seconds, or None."""
    if text is None:
        return None
    return int(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())


def whole(micro):
    return None if micro is None else micro // 1_000_000


class Answers(Deeds, Limits):
    def __init__(self, replay, replays, history, clock, findings):
        cohort = replay.cohort
        self.replay, self.replays, self.together = replay, replays, replay.together
        self.records, self.first_answers = history.answers[cohort.id], history.first_answers[cohort.id]
        self.commands = [command for command in history.commands if command["cohort"] == cohort.code]
        self.clock, self.findings, self.code = clock, findings, cohort.code
        self.told = collections.defaultdict(list)  # enrollment to (sent, received, least number, greatest number)
        self.entries = []
        self.leaves = sorted(replay.ends)

    def expect(self, proof, truth, words, *facts):
        return self.findings.expect(proof, truth, "{} " + words, self.code, *facts)

    def check(self):
        keys = collections.defaultdict(list)
        for record in self.records:
            self.check_status(record)
            if record["kind"] == "reserve":
                keys[record["key"]].append(record)
            elif record["kind"] == "page":
                self.check_page(record)
            elif record["kind"] in ("look", "act", "staff"):
                self.check_told(record)
        clients = collections.defaultdict(set)
        for key, records in keys.items():
            self.check_key(key, sorted(records, key=lambda record: record["sent"]), clients)
        told = {claim for claim, *_ in self.entries}
        for claim in self.replay.claims.values():
            if self.is_answer(claim):
                self.expect("acknowledged", claim.row.id in told, "row {} was never told to anybody", claim.row.id)
        self.check_stored(keys)
        self.check_deeds()
        self.check_order()
        self.check_never_older()
        self.check_limits(clients, keys)

    def is_answer(self, claim):
        """Whether a claim was the answer of a reservation: no other went before it, and it is the first of its wish."""
        return not claim.row.predecessor_id and self.together.is_first(claim.row)

    def check_status(self, record):
        kind, status = record["kind"], record["status"]
        if kind == "staff":
            self.expect("statuses", status in (0, 1, 75), "a staff command ended with {}", status)
        elif status not in (None, 503):
            expected = {403} if record.get("purpose") == SHOW else EXPECTED[kind]
            if status == 422 and record.get("verb") == "transfer":
                expected = {422} if record["to"] == self.code else set()
            self.expect("statuses", status in expected, "{} was answered {}: {}", kind, status, record["answer"])

    # Reservations.

    def check_key(self, key, records, clients):
        good = [record for record in records if record["status"] in (200, 201)]
        refused = [record for record in records if record["status"] == 422]
        unknown = [record for record in records if record["status"] in (None, 503)]
        for record in refused:
            self.expect("one-answer", record["answer"].get("code") == "key-reused", "key {}: {}", key, record["answer"])
        for record in records:
            if record["status"] == 409:
                self.check_turned_away(record)
        if not good:
            self.expect("one-answer", not refused or unknown, "key {} was refused as used, but never used", key)
            return
        first = good[0]
        for record in good:
            same = record["answer"] == first["answer"] and record["body"] == first["body"]
            self.expect("one-answer", same, "key {}: {} and {}", key, first["answer"], record["answer"])
        for record in refused:
            self.expect("one-answer", record["body"] != first["body"], "key {}: its own body was refused", key)
        created = sum(record["status"] == 201 for record in good)
        self.expect("one-answer", created <= 1, "key {} was answered 201 {} times", key, created)
        asked = min(record["first_sent"] for record in records if record["body"] == first["body"])
        answered = min(record["received"] for record in good)
        if "id" in first["answer"]:
            self.expect("one-answer", created or unknown, "key {} was never answered 201", key)
            if first["forwarded"]:
                clients[first["forwarded"]].add(first["answer"]["id"])
            self.check_entry(first, asked, answered)
        else:
            self.check_known(first, asked, answered)

    def check_entry(self, record, asked, answered):
        answer = record["answer"]
        claim = self.replay.claims.get(answer["id"])
        if not self.expect("acknowledged", claim is not None and claim.entered, "reservation {} is lost", answer["id"]):
            return
        event = claim.entered
        self.check_places(claim, record)
        told = (answer["cohort"], answer["state"], answer["seat_number"], answer["position"], second(answer["expires_at"]))
        was = (self.code, event.kind, event.seat_number, claim.position, whole(event.deadline))
        self.expect("acknowledged", told == was, "reservation {} was told {}, but was {}", answer["id"], told, was)
        mine = claim.row.email == record["body"]["email"] and claim.row.name == record["body"]["name"]
        self.expect("acknowledged", mine, "reservation {} is not of who asked", answer["id"])
        within = self.clock.earliest(asked) <= event.at <= self.clock.latest(answered)
        self.expect("acknowledged", within, "reservation {} was not made between its request and its answer", answer["id"])
        self.entries.append((answer["id"], asked, answered, event.number))
        self.told[answer["id"]].append((asked, answered, event.number, len(self.replay.events)))

    def check_places(self, claim, record):
        """A wish that waits was told its place in every queue."""
        codes = record["body"].get("cohorts", [])
        waits = len(codes) > 1 and claim.entered.kind == "waitlisted"
        told = record["answer"].get("waiting", [])
        if not waits:
            self.expect("acknowledged", not told, "reservation {} was told more places than its own", claim.row.id)
            return
        rows = {row.cohort_id: row.id for row in self.together.of_entry[claim.row.entry_id] if not row.predecessor_id}
        for code, place in itertools.zip_longest(codes, told, fillvalue={}):
            replay = self.replays.get(code)
            if replay is None:
                continue  # not a part of what is studied
            also = replay.claims.get(rows.get(replay.cohort.id))
            true = also and (place.get("cohort"), place.get("position")) == (code, also.position)
            self.expect("acknowledged", true, "reservation {} was told {} of {}", claim.row.id, place, code)

    def check_turned_away(self, record):
        """Only a cohort that closed turns people away."""
        code = record["answer"].get("code")
        codes = [self.code, record["cohort"], *record["body"].get("cohorts", [])]
        closing = any(
            command["verb"] == "close" and command["sent"] < record["received"] and command["cohort"] in codes
            for command in self.together.history.commands
        )
        self.expect("statuses", code == "cohort-closed" and closing, "a reservation was answered {}", record["answer"])

    def check_known(self, record, asked, answered):
        self.expect("known", record["answer"]["state"] == "known", "{} is no answer", record["answer"])
        email = record["body"]["email"]
        codes = record["body"].get("cohorts") or [self.code]
        replays = [self.replays.get(code) for code in codes]
        if None in replays:
            return  # not a part of what is studied
        live = any(self.is_live(replay, email, asked, answered) for replay in replays)
        self.expect("known", live, "{} was told to be known, but had no live row", email)

    def is_live(self, replay, email, asked, answered):
        low, high = replay.numbers(self.clock.earliest(asked - SLACK), self.clock.latest(answered))
        return any(
            moment.state in ("waitlisted", "held", "offered", "confirmed")
            for claim in replay.of_email[email] for moment, _ in replay.moments(claim, low, high)
        )

    def check_stored(self, keys):
        """The service's own memory of its answers: one for each row, as the history has it."""
        rows = collections.Counter(answer.enrollment_id for answer in self.first_answers if answer.enrollment_id)
        for answer in self.first_answers:
            if answer.enrollment_id is None:
                continue
            claim = self.replay.claims.get(answer.enrollment_id)
            if not self.expect("one-answer", claim is not None and claim.entered, "a key remembers {}", answer.enrollment_id):
                continue
            stored = (answer.state, answer.seat_number, answer.position, answer.expires_at)
            was = (claim.entered.kind, claim.entered.seat_number, claim.position, claim.entered.deadline)
            self.expect("one-answer", stored == was, "row {} is remembered as {}, was {}", claim.row.id, stored, was)
        for claim in self.replay.claims.values():
            keys_of, expected = rows[claim.row.id], int(self.is_answer(claim))
            self.expect("one-answer", keys_of == expected, "row {} is the answer of {} keys", claim.row.id, keys_of)
        used = sum(any(record["status"] in (200, 201) for record in records) for records in keys.values())
        self.expect("one-answer", len(self.first_answers) == used, "{} keys remembered, {} used", len(self.first_answers), used)

    def check_order(self):
        """Who was answered before another asked stands before them."""
        by_answer = sorted(self.entries, key=lambda entry: entry[2])
        done, latest = 0, 0
        for enrollment, asked, _, number in sorted(self.entries, key=lambda entry: entry[1]):
            while done < len(by_answer) and by_answer[done][2] < asked:
                latest = max(latest, by_answer[done][3])
                done += 1
            self.expect("order", number > latest, "reservation {} jumped ahead", enrollment)

    # States, and what was done to them.

    def check_told(self, record):
        if record["kind"] == "staff":
            record = staff_as_act(record)
        status, answer = record["status"], record["answer"]
        if status in (None, 503) or record.get("purpose") == SHOW or status in (403, 404, 422):
            return
        claim = self.replay.claims.get(record["id"])
        if not self.expect("told", claim is not None, "{} was told about, but does not exist", record["id"]):
            return
        if status == 200 and record["kind"] == "act":
            self.check_done(record, claim)
            if record["verb"] not in ("confirm", "accept", "decline", "withdraw"):
                return
        low, high = self.replay.numbers(self.clock.earliest(record["sent"] - SLACK), self.clock.latest(record["received"]))
        seen = [
            (max(moment.number, low), min(until, high))
            for moment, until in self.replay.moments(claim, low, high)
            if self.fits(claim, moment, max(moment.number, low), min(until, high), status, answer)
            or self.has_just_lapsed(moment, until, record)
        ]
        if self.expect("told", seen, "row {} was never as told: {} {}", record["id"], status, answer):
            self.told[record["id"]].append((record["sent"], record["received"], seen[0][0], seen[-1][1]))

    def fits(self, claim, moment, low, high, status, answer):
        if status != 200:
            return moment.state in REFUSED_IN.get(answer.get("code"), ())
        told = (answer["state"], answer["seat_number"], second(answer["expires_at"]), answer["address_confirmed"])
        if told != (moment.state, moment.seat, whole(moment.deadline), moment.confirmed):
            return False
        if moment.state != "waitlisted":
            return answer["position"] is None
        jumps = bisect.bisect_right(self.replay.jumps, high)
        least, most = self.position(claim, high), self.position(claim, low)
        return (1 if jumps else least) <= (answer["position"] or 0) <= most + jumps

    def has_just_lapsed(self, moment, until, record):
        """Told as if settled: its deadline was over, although the history noted it only later."""
        if record["status"] != 410 or record["answer"].get("code") != "hold-lapsed" or moment.deadline is None:
            return False
        return moment.deadline <= self.clock.latest(record["received"])

    def position(self, claim, number):
        """A waiter's position after an event: what it was at first, less those before who have left since."""
        first = bisect.bisect_right(self.leaves, (claim.entered.number, 1 << 60))
        last = bisect.bisect_right(self.leaves, (number, 1 << 60))
        return claim.position - sum(arrival < claim.arrival for _, arrival in self.leaves[first:last])

    def check_never_older(self):
        """What was told after another answer had come is at least as new as that answer."""
        for enrollment, told in self.told.items():
            by_answer = sorted(told, key=lambda one: one[1])
            done, newest = 0, 0
            for sent, _, _, latest in sorted(told):
                while done < len(by_answer) and by_answer[done][1] < sent:
                    newest = max(newest, by_answer[done][2])
                    done += 1
                self.expect("told", latest >= newest, "row {}: an older state was told later", enrollment)

def staff_as_act(record):
    """A staff command's exit and output as the answer of a request."""
    status = {0: 200, 1: 403}.get(record["status"])
    return dict(record, kind="act", status=status, answer=json.loads(record["answer"]) if status == 200 else None)
