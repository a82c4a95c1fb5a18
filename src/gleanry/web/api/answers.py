"""What the API answers with, and how rows become that."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema

from gleanry.flow.convert.shapes import DealCard
from gleanry.values.money import Money
from gleanry.web.rows import ShownLead


class MoneyOut(Schema):
    """`amount` in major units as an exact decimal text; `minor` in whole minor units."""

    amount: str
    minor: int
    currency: str


class LeadOut(Schema):
    """A lead: where it is, who holds it, how far it came. Instants are UTC.

    `own_pool` is the code of one of the workspace's own pools; `hidden` names what is masked until the lead is claimed.
    """

    id: int
    person: str
    job_title: str
    company: str
    phones: list[str]
    emails: list[str]
    source: str
    campaign: str
    external_id: str
    grade: str
    pool: str
    own_pool: str
    state: str
    owner_id: int | None
    owner: str
    source_lead_id: int | None
    novelty: str
    duplicate: str
    attached: int
    hidden: list[str]
    submission_id: int
    received_at: datetime
    first_contact_at: datetime
    mql_at: datetime | None
    sql_at: datetime | None
    opportunity_at: datetime | None
    won_at: datetime | None
    paid_at: datetime | None


class LeadsOut(Schema):
    """One page, newest first; `next` and `previous` are the values of `after` and `before` that lead on."""

    leads: list[LeadOut]
    next: int | None
    previous: int | None


class DealOut(Schema):
    """An opportunity; `base` is the amount in the workspace's currency."""

    id: int
    name: str
    lead_id: int | None
    account_id: int | None
    owner_id: int | None
    product: str
    stage: str
    outcome: str
    amount: MoneyOut
    base: MoneyOut
    opened_at: datetime
    closed_at: datetime | None
    loss_reason: str
    process: str
    stage_since: datetime | None
    grade: str
    next_grade: str
    next_grade_on: date | None
    competitor: str
    decider: str
    expected_close: date | None
    version: int


def money_out(money: Money) -> dict[str, object]:
    return {"amount": str(money.amount), "minor": money.minor, "currency": money.currency}


def lead_out(row: ShownLead) -> dict[str, object]:
    lead, person = row.lead, row.person
    same = (
        "id", "source", "campaign", "external_id", "grade", "pool", "own_pool", "state", "owner_id", "source_lead_id",
        "novelty", "duplicate", "submission_id", "received_at", "first_contact_at", "mql_at", "sql_at",
        "opportunity_at", "won_at", "paid_at",
    )  # fmt: skip
    return {name: getattr(lead, name) for name in same} | {
        "person": person.name if person else "",
        "job_title": person.job_title if person else "",
        "company": row.account.name if row.account else "",
        "phones": list(person.phones) if person else [],
        "emails": list(person.emails) if person else [],
        "owner": row.owner,
        "attached": row.followers,
        "hidden": sorted(row.hidden),
    }


def deal_out(deal: DealCard) -> dict[str, object]:
    same = (
        "id", "name", "lead_id", "account_id", "owner_id", "product", "stage", "outcome", "opened_at", "closed_at",
        "loss_reason", "process", "stage_since", "grade", "next_grade", "next_grade_on", "competitor", "decider",
        "expected_close", "version",
    )  # fmt: skip
    money = {"amount": money_out(deal.amount), "base": money_out(deal.base)}
    return {name: getattr(deal, name) for name in same} | money
