"""What members hold of companies, and what each side of a case can show."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from gleanry.flow.settle.queries.records import Company
from gleanry.flow.settle.rules import pipe_of
from gleanry.flow.settle.shapes import CaseRule, Claim, Record, SourceRule
from gleanry.leads.shapes import Pool

HELD_BY_SELLERS = (Pool.SALES, Pool.PARTNER)
"""An SDR cleans leads for whoever sells: to hold one is no claim to its company."""
STANDING = ("accepted", "case")
MOST_SHOWN = 20


def claims_of(company: Company, rule: SourceRule, case: CaseRule, at_work: Collection[int]) -> list[Claim]:
    """What members at work hold of a company: its account, leads, open deals, and registrations that stand."""
    claims: list[Claim] = []
    pipes = {lead.id: pipe_of(lead.source, lead.obtained, rule) for lead in company.leads}
    if "account" in case.claims:
        kept = [card for card in company.accounts if card.owner_id and card.owner_since]
        claims += [Claim(card.owner_id or 0, "account", card.id, card.owner_since) for card in kept if card.owner_since]
    if "lead" in case.claims:
        held = [lead for lead in company.leads if lead.owner_id and lead.pool in HELD_BY_SELLERS]
        claims += [
            Claim(lead.owner_id or 0, "lead", lead.id, lead.owner_since or lead.received_at, pipes[lead.id])
            for lead in held
        ]
    if "deal" in case.claims:
        claims += [
            Claim(deal.owner_id, "deal", deal.id, deal.opened_at, pipes.get(deal.lead_id or 0, ""))
            for deal in company.deals
            if deal.owner_id and not deal.outcome
        ]
    claims += [
        Claim(row.member_id, "registration", row.id, row.at, row.pipe)
        for row in company.registrations
        if row.state in STANDING
    ]
    return [claim for claim in claims if claim.member_id in at_work]


def protector_of(company: Company, at: datetime) -> int | None:
    """Who has the company protected now, if anybody."""
    rows = [row for row in company.registrations if row.state == "accepted" and row.until and row.until > at]
    return min(rows, key=lambda row: (row.accepted_at or row.at, row.id)).member_id if rows else None


def evidence_of(company: Company, member_id: int, claims: Iterable[Claim], records: Iterable[Record]) -> dict[str, Any]:
    """What one side can show, as it is kept with the case: claims, own records, what they did and how often."""
    done = [
        (row.at, row.kind, row.result, lead_id)
        for lead_id, rows in company.follow_ups.items()
        for row in rows
        if row.member_id == member_id
    ]
    done.sort(reverse=True)
    held = {claim.id for claim in claims if claim.kind == "lead"}
    own = [
        record for record in records if record.member_id == member_id or (record.kind == "lead" and record.id in held)
    ]
    return {
        "claims": [[claim.kind, claim.id, claim.at.isoformat(), claim.pipe] for claim in claims],
        "records": [[record.at.isoformat(), *record[1:]] for record in sorted(own)[:MOST_SHOWN]],
        "done": [[at.isoformat(), kind, result, lead_id] for at, kind, result, lead_id in done[:MOST_SHOWN]],
        "count": len(done),
        "visits": sum(kind == "visit" for _, kind, _, _ in done),
    }
