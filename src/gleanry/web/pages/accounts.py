"""The list of accounts, its file, and what is in danger."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gleanry.kit import clock
from gleanry.people.queries import (
    accounts_by_id,
    families_of,
    list_accounts,
    open_handovers,
    tier_book,
    words_of_accounts,
)
from gleanry.people.shapes import AccountFilters, ListedAccount
from gleanry.tenants.queries import list_members, names_of
from gleanry.values.money import Money
from gleanry.web.access import WorkRequest, key_of, page
from gleanry.web.pages.export import attachment, csv_lines
from gleanry.web.words.accounts import in_language, tier_names
from gleanry.wiring.accounts import accounts_within, alerts_of, tiers_of_book

SHOWN, EXPORTED = 50, 1000


@require_GET
@page("leads.see")
def account_list(request: WorkRequest) -> HttpResponse:
    """Accounts, the newest first: all, or those kept by who is within reach. Nine statements at most."""
    viewer = request.viewer
    filters = _filters(request)
    after = key_of(request, "after")
    rows = list_accounts(viewer.workspace_id, filters, keepers=viewer.owner_ids, after=after, limit=SHOWN + 1)
    shown = rows[:SHOWN]
    regions, industries = words_of_accounts(viewer.workspace_id)
    _rules_id, book = tier_book(viewer.workspace_id)
    names = tier_names(book)
    context = {
        "rows": _named(viewer.workspace_id, shown),
        "next_after": shown[-1].id if len(rows) > SHOWN else None,
        "paged": after is not None,
        "filters": filters,
        "regions": [(value, value) for value in regions],
        "industries": [(value, value) for value in industries],
        "tiers": [(code, names.get(code, code)) for code in tiers_of_book(book)],
        "keepers": [(row.pk, row.name) for row in list_members(viewer.workspace_id) if _within(request, row.pk)],
        "keeper": request.GET.get("keeper", ""),
        "group": _top(request),
        "narrowed": filters != AccountFilters(),
        "reach_all": viewer.owner_ids is None,
    }
    return render(request, "pages/accounts.html", context)


def _within(request: WorkRequest, member_id: int) -> bool:
    owners = request.viewer.owner_ids
    return owners is None or member_id in owners


def _filters(request: WorkRequest) -> AccountFilters:
    """What the address narrows to; `group` is an account whose whole group is meant."""
    asked = request.GET
    group = key_of(request, "group")
    among = None
    if group is not None:
        family = families_of(request.viewer.workspace_id, [group]).get(group)
        among = tuple(family.ids()) if family else ()
    return AccountFilters(
        tier=asked.get("tier", "")[:12],
        region=asked.get("region", "")[:80],
        industry=asked.get("industry", "")[:80],
        owner_id=key_of(request, "keeper"),
        unkept=asked.get("keeper") == "none",
        dormant=asked.get("dormant") == "1",
        among=among,
    )


def _top(request: WorkRequest) -> str:
    """What the group is called that the list is narrowed to, where the viewer sees its account."""
    group = key_of(request, "group")
    if group is None or group not in accounts_within(request.viewer, [group]):
        return ""
    return accounts_by_id(request.viewer.workspace_id, [group])[group].name


def _named(workspace_id: int, rows: list[ListedAccount]) -> list[dict[str, Any]]:
    """The rows with the names behind their ids; two statements for any number."""
    names = names_of(workspace_id, [i for row in rows for i in (row.owner_id, row.deputy_id)])
    parents = accounts_by_id(workspace_id, [row.parent_id for row in rows])
    return [
        {
            "row": row,
            "keeper": names.get(row.owner_id or 0, ""),
            "deputy": names.get(row.deputy_id or 0, ""),
            "parent": parents[row.parent_id].name if row.parent_id in parents else "",
        }
        for row in rows
    ]


@require_GET
@page("data.export")
def export_accounts(request: WorkRequest) -> StreamingHttpResponse:
    """The list as it is narrowed, as a file, a thousand accounts at a time."""
    name = f"accounts-{timezone.localtime(clock.now()):%Y%m%d-%H%M}.csv"
    return attachment(csv_lines(_lines(request, _filters(request))), name)


def _lines(request: WorkRequest, filters: AccountFilters) -> Iterator[list[Any]]:
    viewer = request.viewer
    yield [_("Number"), _("Company"), _("Tier"), "ABC", "RAD", "RFM", _("Region"), _("Industry"), _("Keeper"),
           _("Deputy"), _("Belongs to")]  # fmt: skip
    after: int | None = None
    while rows := list_accounts(viewer.workspace_id, filters, keepers=viewer.owner_ids, after=after, limit=EXPORTED):
        for told in _named(viewer.workspace_id, rows):
            row = told["row"]
            yield [row.id, row.name, row.tier, row.abc, row.rad, row.rfm, row.region, row.industry,
                   told["keeper"], told["deputy"], told["parent"]]  # fmt: skip
        after = rows[-1].id


@require_GET
@page("accounts.judge")
def account_alerts(request: WorkRequest) -> HttpResponse:
    """What is in danger: key accounts that hang on one, too much on one, what the gone leave, handovers under way."""
    viewer = request.viewer
    alerts = alerts_of(viewer.workspace_id)
    currency = request.workspace.currency
    plans = open_handovers(viewer.workspace_id)
    rows = accounts_by_id(viewer.workspace_id, [plan.account_id for plan in plans])
    everybody: list[int | None] = [row.member_id for row in alerts.concentrated]
    everybody += [row.member_id for row in alerts.gone]
    everybody += [i for plan in plans for i in (plan.from_id, plan.to_id)]
    names = names_of(viewer.workspace_id, [*everybody, *(key.owner_id for key in alerts.alone)])
    context = {
        "alerts": alerts,
        "alone": [(row, names.get(row.owner_id or 0, "")) for row in alerts.alone if _reached(request, row.owner_id)],
        "concentrated": [
            (row, names.get(row.member_id, ""), Money(row.value, currency))
            for row in alerts.concentrated
            if _reached(request, row.member_id)
        ],
        "gone": [(row, names.get(row.member_id, "")) for row in alerts.gone if _reached(request, row.member_id)],
        "plans": [
            {
                "plan": plan,
                "account": rows[plan.account_id],
                "from": names.get(plan.from_id or 0, "–"),
                "to": names.get(plan.to_id, ""),
                "step": in_language(step.zh, step.en) if (step := plan.next_step) else "",
                "due": step.due_on if step else None,
            }
            for plan in plans
            if plan.account_id in rows and (_reached(request, plan.from_id) or _reached(request, plan.to_id))
        ],
        "today": timezone.localdate(clock.now()),
    }
    return render(request, "pages/account_alerts.html", context)


def _reached(request: WorkRequest, member_id: int | None) -> bool:
    """Whether what hangs on a member is within the viewer's reach; what nobody keeps concerns who sees everything."""
    owners = request.viewer.owner_ids
    return owners is None or (member_id is not None and member_id in owners)
