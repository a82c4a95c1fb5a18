"""Find where opportunities came from, and keep it: a new version where the answer is another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gleanry.flow.convert.facts import Converted
from gleanry.flow.convert.queries import deals_held
from gleanry.flow.identify.facts import Joined, Merged, Unmerged
from gleanry.flow.settle.facts import SourcesFound
from gleanry.flow.settle.models import DealSource
from gleanry.flow.settle.queries.books import sources_book
from gleanry.flow.settle.queries.records import records_of_deals
from gleanry.flow.settle.queries.sources import CURRENT, packed
from gleanry.flow.settle.rules import read_sources, source_of
from gleanry.kit import bulk, ledger
from gleanry.people.queries import groups_of, with_members

LOCK = 81


def find_sources(workspace_id: int, fact: Converted, at: datetime) -> None:
    """Find the source of opportunities that were opened."""
    refresh_sources(workspace_id, fact.opportunity_ids, at)


def find_joined(workspace_id: int, fact: Joined, at: datetime) -> None:
    """Leads joined companies: what was recorded earlier than their deals may count now."""
    _refresh_companies(workspace_id, fact.account_ids, at)


def find_merged(workspace_id: int, fact: Merged | Unmerged, at: datetime) -> None:
    """Accounts became one, or two again: their deals have other records."""
    pairs = zip(fact.kinds, fact.winners, fact.losers, strict=True)
    _refresh_companies(workspace_id, [i for kind, *both in pairs if kind == "account" for i in both], at)


def _refresh_companies(workspace_id: int, account_ids: Iterable[int], at: datetime) -> None:
    wanted = list(dict.fromkeys(account_ids))
    if wanted:
        groups = groups_of(workspace_id, wanted, kind="account")
        deals = deals_held(workspace_id, "account_id", with_members(groups, wanted))
        refresh_sources(workspace_id, [deal.id for deal in deals], at)


def refresh_sources(workspace_id: int, deal_ids: Iterable[int], at: datetime) -> int:
    """Find the sources of deals anew; returns how many are other than they were. A constant number of statements."""
    wanted = list(dict.fromkeys(deal_ids))
    if not wanted:
        return 0
    bulk.lock_workspace(workspace_id, LOCK)
    rules_id, body = sources_book(workspace_id)
    rule = read_sources(body)
    deals = deals_held(workspace_id, "id", wanted)
    records = records_of_deals(workspace_id, deals, rule)
    columns = ("opportunity_id", "id", "version", "pipe", "member_id", "reason", "evidence", "opened_at")
    rows = bulk.find(DealSource, columns, workspace_id=workspace_id, key="opportunity_id", among=wanted, where=CURRENT)
    present = {row[0]: row[1:] for row in rows}
    new, ended = [], []
    for deal in deals:
        source = source_of(records.get(deal.id, ()), deal.opened_at, rule, product=deal.product)
        evidence = packed(source.evidence)
        before = present.get(deal.id)
        said = (source.pipe, source.member_id, source.reason, evidence, deal.opened_at)
        if before is not None and before[2:] == said:
            continue
        if before is not None:
            ended.append((before[0], at))
        version = (before[1] if before else 0) + 1
        new.append((workspace_id, deal.id, version, *said, source.months, deal.product, rules_id, at))
    bulk.update(DealSource, ("replaced_at",), ended)
    bulk.insert(DealSource, STORED, new)
    ledger.announce(workspace_id, SourcesFound(tuple(row[1] for row in new), tuple(row[3] for row in new)), at=at)
    return len(new)


STORED = (
    *("workspace_id", "opportunity_id", "version", "pipe", "member_id", "reason", "evidence", "opened_at"),
    *("months", "product", "rules_id", "at"),
)
