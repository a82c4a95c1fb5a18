"""Open a case where two members hold one company: once for each pair, with what both can show and a proposal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gleanry.flow.convert.facts import Converted
from gleanry.flow.convert.queries import deals_held
from gleanry.flow.route.facts import Routed
from gleanry.flow.settle.facts import Collided, Registered
from gleanry.flow.settle.models import Case, CaseEntry, Registration
from gleanry.flow.settle.queries.books import sources_book
from gleanry.flow.settle.queries.cases import cases_of_accounts
from gleanry.flow.settle.queries.claims import HELD_BY_SELLERS, claims_of, evidence_of, protector_of
from gleanry.flow.settle.queries.records import Company, companies_of, records_of
from gleanry.flow.settle.rules import collisions_of, propose, read_cases, read_sources, sides_of, source_of
from gleanry.flow.settle.shapes import CaseRow, CaseRule, Claim, Record, SourceRule
from gleanry.kit import bulk, ledger
from gleanry.leads.queries import leads_by_id
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.queries import list_members, working_times
from gleanry.tenants.shapes import WorkingTimes

LOCK = 82
"""Held by all that opens cases or protects companies in a workspace: what is looked at inside is what is written."""


def collide_converted(workspace_id: int, fact: Converted, at: datetime) -> None:
    """Deals were opened: whoever else holds their companies."""
    deals = deals_held(workspace_id, "id", fact.opportunity_ids)
    open_cases(workspace_id, [deal.account_id for deal in deals], at)


def collide_routed(workspace_id: int, fact: Routed, at: datetime) -> None:
    """Sellers got leads: whoever else holds their companies."""
    leads = leads_by_id(workspace_id, fact.lead_ids).values()
    open_cases(workspace_id, [lead.account_id for lead in leads if lead.pool in HELD_BY_SELLERS], at)


def collide_registered(workspace_id: int, fact: Registered, at: datetime) -> None:
    """Companies were registered that somebody else holds."""
    rows = bulk.find(
        Registration,
        ("account_id", "state"),
        workspace_id=workspace_id,
        key="id",
        among=fact.registration_ids,
    )
    open_cases(workspace_id, [account_id for account_id, state in rows if state == "case"], at)


@dataclass(frozen=True, slots=True)
class Bench:
    """What one batch of cases is opened with: looked up once."""

    workspace_id: int
    at: datetime
    rules_id: int | None
    sources: SourceRule
    cases: CaseRule
    times: WorkingTimes
    names: dict[int, str]


def open_cases(workspace_id: int, account_ids: Iterable[int | None], at: datetime) -> tuple[int, ...]:
    """Open the cases that the companies of some accounts give reason for; a constant number of statements."""
    wanted = [account_id for account_id in account_ids if account_id]
    if not wanted:
        return ()
    bulk.lock_workspace(workspace_id, LOCK)
    rules_id, body = sources_book(workspace_id)
    sources, cases = read_sources(body), read_cases(body)
    companies = list({one.account_ids[0]: one for one in companies_of(workspace_id, wanted).values()}.values())
    at_work = {member.pk for member in list_members(workspace_id)}
    claimed = [(company, claims_of(company, sources, cases, at_work)) for company in companies]
    contested = [(company, claims) for company, claims in claimed if len(sides_of(claims)) > 1]
    if not contested:
        return ()
    before = cases_of_accounts(workspace_id, [i for company, _ in contested for i in company.account_ids])
    pairs = [(company, claims, pair) for company, claims in contested for pair in _new_pairs(company, claims, before)]
    records = records_of(workspace_id, [company for company, _, _ in pairs], sources)
    members = {member for _, _, pair in pairs for member in pair}
    roots = accounts_by_id(workspace_id, [company.account_ids[0] for company, _, _ in pairs])
    names = {account_id: row.name for account_id, row in roots.items()}
    bench = Bench(workspace_id, at, rules_id, sources, cases, working_times(workspace_id, members), names)
    rows = [_case(bench, company, claims, pair, records[company.account_ids[0]]) for company, claims, pair in pairs]
    return _write(bench, rows)


def _new_pairs(company: Company, claims: Sequence[Claim], before: Iterable[CaseRow]) -> list[tuple[int, int]]:
    running: set[frozenset[int]] = set()
    settled: dict[frozenset[int], set[tuple[str, int]]] = {}
    for case in before:
        if case.account_id not in company.account_ids:
            continue
        pair = frozenset(case.parties)
        if case.state != "closed":
            running.add(pair)
        held = [claim for side in ("a", "b") for claim in case.evidence[side]["claims"]]
        settled.setdefault(pair, set()).update((kind, number) for kind, number, *_ in held)
    return collisions_of(claims, settled, running)


def _case(
    bench: Bench, company: Company, claims: Sequence[Claim], pair: tuple[int, int], records: list[Record]
) -> tuple[Any, ...]:
    """A case's columns after the first."""
    sides = sides_of(claims)
    first, second = sides[pair[0]], sides[pair[1]]
    opened = [claim.at for claim in (*first, *second) if claim.kind == "deal"]
    source = source_of(records, min(opened, default=bench.at), bench.sources)
    proposal = propose(first, second, source, bench.cases, protected=protector_of(company, bench.at))
    evidence = {
        "a": evidence_of(company, pair[0], first, records),
        "b": evidence_of(company, pair[1], second, records),
        "source": [source.pipe, source.member_id, source.reason, source.months],
    }
    root = company.account_ids[0]
    answer = max(by_working_days(bench.times, member, bench.at, bench.cases.answer_days) for member in pair)
    judge = by_working_days(bench.times, None, answer, bench.cases.judge_days)
    key = f"{root}:{min(pair)}:{max(pair)}"
    party = (root, bench.names.get(root, "")[:200], key, *pair, "open", evidence)
    return (*party, proposal.share_a, proposal.reason, bench.rules_id, bench.at, answer, judge, [])


def by_working_days(times: WorkingTimes, member_id: int | None, since: datetime, days: int) -> datetime:
    """So many working days after an instant, by the calendar of a member or of the workspace."""
    return times.of(member_id).add_working(since, times.day * days)


CASE = (
    *("id", "workspace_id", "account_id", "company", "pair", "member_a_id", "member_b_id", "state", "evidence"),
    *("proposed_share", "proposed_why", "rules_id", "opened_at", "answer_due", "judge_due", "missed"),
)


def _write(bench: Bench, rows: Sequence[tuple[Any, ...]]) -> tuple[int, ...]:
    ids = tuple(bulk.allocate(Case, len(rows)))
    bulk.insert(Case, CASE, [(i, bench.workspace_id, *row) for i, row in zip(ids, rows, strict=True)])
    entry = ("workspace_id", "case_id", "kind", "data", "at")
    said = [{"share": row[7], "why": row[8]} for row in rows]
    opened = [(bench.workspace_id, i, "opened", data, bench.at) for i, data in zip(ids, said, strict=True)]
    bulk.insert(CaseEntry, entry, opened)
    waiting = [
        (number, case_id)
        for case_id, row in zip(ids, rows, strict=True)
        for side in ("a", "b")
        for kind, number, *_ in row[6][side]["claims"]
        if kind == "registration"
    ]
    bulk.update(Registration, ("case_id",), list(dict(waiting).items()))
    ledger.announce(bench.workspace_id, Collided(ids, tuple(row[0] for row in rows)), at=bench.at)
    return ids
