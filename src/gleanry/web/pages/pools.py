"""The pools: how many leads lie where, by which rule, who may take how many, and what leaves soon."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gleanry.flow.nurture.queries import leaving_of
from gleanry.flow.route.queries import quotas_of
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.leads.queries import count_leads, count_places, list_leads, pool_book
from gleanry.leads.shapes import ALONE, CLAIMABLE, HELD, LeadFilters, PoolBook, PoolSetting
from gleanry.tenants.shapes import Viewer
from gleanry.web.access import WorkRequest, page
from gleanry.web.pages.leads import COUNTED, list_context
from gleanry.web.rows import with_names
from gleanry.web.words import labels
from gleanry.web.words.claims import RECYCLE_RULES, kept_text, pool_name, quota_text, target_name
from gleanry.web.words.pools import pool_rules

SOON = timedelta(days=3)
LOOKED_AT = 500
"""Leads of a page whose leaving is worked out: the viewer's own, or the newest of a pool."""
OWN_SHOWN = 20


@require_GET
@page("leads.see")
def pool_board(request: WorkRequest) -> HttpResponse:
    viewer = request.viewer
    book = pool_book(viewer.workspace_id)
    counts, rules = count_places(viewer), pool_rules(viewer.workspace_id)
    shown = [setting for setting in book.pools.values() if counts.get(setting.code) or _seen(viewer, setting)]
    claiming = [setting for setting in shown if _claims(viewer, setting)]
    quotas = quotas_of(viewer, claiming, clock.now()) if claiming else {}
    context = {
        "pools": [
            {
                "code": setting.code,
                "name": pool_name(setting),
                "count": counts.get(setting.code, 0),
                "meaning": labels.POOL_MEANINGS[setting.kind],
                "rules": [*(() if setting.is_own else rules[setting.kind]), *kept_text(book, setting)],
                "used": quota_text(quotas[setting.code]) if setting.code in quotas else "",
            }
            for setting in shown
        ],
        "protected": _protected(viewer, book),
    }
    return render(request, "pages/pools.html", context)


def _seen(viewer: Viewer, setting: PoolSetting) -> bool:
    if viewer.pools is None:
        return True
    return setting.code in (viewer.own_pools or ()) if setting.is_own else setting.kind in viewer.pools


def _claims(viewer: Viewer, setting: PoolSetting) -> bool:
    return (
        setting.kind in CLAIMABLE
        and viewer.may("leads.claim")
        and setting.code not in viewer.barred
        and _seen(viewer, setting)
    )


def _protected(viewer: Viewer, book: PoolBook) -> list[dict[str, Any]]:
    """The viewer's own leads that the rules will take back, the soonest first."""
    if not book.recycling or not viewer.member_id:
        return []
    held = list_leads(viewer, LeadFilters(owner_id=viewer.member_id), limit=LOOKED_AT).rows
    mine = [lead for lead in held if lead.pool in HELD]
    leaving = leaving_of(viewer.workspace_id, mine, book, until=clock.now() + timedelta(days=3650))[:OWN_SHOWN]
    shown = {row.lead.id: row for row in with_names(viewer, mine)}
    return [
        {
            "shown": shown[one.lead_id],
            "at": one.at,
            "rule": labels.label(RECYCLE_RULES, one.rule),
            "to": target_name(book, one.to),
        }
        for one in leaving
    ]


@require_GET
@page("leads.see")
def pool_list(request: WorkRequest, pool: str) -> HttpResponse:
    """The leads of one pool; `free` narrows to those without an owner."""
    viewer = request.viewer
    book = pool_book(viewer.workspace_id)
    setting = book.pools.get(pool)
    if setting is None or (setting.is_own and not _seen(viewer, setting)):
        raise Refusal("not_found", pool=pool)
    free = request.GET.get("free") == "1"
    unowned = LeadFilters(pool=setting.kind, own_pool=setting.own_pool, unowned=True)
    filters = unowned if free else LeadFilters(pool=setting.kind, own_pool=setting.own_pool)
    context = list_context(request, filters)
    claimable = _claims(viewer, setting)
    context |= {
        "pool": pool,
        "kind": str(setting.kind),
        "title": pool_name(setting),
        "meaning": labels.POOL_MEANINGS[setting.kind],
        "rules": [*pool_rules(viewer.workspace_id)[setting.kind], *kept_text(book, setting)],
        "free": free,
        "claiming": claimable,
        "used": quota_text(quotas_of(viewer, [setting], clock.now())[setting.code]) if claimable else "",
        "leaving": _leaving(viewer, book, setting),
        "soon_days": SOON.days,
        "free_count": count_leads(viewer, unowned, up_to=COUNTED + 1),
        "counted": COUNTED,
        "narrowed": free,
    }
    return render(request, "pages/pool.html", context)


def _leaving(viewer: Viewer, book: PoolBook, setting: PoolSetting) -> int:
    """How many of the pool's newest leads that the viewer sees leave in the next days."""
    if setting.kind in ALONE or not any({setting.code, setting.kind} & set(rule.pools) for rule in book.recycling):
        return 0
    filters = LeadFilters(pool=setting.kind, own_pool=setting.own_pool)
    leads = list_leads(viewer, filters, limit=LOOKED_AT).rows
    return len(leaving_of(viewer.workspace_id, leads, book, until=clock.now() + SOON))
