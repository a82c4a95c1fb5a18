"""The one search box: what a text finds among leads, people and companies, within what the reader may see."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gleanry.leads.queries import visible
from gleanry.people.queries import accounts_by_id, people_by_id
from gleanry.search.queries.answers import Answer, Asking
from gleanry.search.queries.scope import COLUMNS, SeenLead, seen_accounts, with_their_own
from gleanry.search.rules.asking import Question, question_of
from gleanry.search.rules.judging import matched_of
from gleanry.search.shapes import AccountHit, Found, Group, Kind, LeadHit, Matched, PersonHit, Span
from gleanry.tenants.shapes import Viewer

MOST = 500
"""A group is counted and paged this far; who wants more narrows the question."""
ACCOUNTS_OPENED = 3
"""Of so many companies found, the leads are shown among the leads."""
GROUPS = ("leads", "people", "accounts")
NUMBER = re.compile(r"[#＃]?([0-9]{1,18})")


def find(viewer: Viewer, text: str, *, limit: int = 5) -> Found:
    """The best hits of each group."""
    question = question_of(text)
    if question is None:
        return Found(text, Group((), 0, more=False), Group((), 0, more=False), Group((), 0, more=False))
    people = Asking(viewer, question, Kind.PERSON, wanted=limit)
    accounts = Asking(viewer, question, Kind.ACCOUNT, wanted=limit)
    persons, companies = people.ask(), accounts.ask()
    leads = _leads(viewer, question, persons, companies, most=limit + 1)
    return Found(
        text,
        Group(tuple(leads[:limit]), len(leads), more=len(leads) > limit or people.more),
        Group(tuple(map(_person_hit, persons[:limit])), len(persons), more=people.more),
        Group(_account_hits(companies[:limit]), len(companies), more=accounts.more),
    )


def find_people(viewer: Viewer, text: str, *, start: int = 0, limit: int = 50) -> Group[PersonHit]:
    """A page of the people a text finds, from the `start`-th on."""
    persons, more = _asked(viewer, text, Kind.PERSON)
    hits = map(_person_hit, persons[start : start + limit])
    return Group(tuple(hits), len(persons), more=more, start=start)


def find_accounts(viewer: Viewer, text: str, *, start: int = 0, limit: int = 50) -> Group[AccountHit]:
    """A page of the companies a text finds."""
    companies, more = _asked(viewer, text, Kind.ACCOUNT)
    return Group(_account_hits(companies[start : start + limit]), len(companies), more=more, start=start)


def find_leads(viewer: Viewer, text: str, *, start: int = 0, limit: int = 50) -> Group[LeadHit]:
    """A page of the leads a text finds: by their own number or code, by their people, by their companies."""
    question = question_of(text)
    if question is None:
        return Group((), 0, more=False)
    persons, more = _asked(viewer, text, Kind.PERSON)
    companies = Asking(viewer, question, Kind.ACCOUNT, wanted=ACCOUNTS_OPENED).ask()
    leads = _leads(viewer, question, persons, companies, most=MOST)
    return Group(tuple(leads[start : start + limit]), len(leads), more=more or len(leads) >= MOST, start=start)


def account_leads(viewer: Viewer, account_id: int, *, limit: int = 50) -> tuple[AccountHit, list[LeadHit]] | None:
    """A company and the newest of its leads the viewer sees; None where it is not there for the viewer."""
    account = accounts_by_id(viewer.workspace_id, [account_id]).get(account_id)
    if account is None or account_id not in seen_accounts(viewer, [account_id]):
        return None
    leads = _account_leads(viewer, [account_id], limit)
    hit = AccountHit(
        account.id, account.name, account.region, account.industry, leads[0].lead_id if leads else None, ()
    )
    return hit, leads


def _asked(viewer: Viewer, text: str, kind: Kind) -> tuple[list[Answer], bool]:
    question = question_of(text)
    if question is None:
        return [], False
    asking = Asking(viewer, question, kind, wanted=MOST)
    answers = asking.ask()
    return answers[:MOST], asking.more


def _leads(
    viewer: Viewer, question: Question, persons: list[Answer], companies: list[Answer], *, most: int
) -> list[LeadHit]:
    """The leads behind the answers: that number, then those of people, then those of companies; each once."""
    found: dict[int, LeadHit] = {}
    for hit in _by_number(viewer, question):
        found[hit.lead_id] = hit
    for answer in persons:
        for lead in answer.leads:
            found.setdefault(lead.id, _lead_hit(lead, answer))
        if len(found) >= most:
            return list(found.values())[:most]
    opened = [answer.record_id for answer in companies[:ACCOUNTS_OPENED]]
    for hit in _account_leads(viewer, opened, most) if opened else ():
        found.setdefault(hit.lead_id, hit)
    return list(found.values())[:most]


def _by_number(viewer: Viewer, question: Question) -> list[LeadHit]:
    number = NUMBER.fullmatch(question.whole.text)
    if number is None:
        return []
    rows = [SeenLead(*row) for row in visible(viewer).filter(pk=int(number[1])).values_list(*COLUMNS)]
    text = f"#{number[1]}"
    return _with_names(viewer, rows, (Matched("number", text, (Span(0, len(text)),)),))


def _account_leads(viewer: Viewer, account_ids: list[int], most: int) -> list[LeadHit]:
    theirs = with_their_own(viewer.workspace_id, Kind.ACCOUNT, account_ids)
    rows = visible(viewer).filter(account_id__in=list(theirs), person_id__isnull=False).order_by("-account_id", "-id")
    seen = sorted((SeenLead(*row) for row in rows.values_list(*COLUMNS)[:MOST]), key=lambda lead: -lead.id)
    return _with_names(viewer, seen[:most])


def _with_names(viewer: Viewer, leads: Iterable[SeenLead], matched: tuple[Matched, ...] = ()) -> list[LeadHit]:
    rows = list(leads)
    people = people_by_id(viewer.workspace_id, (lead.person_id for lead in rows))
    accounts = accounts_by_id(viewer.workspace_id, (lead.account_id for lead in rows))
    return [
        LeadHit(
            lead.id,
            people[lead.person_id].name if lead.person_id in people else "",
            accounts[lead.account_id].name if lead.account_id in accounts else "",
            lead.pool,
            lead.owner_id,
            lead.external_id,
            matched,
            lead.own_pool,
        )
        for lead in rows
    ]


def _lead_hit(lead: SeenLead, answer: Answer) -> LeadHit:
    person = answer.person
    company = answer.companies.get(lead.account_id or 0)
    matched = tuple(
        one
        for one in matched_of(answer.verdict)
        if (one.field != "code" or one.text == lead.external_id) and (one.field != "company" or company)
    )
    name, shown = person.name if person else "", company.name if company else ""
    return LeadHit(lead.id, name, shown, lead.pool, lead.owner_id, lead.external_id, matched, lead.own_pool)


def _person_hit(answer: Answer) -> PersonHit:
    newest = answer.leads[0]
    company = answer.companies.get(newest.account_id or 0)
    name = answer.person.name if answer.person else ""
    shown = company.name if company else ""
    return PersonHit(answer.record_id, name, shown, newest.id, len(answer.leads), matched_of(answer.verdict))


def _account_hits(answers: list[Answer]) -> tuple[AccountHit, ...]:
    return tuple(
        AccountHit(row.id, row.name, row.region, row.industry, None, matched_of(answer.verdict))
        for answer in answers
        for row in [answer.account]
        if row is not None
    )
