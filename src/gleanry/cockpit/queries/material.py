"""What a review is made of: deals that moved, stuck, ended or come up; a fixed number of statements for everybody."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from gleanry.cockpit.queries.figures import Scope, day_of, day_param, instant_of, rows, stamp
from gleanry.cockpit.rules.reviewing import Item
from gleanry.kit import rulebook

AHEAD = timedelta(days=14)
MOVED = """SELECT o.id, o.name, o.owner_id, o.base_minor, c.from_stage, c.stage FROM convert_stagechange c
JOIN convert_opportunity o ON o.id = c.opportunity_id
WHERE c.workspace_id = %(w)s AND c.at >= %(since)s AND c.at < %(until)s AND c.from_stage <> ''
    AND c.stage NOT IN ('won', 'lost') ORDER BY c.id"""
ENDED = """SELECT id, name, owner_id, base_minor, outcome, loss_reason, competitor FROM convert_opportunity
WHERE workspace_id = %(w)s AND closed_at >= %(since)s AND closed_at < %(until)s AND outcome <> '' ORDER BY id"""
NEXT = """SELECT id, name, owner_id, base_minor, stage, expected_close FROM convert_opportunity
WHERE workspace_id = %(w)s AND outcome = '' AND expected_close >= %(first)s AND expected_close < %(last)s ORDER BY id"""
STUCK = """SELECT id, name, owner_id, base_minor, stage, coalesce(stage_since, opened_at) FROM convert_opportunity
WHERE workspace_id = %(w)s AND outcome = '' AND ({stages}) ORDER BY id"""
STEPS = """SELECT owner_id, count(*), count(mql_at), count(sql_at), count(opportunity_at), count(won_at) FROM leads_lead
WHERE workspace_id = %(w)s AND source_lead_id IS NULL AND first_contact_at >= %(since)s
    AND first_contact_at < %(until)s GROUP BY 1"""


def items_of(scope: Scope, first: date, after: date, at: datetime) -> list[Item]:
    """What is to be said of the days from `first` up to, not including, `after`; what sticks and comes up at `at`."""
    days: dict[str, Any] = {
        **scope.params,
        "since": stamp(scope.start(first)),
        "until": stamp(scope.start(after)),
        "first": day_param(after),
        "last": day_param(after + AHEAD),
    }
    found = [
        Item("moved", pk, name, owner, int(minor), {"from": before, "to": stage})
        for pk, name, owner, minor, before, stage in rows(MOVED, days)
    ]
    found += [
        Item(outcome, pk, name, owner, int(minor), {"reason": reason, "rival": rival})
        for pk, name, owner, minor, outcome, reason, rival in rows(ENDED, days)
    ]
    found += [
        Item("next", pk, name, owner, int(minor), {"stage": stage, "on": f"{day_of(day)}"})
        for pk, name, owner, minor, stage, day in rows(NEXT, days)
    ]
    return found + _stuck(scope, at)


def stage_days(workspace_id: int) -> dict[str, int]:
    """Stage -> the days after which a deal counts as stuck in it; stages without are left out."""
    body = rulebook.current(workspace_id, "convert").body
    return {row["key"]: int(row["stuck_days"]) for row in body["stages"] if row.get("stuck_days")}


def _stuck(scope: Scope, at: datetime) -> list[Item]:
    allowed = stage_days(scope.workspace_id)
    if not allowed:
        return []
    params, conditions = dict(scope.params), []
    for number, (stage, most) in enumerate(allowed.items()):
        params |= {f"k{number}": stage, f"t{number}": stamp(at - timedelta(days=most))}
        conditions.append(f"stage = %(k{number})s AND coalesce(stage_since, opened_at) < %(t{number})s")
    found = []
    for pk, name, owner, minor, stage, since in rows(STUCK.format(stages=" OR ".join(conditions)), params):
        gone = (at - (instant_of(since) or at)).days
        found.append(
            Item("stuck", pk, name, owner, int(minor), {"stage": stage, "days": gone, "allowed": allowed[stage]})
        )
    return found


def steps_of(scope: Scope, first: date, after: date) -> dict[int | None, list[int]]:
    """Owner -> leads that came in these days and how many of them are MQL, SQL, opportunity and won by now."""
    days = {**scope.params, "since": stamp(scope.start(first)), "until": stamp(scope.start(after))}
    return {owner: [int(one) for one in counts] for owner, *counts in rows(STEPS, days)}
