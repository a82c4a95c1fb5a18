"""The pools: how many leads lie where, by which rule, and who may take one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gleanry.kit.errors import Refusal
from gleanry.leads.queries import count_leads, count_pools
from gleanry.leads.shapes import CLAIMABLE, LeadFilters, Pool
from gleanry.web.access import WorkRequest, page
from gleanry.web.pages.leads import COUNTED, list_context
from gleanry.web.words import labels
from gleanry.web.words.pools import pool_rules


@require_GET
@page("leads.see")
def pool_board(request: WorkRequest) -> HttpResponse:
    viewer = request.viewer
    counts, rules = count_pools(viewer), pool_rules(viewer.workspace_id)
    shown = [
        {
            "code": pool,
            "name": name,
            "count": counts.get(pool, 0),
            "meaning": labels.POOL_MEANINGS[pool],
            "rules": rules[pool],
        }
        for pool, name in labels.POOLS.items()
        if counts.get(pool) or viewer.pools is None or pool in viewer.pools
    ]
    return render(request, "pages/pools.html", {"pools": shown})


@require_GET
@page("leads.see")
def pool_list(request: WorkRequest, pool: str) -> HttpResponse:
    """The leads of one pool; `free` narrows to those without an owner."""
    if pool not in set(Pool):
        raise Refusal("not_found", pool=pool)
    free = request.GET.get("free") == "1"
    filters = LeadFilters(pool=pool, unowned=free)
    context = list_context(request, filters)
    claimable = pool in CLAIMABLE and request.viewer.may("leads.claim")
    unowned = LeadFilters(pool=pool, unowned=True)
    context |= {
        "pool": pool,
        "meaning": labels.POOL_MEANINGS[pool],
        "rules": pool_rules(request.viewer.workspace_id)[pool],
        "free": free,
        "claiming": claimable,
        "free_count": count_leads(request.viewer, unowned, up_to=COUNTED + 1),
        "counted": COUNTED,
        "narrowed": free,
    }
    return render(request, "pages/pool.html", context)
