"""A learned score as data: made from what was learned, saved, read back, applied to any table with the same columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from gleanry.likelihood.additive import Feature
from gleanry.likelihood.binning import codes_of, names_of, shares_of
from gleanry.likelihood.learner import Learner
from gleanry.likelihood.measures import chance
from gleanry.likelihood.reading import read_column
from gleanry.likelihood.shapes import Bins, Calibration, Column, Floats, Model, Reason, Table, Term, Unlearnable

FORMAT = "gleanry-score-1"
RARE = 0.005
"""A value that fewer rows have is no strong reason for a table as a whole."""


def model_of(
    learner: Learner, bins: Sequence[Bins], features: Sequence[Feature], target: str, positive: str, tuned: Calibration
) -> Model:
    """The learner's weights with what they stand for. Pairs come to have a weight for each cell of their bins."""
    chosen = [bins[place] for place in learner.chosen]
    alone = [features[place] for place in learner.chosen]
    terms = []
    for cut, feature, weights in zip(chosen, alone, learner.fit.weights, strict=False):
        terms.append(Term((cut,), _rounded(weights), _rounded(shares_of(feature.codes, cut.size))))
    for (a, b), weights in zip(learner.pairs, learner.fit.weights[len(chosen) :], strict=True):
        joint = alone[a].codes.astype(np.int64) * chosen[b].size + alone[b].codes
        wide = int(np.sqrt(len(weights)))
        cells = weights[learner.groups[a][:, None] * wide + learner.groups[b][None, :]]
        shares = shares_of(joint.astype(np.int32), cells.size)
        terms.append(Term((chosen[a], chosen[b]), _rounded(cells.ravel()), _rounded(shares)))
    return Model(target, positive, round(learner.fit.intercept, 6), tuple(terms), tuned)


def _rounded(values: Floats) -> tuple[float, ...]:
    return tuple(round(float(value), 5) + 0.0 for value in values)


def reasons_of(model: Model, most: int = 12) -> tuple[Reason, ...]:
    """The strongest factors of a model, each by the value that moves most rows farthest, for and against."""
    found = []
    for term in model.terms:
        weights = np.array(term.weights) * model.calibration.slope
        shares = np.array(term.shares)
        pull = np.where(shares >= RARE, np.abs(weights) * np.sqrt(shares), 0.0)
        for sign in (1, -1):
            same = np.where(weights * sign > 0, pull, 0.0)
            place = int(same.argmax())
            if same[place] > 0.01:
                found.append((-float(same[place]), _reason(term, place, float(weights[place]))))
    return tuple(reason for _, reason in sorted(found, key=lambda pair: (pair[0], pair[1].column))[:most])


def _reason(term: Term, place: int, weight: float) -> Reason:
    column, value = describe(term, place)
    return Reason(column, value, round(weight, 4), term.shares[place])


def describe(term: Term, place: int) -> tuple[str, str]:
    """What a bin of a term is called: its column or columns, and the value."""
    if len(term.bins) == 1:
        return title_of(term.bins[0]), names_of(term.bins[0])[place]
    first, second = term.bins
    a, b = divmod(place, second.size)
    return f"{title_of(first)} × {title_of(second)}", f"{names_of(first)[a]} × {names_of(second)[b]}"


def title_of(bins: Bins) -> str:
    """What a feature is called: its column, or what is taken of it."""
    match bins.part:
        case "value":
            return bins.column
        case "days since":
            return f"days from {bins.since} to {bins.column}"
        case part:
            return f"{part} of {bins.column}"


def codes_by_term(model: Model, columns: Mapping[str, Column]) -> list[np.ndarray]:
    """For each term the bin or cell of each row."""
    known: dict[Bins, np.ndarray] = {}
    found = []
    for term in model.terms:
        for bins in term.bins:
            if bins not in known:
                known[bins] = codes_of(bins, columns)
        codes = known[term.bins[0]]
        if len(term.bins) == 2:
            codes = codes.astype(np.int64) * term.bins[1].size + known[term.bins[1]]
        found.append(codes)
    return found


def columns_of(model: Model) -> set[str]:
    """The columns a model looks at."""
    columns = {bins.column for term in model.terms for bins in term.bins}
    return columns | {bins.since for term in model.terms for bins in term.bins if bins.since}


class Applied:
    """A model over the rows of a table: `probabilities`, and the reasons of any row, which add up to its log-odds."""

    def __init__(self, model: Model, table: Table) -> None:
        wanted = columns_of(model)
        absent = sorted(wanted - set(table))
        if absent and len(absent) == len(wanted):
            raise Unlearnable("other_table", missing=absent)
        self.model, self.absent = model, absent
        self._rows = len(next(iter(table.values()), ()))
        columns = {name: read_column(name, cells) for name, cells in table.items() if name in wanted}
        self._codes = codes_by_term(model, columns)
        tuned = model.calibration
        self._start = tuned.slope * model.intercept + tuned.shift
        self._weights = [np.array(term.weights) * tuned.slope for term in model.terms]
        self.odds = np.full(self._rows, self._start)
        for codes, weights in zip(self._codes, self._weights, strict=True):
            self.odds += weights[codes]
        self.probabilities = chance(self.odds)

    @property
    def start(self) -> float:
        """The log-odds of a row with no reason either way."""
        return self._start

    def reasons(self, row: int, most: int | None = None) -> list[Reason]:
        """What moved one row, the strongest first; without `most`, all of them, which with `start` add up exactly."""
        found = []
        for term, codes, weights in zip(self.model.terms, self._codes, self._weights, strict=True):
            place = int(codes[row])
            if weights[place]:
                column, value = describe(term, place)
                found.append(Reason(column, value, float(weights[place]), term.shares[place]))
        found.sort(key=lambda reason: -abs(reason.log_odds))
        return found[:most]


def to_dict(model: Model) -> dict[str, Any]:
    """A model as plain data, each weight beside the name of its bin."""
    terms = []
    for term in model.terms:
        bins = [{k: v for k, v in asdict(each).items() if v not in ("", ())} for each in term.bins]
        body: dict[str, Any] = {"bins": bins, "weights": list(term.weights), "shares": list(term.shares)}
        if len(term.bins) == 1:
            body["names"] = names_of(term.bins[0])
        terms.append(body)
    return {
        "format": FORMAT,
        "target": model.target,
        "positive": model.positive,
        "intercept": model.intercept,
        "calibration": asdict(model.calibration),
        "terms": terms,
    }


def from_dict(body: Mapping[str, Any]) -> Model:
    """Read a model back. Raises Unlearnable `bad_model` when it is none, or none this version knows."""
    if body.get("format") != FORMAT:
        raise Unlearnable("bad_model", format=str(body.get("format", "")), known=FORMAT)
    try:
        return Model(
            str(body["target"]),
            str(body["positive"]),
            float(body["intercept"]),
            tuple(_term(term) for term in body["terms"]),
            Calibration(**body["calibration"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Unlearnable("bad_model", format=FORMAT, known=FORMAT, reason=str(error)) from error


def _term(body: Mapping[str, Any]) -> Term:
    bins = tuple(
        Bins(**{**each, "cuts": tuple(each.get("cuts", ())), "labels": tuple(each.get("labels", ()))})
        for each in body["bins"]
    )
    term = Term(bins, tuple(map(float, body["weights"])), tuple(map(float, body["shares"])))
    cells = int(np.prod([each.size for each in bins]))
    if len(term.weights) != cells or len(term.shares) != cells:
        raise ValueError(f"{bins[0].column}: {len(term.weights)} weights for {cells} bins")
    return term
