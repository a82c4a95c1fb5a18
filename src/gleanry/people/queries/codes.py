"""Read inquiry codes."""

from __future__ import annotations

from collections.abc import Iterable

from gleanry.kit import bulk, rulebook
from gleanry.people.models import InquiryCode
from gleanry.people.rules import read_codes
from gleanry.people.shapes import CodePlan, CodeRow


def code_plan(workspace_id: int) -> tuple[int, CodePlan]:
    """The version in force and how it builds codes."""
    rules = rulebook.current(workspace_id, "codes")
    return rules.id, read_codes(rules.body)


def codes_of_deals(workspace_id: int, deal_ids: Iterable[int]) -> dict[int, CodeRow]:
    """Opportunity id -> its code; one statement."""
    return {row.opportunity_id: row for row in _codes(workspace_id, "opportunity_id", deal_ids)}


def deals_by_code(workspace_id: int, codes: Iterable[str]) -> dict[str, int]:
    """Code -> the opportunity it was given to; one statement."""
    return {row.code: row.opportunity_id for row in _codes(workspace_id, "code", codes)}


def _codes(workspace_id: int, key: str, among: Iterable[object]) -> list[CodeRow]:
    columns = ("code", "opportunity_id", "account_id", "parts")
    rows = bulk.find(InquiryCode, columns, workspace_id=workspace_id, key=key, among=among)
    return [CodeRow(code, deal, account, tuple((n, t) for n, t in parts)) for code, deal, account, parts in rows]
