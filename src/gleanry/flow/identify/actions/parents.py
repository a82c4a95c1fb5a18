"""Companies that wait for the company they belong to: put under it when it is here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gleanry.flow.capture.facts import NamesDecided
from gleanry.flow.capture.queries import fields_of
from gleanry.flow.identify.facts import AccountsKnown
from gleanry.flow.identify.models import ToldAccount
from gleanry.flow.identify.rules.told import key_of
from gleanry.kit import bulk
from gleanry.people.actions import place_accounts
from gleanry.people.queries import accounts_by_key
from gleanry.people.shapes import NewPlace


def place_waiting(workspace_id: int, fact: AccountsKnown, at: datetime) -> None:
    """Companies came with deals: put those under them that waited for them."""
    if _is_waited_for(workspace_id):
        fields = (read.fields for read in fields_of(workspace_id, fact.submission_ids))
        place_under(workspace_id, {key_of(told.get("account") or told.get("company")) for told in fields}, at)


def read_parents_again(workspace_id: int, fact: NamesDecided, at: datetime) -> None:  # a handler's signature
    """What words mean was decided: read again which parents are waited for, and place those that are here."""
    rows = ToldAccount.objects.of(workspace_id).filter(waits_for__gt="").values_list("pk", "waits_for")
    waiting = dict(rows)
    if not waiting:
        return
    read = {one.submission_id: key_of(one.fields.get("parent")) for one in fields_of(workspace_id, waiting)}
    bulk.update(ToldAccount, ("waits_for",), [(i, key) for i, key in read.items() if key != waiting[i]])
    place_under(workspace_id, {key for key in read.values() if key}, at)


def _is_waited_for(workspace_id: int) -> bool:
    return ToldAccount.objects.of(workspace_id).filter(waits_for__gt="").exists()


def place_under(workspace_id: int, keys: Iterable[str], at: datetime) -> None:
    """Put the accounts that wait for companies of these names under them, where they are here."""
    columns = ("id", "account_id", "waits_for")
    rows = bulk.find(ToldAccount, columns, workspace_id=workspace_id, key="waits_for", among={k for k in keys if k})
    parents = accounts_by_key(workspace_id, {key for *_, key in rows})
    ready = [(i, account, key) for i, account, key in rows if key in parents]
    places = {account: NewPlace(account, parents[key], "subsidiary") for _, account, key in ready}
    place_accounts(workspace_id, list(places.values()), at=at)
    bulk.update(ToldAccount, ("waits_for",), [(i, "") for i, *_ in ready])
