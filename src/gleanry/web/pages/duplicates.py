"""The queue of questions: are these two the same? Side by side, answered by keys, accepted in bulk, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from gleanry.flow.identify.actions import accept_above, acceptable, answer_pairs, queue_run, stop_run
from gleanry.flow.identify.queries.pairs import count_by_kind, latest_run, list_pairs
from gleanry.flow.identify.queries.sides import sees_all
from gleanry.flow.identify.shapes import Kind, PairFilters, PairRow, PairState
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.tenants.shapes import Viewer
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.sides import shown_sides
from gleanry.web.words import merging

MAY = "duplicates.merge"
SHOWN = 20
LEAST = 95


@require_GET
@page(MAY)
def duplicate_list(request: WorkRequest) -> HttpResponse:
    """Questions, most benefit first."""
    viewer = request.viewer
    filters = _filters(request)
    pairs = list_pairs(viewer, filters, after=key_of(request, "after"), limit=SHOWN + 1)
    counts = count_by_kind(viewer.workspace_id, filters.state) if sees_all(viewer) else {}
    context = {
        "rows": _rows(viewer, pairs[:SHOWN]),
        "filters": filters,
        "kinds": [("", _("All"), sum(counts.values()))]
        + [(kind, str(name), counts.get(kind, 0)) for kind, name in merging.KINDS_MANY.items()],
        "counted": bool(counts),
        "states": merging.PAIR_STATES,
        "next_after": pairs[SHOWN - 1].id if len(pairs) > SHOWN else None,
        "paged": key_of(request, "after") is not None,
        "least": _percent(request) or LEAST,
        "run": latest_run(viewer.workspace_id),
        "run_states": merging.RUN_STATES,
    }
    return render(request, "pages/duplicates.html", context)


def _filters(request: WorkRequest) -> PairFilters:
    """Read the address; what cannot be understood is left out rather than refused."""
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    return PairFilters(kind if kind in set(Kind) else "", state if state in set(PairState) else PairState.OPEN)


def _percent(request: WorkRequest) -> int | None:
    given = request.POST.get("least") or request.GET.get("least") or ""
    return int(given) if given.isascii() and given.isdigit() and 1 <= int(given[:4]) <= 100 else None


def _rows(viewer: Viewer, pairs: Sequence[PairRow]) -> list[dict[str, Any]]:
    """Questions with both sides, field by field; the same statements whatever the page holds."""
    rows: dict[int, dict[str, Any]] = {}
    for kind in Kind:
        theirs = [pair for pair in pairs if pair.kind == kind]
        sides = shown_sides(viewer, kind, {i for pair in theirs for i in (pair.left, pair.right)})
        for pair in theirs:
            left, right = sides[pair.left], sides[pair.right]
            compared = [
                (name, one, other, bool(one and other and one != other))
                for (name, one), (_name, other) in zip(left.fields, right.fields, strict=True)
                if one or other
            ]
            rows[pair.id] = {
                "pair": pair,
                "kind": merging.KINDS[kind],
                "left": left,
                "right": right,
                "compared": compared,
                "evidence": merging.evidence_texts(pair.evidence),
                "percent": merging.percent_text(pair.probability),
            }
    return [rows[pair.id] for pair in pairs]


@require_POST
@page(MAY)
def answer_pair(request: WorkRequest, pair_id: int) -> HttpResponse:
    """Different, later, or open again; the card gives way to a line that takes it back."""
    answer = request.POST.get("answer", "")
    if answer not in (PairState.DIFFERENT, PairState.LATER, PairState.OPEN):
        raise Refusal("bad_choice", answer=answer)
    done = answer_pairs(request.viewer, [pair_id], PairState(answer), clock.now(), why=request.POST.get("why", ""))
    if not done:
        raise Refusal("not_found", pair=pair_id)
    if request.htmx and answer != PairState.OPEN:
        return render(request, "parts/answered.html", {"pair_id": pair_id, "answer": answer})
    return HttpResponseRedirect(reverse("duplicates"))


@require_POST
@page(MAY)
def bulk_try(request: WorkRequest) -> HttpResponse:
    """What accepting everything above a probability would merge, before it does."""
    least = _percent(request)
    if least is None:
        raise Refusal("bad_percent")
    kind = request.POST.get("kind", "")
    pairs = acceptable(request.viewer, least * 100, kind=kind if kind in set(Kind) else "")
    counts = [(merging.KINDS_MANY[one], sum(1 for pair in pairs if pair.kind == one)) for one in Kind]
    context = {
        "count": len(pairs),
        "least": least,
        "kind": kind,
        "counts": [(name, count) for name, count in counts if count],
        "rows": _rows(request.viewer, pairs[-3:]),
    }
    return render(request, "parts/bulk_try.html", context)


@require_POST
@page(MAY)
def bulk_accept(request: WorkRequest) -> HttpResponse:
    """Merge everything above a probability; the history offers to take the whole back."""
    least = _percent(request)
    if least is None:
        raise Refusal("bad_percent")
    kind = request.POST.get("kind", "")
    done = accept_above(request.viewer, least * 100, clock.now(), kind=kind if kind in set(Kind) else "")
    count = len(done.merge_ids)
    said = ngettext(
        "%(n)d pair merged. It can be taken back here.", "%(n)d pairs merged. They can be taken back here.", count
    )
    messages.success(request, said % {"n": count})
    return HttpResponseRedirect(f"{reverse('merges')}?batch={done.batch}" if count else reverse("duplicates"))


@require_POST
@page(MAY)
def run_change(request: WorkRequest) -> HttpResponse:
    """Begin looking through what is there, go on, or stop."""
    if request.POST.get("do") == "stop":
        stop_run(request.viewer)
    else:
        queue_run(request.viewer, clock.now())
    return HttpResponseRedirect(reverse("duplicates"))


@require_GET
@page(MAY)
def run_progress(request: WorkRequest) -> HttpResponse:
    """Polled while a run goes on."""
    run = latest_run(request.viewer.workspace_id)
    return render(request, "parts/backlog.html", {"run": run, "run_states": merging.RUN_STATES})
