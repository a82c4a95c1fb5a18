"""The forecast by every method side by side; two statements a question, however many deals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from gleanry.cockpit.queries.figures import (
    Scope,
    among,
    day_of,
    day_param,
    figures,
    narrowed,
    rows,
    scope_of,
    stamp,
)
from gleanry.cockpit.rules.periods import stretches, year_of
from gleanry.cockpit.shapes import GROUPINGS, Ask, DealFigures, Forecast, ForecastRow, OwnSums, Unrated
from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import seats_by_id, teams_by_id
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money

NOBODY, NO_DAY, OVERDUE, OUTSIDE = "", "none", "overdue", "outside"
OPEN = """SELECT {key} AS key, count(*), coalesce(sum(base_minor), 0), coalesce(sum(by_stage), 0),
    coalesce(sum(by_grade), 0), coalesce(sum(by_learned), 0), coalesce(sum(by_word), 0),
    coalesce(sum(CASE WHEN word_minor > 0 THEN base_minor ELSE 0 END), 0), sum(unrated), sum(untaught),
    {own}
FROM ({figures}) x GROUP BY 1"""
OWN = """coalesce(sum(amount_minor), 0), coalesce(sum(own_stage), 0), coalesce(sum(own_grade), 0),
    coalesce(sum(own_learned), 0), coalesce(sum(word_minor), 0),
    coalesce(sum(CASE WHEN word_minor > 0 THEN amount_minor ELSE 0 END), 0)"""
NOT_OWN = "0, 0, 0, 0, 0, 0"
"""Sums in a currency are read where the groups are currencies, and cost nothing elsewhere."""
CLOSED = """SELECT {key} AS key, sum(CASE WHEN outcome = 'won' THEN 1 ELSE 0 END),
    coalesce(sum(CASE WHEN outcome = 'won' THEN base_minor ELSE 0 END), 0),
    sum(CASE WHEN outcome = 'lost' THEN 1 ELSE 0 END),
    sum(CASE WHEN outcome = 'won' AND base_minor = 0 AND amount_minor <> 0 AND currency <> %(base)s
        THEN 1 ELSE 0 END),
    coalesce(sum(CASE WHEN outcome = 'won' THEN amount_minor ELSE 0 END), 0)
FROM convert_opportunity WHERE workspace_id = %(w)s AND closed_at >= %(closed_since)s
    AND closed_at < %(closed_until)s AND outcome <> '' AND {only} GROUP BY 1"""
LIST = """SELECT id, name, account_id, owner_id, stage, grade, expected_close, amount_minor, currency, base_minor,
    by_stage, by_grade, by_learned, by_word, untaught, unrated
FROM ({figures}) x WHERE {key} ORDER BY id DESC LIMIT %(limit)s"""
UNRATED = "SELECT currency, count(*), sum(amount_minor) FROM ({figures}) x WHERE unrated = 1 GROUP BY 1 ORDER BY 1"


def forecast(viewer: Viewer, ask: Ask, at: datetime) -> Forecast:
    """The forecast of the deals a viewer sees. Raises Refusal `bad_choice` for an unknown grouping.

    Closed deals stand in no method: what was won counts as won, what was lost as nothing. Without bounds, what was won
    since the year began is shown.
    """
    if ask.by not in GROUPINGS:
        raise Refusal("bad_choice", field="by", value=ask.by)
    scope = scope_of(viewer, ask, at)
    source = figures(scope, [*narrowed(ask, scope.params), *due(ask, scope)])
    key = _key(ask.by, scope, closed=False)
    own = OWN if ask.by == "currency" else NOT_OWN
    opened = rows(OPEN.format(key=key, figures=source, own=own), scope.params)
    closed = _closed(ask, scope)
    found: dict[str, list[int]] = {}
    for group, *numbers in opened:
        found[_text(group)] = [int(number) for number in numbers] + [0] * 5
    for group, *numbers in closed:
        line = found.setdefault(_text(group), [0] * 20)
        line[15:] = [int(number) for number in numbers]
    if ask.by == "team":
        found = _by_team(team_of_owner(viewer, ask), found)
    lines = [_row(group, numbers, scope.currency, own=ask.by == "currency") for group, numbers in found.items()]
    lines.sort(key=lambda row: row.key)
    if ask.by not in ("month", "quarter"):
        lines.sort(key=lambda row: -row.pipeline.minor)
    total = [sum(column) for column in zip(*found.values(), strict=True)] if found else [0] * 20
    whole = _row("", total, scope.currency)
    return Forecast(ask, tuple(lines), whole, _unrated(source, scope) if total[7] else ())


def _unrated(source: str, scope: Scope) -> tuple[Unrated, ...]:
    found = rows(UNRATED.format(figures=source), scope.params)
    return tuple(Unrated(currency, deals, Money(int(amount), currency)) for currency, deals, amount in found)


def _closed(ask: Ask, scope: Scope) -> list[tuple[Any, ...]]:
    since, until = closing_days(ask, scope.today)
    params = scope.params | {"closed_since": stamp(scope.start(since)), "closed_until": stamp(scope.start(until))}
    only = " AND ".join([among("owner_id", scope.owners), *narrowed(ask, params)])
    return rows(CLOSED.format(key=_key(ask.by, scope, closed=True, params=params), only=only), params)


def closing_days(ask: Ask, today: date) -> tuple[date, date]:
    """The days in which closed deals are counted: the bounds, or where there are none, this year so far."""
    first, after = year_of(today)
    return ask.since or first, ask.until or max(after, today + timedelta(days=1))


def due(ask: Ask, scope: Scope) -> list[str]:
    """The conditions on the expected day. A day that has passed counts where today lies; no day, in no period."""
    found = []
    params = scope.params
    if ask.until is not None:
        params["due_until"] = day_param(ask.until)
        found.append("expected_close < %(due_until)s")
    holds_today = ask.since is None or (ask.since <= scope.today and (ask.until is None or scope.today < ask.until))
    if not holds_today and ask.since is not None and ask.since > scope.today:
        params["due_since"] = day_param(ask.since)
        found.append("expected_close >= %(due_since)s")
    elif not holds_today:
        found.append("1 = 0")
    return found


def _key(by: str, scope: Scope, *, closed: bool, params: dict[str, Any] | None = None) -> str:
    """The column of a grouping. Months and quarters are told by their bounds, the same way on every database."""
    if by in ("owner", "team"):
        return "owner_id"
    if by in ("product", "process", "currency"):
        return by
    given = scope.params if params is None else params
    column = "closed_at" if closed else "expected_close"
    found = (
        [] if closed else ["WHEN expected_close IS NULL THEN 'none'", "WHEN expected_close < %(today)s THEN 'overdue'"]
    )
    given["today"] = day_param(scope.today)
    for number, (key, start, end) in enumerate(stretches(by, scope.today)):
        given[f"u{number}"] = stamp(scope.start(end)) if closed else day_param(end)
        if number == 0:
            given["first"] = stamp(scope.start(start)) if closed else day_param(start)
            found.append(f"WHEN {column} < %(first)s THEN 'outside'")
        found.append(f"WHEN {column} < %(u{number})s THEN '{key}'")
    return f"CASE {' '.join(found)} ELSE 'outside' END"


def _text(group: Any) -> str:
    return "" if group is None else str(group)


def team_of_owner(viewer: Viewer, ask: Ask) -> Callable[[str], str]:
    """Which group an owner counts in: the teams just below the chosen one, or below the root, or that team itself."""
    tree, seats = teams_by_id(viewer.workspace_id), seats_by_id(viewer.workspace_id)
    top = tree.get(ask.team_id or 0) or next((one for one in tree.values() if one.parent_id is None), None)

    def group(owner: str) -> str:
        seat = seats.get(int(owner)) if owner else None
        branch = tree.get(seat.team_id or 0) if seat else None
        while branch is not None and top is not None and top.id not in (branch.id, branch.parent_id):
            branch = tree.get(branch.parent_id or 0)
        return str(branch.id) if branch else NOBODY

    return group


def _by_team(group: Callable[[str], str], by_owner: Mapping[str, list[int]]) -> dict[str, list[int]]:
    """Owners' lines added up by team."""
    found: dict[str, list[int]] = {}
    for owner, numbers in by_owner.items():
        key = group(owner)
        found[key] = [a + b for a, b in zip(found[key], numbers, strict=True)] if key in found else list(numbers)
    return found


def _row(key: str, n: list[int], base: str, *, own: bool = False) -> ForecastRow:
    def money(at: int) -> Money:
        return Money(n[at], base)

    row = ForecastRow(
        key, n[0], money(1), money(2), money(3), money(4), money(5), money(6),
        won=money(16), won_deals=n[15], lost_deals=n[17], unrated=n[7] + n[18], untaught=n[8],
    )  # fmt: skip
    if not own:
        return row
    sums = [Money(n[at], key) for at in (9, 10, 11, 12, 13, 14, 19)]
    return replace(row, own=OwnSums(*sums))


def forecast_deals(
    viewer: Viewer, ask: Ask, at: datetime, *, key: str | None = None, after: int | None = None, limit: int = 50
) -> list[DealFigures]:
    """The open deals behind a number, newest first, by keyset on id; `key` is a group of the ask's grouping."""
    scope = scope_of(viewer, ask, at)
    source = figures(scope, [*narrowed(ask, scope.params), *due(ask, scope)])
    condition = "1 = 1" if key is None else _group(viewer, ask, scope, key)
    if after is not None:
        scope.params["after"] = after
        condition += " AND id < %(after)s"
    found = rows(LIST.format(figures=source, key=condition), scope.params | {"limit": limit})
    return [_figures(values, scope.currency) for values in found]


def _group(viewer: Viewer, ask: Ask, scope: Scope, key: str) -> str:
    """The condition of one group."""
    if ask.by == "team":
        group = team_of_owner(viewer, ask)
        theirs = [owner for owner in seats_by_id(viewer.workspace_id) if group(str(owner)) == key]
        return f"({among('owner_id', theirs)}{' OR owner_id IS NULL' if key == NOBODY else ''})"
    if ask.by == "owner":
        return among("owner_id", [int(key)]) if key.isascii() and key.isdigit() else "owner_id IS NULL"
    scope.params["key"] = key
    return f"{_key(ask.by, scope, closed=False)} = %(key)s"


def _figures(values: tuple[Any, ...], base: str) -> DealFigures:
    pk, name, account, owner, stage, grade, expected, minor, currency, *sums, untaught, unrated = values
    pipeline, by_stage, by_grade, learned, word = (Money(int(one), base) for one in sums)
    amount, day = Money(int(minor), currency), day_of(expected)
    known = (amount, pipeline, by_stage, by_grade, learned, word, not untaught, bool(unrated))
    return DealFigures(pk, name, account, owner, stage, grade, day, *known)
