"""What is on record of companies: leads, visits, touches and registrations, with who and when. By the batch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from gleanry.flow.convert.queries import deals_held
from gleanry.flow.convert.shapes import DealHeld
from gleanry.flow.followup.queries import follow_ups_by_lead
from gleanry.flow.followup.shapes import FollowUpRow
from gleanry.flow.settle.models import Registration
from gleanry.flow.settle.rules import pipe_of
from gleanry.flow.settle.shapes import Record, RegistrationRow, SourceRule
from gleanry.kit import bulk
from gleanry.leads.queries import leads_by_id, leads_of_accounts
from gleanry.leads.shapes import LeadRow
from gleanry.people.queries import account_cards, groups_of
from gleanry.people.shapes import AccountCard
from gleanry.touches.queries import touches_by_person

REGISTERED = tuple(RegistrationRow.__dataclass_fields__)
COUNTED = ("accepted", "ended")
"""Registrations that were taken are on record; refused ones never were."""


@dataclass(frozen=True, slots=True)
class Company:
    """All we have of one company: its accounts (root first, empty for none), and what hangs on them."""

    account_ids: tuple[int, ...]
    accounts: list[AccountCard] = field(default_factory=list)
    leads: list[LeadRow] = field(default_factory=list)
    deals: list[DealHeld] = field(default_factory=list)
    registrations: list[RegistrationRow] = field(default_factory=list)
    follow_ups: dict[int, list[FollowUpRow]] = field(default_factory=dict)


def companies_of(workspace_id: int, account_ids: Iterable[int | None]) -> dict[int, Company]:
    """Account id -> its company with everything merged into it; the same object for all its accounts. 7 statements."""
    wanted = list(dict.fromkeys(i for i in account_ids if i))
    groups = groups_of(workspace_id, wanted, kind="account")
    companies: dict[int, Company] = {}
    for account_id in wanted:
        group = groups.get(account_id, (account_id,))
        company = companies.get(group[0]) or Company(group)
        companies |= dict.fromkeys(group, company)
    _fill(workspace_id, companies)
    return companies


def _fill(workspace_id: int, companies: Mapping[int, Company]) -> None:
    leads = leads_of_accounts(workspace_id, companies)
    done = follow_ups_by_lead(workspace_id, [lead.id for lead in chain.from_iterable(leads.values())])
    for account_id, theirs in leads.items():
        company = companies[account_id]
        company.leads.extend(theirs)
        company.follow_ups.update({lead.id: done[lead.id] for lead in theirs if lead.id in done})
    for deal in deals_held(workspace_id, "account_id", companies):
        companies[deal.account_id or 0].deals.append(deal)
    keys: dict[str, Company] = {}
    for card in account_cards(workspace_id, "id", companies):
        companies[card.id].accounts.append(card)
        keys[card.key] = companies[card.id]
    for row in registrations_among(workspace_id, companies, keys):
        company = companies.get(row[1].account_id or 0) or keys[row[0]]
        company.registrations.append(row[1])


def registrations_among(
    workspace_id: int, account_ids: Iterable[int], keys: Iterable[str]
) -> list[tuple[str, RegistrationRow]]:
    """(key, registration) of companies known by their account or by their name, each once; two statements."""
    found: dict[int, tuple[str, RegistrationRow]] = {}
    for field_name, among in (("account_id", list(account_ids)), ("key", list(keys))):
        for key, *values in bulk.find(
            Registration, ("key", *REGISTERED), workspace_id=workspace_id, key=field_name, among=among
        ):
            found.setdefault(values[0], (key, RegistrationRow(*values)))
    return [found[i] for i in sorted(found)]


def records_of(workspace_id: int, companies: Iterable[Company], rule: SourceRule) -> dict[int, list[Record]]:
    """Root account id -> what is on record of the company; two statements for the touches of all of them."""
    distinct = list({company.account_ids[0]: company for company in companies if company.account_ids}.values())
    return dict(
        zip(
            (company.account_ids[0] for company in distinct),
            records_of_leads(workspace_id, [(one.leads, one) for one in distinct], rule),
            strict=True,
        )
    )


def records_of_leads(
    workspace_id: int, given: Iterable[tuple[list[LeadRow], Company | None]], rule: SourceRule
) -> list[list[Record]]:
    """What is on record of some leads, and of the company they are of, in the order given."""
    cases = list(given)
    own = {pipe.code: pipe.own for pipe in rule.pipes}
    people = [lead.person_id for leads, _ in cases for lead in leads] if rule.touches else []
    touches = touches_by_person(workspace_id, people) if people else {}
    found = []
    for leads, company in cases:
        told: list[Record] = []
        for lead in leads:
            pipe = pipe_of(lead.source, lead.obtained, rule)
            member = lead.owner_id if own.get(pipe) else None
            told.append(Record(lead.received_at, "lead", lead.id, pipe, member))
            visits = company.follow_ups.get(lead.id, ()) if company and rule.visits else ()
            told += [
                Record(done.at, "visit", lead.id, pipe, done.member_id if own.get(pipe) else None)
                for done in visits
                if done.kind == "visit"
            ]
            for touch in touches.get(lead.person_id or 0, ()):
                told.append(Record(touch.at, "touch", touch.id, pipe_of(touch.channel, "", rule), None))
        for row in company.registrations if company else ():
            if row.state in COUNTED and row.accepted_at is not None:
                told.append(Record(row.accepted_at, "registration", row.id, row.pipe, row.member_id))
        found.append(list(dict.fromkeys(told)))
    return found


def records_of_deals(workspace_id: int, deals: Iterable[DealHeld], rule: SourceRule) -> dict[int, list[Record]]:
    """Deal id -> what is on record of its company, or, where it has none, of its lead alone."""
    every = list(deals)
    companies = companies_of(workspace_id, [deal.account_id for deal in every])
    by_company = records_of(workspace_id, companies.values(), rule)
    alone = [deal for deal in every if deal.account_id not in companies and deal.lead_id]
    leads = leads_by_id(workspace_id, [deal.lead_id for deal in alone])
    own = [(deal, [leads[deal.lead_id or 0]] if deal.lead_id in leads else []) for deal in alone]
    singly = records_of_leads(workspace_id, [(theirs, None) for _, theirs in own], rule)
    found = {deal.id: told for (deal, _), told in zip(own, singly, strict=True)}
    for deal in every:
        company = companies.get(deal.account_id or 0)
        if company is not None:
            found[deal.id] = by_company[company.account_ids[0]]
    return found
