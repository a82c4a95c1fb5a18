"""Give opportunities their inquiry codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from django.db import transaction

from gleanry.kit import bulk, ledger
from gleanry.kit.errors import Refusal
from gleanry.people.facts import Coded
from gleanry.people.models import CodeNumber, InquiryCode
from gleanry.people.queries import code_plan, codes_of_deals, deals_by_code, roots_of
from gleanry.people.rules import build, missing_of, prefixes_of
from gleanry.people.shapes import CodePlan, CodeWanted

LOCK = 84
COLUMNS = ("workspace_id", "code", "opportunity_id", "account_id", "parts", "rules_id", "at", "by")


class Numbers:
    """The numbers under some prefixes, read once and written once; counted on in between."""

    def __init__(self, workspace_id: int, prefixes: Sequence[str]) -> None:
        columns = ("id", "prefix", "account_id", "number")
        rows = bulk.find(CodeNumber, columns, workspace_id=workspace_id, key="prefix", among=prefixes)
        self.workspace_id = workspace_id
        self.ids = {(prefix, account): i for i, prefix, account, _ in rows}
        self.known = {(prefix, account): number for _, prefix, account, number in rows}
        self.now: dict[tuple[str, int | None], int] = dict(self.known)

    def of(self, prefix: str, account_id: int | None) -> int:
        """The account's number under a prefix, which it keeps; without an account the next one."""
        if account_id is not None and (prefix, account_id) in self.now:
            return self.now[prefix, account_id]
        number = self.now.get((prefix, None), 0) + 1
        self.now[prefix, None] = number
        if account_id is not None:
            self.now[prefix, account_id] = number
        return number

    def write(self) -> None:
        """Write what was counted."""
        changed = {place: number for place, number in self.now.items() if self.known.get(place) != number}
        bulk.update(CodeNumber, ("number",), [(self.ids[p], n) for p, n in changed.items() if p in self.ids])
        new = [(self.workspace_id, *place, n) for place, n in changed.items() if place not in self.ids]
        bulk.insert(CodeNumber, ("workspace_id", "prefix", "account_id", "number"), new)


def give_codes(
    workspace_id: int, wanted: Sequence[CodeWanted], *, today: date, at: datetime, by: int | None = None
) -> dict[int, str]:
    """Give codes to opportunities that have none; opportunity id -> its code, of all of them.

    One at a time in a workspace, so that no number is given twice. A code that was given before gets a suffix. The same
    few statements for any number. Raises Refusal `code_incomplete` with the segments nobody chose.
    """
    with transaction.atomic():
        bulk.lock_workspace(workspace_id, LOCK)
        rules_id, plan = code_plan(workspace_id)
        given = {i: row.code for i, row in codes_of_deals(workspace_id, [w.opportunity_id for w in wanted]).items()}
        left = {one.opportunity_id: one for one in wanted if one.opportunity_id not in given}
        roots = roots_of(workspace_id, [one.account_id for one in left.values()], kind="account")
        asked = [replace(one, account_id=roots.get(one.account_id or 0, one.account_id)) for one in left.values()]
        for one in asked:
            if missing := missing_of(plan, one):
                raise Refusal("code_incomplete", opportunity=one.opportunity_id, segments=missing)
        rows = _built(workspace_id, plan, asked, today)
        told = [
            (workspace_id, code, w.opportunity_id, w.account_id, parts, rules_id, at, by) for w, code, parts in rows
        ]
        bulk.insert(InquiryCode, COLUMNS, told)
        new = {w.opportunity_id: code for w, code, _ in rows}
        ledger.announce(workspace_id, Coded(tuple(new), tuple(new.values())), at=at, by=by)
    return given | new


def _built(
    workspace_id: int, plan: CodePlan, asked: Sequence[CodeWanted], today: date
) -> list[tuple[CodeWanted, str, list[tuple[str, str]]]]:
    """Each with its code and parts; what was given before gets the next number behind it, from 2 on."""
    prefixes = {i: prefixes_of(plan, one, today) for i, one in enumerate(asked)}
    numbers = Numbers(workspace_id, list(dict.fromkeys(p for own in prefixes.values() for p in own)))
    built = []
    for one in asked:
        parts = build(plan, one, today, partial(_number_for, numbers, one))
        built.append((one, plan.separator.join(text for _, text in parts), parts))
    taken = set(deals_by_code(workspace_id, [code for _, code, _ in built]))
    again = Numbers(workspace_id, [f"again:{code}" for _, code, _ in built])
    rows = []
    for one, code, parts in built:
        fresh = code
        while fresh in taken:
            number = str(again.of(f"again:{code}", None) + 1)
            fresh = f"{code}{plan.separator or '-'}{number}"
        taken.add(fresh)
        rows.append((one, fresh, parts if fresh == code else [*parts, ("suffix", number)]))
    numbers.write()
    again.write()
    return rows


def _number_for(numbers: Numbers, one: CodeWanted, prefix: str, own: bool) -> int:
    return numbers.of(prefix, one.account_id if own else None)
