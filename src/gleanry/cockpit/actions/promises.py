"""What sellers commit to for a week, and whether it was kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from gleanry.cockpit.models import Commitment
from gleanry.cockpit.queries.figures import instant_of, rows
from gleanry.cockpit.rules.periods import monday_of
from gleanry.cockpit.rules.reviewing import verdict_of
from gleanry.flow.convert.queries import get_deal
from gleanry.kit import bulk
from gleanry.kit.errors import Refusal
from gleanry.tenants.queries import get_settings
from gleanry.tenants.shapes import Viewer

WEEKS_AHEAD = 4
JUDGED = "gates.approve"
ENDED = """SELECT m.id, m.kind, m.week, o.outcome, o.closed_at,
    (SELECT min(c.at) FROM convert_stagechange c WHERE c.opportunity_id = m.opportunity_id AND c.stage = m.stage
        AND c.at >= m.stated_at) AS reached
FROM cockpit_commitment m LEFT JOIN convert_opportunity o ON o.id = m.opportunity_id
WHERE m.workspace_id = %(w)s AND m.verdict = '' AND m.kind <> 'words' AND m.ended_at IS NULL"""


def commit_to(
    viewer: Viewer, week: date, kind: str, at: datetime, *, deal_id: int | None = None, stage: str = "", text: str = ""
) -> int:
    """State a commitment for a week that is not over: to `win` a deal, to bring it to a `stage`, or in `words`.

    Raises Refusal `bad_week`, `bad_choice`, `empty_note`, and `not_found` for a deal out of reach.
    """
    today = at.astimezone(ZoneInfo(get_settings(viewer.workspace_id).zone)).date()
    this = monday_of(today)
    if week.weekday() != 0 or not this <= week <= this + timedelta(weeks=WEEKS_AHEAD):
        raise Refusal("bad_week", week=week.isoformat())
    if kind not in ("win", "stage", "words"):
        raise Refusal("bad_choice", field="kind", value=kind)
    if kind == "words" and not text.strip():
        raise Refusal("empty_note")
    if kind != "words":
        deal = get_deal(viewer, deal_id or 0)
        if deal.outcome or (kind == "stage" and not stage):
            raise Refusal("bad_choice", field="deal", value=str(deal_id))
    row = Commitment.objects.create(
        workspace_id=viewer.workspace_id,
        member_id=viewer.member_id,
        week=week,
        kind=kind,
        text=text.strip()[:200],
        opportunity_id=deal_id if kind != "words" else None,
        stage=stage if kind == "stage" else "",
        stated_at=at,
    )
    return row.pk


def judge_commitments(workspace_id: int, at: datetime) -> int:
    """Judge what can be seen from the deals themselves. Gives how many got their verdict; safe to repeat."""
    zone = ZoneInfo(get_settings(workspace_id).zone)
    today = at.astimezone(zone).date()

    def local(moment: datetime | str | None) -> date | None:
        found = instant_of(moment)
        return found.astimezone(zone).date() if found else None

    judged = []
    with transaction.atomic():
        for pk, kind, week, outcome, closed, reached in rows(ENDED, {"w": workspace_id}):
            monday = date.fromisoformat(week) if isinstance(week, str) else week
            won = local(closed) if outcome == "won" else None
            verdict = verdict_of(kind, won_on=won, reached_on=local(reached), week=monday, today=today)
            if verdict:
                judged.append((pk, verdict, at.astimezone(UTC)))
        bulk.update(Commitment, ("verdict", "judged_at"), judged)
    return len(judged)


def judge_words(viewer: Viewer, commitment_id: int, kept: bool, at: datetime) -> None:
    """Say whether a commitment in words was kept: somebody else does, who sees the member and may judge.

    Raises Refusal `not_found`, `forbidden`.
    """
    row = Commitment.objects.of(viewer.workspace_id).filter(pk=commitment_id, kind="words", ended_at=None).first()
    if row is None or (viewer.owner_ids is not None and row.member_id not in viewer.owner_ids):
        raise Refusal("not_found", commitment=commitment_id)
    if row.member_id == viewer.member_id or not viewer.may(JUDGED):
        raise Refusal("forbidden", permission=JUDGED)
    row.verdict, row.judged_at, row.by = "kept" if kept else "broken", at, viewer.member_id
    row.save(update_fields=["verdict", "judged_at", "by"])
