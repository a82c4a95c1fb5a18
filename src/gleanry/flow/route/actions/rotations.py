"""Rotations between the database and the rules: read as they stand, written with the stretches a batch began."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from gleanry.flow.route.models import Rotation as RotationTable
from gleanry.flow.route.models import Stretch
from gleanry.flow.route.rules import Rotation, Standing, Wheel
from gleanry.kit import bulk

STATE = ("turns", "unit", "standings", "stretch_id", "digest", "weights", "steps", "step_limit")
STANDING = (
    "SELECT key, id, turns, stretch_id, unit, standings, digest, weights, steps, step_limit "
    "FROM route_rotation WHERE workspace_id = %s"
)
"""All of them in one statement; who stands where stays text until a lead is given there."""


class Rotations:
    """The rotations of a workspace in one batch. Held under the lock of handing out."""

    def __init__(self, workspace_id: int) -> None:
        self._workspace_id = workspace_id
        with connection.cursor() as cursor:
            cursor.execute(STANDING, [workspace_id])
            self._rows: dict[str, tuple[Any, ...]] = {row[0]: row[1:] for row in cursor.fetchall()}

    def load(self, key: str) -> Rotation:
        """A rotation as it stands; one that nobody took a turn in yet is new."""
        if key not in self._rows:
            return Rotation()
        _, _, _, unit, standings, digest, weights, steps, limit = self._rows[key]
        return Rotation(
            unit=unit,
            standings={m: Standing(balance, given, owed) for m, balance, given, owed in json.loads(standings)},
            digest=digest,
            weights=tuple((member, weight) for member, weight in json.loads(weights)),
            steps=steps,
            limit=limit,
        )

    def save(self, wheels: Mapping[str, Wheel], decided: Mapping[str, int], at: datetime) -> dict[tuple[str, int], int]:
        """Write what a batch changed; `decided` says how many decisions each rotation took.

        Returns the id of each stretch by key and number within the batch; -1 is the one that ran before.
        """
        stretches = self._write_stretches(wheels, at)
        fresh, known = [], []
        for key, wheel in wheels.items():
            wheel.settle()
            turns = (self._rows[key][1] if key in self._rows else 0) + decided[key]
            state = _state(wheel.rotation, turns, stretches[key, len(wheel.starts) - 1])
            if key in self._rows:
                known.append((self._rows[key][0], *state))
            else:
                fresh.append((self._workspace_id, key, *state))
        bulk.insert(RotationTable, ("workspace_id", "key", *STATE), fresh)
        bulk.update(RotationTable, STATE, known)
        return stretches

    def _write_stretches(self, wheels: Mapping[str, Wheel], at: datetime) -> dict[tuple[str, int], int]:
        begun = [(key, n, start) for key, wheel in wheels.items() for n, start in enumerate(wheel.starts)]
        ids = bulk.allocate(Stretch, len(begun))
        rows = []
        for pk, (key, _, start) in zip(ids, begun, strict=True):
            people = [[m, weight, b] for (m, weight), b in zip(start.weights, start.balances, strict=True)]
            rows.append((pk, self._workspace_id, key, at, start.unit, people, [list(pair) for pair in start.passed]))
        bulk.insert(Stretch, ("id", "workspace_id", "key", "at", "unit", "people", "passed"), rows)
        found = {(key, -1): self._rows[key][2] for key in wheels if key in self._rows}
        return found | {(key, n): pk for pk, (key, n, _) in zip(ids, begun, strict=True)}


def _state(rotation: Rotation, turns: int, stretch_id: int) -> tuple[object, ...]:
    standings = [[member, s.balance, s.given, s.owed] for member, s in sorted(rotation.standings.items())]
    weights = [list(pair) for pair in rotation.weights]
    return (
        turns, rotation.unit, standings, stretch_id, rotation.digest, weights, rotation.steps, rotation.limit,
    )  # fmt: skip
