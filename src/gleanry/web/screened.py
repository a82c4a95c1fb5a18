"""Held-back submissions as pages show them: with their lead, what they carry, and each reason in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gleanry.flow.clean.queries import records_of
from gleanry.flow.clean.shapes import Screened
from gleanry.flow.identify.queries import leads_of_submissions
from gleanry.leads.queries import among_visible, leads_by_id
from gleanry.leads.shapes import LeadRow
from gleanry.tenants.queries import names_of
from gleanry.tenants.shapes import Viewer
from gleanry.web.words.screening import Evidence, evidence_of


@dataclass(frozen=True)
class ShownHeld:
    """One row of the invalid pool."""

    row: Screened
    lead: LeadRow
    title: str
    company: str
    ways: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    by: str


def with_evidence(viewer: Viewer, rows: Sequence[Screened]) -> list[ShownHeld]:
    """The rows whose lead the viewer sees; five statements for any number of rows."""
    workspace_id = viewer.workspace_id
    lead_of = leads_of_submissions(workspace_id, (row.submission_id for row in rows))
    leads = leads_by_id(workspace_id, among_visible(viewer, lead_of.values()))
    fields = {row.submission_id: row.fields for row in records_of(workspace_id, lead_of)}
    names = names_of(workspace_id, [row.by for row in rows])
    shown = []
    for row in rows:
        lead = leads.get(lead_of.get(row.submission_id, 0))
        if lead is None:
            continue
        carried = fields.get(row.submission_id, {})
        evidence = tuple(evidence_of(reason, carried) for reason in row.reasons)
        shown.append(ShownHeld(row, lead, *told(carried, lead.id), evidence, names.get(row.by or 0, "")))
    return shown


def told(fields: Mapping[str, Any], number: int) -> tuple[str, str, tuple[str, ...]]:
    """(what to call it, the company unless it is called so, how to reach it) of a submission's fields."""
    ways = tuple(str(fields[name]) for name in ("phone", "email", "wechat") if fields.get(name))
    name, company = str(fields.get("person_name", "")), str(fields.get("company", ""))
    title = name or company or next(iter(ways), "") or str(fields.get("external_id", "")) or f"#{number}"
    return title, company if company != title else "", tuple(way for way in ways if way != title)
