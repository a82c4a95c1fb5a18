"""What leads are scored from: their clean fields and the touches of their people, by the batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gleanry.flow.clean.queries import records_of
from gleanry.flow.score.rules import ScoreTables, Scoring, aged, grade_of
from gleanry.leads.shapes import LeadRow
from gleanry.people.queries import groups_of
from gleanry.touches.queries import touches_by_person
from gleanry.touches.shapes import TouchRow


@dataclass(frozen=True)
class Material:
    """Submission -> clean fields; person -> everybody merged with it; person -> touches of them all, by time."""

    fields: Mapping[int, Mapping[str, Any]]
    groups: Mapping[int, tuple[int, ...]]
    touches: Mapping[int, Sequence[TouchRow]]

    def touched(self, lead: LeadRow, at: datetime) -> list[TouchRow]:
        """The touches that count for a lead at a moment."""
        return [touch for touch in self.touches.get(lead.person_id or 0, ()) if touch.at <= at]

    def people(self, lead: LeadRow) -> tuple[int, ...]:
        """Whose touches count for a lead."""
        return self.groups.get(lead.person_id, (lead.person_id,)) if lead.person_id else ()

    def scored(self, lead: LeadRow, touched: Sequence[TouchRow], tables: ScoreTables, at: datetime) -> Scoring:
        """A lead's scoring at a moment by its touches up to then."""
        kinds = [(touch.kind, touch.at) for touch in touched]
        return grade_of(self.fields.get(lead.submission_id, {}), aged(kinds, at), tables)


def material_of(workspace_id: int, leads: Sequence[LeadRow]) -> Material:
    """What leads are scored from; three statements, however many."""
    records = records_of(workspace_id, (lead.submission_id for lead in leads))
    people = [lead.person_id for lead in leads]
    groups = groups_of(workspace_id, people)
    return Material(
        fields={record.submission_id: record.fields for record in records},
        groups=groups,
        touches=touches_by_person(workspace_id, people, groups=groups),
    )
