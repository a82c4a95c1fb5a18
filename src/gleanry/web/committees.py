"""A buying committee as pages show it: people by roles, what is missing, who knows whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gleanry.kit import clock
from gleanry.people.queries import people_by_id
from gleanry.people.shapes import ROLES, PersonRow, SeatRow
from gleanry.tenants.queries import names_of
from gleanry.web.access import WorkRequest
from gleanry.web.masking import shown_people
from gleanry.web.words import accounts as words
from gleanry.wiring.accounts import committee_of

NOBODY: Mapping[int, PersonRow] = {}


def committee_context(
    request: WorkRequest,
    account_id: int,
    *,
    opportunity_id: int | None = None,
    people: Mapping[int, PersonRow] = NOBODY,
) -> dict[str, Any]:
    """What parts/committee.html needs, of an account or of one opportunity; a fixed number of statements."""
    viewer = request.viewer
    told = committee_of(viewer.workspace_id, account_id, clock.now(), opportunity_id=opportunity_id)
    seated = {seat.person_id for seat in told.seats}
    beside = {i for tie in told.ties for i in (tie.person_id, tie.other_person_id) if i}
    missing = (seated | beside) - people.keys()
    shown = dict(people) | shown_people(viewer, people_by_id(viewer.workspace_id, missing))
    names = {i: row.name or f"#{i}" for i, row in shown.items()}
    ours = names_of(viewer.workspace_id, [*(s.keeper_id for s in told.seats), *(t.member_id for t in told.ties)])
    return {
        "account_id": account_id,
        "opportunity_id": opportunity_id,
        "rows": [_row(person, told.seats, told.met, names, ours) for person in sorted(seated)],
        "roles": words.ROLES,
        "gaps": [words.gap_text(gap, names) for gap in told.gaps],
        "support": told.support if told.seats else None,
        "ties": [
            {
                "tie": tie,
                "one": names.get(tie.person_id, ""),
                "other": names.get(tie.other_person_id or 0, "") or ours.get(tie.member_id or 0, ""),
                "ours": tie.member_id is not None,
                "strength": words.CLOSENESS[str(tie.strength)],
            }
            for tie in told.ties
        ],
        "choices": [(i, row.name or f"#{i}") for i, row in people.items()],
        "seated": [(i, names[i]) for i in sorted(seated) if i in names],
        "powers": words.POWERS,
        "attitudes": words.ATTITUDES,
        "closeness": words.CLOSENESS,
    }


def _row(
    person: int, seats: list[SeatRow], met: Mapping[int, Any], names: Mapping[int, str], ours: Mapping[int, str]
) -> dict[str, Any]:
    """A person's line of the matrix: a cell for each role, and what holds of the strongest seat."""
    own = {seat.role: seat for seat in seats if seat.person_id == person}
    strongest = max(own.values(), key=lambda seat: (seat.power, seat.id))
    return {
        "id": person,
        "name": names.get(person, f"#{person}"),
        "cells": [own.get(role) for role in ROLES],
        "seat": strongest,
        "power": words.POWERS[str(strongest.power)],
        "attitude": words.ATTITUDES[str(strongest.attitude)],
        "keeper": ours.get(strongest.keeper_id or 0, ""),
        "closeness": words.CLOSENESS[str(strongest.closeness)],
        "met": met.get(person),
    }
