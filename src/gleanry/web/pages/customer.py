"""An account from all sides: who keeps it, how much it matters, its group, its committee, its deals, its past."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gleanry.cockpit.queries.accounts import business_of, deals_of_accounts, touches_of_people
from gleanry.cockpit.shapes import AccountBusiness
from gleanry.flow.identify.actions.editing import EDITABLE
from gleanry.flow.identify.queries.sides import sides_of, within
from gleanry.flow.identify.shapes import Kind, Side
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from gleanry.people.plain import rfm_type
from gleanry.people.queries import (
    accounts_by_id,
    families_of,
    handovers_of,
    people_by_id,
    people_of_accounts,
    standings_of,
    tier_book,
    tier_changes_of,
    traits_of,
)
from gleanry.people.shapes import AccountRow, Family, HandoverRow, StandingRow, TierBook, TraitRow
from gleanry.tenants.queries import gone_members, list_members, names_of
from gleanry.values.money import Money
from gleanry.web.access import WorkRequest, page
from gleanry.web.account_cards import CARDS
from gleanry.web.account_story import story_of_account
from gleanry.web.committees import committee_context
from gleanry.web.masking import shown_people
from gleanry.web.pages.records import LISTED, record_context
from gleanry.web.words import accounts as words
from gleanry.web.words import merging
from gleanry.wiring.accounts import accounts_within, tiers_of_book

STORY = 16
BESIDE = ("place", "describe", "tier", "deputy", "handover", "seat", "tie", "delete", "rest")
"""Forms that stand on the page whenever they can be sent: what was wrong stands beside them."""


@dataclass(frozen=True)
class Trouble:
    """A form that was refused: which, why, and what was typed into it."""

    form: str
    text: str
    typed: Mapping[str, str]


@require_GET
@page("leads.see")
def account_view(request: WorkRequest, account_id: int) -> HttpResponse:
    return account_page(request, account_id)


def account_page(request: WorkRequest, account_id: int, *, trouble: Trouble | None = None) -> HttpResponse:
    """The page of an account; a merged one is shown as the whole it belongs to."""
    viewer = request.viewer
    if account_id not in accounts_within(viewer, [account_id]):
        raise Refusal("not_found", account=account_id)
    side = sides_of(viewer.workspace_id, Kind.ACCOUNT, [account_id])[account_id]
    account = accounts_by_id(viewer.workspace_id, [side.id])[side.id]
    family = families_of(viewer.workspace_id, [side.id]).get(side.id)
    handovers = handovers_of(viewer.workspace_id, side.members)
    context = record_context(request, Kind.ACCOUNT, side) | {
        "title": account.name,
        "account": account,
        "written": list(dict.fromkeys(value for _kind, value in side.marks)),
        "editable": [
            (name, merging.field_title(Kind.ACCOUNT, name), getattr(account, name)) for name in EDITABLE[Kind.ACCOUNT]
        ],
        "trouble": trouble,
        "typed": trouble.typed if trouble else {},
        "handover": next((row for row in handovers if row.state == "open"), None),
        "today": timezone.localdate(clock.now()),
    }
    context |= _group(request, account, family)
    context |= _standing(request, account)
    context |= _people(request, side, handovers)
    context |= _keeping(request, account, context["handover"])
    context |= {"alerts": _alerts(context, account)}
    if trouble and (trouble.form not in BESIDE or (trouble.form == "handover" and context["handover"])):
        context["alerts"] = [trouble.text, *context["alerts"]]
    group = family.ids() if family else [side.id]
    context["cards"] = [card for make in CARDS if (card := make(request, side.members, group)) is not None]
    return render(request, "pages/account.html", context, status=422 if trouble else 200)


def _group(request: WorkRequest, account: AccountRow, family: Family | None) -> dict[str, Any]:
    """The tree, each account with its own business, and what the whole comes to."""
    viewer = request.viewer
    members = family.members if family else ()
    ids = [i for member in members for i in (member.id, *member.merged)] or [account.id]
    business = business_of(viewer.workspace_id, ids, owner_ids=viewer.owner_ids)
    seen = accounts_within(viewer, [member.id for member in members])
    whole = {
        member.id: sum((business[i] for i in (member.id, *member.merged)), AccountBusiness()) for member in members
    }
    total = sum(business.values(), AccountBusiness())
    currency = request.workspace.currency
    shown = [
        {
            "member": member,
            "seen": member.id in seen,
            "relation": words.RELATIONS.get(member.relation, ""),
            "business": whole[member.id],
            "open": Money(whole[member.id].open_minor, currency),
            "won": Money(whole[member.id].won_minor, currency),
        }
        for member in members
        if member.id in seen
    ]
    return {
        "tree": shown if len(members) > 1 else [],
        "hidden_members": len(members) - len(shown),
        "business": total,
        "open_money": Money(total.open_minor, currency),
        "won_money": Money(total.won_minor, currency),
        "relations": words.RELATIONS,
        "reach_all": viewer.owner_ids is None,
    }


def _standing(request: WorkRequest, account: AccountRow) -> dict[str, Any]:
    """The tier and why, what is done for it, and the form to set it by hand."""
    workspace_id = request.viewer.workspace_id
    _rules_id, book = tier_book(workspace_id)
    row = standings_of(workspace_id, [account.id]).get(account.id)
    trait = traits_of(workspace_id, [account.id]).get(account.id, TraitRow(account.id))
    names = words.tier_names(book)
    return {
        "standing": row,
        "tier_name": names.get(row.tier, row.tier) if row else "",
        "tier_names": [(code, names.get(code, code)) for code in tiers_of_book(book)],
        "care": words.care_of(book, row.tier, row.rad) if row else [],
        "rfm_type": words.RFM_TYPES.get(rfm_type(row.rfm, book.rfm_high), "") if row else "",
        "figures": _figures(row, request.workspace.currency, book),
        "trait": trait,
        "budget": Money(trait.budget_minor, trait.currency) if trait.budget_minor is not None else None,
        "coverages": words.COVERAGES,
        "is_key": bool(row and row.tier in book.keys),
    }


def _figures(row: StandingRow | None, currency: str, book: TierBook) -> list[tuple[str, Any]]:
    """The figures an account was judged by, in words."""
    if row is None:
        return []
    told = row.figures
    worth = _("Received") if book.measure == "received" else _("Won")
    found: list[tuple[str, Any]] = [
        (worth, Money(told.get("value", 0), currency)),
        (_("Deals"), told.get("deals", 0)),
        (_("Bought last"), told.get("last_on", "–")),
    ]
    if "share" in told:
        found.append((_("Our share"), f"{told['share']} %"))
    return found


def _people(request: WorkRequest, side: Side, handovers: list[HandoverRow]) -> dict[str, Any]:
    """Its people, the committee they make, and what happened with them."""
    viewer = request.viewer
    workspace_id = viewer.workspace_id
    staff = [person for people in people_of_accounts(workspace_id, side.members).values() for person in people]
    roots = {row.id: row for row in people_by_id(workspace_id, staff[: 4 * LISTED]).values()}
    seen = within(viewer, sides_of(workspace_id, Kind.PERSON, roots))
    shown = shown_people(viewer, dict(sorted((i, roots[i]) for i in seen)[:LISTED]))
    touches = touches_of_people(workspace_id, seen, limit=STORY)
    deals = deals_of_accounts(workspace_id, side.members, owner_ids=viewer.owner_ids, limit=STORY)
    changes = tier_changes_of(workspace_id, side.id, limit=STORY)
    ours = [deal.owner_id for deal in deals] + [change.by for change in changes]
    ours += [i for row in handovers for i in (row.from_id, row.to_id, *(step.done_by for step in row.steps))]
    names = names_of(workspace_id, ours)
    people = {i: row.name for i, row in shown.items()}
    story = story_of_account(touches, deals, changes, handovers, names=names, people=people)
    return {
        "staff": list(shown.values()),
        "story": story[:STORY],
        "committee": committee_context(request, side.id, people=shown),
    }


def _keeping(request: WorkRequest, account: AccountRow, handover: HandoverRow | None) -> dict[str, Any]:
    """Who keeps it, and who might."""
    viewer = request.viewer
    workspace_id = viewer.workspace_id
    members = [(row.pk, row.name) for row in list_members(workspace_id)] if viewer.may("accounts.edit") else []
    ids = [account.owner_id, account.deputy_id]
    ids += [handover.from_id, handover.to_id] if handover else []
    steps = [(step, words.in_language(step.zh, step.en)) for step in handover.steps] if handover else []
    mine = handover is not None and viewer.member_id in (handover.from_id, handover.to_id)
    return {
        "members_at_work": members,
        "keeper_names": names_of(workspace_id, ids),
        "gone": set(gone_members(workspace_id)) & {account.owner_id, account.deputy_id},
        "steps": steps,
        "next_step": next((name for step, name in steps if step.done_at is None), ""),
        "may_step": handover is not None and (mine or viewer.may("accounts.judge")),
        "may_plan": viewer.may("accounts.edit")
        and (account.owner_id in (None, viewer.member_id) or viewer.may("accounts.judge")),
    }


def _alerts(context: Mapping[str, Any], account: AccountRow) -> list[str]:
    """What is in danger here, in words."""
    found = []
    names = context["keeper_names"]
    if context["is_key"] and account.owner_id is None:
        found.append(_("A key account that nobody keeps."))
    elif context["is_key"] and account.deputy_id is None:
        found.append(_("A key account that hangs on one person: name a deputy."))
    left = _("%(name)s no longer works here. Hand the account over.")
    found += [left % {"name": names.get(i, "")} for i in sorted(context["gone"])]
    handover = context["handover"]
    if handover and (step := handover.next_step) and step.due_on < context["today"]:
        said = {"step": words.in_language(step.zh, step.en), "day": step.due_on.isoformat()}
        found.append(_("The handover is late: “%(step)s” was due on %(day)s.") % said)
    return found
