"""Read a pool book. What it does not say of a fixed kind is: no caps, nothing masked, no waiting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gleanry.leads.shapes import Caps, Pool, PoolBook, PoolSetting, RecycleRule, SortingRule, Unit, Waits

CAPS = ("assign_per_day", "claim_per_day", "hold_most")


def read_pools(
    body: Mapping[str, Any], *, rules_id: int = 0, version: int = 0, regions: Mapping[str, int] | None = None
) -> PoolBook:
    """The book of a body that passed `faults_of`; every kind has a setting."""
    settings = {row["code"]: _setting(row) for row in body.get("pools", ())}
    kinds = {str(kind): PoolSetting(str(kind), kind) for kind in Pool}
    return PoolBook(
        rules_id=rules_id,
        version=version,
        pools=kinds | settings,
        role_caps={(row["role"], row["pool"]): _caps(row) for row in body.get("caps", ())},
        recycling=tuple(_recycling(row) for row in body.get("recycle", ()) if row.get("on", True)),
        sorting=tuple(SortingRule(row["code"], tuple(row.get("marks", ())), row["to"]) for row in body.get("sort", ())),
        regions=regions or {},
    )


def _setting(row: Mapping[str, Any]) -> PoolSetting:
    return PoolSetting(
        code=row["code"],
        kind=Pool(row.get("kind", row["code"])),
        zh=row.get("zh", ""),
        en=row.get("en", ""),
        region=row.get("region", ""),
        team=row.get("team", ""),
        members=tuple(row.get("members", ())),
        claimers=tuple(row.get("claimers", ())),
        admins=tuple(row.get("admins", ())),
        masked=tuple(row.get("masked", ())),
        caps=_caps(row),
        cooldown_days=float(row.get("cooldown_days", 0)),
        opens_after_hours=float(row.get("opens_after_hours", 0)),
        order=row.get("order", "newest"),
    )


def _caps(row: Mapping[str, Any]) -> Caps:
    return Caps(*(row.get(name) for name in CAPS))


def _recycling(row: Mapping[str, Any]) -> RecycleRule:
    return RecycleRule(
        code=row["code"],
        pools=tuple(row["pools"]),
        waits=Waits(row["waits"]),
        count=float(row["count"]),
        unit=Unit(row.get("unit", Unit.WORKING_DAYS)),
        to=row["to"],
        stages=tuple(row.get("stages", ())),
        grades=tuple(row.get("grades", ())),
        sources=tuple(row.get("sources", ())),
        products=tuple(row.get("products", ())),
        extend=float(row.get("extend", 0)),
        most=float(row.get("most", 0)),
        drops=int(row.get("drops", 0)),
    )
