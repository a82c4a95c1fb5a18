"""Whom a step writes to and in which words; by the batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from gleanry.flow.nurture.models import Message
from gleanry.flow.nurture.rules.deciding import Reader
from gleanry.flow.nurture.rules.plans import Step
from gleanry.flow.nurture.rules.writing import UNNAMED, filled, language_of, words_in
from gleanry.kit import bulk
from gleanry.leads.shapes import LeadRow
from gleanry.people.queries import accounts_by_id, consents_of, groups_of, people_by_id, with_members
from gleanry.tenants.queries import get_settings, names_of
from gleanry.values.phone import zone_of_phone

STOP_SALT = "gleanry.mail-stop"
"""What the links that stop mail are signed with."""
COUNTED = ("queued", "sending", "sent", "unsure", "todo", "done")
"""Of these, mails and texts to be sent by hand count for the cap of a person."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a lead's mails go to, in which language, and what fills their places."""

    reader: Reader
    language: str
    values: Mapping[str, str]


def addressees_of(
    workspace_id: int, leads: Sequence[LeadRow], at: datetime, *, within: timedelta
) -> dict[int, Addressee]:
    """Lead id -> its addressee. A number of statements that does not grow with the leads."""
    settings = get_settings(workspace_id)
    people_ids = [lead.person_id for lead in leads if lead.person_id]
    people = people_by_id(workspace_id, people_ids)
    accounts = accounts_by_id(
        workspace_id, [*(p.account_id for p in people.values()), *(ld.account_id for ld in leads)]
    )
    names = names_of(workspace_id, [lead.owner_id for lead in leads])
    said = consents_of(workspace_id, people_ids)
    earlier = sent_before(workspace_id, people_ids, at - within)
    found = {}
    for lead in leads:
        person = people.get(lead.person_id or 0)
        account = accounts.get((person.account_id if person else None) or lead.account_id or 0)
        name, company = person.name if person else "", account.name if account else ""
        language = language_of(name, company, settings.language)
        held = said.get(lead.person_id or 0, {}).get("mail")
        zone = next((z for phone in (person.phones if person else ()) if (z := zone_of_phone(phone))), settings.zone)
        reader = Reader(
            address=person.emails[0] if person and person.emails else "",
            refuses_mail=held is not None and held.state == "denied",
            zone=ZoneInfo(zone),
            earlier=earlier.get(lead.person_id or 0, ()),
        )
        values = {
            "name": name or UNNAMED[language],
            "company": company,
            "sender": names.get(lead.owner_id or 0) or settings.name,
            "workspace": settings.name,
        }
        found[lead.id] = Addressee(reader, language, values)
    return found


def sent_before(workspace_id: int, person_ids: Sequence[int], since: datetime) -> dict[int, list[datetime]]:
    """Person id -> when mails and texts were written to it, or to whom it was merged with, after a moment."""
    groups = groups_of(workspace_id, person_ids)
    rows = bulk.find(
        Message,
        ("person_id", "at", "kind", "state", "done_at"),
        workspace_id=workspace_id,
        key="person_id",
        among=with_members(groups, person_ids),
        where="t.kind <> 'task'",
    )
    own: dict[int, list[datetime]] = {}
    for person_id, at, _, state, done_at in rows:
        moment = done_at or at
        if state in COUNTED and moment > since:
            own.setdefault(person_id, []).append(moment)
    return {i: [moment for m in groups.get(i, (i,)) for moment in own.get(m, ())] for i in person_ids}


def written(step: Step, addressee: Addressee) -> tuple[str, str]:
    """(subject, body) of a step for somebody; the place of the unsubscribe link stays until the mail goes."""
    subject = filled(words_in(step.subject, addressee.language), addressee.values)
    body = filled(words_in(step.body, addressee.language), addressee.values)
    return " ".join(subject.split())[:400], body


def preview_step(step: Step, workspace_name: str) -> dict[str, tuple[str, str]]:
    """Language -> (subject, body) as somebody made up would read it."""
    people = {"zh": ("王小明", "北京样品科技有限公司"), "en": ("Jane Miller", "Sample Machines Ltd")}
    found = {}
    for language, (name, company) in people.items():
        values = {"name": name, "company": company, "sender": workspace_name, "workspace": workspace_name}
        subject, body = words_in(step.subject, language), words_in(step.body, language)
        found[language] = (filled(subject, values), filled(body, values))
    return found
