"""usage: analysis.py draw ANSWERS KEY | analysis.py analyse ANSWERS KEY CUT

The yardstick of item-analysis: the statistics that `registrar exam analyze` gives, as somebody who knows numpy would have
them computed, each over whole columns at once. Only the F quantiles of the interval are left out, which numpy has not.
"""

import json
import math
import sys

import numpy as np

GROUPS = 5
OPTIONS = 4


def draw(answers, key, candidates=10_000, items=150):
    random = np.random.default_rng(2027)
    keys = random.integers(0, OPTIONS, items)
    ability, hardness = random.normal(0, 1, (candidates, 1)), random.normal(-0.5, 1, (1, items))
    knows = random.random((candidates, items)) < 1 / (1 + np.exp(hardness - ability))
    chosen = np.where(knows, keys, random.integers(0, OPTIONS, (candidates, items)))
    chosen[random.random((candidates, items)) < 0.02] = OPTIONS
    letters = np.array([*"ABCD", ""])
    codes = [f"I{place + 1}" for place in range(items)]
    with open(key, "w", encoding="utf-8") as file:
        file.write("item,key\n" + "".join(f"{code},{letters[right]}\n" for code, right in zip(codes, keys)))
    with open(answers, "w", encoding="utf-8") as file:
        file.write("candidate," + ",".join(codes) + "\n")
        for number, row in enumerate(letters[chosen]):
            file.write(f"{number + 1}," + ",".join(row) + "\n")


def analyse(answers, key, cut):
    letters = np.loadtxt(key, dtype="S1", delimiter=",", skiprows=1, usecols=1)
    items = len(letters)
    text = np.loadtxt(answers, dtype="S1", delimiter=",", skiprows=1, usecols=range(1, items + 1))
    codes = text.view(np.uint8)
    right = codes == letters.view(np.uint8)
    n, k = right.shape
    x = right.astype(np.float64)
    totals = x.sum(axis=1)
    mean, variance = totals.mean(), totals.var()
    p = x.mean(axis=0)
    spread = (p * (1 - p)).sum()
    alpha = k / (k - 1) * (1 - spread / variance)

    # Score groups that part no equal scores, for the trace lines.
    frequencies = np.bincount(totals.astype(int), minlength=k + 1)
    below = np.cumsum(frequencies) - frequencies
    group = (GROUPS * (2 * below + frequencies) // (2 * n))[totals.astype(int)]
    sizes = np.bincount(group, minlength=GROUPS)
    members = np.eye(GROUPS)[group]

    rest = totals[:, None] - x
    centred = rest - rest.mean(axis=0)
    length = np.sqrt((centred**2).sum(axis=0))
    without = rest.var(axis=0)
    deleted = (k - 1) / (k - 2) * (1 - (spread - p * (1 - p)) / without)
    options = []
    for code in b"ABCD":
        chosen = (codes == code).astype(np.float64)
        share = chosen.mean(axis=0)
        r = (chosen * centred).sum(axis=0) / (length * np.sqrt(n * share * (1 - share)))
        options.append({"share": share.tolist(), "r": r.tolist(), "trace": (members.T @ chosen / sizes[:, None]).tolist()})

    # Subkoviak: Pr(Bin(k, π) ≥ c) for each raw score.
    chances = np.clip((alpha * np.arange(k + 1) + (1 - alpha) * mean) / k, 1e-300, 1)
    points = np.arange(cut, k + 1)
    ways = np.array([math.lgamma(k + 1) - math.lgamma(i + 1) - math.lgamma(k - i + 1) for i in points])
    with np.errstate(divide="ignore"):
        terms = ways + points * np.log(chances)[:, None] + (k - points) * np.log1p(-chances)[:, None]
    passing = np.exp(terms).sum(axis=1)[totals.astype(int)]
    average = passing.mean()
    distance = (mean - cut) ** 2
    print(json.dumps({
        "n": n, "mean": mean, "sd": math.sqrt(variance), "frequencies": frequencies.tolist(), "alpha": alpha,
        "sem": math.sqrt(variance * (1 - alpha)), "csem": math.sqrt(cut * (k - cut) / (k - 1)),
        "pass_rate": (totals >= cut).mean(), "agreement": (passing**2 + (1 - passing) ** 2).mean(),
        "kappa": passing.var() / (average * (1 - average)),
        "livingston": (alpha * variance + distance) / (variance + distance),
        "difficulty": p.tolist(), "alpha_if_deleted": deleted.tolist(), "blanks": (codes == 0).sum(axis=0).tolist(),
        "discrimination": ((x * centred).sum(axis=0) / (length * np.sqrt(n * p * (1 - p)))).tolist(),
        "options": options,
    }))


if sys.argv[1] == "draw":
    draw(*sys.argv[2:])
else:
    analyse(*sys.argv[2:4], int(sys.argv[4]))
