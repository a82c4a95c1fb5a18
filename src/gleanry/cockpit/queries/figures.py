"""What each method makes of an open deal, as SQL both databases read; everything that counts deals is built on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from gleanry.cockpit.rules.weights import grade_shares, stage_shares
from gleanry.cockpit.shapes import Ask
from gleanry.kit import bulk, rulebook
from gleanry.tenants.queries import get_settings, seats_by_id, teams_by_id
from gleanry.tenants.shapes import Viewer

FIGURES = """
SELECT o.*,
    (o.base_minor * o.share_stage + 5000) / 10000 AS by_stage,
    (o.base_minor * o.share_grade + 5000) / 10000 AS by_grade,
    (o.base_minor * coalesce(c.per_10k, o.share_stage) + 5000) / 10000 AS by_learned,
    CASE WHEN o.word_minor IS NULL THEN 0 WHEN o.currency = %(base)s THEN o.word_minor
        WHEN o.amount_minor = 0 THEN 0
        ELSE CAST(round(o.word_minor * 1.0 * o.base_minor / o.amount_minor) AS BIGINT) END AS by_word,
    (o.amount_minor * o.share_stage + 5000) / 10000 AS own_stage,
    (o.amount_minor * o.share_grade + 5000) / 10000 AS own_grade,
    (o.amount_minor * coalesce(c.per_10k, o.share_stage) + 5000) / 10000 AS own_learned,
    CASE WHEN o.base_minor = 0 AND o.currency <> %(base)s AND (o.amount_minor <> 0 OR o.word_minor <> 0)
        THEN 1 ELSE 0 END AS unrated,
    CASE WHEN c.per_10k IS NULL THEN 1 ELSE 0 END AS untaught
FROM (
    SELECT id, name, account_id, owner_id, product, process, stage, grade, expected_close, currency, amount_minor,
        base_minor, word_minor, {stage} AS share_stage, {grade} AS share_grade
    FROM convert_opportunity WHERE workspace_id = %(w)s AND outcome = '' AND {only}
) o
LEFT JOIN cockpit_dealchance c ON c.opportunity_id = o.id
"""


@dataclass
class Scope:
    """What every question of a forecast needs: the workspace's money and zone, the shares, who is counted."""

    workspace_id: int
    currency: str
    zone: ZoneInfo
    today: date
    stages: Mapping[str, int]
    grades: Mapping[str, int]
    owners: tuple[int, ...] | None
    params: dict[str, Any] = field(default_factory=dict)

    def start(self, day: date) -> datetime:
        """The first moment of a local day."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)


def scope_of(viewer: Viewer, ask: Ask, at: datetime) -> Scope:
    """Read what a forecast needs; a number of statements that does not grow with the deals."""
    settings = get_settings(viewer.workspace_id)
    zone = ZoneInfo(settings.zone)
    books = rulebook.in_force(viewer.workspace_id, "convert", "grades")
    return Scope(
        workspace_id=viewer.workspace_id,
        currency=settings.currency,
        zone=zone,
        today=at.astimezone(zone).date(),
        stages=stage_shares(books["convert"].body if "convert" in books else {}),
        grades=grade_shares(books["grades"].body if "grades" in books else None),
        owners=owners_within(viewer, ask),
        params={"w": viewer.workspace_id, "base": settings.currency},
    )


def owners_within(viewer: Viewer, ask: Ask) -> tuple[int, ...] | None:
    """The members whose deals are counted, as far as the viewer sees; None for everybody and nobody's."""
    owners = None if viewer.owner_ids is None else set(viewer.owner_ids)
    if ask.team_id is not None:
        tree, team = teams_by_id(viewer.workspace_id), ask.team_id
        branch = tree.get(team)
        seats = seats_by_id(viewer.workspace_id)
        there = {pk for pk, seat in seats.items() if branch and branch.holds(tree.get(seat.team_id or 0))}
        owners = there if owners is None else owners & there
    if ask.owner_id is not None:
        owners = {ask.owner_id} if owners is None else owners & {ask.owner_id}
    return None if owners is None else tuple(sorted(owners))


def among(column: str, ids: Iterable[int] | None) -> str:
    """A condition on whole numbers of ours; none for None, never true for no number."""
    if ids is None:
        return "1 = 1"
    listed = ", ".join(str(int(one)) for one in ids)
    return f"{column} IN ({listed})" if listed else "1 = 0"


def cases(column: str, shares: Mapping[str, int], params: dict[str, Any], prefix: str) -> str:
    """`CASE column WHEN key THEN share ... ELSE 0 END`, with the keys as parameters."""
    found = []
    for number, (key, share) in enumerate(shares.items()):
        params[f"{prefix}{number}"] = key
        found.append(f"WHEN %({prefix}{number})s THEN {int(share)}")
    return f"CASE {column} {' '.join(found)} ELSE 0 END" if found else "0"


def figures(scope: Scope, conditions: Sequence[str]) -> str:
    """The open deals of a scope with what each method makes of them: a table to select from."""
    only = [among("owner_id", scope.owners), *conditions]
    return FIGURES.format(
        stage=cases("stage", scope.stages, scope.params, "s"),
        grade=cases("grade", scope.grades, scope.params, "g"),
        only=" AND ".join(only),
    )


def narrowed(ask: Ask, params: dict[str, Any]) -> list[str]:
    """The conditions that hold for open and closed deals alike."""
    found = []
    for name in ("product", "process", "currency"):
        value = getattr(ask, name)
        if value is not None:
            params[name] = value
            found.append(f"{name} = %({name})s")
    return found


def rows(sql: str, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Rows of a statement on the operational database."""
    with connection.cursor() as cursor:
        cursor.execute(sql, dict(params))
        return list(cursor.fetchall())


def day_of(value: date | str | None) -> date | None:
    """A day as the driver gives it: SQLite keeps text."""
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value


def instant_of(value: datetime | str | None) -> datetime | None:
    """An instant as the driver gives it: SQLite keeps text, without a zone."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found


def stamp(at: datetime) -> datetime | str:
    """An instant as it is compared in SQL: text on SQLite, as Django writes it."""
    found = connection.ops.adapt_datetimefield_value(at)
    return at if found is None else found


def day_param(day: date) -> date | str:
    """A day as it is compared in SQL: text on SQLite."""
    return day if bulk.is_postgres() else day.isoformat()
