"""The figures of an item analysis, written from their formulas alone; None is what is not available.

Everything is on N, in floating point by numpy; SciPy gives the quantiles of F and the tails of the binomial.
"""

import math

import numpy as np
from scipy import stats

GROUPS = 5


def quotient(above, below):
    return None if below <= 0 else float(above / below)


def correlation(y, r):
    """Pearson's r; None where either does not vary."""
    if np.all(y == y[0]) or np.all(r == r[0]):
        return None
    y, r = y - y.mean(), r - r.mean()
    return float((y * r).sum() / math.sqrt((y * y).sum() * (r * r).sum()))


def kr20(x):
    """k/(k−1)·(1 − Σpq/σ²)"""
    k, totals = x.shape[1], x.sum(axis=1)
    if k < 2 or np.all(totals == totals[0]):
        return None
    p = x.mean(axis=0)
    return float(k / (k - 1) * (1 - (p * (1 - p)).sum() / totals.var()))


def feldt(alpha, n, k, confidence=0.95):
    if alpha is None:
        return None
    tail = (1 - confidence) / 2
    return [float(1 - (1 - alpha) * stats.f.ppf(q, n - 1, (n - 1) * (k - 1))) for q in (1 - tail, tail)]


def subkoviak(totals, k, cut, alpha):
    """p₀, p_c and κ = (p₀−p_c)/(1−p_c); the last as Var(P)/(P̄(1−P̄)), which is the same and keeps its digits."""
    nothing = {"agreement": None, "chance": None, "kappa": None}
    if alpha is None:
        return nothing
    mean = totals.mean()
    chances = (alpha * totals + (1 - alpha) * mean) / k
    if (chances < 0).any() or (chances > 1).any():
        return nothing
    passing = stats.binom.sf(cut - 1, k, chances)
    average = passing.mean()
    return {
        "agreement": float((passing**2 + (1 - passing) ** 2).mean()),
        "chance": float(average**2 + (1 - average) ** 2),
        "kappa": quotient(passing.var(), average * (1 - average)),
    }


def livingston(totals, cut, alpha):
    if alpha is None:
        return None
    distance = (totals.mean() - cut) ** 2
    return quotient(alpha * totals.var() + distance, totals.var() + distance)


def groups(totals):
    """The score group of each candidate: the one in which the middle of those with the same score stands."""
    n, found = len(totals), {}
    for raw in np.unique(totals):
        below, here = int((totals < raw).sum()), int((totals == raw).sum())
        found[int(raw)] = GROUPS * (2 * below + here) // (2 * n)
    return np.array([found[int(raw)] for raw in totals])


def analyse(answers, items, cut):
    """answers: candidates by items, places of options from 0, −1 is a blank; items: (options, key, scored)."""
    n = answers.shape[0]
    keys = np.array([key for _, key, _ in items])
    scored = np.array([is_scored for _, _, is_scored in items])
    right = answers == keys
    x = right[:, scored].astype(float)
    k, totals = x.shape[1], x.sum(axis=1)
    alpha, group = kr20(x), groups(totals)
    sigma = float(totals.std())
    report = {
        "n": n, "items": k,
        "scores": {
            "mean": float(totals.mean()), "standard_deviation": sigma,
            "lowest": int(totals.min()), "highest": int(totals.max()),
            "frequencies": [int((totals == raw).sum()) for raw in range(k + 1)],
            "passing": int((totals >= cut).sum()), "pass_rate": float((totals >= cut).mean()),
        },
        "reliability": {
            "alpha": alpha, "interval_95": feldt(alpha, n, k),
            "standard_error": None if alpha is None else sigma * math.sqrt(max(0, 1 - alpha)),
            "conditional_error_at_cut": None if k < 2 else math.sqrt(cut * (k - cut) / (k - 1)),
        },
        "consistency": subkoviak(totals, k, cut, alpha) | {"livingston": livingston(totals, cut, alpha)},
        "groups": [
            {
                "from": int(totals[group == g].min()) if (group == g).any() else None,
                "to": int(totals[group == g].max()) if (group == g).any() else None,
                "n": int((group == g).sum()),
            }
            for g in range(GROUPS)
        ],
        "item_statistics": [],
    }
    for place, (options, key, is_scored) in enumerate(items):
        rest = totals - right[:, place] if is_scored else totals
        without = np.delete(x, int(scored[:place].sum()), axis=1) if is_scored else None
        report["item_statistics"].append({
            "right": int(right[:, place].sum()), "blanks": int((answers[:, place] == -1).sum()),
            "difficulty": float(right[:, place].mean()),
            "discrimination": correlation(right[:, place].astype(float), rest),
            "alpha_if_deleted": kr20(without) if is_scored and without.shape[1] else None,
            "options": [option(answers[:, place] == place_of, rest, group, place_of == key) for place_of in range(options)],
        })
    return report


def option(chosen, rest, group, is_key):
    return {
        "key": is_key, "count": int(chosen.sum()), "share": float(chosen.mean()),
        "discrimination": correlation(chosen.astype(float), rest),
        "trace": [float(chosen[group == g].mean()) if (group == g).any() else None for g in range(GROUPS)],
    }
