#!/usr/bin/env python3
"""Reads every answer the clients got and the whole history, and proves the promises, or shows where they were broken.

usage: checker.py FOLDER            FOLDER holds answers.jsonl and one CSV file for each query of history.py
       checker.py --queries         prints the queries, name and text with a tab between
       checker.py --mutations FOLDER  corrupts copies of the history and expects each to be found out
It shares no code with the service: rules are taken from the design, tables and answers from outside.
"""
import collections
import sys

from answers import Answers
from clock import Clock
from deeds import note_asked
from findings import Findings
from history import QUERIES, History
from replay import Replay
from together import Together


def check(history, findings):
    clock = Clock(history.shifts)
    for record in history.answers[None]:
        if record["kind"] == "mistyped":
            findings.expect("statuses", record["status"] in (404, 503, None), "a mistyped link: {}", record["status"])
        else:
            findings.expect("acknowledged", record["status"] in (503, None), "an answer about nothing: {}", record)
    together = Together(history, findings).run()
    together.check_closed()
    note_asked(history, together, clock)
    replays = {}
    for id, cohort in history.cohorts.items():
        replays[cohort.code] = Replay(cohort, history.events[id], history.rows[id], together, findings).run()
        replays[cohort.code].check_letters(history.letters[id])
    for id, cohort in history.cohorts.items():
        Answers(replays[cohort.code], replays, history, clock, findings).check()
    return findings


def count(history):
    """Operations and statuses, and what happened in the cohorts."""
    statuses = collections.defaultdict(collections.Counter)
    for record in (record for records in history.answers.values() for record in records):
        name = record["verb"] if record["kind"] == "act" else record["kind"]
        name = f"staff {record['verb']}" if record["kind"] == "staff" else name
        statuses[name]["unknown" if record["status"] is None else record["status"]] += 1
    for name, counts in sorted(statuses.items()):
        print(f"{name:14} " + ", ".join(f"{status}: {number:,}" for status, number in sorted(counts.items(), key=str)))
    kinds = collections.Counter(event.kind for events in history.events.values() for event in events)
    print("history        " + ", ".join(f"{kind}: {number:,}" for kind, number in sorted(kinds.items())))
    print(f"cohorts        {len(history.cohorts):,} with {sum(map(len, history.rows.values())):,} rows")


def main():
    if sys.argv[1] == "--queries":
        for name, query in QUERIES.items():
            print(name, " ".join(query.split()), sep="\t")
    elif sys.argv[1] == "--mutations":
        from mutations import mutate_all
        sys.exit(0 if mutate_all(History.load(sys.argv[2]), check) else 1)
    else:
        history = History.load(sys.argv[1])
        count(history)
        sys.exit(0 if check(history, Findings()).report() else 1)


main()
