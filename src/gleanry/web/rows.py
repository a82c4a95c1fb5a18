"""Leads as lists show them: with the names behind their ids, fetched for the whole list at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gleanry.leads.queries import count_followers, pool_book
from gleanry.leads.shapes import LeadRow
from gleanry.people.queries import accounts_by_id, people_by_id
from gleanry.people.shapes import AccountRow, PersonRow
from gleanry.tenants.queries import names_of
from gleanry.tenants.shapes import Viewer
from gleanry.web.masking import hidden_of, shown_person
from gleanry.web.words import labels
from gleanry.web.words.claims import place_name


@dataclass(frozen=True)
class ShownLead:
    """A lead with its person, company and owner's name."""

    lead: LeadRow
    person: PersonRow | None
    account: AccountRow | None
    owner: str
    followers: int = 0
    hidden: frozenset[str] = frozenset()
    """What of the person is hidden from this viewer until the lead is claimed."""
    place: str = ""
    """What the pool is called: the workspace's name for one of its own."""

    @property
    def place_code(self) -> str:
        """The pool's code, as its page is found."""
        return self.lead.own_pool or str(self.lead.pool)

    @property
    def title(self) -> str:
        """What to call it: the person, else the company, else a way to reach them, else its number."""
        name = self.person.name if self.person else ""
        company = self.account.name if self.account else ""
        ways = (*self.person.wechats, *self.person.emails, *self.person.phones) if self.person else ()
        return name or company or next(iter(ways), "") or self.lead.external_id or f"#{self.lead.id}"

    @property
    def days_to_win(self) -> float | None:
        """Days from the first contact to the win, as the funnel counts them: below zero where it was won before."""
        won, contact = self.lead.won_at, self.lead.first_contact_at
        return (won - contact).total_seconds() / 86400 if won else None

    @property
    def company(self) -> str:
        """The company, unless the title already says it."""
        company = self.account.name if self.account else ""
        return company if company != self.title else ""


def with_names(viewer: Viewer, leads: Sequence[LeadRow]) -> list[ShownLead]:
    """The leads with their names and how many came again to each; five statements for any number of leads.

    Of unclaimed leads the viewer sees as much as the pool book allows.
    """
    workspace_id = viewer.workspace_id
    people = people_by_id(workspace_id, [lead.person_id for lead in leads])
    accounts = accounts_by_id(workspace_id, [lead.account_id for lead in leads])
    owners = names_of(workspace_id, [lead.owner_id for lead in leads])
    book = pool_book(workspace_id) if any(lead.own_pool for lead in leads) else None
    followers = count_followers(workspace_id, (lead.id for lead in leads if lead.source_lead_id is None))
    return [
        ShownLead(
            lead,
            _person(people.get(lead.person_id or 0), hidden_of(viewer, lead)),
            accounts.get(lead.account_id or 0),
            owners.get(lead.owner_id or 0, ""),
            followers.get(lead.id, 0),
            hidden_of(viewer, lead),
            place_name(book, lead.pool, lead.own_pool) if book else labels.label(labels.POOLS, lead.pool),
        )
        for lead in leads
    ]


def _person(person: PersonRow | None, hidden: frozenset[str]) -> PersonRow | None:
    return shown_person(person, hidden) if person else None
