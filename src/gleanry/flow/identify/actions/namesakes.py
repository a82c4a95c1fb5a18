"""New accounts are compared with those there: the same company under another name becomes one, or a person is asked.

Off the way of a lead: a few are compared at once, many by the worker. Every account is compared once, in order of its
id; a slice commits what it merged and asked together with the place it came to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from gleanry.flow.identify.actions.identify_submissions import LOCK
from gleanry.flow.identify.actions.merging import merge_records
from gleanry.flow.identify.actions.questions import ask
from gleanry.flow.identify.facts import Identified
from gleanry.flow.identify.models import Comparison
from gleanry.flow.identify.queries.namesakes import namesakes_of
from gleanry.flow.identify.queries.sides import MAY_MERGE, MAY_MERGE_ANY
from gleanry.flow.identify.rules import Book, read_book
from gleanry.flow.identify.shapes import Kind, MergeOrder, NewPair
from gleanry.kit import bulk, clock, jobs, rulebook
from gleanry.people.queries import accounts_after
from gleanry.tenants.queries import everybody, list_workspaces
from gleanry.tenants.shapes import Viewer

SLICE = 200
AT_ONCE = 5
"""So many are compared right away; an import is not kept waiting."""
JOB = "identify.namesakes"


def compare_new(workspace_id: int, fact: Identified, at: datetime) -> None:
    """Compare the accounts that new leads brought: a few now, many by the worker."""
    if (
        len(fact.lead_ids) <= AT_ONCE
        and len(accounts_after(workspace_id, _place(workspace_id), AT_ONCE + 1)) <= AT_ONCE
    ):
        compare_slice(workspace_id, at)
    else:
        jobs.enqueue(JOB, {}, f"{JOB}-{workspace_id}", workspace_id=workspace_id)


def compare_slice(workspace_id: int, at: datetime) -> bool:
    """Compare the next accounts; True while there are more."""
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        place = _place(workspace_id)
        accounts = accounts_after(workspace_id, place, SLICE)
        if not accounts:
            return False
        book = read_book(rulebook.current(workspace_id, "identify").body)
        _merge_and_ask(workspace_id, accounts, book, at)
        rows = Comparison.objects.of(workspace_id)
        if not rows.update(account_id=max(accounts)):
            Comparison.objects.create(workspace_id=workspace_id, account_id=max(accounts))
    return len(accounts) == SLICE


def _merge_and_ask(workspace_id: int, accounts: Mapping[int, str], book: Book, at: datetime) -> None:
    """Two that became one no longer compete for a third, so what is merged is followed by another look at the rest."""
    house, left = _house(workspace_id), dict(accounts)
    while True:
        pairs, sure = namesakes_of(workspace_id, left, least=min(book.ask_at, book.merge_at))
        certain = [pair for pair in pairs if _is_certain(pair, sure, book.merge_at)]
        if not certain:
            break
        merge_records(house, [_order(pair) for pair in certain], at)
        open_ones = {i for pair in pairs if pair not in certain for i in (pair.left, pair.right)}
        left = {i: name for i, name in left.items() if i in open_ones}
    ask(workspace_id, pairs, at)


def _is_certain(pair: NewPair, sure: set[int], merge_at: int) -> bool:
    return bool({pair.left, pair.right} & sure) and (pair.probability or 0) >= 100 * merge_at


def _order(pair: NewPair) -> MergeOrder:
    """The older account is the winner: what refers to it is already in use."""
    return MergeOrder(
        Kind.ACCOUNT,
        winner=pair.left,
        loser=pair.right,
        why="names_alike",
        probability=pair.probability,
        evidence=pair.evidence,
    )


def _house(workspace_id: int) -> Viewer:
    """The house itself: it merges by the workspace's rule, and nobody's name stands under it."""
    return replace(everybody(workspace_id), permissions=frozenset({MAY_MERGE, MAY_MERGE_ANY}))


def _place(workspace_id: int) -> int:
    return Comparison.objects.of(workspace_id).values_list("account_id", flat=True).first() or 0


def compare_in_background(workspace_id: int, payload: dict[str, Any]) -> jobs.Again | None:
    """One slice of time; more is queued until all are compared."""
    until = clock.now() + jobs.SLICE
    while compare_slice(workspace_id, clock.now()):
        if clock.now() >= until:
            return jobs.Again()
    return None


def look_after() -> None:
    """Every minute: queue the comparing of each workspace that is behind."""
    for workspace in list_workspaces():
        if accounts_after(workspace.id, _place(workspace.id), 1):
            jobs.enqueue(JOB, {}, f"{JOB}-{workspace.id}", workspace_id=workspace.id)


def install() -> None:
    """Tell the worker how to compare. Called once at start-up."""
    jobs.job(JOB)(compare_in_background)
