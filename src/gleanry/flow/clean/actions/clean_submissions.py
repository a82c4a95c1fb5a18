"""Clean a batch of submissions: read, fill, screen, and write each once.

What a batch needs to know (the lists, the domains, the counts of its senders) is asked once for all of it; the words of
the lists are looked for in all its texts together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gleanry.flow.capture.facts import LeadsCaptured
from gleanry.flow.capture.queries import fields_of
from gleanry.flow.capture.shapes import FieldsRead
from gleanry.flow.clean.facts import Cleaned, Refused
from gleanry.flow.clean.models import CleanRecord, KnownDomain, Screening, SourceMark, Verdict
from gleanry.flow.clean.queries import companies_of_domains, current_lists, marks_since
from gleanry.flow.clean.queries.trial import words_in
from gleanry.flow.clean.rules.disposable import is_free
from gleanry.flow.clean.rules.fields import Cleaning, clean_fields
from gleanry.flow.clean.rules.filling import fill
from gleanry.flow.clean.rules.screens import Case, Screens, is_refused, read_screens, reasons_against
from gleanry.flow.clean.rules.senders import Sender, marks_of, take_sender
from gleanry.flow.clean.shapes import Reason
from gleanry.kit import bulk, ledger, rulebook

COMPANIES_OF_A_DOMAIN = 3
"""A domain that so many companies write from says nothing; further ones are not kept."""


def clean_submissions(workspace_id: int, fact: LeadsCaptured, at: datetime) -> None:
    """Write a clean record for each submission; announce those that passed and those that were held back."""
    body = rulebook.current(workspace_id, "clean").body
    reads = fields_of(workspace_id, fact.submission_ids)
    senders = [take_sender(read.fields) for read in reads]
    cleanings = [clean_fields(r.fields, phone_region=body["phone_region"], source_region=r.region) for r in reads]
    screens, lists = read_screens(body), current_lists(workspace_id)
    words = words_in([cleaning.fields for cleaning in cleanings], lists)
    throttled = _throttled(workspace_id, reads, senders, screens)
    domains = _Domains(workspace_id, cleanings)
    written = _Written(workspace_id)
    for n, (read, cleaning) in enumerate(zip(reads, cleanings, strict=True)):
        filled = fill(cleaning.fields, domains.companies)
        case = Case(cleaning, senders[n], words[n], throttled.get(n))
        reasons = reasons_against(case, lists, screens)
        passed = not reasons or not is_refused(reasons, screens)
        written.add(read, cleaning, filled, reasons, passed=passed)
        if passed:
            domains.learn(cleaning.fields, read.submission_id)
    written.save()
    domains.save()
    ledger.announce(workspace_id, Cleaned(tuple(written.passed)), at=at)
    ledger.announce(workspace_id, Refused(tuple(written.refused)), at=at)


class _Written:
    """The rows of a batch on their way to the tables."""

    def __init__(self, workspace_id: int) -> None:
        self.passed: list[int] = []
        self.refused: list[int] = []
        self._workspace_id = workspace_id
        self._records: list[tuple[Any, ...]] = []
        self._screenings: list[tuple[Any, ...]] = []

    def add(
        self,
        read: FieldsRead,
        cleaning: Cleaning,
        filled: Mapping[str, tuple[str, str]],
        reasons: Sequence[Reason],
        *,
        passed: bool,
    ) -> None:
        """Take in one submission; its reasons are kept whole where it is held back, as defects where not."""
        head = (read.submission_id, self._workspace_id)
        fields, defects = cleaning.fields, list(cleaning.defects)
        fields["received_at"] = read.received_at.isoformat()
        if reasons:
            told = [(reason.field.partition(".")[0], reason.code) for reason in reasons]
            defects += [pair for pair in dict.fromkeys(told) if pair not in defects]
        if not passed:
            source = str(fields.get("source", ""))[:80]
            packed = [reason.packed() for reason in reasons]
            self._screenings.append((*head, read.received_at, source, reasons[0].code, packed, "", ""))
        verdict = Verdict.PASSED if passed else Verdict.REFUSED
        self._records.append((*head, verdict, fields, defects, filled or None))
        (self.passed if passed else self.refused).append(read.submission_id)

    def save(self) -> None:
        columns = ("id", "workspace_id", "verdict", "fields", "defects", "filled")
        bulk.insert(CleanRecord, columns, self._records)
        held = ("id", "workspace_id", "received_at", "source", "code", "reasons", "decision", "note")
        bulk.insert(Screening, held, self._screenings)


@dataclass
class _Domains:
    """Which company a mail domain belongs to, as known before the batch and as the batch goes on telling."""

    workspace_id: int
    cleanings: Sequence[Cleaning]
    companies: dict[str, str] = field(default_factory=dict)
    _known: dict[str, dict[str, str]] = field(default_factory=dict)
    _fresh: list[tuple[Any, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        named = {cleaning.fields.get("email_domain", "") for cleaning in self.cleanings}
        own = [domain for domain in sorted(named) if domain and not is_free(domain)]
        self._known = {domain: {} for domain in own} | companies_of_domains(self.workspace_id, own)
        for domain in own:
            self._judge(domain)

    def learn(self, fields: Mapping[str, Any], submission_id: int) -> None:
        """Keep that somebody of this domain named that company."""
        domain, key = fields.get("email_domain", ""), fields.get("company_key", "")
        known = self._known.get(domain)
        if known is None or not key or key in known or len(known) >= COMPANIES_OF_A_DOMAIN:
            return
        known[key] = fields["company"]
        self._fresh.append((self.workspace_id, domain[:253], key, fields["company"], submission_id))
        self._judge(domain)

    def save(self) -> None:
        bulk.insert(KnownDomain, ("workspace_id", "domain", "company_key", "company", "submission_id"), self._fresh)

    def _judge(self, domain: str) -> None:
        """One company: the domain says it. Several: it says nothing."""
        names = self._known[domain]
        if len(names) == 1:
            self.companies[domain] = next(iter(names.values()))
        else:
            self.companies.pop(domain, None)


def _throttled(
    workspace_id: int, reads: Sequence[FieldsRead], senders: Sequence[Sender], screens: Screens
) -> dict[int, tuple[str, int]]:
    """Position -> (what came too often, how often within the window); keeps that these came too."""
    marks = [
        marks_of(sender, str(read.fields.get("source", "")), live=read.live, most=screens.most)
        for read, sender in zip(reads, senders, strict=True)
    ]
    wanted = {mark for found in marks for mark in found}
    if not wanted:
        return {}
    since = min(read.received_at for read in reads) - screens.window
    times = marks_since(workspace_id, wanted, since)
    found: dict[int, tuple[str, int]] = {}
    for n, kinds in enumerate(marks):
        for mark, kind in kinds.items():
            times[mark] = times.get(mark, 0) + 1
            if times[mark] > screens.most[kind]:
                found.setdefault(n, (kind, times[mark]))
    rows = [(workspace_id, mark, read.received_at) for read, kinds in zip(reads, marks, strict=True) for mark in kinds]
    bulk.insert(SourceMark, ("workspace_id", "mark", "at"), rows)
    return found
