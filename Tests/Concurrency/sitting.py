"""Looks for every acknowledged answer in the database, and counts every score again. It shares no code with the service."""
import collections
import json
import subprocess

MASK = (1 << 64) - 1
QUERIES = {
    "attempts": """SELECT a.id, a.enrollment_id AS claim, a.shuffle, a.finish, a.form_id,
        (SELECT json_agg(s.raw ORDER BY s.number) FROM score s WHERE s.attempt_id = a.id) AS raws FROM attempt a""",
    "items": """SELECT f.form_id, f.position, i.options, f.is_scored, (SELECT k.option FROM item_key k
        WHERE k.item_id = i.id ORDER BY k.version DESC LIMIT 1) AS key FROM form_item f JOIN item i ON i.id = f.item_id""",
    "answers": "SELECT id, attempt_id, position, option, is_late FROM answer ORDER BY id",
}


def rows(settings, query):
    answer = subprocess.run(
        [settings["psql"], "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-d", settings["super_url"],
         "-c", f"SELECT coalesce(json_agg(r), '[]') FROM ({query}) AS r"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=True,
    )
    return json.loads(answer.stdout)


def order(count, seed):
    """Fisher and Yates over SplitMix64, counted from 1."""
    numbers, state = list(range(1, count + 1)), seed & MASK
    for last in range(count - 1, 0, -1):
        state = (state + 0x9E3779B97F4A7C15) & MASK
        word = state
        word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & MASK
        word ^= word >> 31
        other = (word * (last + 1)) >> 64
        numbers[last], numbers[other] = numbers[other], numbers[last]
    return numbers


def options(count, position, seed):
    return order(count, (seed & MASK) ^ (position * 0xD1B54A32D192ED03 & MASK))


def examine(settings, acknowledged):
    """What is wrong, as lines for a person."""
    wrong = []
    attempts = rows(settings, QUERIES["attempts"])
    by_claim = collections.Counter(attempt["claim"] for attempt in attempts)
    wrong += [f"claim {claim} has {count} attempts" for claim, count in by_claim.items() if count != 1]
    wrong += [f"claim {claim} has no attempt" for claim in settings["claims"] if claim not in by_claim]
    forms = collections.defaultdict(dict)
    for item in rows(settings, QUERIES["items"]):
        forms[item["form_id"]][item["position"]] = item
    given = collections.defaultdict(dict)
    late = 0
    for answer in rows(settings, QUERIES["answers"]):
        late += answer["is_late"]
        if not answer["is_late"]:
            given[answer["attempt_id"]][answer["position"]] = answer["option"]
    # 1. Of each question the last acknowledged answer is the last one kept.
    said = {(claim, question): letter for claim, question, letter in acknowledged}
    attempt_of = {attempt["claim"]: attempt for attempt in attempts}
    for (claim, question), letter in said.items():
        attempt = attempt_of.get(claim)
        if attempt is None:
            continue
        items = forms[attempt["form_id"]]
        position = order(len(items), attempt["shuffle"])[question - 1]
        wanted = options(items[position]["options"], position, attempt["shuffle"])[ord(letter) - ord("A")]
        kept = given[attempt["id"]].get(position)
        if kept != wanted:
            wrong.append(f"claim {claim}, question {question}: {letter} was acknowledged, kept is option {kept}")
    # 2. Each attempt was handed in, and its score is what its answers and the keys come to.
    for attempt in attempts:
        items = forms[attempt["form_id"]]
        raw = sum(item["is_scored"] and given[attempt["id"]].get(item["position"]) == item["key"] for item in items.values())
        if attempt["finish"] != "submitted" or attempt["raws"] != [raw]:
            wrong.append(f"attempt {attempt['id']}: {attempt['finish']}, scores {attempt['raws']}, counted {raw}")
    print(f"checked       {len(said):,} last answers and {len(attempts)} scores; {late} answers were late", flush=True)
    return wrong
