"""A buying committee as pages show it: people by roles, what is missing, who knows whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gleanry.flow.identify.queries.sides import sides_of, within
from gleanry.flow.identify.shapes import Kind
from gleanry.kit import clock
from gleanry.people.queries import accounts_by_id, groups_of, people_by_id, people_of_accounts
from gleanry.people.shapes import ROLES, PersonRow, SeatRow
from gleanry.tenants.queries import list_members, names_of
from gleanry.web.access import WorkRequest
from gleanry.web.masking import shown_people
from gleanry.web.words import accounts as words
from gleanry.wiring.accounts import accounts_within, committee_of

LISTED = 100
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


def deal_committee(request: WorkRequest, deal_id: int, account_id: int | None) -> dict[str, Any]:
    """What parts/committee.html needs on the page of a deal: its own committee, of the people of its company.

    Nothing where the deal has no company, or one beyond the viewer's reach.
    """
    viewer = request.viewer
    if account_id is None or account_id not in accounts_within(viewer, [account_id]):
        return {"committee": None}
    workspace_id = viewer.workspace_id
    root = accounts_by_id(workspace_id, [account_id])[account_id].id
    members = groups_of(workspace_id, [root], kind="account").get(root, (root,))
    staff = [person for people in people_of_accounts(workspace_id, members).values() for person in people]
    roots = {row.id: row for row in people_by_id(workspace_id, staff[:LISTED]).values()}
    seen = within(viewer, sides_of(workspace_id, Kind.PERSON, roots))
    people = shown_people(viewer, {i: roots[i] for i in sorted(seen)})
    at_work = [(row.pk, row.name) for row in list_members(workspace_id)] if viewer.may("accounts.edit") else []
    return {
        "committee": committee_context(request, root, opportunity_id=deal_id, people=people),
        "members_at_work": at_work,
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
