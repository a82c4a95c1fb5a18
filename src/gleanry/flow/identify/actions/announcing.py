"""What a decided batch tells the others: one fact for each thing that may follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from gleanry.flow.identify.actions.verdicts import Verdict
from gleanry.flow.identify.facts import Attached, Doubted, Identified, Joined, Refreshed
from gleanry.kit import ledger

Doubt = tuple[str, int, int, None, tuple[tuple[str, str], ...]]
"""Kind, left, right, no probability (a rule compares, it does not estimate), and the fields that agree."""


def announce_verdicts(workspace_id: int, ids: Sequence[int], verdicts: Sequence[Verdict], at: datetime) -> None:
    """Announce new leads, attached ones, and what their rules ask for beside."""
    pairs = list(zip(ids, verdicts, strict=True))
    ledger.announce(workspace_id, Identified(tuple(i for i, v in pairs if v.source_lead_id is None)), at=at)
    followers = [(i, v.source_lead_id) for i, v in pairs if v.source_lead_id is not None]
    ledger.announce(workspace_id, Attached(tuple(i for i, _ in followers), tuple(s for _, s in followers)), at=at)
    joined = [(i, v.decision.match.target_id) for i, v in pairs if v.action == "to_account_owner" and v.decision.match]
    ledger.announce(workspace_id, Joined(tuple(i for i, _ in joined), tuple(a for _, a in joined)), at=at)
    again = [(i, v.source_lead_id) for i, v in pairs if v.action == "refresh" and v.source_lead_id is not None]
    ledger.announce(workspace_id, Refreshed(tuple(i for i, _ in again), tuple(s for _, s in again)), at=at)
    doubts = [doubt for i, verdict in pairs for doubt in _doubts(i, verdict)]
    if doubts:
        ledger.announce(workspace_id, Doubted(*zip(*doubts, strict=True)), at=at)


def _doubts(lead_id: int, verdict: Verdict) -> Iterator[Doubt]:
    """The pair a person is asked about: two leads, or the lead's own company and the account that was found."""
    match = verdict.decision.match
    if verdict.action != "ask" or match is None:
        return
    agree = tuple((name, "") for name, _ in match.agree)
    if match.target == "lead":
        yield "lead", lead_id, match.target_id, None, agree
    elif verdict.account_id is not None and verdict.account_id != match.target_id:
        yield "account", verdict.account_id, match.target_id, None, agree
