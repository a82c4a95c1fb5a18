"""Keep the shared lists: add, end, take a file of them in. Nothing is ever deleted from a list."""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from gleanry.flow.clean.facts import Delisted, Listed
from gleanry.flow.clean.models import ListEntry, ListVersion
from gleanry.flow.clean.queries.records import records_of
from gleanry.flow.clean.rules.listed import key_of
from gleanry.flow.clean.rules.text import tidy
from gleanry.flow.clean.shapes import Added, ListKind, NewEntry
from gleanry.kit import bulk, ledger, rulebook
from gleanry.kit.errors import Refusal
from gleanry.leads.queries import among_visible, leads_by_id
from gleanry.tenants.shapes import Viewer

LOCK = 31
MOST = 50_000
"""Entries of one request or file."""

LONGEST_VALUE, LONGEST_WHY = 200, 400
TAKEN_FROM = {
    ListKind.PHONE: "phone",
    ListKind.EMAIL: "email",
    ListKind.DOMAIN: "email_domain",
    ListKind.COMPANY: "company",
    ListKind.COMPETITOR: "company",
}
"""Which field of a lead an entry of each kind is taken from; a word is typed."""


def add_entries(viewer: Viewer, entries: Sequence[NewEntry], at: datetime, *, origin: str = "hand") -> Added:
    """Put entries on the lists; what is on them already stays as it is. Raises Refusal `forbidden` or `too_large`."""
    if not viewer.may("lists.add"):
        raise Refusal("forbidden", permission="lists.add")
    if len(entries) > MOST:
        raise Refusal("too_large")
    workspace_id = viewer.workspace_id
    region = rulebook.current(workspace_id, "clean").body["phone_region"]
    keyed: dict[tuple[str, str], NewEntry] = {}
    unusable = []
    for given in entries:
        entry = replace(given, value=tidy(given.value)[:LONGEST_VALUE], why=tidy(given.why)[:LONGEST_WHY])
        key = key_of(entry.kind, entry.value, phone_region=region)
        if key:
            keyed.setdefault((entry.kind, key), entry)
        else:
            unusable.append(given.value)
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        known = _in_force(workspace_id, [key for _, key in keyed])
        fresh = {pair: entry for pair, entry in keyed.items() if pair not in known}
        ids = bulk.allocate(ListEntry, len(fresh))
        rows = [
            (
                *(entry_id, workspace_id, kind, entry.value, key),
                *(entry.why, origin, entry.lead_id, viewer.member_id, at, ""),
            )
            for entry_id, ((kind, key), entry) in zip(ids, fresh.items(), strict=True)
        ]
        columns = ("id", "workspace_id", "kind", "value", "key", "why", "origin", "lead_id", "by", "at", "ended_why")
        bulk.insert(ListEntry, columns, rows)
        if fresh:
            _new_state(workspace_id)
        ledger.announce(workspace_id, Listed(tuple(ids)), at=at, by=viewer.member_id)
    return Added(tuple(ids), len(keyed) - len(fresh), tuple(unusable))


def add_from_leads(
    viewer: Viewer, lead_ids: Iterable[int], kind: ListKind, why: str, at: datetime, *, word: str = ""
) -> Added:
    """Put on a list what leads carry (their phone, mail domain, company...), or a word that was seen in them."""
    leads = leads_by_id(viewer.workspace_id, among_visible(viewer, lead_ids))
    if kind == ListKind.WORD:
        first = next(iter(leads), None)
        return add_entries(viewer, [NewEntry(kind, word, why, first)], at, origin="lead")
    records = {row.submission_id: row.fields for row in records_of(viewer.workspace_id, _submissions(leads.values()))}
    entries = []
    for lead in leads.values():
        value = str(records.get(lead.submission_id, {}).get(TAKEN_FROM[kind], ""))
        if value:
            entries.append(NewEntry(kind, value, why, lead.id))
    return add_entries(viewer, entries, at, origin="lead")


def _submissions(leads: Iterable[object]) -> list[int]:
    return [int(getattr(lead, "submission_id", 0)) for lead in leads]


def end_entries(viewer: Viewer, entry_ids: Iterable[int], why: str, at: datetime) -> tuple[int, ...]:
    """Take entries out of force, with a reason; they stay to be seen. Returns those that were in force."""
    if not viewer.may("lists.edit"):
        raise Refusal("forbidden", permission="lists.edit")
    why = tidy(why)[:LONGEST_WHY]
    if not why:
        raise Refusal("reason_missing")
    with transaction.atomic():
        bulk.lock_workspace(viewer.workspace_id, LOCK)
        rows = ListEntry.objects.of(viewer.workspace_id).filter(pk__in=list(entry_ids), ended_at__isnull=True)
        ended = tuple(rows.order_by("pk").values_list("pk", flat=True))
        rows.update(ended_at=at, ended_by_id=viewer.member_id, ended_why=why)
        if ended:
            _new_state(viewer.workspace_id)
        ledger.announce(viewer.workspace_id, Delisted(ended), at=at, by=viewer.member_id)
    return ended


def import_entries(viewer: Viewer, text: str, at: datetime, *, kind: ListKind | None = None) -> Added:
    """Take a CSV of `kind,value,why` in, or one value a line where `kind` says what they are.

    A header is known by its word `value`. Raises Refusal `unknown_list` naming a kind there is not, or `bad_list_file`.
    """
    if not viewer.may("lists.edit"):
        raise Refusal("forbidden", permission="lists.edit")
    return add_entries(viewer, read_entries(text, kind), at, origin="import")


def read_entries(text: str, kind: ListKind | None = None) -> list[NewEntry]:
    """The entries of a file. A cell our own export disarmed with an apostrophe is read as it was."""
    try:
        rows = [[_armed(cell) for cell in row] for row in csv.reader(io.StringIO(text.lstrip("\ufeff"))) if any(row)]
    except csv.Error as trouble:
        raise Refusal("bad_list_file") from trouble
    header = [cell.lower() for cell in rows[0]] if rows else []
    if "value" in header:
        places, rows = {name: header.index(name) for name in ("kind", "value", "why") if name in header}, rows[1:]
    else:
        places = {"kind": 0, "value": 1, "why": 2} if kind is None else {"value": 0, "why": 1}
    entries = []
    for row in rows:
        given = {name: row[at] if at < len(row) else "" for name, at in places.items()}
        named = given.get("kind") or (kind or "")
        if named not in set(ListKind):
            raise Refusal("unknown_list", kind=named)
        if given.get("value"):
            entries.append(NewEntry(ListKind(named), given["value"], given.get("why", "")))
    return entries


def _armed(cell: str) -> str:
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@") else text


def _in_force(workspace_id: int, keys: Sequence[str]) -> set[tuple[str, str]]:
    rows = bulk.find(
        ListEntry,
        ("kind", "key"),
        workspace_id=workspace_id,
        key="key",
        among=keys,
        where="t.ended_at IS NULL AND t.kind IN ('phone', 'email', 'domain', 'company', 'competitor', 'word')",
    )
    return set(rows)


def _new_state(workspace_id: int) -> None:
    """What was built from the lists is built anew by whoever asks next."""
    stamp = secrets.randbits(62)
    ListVersion.objects.of(workspace_id).update_or_create(
        workspace_id=workspace_id, defaults={"stamp": stamp}, create_defaults={"stamp": stamp}
    )
