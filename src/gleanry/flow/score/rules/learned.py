"""What of a lead was known when it came, how it ended, and whether a learned score may stand beside the matrix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from gleanry.likelihood.learner import PAST
from gleanry.likelihood.measures import auc
from gleanry.likelihood.shapes import Learned
from gleanry.values.public_mail import PUBLIC_DOMAINS

MILESTONES = {
    "sql": ("sql_at", "opportunity_at", "won_at", "paid_at"),
    "opportunity": ("opportunity_at", "won_at", "paid_at"),
    "order": ("won_at", "paid_at"),
}
"""Target -> the milestones any of which proves that a lead came so far."""

FIELDS = (
    "company_size",
    "industry",
    "job_title",
    "region",
    "province",
    "country",
    "product",
    "email_domain",
    "landing_page",
)
"""Fields of the clean record that may teach; none of them names a person."""

SHORTEST = timedelta(days=14)
PATIENCE = 0.9
"""A lead is closed for learning when this share of those who came so far had needed less time."""


@dataclass(frozen=True, slots=True)
class Known:
    """A lead as known when it came: `events` counts its person's touches so far; points and grade are the matrix's."""

    lead_id: int
    received_at: datetime
    source: str
    campaign: str
    region_id: int | None
    fields: Mapping[str, Any]
    events: Mapping[str, int]
    points: float
    grade: str
    reached: Mapping[str, datetime | None]
    invalid: bool = False


EVENT = "event "
"""What begins the name of a column that counts touches of one kind."""


def table_of(leads: Sequence[Known], columns: Iterable[str] = ()) -> dict[str, list[str]]:
    """The columns a score is learned from and applied to, all known when the lead came.

    `columns` are those of a model: a kind of touch it knows, and that none of these leads has, is a column of noughts.
    """
    table = {
        "received": [lead.received_at.strftime("%Y-%m-%d %H:%M:%S") for lead in leads],
        "source": [lead.source for lead in leads],
        "campaign": [lead.campaign for lead in leads],
        "sales_region": ["" if lead.region_id is None else str(lead.region_id) for lead in leads],
    }
    for name in FIELDS:
        table[name] = [str(lead.fields.get(name) or "") for lead in leads]
    table["mailbox"] = [_mailbox(str(lead.fields.get("email_domain") or "")) for lead in leads]
    kinds = {kind for lead in leads for kind in lead.events}
    kinds |= {name.removeprefix(EVENT) for name in columns if name.startswith(EVENT)}
    for kind in sorted(kinds):
        table[EVENT + kind] = [str(lead.events.get(kind, 0)) for lead in leads]
    return table


def _mailbox(domain: str) -> str:
    return "" if not domain else "free" if domain.casefold() in PUBLIC_DOMAINS else "company"


def reached_at(lead: Any, target: str) -> datetime | None:
    """When a lead came as far as the target, None while it has not."""
    moments = [moment for name in MILESTONES[target] if (moment := getattr(lead, name)) is not None]
    return min(moments) if moments else None


def closed(leads: Sequence[Known], target: str, at: datetime) -> tuple[list[Known], list[bool]]:
    """The leads old enough to be judged, and which of them came so far.

    A young lead that has not come so far may yet; a young one that has would count alone. Both wait until as much time
    has passed as 90 % of those who came so far had needed, at least two weeks.
    """
    needed = sorted(moment - lead.received_at for lead in leads if (moment := lead.reached[target]) is not None)
    patience = max(needed[int(PATIENCE * (len(needed) - 1))], SHORTEST) if needed else SHORTEST
    old = [lead for lead in leads if lead.received_at <= at - patience]
    return old, [lead.reached[target] is not None for lead in old]


def matrix_auc(leads: Sequence[Known], won: Sequence[bool]) -> float:
    """How well the matrix's points ranked the later leads, those a learned score is tested on."""
    order = sorted(range(len(leads)), key=lambda place: leads[place].received_at)
    later = order[int(PAST * len(order)) :]
    return auc(np.array([float(leads[place].points) for place in later]), np.array([won[place] for place in later]))


def refusal_of(learned: Learned, matrix: float) -> dict[str, Any] | None:
    """Why the matrix stays in force although something was learned; None when the learned score may stand beside it."""
    later = learned.evaluation.auc_time
    if later is None:
        return {"code": "no_later_leads"}
    if later < 0.55:
        return {"code": "no_better_than_a_lot", "auc": round(later, 4)}
    if later < matrix:
        return {"code": "worse_than_matrix", "auc": round(later, 4), "matrix": round(matrix, 4)}
    return None


def figures_of(learned: Learned, matrix: float) -> dict[str, Any]:
    """The evaluation as it is stored and shown."""
    return {
        **asdict(learned.evaluation),
        "matrix_auc": matrix,
        "leaks": [{"column": leak.column, "code": leak.code, "auc": leak.auc} for leak in learned.leaks],
        "reasons": [asdict(reason) for reason in learned.reasons],
    }
