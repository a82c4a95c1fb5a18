"""The one source of an opportunity, as its page shows it."""

from __future__ import annotations

from typing import Any

from gleanry.flow.settle.queries import cases_of_accounts, source_history, source_rule
from gleanry.tenants.queries import names_of
from gleanry.tenants.shapes import Viewer
from gleanry.web.words import labels
from gleanry.web.words.settling import RECORD_KINDS, pipe_name, source_text


def source_context(viewer: Viewer, deal_id: int, account_id: int | None) -> dict[str, Any]:
    """For parts/deal_source.html: the source, why, what each pipe had on record, and cases about the company."""
    rows = source_history(viewer.workspace_id, deal_id)
    rule = source_rule(viewer.workspace_id)
    cases = cases_of_accounts(viewer.workspace_id, [account_id]) if account_id else []
    mine = [case for case in cases if viewer.member_id in case.parties or viewer.may("accounts.judge")]
    found: dict[str, Any] = {"source_cases": mine}
    if not rows:
        return found
    now = rows[0]
    members = [record.member_id for record in now.source.evidence]
    names = names_of(viewer.workspace_id, [now.source.member_id, *members])
    found["deal_source"] = {
        "pipe": pipe_name(now.source.pipe, rule),
        "who": names.get(now.source.member_id or 0, ""),
        "why": source_text(now.source),
        "version": now.version,
        "at": now.at,
        "records": [
            {
                "pipe": pipe_name(record.pipe, rule),
                "kind": labels.label(RECORD_KINDS, record.kind),
                "who": names.get(record.member_id or 0, ""),
                "at": record.at,
                "decides": record == now.source.record,
            }
            for record in now.source.evidence
        ],
    }
    return found
