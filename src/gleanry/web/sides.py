"""Records of a merge as pages and the API show them: by name, with the names behind their ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gleanry.flow.collect.queries import count_receipts
from gleanry.flow.convert.queries import deals_behind
from gleanry.flow.identify.queries.sides import sides_of
from gleanry.flow.identify.shapes import Kind, Side
from gleanry.leads.queries import leads_by_id
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.queries import names_of
from gleanry.tenants.shapes import Viewer
from gleanry.web.masking import hidden_of_people, masked_email, masked_handle, masked_name, masked_phone
from gleanry.web.rows import with_names
from gleanry.web.words import labels, merging


@dataclass(frozen=True)
class ShownSide:
    """A record: what to call it, where its page is, and its fields in words, in the order they are compared."""

    side: Side
    title: str
    href: str
    fields: list[tuple[str, str]]
    owners: list[str]
    counts: dict[str, int] = field(default_factory=dict)


def shown_sides(viewer: Viewer, kind: Kind, ids: Iterable[int]) -> dict[int, ShownSide]:
    """Id -> its side as the viewer may see it; the same few statements for any number."""
    workspace_id = viewer.workspace_id
    sides = masked_sides(viewer, kind, sides_of(workspace_id, kind, ids))
    companies = accounts_by_id(workspace_id, (side.fields.get("account_id") for side in sides.values()))
    owners = names_of(workspace_id, [owner for side in sides.values() for owner in side.owner_ids])
    leads = _leads(viewer, sides) if kind is Kind.LEAD else {}
    return {
        i: ShownSide(
            side,
            leads[side.id]["title"] if side.id in leads else title_of(side),
            address_of(kind, side.id),
            leads[side.id]["fields"] if side.id in leads else _fields(kind, side, companies),
            [owners[owner] for owner in side.owner_ids if owner in owners],
            dict(side.counts),
        )
        for i, side in sides.items()
    }


MASKS = {"phone": masked_phone, "email": masked_email, "wechat": masked_handle}


def masked_sides(viewer: Viewer, kind: Kind, sides: Mapping[int, Side]) -> dict[int, Side]:
    """Sides of people without what the viewer does not see before a claim; others as they are."""
    hidden = hidden_of_people(viewer, sides) if kind is Kind.PERSON else {}
    return {i: _masked(side, hidden.get(i, frozenset())) for i, side in sides.items()}


def _masked(side: Side, hidden: frozenset[str]) -> Side:
    if not hidden:
        return side
    marks = tuple(
        (sign, MASKS[sign](value) if sign in hidden and sign in MASKS else value) for sign, value in side.marks
    )
    fields = dict(side.fields)
    if "name" in hidden:
        fields["name"] = masked_name(str(fields.get("name", "")))
    return replace(side, fields=fields, marks=marks)


def address_of(kind: str, record_id: int) -> str:
    """The page of a record."""
    name, argument = {
        "person": ("person", "person_id"),
        "account": ("account", "account_id"),
        "lead": ("lead", "lead_id"),
    }[kind]
    return reverse(name, kwargs={argument: record_id})


def title_of(side: Side) -> str:
    """A person or company by name, else by a sign, else by number."""
    return str(side.fields.get("name") or next((value for _kind, value in side.marks), "") or f"#{side.id}")


def value_text(name: str, value: Any, companies: Mapping[int, Any]) -> str:
    """One field of a record in words."""
    if not value:
        return ""
    if name == "account_id":
        return str(companies[value].name) if value in companies else f"#{value}"
    if name in ("mql_at", "sql_at"):
        return date_format(timezone.localtime(datetime.fromisoformat(value)), "Y-m-d H:i")
    return str(value)


def _fields(kind: Kind, side: Side, companies: Mapping[int, Any]) -> list[tuple[str, str]]:
    shown = [
        (merging.field_title(kind, name), value_text(name, value, companies)) for name, value in side.fields.items()
    ]
    if kind is Kind.ACCOUNT:
        return [*shown, (_("Also written"), " · ".join(dict.fromkeys(value for _kind, value in side.marks)))]
    signs: dict[str, list[str]] = {name: [] for name in ("phone", "email", "wechat")}
    for sign, value in side.marks:
        if sign in signs:
            signs[sign].append(value)
    return [*shown, *((labels.label(merging.COMPARED, name), " · ".join(values)) for name, values in signs.items())]


def _leads(viewer: Viewer, sides: Mapping[int, Side]) -> dict[int, dict[str, Any]]:
    rows = leads_by_id(viewer.workspace_id, (side.id for side in sides.values()))
    found = {}
    for row in with_names(viewer, list(rows.values())):
        lead = row.lead
        found[lead.id] = {
            "title": f"#{lead.id} {row.title}",
            "fields": [
                (_("Person"), row.person.name if row.person else ""),
                (_("Company"), row.account.name if row.account else ""),
                (_("Source"), labels.source_label(lead.source)),
                (_("First contact"), date_format(timezone.localtime(lead.first_contact_at), "Y-m-d H:i")),
                (_("Pool"), labels.label(labels.POOLS, lead.pool)),
                (_("Owner"), row.owner),
                (_("Grade"), lead.grade),
            ],
        }
    return found


def with_business(workspace_id: int, kind: Kind, side: Side) -> dict[str, int]:
    """What hangs on a side, deals and receipts counted where they are kept."""
    people = side.members if kind is Kind.PERSON else ()
    accounts = side.members if kind is Kind.ACCOUNT else ()
    leads = side.members if kind is Kind.LEAD else side.lead_ids
    deals = deals_behind(workspace_id, lead_ids=leads, person_ids=people, account_ids=accounts)
    counts = {name: count for name, count in side.counts.items() if name in merging.COUNTS}
    return counts | {"deals": len(deals), "receipts": count_receipts(workspace_id, deals)}
