"""The inquiry code of a deal: as it is, or the form that gives it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gleanry.flow.convert.queries import get_deal
from gleanry.flow.convert.shapes import DealCard
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.people.plain import chosen_of
from gleanry.people.queries import code_plan, codes_of_deals
from gleanry.people.shapes import CodeWanted
from gleanry.web.access import WorkRequest, page
from gleanry.web.words.accounts import in_language
from gleanry.wiring.accounts import code_deal, told_of


def deal_code(request: WorkRequest, deal: DealCard) -> dict[str, Any]:
    """What parts/deal_code.html needs, under `code`: four statements."""
    workspace_id = request.viewer.workspace_id
    given = codes_of_deals(workspace_id, [deal.id]).get(deal.id)
    if given is not None or not request.viewer.may("accounts.edit"):
        return {"code": {"given": given, "deal_id": deal.id, "lists": []}}
    _rules_id, plan = code_plan(workspace_id)
    wanted = CodeWanted(deal.id, deal.account_id, {}, told_of(workspace_id, deal.account_id, deal.product))
    lists = [
        {
            "segment": segment,
            "name": in_language(segment.zh, segment.en),
            "options": list({code: (word, code) for word, code in reversed(segment.options)}.values())[::-1],
            "chosen": chosen_of(segment, wanted),
        }
        for segment in plan.segments
        if segment.kind == "list"
    ]
    homeless = deal.account_id is None and any(segment.kind == "account_number" for segment in plan.segments)
    return {"code": {"given": None, "deal_id": deal.id, "lists": lists, "homeless": homeless, "may": True}}


@require_POST
@page("accounts.edit")
def give_deal_code(request: WorkRequest, deal_id: int) -> HttpResponse:
    """Give the deal its code by what was chosen; what is missing is named."""
    get_deal(request.viewer, deal_id)
    chosen = {name.removeprefix("s-"): value for name, value in request.POST.dict().items() if name.startswith("s-")}
    try:
        code = code_deal(request.viewer, deal_id, chosen, clock.now())
        messages.success(request, _("Its inquiry code is %(code)s.") % {"code": code})
    except Refusal as refusal:
        if refusal.code != "code_incomplete":
            raise
        _rules_id, plan = code_plan(request.viewer.workspace_id)
        names = [in_language(s.zh, s.en) or s.code for s in plan.segments if s.code in refusal.data["segments"]]
        said = {"segments": _(", ").join(names)}
        messages.error(request, _("Choose these first: %(segments)s.") % said)
    return HttpResponseRedirect(f"/deals/{deal_id}/")
