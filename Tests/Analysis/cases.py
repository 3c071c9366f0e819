"""Answers to analyse: at random from a seed, degenerate ones, and the reference from the literature."""

import csv
import dataclasses

import numpy as np


@dataclasses.dataclass
class Case:
    name: str
    # Candidates by items, places of options from 0; −1 is a blank.
    answers: np.ndarray
    # (options, key, scored)
    items: list
    cut: int

    def write(self, folder):
        """The two files that the program reads."""
        letters = np.array([*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", ""])
        codes = [f"I{place + 1}" for place in range(len(self.items))]
        with open(folder / "key.csv", "w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow(["item", "key", "options", "scored"])
            for code, (options, key, is_scored) in zip(codes, self.items):
                rows.writerow([code, letters[key], options, "yes" if is_scored else "no"])
        with open(folder / "answers.csv", "w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow(["candidate", *codes])
            rows.writerows([number, *row] for number, row in enumerate(letters[self.answers]))
        return folder / "answers.csv", folder / "key.csv"


def drawn(seed, n, k, pretest=0, blanks=0.03):
    """Candidates of different ability, items of different difficulty with 2 to 6 options, and now and then a blank."""
    random = np.random.default_rng(seed)
    items = [(options := int(random.integers(2, 7)), int(random.integers(options)), True) for _ in range(k)]
    for place in random.choice(k, pretest, replace=False):
        items[place] = (*items[place][:2], False)
    options, keys, _ = (np.array(column) for column in zip(*items))
    ability, hardness = random.normal(0, 1, (n, 1)), random.normal(-0.4, 1, (1, k))
    knows = random.random((n, k)) < 1 / (1 + np.exp(hardness - ability))
    answers = np.where(knows, keys, random.integers(0, options, (n, k)))
    answers[random.random((n, k)) < blanks] = -1
    scored = k - pretest
    return Case(f"seed {seed}", answers, items, int(random.integers(max(1, scored // 3), scored + 1)))


def degenerate():
    one = drawn(101, 1, 12)
    single = drawn(102, 60, 1)
    same = drawn(103, 1, 8)
    blank = drawn(104, 25, 6)
    alike = drawn(105, 40, 5)
    halves = np.array([[0, 1, 0, 1], [1, 0, 1, 0], [1, 1, 0, 0], [0, 0, 1, 1]])
    return [
        dataclasses.replace(one, name="n = 1"),
        dataclasses.replace(single, name="k = 1"),
        dataclasses.replace(same, name="all the same", answers=np.repeat(same.answers, 50, axis=0)),
        dataclasses.replace(blank, name="all blank", answers=np.full_like(blank.answers, -1)),
        Case("equal scores", halves, [(2, 1, True)] * 4, 2),
        dataclasses.replace(
            alike,
            name="items alike",
            answers=np.repeat(np.arange(40)[:, None] % 2, 5, axis=1),
            items=[(2, 1, True)] * 5,
        ),
        Case("negative α", np.array([[1, 0], [0, 1], [1, 0], [0, 1], [1, 1]]), [(2, 1, True)] * 2, 1),
    ]


def lsat(path):
    """LSAT section 6 (Bock and Lieberman 1970): patterns with their counts."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = [[int(digit) for digit in pattern] for pattern, count in list(csv.reader(file))[1:] for _ in range(int(count))]
    return Case("LSAT 6", np.array(rows), [(2, 1, True)] * 5, 4)


def every(lsat_file):
    sizes = [(10, 5), (12, 100), (29, 20), (30, 3), (99, 50), (100, 60), (250, 100), (500, 2), (1_000, 40), (2_000, 150)]
    random = [drawn(seed, n, k, pretest=k // 10) for seed, (n, k) in enumerate(sizes, start=1)]
    return random + degenerate() + [lsat(lsat_file)]
