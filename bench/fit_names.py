"""Fit the weights of `likeness/names/weights.toml` on one half of the companies; `bench.names` reports on the other.

Method: a conditional logit over whole candidate lists. Each query chooses among its candidates and «none of them»; the
weights make the right choices most probable, with a ridge against what few queries say. Then the probability of the
best candidate is brought to the share of right answers (Platt), by folds, so that no query calibrates itself.

    python -m bench.fit_names            # shows the weights
    python -m bench.fit_names --write    # and writes them
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from bench import company_lists as lists
from bench.company_lists import Trial
from gleanry.likeness.names import NameIndex
from gleanry.likeness.names import weights as shipped
from gleanry.likeness.names.parts import split_name
from gleanry.likeness.names.weights import Weights

FILE = Path(shipped.__file__).with_name("weights.toml")
RIDGE = 0.5
SLIP = 0.003
"""The share of queries whose truth is taken to be wrong: no single row may pull a weight to infinity."""
FOLDS = 2


@dataclass(frozen=True)
class Choice:
    """One query: the signs of each candidate, which of them are right, and how much the query counts."""

    signs: list[dict[str, float]]
    right: list[bool]
    weight: float


def trials() -> list[tuple[Trial, float]]:
    """What is learned from, with its weight: each kind of question as often as it is asked, and with nothing right."""
    pool = lists.some_brands(1, 66_000)
    beside, asked, other = pool[:20_000], pool[20_000:26_000], pool[26_000:46_000]
    legal = lists.legal_names()
    short = lists.trial("short", lists.short_pairs())
    mixed = lists.trial("short beside brands", lists.short_pairs(), beside)
    brand = lists.trial("brand", lists.brand_pairs())
    renamed = lists.trial("renamed", lists.renamed_pairs(), legal)
    itself = lists.trial("itself", [(name, name) for name in legal])
    written = {name: lists.bare(name, "list") for name in legal}
    bare_short = lists.trial("bare from short", [(s, written[full]) for s, full in lists.short_pairs()])
    pairs = [(lists.bare(name, "asked"), written[name]) for name in legal]
    bare_bare = lists.trial("bare from bare", [pair for pair in pairs if pair[0] != pair[1]])
    bare_mixed = Trial(bare_bare.what, (*bare_bare.candidates, *other[:5000]), bare_bare.queries, bare_bare.truth)
    back = lists.trial("short from legal", [(full, s) for s, full in lists.short_pairs()])
    loose = lists.trial("legal from bare", [(lists.bare(name, "asked"), name) for name in legal])
    beside_brand = lists.trial("brand beside brands", lists.brand_pairs(), other)
    nobody = {
        t.what: Trial("nobody", t.candidates, tuple(asked[:n]), {})
        for t, n in ((short, 6000), (bare_bare, 2000), (back, 2000))
    }
    return [
        (short, 1), (mixed, 1), (short.of(0).without_truth(), 0.5), (mixed.of(0).without_truth(), 0.3),
        (brand, 1), (brand.of(0).without_truth(), 0.5), (beside_brand, 0.5),
        (renamed, 1), (renamed.of(0).without_truth(), 0.5), (itself, 0.2), (itself.of(0).without_truth(), 0.3),
        (nobody["short"], 0.5), (nobody["bare from bare"], 0.3), (nobody["short from legal"], 0.2),
        (bare_short, 0.4), (bare_short.of(0).without_truth(), 0.2), (bare_bare, 0.4), (bare_mixed, 0.2),
        (back, 0.3), (back.of(0).without_truth(), 0.2), (loose, 0.3),
    ]  # fmt: skip


def choices(trial: Trial, weight: float, *, removed: bool) -> list[Choice]:
    """The queries of a trial as choices. Where a company was taken out of the list, its entries are passed over."""
    index = NameIndex(trial.candidates)
    keys = {name: split_name(name).key for name in trial.candidates}
    found = []
    hidden = _TRUTH_OF.get(trial.what, {}) if removed else {}
    for query in trial.queries:
        gone = hidden.get(query, frozenset())
        entries = [at for at in index.likely(query) if index.names[at] not in gone]
        right = [index.names[at] in trial.truth.get(query, ()) for at in entries]
        if not any(right):  # the very name is right, whosever it is
            key = split_name(query).key
            right = [keys[index.names[at]] == key for at in entries]
        signs = [dict(index.signs(query, at)) for at in entries]
        kept = [n for n, one in enumerate(signs) if "in_words" not in one]  # those weights are set by hand
        found.append(Choice([signs[n] for n in kept], [right[n] for n in kept], weight))
    return found


_TRUTH_OF: dict[str, lists.Truth] = {}


def gather(half: int) -> list[Choice]:
    found: list[Choice] = []
    whole = trials()
    for trial, _ in whole:
        if trial.truth:
            _TRUTH_OF[f"{trial.what}, its company not in the list"] = trial.truth
    for trial, weight in whole:
        removed = trial.what in _TRUTH_OF
        part = trial if removed else trial.of(half)
        found += choices(part, weight, removed=removed)
    return found


class Table:
    """Choices as arrays: a row for each candidate."""

    def __init__(self, given: Sequence[Choice], names: Sequence[str]) -> None:
        at = {name: n for n, name in enumerate(names)}
        rows = [
            (n, signs, right) for n, one in enumerate(given) for signs, right in zip(one.signs, one.right, strict=True)
        ]
        self.x = np.zeros((len(rows), len(names) + 1))
        self.x[:, -1] = 1.0
        for row, (_, signs, _) in enumerate(rows):
            for name, size in signs.items():
                if name in at:
                    self.x[row, at[name]] = size
        self.group = np.array([n for n, _, _ in rows])
        self.right = np.array([right for _, _, right in rows], float)
        self.weight = np.array([one.weight for one in given])
        self.count = len(given)

    def fit(self) -> Any:
        result = minimize(self._loss, np.zeros(self.x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 400})
        return result.x

    def _loss(self, w: Any) -> tuple[float, Any]:
        raised = np.exp(np.clip(self.x @ w, -30, 30))
        total, good = np.ones(self.count), np.zeros(self.count)
        np.add.at(total, self.group, raised)
        np.add.at(good, self.group, raised * self.right)
        has = np.zeros(self.count)
        np.add.at(has, self.group, self.right)
        good += has == 0
        share = good / total
        likely = (1 - SLIP) * share + SLIP
        inner = np.where(has[self.group] > 0, raised * self.right / good[self.group], 0.0) - raised / total[self.group]
        slope = (self.weight * (1 - SLIP) * share / likely)[self.group] * inner
        penalty = 2 * RIDGE * w
        penalty[-1] = 0.0
        loss = float(-(self.weight * np.log(likely)).sum() + RIDGE * (w[:-1] ** 2).sum())
        return loss, -(self.x * slope[:, None]).sum(0) + penalty

    def best(self, w: Any) -> tuple[Any, Any, Any]:
        """For each query with candidates: the probability of its best one, whether it is right, its weight."""
        odds = np.clip(self.x @ w, -30, 30)
        total = np.ones(self.count)
        np.add.at(total, self.group, np.exp(odds))
        top: dict[int, int] = {}
        for row, n in enumerate(self.group):
            if n not in top or odds[row] > odds[top[n]]:
                top[int(n)] = row
        rows = np.array(list(top.values()))
        groups = self.group[rows]
        return np.exp(odds[rows]) / total[groups], self.right[rows], self.weight[groups]


def calibrate(given: Sequence[Choice], names: Sequence[str]) -> tuple[float, float]:
    """Slope and shift that bring the log-odds of the best candidate to the share of right ones, by folds."""
    chances, rights, weights = [], [], []
    for fold in range(FOLDS):
        learned = Table([one for n, one in enumerate(given) if n % FOLDS != fold], names).fit()
        chance, right, weight = Table(given[fold::FOLDS], names).best(learned)
        chances.append(chance), rights.append(right), weights.append(weight)
    p = np.clip(np.concatenate(chances), 1e-6, 1 - 1e-6)
    odds, y, weight = np.log(p / (1 - p)), np.concatenate(rights), np.concatenate(weights)

    def loss(ab: Any) -> float:
        q = np.clip(1 / (1 + np.exp(-(ab[0] * odds + ab[1]))), 1e-9, 1 - 1e-9)
        return float(-(weight * (y * np.log(q) + (1 - y) * np.log(1 - q))).sum())

    slope, shift = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return float(slope), float(shift)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write weights.toml")
    given = parser.parse_args()
    now = shipped.default_weights()
    found = gather(0)
    names = sorted({name for one in found for signs in one.signs for name in signs})
    w = Table(found, names).fit()
    slope, shift = calibrate(found, names)
    fitted = replace(
        now, start=float(w[-1]), slope=slope, shift=shift, signs=dict(zip(names, map(float, w[:-1]), strict=True))
    )
    text = as_toml(fitted)
    print(text)
    if given.write:
        FILE.write_text(text, encoding="utf-8")


def as_toml(weights: Weights) -> str:
    lines = [
        "# Weights of company-name matching, in log-odds. `signs` and `start`, `slope`, `shift` are written by",
        "# `python -m bench.fit_names --write`; `words` (Latin letters) and the other five by hand.",
        "",
        *(
            f"{name} = {getattr(weights, name):.3f}"
            for name in ("start", "slope", "shift", "learned", "exact", "same", "margin", "ask")
        ),
        "",
        "[signs]",
        *(f"{name} = {weight:.3f}" for name, weight in sorted(weights.signs.items())),
        "",
        "[words]",
        *(f"{name} = {weight:.3f}" for name, weight in sorted(weights.words.items())),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
