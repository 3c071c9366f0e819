"""What was proved, and what was found wrong instead."""
import collections

PROOFS = {
    "dense": "event numbers of every cohort count 1, 2, 3 … without a gap, and end where the cohort says",
    "clock": "no event is earlier than the one before it in its cohort",
    "seats": "at every event number no cohort has an eleventh seat taken, nor one seat twice",
    "queue": "nobody was given a seat while someone waited, and nobody was sent to the queue while a seat was free for them",
    "offers": "every offer went to the first eligible waiter or to whom staff preferred, and each who was ahead was passed over for a recorded reason that was true",
    "given": "no seat stayed free across a transaction while an eligible person waited",
    "one-offer": "after every transaction a wish for several cohorts had at most one open offer, none after its seat, and then waited nowhere else",
    "moves": "everybody who moved left one seat and had the other in the same transaction: never two, never none",
    "carried": "everybody carried over stood in the next queue in the same transaction, in the same order",
    "closed": "no cohort took anyone new or gave a seat away after its closing was acknowledged",
    "machine": "every step is one of the state machine's, and keeps its deadline",
    "one-live-row": "at every event number each person has at most one live row per cohort",
    "rows": "every row's state, seat, deadline, arrival and address are what its history says, and the counters agree",
    "letters": "every step queued exactly its letters",
    "acknowledged": "every reservation answered 201 or 200 exists, with the state, seat, deadline and position it was told",
    "one-answer": "each key of a cohort has one answer, given 201 at most once; the same key with another body was refused",
    "known": "everybody told that their address is known had a live row then",
    "verbs": "every acknowledged deed of applicants and staff is in the history, and none that nobody asked for",
    "told": "every state, seat and position told, and every refusal, was true when told, and never older than what was told before",
    "order": "who was answered before another asked stands before them",
    "limit": "no client had more than five unconfirmed rows in a cohort, and whoever was refused for it had five",
    "pages": "every cohort page showed seats and a queue that were true",
    "statuses": "no answer but those described: no fault, no act by a link that only shows, nothing on a mistyped link",
}


class Findings:
    def __init__(self, proofs=PROOFS):
        self.proofs = proofs
        self.counts = collections.Counter()
        self.wrong = collections.defaultdict(list)

    def expect(self, proof, truth, words, *facts):
        """One fact of a proof; words are made only when it does not hold."""
        self.counts[proof] += 1
        if not truth:
            self.wrong[proof].append(words.format(*facts))
        return truth

    def report(self):
        for proof, words in self.proofs.items():
            wrong = self.wrong[proof]
            verdict = f"proved on {self.counts[proof]:,} facts" if not wrong else f"WRONG {len(wrong):,} times"
            print(f"{proof:13} {verdict}: {words}")
            for line in wrong[:5]:
                print(f"              - {line}")
        return not any(self.wrong.values())
