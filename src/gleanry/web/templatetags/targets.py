"""Targets in templates: amounts of money or counts, shown and to be typed."""

from __future__ import annotations

from django import template

from gleanry.cockpit.queries.targets import is_money
from gleanry.values.money import Money
from gleanry.web.templatetags.gleanry import money, number

register = template.Library()


@register.simple_tag
def target_shown(value: int, measure: str, currency: str) -> str:
    """A target or what was reached: money with its currency, counts as numbers."""
    return money(Money(value, currency)) if is_money(measure) else number(value)


@register.simple_tag
def target_value(value: int, measure: str, currency: str) -> str:
    """A target as it stands in its field: major units without a currency."""
    if not is_money(measure):
        return str(value)
    amount = Money(value, currency).amount
    whole = amount == amount.to_integral_value()
    return f"{amount.to_integral_value() if whole else amount}"


@register.simple_tag
def target_pace(value: float, measure: str, currency: str) -> str:
    """What a day must bring; money without cents, counts with one decimal."""
    if is_money(measure):
        return money(Money.of(int(Money(round(value), currency).amount), currency))
    return number(round(value, 1))
