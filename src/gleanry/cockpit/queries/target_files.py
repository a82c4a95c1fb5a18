"""Targets to and from a table people edit elsewhere."""

from __future__ import annotations

from decimal import Decimal

from gleanry.cockpit.queries.targets import is_money, names_of_keys
from gleanry.cockpit.rules.target_files import BadRow, from_csv, to_csv
from gleanry.cockpit.shapes import Node, Plan
from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import get_settings
from gleanry.values.money import Money


def exported(workspace_id: int, plan: Plan) -> str:
    """A plan as CSV: the way to each number by names, amounts in major units."""
    names, currency = names_of_keys(workspace_id), get_settings(workspace_id).currency
    twice = _ambiguous(names)

    def name(node: Node) -> str:
        known = names.get((node.level, node.key), node.key)
        return f"{known} #{node.key}" if (node.level, known) in twice else known

    def shown(value: int) -> str:
        return f"{Money(value, currency).amount}" if is_money(plan.measure) else str(value)

    return to_csv(plan.nodes, name, shown)


def _ambiguous(names: dict[tuple[str, str], str]) -> set[tuple[str, str]]:
    """(level, name) of those that several share: their number is written behind."""
    seen: set[tuple[str, str]] = set()
    twice: set[tuple[str, str]] = set()
    for (level, _), name in names.items():
        (twice if (level, name) in seen else seen).add((level, name))
    return twice


def imported(workspace_id: int, text: str, year: int, measure: str) -> list[Node]:
    """The tree of a CSV. Raises Refusal `bad_target_row` with its `row` and the `fault`."""
    names, currency = names_of_keys(workspace_id), get_settings(workspace_id).currency
    keys = {(level, name): key for (level, key), name in names.items()}
    keys |= {(level, f"{name} #{key}"): key for (level, key), name in names.items()}

    def key(level: str, name: str) -> str | None:
        if level in ("year", "quarter", "month"):
            return name if name.startswith(str(year)) else None
        return keys.get((level, name)) or (name[:80] if level == "product" else None)

    def whole(value: Decimal) -> int:
        return Money.of(value, currency).minor if is_money(measure) else int(value)

    try:
        return from_csv(text, year, key=key, whole=whole)
    except BadRow as refused:
        raise Refusal("bad_target_row", row=refused.row, fault=refused.code) from refused
    except ValueError as refused:
        raise Refusal("bad_target_row", row=1, fault="bad_path") from refused
