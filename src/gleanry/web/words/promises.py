"""Deadline rules tried on the past, in words: how many would have been met and missed, by what was due and by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from gleanry.flow.followup.queries import rehearse_promises
from gleanry.flow.followup.shapes import Rehearsal
from gleanry.kit import clock, rulebook
from gleanry.tenants.queries import names_of
from gleanry.tenants.shapes import Viewer
from gleanry.web.editing.trying import DryRun, Figure
from gleanry.web.words import labels

SHOWN = 60


def try_promises(viewer: Viewer, body: Mapping[str, Any]) -> DryRun:
    """What these rules would have come to in the last 90 days, beside those in force."""
    now = rulebook.current(viewer.workspace_id, "followup").body
    looked, (before, after) = rehearse_promises(viewer.workspace_id, [now, body], clock.now())
    names = names_of(viewer.workspace_id, [row.owner_id for row in (*before, *after)])
    was = {(row.owner_id, row.kind): row for row in before}
    rows = sorted(after, key=lambda row: (-row.missed, row.kind, row.owner_id))
    return DryRun(
        _("Had these rules been in force for the last 90 days: %(met)s deadlines met, %(missed)s missed.")
        % {"met": _sum(after, "met"), "missed": _sum(after, "missed")},
        (
            Figure(_("Deadlines met"), str(_sum(after, "met")), str(_sum(before, "met"))),
            Figure(_("Deadlines missed"), str(_sum(after, "missed")), str(_sum(before, "missed"))),
            Figure(
                _("Released, because the lead went on"), str(_sum(after, "released")), str(_sum(before, "released"))
            ),
        ),
        (_("Owner"), _("What is due"), _("Met"), _("Missed"), _("Missed by the rules in force")),
        tuple(
            (
                names.get(row.owner_id, f"#{row.owner_id}"),
                labels.label(labels.DEADLINES, row.kind),
                str(row.met),
                str(row.missed),
                _missed(was.get((row.owner_id, row.kind))),
            )
            for row in rows[:SHOWN]
        ),
        _("Looked at the newest %(count)s times a lead got an owner, by the working times and grades of today.")
        % {"count": looked},
    )


def _sum(rows: Sequence[Rehearsal], name: str) -> int:
    return sum(int(getattr(row, name)) for row in rows)


def _missed(row: Rehearsal | None) -> str:
    return str(row.missed) if row else "0"
