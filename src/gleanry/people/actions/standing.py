"""Write what is known of accounts, and where they stand by it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gleanry.kit import bulk, ledger
from gleanry.people.facts import Tiered, TraitsNoted
from gleanry.people.models import Standing, TierChange, Trait
from gleanry.people.queries import standings_of, traits_of
from gleanry.people.shapes import SCALES, Judged, StandingRow, TraitRow

LOCK = 83
TRAITS = ("is_strategic", "level", "coverage", "budget_minor", "currency", "rate", "base_minor", "share_percent")
COLUMNS = ("tier", "abc", "rad", "rfm", "figures", "rules_id", "at", "held_until", "held_reason", "held_by")
BY_TABLE, EXPIRED = "table", "expired"
Change = tuple[int, str, str, str, str]
"""(account, scale, former, value, reason)."""


def note_traits(workspace_id: int, traits: Sequence[TraitRow], *, at: datetime, by: int | None = None) -> None:
    """Keep what people know of accounts, each once; what was noted before is replaced."""
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        ids = dict(
            bulk.find(
                Trait,
                ("account_id", "id"),
                workspace_id=workspace_id,
                key="account_id",
                among=[row.account_id for row in traits],
            )
        )
        known = traits_of(workspace_id, ids)
        changed = [row for row in traits if known.get(row.account_id) != row]
        told = {row.account_id: tuple(getattr(row, name) for name in TRAITS) for row in changed}
        bulk.update(Trait, (*TRAITS, "at", "by"), [(ids[i], *told[i], at, by) for i in told if i in ids])
        new = [(workspace_id, i, *values, at, by) for i, values in told.items() if i not in ids]
        bulk.insert(Trait, ("workspace_id", "account_id", *TRAITS, "at", "by"), new)
        ledger.announce(workspace_id, TraitsNoted(tuple(told)), at=at, by=by)


def write_standings(workspace_id: int, judged: Sequence[Judged], *, rules_id: int, today: date, at: datetime) -> int:
    """Write where accounts stand, each once; returns how many stand elsewhere than before.

    A tier set by hand stays until the day it was set for is over; the other tables go on.
    """
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        known = standings_of(workspace_id, [one.account_id for one in judged])
        changes: list[Change] = []
        rows: list[tuple[int, tuple[Any, ...]]] = []
        for one in judged:
            before = known.get(one.account_id)
            held = before is not None and before.held_until is not None and before.held_until >= today
            row = _row(one, before, held=held, rules_id=rules_id, at=at)
            moved = _changes(one.account_id, before, row, reason=_reason(before, held=held))
            changes += moved
            if before is None or moved or _differs(before, row):
                rows.append((one.account_id, row))
        _put(workspace_id, rows, known)
        figures = {one.account_id: one.known for one in judged}
        _tell(workspace_id, changes, figures, rules_id=rules_id, at=at, by=None)
    return len({change[0] for change in changes})


def hold_tier(
    workspace_id: int,
    account_id: int,
    tier: str,
    *,
    until: date | None,
    reason: str,
    rules_id: int,
    at: datetime,
    by: int | None,
) -> None:
    """Set a tier by hand until a day; with None the table decides again at the next look."""
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        known = standings_of(workspace_id, [account_id])
        before = known.get(account_id)
        kept = (before.abc, before.rad, before.rfm, before.figures) if before else ("", "", "", {})
        new_tier = tier if until else before.tier if before else ""
        row = (new_tier, *kept, rules_id, at, until, reason if until else "", by if until else None)
        _put(workspace_id, [(account_id, row)], known)
        moved = _changes(account_id, before, row, reason=reason)
        _tell(workspace_id, moved, {account_id: kept[3]}, rules_id=rules_id, at=at, by=by)


def _row(one: Judged, before: StandingRow | None, *, held: bool, rules_id: int, at: datetime) -> tuple[Any, ...]:
    tier = before.tier if held and before else one.places.tier
    since = before.at if before and before.tier == tier else at
    hand = (before.held_until, before.held_reason, before.held_by) if held and before else (None, "", None)
    return (tier, one.places.abc, one.places.rad, one.places.rfm, one.known, rules_id, since, *hand)


def _differs(before: StandingRow, row: tuple[Any, ...]) -> bool:
    return any(getattr(before, name) != value for name, value in zip(COLUMNS, row, strict=True))


def _reason(before: StandingRow | None, *, held: bool) -> str:
    return EXPIRED if before is not None and before.held_until is not None and not held else BY_TABLE


def _changes(account_id: int, before: StandingRow | None, row: tuple[Any, ...], *, reason: str) -> list[Change]:
    former = [getattr(before, scale) if before else "" for scale in SCALES]
    told = zip(SCALES, former, row[: len(SCALES)], strict=True)
    return [
        (account_id, scale, was, value, reason if scale == "tier" else BY_TABLE)
        for scale, was, value in told
        if was != value
    ]


def _put(workspace_id: int, rows: Iterable[tuple[int, tuple[Any, ...]]], known: dict[int, StandingRow]) -> None:
    told = dict(rows)
    bulk.update(Standing, COLUMNS, [(i, *row) for i, row in told.items() if i in known], key="account_id")
    new = [(workspace_id, i, *row) for i, row in told.items() if i not in known]
    bulk.insert(Standing, ("workspace_id", "account_id", *COLUMNS), new)


def _tell(
    workspace_id: int,
    changes: Sequence[Change],
    figures: dict[int, dict[str, Any]],
    *,
    rules_id: int,
    at: datetime,
    by: int | None,
) -> None:
    columns = ("workspace_id", "account_id", "scale", "former", "value", "reason", "figures", "rules_id", "at", "by")
    rows = [(workspace_id, *change, figures.get(change[0], {}), rules_id, at, by) for change in changes]
    bulk.insert(TierChange, columns, rows)
    fact = Tiered(
        tuple(change[0] for change in changes),
        tuple(change[1] for change in changes),
        tuple(change[2] for change in changes),
        tuple(change[3] for change in changes),
    )
    ledger.announce(workspace_id, fact, at=at, by=by)
