"""What counts as a yes: read from the target column itself where nobody says."""

from __future__ import annotations

import numpy as np

from gleanry.likelihood.lexicon import of_words, words_of
from gleanry.likelihood.shapes import Column, Flags, Outcome, Unlearnable

YES = of_words(
    "yes y true t 1 won win success successful positive converted subscribed accepted approved paid signed bought "
    "churned cancelled canceled qualified 是 有 成功 成交 已成交 赢单 已赢单 已签约 签约 转化 已转化 购买 合格"
)
NO = of_words(
    "no n false f 0 lost lose failure failed negative rejected refused declined disqualified unqualified "
    "否 无 失败 未成交 输单 丢单 战败 流失 未转化 拒绝 无效"
)
SHOWN = 8


def read_outcome(column: Column, positive: str | None = None) -> Outcome:
    """Which rows have an outcome, and which of those are a yes.

    Raises Unlearnable `no_positive` (no row has the value asked for), `no_outcome`, `one_outcome`, `ambiguous_target`.
    """
    folded = np.array([label.casefold() for label in column.labels], dtype=object)
    filled = ~column.missing
    kinds = sorted(set(folded[filled]))
    if positive is not None:
        yes = filled & (folded == positive.strip().casefold())
        if not yes.any():
            raise Unlearnable("no_positive", column=column.name, positive=positive, values=kinds[:SHOWN])
        return _outcome(column, filled, yes, f"{column.name} = {positive}")
    if not kinds:
        raise Unlearnable("no_outcome", column=column.name)
    if len(kinds) == 1:
        if not column.missing.any():
            raise Unlearnable("one_outcome", column=column.name, value=kinds[0])
        return _filled_or_not(column)
    if column.kind == "date" and column.missing.any():
        return _filled_or_not(column)
    return _of_two(column, folded, kinds) if len(kinds) == 2 else _of_many(column, folded, kinds)


def _of_two(column: Column, folded: np.ndarray, kinds: list[str]) -> Outcome:
    by_word = [kind for kind in kinds if is_yes(kind)] or [kind for kind in kinds if kind not in _noes(kinds)]
    if len(by_word) == 1:
        chosen = by_word[0]
    elif column.kind == "number":
        chosen = str(folded[int(np.nanargmax(column.values))])
    else:
        counts = np.bincount(column.codes, minlength=len(folded))
        chosen = min(kinds, key=lambda kind: (int(counts[folded == kind].sum()), kind))
    return _outcome(column, ~column.missing, ~column.missing & (folded == chosen), f"{column.name} = {chosen}")


def _of_many(column: Column, folded: np.ndarray, kinds: list[str]) -> Outcome:
    filled, some_empty = ~column.missing, float(column.absent.mean()) >= 0.02
    if column.kind == "number" and bool((column.values == 0).any()) and not bool((column.values < 0).any()):
        return _outcome(column, filled, filled & (column.values > 0), f"{column.name} above 0")
    won = [kind for kind in kinds if is_yes(kind)]
    lost = _noes(kinds)
    if won and len(kinds) <= 50:
        if lost:
            ended = np.isin(folded, [*won, *lost])
            return _outcome(
                column, filled & ended, filled & np.isin(folded, won), f"{column.name} = {' or '.join(won)}"
            )
        return _outcome(column, filled, filled & np.isin(folded, won), f"{column.name} = {' or '.join(won)}")
    if some_empty and (column.kind in ("date", "number") or len(kinds) > 10):
        return _filled_or_not(column)
    raise Unlearnable("ambiguous_target", column=column.name, values=kinds[:SHOWN], distinct=len(kinds))


def is_yes(kind: str) -> bool:
    """Whether a value names a yes: `Closed Won`, but not `not won`."""
    words = {kind, *words_of(kind)}
    return bool(words & YES) and not words & NO and "not" not in words and "un" not in words


def _noes(kinds: list[str]) -> list[str]:
    return [kind for kind in kinds if {kind, *words_of(kind)} & NO]


def _filled_or_not(column: Column) -> Outcome:
    everything: Flags = np.ones(len(column.labels), dtype=np.bool_)
    return _outcome(column, everything, ~column.missing, f"{column.name} is filled")


def _outcome(column: Column, known: Flags, yes: Flags, positive: str) -> Outcome:
    rows = known[column.codes]
    won = yes[column.codes]
    notes = [f"a yes is: {positive}"]
    if not rows.all():
        notes.append(f"{int((~rows).sum())} rows without an outcome are left out")
    return Outcome(rows, won & rows, positive, tuple(notes))
