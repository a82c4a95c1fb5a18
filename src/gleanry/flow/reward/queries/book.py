"""The rule book in force, the people it speaks of, and which months are closed."""

from __future__ import annotations

from datetime import date

from gleanry.flow.reward.models import Closing
from gleanry.flow.reward.rules import Staff, read_book
from gleanry.flow.reward.shapes import Book, Worker
from gleanry.kit import rulebook
from gleanry.tenants.queries import roster
from gleanry.values.period import month_of

BEGINNING = date(2000, 1, 1)


def rewards_book(workspace_id: int) -> Book:
    """The plans in force; a workspace that never adopted any has a book without plans."""
    rules = rulebook.in_force(workspace_id, "rewards").get("rewards")
    return read_book(rules.body, rules_id=rules.id, version=rules.version) if rules else read_book({})


def staff_of(workspace_id: int) -> Staff:
    """Everybody who ever was a member: who left is still owed what they earned."""
    return Staff(Worker(pk, tuple(roles), team, region) for pk, roles, team, region in roster(workspace_id))


def first_open(workspace_id: int) -> date:
    """The first day of the first month that is not closed."""
    last = Closing.objects.of(workspace_id).order_by("-month").values_list("month", flat=True).first()
    return month_of(last).end if last else BEGINNING
