"""How the clocks of leads may be stopped, and how they were."""

from __future__ import annotations

from gleanry.flow.followup.models import Pause
from gleanry.flow.followup.shapes import PauseRow, PauseRules
from gleanry.kit import rulebook

REASONS = ("customer_away", "waiting_for_customer", "waiting_for_us", "other")
MOST_DAYS, MOST_TIMES = 30, 2


def pause_rules(workspace_id: int) -> PauseRules:
    """What the rule book `followup` allows; what it does not say is as here."""
    given = rulebook.current(workspace_id, "followup").body.get("pause", {})
    return PauseRules(
        int(given.get("most_days", MOST_DAYS)),
        int(given.get("most_times", MOST_TIMES)),
        tuple(given.get("reasons", REASONS)),
    )


def pauses_of(workspace_id: int, lead_id: int) -> list[PauseRow]:
    """The pauses of a lead, the latest first."""
    columns = tuple(PauseRow.__dataclass_fields__)
    rows = Pause.objects.of(workspace_id).filter(lead_id=lead_id).order_by("-id")
    return [PauseRow(*values) for values in rows.values_list(*columns)]
