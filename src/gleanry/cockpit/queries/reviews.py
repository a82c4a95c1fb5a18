"""Reviews as they were prepared, and commitments, within the viewer's reach."""

from __future__ import annotations

from datetime import date

from gleanry.cockpit.models import Commitment, Review
from gleanry.cockpit.shapes import CommitmentRow, ReviewRow
from gleanry.kit.errors import Refusal
from gleanry.kit.scope import WorkspaceQuerySet
from gleanry.tenants.queries import seats_by_id, teams_by_id
from gleanry.tenants.shapes import Viewer

COLUMNS = ("pk", "kind", "starts_on", "scope", "subject", "prepared_at", "late", "body")
STATED = (
    "pk", "member_id", "week", "kind", "text", "opportunity_id", "stage", "stated_at", "verdict", "judged_at",
)  # fmt: skip


def _visible(viewer: Viewer) -> WorkspaceQuerySet[Review]:
    """Who sees everybody sees every review; others those of people within reach and of whole teams."""
    found = Review.objects.of(viewer.workspace_id)
    if viewer.owner_ids is None:
        return found
    own = set(viewer.owner_ids)
    teams = teams_within(viewer)
    return found.filter(scope="person", subject__in=own) | found.filter(scope="team", subject__in=teams)


def teams_within(viewer: Viewer) -> set[int]:
    """The teams whose active members are all within the viewer's reach."""
    tree, seats = teams_by_id(viewer.workspace_id), seats_by_id(viewer.workspace_id)
    if viewer.owner_ids is None:
        return set(tree)
    own = set(viewer.owner_ids)
    outside = [tree.get(seat.team_id or 0) for pk, seat in seats.items() if pk not in own and seat.active]
    inside = [tree.get(seat.team_id or 0) for pk, seat in seats.items() if pk in own]
    return {
        pk
        for pk, team in tree.items()
        if any(team.holds(one) for one in inside) and not any(team.holds(other) for other in outside)
    }


def list_reviews(viewer: Viewer, *, kind: str = "week", limit: int = 26) -> list[tuple[date, list[ReviewRow]]]:
    """The latest weeks or months with the reviews the viewer sees, company first; two statements."""
    found = _visible(viewer).filter(kind=kind)
    days = list(found.order_by("-starts_on").values_list("starts_on", flat=True).distinct()[:limit])
    grouped: dict[date, list[ReviewRow]] = {day: [] for day in days}
    order = {"company": 0, "team": 1, "person": 2}
    shown = found.filter(starts_on__in=days).order_by("-starts_on", "pk").values_list(*COLUMNS[:-1])
    for pk, of, day, scope, subject, at, late in shown:
        grouped[day].append(ReviewRow(pk, of, day, scope, subject, at, late, {}))
    return [(day, sorted(rows, key=lambda row: order[row.scope])) for day, rows in grouped.items()]


def get_review(viewer: Viewer, review_id: int) -> ReviewRow:
    """One review. Raises Refusal `not_found` when there is none or the viewer may not see it."""
    values = _visible(viewer).filter(pk=review_id).values_list(*COLUMNS).first()
    if values is None:
        raise Refusal("not_found", review=review_id)
    return ReviewRow(*values)


def review_before(viewer: Viewer, review: ReviewRow) -> ReviewRow | None:
    """The same subject's review before this one, to compare with."""
    same = _visible(viewer).filter(kind=review.kind, scope=review.scope, subject=review.subject)
    values = same.filter(starts_on__lt=review.starts_on).order_by("-starts_on").values_list(*COLUMNS).first()
    return ReviewRow(*values) if values else None


def commitments_of(viewer: Viewer, week: date) -> list[CommitmentRow]:
    """What the members within reach committed to for a week."""
    found = Commitment.objects.of(viewer.workspace_id).filter(week=week, ended_at=None)
    if viewer.owner_ids is not None:
        found = found.filter(member_id__in=viewer.owner_ids)
    return [CommitmentRow(*values) for values in found.order_by("member_id", "pk").values_list(*STATED)]
