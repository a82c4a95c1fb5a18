"""Undo a merge: what only a person knows is asked, the rest goes back by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from gleanry.flow.identify.actions import undo_batch, undo_merges
from gleanry.flow.identify.queries.merges import get_merge, plan_undo
from gleanry.flow.identify.shapes import Kind, PairState, UndoAnswers, UndoPlan
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.shapes import Viewer
from gleanry.web.access import WorkRequest, page
from gleanry.web.merge_rows import merge_rows, own_titles
from gleanry.web.pages.merges import MAY, number_of
from gleanry.web.sides import address_of, value_text
from gleanry.web.words import merging


@require_http_methods(["GET", "POST"])
@page(MAY)
def undo_view(request: WorkRequest, merge_id: int) -> HttpResponse:
    """What undoing would have to ask; answered and sent, it is undone."""
    merge = get_merge(request.viewer.workspace_id, merge_id)
    rows = merge_rows(request.viewer, [merge])
    if not rows:
        raise Refusal("not_found", merge=merge_id)
    if merge.state != "done":
        return render(request, "pages/undone.html", {"row": rows[0]})
    plan = plan_undo(request.viewer.workspace_id, merge)
    if request.method == "GET":
        return render(request, "pages/undo.html", _asked(request.viewer, plan, rows[0]))
    then = PairState.DIFFERENT if request.POST.get("different") else PairState.OPEN
    answers = {merge_id: _answers(request.POST, plan)}
    out = undo_merges(request.viewer, [merge_id], clock.now(), answers=answers, then=then)
    if not out.done:
        messages.warning(request, _("Something is still to be answered. Nothing was changed."))
        return render(request, "pages/undo.html", _asked(request.viewer, plan, rows[0]))
    messages.success(request, _("Undone. Both stand for themselves again."))
    return HttpResponseRedirect(address_of(merge.kind, merge.winner))


def _answers(given: Mapping[str, str], plan: UndoPlan) -> UndoAnswers:
    return UndoAnswers(
        edited={edit.name: given.get(f"e-{edit.name}", "") for edit in plan.edited},
        arrivals={
            one.lead_id: side
            for one in plan.arrivals
            if (side := number_of(given.get(f"a-{one.lead_id}", ""))) is not None
        },
        place=given.get("place", ""),
    )


def _asked(viewer: Viewer, plan: UndoPlan, row: dict[str, Any]) -> dict[str, Any]:
    workspace_id = viewer.workspace_id
    companies = accounts_by_id(
        workspace_id,
        [value for edit in plan.edited if edit.name == "account_id" for value in (edit.value, edit.before)],
    )
    people = own_titles(viewer, Kind.PERSON, {i for one in plan.arrivals for i in (one.person_id, one.other_id)})
    leads = own_titles(viewer, Kind.LEAD, {one.lead_id for one in plan.arrivals})
    return {
        "row": row,
        "edited": [
            {
                "name": edit.name,
                "title": merging.field_title(plan.merge.kind, edit.name),
                "value": value_text(edit.name, edit.value, companies),
                "before": value_text(edit.name, edit.before, companies),
            }
            for edit in plan.edited
        ],
        "arrivals": [
            {
                "lead_id": one.lead_id,
                "lead": leads.get(one.lead_id, ""),
                "sides": [(i, people.get(i, "")) for i in (one.person_id, one.other_id)],
                "signs": ", ".join(value for _kind, value in one.marks),
            }
            for one in plan.arrivals
        ],
        "moved_on": [merging.MOVED_ON[code] for code in plan.moved_on],
        "where_to": merging.PLACES,
        "keep_on": merging.KEEP_ON,
        "resting": len(plan.resting),
    }


@require_POST
@page(MAY)
def undo_together(request: WorkRequest, batch: str) -> HttpResponse:
    """Take back what was accepted together."""
    out = undo_batch(request.viewer, batch, clock.now())
    count, left = len(out.done), len(out.asked)
    if count:
        said = ngettext("%(n)d merge undone.", "%(n)d merges undone.", count)
        messages.success(request, said % {"n": count})
    if left:
        said = ngettext(
            "%(n)d merge was left: something happened since that only you can decide about.",
            "%(n)d merges were left: something happened since that only you can decide about.",
            left,
        )
        messages.warning(request, said % {"n": left})
    return HttpResponseRedirect(f"{reverse('merges')}?batch={batch}" if left else reverse("merges"))
