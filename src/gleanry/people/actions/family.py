"""Say which account belongs to which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from gleanry.kit import bulk, ledger
from gleanry.people.facts import Belongs
from gleanry.people.models import Account
from gleanry.people.queries import families_of, roots_of
from gleanry.people.rules import circles, settle
from gleanry.people.shapes import NewPlace, Placed

LOCK = 82


def place_accounts(workspace_id: int, places: Sequence[NewPlace], *, at: datetime, by: int | None = None) -> Placed:
    """Put accounts under others, in the order given; the same few statements for any number.

    One that was merged stands for what it was merged into. What cannot be (a circle, too deep) is left as it was and
    given back; the rest holds.
    """
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        ids = {i for place in places for i in (place.account_id, place.parent_id) if i}
        roots = roots_of(workspace_id, ids, kind="account")
        meant = [
            replace(
                place,
                account_id=roots.get(place.account_id, place.account_id),
                parent_id=roots.get(place.parent_id, place.parent_id) if place.parent_id else None,
            )
            for place in places
        ]
        parents = {
            member.id: member.parent_id
            for family in families_of(workspace_id, ids).values()
            for member in family.members
        }
        kept, refused = settle(parents, meant)
        rows = bulk.find(
            Account, ("id", "parent_id", "relation"), workspace_id=workspace_id, key="id", among=kept, lock=True
        )
        _write(workspace_id, [kept[i] for i, *_ in rows], {i: (p, r) for i, p, r in rows}, at=at, by=by)
    return Placed(
        tuple((i, parent, kept[i].parent_id) for i, parent, _ in rows if parent != kept[i].parent_id), tuple(refused)
    )


def _write(
    workspace_id: int,
    places: Sequence[NewPlace],
    now: dict[int, tuple[int | None, str]],
    *,
    at: datetime,
    by: int | None,
) -> None:
    told = [replace(place, relation=place.relation if place.parent_id else "") for place in places]
    new = [place for place in told if (place.parent_id, place.relation) != now[place.account_id]]
    bulk.update(Account, ("parent_id", "relation"), [(p.account_id, p.parent_id, p.relation) for p in new])
    fact = Belongs(
        tuple(p.account_id for p in new),
        tuple(now[p.account_id][0] or 0 for p in new),
        tuple(p.parent_id or 0 for p in new),
        tuple(p.relation for p in new),
    )
    ledger.announce(workspace_id, fact, at=at, by=by)


def free_circles(workspace_id: int, account_ids: Iterable[int], *, at: datetime) -> list[int]:
    """Let accounts go that came to belong to themselves because two of their group became one. Returns those let go.

    Of a circle the account with the lowest number, which is there longest, becomes the top.
    """
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        roots = roots_of(workspace_id, account_ids, kind="account")
        line = {roots.get(i, i) for i in account_ids}
        parents: dict[int, int | None] = {}
        while line:
            columns = ("id", "parent_id")
            rows = bulk.find(Account, columns, workspace_id=workspace_id, key="id", among=line, lock=True)
            above = roots_of(workspace_id, [parent for _, parent in rows], kind="account")
            parents |= {i: above.get(parent, parent) if parent else None for i, parent in rows}
            line = {parent for parent in parents.values() if parent} - parents.keys()
        caught = circles(parents)
        freed = sorted({min(_circle(i, parents)) for i in caught})
        now = {i: (parents[i], "") for i in freed}
        _write(workspace_id, [NewPlace(i, None) for i in freed], now, at=at, by=None)
    return freed


def _circle(start: int, parents: dict[int, int | None]) -> list[int]:
    line, at = [start], parents[start]
    while at is not None and at != start:
        line.append(at)
        at = parents[at]
    return line
