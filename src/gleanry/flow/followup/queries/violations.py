"""What was missed, with its evidence, and how it was judged."""

from __future__ import annotations

from django.db.models import Count, Q

from gleanry.flow.followup.models import Verdict, Violation
from gleanry.flow.followup.queries.reach import NO_FILTERS, due_of, narrowed, within
from gleanry.flow.followup.shapes import PromiseFilters, Tally, ViolationRow
from gleanry.kit.errors import Refusal
from gleanry.kit.scope import WorkspaceQuerySet
from gleanry.tenants.shapes import Viewer


def list_violations(
    viewer: Viewer, filters: PromiseFilters = NO_FILTERS, *, after: int | None = None, limit: int = 100
) -> list[ViolationRow]:
    """Missed deadlines within the viewer's reach, newest first, by key; `after` is the last one's id."""
    columns = tuple(ViolationRow.__dataclass_fields__)
    rows = _missed(viewer, filters)
    at = due_of(Violation.objects.of(viewer.workspace_id), after)
    if at is not None:
        rows = rows.filter(Q(due_at__lt=at) | Q(due_at=at, pk__lt=after))
    return [ViolationRow(*values) for values in rows.order_by("-due_at", "-id").values_list(*columns)[:limit]]


def count_violations(viewer: Viewer, filters: PromiseFilters = NO_FILTERS) -> int:
    """How many missed deadlines a list holds."""
    return _missed(viewer, filters).count()


def _missed(viewer: Viewer, filters: PromiseFilters) -> WorkspaceQuerySet[Violation]:
    rows = narrowed(within(viewer, Violation.objects.of(viewer.workspace_id)), filters)
    given = {"team_id": filters.team_id, "verdict": filters.verdict}
    rows = rows.filter(**{name: value for name, value in given.items() if value is not None})
    rows = rows.filter(late=True) if filters.late else rows
    return rows.filter(appealed_at__isnull=False) if filters.appealed else rows


def get_violation(viewer: Viewer, violation_id: int) -> ViolationRow:
    """One missed deadline within the viewer's reach. Refusal `not_found`."""
    columns = tuple(ViolationRow.__dataclass_fields__)
    rows = within(viewer, Violation.objects.of(viewer.workspace_id).filter(pk=violation_id))
    values = rows.values_list(*columns).first()
    if values is None:
        raise Refusal("not_found")
    return ViolationRow(*values)


def tally_violations(viewer: Viewer, filters: PromiseFilters = NO_FILTERS) -> list[Tally]:
    """How many of a list each member, in each team, has of each kind, by verdict; one statement."""
    counts = {
        name: Count("pk", filter=Q(verdict=verdict))
        for name, verdict in (("open", Verdict.OPEN), ("excused", Verdict.EXCUSED), ("upheld", Verdict.UPHELD))
    }
    grouped = _missed(viewer, filters).values_list("owner_id", "team_id", "kind").annotate(**counts)
    return [Tally(*values) for values in grouped.order_by("owner_id", "team_id", "kind")]
