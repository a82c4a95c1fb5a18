"""An accepted lead becomes an opportunity and keeps its link to it."""

from __future__ import annotations

from datetime import datetime

from gleanry.flow.clean.queries import records_of
from gleanry.flow.convert.facts import Converted
from gleanry.flow.convert.models import Opportunity, StageChange
from gleanry.flow.convert.queries import deal_rules
from gleanry.flow.followup.facts import Accepted
from gleanry.kit import bulk, ledger
from gleanry.leads.actions import place_leads, reach_milestones
from gleanry.leads.queries import leads_by_id
from gleanry.leads.shapes import Milestone, Obtained, Placement, Pool, State
from gleanry.people.queries import accounts_by_id, people_by_id
from gleanry.tenants.queries import get_settings


def open_opportunities(workspace_id: int, fact: Accepted, at: datetime) -> None:
    """Open one opportunity for each accepted lead, where its product's process begins, held by the lead's holder."""
    book = deal_rules(workspace_id).processes
    currency = get_settings(workspace_id).currency
    leads = [lead for lead in leads_by_id(workspace_id, fact.lead_ids).values() if lead.pool != Pool.CONVERTED]
    accounts = accounts_by_id(workspace_id, (lead.account_id for lead in leads))
    people = people_by_id(workspace_id, (lead.person_id for lead in leads))
    records = {r.submission_id: r.fields for r in records_of(workspace_id, (lead.submission_id for lead in leads))}
    ids = bulk.allocate(Opportunity, len(leads))
    rows, firsts = [], []
    for deal_id, lead in zip(ids, leads, strict=True):
        account, person = accounts.get(lead.account_id or 0), people.get(lead.person_id or 0)
        name = account.name if account else person.name if person and person.name else lead.external_id or f"#{lead.id}"
        party = (lead.account_id, lead.person_id, lead.owner_id, None)
        product = str(records.get(lead.submission_id, {}).get("product", ""))[:80]
        process = book.for_product(product)
        firsts.append(process.stages[0].key)
        way = (product, firsts[-1], 0, currency, 1, 0, "", "", at, process.key, at)
        rows.append((deal_id, workspace_id, lead.id, *party, "", name, *way))
    bulk.insert(Opportunity, OPENING, rows)
    bulk.insert(
        StageChange,
        ("workspace_id", "opportunity_id", "from_stage", "stage", "at", "reason"),
        [(workspace_id, deal_id, "", first, at, "") for deal_id, first in zip(ids, firsts, strict=True)],
    )
    place_leads(
        workspace_id,
        [
            Placement(
                lead.id, Pool.CONVERTED, lead.owner_id, State.CONVERTED, Obtained(lead.obtained), {"code": "converted"}
            )
            for lead in leads
        ],
        at=at,
    )
    reach_milestones(workspace_id, Milestone.OPPORTUNITY, [(lead.id, at) for lead in leads])
    ledger.announce(workspace_id, Converted(tuple(lead.id for lead in leads), tuple(ids)), at=at)


OPENING = (
    "id",
    "workspace_id",
    "lead_id",
    "account_id",
    "person_id",
    "owner_id",
    "sdr_id",
    "external_id",
    "name",
    "product",
    "stage",
    "amount_minor",
    "currency",
    "rate",
    "base_minor",
    "outcome",
    "loss_reason",
    "opened_at",
    "process",
    "stage_since",
)
