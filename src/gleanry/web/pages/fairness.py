"""Is the work shared fairly: where everybody stands in each rotation, and every decision with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gleanry.flow.route.queries import decisions_of, replayed, rotations_of, taken_on, waiting_leads
from gleanry.flow.route.shapes import AssignmentRow, PersonShare, RotationRow
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.leads.queries import among_visible, held_by, leads_by_id
from gleanry.tenants.queries import away, badges_of, region_ids, working_times
from gleanry.tenants.shapes import Viewer
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.pages.leads import members_within
from gleanry.web.rows import with_names
from gleanry.web.words.reasons import ROUTE_RULES, route_reason, route_rule
from gleanry.web.words.routing import passed_line, rotation_name
from gleanry.web.words.times import AWAY

SHOWN, MOST_PEOPLE, MOST_WAITING = 50, 200, 20


@require_GET
@page("leads.see")
def fairness(request: WorkRequest) -> HttpResponse:
    """One rotation with its people; what waits for somebody."""
    viewer = _manager(request)
    rows = rotations_of(viewer)
    regions = {str(pk): name for name, pk in region_ids(viewer.workspace_id).items()}
    names = {row.id: rotation_name(row.key, regions.get(_region(row.key), "")) for row in rows}
    wanted = key_of(request, "rotation")
    chosen = next((row for row in rows if row.id == wanted), max(rows, key=lambda row: row.turns, default=None))
    waiting = waiting_leads(viewer.workspace_id, MOST_WAITING + 1)
    context = {
        "rotations": [(row.id, names[row.id]) for row in rows],
        "chosen": chosen,
        "name": names.get(chosen.id, "") if chosen else "",
        "people": _people(viewer, chosen) if chosen else [],
        "more_people": max(0, len(chosen.people) - MOST_PEOPLE) if chosen else 0,
        "waiting": _waiting(viewer, waiting[:MOST_WAITING]),
        "more_waiting": len(waiting) > MOST_WAITING,
    }
    return render(request, "pages/fairness.html", context)


@require_GET
@page("leads.see")
def decision_list(request: WorkRequest) -> HttpResponse:
    """Decisions, the newest first, each taken again."""
    viewer = _manager(request)
    rule, owner_id = request.GET.get("rule", ""), key_of(request, "owner")
    before = key_of(request, "before")
    rows = decisions_of(viewer, rule=rule[:60], owner_id=owner_id, before=before, limit=SHOWN + 1)
    context = {
        "rows": _decisions(viewer, rows[:SHOWN]),
        "rule": rule,
        "rules": [(code, str(name)) for code, name in ROUTE_RULES.items()]
        + ([(rule, route_rule(rule))] if rule and rule not in ROUTE_RULES else []),
        "owner_value": str(owner_id or ""),
        "members": members_within(viewer),
        "narrowed": bool(rule or owner_id),
        "paged": before is not None,
        "next_before": rows[SHOWN - 1].id if len(rows) > SHOWN else None,
    }
    return render(request, "pages/decisions.html", context)


def _manager(request: WorkRequest) -> Viewer:
    """Who answers for a team's work: they see its numbers, or they assign by hand."""
    if not (request.viewer.may("cockpit.see") or request.viewer.may("leads.assign")):
        raise Refusal("forbidden", permission="cockpit.see")
    return request.viewer


def _region(key: str) -> str:
    return key.partition("/")[0].partition(":")[2]


def _people(viewer: Viewer, rotation: RotationRow) -> list[dict[str, Any]]:
    """The people of a rotation with what they hold, got today and whether they are there."""
    people = rotation.people[:MOST_PEOPLE]
    ids = [person.member_id for person in people]
    now = clock.now()
    zone = working_times(viewer.workspace_id).workspace.zone
    today = taken_on(viewer.workspace_id, ids, now.astimezone(zone).date())
    held = held_by(viewer.workspace_id, ids)
    badges = badges_of(viewer.workspace_id, ids)
    off = away(viewer.workspace_id, ids, now)
    return [_person(person, badges, held, today) | {"away": _away(off.get(person.member_id))} for person in people]


def _person(
    person: PersonShare,
    badges: Mapping[int, tuple[str, str]],
    held: Mapping[int, int],
    today: Mapping[tuple[int, str], int],
) -> dict[str, Any]:
    name, team = badges.get(person.member_id, (f"#{person.member_id}", ""))
    return {
        "row": person,
        "name": name,
        "team": team,
        "held": held.get(person.member_id, 0),
        "today": sum(today.get((person.member_id, how), 0) for how in ("auto", "assigned")),
    }


def _away(found: Any) -> tuple[str, Any] | None:
    return (str(AWAY.get(found.reason, found.reason)), found.until) if found is not None else None


def _waiting(viewer: Viewer, rows: Sequence[tuple[int, str, Any, Any, int]]) -> list[dict[str, Any]]:
    """Leads nobody could take, those the viewer may see."""
    seen = leads_by_id(viewer.workspace_id, among_visible(viewer, [row[0] for row in rows]))
    shown = {s.lead.id: s for s in with_names(viewer, list(seen.values()))}
    return [
        {"shown": shown[lead_id], "rule": route_rule(rule), "since": since, "again_at": again_at}
        for lead_id, rule, since, again_at, _tries in rows
        if lead_id in shown
    ]


def _decisions(viewer: Viewer, rows: Sequence[AssignmentRow]) -> list[dict[str, Any]]:
    seen = leads_by_id(viewer.workspace_id, among_visible(viewer, [row.lead_id for row in rows]))
    shown = {s.lead.id: s for s in with_names(viewer, list(seen.values()))}
    members = {i for row in rows for i in (row.owner_id, *(member for member, _ in row.passed)) if i}
    names = {member: name for member, (name, _) in badges_of(viewer.workspace_id, members).items()}
    again = {turn.assignment_id: turn for turn in replayed(viewer.workspace_id, rows)}
    return [
        {
            "row": row,
            "shown": shown.get(row.lead_id),
            "owner": names.get(row.owner_id or 0, ""),
            "why": route_reason(row.rule, row.reason, names.get(row.owner_id or 0, "")),
            "passed": [passed_line(names.get(member, f"#{member}"), why) for member, why in row.passed],
            "again": again.get(row.id),
        }
        for row in rows
    ]
