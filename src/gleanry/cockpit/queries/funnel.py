"""The funnel by source, campaign, owner or month of first contact."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from gleanry.cockpit.shapes import STEPS, Funnel, FunnelRow
from gleanry.kit import columnar
from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import get_settings
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money

DIMENSIONS = ("source", "campaign", "owner", "month")
COLUMNS = (
    "key",
    "submissions",
    *STEPS,
    "won_minor",
    "paid_minor",
    "median_days",
    "mean_days",
    "won_before_contact",
)
"""What funnel.sql gives, after `is_total`."""
SQL = (files("gleanry.cockpit.queries") / "funnel.sql").read_text(encoding="utf-8")


def funnel(viewer: Viewer, *, by: str = "source", source: str | None = None, campaign: str | None = None) -> Funnel:
    """The funnel over the leads the viewer sees. Raises Refusal `bad_choice` for an unknown dimension."""
    if by not in DIMENSIONS:
        raise Refusal("bad_choice", field="by", value=by)
    settings = get_settings(viewer.workspace_id)
    found = columnar.query(
        SQL,
        {
            "workspace_id": viewer.workspace_id,
            "dimension": by,
            "zone": settings.zone,
            "source": source,
            "campaign": campaign,
            "all_owners": viewer.owner_ids is None,
            "owner_ids": list(viewer.owner_ids or [-1]),
            "region_ids": list(viewer.region_ids or [-1]),
            "all_pools": viewer.pools is None,
            "pools": list(viewer.pools or [""]),
        },
    )
    rows = [(is_total, _row(values, settings.currency)) for is_total, *values in found]
    total = next(row for is_total, row in rows if is_total)
    anomalies = {"won_before_first_contact": total.won_before_contact} if total.won_before_contact else {}
    return Funnel(by, tuple(row for is_total, row in rows if not is_total), total, anomalies)


def _row(values: list[Any], currency: str) -> FunnelRow:
    given = dict(zip(COLUMNS, values, strict=True))
    amounts = {name: Money(given.pop(f"{name}_minor"), currency) for name in ("won", "paid")}
    given["key"] = given["key"] or ""
    return FunnelRow(**given, won_amount=amounts["won"], paid_amount=amounts["paid"])
