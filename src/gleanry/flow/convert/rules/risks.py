"""Risk signals of a deal, per phase from lead to cash: what usually goes wrong there, seen early, from plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gleanry.flow.convert.rules.processes import WON
from gleanry.flow.convert.shapes import RiskRow


@dataclass(frozen=True, slots=True)
class RiskRules:
    """After how many days a signal is given: without contact, quote, signature, money."""

    quiet: int = 14
    quote: int = 10
    sign: int = 30
    collect: int = 60


@dataclass(frozen=True, slots=True)
class Watched:
    """What signals are read from. `since` is when the deal came into its stage, `owed_since` since when money is owed.

    `papers_missing` counts documents the stage demands and that are not there; `has_quote` whether any quote is.
    """

    outcome: str
    phase: str
    opened_at: datetime
    since: datetime
    stuck_days: int | None = None
    contacted_at: datetime | None = None
    decider: str = ""
    has_quote: bool = False
    papers_missing: int = 0
    gate_asked_at: datetime | None = None
    expected_close: date | None = None
    owed_since: datetime | None = None


def read_risks(body: Mapping[str, Any]) -> RiskRules:
    """The settings of the book `convert`; what it does not say stands as usual."""
    said = body.get("risk") or {}
    return RiskRules(**{name: int(said[name]) for name in ("quiet", "quote", "sign", "collect") if name in said})


def risks_of(deal: Watched, rules: RiskRules, at: datetime, today: date) -> tuple[RiskRow, ...]:
    """The signals of a deal at a moment; `today` is that moment's day where the deal is worked on."""
    if deal.outcome == WON:
        return tuple(_of_money(deal, rules, at))
    return () if deal.outcome else tuple(_of_open(deal, rules, at, today))


def _of_money(deal: Watched, rules: RiskRules, at: datetime) -> Iterator[RiskRow]:
    if deal.owed_since is not None and (days := (at - deal.owed_since).days) > rules.collect:
        yield RiskRow("collection", "CTC", days)


def _of_open(deal: Watched, rules: RiskRules, at: datetime, today: date) -> Iterator[RiskRow]:
    stay = (at - deal.since).days
    if deal.stuck_days is not None and stay > deal.stuck_days:
        yield RiskRow("stuck", deal.phase, stay)
    silent = (at - max(deal.contacted_at or deal.opened_at, deal.opened_at)).days
    if silent > rules.quiet:
        yield RiskRow("quiet", "", silent)
    if not deal.decider:
        yield RiskRow("no_decider", "LTO", (at - deal.opened_at).days)
    if deal.phase in ("OTO", "OTB") and not deal.has_quote and stay > rules.quote:
        yield RiskRow("quote_late", "OTO", stay)
    if deal.phase == "OTB" and deal.papers_missing:
        yield RiskRow("bid_incomplete", "OTB", stay)
    if deal.gate_asked_at is not None and (waits := (at - deal.gate_asked_at).days) > 2:
        yield RiskRow("gate_slow", deal.phase, waits)
    if deal.phase == "OTC" and stay > rules.sign:
        yield RiskRow("sign_late", "OTC", stay)
    if deal.expected_close is not None and deal.expected_close < today:
        yield RiskRow("close_passed", "", (today - deal.expected_close).days)
