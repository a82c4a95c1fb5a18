"""How long a learned score takes, and how well it ranks beside a random forest and a plain logistic regression.

Measured: reading columns of text, finding leaks, all evaluation and the fit itself on 50,000 made-up leads of twelve
columns; then probabilities for a million. Beside it, where the bank's calls are among the shared data: the AUC on
rows not seen, at random and on the last 30 % in time, of ours and of scikit-learn's two on the same rows and columns,
without `duration`.
"""

from __future__ import annotations

import resource
import time
from pathlib import Path
from typing import Any

import numpy as np

from bench.printing import Findings, arguments
from gleanry.flow.capture.plain import read_columns
from gleanry.likelihood.evaluating import fold_of
from gleanry.likelihood.fitting import learn_table
from gleanry.likelihood.measures import auc
from gleanry.likelihood.model import Applied

BANK = Path(__file__).resolve().parents[2] / "shared/data/uci_bank"
FIT_UNDER, APPLY_UNDER = 60.0, 60.0


def made_up(rows: int, seed: int = 1) -> dict[str, list[str]]:
    """Leads in twelve columns of text, with an outcome that depends on six of them."""
    lot = np.random.default_rng(seed)
    numbers = {f"n{place}": lot.normal(size=rows).round(3) for place in range(5)}
    counts = {f"c{place}": lot.poisson(3, rows) for place in range(3)}
    words = {f"w{place}": lot.integers(0, 12 * (place + 1), rows) for place in range(3)}
    odds = (
        -2 + numbers["n0"] + 0.5 * numbers["n1"] ** 2 + 0.3 * counts["c0"] - 0.1 * words["w0"] + 0.4 * (words["w1"] % 3)
    )
    won = lot.random(rows) < 1 / (1 + np.exp(-odds))
    table = {name: values.astype(str).tolist() for name, values in (numbers | counts).items()}
    table |= {name: [f"value {value}" for value in values] for name, values in words.items()}
    return table | {"won": np.where(won, "yes", "no").tolist()}


def main() -> None:
    given = arguments(__doc__, rows=50_000, applied=1_000_000)
    table, many = made_up(given.rows), made_up(given.applied, seed=2)
    begun = time.perf_counter()
    learned = learn_table(table, "won", time="row")
    fitted = time.perf_counter() - begun
    begun = time.perf_counter()
    applied = Applied(learned.model, many)
    scored = time.perf_counter() - begun
    found = Findings("learned", "no database", f"fit on {given.rows:,} rows, applied to {given.applied:,}")
    found.rows = [
        ("read, leaks, evaluation and fit", fitted, "s"),
        ("of which AUC on rows not seen, in hundredths", learned.evaluation.auc * 100, ""),
        ("read and score the others", scored, "s"),
        ("rows scored a second", len(applied.probabilities) / scored, "rows/s"),
        ("memory peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB"),
    ]
    found.claims = [
        ("fit, s", fitted, f"under {FIT_UNDER:.0f}", fitted < FIT_UNDER),
        ("apply, s", scored, f"under {APPLY_UNDER:.0f}", scored < APPLY_UNDER),
    ]
    if BANK.exists():
        for name in ("bank-full", "bank-additional-full"):
            beside(name, found)
    found.tell(as_json=given.json)


def beside(name: str, found: Findings) -> None:
    """Ours and theirs on one file of the bank; the better of theirs is what ours is held against."""
    table = read_columns(BANK / f"{name}.csv")
    begun = time.perf_counter()
    ours = learn_table(table, "y", time="row").evaluation
    seconds = time.perf_counter() - begun
    assert ours.auc_time is not None
    found.rows.append((f"{name}: ours, seconds for everything", seconds, "s"))
    found.rows.append((f"{name}: ours, AUC at random, in hundredths", ours.auc * 100, ""))
    found.rows.append((f"{name}: ours, AUC on the last 30 %, in hundredths", ours.auc_time * 100, ""))
    others = theirs(table)
    for label, (area, later) in others.items():
        found.rows.append((f"{name}: {label}, AUC at random, in hundredths", area * 100, ""))
        found.rows.append((f"{name}: {label}, AUC on the last 30 %, in hundredths", later * 100, ""))
    best = max(area for area, _ in others.values())
    found.claims.append(
        (
            f"{name}: ours less the best of theirs, at random",
            (ours.auc - best) * 100,
            "over -0.5",
            ours.auc > best - 0.005,
        )
    )


def theirs(table: dict[str, list[str]]) -> dict[str, tuple[float, float]]:
    """(AUC at random, AUC later) of a random forest and of a logistic regression."""
    from sklearn.compose import make_column_transformer
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

    names = [name for name in table if name not in ("y", "duration")]
    won = np.array([cell == "yes" for cell in table["y"]])
    cells = np.array([table[name] for name in names], dtype=object).T
    numeric = [place for place, name in enumerate(names) if _is_numeric(table[name][:500])]
    words = [place for place in range(len(names)) if place not in numeric]
    for place in numeric:
        cells[:, place] = cells[:, place].astype(float)
    flat = make_column_transformer(
        (StandardScaler(), numeric), (OneHotEncoder(handle_unknown="ignore", min_frequency=5), words)
    )
    coded = make_column_transformer(
        ("passthrough", numeric), (OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), words)
    )
    forest = RandomForestClassifier(300, min_samples_leaf=5, n_jobs=2, random_state=1)
    learners = {
        "random forest": make_pipeline(coded, forest),
        "logistic regression": make_pipeline(flat, LogisticRegression(max_iter=500)),
    }
    return {label: (_at_random(each, cells, won), _later(each, cells, won)) for label, each in learners.items()}


def _at_random(learner: Any, cells: Any, won: Any) -> float:
    folds, said = fold_of(won, 3), np.zeros(len(won))
    for fold in range(3):
        taught = folds != fold
        said[~taught] = learner.fit(cells[taught], won[taught]).predict_proba(cells[~taught])[:, 1]
    return auc(said, won)


def _later(learner: Any, cells: Any, won: Any) -> float:
    cut = int(0.7 * len(won))
    return auc(learner.fit(cells[:cut], won[:cut]).predict_proba(cells[cut:])[:, 1], won[cut:])


def _is_numeric(cells: list[str]) -> bool:
    return all(cell.lstrip("-").replace(".", "", 1).isdigit() for cell in cells)


if __name__ == "__main__":
    main()
