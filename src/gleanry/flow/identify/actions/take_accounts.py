"""Companies that a file tells of, with what they belong to. A parent that is not here yet is waited for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from gleanry.flow.capture.facts import AccountsCaptured
from gleanry.flow.capture.queries import fields_of
from gleanry.flow.identify.actions.identify_submissions import LOCK
from gleanry.flow.identify.actions.parents import place_under
from gleanry.flow.identify.facts import AccountsTold
from gleanry.flow.identify.models import ToldAccount
from gleanry.flow.identify.rules.told import key_of, told_of, updated
from gleanry.kit import bulk, ledger
from gleanry.people.actions import add_accounts, set_fields
from gleanry.people.queries import accounts_by_key, raw_rows
from gleanry.people.shapes import NewAccount

Rows = Mapping[int, Mapping[str, Any]]
"""Submission id -> its fields, in order."""


def take_accounts(workspace_id: int, fact: AccountsCaptured, at: datetime) -> None:
    """Add the companies nobody knew, bring the others up to date, and put each under its parent."""
    bulk.lock_workspace(workspace_id, LOCK)
    rows = {read.submission_id: read.fields for read in fields_of(workspace_id, fact.submission_ids)}
    keys = {i: key for i, fields in rows.items() if (key := key_of(fields.get("company")))}
    named = {key: rows[i] for i, key in keys.items()}
    known = accounts_by_key(workspace_id, named)
    new = [_new(key, fields) for key, fields in named.items() if key not in known]
    accounts = known | add_accounts(workspace_id, new, at=at)
    _bring_up_to_date(workspace_id, {known[key]: fields for key, fields in named.items() if key in known})
    columns = ("id", "workspace_id", "account_id", "waits_for")
    done = {row[0] for row in bulk.find(ToldAccount, ("id",), workspace_id=workspace_id, key="id", among=keys)}
    kept = [(i, workspace_id, accounts[key], key_of(rows[i].get("parent"))) for i, key in keys.items() if i not in done]
    bulk.insert(ToldAccount, columns, kept)
    place_under(workspace_id, {*accounts, *(key for *_, key in kept if key)}, at)
    ledger.announce(workspace_id, AccountsTold(tuple(dict.fromkeys(accounts.values()))), at=at)


def _new(key: str, fields: Mapping[str, Any]) -> NewAccount:
    code = str(fields.get("credit_code") or "")[:18]
    return NewAccount(key=key, name=str(fields["company"])[:200], credit_code=code, **told_of(fields))


def _bring_up_to_date(workspace_id: int, told: Mapping[int, Mapping[str, Any]]) -> None:
    """Write what rows say newly of accounts we have; what somebody wrote by hand since the last file stays."""
    rows = raw_rows(workspace_id, list(told), kind="account", lock=True)
    before = _told_before(workspace_id, told)
    changed = []
    for account_id, row in rows.items():
        now = {name: str(row.fields[name]) for name in ("industry", "region", "size")}
        after = updated(now, told_of(told[account_id]), before.get(account_id, {}))
        if after != now:
            changed.append((account_id, {**row.fields, **after}))
    set_fields("account", changed)


def _told_before(workspace_id: int, account_ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """Account id -> what the last file said of it; two statements."""
    rows = bulk.find(ToldAccount, ("id", "account_id"), workspace_id=workspace_id, key="account_id", among=account_ids)
    latest = {account_id: submission_id for submission_id, account_id in rows}
    read = {one.submission_id: told_of(one.fields) for one in fields_of(workspace_id, latest.values())}
    return {account_id: read[i] for account_id, i in latest.items() if i in read}
