"""The next step judges the one before it: what became of what each member signed, open to the signatures behind."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from gleanry.flow.followup.queries import (
    count_signs,
    gate_quality,
    list_signs,
    refusals_of,
    try_gates,
)
from gleanry.flow.followup.queries.asking import read_gate
from gleanry.flow.followup.queries.gates import gates_book
from gleanry.flow.followup.shapes import GateTry, QualityRow, SignFilters, SignRow
from gleanry.kit import clock
from gleanry.leads.queries import leads_by_id
from gleanry.tenants.queries import names_of
from gleanry.tenants.shapes import Viewer
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.rows import with_names
from gleanry.web.words import labels
from gleanry.web.words.contacts import FATES, own_words, reason_text

SPANS = (30, 90, 365)
SHOWN = 50


@require_GET
@page("leads.see")
def quality(request: WorkRequest) -> HttpResponse:
    """Per member, for both gates; for those who write the rules, what the gate would have let through."""
    viewer, days = request.viewer, _days(request)
    since, until = _span(days)
    context: dict[str, Any] = {"days": days, "spans": SPANS}
    context["tables"] = [_table(viewer, gate, days, since, until) for gate in ("mql", "sql")]
    context["any"] = any(table["rows"] for table in context["tables"])
    if viewer.may("rules.edit"):
        context["tried"] = _tried(viewer, since, until)
    return render(request, "pages/gates.html", context)


def _days(request: WorkRequest) -> int:
    asked = request.GET.get("days", "")
    return next((days for days in SPANS if str(days) == asked), 90)


def _span(days: int) -> tuple[datetime, datetime]:
    """The last `days` days with today, by the viewer's clock."""
    now = timezone.localtime(clock.now())
    first: date = now.date() - timedelta(days=days - 1)
    return datetime.combine(first, time.min, now.tzinfo), clock.now()


def _table(viewer: Viewer, gate: str, days: int, since: datetime, until: datetime) -> dict[str, Any]:
    rows = gate_quality(viewer, gate, since, until)
    names = names_of(viewer.workspace_id, [row.member_id for row in rows])
    refusals = refusals_of(viewer.workspace_id)

    def linked(row: QualityRow, fate: str = "", reason: str = "") -> str:
        return "signs/?" + urlencode(
            {"gate": gate, "days": days, "member": row.member_id, "fate": fate, "reason": reason}
        )

    return {
        "gate": gate,
        "rows": [
            {
                "row": row,
                "name": names.get(row.member_id, f"#{row.member_id}"),
                "share": row.accepted / (row.accepted + row.refused) if row.accepted + row.refused else None,
                "minutes": int(row.median.total_seconds() // 60) if row.median is not None else None,
                "all": linked(row),
                **{fate: linked(row, fate) for fate in FATES},
                "reasons": [
                    (reason_text(code, refusals), count, linked(row, "refused", code)) for code, count in row.reasons
                ],
            }
            for row in rows
        ],
    }


def _tried(viewer: Viewer, since: datetime, until: datetime) -> dict[str, Any]:
    """How the MQLs of the span would have fared by what is known of them."""
    body = gates_book(viewer.workspace_id)[1]
    tried: GateTry = try_gates(viewer.workspace_id, body, since, until)
    names = {item.code: own_words(item) for item in read_gate(body, "mql").items}
    return {"sum": tried, "items": [(names.get(code, code), count) for code, count in tried.items]}


@require_GET
@page("leads.see")
def signs(request: WorkRequest) -> HttpResponse:
    """The signatures behind a number, newest first."""
    viewer, days = request.viewer, _days(request)
    since, until = _span(days)
    gate = "sql" if request.GET.get("gate") == "sql" else "mql"
    fate = request.GET.get("fate", "")
    filters = SignFilters(
        gate,
        key_of(request, "member"),
        fate if fate in FATES else "",
        request.GET.get("reason", "")[:40],
        since,
        until,
    )
    rows = list_signs(viewer, filters, after=key_of(request, "after"), limit=SHOWN + 1)
    context = {
        "gate": gate,
        "days": days,
        "fate": FATES.get(filters.fate, ""),
        "reason": reason_text(filters.reason, refusals_of(viewer.workspace_id)) if filters.reason else "",
        "rows": _shown(viewer, rows[:SHOWN]),
        "count": count_signs(viewer, filters),
        "paged": key_of(request, "after") is not None,
        "next_after": rows[SHOWN - 1].id if len(rows) > SHOWN else None,
    }
    return render(request, "pages/signs.html", context)


def _shown(viewer: Viewer, rows: list[SignRow]) -> list[dict[str, Any]]:
    leads = leads_by_id(viewer.workspace_id, [row.lead_id for row in rows])
    shown = {row.lead.id: row for row in with_names(viewer, list(leads.values()))}
    names = names_of(viewer.workspace_id, [member for row in rows for member in (row.member_id, row.judged_member_id)])
    refusals = refusals_of(viewer.workspace_id)
    return [
        {
            "row": row,
            "shown": shown.get(row.lead_id),
            "by": names.get(row.member_id, ""),
            "judged": names.get(row.judged_member_id or 0, ""),
            "verdict": labels.label(FATES, row.verdict) if row.gate == "sql" else "",
            "reason": reason_text(row.reason, refusals) if row.reason else "",
            "evidence": " · ".join(said["evidence"] for said in row.answers.values() if said.get("evidence")),
        }
        for row in rows
    ]
