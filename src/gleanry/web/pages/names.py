"""Words of files that name nothing we have: what may be meant, what was decided, what is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from gleanry.flow.capture.actions import take_back_names
from gleanry.flow.capture.queries import list_choices
from gleanry.flow.capture.shapes import NewChoice
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import names_of
from gleanry.tenants.shapes import Viewer
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.wiring.naming import OpenName, decide, names_to_settle

SHOWN = 50
MEANS = "means:"
ADDABLE = ("product", "team", "region")
"""What can be added by its name alone; companies and colleagues are added by being named."""


def may_settle(viewer: Viewer) -> bool:
    """A word means the same in every row, so only who sees the whole workspace says what."""
    return viewer.may("leads.import") and viewer.owner_ids is None


def shown_names(found: list[OpenName]) -> list[dict[str, Any]]:
    """Open names for a page, with whether each can be added as new."""
    return [{"name": one, "addable": one.refers in ADDABLE} for one in found[:SHOWN]]


@require_http_methods(["GET", "POST"])
@page("leads.import")
def names_page(request: WorkRequest) -> HttpResponse:
    """What should be decided, the most frequent first, and what was."""
    if request.method == "POST":
        settle(request)
        return HttpResponseRedirect(_back(request))
    viewer, after = request.viewer, key_of(request, "after")
    open_ones = names_to_settle(viewer.workspace_id) if viewer.owner_ids is None else []
    kept = list_choices(viewer.workspace_id, after=after, limit=SHOWN + 1)
    context = {
        "names": shown_names(open_ones),
        "more": max(0, len(open_ones) - SHOWN),
        "choices": kept[:SHOWN],
        "people": names_of(viewer.workspace_id, [i for row in kept for i in (row.by, row.ended_by_id)]),
        "next_after": kept[SHOWN - 1].id if len(kept) > SHOWN else None,
        "may_settle": may_settle(viewer),
    }
    return render(request, "pages/names.html", context)


@require_POST
@page("leads.import")
def take_back(request: WorkRequest, choice_id: int) -> HttpResponse:
    """Rows say again what they say."""
    _check(request.viewer)
    if not take_back_names(request.viewer.workspace_id, [choice_id], at=clock.now(), by=request.viewer.member_id):
        raise Refusal("not_found", choice=choice_id)
    messages.success(request, _("Taken back. The rows say again what they said."))
    return HttpResponseRedirect(_back(request))


def settle(request: WorkRequest) -> None:
    """Keep what was chosen for one word, or for each of several; what was left for later stays open."""
    chosen = [choice for n in range(SHOWN) if (choice := _choice(request.POST, n)) is not None]
    if not chosen:
        return
    _check(request.viewer)
    done = decide(request.viewer.workspace_id, chosen, at=clock.now(), by=request.viewer.member_id)
    if done:
        text = ngettext(
            "%(n)s name decided, for the rows that are here and for those that come.",
            "%(n)s names decided, for the rows that are here and for those that come.",
            len(done),
        )
        messages.success(request, text % {"n": len(done)})


def preview_names(found: list[OpenName], viewer: Viewer) -> dict[str, Any]:
    """What the page of the columns and the page of the result say of open names."""
    return {"names": shown_names(found), "more": max(0, len(found) - SHOWN), "may_settle": may_settle(viewer)}


def _choice(post: Mapping[str, str], n: int) -> NewChoice | None:
    refers, word, meant = (post.get(f"{name}-{n}", "") for name in ("refers", "word", "meant"))
    if not (refers and word and meant):
        return None
    if meant.startswith(MEANS):
        evidence = tuple(code for code in post.get(f"evidence-{n}", "").split() if code.isidentifier())
        return NewChoice(refers, word, "means", meant.removeprefix(MEANS), evidence)
    return NewChoice(refers, word, meant)


def _check(viewer: Viewer) -> None:
    if not may_settle(viewer):
        raise Refusal("forbidden", permission="leads.import")


def _back(request: WorkRequest) -> str:
    """Where the form stood; only a page of ours."""
    there = request.POST.get("next", "")
    return (
        there
        if url_has_allowed_host_and_scheme(there, allowed_hosts=None) and there.startswith("/")
        else "/imports/names/"
    )
