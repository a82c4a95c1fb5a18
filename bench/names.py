"""How well a company is found by name, and how fast: legal name from short name, older name, brand.

Measured on real Chinese companies (2,457 listed ones and 851 brands of start-ups), on the half that the weights
were not fitted on; the candidates are all of them. "With brands" adds 20,000 brand names to the list; as many
others are asked for, and nothing should answer. Each line stands beside a TF-IDF of 1 to 3 characters with cosine,
in the same run, which is given its best threshold afterwards; the product answers at the thresholds it ships with.
A brand that shares no character with its legal name cannot be found without a learned alias and counts as not
found. The lookup is timed on made-up names.
"""

from __future__ import annotations

import gc
import resource
import time
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from bench import company_lists as lists
from bench.company_lists import Trial
from bench.made_up_names import made_up_names, ways_to_ask
from bench.printing import Findings, arguments, seconds, share
from gleanry.likeness.names import Answer, NameIndex

PRECISION = 0.99
TIMED = 2_000
Top = list[tuple[float, list[str], bool]]
"""For each query: how sure, the names found (best first), whether the product answers."""


@dataclass(frozen=True)
class Score:
    """What came of one trial, in per cent of the queries; `precision` of those answered."""

    first: float
    five: float
    at_precision: float
    answered: float
    right: float
    precision: float


def score_of(trial: Trial, top: Top) -> Score:
    """Count. `at_precision`: right answers above the lowest sureness at which 99 of 100 are right."""
    right = [
        bool(found) and found[0] in trial.truth.get(query, ())
        for query, (_, found, _) in zip(trial.queries, top, strict=True)
    ]
    five = [
        bool(trial.truth.get(query, frozenset()) & set(found[:5]))
        for query, (_, found, _) in zip(trial.queries, top, strict=True)
    ]
    answered = [ok for ok, (_, _, answers) in zip(right, top, strict=True) if answers]
    best = good = 0
    for n, at in enumerate(sorted(range(len(top)), key=lambda at: -top[at][0]), start=1):
        good += right[at]
        best = good if good / n >= PRECISION else best
    count = len(top) / 100
    return Score(
        sum(right) / count, sum(five) / count, best / count, len(answered) / count, sum(answered) / count,
        100 * sum(answered) / len(answered) if answered else 100.0,
    )  # fmt: skip


def by_product(trial: Trial) -> Top:
    index = NameIndex(trial.candidates)
    top: Top = []
    for query in trial.queries:
        found = index.search(query)
        sure = found.best.probability if found.best else 0.0
        top.append((sure, [one.name for one in found.candidates], found.answer == Answer.SAME))
    return top


def by_tf_idf(trial: Trial) -> Top:
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 3))
    known = vectors.fit_transform(trial.candidates)
    likeness: Any = vectors.transform(trial.queries) @ known.T
    top: Top = []
    for row in range(likeness.shape[0]):
        one = likeness.getrow(row)
        order = np.argsort(-one.data, kind="stable")[:5]
        sure = float(one.data[order[0]]) if len(order) else 0.0
        top.append((sure, [trial.candidates[one.indices[at]] for at in order], False))
    return top


def trials() -> list[Trial]:
    brands = lists.some_brands(2)
    legal = lists.legal_names()
    plain = [
        lists.trial("short name", lists.short_pairs()),
        lists.trial("older name", lists.renamed_pairs(), legal),
        lists.trial("brand", lists.brand_pairs()),
    ]
    beside = [replace(one, what=f"{one.what}, with brands", candidates=(*one.candidates, *brands)) for one in plain]
    return [one.of(1) for one in (*plain, *beside)]


def accuracy(found: Findings) -> dict[str, Score]:
    scores = {}
    for trial in trials():
        for name, way in (("Gleanry", by_product), ("TF-IDF", by_tf_idf)):
            score = scores[f"{trial.what}: {name}"] = score_of(trial, way(trial))
            about = f"{trial.what} ({len(trial.queries):,}): {name}"
            found.rows += [
                (f"{about}, first is right", score.first, "%"),
                (f"{about}, among five", score.five, "%"),
                (f"{about}, right at precision 0.99", score.at_precision, "%"),
            ]
            if name == "Gleanry":
                found.rows += [
                    (f"{about}, answered right as shipped", score.right, "%"),
                    (f"{about}, precision as shipped", score.precision, "%"),
                    (f"{about}, abstained", 100 - score.answered, "%"),
                ]
    return scores


def unrelated(found: Findings) -> float:
    """Brands asked for in a list of listed companies; those that are the very short name of one do not count."""
    shorts = {short for short, _ in lists.short_pairs()}
    asked = tuple(brand for brand in lists.some_brands(3) if brand not in shorts)
    trial = Trial("unrelated brand", tuple(lists.legal_names()), asked, {})
    answered = sum(answers for _, _, answers in by_product(trial))
    abstained = 100 * (1 - answered / len(asked))
    found.rows.append((f"unrelated brands ({len(asked):,}): abstained", abstained, "%"))
    return abstained


def speed(found: Findings, count: int) -> float:
    names = made_up_names(count)
    started = time.perf_counter()
    index = NameIndex(names)
    gc.freeze()  # as the command line does: what is kept for good need not be looked through again
    found.rows.append((f"index over {count:,} names, built in", time.perf_counter() - started, "s"))
    times = [seconds(lambda name=name: index.search(name)) for name in ways_to_ask(names, TIMED)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found.rows += [(f"lookup among {count:,}, p{part}", share(times, part / 100) * 1000, "ms") for part in (50, 95, 99)]
    found.rows.append(("memory peak of the process", peak, "MB"))
    return share(times, 0.95) * 1000


def main() -> None:
    given = arguments(__doc__, names=1_000_000)
    found = Findings(
        "names", "in memory", "listed companies and brands, the half not fitted on; made-up names for speed"
    )
    p95 = speed(found, given.names)
    scores = accuracy(found)
    abstained = unrelated(found)
    for what, floor in (("short name", 95.0), ("short name, with brands", 85.0)):
        score = scores[f"{what}: Gleanry"]
        found.claims.append(
            (
                f"{what}: right at precision 0.99, %",
                score.at_precision,
                f"at least {floor:.0f}",
                score.at_precision >= floor,
            )
        )
        found.claims.append(
            (f"{what}: right as shipped, %", score.right, f"at least {floor:.0f}", score.right >= floor)
        )
        found.claims.append((f"{what}: precision as shipped, %", score.precision, "at least 99", score.precision >= 99))
    found.claims.append(("unrelated brands that are left alone, %", abstained, "at least 98", abstained >= 98))
    found.claims.append((f"lookup among {given.names:,} names, p95, ms", p95, "under 10", p95 < 10))
    found.tell(as_json=given.json)


if __name__ == "__main__":
    main()
