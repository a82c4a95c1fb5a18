"""Hand an account over, step by step."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.people.facts import HandoverBegun, HandoverEnded, HandoverStepped
from gleanry.people.models import Handover, HandoverStep
from gleanry.people.queries import account_cards, handover_named, handovers_of, keeping_book, roots_of
from gleanry.people.rules import planned
from gleanry.people.shapes import HandoverRow

LOCK = 86


def begin_handover(
    workspace_id: int, account_id: int, to_id: int, *, why: str, today: date, at: datetime, by: int | None
) -> int:
    """Plan the handover of an account to a member, its steps by the rules in force. Returns its id.

    Raises Refusal `not_found`, `handover_open` while another is under way, `keeps_already` for who keeps it.
    """
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        account_id = roots_of(workspace_id, [account_id], kind="account").get(account_id, account_id)
        card = next(iter(account_cards(workspace_id, "id", [account_id])), None)
        if card is None:
            raise Refusal("not_found", account=account_id)
        if card.owner_id == to_id:
            raise Refusal("keeps_already", member=to_id)
        if any(row.state == "open" for row in handovers_of(workspace_id, [account_id])):
            raise Refusal("handover_open", account=account_id)
        handover_id = bulk.allocate(Handover, 1)[0]
        columns = ("id", "workspace_id", "account_id", "from_id", "to_id", "state", "why", "at", "by")
        row = (handover_id, workspace_id, account_id, card.owner_id, to_id, "open", why[:200], at, by)
        bulk.insert(Handover, columns, [row])
        steps = planned(keeping_book(workspace_id).steps, today)
        bulk.insert(
            HandoverStep,
            ("workspace_id", "handover_id", "place", "code", "zh", "en", "due_on", "note"),
            [(workspace_id, handover_id, place, *step, "") for place, step in enumerate(steps)],
        )
        fact = HandoverBegun((handover_id,), (account_id,), (card.owner_id or 0,), (to_id,))
        ledger.announce(workspace_id, fact, at=at, by=by)
    return int(handover_id)


def take_step(workspace_id: int, handover_id: int, *, note: str, at: datetime, by: int | None) -> HandoverRow:
    """Mark the next step as done; the last one ends the handover. Returns it as it is then.

    Who keeps the account afterwards is for the caller to write, in the same transaction. Raises Refusal `not_found`
    and `handover_over`.
    """
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        row = _open(workspace_id, handover_id)
        step = row.next_step
        if step is not None:
            bulk.update(HandoverStep, ("done_at", "done_by", "note"), [(step.id, at, by, note[:200])])
            ledger.announce(workspace_id, HandoverStepped((handover_id,), (step.code,)), at=at, by=by)
        left = [other for other in row.steps if other.done_at is None and other != step]
        if not left:
            _end(workspace_id, handover_id, "done", at=at, by=by)
    return handover_named(workspace_id, handover_id) or row


def drop_handover(workspace_id: int, handover_id: int, *, at: datetime, by: int | None) -> None:
    """Give a handover up: the account stays with who keeps it. Raises Refusal `not_found` and `handover_over`."""
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        _open(workspace_id, handover_id)
        _end(workspace_id, handover_id, "dropped", at=at, by=by)


def _open(workspace_id: int, handover_id: int) -> HandoverRow:
    row = handover_named(workspace_id, handover_id)
    if row is None:
        raise Refusal("not_found", handover=handover_id)
    if row.state != "open":
        raise Refusal("handover_over", handover=handover_id)
    return row


def _end(workspace_id: int, handover_id: int, state: str, *, at: datetime, by: int | None) -> None:
    bulk.update(Handover, ("state", "ended_at", "ended_by"), [(handover_id, state, at, by)])
    ledger.announce(workspace_id, HandoverEnded((handover_id,), (state,)), at=at, by=by)
