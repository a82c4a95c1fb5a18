"""What became of deals: how many were won of those closed, and what they brought, by seller, team, product, region."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.resources import files

from gleanry.cockpit.shapes import Wins, WinsRow
from gleanry.kit import columnar
from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import get_settings, list_seats, names_of, region_names, team_tree
from gleanry.tenants.shapes import Seat, Viewer
from gleanry.values.money import Money

BY = ("owner", "team", "manager", "product", "region")
SQL = (files("gleanry.cockpit.queries") / "wins.sql").read_text(encoding="utf-8")

Counts = tuple[int, int, int, int, int]
"""(open, closed, won, won in minor units, won without a rate)."""
NOTHING: Counts = (0, 0, 0, 0, 0)


def wins(viewer: Viewer, *, by: str = "owner") -> Wins:
    """Deals the viewer sees, in groups from the most money won to the least. Raises Refusal `bad_choice`.

    A team's row holds all below it, and a manager's the teams they head with all below, so that one deal stands in
    several rows; the total counts it once. One statement over the deals, and one for each name that is needed.
    """
    if by not in BY:
        raise Refusal("bad_choice", field="by", value=by)
    currency = get_settings(viewer.workspace_id).currency
    found = columnar.query(
        SQL,
        {
            "workspace_id": viewer.workspace_id,
            "dimension": "product" if by == "product" else "owner",
            "all_owners": viewer.owner_ids is None,
            "owner_ids": list(viewer.owner_ids or [-1]),
        },
    )
    counted = {
        str(key or ""): (opened, closed, won, minor, unrated) for key, opened, closed, won, minor, unrated in found
    }
    total = _sum(counted.values())
    if by == "product":
        named = [(key, key, counts) for key, counts in counted.items()]
    else:
        named = _grouped(viewer, by, {int(key) if key else None: counts for key, counts in counted.items()})
    rows = [_row(key, name, counts, currency) for key, name, counts in named]
    rows.sort(key=lambda row: (-row.value.minor, -row.closed, row.name))
    return Wins(by, tuple(rows), _row("", "", total, currency))


def _grouped(viewer: Viewer, by: str, owners: dict[int | None, Counts]) -> list[tuple[str, str, Counts]]:
    """Rows of members put together as `by` says: (key, name, counts)."""
    if by == "owner":
        names = names_of(viewer.workspace_id, owners)
        return [(str(i or ""), names.get(i or 0, ""), counts) for i, counts in owners.items()]
    seats = list_seats(viewer.workspace_id)
    if by == "region":
        regions = region_names(viewer.workspace_id)
        return _put_together(owners, seats, lambda seat: [(str(seat.region_id), regions[seat.region_id])]
                             if seat.region_id else [])  # fmt: skip
    teams = team_tree(viewer.workspace_id)
    above = {team.id: [other for other in teams if team.path.startswith(other.path)] for team in teams}
    if by == "team":
        return _put_together(
            owners, seats, lambda seat: [(str(t.id), t.name) for t in above.get(seat.team_id or 0, ())]
        )
    names = names_of(viewer.workspace_id, [team.head_id for team in teams])
    return _put_together(
        owners,
        seats,
        lambda seat: [(str(t.head_id), names[t.head_id]) for t in above.get(seat.team_id or 0, ()) if t.head_id],
    )


def _put_together(
    owners: dict[int | None, Counts], seats: Iterable[Seat], groups_of: Callable[[Seat], list[tuple[str, str]]]
) -> list[tuple[str, str, Counts]]:
    """Each member's counts in each of its groups, once; those of nobody and of the placeless under an empty key."""
    place = {seat.id: seat for seat in seats}
    found: dict[tuple[str, str], list[Counts]] = {}
    for owner, counts in owners.items():
        groups = groups_of(place[owner]) if owner in place else []
        for group in dict.fromkeys(groups) or [("", "")]:
            found.setdefault(group, []).append(counts)
    return [(key, name, _sum(counts)) for (key, name), counts in found.items()]


def _sum(counts: Iterable[Counts]) -> Counts:
    whole = NOTHING
    for each in counts:
        whole = (whole[0] + each[0], whole[1] + each[1], whole[2] + each[2], whole[3] + each[3], whole[4] + each[4])
    return whole


def _row(key: str, name: str, counts: Counts, currency: str) -> WinsRow:
    opened, closed, won, minor, unrated = counts
    return WinsRow(key, name, opened, closed, won, Money(minor, currency), unrated)
