"""Cases: what waits for the viewer, and one case with both sides beside each other."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from gleanry.flow.settle.actions import appeal, argue, decide
from gleanry.flow.settle.queries import count_cases, entries_of, get_case, judges, list_cases, source_rule
from gleanry.flow.settle.shapes import CaseRow, Proposal, SourceRule
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import names_of
from gleanry.tenants.shapes import Viewer
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.words import labels
from gleanry.web.words.refusals import refusal_text
from gleanry.web.words.settling import (
    CASE_STATES,
    CLAIM_KINDS,
    ENTRIES,
    RECORD_KINDS,
    STEPS,
    pipe_name,
    proposal_text,
    share_text,
)

SHOWN = 50
PARTS = {
    "": pgettext_lazy("cases", "All"),
    "answer": pgettext_lazy("cases", "Mine to answer"),
    "judge": pgettext_lazy("cases", "Mine to judge"),
    "decided": pgettext_lazy("cases", "Decided"),
}
PATHS = {"lead": "lead", "deal": "deal", "account": "account"}


@require_GET
@page("leads.see")
def case_list(request: WorkRequest) -> HttpResponse:
    """The cases that concern the viewer, newest first."""
    viewer = request.viewer
    part = request.GET.get("part", "")
    part = part if part in PARTS else ""
    rows = list_cases(viewer, part, after=key_of(request, "after"), limit=SHOWN + 1)
    names = names_of(viewer.workspace_id, [member for row in rows for member in row.parties])
    counts = count_cases(viewer)
    context = {
        "part": part,
        "parts": [(code, name, counts.get(code)) for code, name in PARTS.items()],
        "rows": [_line(row, names) for row in rows[:SHOWN]],
        "next_after": rows[SHOWN - 1].id if len(rows) > SHOWN else None,
    }
    return render(request, "pages/cases.html", context)


def _line(row: CaseRow, names: dict[int, str]) -> dict[str, Any]:
    first, second = names.get(row.member_a_id, ""), names.get(row.member_b_id, "")
    due = {"open": row.judge_due, "decided": row.appeal_due, "appealed": row.final_due}.get(row.state)
    return {
        "row": row,
        "first": first,
        "second": second,
        "state": labels.label(CASE_STATES, row.state),
        "answer": share_text(row.share_a, first, second) if row.share_a is not None else "",
        "due": due,
        "missed": [str(STEPS.get(step, step)) for step in row.missed],
    }


@require_GET
@page("leads.see")
def case_view(request: WorkRequest, case_id: int) -> HttpResponse:
    return case_page(request, case_id)


def case_page(request: WorkRequest, case_id: int, *, error: str = "", typed: str = "", do: str = "") -> HttpResponse:
    """One case, with what was typed when it could not be taken."""
    viewer = request.viewer
    case = get_case(viewer, case_id)
    entries = entries_of(viewer.workspace_id, case_id)
    people = [*case.parties, case.decided_by_id, case.final_by_id, *(entry.member_id for entry in entries)]
    source = case.evidence.get("source", ["", None, "", 3])
    names = names_of(viewer.workspace_id, [*people, source[1]])
    rule = source_rule(viewer.workspace_id)
    line = _line(case, names)
    judge, party, now = judges(viewer, case), viewer.member_id in case.parties, clock.now()
    context = line | {
        "case": case,
        "sides": [_side(viewer, case, letter, names, rule) for letter in ("a", "b")],
        "proposal": proposal_text(Proposal(case.proposed_share, case.proposed_why), line["first"], line["second"]),
        "source_pipe": pipe_name(source[0], rule),
        "entries": [_entry(entry, names, line) for entry in entries],
        "may_judge": judge,
        "may_argue": case.state != "closed" and (party or judge),
        "may_appeal": party and case.state == "decided" and case.appeal_due is not None and now <= case.appeal_due,
        "share": case.proposed_share if case.share_a is None else case.share_a,
        "error": error,
        "typed": typed,
        "do": do,
    }
    return render(request, "pages/case.html", context, status=422 if error else 200)


def _side(viewer: Viewer, case: CaseRow, letter: str, names: dict[int, str], rule: SourceRule) -> dict[str, Any]:
    """What one side can show; its records are linked for who may see that side's work."""
    member = case.member_a_id if letter == "a" else case.member_b_id
    said = case.evidence[letter]
    links = viewer.owner_ids is None or member in viewer.owner_ids
    share = None if case.share_a is None else case.share_a if letter == "a" else 100 - case.share_a
    return {
        "name": names.get(member, f"#{member}"),
        "letter": letter,
        "share": share,
        "claims": [
            {
                "kind": labels.label(CLAIM_KINDS, kind),
                "id": number,
                "path": PATHS.get(kind, "") if links else "",
                "at": datetime.fromisoformat(at),
                "pipe": pipe_name(pipe, rule) if pipe else "",
            }
            for kind, number, at, pipe in said["claims"]
        ],
        "records": [
            {"at": datetime.fromisoformat(at), "kind": labels.label(RECORD_KINDS, kind), "pipe": pipe_name(pipe, rule)}
            for at, kind, _number, pipe, _member in said["records"]
        ],
        "done": [
            {
                "at": datetime.fromisoformat(at),
                "text": labels.label(labels.FOLLOW_UP_KINDS, kind),
                "result": labels.label(labels.RESULTS, result) if result else "",
            }
            for at, kind, result, _lead in said["done"]
        ],
        "count": said["count"],
        "visits": said["visits"],
    }


def _entry(entry: Any, names: dict[int, str], line: dict[str, Any]) -> dict[str, Any]:
    said = ""
    if entry.kind == "missed":
        said = str(STEPS.get(entry.data.get("step", ""), ""))
    elif "share" in entry.data and entry.kind != "opened":
        said = share_text(entry.data["share"], line["first"], line["second"])
    kind = labels.label(ENTRIES, entry.kind)
    return {"kind": kind, "who": names.get(entry.member_id or 0, ""), "text": entry.text, "said": said, "at": entry.at}


@require_POST
@page("leads.see")
def case_change(request: WorkRequest, case_id: int) -> HttpResponse:
    """Add to a case, decide it or appeal; the button pressed says which."""
    viewer, now, do = request.viewer, clock.now(), request.POST.get("do", "argue")
    text = request.POST.get("text", "")[:4000]
    try:
        match do:
            case "decide":
                decide(viewer, case_id, _share(request), text, now)
                done = _("Decided. It takes effect now.")
            case "appeal":
                appeal(viewer, case_id, text, now)
                done = _("Appealed. Somebody higher decides now.")
            case _:
                argue(viewer, case_id, text, now)
                done = _("Added to the case.")
    except Refusal as refusal:
        if refusal.code in ("not_found", "forbidden"):
            raise
        return case_page(request, case_id, error=refusal_text(refusal.code, refusal.data), typed=text, do=do)
    messages.success(request, done)
    return HttpResponseRedirect(f"/cases/{case_id}/")


def _share(request: WorkRequest) -> int:
    given = request.POST.get("share", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 4 else -1
