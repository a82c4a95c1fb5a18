"""Correct what is known of a person or a company by hand, and record what a person agreed to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from gleanry.flow.identify.actions.identify_submissions import LOCK
from gleanry.flow.identify.actions.merging import check_sight
from gleanry.flow.identify.facts import Consented, Corrected
from gleanry.flow.identify.queries.sides import roots_by_id
from gleanry.flow.identify.shapes import Kind
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.people.actions import record_consents, set_fields
from gleanry.people.queries import raw_rows
from gleanry.people.shapes import NewConsent
from gleanry.tenants.shapes import Viewer

EDITABLE = {Kind.PERSON: {"name": 120, "job_title": 120}, Kind.ACCOUNT: {"name": 200, "region": 80, "industry": 80}}
"""Field -> how long it may be. An account's name may be written better; what it is recognised by stays."""
PURPOSES = ("mail", "phone", "wechat", "profiling")
STATES = ("granted", "denied")


def correct_record(viewer: Viewer, kind: Kind, record_id: int, fields: Mapping[str, str], at: datetime) -> int:
    """Overwrite fields of a record; of a merged one, of its root, whose id is returned.

    Raises Refusal `forbidden`, `not_found`, and `bad_choice` for a field that is not open to people.
    """
    if not viewer.may("leads.follow"):
        raise Refusal("forbidden", permission="leads.follow")
    if set(fields) - set(EDITABLE[kind]):
        raise Refusal("bad_choice", fields=sorted(fields))
    with transaction.atomic():
        bulk.lock_workspace(viewer.workspace_id, LOCK)
        check_sight(viewer, kind, [record_id])
        root = roots_by_id(viewer.workspace_id, kind, [record_id])[record_id]
        row = raw_rows(viewer.workspace_id, [root], kind=kind, lock=True)[root]
        given = {name: value.strip()[: EDITABLE[kind][name]] for name, value in fields.items()}
        if kind is Kind.ACCOUNT and not given.get("name", row.fields["name"]):
            raise Refusal("name_missing")
        changed = sorted(name for name, value in given.items() if row.fields[name] != value)
        set_fields(kind, [(root, {**row.fields, **given})] if changed else [])
        fact = Corrected((str(kind),) * len(changed), (root,) * len(changed), tuple(changed))
        ledger.announce(viewer.workspace_id, fact, at=at, by=viewer.member_id or None)
    return root


def record_consent(viewer: Viewer, person_id: int, purpose: str, state: str, at: datetime) -> None:
    """Record what a person said about one purpose. Raises Refusal `forbidden`, `not_found` and `bad_choice`."""
    if not viewer.may("leads.follow"):
        raise Refusal("forbidden", permission="leads.follow")
    if purpose not in PURPOSES or state not in STATES:
        raise Refusal("bad_choice", purpose=purpose, state=state)
    with transaction.atomic():
        check_sight(viewer, Kind.PERSON, [person_id])
        by = viewer.member_id or None
        record_consents(viewer.workspace_id, [NewConsent(person_id, purpose, state, at, "by hand")], by=by)
        ledger.announce(viewer.workspace_id, Consented((person_id,), (purpose,), (state,)), at=at, by=by)
