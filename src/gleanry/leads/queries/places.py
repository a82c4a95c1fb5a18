"""Where the leads of people are, as far as a viewer sees them: what decides how much of a person is shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from gleanry.leads.queries.register import visible
from gleanry.people.queries import groups_of
from gleanry.tenants.shapes import Viewer


class LeadPlace(NamedTuple):
    """Where a lead is and who holds it."""

    pool: str
    own_pool: str
    owner_id: int | None


def places_of_people(viewer: Viewer, person_ids: Iterable[int]) -> dict[int, list[LeadPlace]]:
    """Person -> the places of its leads that the viewer sees, of a merged person those of all its records.

    People of whom the viewer sees no lead are not there. Two statements.
    """
    wanted = list(dict.fromkeys(person_ids))
    groups = groups_of(viewer.workspace_id, wanted)
    of = {member: person_id for person_id in wanted for member in groups.get(person_id, (person_id,))}
    rows = visible(viewer).filter(person_id__in=list(of)).values_list("person_id", *LeadPlace._fields)
    found: dict[int, list[LeadPlace]] = {}
    for person_id, *place in rows:
        found.setdefault(of[person_id], []).append(LeadPlace(*place))
    return found
