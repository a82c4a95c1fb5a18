"""The clocks of a lead on its page: what runs, what stands still and why, and who may stop or start them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from gleanry.flow.followup.queries import pause_rules, pauses_of
from gleanry.flow.followup.shapes import DueRow
from gleanry.kit import clock
from gleanry.leads.shapes import LeadRow
from gleanry.tenants.queries import names_of
from gleanry.tenants.shapes import Viewer
from gleanry.web.words import labels


def clocks_context(viewer: Viewer, lead: LeadRow, deadlines: list[DueRow]) -> dict[str, Any]:
    """What the card of the clocks shows; at most three statements."""
    clocks = sorted((row for row in deadlines if not row.outcome), key=lambda row: row.due_at)
    if not clocks:
        return {"clocks": []}
    pauses = pauses_of(viewer.workspace_id, lead.id)
    names = names_of(viewer.workspace_id, [row.by for row in pauses])
    standing = next((row for row in pauses if row.ended_at is None), None)
    rules = pause_rules(viewer.workspace_id)
    used = sum(1 for row in pauses if row.owner_id == lead.owner_id)
    today = timezone.localtime(clock.now()).date()
    may = viewer.may("leads.assign") or (lead.owner_id == viewer.member_id and viewer.may("leads.follow"))
    return {
        "clocks": clocks,
        "standing": standing,
        "paused_by": names.get(standing.by, "") if standing else "",
        "may_resume": may and standing is not None,
        "may_pause": may and standing is None and used < rules.most_times and rules.most_days > 0,
        "pause_reasons": [(code, labels.label(labels.PAUSE_REASONS, code)) for code in rules.reasons],
        "pause_from": today + timedelta(days=1),
        "pause_until": today + timedelta(days=max(rules.most_days - 1, 0)),
    }
