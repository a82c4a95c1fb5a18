"""What is known while a batch is decided: looked up for the whole batch, then kept up to date record by record."""

from __future__ import annotations

from collections.abc import Mapping
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
    `latest`: account -> its latest source lead.
    """

    people: dict[Identifier, int] = field(default_factory=dict)
    leads: dict[int, list[OpenLead]] = field(default_factory=dict)
    companies: dict[tuple[str, str], int] = field(default_factory=dict)
    accounts: dict[int, KeptAccount] = field(default_factory=dict)
    homes: dict[int, int | None] = field(default_factory=dict)
    latest: dict[int, OpenLead] = field(default_factory=dict)

    def put_lead(self, lead: OpenLead) -> None:
        """A new source lead that the records after it may double."""
        if lead.person_id is not None:
            self.leads.setdefault(lead.person_id, []).append(lead)
        if lead.account_id is not None:
            self.latest[lead.account_id] = lead

    def put_company(self, fields: Mapping[str, str], account_id: int) -> None:
        """An account with what it is found by; where two share a value, the older one is found."""
        for name, value in fields.items():
            before = self.companies.get((name, value))
            self.companies[name, value] = account_id if before is None else min(before, account_id)
