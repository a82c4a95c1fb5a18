"""Columns that tell the outcome instead of foretelling it, found without being told.

Four kinds of evidence are weighed, none alone where chance or a good column could explain it: how well the column ranks
by itself; by how much it goes beyond what all unsuspected columns together explain; what its cells show (filled only
after a yes, whole ranges without a single yes, dates later than the lead itself, running numbers); and its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gleanry.likelihood.additive import Feature, fit_additive
from gleanry.likelihood.binning import codes_of, cut_numbers, place_numbers
from gleanry.likelihood.lexicon import hint_of, is_ending, names_a_number
from gleanry.likelihood.measures import auc
from gleanry.likelihood.shapes import ROW_ORDER, Column, Flags, Floats, Leak
from gleanry.likelihood.suspects import Look, half_auc, is_coupled, look_at

SAMPLE = 16_000
"""Rows on which the rest is weighed against a suspect."""
ALONE_TELLS = 0.93
SUSPECT = 0.70
FEW_VALUES = 4
MANY_OTHERS = 8
"""Beside fewer columns one good one may stand out honestly."""
LATER = 0.98
"""Of the rows with both dates, so many have this one on or after the other."""


@dataclass(frozen=True, slots=True)
class _Rest:
    """What the unsuspected columns explain together, on a sample cut in two halves."""

    features: tuple[Feature, ...]
    won: Flags
    half: Flags
    rows: np.ndarray

    def auc(self, *more: Feature) -> float:
        """The AUC of the rest, with some more features or without."""
        features = [*self.features, *more]
        if not features:
            return 0.5
        fit = fit_additive([_part(feature, self.half) for feature in features], self.won[self.half])
        return auc(fit.score([_part(feature, ~self.half) for feature in features]), self.won[~self.half])


def find_leaks(columns: Mapping[str, Column], won: Flags, *, time: str = "") -> list[Leak]:
    """The leaking columns, each with why; rows without an outcome must be gone. `time` names the moment's column."""
    half = np.random.default_rng(20).permutation(len(won)) % 2 == 0
    looks = {}
    leaks: dict[str, Leak] = {}
    for name, column in columns.items():
        if name == time:
            continue
        look = look_at(column, won, half)
        if look is not None:
            looks[name] = look
        leak = (_by_itself(look, won) if look is not None else None) or _running_number(column, won, half)
        if leak is not None:
            leaks[name] = leak
    leaks |= _later_dates(columns, {n: k for n, k in looks.items() if n not in leaks}, won, half, time)
    left = {n: look for n, look in looks.items() if n not in leaks and not _is_key(look.column)}
    leaks |= _beyond_the_rest(left, columns, won, half)
    order = {name: place for place, name in enumerate(columns)}
    return sorted(leaks.values(), key=lambda leak: order[leak.column])


def _by_itself(look: Look, won: Flags) -> Leak | None:
    """Evidence that needs no comparison."""
    name, hint, rate = look.column.name, hint_of(look.column.name), float(won.mean())
    if is_coupled((look.filled, look.filled_won, look.empty_won, ""), won):
        return _coupled(look, rate)
    if look.auc >= ALONE_TELLS:
        return _leak(look, "encodes", f"alone it ranks the outcome almost without fault (AUC {look.auc:.3f})")
    if hint == "outcome" and look.auc >= 0.58:
        why = f"its name speaks of the outcome, and it goes with it (AUC {look.auc:.3f} alone)"
        return _leak(look, "recorded_after", why)
    if look.column.kind == "category" and look.auc >= 0.6:
        endings = sorted({label for label in look.column.labels if is_ending(label)})
        if endings and not hint_of(f"previous {name}"):
            told = _ending_rates(look, won, endings)
            if told >= 0.3:
                words = ", ".join(f"“{label}”" for label in endings[:3])
                return _leak(look, "recorded_after", f"its values name how it ended ({words})", endings=endings[:3])
    return None


def _ending_rates(look: Look, won: Flags, endings: list[str]) -> float:
    """How far the rate of yeses in rows with an ending lies from that of all, at most; 1 when they are all or none."""
    rate, far = float(won.mean()), 0.0
    for label in endings:
        rows = look.column.codes == look.column.labels.index(label)
        if rows.sum() >= 10:
            told = float(won[rows].mean())
            far = max(far, (told - rate) / (1 - rate), (rate - told) / rate)
    return far


def _coupled(look: Look, rate: float) -> Leak:
    empty = "empty" if look.coupling == "empty" else f"“{look.coupling}” or empty"
    why = (
        f"of the rows where it is {empty}, {look.empty_won:.1%} are a yes; of the others, {look.filled_won:.1%} "
        f"(all rows: {rate:.1%}): it is filled in with the outcome"
    )
    data = {"filled": look.filled, "won_when_filled": look.filled_won, "won_when_empty": look.empty_won}
    code = "filled_after" if look.coupling == "empty" or look.column.kind != "category" else "encodes"
    return _leak(look, code, why, usual=look.coupling, **data)


def _running_number(column: Column, won: Flags, half: Flags) -> Leak | None:
    """An identifier is no feature; one that rises or falls with the outcome is named as a leak."""
    if not _is_key(column):
        return None
    numbers = _trailing_numbers(column)
    parts = []
    if numbers is not None:
        bins = cut_numbers(column.name, "value", numbers)
        if bins is not None:
            parts.append(half_auc(place_numbers(bins, numbers), bins.size, won, half))
    prefixes = np.array([label.rstrip("0123456789")[:12] for label in column.labels])
    kinds, codes = np.unique(prefixes, return_inverse=True)
    if 1 < len(kinds) <= 50:
        parts.append(half_auc(codes[column.codes].astype(np.int32), len(kinds), won, half))
    area = max(parts, default=0.5)
    if area < 0.6:
        return None
    why = f"a running number that goes with the outcome (AUC {area:.3f} alone): it tells when or why a row was written"
    return Leak(column.name, "running_number", why, round(area, 4))


def _is_key(column: Column) -> bool:
    """Whether nearly every filled cell is different, as in an identifier or a free text; measures are none."""
    filled = int((~column.absent).sum())
    distinct = int((~column.missing).sum())
    if filled < 50 or distinct < 0.9 * filled or column.kind == "date":
        return False
    if column.kind == "number":
        values = column.values[~np.isnan(column.values)]
        whole = bool((values == np.round(values)).all())
        dense = float(values.max() - values.min()) <= 3 * filled
        return whole and distinct >= 0.995 * filled and (dense or names_a_number(column.name))
    return True


def is_key(column: Column) -> bool:
    """Whether the column is an identifier or free text, of which nothing can be learned."""
    return _is_key(column)


def _trailing_numbers(column: Column) -> Floats | None:
    if column.kind == "number":
        return column.numbers
    digits = [label[len(label.rstrip("0123456789")) :][-15:] for label in column.labels]
    if sum(map(bool, digits)) < 0.9 * len(digits):
        return None
    return np.array([float(text) if text else np.nan for text in digits])[column.codes]


def _later_dates(
    columns: Mapping[str, Column], looks: Mapping[str, Look], won: Flags, half: Flags, time: str
) -> dict[str, Leak]:
    """Dates that lie on or after the lead's own: what is written later is not known when it is scored."""
    dates = [column for column in columns.values() if column.kind == "date"]
    start = columns.get(time) if time != ROW_ORDER else None
    if start is None or start.kind != "date":
        known = [column for column in dates if not column.absent.mean() > 0.05]
        start = min(known, key=lambda column: float(np.nanmean(column.numbers)), default=None)
    found = {}
    for column in dates:
        if start is None or column.name == start.name or column.name not in looks:
            continue
        gap = column.numbers - start.numbers
        there = ~np.isnan(gap)
        if there.sum() < 20 or (gap[there] >= -1e-9).mean() < LATER or np.median(gap[there]) <= 0:
            continue
        bins = cut_numbers(column.name, "days since", gap)
        area = half_auc(place_numbers(bins, gap), bins.size, won, half) if bins else 0.5
        if hint_of(column.name) or max(area, looks[column.name].auc) >= 0.55:
            why = f"always on or after {start.name}, {np.median(gap[there]):.0f} days later in the middle case"
            found[column.name] = Leak(
                column.name,
                "written_after",
                f"{why}: not known when a lead is scored",
                round(area, 4),
                {"since": start.name},
            )
    return found


def _beyond_the_rest(
    looks: Mapping[str, Look], columns: Mapping[str, Column], won: Flags, half: Flags
) -> dict[str, Leak]:
    """Suspects weighed against all that is trusted, the weakest first; what is cleared is trusted from then on."""
    suspects = {
        name: look
        for name, look in looks.items()
        if look.column.kind != "date" and (look.auc >= SUSPECT or (hint_of(name) and look.auc >= 0.6))
    }
    if not suspects:
        return {}
    rows = np.flatnonzero(np.random.default_rng(21).permutation(len(won)) < SAMPLE)
    feature = {
        name: Feature(codes_of(look.bins, columns)[rows], look.bins.size, look.bins.ordered)
        for name, look in looks.items()
        if look.column.kind != "date"
    }
    trusted = [name for name in feature if name not in suspects]
    found: dict[str, Leak] = {}
    for name in sorted(suspects, key=lambda name: suspects[name].auc):
        rest = _Rest(tuple(feature[n] for n in trusted), won[rows], half[rows], rows)
        alone = rest.auc()
        leak = _exceeding(suspects[name], alone, rest.auc(feature[name]), len(trusted))
        if leak is not None:
            found[name] = leak
        else:
            trusted.append(name)
    return found


def _exceeding(look: Look, rest: float, both: float, others: int) -> Leak | None:
    """One suspect: `rest` is the AUC of the others without it, `both` with it."""
    hint, gain = hint_of(look.column.name), both - rest
    few = look.bins.size - 1 <= FEW_VALUES
    figures = {"rest": round(rest, 4), "with": round(both, 4)}
    beyond = f"AUC {look.auc:.3f} alone, {rest:.3f} for the rest together, {both:.3f} with it"
    if hint and gain >= 0.02 and look.auc >= (0.62 if hint == "outcome" else 0.68):
        return _leak(
            look,
            "recorded_after",
            f"its name speaks of the course or the end, and it tells too much: {beyond}",
            **figures,
        )
    if gain >= 0.03 and look.auc >= (0.82 if few else 0.9 if look.bins.ordered else 0.87):
        return _leak(look, "encodes", f"it tells more than anything known beforehand could: {beyond}", **figures)
    if look.never + look.always >= 0.25 and look.auc >= 0.75 and gain >= 0.04:
        part = "a yes" if look.never >= look.always else "a no"
        share = max(look.never, look.always)
        return _leak(
            look, "recorded_after", f"{share:.0%} of the rows lie where {part} never comes; {beyond}", **figures
        )
    dwarfs = others >= MANY_OTHERS and look.auc >= rest >= 0.7 and gain >= 0.1
    if dwarfs and look.bins.ordered and look.never >= 0.02:
        why = f"it alone ranks better than all the rest together, and below some value nothing ever comes: {beyond}"
        return _leak(look, "recorded_after", why, **figures)
    return None


def _leak(look: Look, code: str, why: str, **data: object) -> Leak:
    return Leak(look.column.name, code, why, round(look.auc, 4), data)


def _part(feature: Feature, rows: Flags) -> Feature:
    return Feature(feature.codes[rows], feature.size, feature.ordered)
