"""The laws of the house, checked on the data as they are. The questions stand in audit.sql."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from importlib.resources import files

from django.db import connection

from gleanry.cockpit.queries.flow import flow_report
from gleanry.cockpit.queries.references import dangling
from gleanry.cockpit.shapes import Finding
from gleanry.flow.convert.queries import count_astray
from gleanry.flow.followup.queries import count_unlike, count_unswept
from gleanry.flow.reward.queries import unlike_statements
from gleanry.flow.route.queries import latest_turns
from gleanry.flow.score.queries import latest_recomputed
from gleanry.flow.settle.queries import count_unlike_sources
from gleanry.kit import clock
from gleanry.kit.ledger.owed import count_stuck
from gleanry.kit.ledger.seal import broken_seals
from gleanry.tenants.queries import list_workspaces

LATE = timedelta(minutes=15)
REPLAYED = 500

SQL = (files("gleanry.cockpit.queries") / "audit.sql").read_text(encoding="utf-8")
LAWS = tuple(re.findall(r"^-- (\w+): (\w+)\n(.*?);$", SQL, flags=re.MULTILINE | re.DOTALL))
"""(law, code, question)."""


def audit(workspace_id: int | None = None) -> list[Finding]:
    """What does not hold, of one workspace or of all; empty when every law does."""
    ids = [workspace_id] if workspace_id is not None else [row.id for row in list_workspaces()]
    findings = [finding for one in ids for finding in _audit(one)]
    if broken := broken_seals():
        findings.append(Finding("ledger", "seal_broken", len(broken)))
    return findings


def _audit(workspace_id: int) -> Iterator[Finding]:
    with connection.cursor() as cursor:
        for law, code, question in LAWS:
            cursor.execute(question, {"w": workspace_id})
            if count := cursor.fetchone()[0]:
                yield Finding(law, code, count)
    for name, count in dangling(workspace_id).items():
        yield Finding("references", f"nothing_behind_{name}", count)
    for stage in flow_report(workspace_id).stages:
        if not stage.balanced:
            difference = stage.taken - stage.out - stage.held - stage.refused
            yield Finding("leads", f"{stage.stage}_not_balanced", abs(difference))
    yield from _not_replayed(workspace_id)
    if astray := count_astray(workspace_id):
        yield Finding("deals", "stage_not_of_its_process", astray)
    if stuck := count_stuck(workspace_id):
        yield Finding("ledger", "delivery_stuck", stuck)
    if overdue := count_unswept(workspace_id, clock.now() - LATE):
        yield Finding("promises", "deadline_not_swept", overdue, warning=True)


def _not_replayed(workspace_id: int) -> Iterator[Finding]:
    """Decisions that do not come out again from what is stored with them."""
    if unlike := sum(1 for turn in latest_turns(workspace_id, REPLAYED) if not turn.is_replayed):
        yield Finding("reasons", "routing_not_replayable", unlike)
    if unlike := sum(1 for card in latest_recomputed(workspace_id, REPLAYED) if not card.is_same):
        yield Finding("reasons", "score_not_recomputable", unlike)
    changed, unlike = count_unlike(workspace_id, REPLAYED)
    if changed:
        yield Finding("reasons", "signature_changed", changed)
    if unlike:
        yield Finding("reasons", "signature_not_replayable", unlike)
    if unlike := count_unlike_sources(workspace_id, REPLAYED):
        yield Finding("reasons", "source_not_replayable", unlike)
    yield from _closed_statements(workspace_id)


def _closed_statements(workspace_id: int) -> Iterator[Finding]:
    """Statements that say something else than was sealed, or that their own terms do not give."""
    changed, unlike = unlike_statements(workspace_id, REPLAYED)
    if changed:
        yield Finding("rewards", "closed_statement_changed", changed)
    if unlike:
        yield Finding("rewards", "closed_statement_not_replayable", unlike)
