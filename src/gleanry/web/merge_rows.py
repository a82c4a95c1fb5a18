"""Merges as lists and pages show them: with the names of both sides, and only those the viewer may see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gleanry.flow.identify.queries.sides import sees_all, sides_of, within
from gleanry.flow.identify.shapes import Kind, MergeRow
from gleanry.leads.queries import leads_by_id
from gleanry.people.queries import identifiers_of_people, raw_rows
from gleanry.tenants.queries import names_of
from gleanry.tenants.shapes import Viewer
from gleanry.web.masking import hidden_of_people
from gleanry.web.rows import with_names
from gleanry.web.sides import address_of
from gleanry.web.words import merging


def merge_rows(viewer: Viewer, merges: Sequence[MergeRow]) -> list[dict[str, Any]]:
    """Merges with the names of both sides, those the viewer sees; the same statements for any number."""
    people = names_of(viewer.workspace_id, [i for merge in merges for i in (merge.by, merge.undone_by)])
    rows = []
    titles: dict[tuple[str, int], str] = {}
    for kind in Kind:
        ids = {i for merge in merges if merge.kind == kind for i in (merge.winner, merge.loser)}
        sides = sides_of(viewer.workspace_id, kind, ids)
        seen = set(sides) if sees_all(viewer) else within(viewer, sides)
        titles |= {(kind, i): name for i, name in own_titles(viewer, kind, seen).items()}
    for merge in merges:
        names = [titles.get((merge.kind, i)) for i in (merge.winner, merge.loser)]
        if None not in names:
            rows.append(
                {
                    "merge": merge,
                    "kind": merging.KINDS[merge.kind],
                    "winner": merge.before.get("name") or names[0],
                    "loser": names[1],
                    "href": address_of(merge.kind, merge.winner),
                    "by": people.get(merge.by or 0, ""),
                    "undone_by": people.get(merge.undone_by or 0, ""),
                    "why": merging.why_text(merge.why),
                    "percent": merging.percent_text(merge.probability),
                }
            )
    return rows


def own_titles(viewer: Viewer, kind: Kind, ids: set[int]) -> dict[int, str]:
    """Id -> what each record is called by itself, whatever it was merged into."""
    workspace_id = viewer.workspace_id
    if kind is Kind.LEAD:
        rows = with_names(viewer, list(leads_by_id(workspace_id, ids).values()))
        return {row.lead.id: f"#{row.lead.id} {row.title}" for row in rows}
    hidden = hidden_of_people(viewer, ids) if kind is Kind.PERSON else {}
    marks = identifiers_of_people(workspace_id, ids) if kind is Kind.PERSON else {}
    return {
        i: f"#{i}"
        if i in hidden
        else str(row.fields["name"] or next((value for _kind, value in marks.get(i, ())), "") or f"#{i}")
        for i, row in raw_rows(workspace_id, ids, kind=kind).items()
    }
