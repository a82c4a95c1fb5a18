"""Is it there already? Whose is it? Asked without seeing it, and answered by who holds it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from gleanry.flow.identify.facts import AccountsKept, Answered, AskedFor, Checked, HandedOver
from gleanry.flow.identify.models import Request, RequestAnswer
from gleanry.flow.identify.queries import known_as
from gleanry.flow.identify.shapes import Double
from gleanry.kit import ledger
from gleanry.kit.errors import Refusal
from gleanry.kit.models import Fact
from gleanry.leads.queries import leads_by_id
from gleanry.people.actions import keep_accounts
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.queries import list_members
from gleanry.tenants.shapes import Viewer

LONGEST = 200
CHECKS_A_DAY = 200


def check_known(viewer: Viewer, text: str, at: datetime) -> tuple[str, list[Double]]:
    """Tell whether somebody or some company is there already, and write down that it was asked.

    The ledger keeps who asked, for what kind of thing, and what was found; not what was typed. Raises Refusal
    `bad_check`, or `too_many_checks` beyond 200 in a day.
    """
    if not viewer.may("leads.see"):
        raise Refusal("forbidden", permission="leads.see")
    if len(text.strip()) < 2 or len(text) > LONGEST:
        raise Refusal("bad_check")
    _not_too_often(viewer, at)
    asked, found = known_as(viewer, text)
    told = [(asked, double.what, double.id) for double in found] or [(asked, "", 0)]
    with transaction.atomic():
        ledger.announce(viewer.workspace_id, Checked(*zip(*told, strict=True)), at=at, by=viewer.member_id)
    return asked, found


def _not_too_often(viewer: Viewer, at: datetime) -> None:
    """Fishing is a question after the other: the ledger remembers how many a member put lately."""
    asked = Fact.objects.of(viewer.workspace_id).filter(kind="identify.Checked", by=viewer.member_id)
    if asked.filter(at__gt=at - timedelta(days=1)).count() >= CHECKS_A_DAY:
        raise Refusal("too_many_checks")


def ask_for(viewer: Viewer, what: str, thing_id: int, at: datetime, *, note: str = "") -> int:
    """Ask the holder of a lead, or the keeper of an account, for it. Returns the request's id.

    Asked again while the first request waits, it stays that one. Raises Refusal `not_found` or `nobody_to_ask`.
    """
    if not viewer.may("leads.see"):
        raise Refusal("forbidden", permission="leads.see")
    workspace_id = viewer.workspace_id
    holders = leads_by_id(workspace_id, [thing_id]) if what == "lead" else accounts_by_id(workspace_id, [thing_id])
    if thing_id not in holders:
        raise Refusal("not_found")
    owner_id = holders[thing_id].owner_id
    if owner_id is None or owner_id == viewer.member_id:
        raise Refusal("nobody_to_ask")
    named = {"lead_id": thing_id} if what == "lead" else {"account_id": thing_id}
    with transaction.atomic():
        waiting = Request.objects.of(workspace_id).filter(by=viewer.member_id, answer=RequestAnswer.OPEN, **named)
        if (known := waiting.values_list("pk", flat=True).first()) is not None:
            return known
        row = Request.objects.create(
            workspace_id=workspace_id, owner_id=owner_id, by=viewer.member_id, note=note[:400], at=at, **named
        )
        ledger.announce(workspace_id, AskedFor((row.pk,)), at=at, by=viewer.member_id)
    return row.pk


def answer_request(viewer: Viewer, request_id: int, at: datetime, *, give: bool) -> None:
    """Give what was asked for, or keep it. Only who was asked may answer, and once.

    Raises Refusal `not_found`.
    """
    with transaction.atomic():
        rows = Request.objects.of(viewer.workspace_id).select_for_update()
        row = rows.filter(pk=request_id, owner_id=viewer.member_id, answer=RequestAnswer.OPEN).first()
        if row is None:
            raise Refusal("not_found", request=request_id)
        row.answer = RequestAnswer.GIVEN if give else RequestAnswer.KEPT
        row.answered_at = at
        row.save(update_fields=["answer", "answered_at"])
        answered = Answered((row.pk,), (str(row.answer),))
        ledger.announce(viewer.workspace_id, answered, at=at, by=viewer.member_id)
        if give:
            _give(viewer, row, at)


def _give(viewer: Viewer, row: Request, at: datetime) -> None:
    """Hand it to who asked, unless it is in other hands by now."""
    workspace_id = viewer.workspace_id
    if row.account_id is not None:
        held = accounts_by_id(workspace_id, [row.account_id])
        if held and held[row.account_id].owner_id == viewer.member_id:
            _keep(viewer, row.account_id, row.by, at)
        return
    leads = leads_by_id(workspace_id, [row.lead_id])
    mine = [lead.id for lead in leads.values() if lead.owner_id == viewer.member_id]
    ledger.announce(workspace_id, HandedOver(tuple(mine), (row.by,) * len(mine)), at=at, by=viewer.member_id)


def give_account(viewer: Viewer, account_id: int, owner_id: int, at: datetime) -> None:
    """Say by hand who keeps an account. Raises Refusal `forbidden`, `no_such_member` or `not_found`."""
    if not viewer.may("leads.assign"):
        raise Refusal("forbidden", permission="leads.assign")
    account = accounts_by_id(viewer.workspace_id, [account_id]).get(account_id)
    held_elsewhere = viewer.owner_ids is not None and account and account.owner_id not in {None, *viewer.owner_ids}
    if account is None or held_elsewhere:
        raise Refusal("not_found", account=account_id)
    if owner_id not in {member.pk for member in list_members(viewer.workspace_id)}:
        raise Refusal("no_such_member", member=owner_id)
    with transaction.atomic():
        _keep(viewer, account_id, owner_id, at)


def _keep(viewer: Viewer, account_id: int, owner_id: int, at: datetime) -> None:
    kept = keep_accounts(viewer.workspace_id, [(account_id, owner_id)], at=at, anew=True)
    fact = AccountsKept(tuple(a for a, _ in kept), tuple(o for _, o in kept))
    ledger.announce(viewer.workspace_id, fact, at=at, by=viewer.member_id)
