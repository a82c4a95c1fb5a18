"""The gates in force, what the records already answer, and who signed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from gleanry.flow.followup.models import GateSign
from gleanry.flow.followup.queries.contacts import follow_ups_by_lead
from gleanry.flow.followup.rules import digest_of, judge, known_answers, read_gate, read_refusals, suggest
from gleanry.flow.followup.shapes import Answer, FollowUpRow, Gate, KnownOfLead, Refusing, SignRow, Suggestion
from gleanry.kit import bulk, rulebook
from gleanry.kit.models import Fact
from gleanry.leads.shapes import LeadRow
from gleanry.people.queries import accounts_by_id

COLUMNS = tuple(SignRow.__dataclass_fields__)
MEETINGS = ("meeting", "visit")
PASSED, REFUSED = "passed", "refused"


def gates_book(workspace_id: int) -> tuple[int | None, dict[str, Any]]:
    """The rule book of the gates and its version; an empty one where none was ever adopted."""
    try:
        rules = rulebook.current(workspace_id, "gates")
    except rulebook.NoRules:
        return None, {}
    return rules.id, rules.body


def gate_of(workspace_id: int, name: str) -> Gate:
    """The gate `mql` or `sql` in force."""
    return read_gate(gates_book(workspace_id)[1], name)


def refusals_of(workspace_id: int) -> tuple[Refusing, ...]:
    """Why one may refuse, in the order of the book."""
    return read_refusals(gates_book(workspace_id)[1])


def signs_of(workspace_id: int, lead_id: int) -> list[SignRow]:
    """Who signed a lead at which gate, newest first."""
    rows = GateSign.objects.of(workspace_id).filter(lead_id=lead_id).order_by("-id")
    return [SignRow(*values) for values in rows.values_list(*COLUMNS)]


def last_signs(workspace_id: int, lead_ids: Iterable[int], gate: str) -> dict[int, SignRow]:
    """Lead id -> the last signature that passed it at a gate; one statement for any number."""
    rows = bulk.find(
        GateSign,
        COLUMNS,
        workspace_id=workspace_id,
        key="lead_id",
        among=lead_ids,
        where="t.verdict = 'passed'",
    )
    signs = (SignRow(*values) for values in rows)
    return {sign.lead_id: sign for sign in signs if sign.gate == gate}


def known_of_leads(workspace_id: int, leads: Sequence[LeadRow], *, before: str = "") -> dict[int, KnownOfLead]:
    """Lead id -> what the records can answer a gate with; `before` names the gate whose answers count as known.

    Three statements for any number.
    """
    accounts = accounts_by_id(workspace_id, [lead.account_id for lead in leads])
    done = follow_ups_by_lead(workspace_id, [lead.id for lead in leads])
    signs = last_signs(workspace_id, [lead.id for lead in leads], before) if before else {}
    found = {}
    for lead in leads:
        account = accounts.get(lead.account_id or 0)
        rows = done.get(lead.id, [])
        sign = signs.get(lead.id)
        answers = answers_from(sign.answers) if sign else {}
        name = account.name if account else ""
        found[lead.id] = KnownOfLead(name, known_answers(rows), _meeting_on(rows), answers)
    return found


def _meeting_on(rows: Iterable[FollowUpRow]) -> str:
    return next((f"{row.at:%Y-%m-%d}" for row in rows if row.kind in MEETINGS and row.result == "reached"), "")


def answers_from(stored: dict[str, Any]) -> dict[str, Answer]:
    """Answers as they were stored."""
    return {code: Answer(row["says"], row.get("evidence", "")) for code, row in stored.items()}


def suggestions_for(workspace_id: int, lead: LeadRow, gate: Gate, on: date) -> dict[str, Suggestion]:
    """Item code -> what the records say of one lead at a gate, and why."""
    before = "mql" if gate.name == "sql" else ""
    return suggest(gate, known_of_leads(workspace_id, [lead], before=before)[lead.id], on)


def answers_known(workspace_id: int, leads: Sequence[LeadRow], gate: Gate, on: date) -> dict[int, dict[str, Answer]]:
    """Lead id -> the answers the records give at a gate, for those who sign many at once. Nobody's word is taken."""
    known = known_of_leads(workspace_id, leads)
    return {
        lead_id: {code: Answer(said.says, said.data) for code, said in suggest(gate, one, on).items()}
        for lead_id, one in known.items()
    }


def count_unlike(workspace_id: int, limit: int) -> tuple[int, int]:
    """Of the latest signatures: how many are not as they were announced, and how many passed but do not pass again.

    Each is judged anew by its own answers under the version of the rules it was signed under.
    """
    rows = list(GateSign.objects.of(workspace_id).order_by("-id")[:limit])
    announced: dict[int, str] = {}
    facts = Fact.objects.of(workspace_id).filter(kind="followup.GateSigned").order_by("-id")
    for payload in facts.values_list("payload", flat=True)[:limit]:
        announced.update(zip(payload["sign_ids"], payload["digests"], strict=True))
    bodies = {i: rulebook.version_of(workspace_id, i).body for i in {row.rules_id for row in rows if row.rules_id}}
    changed = sum(1 for row in rows if row.pk in announced and not announced[row.pk] == row.digest == _digest(row))
    unlike = sum(1 for row in rows if row.verdict == PASSED and not _passes(row, bodies.get(row.rules_id or 0, {})))
    return changed, unlike


def _digest(row: GateSign) -> str:
    told = (row.lead_id, row.gate, row.verdict, row.reason, row.member_id, row.answers, row.rules_id, row.at)
    return digest_of(*told)


def _passes(row: GateSign, body: dict[str, Any]) -> bool:
    return judge(read_gate(body, row.gate), answers_from(row.answers)).passed
