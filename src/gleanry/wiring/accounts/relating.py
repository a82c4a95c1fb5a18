"""Who decides in an account, who knows whom, and how an account is handed over. Permission and sight first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from gleanry.cockpit.queries.accounts import last_met
from gleanry.flow.convert.queries import get_deal
from gleanry.kit.errors import Refusal
from gleanry.people.actions import (
    begin_handover,
    drop_handover,
    end_ties,
    give_codes,
    leave_seats,
    note_ties,
    take_seats,
    take_step,
)
from gleanry.people.plain import alone, concentrated, gaps_of, support_of
from gleanry.people.queries import (
    accounts_by_id,
    at_risk,
    committee_book,
    handover_named,
    keeping_book,
    key_accounts,
    people_by_id,
    seats_of,
    tier_book,
    ties_of,
)
from gleanry.people.shapes import (
    AtRisk,
    CodeWanted,
    Concentration,
    Gap,
    KeyAccount,
    NewSeat,
    NewTie,
    SeatRow,
    Tie,
)
from gleanry.tenants.queries import get_settings, gone_members
from gleanry.tenants.shapes import Viewer
from gleanry.wiring.accounts.changing import check_member, keep_anew
from gleanry.wiring.accounts.sight import EDIT, check_account


@dataclass(frozen=True)
class Committee:
    """The committee of an account or a deal: seats, what is missing, who knows whom, when each was last met."""

    seats: list[SeatRow]
    gaps: tuple[Gap, ...]
    ties: list[Tie]
    met: dict[int, date]
    support: int


def committee_of(workspace_id: int, account_id: int, at: datetime, *, opportunity_id: int | None = None) -> Committee:
    """The committee as it stands; six statements, however many sit in it."""
    zone = ZoneInfo(get_settings(workspace_id).zone)
    seats = seats_of(workspace_id, [account_id], opportunity_id=opportunity_id)
    people = {seat.person_id for seat in seats}
    met = {i: moment.astimezone(zone).date() for i, moment in last_met(workspace_id, people).items()}
    gaps = gaps_of(seats, met, at.astimezone(zone).date(), committee_book(workspace_id))
    return Committee(seats, gaps, ties_of(workspace_id, people), met, support_of(seats))


def seat_person(viewer: Viewer, seat: NewSeat, at: datetime) -> None:
    """Seat a person of an account in its committee, or in that of a deal of it.

    Raises Refusal `forbidden`, `not_found`, `no_such_member`, `bad_seat`, and `not_of_account` for a person who works
    elsewhere or a deal of another account.
    """
    root = check_account(viewer, seat.account_id)
    person = people_by_id(viewer.workspace_id, [seat.person_id]).get(seat.person_id)
    if person is None or not _is_of(viewer, person.account_id, root):
        raise Refusal("not_of_account", person=seat.person_id)
    if seat.opportunity_id is not None and not _is_of(viewer, get_deal(viewer, seat.opportunity_id).account_id, root):
        raise Refusal("not_of_account", deal=seat.opportunity_id)
    check_member(viewer, seat.keeper_id)
    take_seats(viewer.workspace_id, [replace(seat, account_id=root)], at=at, by=viewer.member_id or None)


def _is_of(viewer: Viewer, account_id: int | None, root: int) -> bool:
    row = accounts_by_id(viewer.workspace_id, [account_id]).get(account_id or 0)
    return row is not None and row.id == root


def unseat(viewer: Viewer, account_id: int, seat_id: int, at: datetime, *, opportunity_id: int | None = None) -> None:
    """End a seat. Raises Refusal `forbidden` and `not_found`, also for a seat of another account."""
    root = check_account(viewer, account_id)
    seats = seats_of(viewer.workspace_id, [root], opportunity_id=opportunity_id)
    if seat_id not in {seat.id for seat in seats if opportunity_id is None or seat.account_id == root}:
        raise Refusal("not_found", seat=seat_id)
    leave_seats(viewer.workspace_id, [seat_id], at=at, by=viewer.member_id or None)


def tie_people(viewer: Viewer, account_id: int, tie: NewTie, at: datetime) -> None:
    """Note whom a person of an account's committee knows.

    Raises Refusal `forbidden`, `not_found`, `not_of_account`, `no_such_member`, `bad_tie`.
    """
    root = check_account(viewer, account_id)
    seated = {seat.person_id for seat in seats_of(viewer.workspace_id, [root])}
    others = {tie.other_person_id} - {None}
    if tie.person_id not in seated or others - seated:
        raise Refusal("not_of_account", person=tie.person_id)
    check_member(viewer, tie.member_id)
    note_ties(viewer.workspace_id, [tie], at=at, by=viewer.member_id or None)


def untie(viewer: Viewer, account_id: int, tie_id: int, at: datetime) -> None:
    """End what was noted of who knows whom. Raises Refusal `forbidden` and `not_found`."""
    root = check_account(viewer, account_id)
    seated = {seat.person_id for seat in seats_of(viewer.workspace_id, [root])}
    if tie_id not in {tie.id for tie in ties_of(viewer.workspace_id, seated)}:
        raise Refusal("not_found", tie=tie_id)
    end_ties(viewer.workspace_id, [tie_id], at=at, by=viewer.member_id or None)


def plan_handover(viewer: Viewer, account_id: int, to_id: int, *, why: str, at: datetime) -> int:
    """Plan to hand an account over. Who keeps it plans it, and who judges accounts.

    Raises Refusal `forbidden`, `not_found`, `no_such_member`, `handover_open`, `keeps_already`.
    """
    root = check_account(viewer, account_id)
    keeper = accounts_by_id(viewer.workspace_id, [root])[root].owner_id
    if keeper is not None and keeper != viewer.member_id and not viewer.may("accounts.judge"):
        raise Refusal("forbidden", permission="accounts.judge")
    check_member(viewer, to_id)
    today = at.astimezone(ZoneInfo(get_settings(viewer.workspace_id).zone)).date()
    by = viewer.member_id or None
    return begin_handover(viewer.workspace_id, root, to_id, why=why.strip(), today=today, at=at, by=by)


def step_handover(viewer: Viewer, handover_id: int, *, note: str, at: datetime) -> None:
    """Mark the next step as done; with the last one the account has its new keeper.

    Raises Refusal `forbidden`, `not_found`, `handover_over`.
    """
    _check_handover(viewer, handover_id)
    with transaction.atomic():
        row = take_step(viewer.workspace_id, handover_id, note=note.strip(), at=at, by=viewer.member_id or None)
        if row.state == "done":
            keep_anew(viewer.workspace_id, row.account_id, row.to_id, at=at, by=viewer.member_id or None)


def give_up_handover(viewer: Viewer, handover_id: int, at: datetime) -> None:
    """Give a handover up: the account stays. Raises Refusal `forbidden`, `not_found`, `handover_over`."""
    _check_handover(viewer, handover_id)
    drop_handover(viewer.workspace_id, handover_id, at=at, by=viewer.member_id or None)


def _check_handover(viewer: Viewer, handover_id: int) -> None:
    row = handover_named(viewer.workspace_id, handover_id)
    if row is None:
        raise Refusal("not_found", handover=handover_id)
    check_account(viewer, row.account_id)
    if viewer.member_id not in (row.from_id, row.to_id) and not viewer.may("accounts.judge"):
        raise Refusal("forbidden", permission="accounts.judge")


@dataclass(frozen=True)
class Alerts:
    """What is in danger: key accounts that hang on one, members too much hangs on, what the gone leave behind."""

    keys: list[KeyAccount]
    alone: list[KeyAccount]
    concentrated: list[Concentration]
    gone: list[AtRisk]
    percent: int


def alerts_of(workspace_id: int) -> Alerts:
    """The alerts of a workspace as it stands; eight statements, however many accounts there are."""
    _, book = tier_book(workspace_id)
    percent = keeping_book(workspace_id).concentration
    keys = key_accounts(workspace_id, book.keys)
    gone = at_risk(workspace_id, gone_members(workspace_id))
    return Alerts(keys, alone(keys), concentrated(keys, percent), gone, percent)


def code_deal(viewer: Viewer, deal_id: int, chosen: dict[str, str], at: datetime) -> str:
    """Give a deal its inquiry code; one it has stays. Raises Refusal `forbidden`, `not_found`, `code_incomplete`."""
    if not viewer.may(EDIT):
        raise Refusal("forbidden", permission=EDIT)
    deal = get_deal(viewer, deal_id)
    today = at.astimezone(ZoneInfo(get_settings(viewer.workspace_id).zone)).date()
    told = told_of(viewer.workspace_id, deal.account_id, deal.product)
    wanted = CodeWanted(deal_id, deal.account_id, chosen, told)
    return give_codes(viewer.workspace_id, [wanted], today=today, at=at, by=viewer.member_id or None)[deal_id]


def told_of(workspace_id: int, account_id: int | None, product: str) -> dict[str, str]:
    """What is known of a deal that a segment of its code may be filled from."""
    account = accounts_by_id(workspace_id, [account_id]).get(account_id or 0)
    return {
        "region": account.region if account else "",
        "industry": account.industry if account else "",
        "product": product,
    }
