"""The filters of the lead list, kept in the address, so that a view can be bookmarked and shared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from gleanry.leads.queries import MONEY, REACHED
from gleanry.leads.shapes import Duplicate, LeadFilters, Novelty, Pool, State
from gleanry.web.words import labels

NONE = "~"
"""Stands for "without one" in the address: an empty value there means any."""


@dataclass(frozen=True)
class Chip:
    """A filter in force that has no field of its own in the bar; `drop` is the parameter to take away."""

    text: str
    drop: str


def filters_from(query: Mapping[str, str]) -> LeadFilters:
    """Read the address; what cannot be understood is left out rather than refused."""
    owner = query.get("owner", "")
    return LeadFilters(
        pool=_one_of(query.get("pool", ""), set(Pool)),
        own_pool=query.get("own", "")[:20],
        owner_id=int(owner) if owner.isascii() and owner.isdigit() and len(owner) < 19 else None,
        unowned=owner == NONE,
        state=_one_of(query.get("state", ""), set(State)),
        grade=query.get("grade", "")[:2],
        source=_named(query.get("source", "")),
        campaign=_named(query.get("campaign", "")),
        month=_month(query.get("month", "")),
        reached=_one_of(query.get("reached", ""), set(REACHED)),
        anomaly=_one_of(query.get("anomaly", ""), set(labels.ANOMALIES)),
        money=_one_of(query.get("money", ""), set(MONEY)),
        novelty=_one_of(query.get("novelty", ""), set(Novelty)),
        duplicate=_one_of(query.get("duplicate", ""), {"any", *Duplicate}),
        repeated=query.get("repeated") == "1",
        text=query.get("q", "").strip()[:120],
    )


def _one_of(value: str, known: set[Any]) -> str:
    return value if value in known else ""


def _named(value: str) -> str | None:
    return "" if value == NONE else (value or None)


def _month(value: str) -> str:
    year, dash, month = value.partition("-")
    fits = dash and year.isascii() and year.isdigit() and len(year) == 4 and int(year) > 0
    return value if fits and month in {f"{number:02d}" for number in range(1, 13)} else ""


def query_of(filters: LeadFilters) -> str:
    """The address of a list narrowed by `filters`, without the question mark."""
    named = {"source": filters.source, "campaign": filters.campaign}
    plain = {
        "pool": filters.pool,
        "own": filters.own_pool,
        "owner": NONE if filters.unowned else str(filters.owner_id or ""),
        "state": filters.state,
        "grade": filters.grade,
        "month": filters.month,
        "reached": filters.reached,
        "anomaly": filters.anomaly,
        "money": filters.money,
        "novelty": filters.novelty,
        "duplicate": filters.duplicate,
        "repeated": "1" if filters.repeated else "",
        "q": filters.text,
    }
    pairs = {name: NONE if value == "" else value for name, value in named.items() if value is not None}
    pairs |= {name: value for name, value in plain.items() if value}
    return urlencode(pairs)


def chips_of(filters: LeadFilters) -> list[Chip]:
    """What else narrows the list."""
    chips = []
    if filters.campaign is not None:
        name = filters.campaign or _("(none)")
        chips.append(Chip(_("Campaign: %(name)s") % {"name": name}, "campaign"))
    if filters.anomaly:
        chips.append(Chip(labels.label(labels.ANOMALIES, filters.anomaly), "anomaly"))
    if filters.repeated:
        chips.append(Chip(_("With leads attached"), "repeated"))
    if filters.money:
        chips.append(Chip(labels.label(labels.MONEY, filters.money), "money"))
    return chips
