"""Merge: preview and decide; the history; undo with what only a person knows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gleanry.flow.identify.actions import merge_records
from gleanry.flow.identify.queries.merges import list_merges, merges_of_batch
from gleanry.flow.identify.queries.pairs import pair_by_id
from gleanry.flow.identify.queries.previews import preferred, preview_merge
from gleanry.flow.identify.queries.sides import sides_of
from gleanry.flow.identify.shapes import FieldRule, Kind, MergeOrder, Preview
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.shapes import Viewer
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.merge_rows import merge_rows
from gleanry.web.sides import address_of, shown_sides, value_text, with_business
from gleanry.web.words import merging

MAY = "duplicates.merge"
SHOWN = 50


@require_http_methods(["GET", "POST"])
@page(MAY)
def merge_view(request: WorkRequest) -> HttpResponse:
    """What would come of merging two records; sent, it is done."""
    order = order_from(request)
    if request.method == "POST":
        done = merge_records(request.viewer, [order], clock.now())
        if done:
            is_lead = order.kind is Kind.LEAD
            said = (
                _("Attached. It can be detached at any time.")
                if is_lead
                else _("Merged. It can be undone at any time.")
            )
            messages.success(request, said)
        else:
            messages.warning(request, _("These two were one already."))
        return HttpResponseRedirect(address_of(order.kind, order.winner))
    preview = preview_merge(request.viewer, order)
    return render(request, "pages/merge.html", _shown(request.viewer, order, preview))


def order_from(request: WorkRequest) -> MergeOrder:
    """The order of an address or a form: two records or a question, the rule, and a side per field."""
    given = request.POST if request.method == "POST" else request.GET
    pair_id = key_of(request, "pair") if request.method == "GET" else number_of(given.get("pair", ""))
    pair = pair_by_id(request.viewer.workspace_id, pair_id) if pair_id else None
    kind = pair.kind if pair else given.get("kind", "")
    if kind not in set(Kind):
        raise Refusal("not_found", kind=kind)
    ids = [number_of(given.get(name, "")) for name in ("winner", "loser")]
    one, other = (pair.left, pair.right) if pair and None in ids else ids
    if not one or not other:
        raise Refusal("not_found")
    if pair and None in ids:
        one, other = _preferred_first(request.viewer.workspace_id, Kind(kind), one, other)
    rule = given.get("rule", "")
    chosen = {name[2:]: side for name in given if name[:2] == "f-" and (side := number_of(given.get(name))) is not None}
    return MergeOrder(
        Kind(kind),
        one,
        other,
        FieldRule(rule) if rule in set(FieldRule) else FieldRule.MOST_COMPLETE,
        chosen,
        given.get("why", "")[:200],
        pair.probability if pair else None,
        tuple((str(code), str(value)) for code, value in pair.evidence) if pair else (),
    )


def number_of(text: str | None) -> int | None:
    """A record's id in a form; None for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _preferred_first(workspace_id: int, kind: Kind, one: int, other: int) -> tuple[int, int]:
    sides = sides_of(workspace_id, kind, (one, other))
    if len(sides) < 2:
        raise Refusal("not_found", kind=kind)
    return (one, other) if preferred(kind, sides[one], sides[other]) == sides[one].id else (other, one)


def _shown(viewer: Viewer, order: MergeOrder, preview: Preview) -> dict[str, Any]:
    workspace_id = viewer.workspace_id
    sides = shown_sides(viewer, order.kind, (preview.winner.id, preview.loser.id))
    winner, loser = sides[preview.winner.id], sides[preview.loser.id]
    companies = accounts_by_id(workspace_id, [s.fields.get("account_id") for s in (preview.winner, preview.loser)])
    fields = [
        {
            "name": choice.name,
            "title": merging.field_title(order.kind, choice.name),
            "winner": value_text(choice.name, preview.winner.fields[choice.name], companies),
            "loser": value_text(choice.name, preview.loser.fields[choice.name], companies),
            "from_id": choice.from_id,
            "why": merging.WHYS[choice.why],
            "differ": choice.differ,
        }
        for choice in preview.choices
    ]
    counts = [with_business(workspace_id, order.kind, side) for side in (preview.winner, preview.loser)]
    moving = [
        (merging.COUNTS[name], count, counts[1][name], count + counts[1][name]) for name, count in counts[0].items()
    ]
    return {
        "order": order,
        "winner": winner,
        "loser": loser,
        "fields": [row for row in fields if row["winner"] or row["loser"]],
        "moving": moving,
        "warnings": [merging.WARNINGS[code] for code in preview.warnings],
        "rules": merging.RULES,
        "kind": merging.KINDS[order.kind],
        "evidence": merging.evidence_texts(order.evidence),
        "percent": merging.percent_text(order.probability),
    }


@require_GET
@page(MAY)
def merge_list(request: WorkRequest) -> HttpResponse:
    """What was merged, newest first; what was accepted together can be taken back together."""
    viewer = request.viewer
    batch = request.GET.get("batch", "")[:32]
    kind = request.GET.get("kind", "")
    kind = kind if kind in set(Kind) else ""
    if batch:
        found = merges_of_batch(viewer.workspace_id, batch)[::-1]
    else:
        found = list_merges(viewer.workspace_id, kind=kind, after=key_of(request, "after"), limit=SHOWN + 1)
    rows = merge_rows(viewer, found[:SHOWN])
    context = {
        "rows": rows,
        "batch": batch,
        "batch_count": len(found) if batch else 0,
        "kind": kind,
        "kinds": [("", _("All")), *((code, str(name)) for code, name in merging.KINDS_MANY.items())],
        "next_after": found[SHOWN - 1].id if len(found) > SHOWN and not batch else None,
    }
    return render(request, "pages/merges.html", context)
