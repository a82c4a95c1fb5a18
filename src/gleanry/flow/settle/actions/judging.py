"""What is said in a case, how it is decided, and the one appeal against it. Nothing is overwritten: all is appended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from gleanry.flow.settle.actions.colliding import LOCK, by_working_days
from gleanry.flow.settle.facts import Argued, CaseAppealed, Closed, Decided, Settled
from gleanry.flow.settle.models import Case, CaseEntry, Registration
from gleanry.flow.settle.queries.books import bodies_of
from gleanry.flow.settle.queries.cases import JUDGE, cases_by_id, get_case, judges
from gleanry.flow.settle.rules import protection, read_cases, read_protection
from gleanry.flow.settle.shapes import CaseRow
from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import working_times
from gleanry.tenants.shapes import Viewer

LONGEST = 2000


def argue(viewer: Viewer, case_id: int, text: str, at: datetime) -> None:
    """Add to a running case what speaks for a side. Its sides may, and who judges it. Raises Refusal."""
    with transaction.atomic():
        case = _held(viewer, case_id)
        if case.state == "closed":
            raise Refusal("case_closed", case=case_id)
        if viewer.member_id not in case.parties and not viewer.may(JUDGE):
            raise Refusal("forbidden", permission=JUDGE)
        _enter(viewer, case_id, "argued", _words(text), at)
        ledger.announce(viewer.workspace_id, Argued((case_id,), (viewer.member_id,)), at=at, by=viewer.member_id)


def decide(viewer: Viewer, case_id: int, share_a: int, text: str, at: datetime) -> None:
    """Decide a case: the first side's percent, and why. It takes effect at once.

    After the first decision a side may appeal; the decision on an appeal is the last. Raises Refusal `not_judge` for
    who may not: a side of it, who does not lead both, or on appeal who decided before.
    """
    if not 0 <= share_a <= 100:
        raise Refusal("bad_share")
    with transaction.atomic():
        bulk.lock_workspace(viewer.workspace_id, LOCK)
        case = _held(viewer, case_id)
        if case.state not in ("open", "appealed"):
            raise Refusal("case_closed", case=case_id)
        if not judges(viewer, case):
            raise Refusal("not_judge", case=case_id)
        words, final = _words(text), case.state == "appealed"
        changed: dict[str, Any] = {"share_a": share_a}
        if final:
            changed |= {"state": "closed", "final_at": at, "final_by_id": viewer.member_id, "closed_at": at}
        else:
            due = _due(viewer.workspace_id, case, at, "appeal_days")
            changed |= {"state": "decided", "decided_at": at, "decided_by_id": viewer.member_id, "appeal_due": due}
        _set(case_id, changed)
        _enter(viewer, case_id, "final" if final else "decided", words, at, {"share": share_a})
        _settle_registrations(viewer.workspace_id, case, share_a, at)
        _announce(viewer, case, share_a, at, final=final)


def appeal(viewer: Viewer, case_id: int, text: str, at: datetime) -> None:
    """Ask the next higher to decide again: once, by a side, in time. Raises Refusal `appeal_over` or `forbidden`."""
    with transaction.atomic():
        case = _held(viewer, case_id)
        if viewer.member_id not in case.parties:
            raise Refusal("forbidden")
        if case.state != "decided" or case.appeal_due is None or at > case.appeal_due:
            raise Refusal("appeal_over", case=case_id)
        due = _due(viewer.workspace_id, case, at, "final_days")
        named = {"state": "appealed", "appealed_at": at, "appealed_by_id": viewer.member_id, "final_due": due}
        _set(case_id, named)
        _enter(viewer, case_id, "appealed", _words(text), at)
        ledger.announce(viewer.workspace_id, CaseAppealed((case_id,)), at=at, by=viewer.member_id)


def _held(viewer: Viewer, case_id: int) -> CaseRow:
    """The case as it stands, held until the transaction ends."""
    get_case(viewer, case_id)
    return cases_by_id(viewer.workspace_id, [case_id], lock=True)[case_id]


def _words(text: str) -> str:
    words = text.strip()
    if not words or len(words) > LONGEST:
        raise Refusal("empty_note")
    return words


def _due(workspace_id: int, case: CaseRow, at: datetime, step: str) -> datetime:
    rule = read_cases(bodies_of(workspace_id, {case.rules_id})[case.rules_id])
    times = working_times(workspace_id, case.parties)
    if step == "appeal_days":
        return max(by_working_days(times, member, at, rule.appeal_days) for member in case.parties)
    return by_working_days(times, None, at, rule.final_days)


def _set(case_id: int, changed: Mapping[str, Any]) -> None:
    bulk.update(Case, tuple(changed), [(case_id, *changed.values())])


def _enter(
    viewer: Viewer, case_id: int, kind: str, text: str, at: datetime, data: Mapping[str, Any] | None = None
) -> None:
    columns = ("workspace_id", "case_id", "kind", "member_id", "text", "data", "at")
    row = (viewer.workspace_id, case_id, kind, viewer.member_id, text, dict(data or {}), at)
    bulk.insert(CaseEntry, columns, [row])


def _announce(viewer: Viewer, case: CaseRow, share_a: int, at: datetime, *, final: bool) -> None:
    said = ((case.id,), (case.account_id,), (case.member_a_id,), (case.member_b_id,), (share_a,))
    ledger.announce(viewer.workspace_id, Decided((case.id,), (share_a,)), at=at, by=viewer.member_id)
    ledger.announce(viewer.workspace_id, Settled(*said), at=at, by=viewer.member_id)
    if final:
        ledger.announce(viewer.workspace_id, Closed((case.id,)), at=at, by=viewer.member_id)


def _settle_registrations(workspace_id: int, case: CaseRow, share_a: int, at: datetime) -> None:
    """A registration in dispute is accepted with the decision, or ends with it."""
    columns = ("id", "member_id", "state", "until", "latest", "key", "product", "rules_id")
    rows = bulk.find(Registration, columns, workspace_id=workspace_id, key="case_id", among=[case.id], lock=True)
    shares = {case.member_a_id: share_a, case.member_b_id: 100 - share_a}
    rules = bodies_of(workspace_id, {row[7] for row in rows})
    lost = [row for row in rows if row[2] in ("case", "accepted") and not shares.get(row[1], 100)]
    refused = [(row[0], "refused", "decided") for row in lost if row[2] == "case"]
    bulk.update(Registration, ("state", "reason"), refused)
    ended = [(row[0], "ended", "decided", at) for row in lost if row[2] == "accepted"]
    bulk.update(Registration, ("state", "reason", "ended_at"), ended)
    won = [row for row in rows if row[2] == "case" and shares.get(row[1], 0)]
    keys = [row[5] for row in won]
    taken = bulk.find(Registration, ("key", "product", "state"), workspace_id=workspace_id, key="key", among=keys)
    busy = {(key, product) for key, product, state in taken if state == "accepted"}
    accepted = []
    for number, _member, _state, _until, _latest, key, product, rules_id in won:
        if (key, product) not in busy:
            busy.add((key, product))
            accepted.append((number, "accepted", at, *protection(at, read_protection(rules[rules_id]))))
    bulk.update(Registration, ("state", "accepted_at", "until", "latest"), accepted)
