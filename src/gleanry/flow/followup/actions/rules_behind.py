"""The rules that deadlines were started under, compiled once for a batch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from gleanry.flow.followup.rules import Promise, read_promises
from gleanry.kit import rulebook


class UnderRules(Protocol):
    """A deadline: `row` is its rule's place in the book, None for one of before that was kept."""

    @property
    def rules_id(self) -> int: ...
    @property
    def row(self) -> int | None: ...
    @property
    def kind(self) -> str: ...


@dataclass(frozen=True)
class RulesBehind:
    """Versions of the rule book by id."""

    promises: Mapping[int, tuple[Promise, ...]]
    versions: Mapping[int, int]

    @classmethod
    def of(cls, workspace_id: int, rules_ids: Iterable[int], day: timedelta) -> RulesBehind:
        """The versions named; one statement."""
        found = rulebook.versions_by_id(workspace_id, rules_ids)
        return cls(
            {rules_id: read_promises(rules.body, day) for rules_id, rules in found.items()},
            {rules_id: rules.version for rules_id, rules in found.items()},
        )

    def promise(self, deadline: UnderRules) -> Promise | None:
        """The rule of a deadline; of an old one that does not say, the first of its kind."""
        rows = self.promises.get(deadline.rules_id, ())
        if deadline.row is not None and deadline.row < len(rows):
            return rows[deadline.row]
        return next((promise for promise in rows if promise.kind == deadline.kind), None)
