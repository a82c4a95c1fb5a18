"""What is known while a batch is decided: looked up for the whole batch, then kept up to date record by record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from gleanry.flow.identify.rules.recognise import Identifier


class OpenLead(NamedTuple):
    """A source lead that a later submission may double; `bought` says that it was won."""

    lead_id: int
    first_contact_at: datetime
    person_id: int | None = None
    account_id: int | None = None
    bought: bool = False


@dataclass(frozen=True, slots=True)
class KeptAccount:
    """What matters of an account here: who keeps it (None: nobody, then no rule compares with it), and since when."""

    account_id: int
    owner_id: int | None
    owner_since: datetime | None = None
    bought: bool = False

    def is_kept(self, at: datetime | None) -> bool:
        """Whether somebody keeps it, at `at` where a moment is given."""
        return self.owner_id is not None and (at is None or self.owner_since is None or self.owner_since <= at)


@dataclass
class Shelf:
    """The known things by what they are found by. People added by the batch have negative ids until they are written.

    `people`: identifier -> person. `leads`: person -> its source leads. `companies`: (field, value) -> account, for
    company, credit_code and domain. `accounts`: account -> who keeps it. `homes`: person -> account.
    `latest`: account -> its latest source lead. `merged` and `merged_accounts`: who was merged -> into whom; a person
    is named by what was recognised, everything else is kept by the root. `alike`: company key -> the name it was taken
    for and the probability (of 10,000), where only the likeness of the names says so.
    """

    people: dict[Identifier, int] = field(default_factory=dict)
    leads: dict[int, list[OpenLead]] = field(default_factory=dict)
    companies: dict[tuple[str, str], int] = field(default_factory=dict)
    accounts: dict[int, KeptAccount] = field(default_factory=dict)
    homes: dict[int, int | None] = field(default_factory=dict)
    latest: dict[int, OpenLead] = field(default_factory=dict)
    alike: dict[str, tuple[str, int]] = field(default_factory=dict)
    merged: Mapping[int, int] = field(default_factory=dict)
    merged_accounts: Mapping[int, int] = field(default_factory=dict)

    def person_of(self, person_id: int | None) -> int | None:
        """The person somebody was merged into, or themselves."""
        return self.merged.get(person_id, person_id) if person_id is not None else None

    def account_of(self, account_id: int | None) -> int | None:
        """The account another was merged into, or itself."""
        return self.merged_accounts.get(account_id, account_id) if account_id is not None else None

    def leads_of(self, person_id: int | None) -> Sequence[OpenLead]:
        """The source leads of a person and of all who were merged with them."""
        root = self.person_of(person_id)
        return self.leads.get(root, ()) if root is not None else ()

    def home_of(self, person_id: int | None) -> int | None:
        """The account a person is of."""
        return self.account_of(self.homes.get(person_id)) if person_id is not None else None

    def is_kept(self, account_id: int | None) -> bool:
        """Whether somebody keeps an account now."""
        kept = self.accounts.get(account_id) if account_id is not None else None
        return kept is not None and kept.is_kept(None)

    def put_alike(self, key: str, account_id: int, name: str, probability: int) -> None:
        """An account that a company's key means, by one of its names."""
        self.companies["company_alike", key] = self.merged_accounts.get(account_id, account_id)
        self.alike[key] = (name, probability)

    def put_lead(self, lead: OpenLead) -> None:
        """A new source lead that the records after it may double."""
        if (person := self.person_of(lead.person_id)) is not None:
            self.leads.setdefault(person, []).append(lead)
        if (account := self.account_of(lead.account_id)) is not None:
            self.latest[account] = lead

    def put_company(self, fields: Mapping[str, str], account_id: int) -> None:
        """An account with what it is found by; where two share a value, the older one is found."""
        account_id = self.merged_accounts.get(account_id, account_id)
        for name, value in fields.items():
            before = self.companies.get((name, value))
            self.companies[name, value] = account_id if before is None else min(before, account_id)
