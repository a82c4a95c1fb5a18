"""Whose deals a list shows: those of a seller, of a team with all below it, of whom somebody leads, of a region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gleanry.tenants.queries import list_seats, names_of, region_names, team_tree
from gleanry.tenants.shapes import Seat, TeamRow

PARAMS = ("owner", "team", "manager", "region")
NOBODY = "none"


@dataclass(frozen=True)
class Holders:
    """The members meant by an address (None in `ids` stands for nobody), and what a page calls them."""

    by: str
    ids: tuple[int | None, ...]
    name: str


def holders_named(workspace_id: int, query: Mapping[str, str]) -> Holders | None:
    """Read ?owner=, ?team=, ?manager= or ?region=, an id or none. None where the address names nobody."""
    by = next((name for name in PARAMS if _is_key(query.get(name, ""))), None)
    if by is None:
        return None
    key = query[by]
    wanted = None if key == NOBODY else int(key)
    if by == "owner":
        return Holders(by, (wanted,), names_of(workspace_id, [wanted]).get(wanted or 0, "") or _("nobody"))
    seats, teams = list_seats(workspace_id), team_tree(workspace_id)
    ids: tuple[int | None, ...] = tuple(seat.id for seat in seats if wanted in (_groups(seat, by, teams) or {None}))
    return Holders(by, ids if wanted is not None else (*ids, None), _name(workspace_id, by, wanted, teams))


def _groups(seat: Seat, by: str, teams: list[TeamRow]) -> set[int | None]:
    """The teams, managers or regions a member belongs to; empty for none."""
    if by == "region":
        return {seat.region_id} - {None}
    own = next((team.path for team in teams if team.id == seat.team_id), "")
    above = [team for team in teams if own and own.startswith(team.path)]
    return {team.id if by == "team" else team.head_id for team in above} - {None}


def _name(workspace_id: int, by: str, wanted: int | None, teams: list[TeamRow]) -> str:
    if wanted is None:
        return _("nobody")
    if by == "team":
        return next((team.name for team in teams if team.id == wanted), "")
    names = region_names(workspace_id) if by == "region" else names_of(workspace_id, [wanted])
    return names.get(wanted, "")


def _is_key(text: str) -> bool:
    return text == NOBODY or (text.isascii() and text.isdigit() and len(text) < 19)
