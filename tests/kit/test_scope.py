"""A query that does not say whose rows it may see does not run."""

from __future__ import annotations

import pytest

from gleanry.kit.errors import ScopeMissing
from gleanry.leads.models import Lead


@pytest.mark.parametrize(
    "question",
    [
        list,
        lambda rows: rows.count(),
        lambda rows: rows.exists(),
        lambda rows: rows.first(),
        lambda rows: rows.update(pool="sdr"),
        lambda rows: rows.delete(),
        lambda rows: list(rows.values_list("id")),
        lambda rows: list(rows.iterator()),
        lambda rows: rows.aggregate(n=__import__("django.db.models", fromlist=["Count"]).Count("id")),
        lambda rows: rows.get(pk=1),
        lambda rows: rows.earliest("id"),
        lambda rows: rows.in_bulk([1]),
    ],
)
@pytest.mark.django_db
def test_an_unscoped_question_is_refused(question: object) -> None:
    for rows in (Lead.objects.all(), Lead.objects.filter(pool="sdr").order_by("id")):
        with pytest.raises(ScopeMissing):
            question(rows)  # type: ignore[operator]


@pytest.mark.django_db
def test_a_scope_stays_with_what_is_made_of_it() -> None:
    rows = Lead.objects.of(7).filter(pool="sdr").exclude(owner_id=1).order_by("-id")
    assert list(rows[:3]) == []
    assert rows.count() == 0


def test_crossing_workspaces_needs_a_reason() -> None:
    with pytest.raises(ScopeMissing):
        Lead.objects.everywhere("")
