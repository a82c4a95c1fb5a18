"""Sign leads at a gate, or refuse to: who, when, with which answers, by which rules; sealed by a fact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from gleanry.flow.followup.facts import GateSigned
from gleanry.flow.followup.models import GateSign
from gleanry.flow.followup.queries.gates import PASSED, REFUSED, gates_book, last_signs
from gleanry.flow.followup.rules import digest_of, judge, read_gate
from gleanry.flow.followup.shapes import Answer, SignRow
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.leads.shapes import LeadRow
from gleanry.tenants.shapes import Viewer

Answers = Mapping[int, Mapping[str, Answer]]
"""Lead id -> item code -> answer."""
NO_ANSWERS: Answers = {}
SAYS = frozenset({"yes", "no", "unknown"})


class GateShut(Refusal):
    """`items` are the codes in the way, `lead_ids` the leads they hold back. Nothing was changed."""

    code = "gate_not_passed"


@dataclass(frozen=True, slots=True)
class Signing:
    """What is signed: at which gate, with which verdict and why, and by which answers."""

    gate: str
    verdict: str
    reason: str = ""
    answers: Answers = field(default_factory=dict)


def pass_gate(workspace_id: int, name: str, leads: Sequence[LeadRow], answers: Answers) -> None:
    """Let leads through a gate. Raises GateShut where one does not pass, `bad_choice` for an unknown answer."""
    gate = read_gate(gates_book(workspace_id)[1], name)
    shut: dict[str, list[int]] = {}
    for lead in leads:
        given = answers.get(lead.id, {})
        if any(answer.says not in SAYS or len(answer.evidence) > 500 for answer in given.values()):
            raise Refusal("bad_choice")
        for code in judge(gate, given).missing:
            shut.setdefault(code, []).append(lead.id)
    if shut:
        held = sorted({lead_id for ids in shut.values() for lead_id in ids})
        raise GateShut(gate=name, items=list(shut), lead_ids=held)


def sign(viewer: Viewer, leads: Sequence[LeadRow], signing: Signing, at: datetime) -> dict[int, SignRow]:
    """Write who signed; at `sql` each row names the signature it judges. Returns lead id -> what it judges."""
    if not leads:
        return {}
    workspace_id = viewer.workspace_id
    rules_id, body = gates_book(workspace_id)
    asked = {item.code for item in read_gate(body, signing.gate).items}
    judged = last_signs(workspace_id, [lead.id for lead in leads], "mql") if signing.gate == "sql" else {}
    ids = bulk.allocate(GateSign, len(leads))
    rows = []
    for sign_id, lead in zip(ids, leads, strict=True):
        answers = _stored(signing.answers.get(lead.id, {}), asked)
        before = judged.get(lead.id)
        told = (lead.id, signing.gate, signing.verdict, signing.reason, viewer.member_id)
        row = (*told, before.id if before else None, before.member_id if before else None, answers, rules_id)
        rows.append((sign_id, workspace_id, *row, lead.owner_since, at, digest_of(*told, answers, rules_id, at)))
    bulk.insert(GateSign, COLUMNS, rows)
    ledger.announce(
        workspace_id,
        GateSigned(
            sign_ids=tuple(ids),
            lead_ids=tuple(lead.id for lead in leads),
            gates=(signing.gate,) * len(rows),
            verdicts=(signing.verdict,) * len(rows),
            reasons=(signing.reason,) * len(rows),
            digests=tuple(row[-1] for row in rows),
        ),
        at=at,
        by=viewer.member_id,
    )
    return judged


COLUMNS = (
    *("id", "workspace_id", "lead_id", "gate", "verdict", "reason", "member_id"),
    *("judged_id", "judged_member_id", "answers", "rules_id", "since", "at", "digest"),
)


def sign_passed(viewer: Viewer, name: str, leads: Sequence[LeadRow], answers: Answers, at: datetime) -> None:
    """Let leads through a gate and sign for it."""
    pass_gate(viewer.workspace_id, name, leads, answers)
    sign(viewer, leads, Signing(name, PASSED, answers=answers), at)


def sign_refused(
    viewer: Viewer, leads: Sequence[LeadRow], reason: str, at: datetime, answers: Answers = NO_ANSWERS
) -> dict[int, SignRow]:
    """Write that leads were not accepted as SQL; counted against those who signed them. Returns whom, by lead."""
    return sign(viewer, leads, Signing("sql", REFUSED, reason[:40], answers), at)


def _stored(answers: Mapping[str, Answer], asked: set[str]) -> dict[str, dict[str, str]]:
    """What was answered to what was asked; evidence only where there is some."""
    return {
        code: {"says": answer.says, **({"evidence": answer.evidence} if answer.evidence else {})}
        for code, answer in answers.items()
        if code in asked
    }
