"""What templates need beyond Django's own: icons, names of codes, money, clocks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import phonenumbers
from babel.numbers import format_currency, format_decimal
from django import forms, template
from django.http import QueryDict
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from gleanry.kit import clock
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money, format_money
from gleanry.web.words import labels
from gleanry.web.words.fields import FIELDS
from gleanry.web.words.labels import label
from gleanry.web.words.refusals import refusal_text
from gleanry.web.words.screening import ENTRIES
from gleanry.web.words.times import LEAVE_KINDS

register = template.Library()

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """An icon of the sprite; decoration only, so hidden from screen readers."""
    css = f"icon icon-{size}" if size else "icon"
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        css,
        static("vendor/icons.svg"),
        name,
    )


@register.filter
def named(code: object, words: str) -> str:
    """The name of a code: `{{ lead.pool|named:"POOLS" }}`."""
    table: Mapping[str, Any] = getattr(labels, words)
    return labels.label(table, code) if code or "" in table else ""


@register.filter
def entry_name(kind: str) -> str:
    """What an entry of a list names."""
    return labels.label(ENTRIES, kind)


@register.filter
def leave_name(kind: str) -> str:
    """What a kind of leave is called."""
    return labels.label(LEAVE_KINDS, kind)


@register.simple_tag(takes_context=True)
def url_month(context: dict[str, Any], first: date) -> str:
    """The present address in another month."""
    return with_query(context, month=f"{first:%Y-%m}")


@register.filter
def source_name(source: str) -> str:
    return labels.source_label(source)


def _locale() -> str:
    return "zh_Hans_CN" if (get_language() or "").startswith("zh") else "en"


@register.filter
def money(amount: Money | None) -> str:
    """An amount with its currency; whole amounts go without decimals."""
    if amount is None:
        return ""
    whole = amount.amount == amount.amount.to_integral_value()
    text = format_currency(amount.amount, amount.currency, locale=_locale(), currency_digits=not whole)
    return text.removesuffix(".00") if whole else text


@register.filter
def cents(amount: Money) -> str:
    """An amount with all its decimals, as it stands on a paper: ¥1,017.00."""
    return format_money(amount, _locale())


@register.simple_tag
def minor(amount_minor: int, currency: str) -> str:
    """An amount given in minor units."""
    return money(Money(amount_minor, currency))


@register.filter
def number(value: int | float | None) -> str:
    return "" if value is None else format_decimal(value, locale=_locale())


@register.filter
def plain(value: Decimal) -> str:
    """A decimal without needless zeros: 12, 12.5."""
    return f"{value.normalize():f}"


@register.filter
def upto(value: int, most: int) -> str:
    """A count that stops at `most`: beyond it, "10,000+"."""
    return f"{number(most)}+" if value > most else number(value)


@register.filter
def rate(value: float | None) -> str:
    """A share as a percentage with two decimals, exact enough to be compared."""
    return "–" if value is None else f"{value * 100:.2f}%"


@register.filter
def days(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


@register.filter
def moment(at: datetime | None) -> SafeString | str:
    """An instant in the viewer's zone: the hour today, the day this year, the date before."""
    if at is None:
        return ""
    local, today = timezone.localtime(at), timezone.localtime(clock.now())
    if local.date() == today.date():
        text = date_format(local, "H:i")
    elif local.year == today.year:
        text = date_format(local, _("M j, H:i"))
    else:
        text = date_format(local, _("M j, Y"))
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', at.isoformat(), date_format(local, "Y-m-d H:i"), text
    )


@register.filter
def month_of(at: datetime) -> str:
    """The month of an instant in the viewer's zone: as near as somebody may know who may not see the record."""
    return date_format(timezone.localtime(at), _("F Y"))


@register.filter
def age(at: datetime | None) -> SafeString | str:
    """How long ago, in one unit."""
    if at is None:
        return ""
    minutes = max(0, int((clock.now() - at).total_seconds() // 60))
    local = date_format(timezone.localtime(at), "Y-m-d H:i")
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), local, span(minutes))


@register.filter(name="time_span")
def span(minutes: int) -> str:
    """A length of time in its largest whole unit."""
    if minutes < 60:
        return ngettext("%(count)d min", "%(count)d min", minutes) % {"count": minutes}
    if minutes < 48 * 60:
        hours = minutes // 60
        return ngettext("%(count)d h", "%(count)d h", hours) % {"count": hours}
    whole = minutes // (24 * 60)
    if whole >= 730:
        years = whole // 365
        return ngettext("%(count)d year", "%(count)d years", years) % {"count": years}
    return ngettext("%(count)d day", "%(count)d days", whole) % {"count": whole}


@register.simple_tag
def countdown(due_at: datetime | None) -> SafeString | str:
    """A clock towards a deadline; the server's words stand until the script lets it tick."""
    if due_at is None:
        return ""
    left = int((due_at - clock.now()).total_seconds() // 60)
    late = left < 0
    text = _("%(time)s late") if late else _("%(time)s left")
    state = "late" if late else "soon" if left < 60 else "calm"
    title = date_format(timezone.localtime(due_at), "Y-m-d H:i")
    return format_html(
        '<time class="countdown" data-due="{}" data-state="{}" datetime="{}" title="{}">{}</time>',
        int(due_at.timestamp()),
        state,
        due_at.isoformat(),
        title,
        text % {"time": span(abs(left))},
    )


@register.simple_tag(takes_context=True)
def with_query(context: dict[str, Any], **changes: Any) -> str:
    """The present address with parameters changed; empty ones are dropped."""
    query: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        if value in ("", None):
            query.pop(name, None)
        else:
            query[name] = value
    text = query.urlencode()
    return f"?{text}" if text else "?"


@register.filter
def initials(name: str) -> str:
    """One sign for a face: the first of a Chinese name, the first two of others."""
    parts = name.split()
    if not parts:
        return "?"
    if ord(parts[0][0]) > 0x2E7F:
        return parts[0][0]
    return "".join(part[0] for part in parts[:2]).upper()


@register.filter
def get(table: Mapping[Any, Any] | None, key: Any) -> Any:
    """`table[key]`, or nothing."""
    return table.get(key) if table else None


@register.filter
def allows(viewer: Viewer | None, permission: str) -> bool:
    """Whether the viewer may do it: `{% if viewer|allows:"leads.claim" %}`."""
    return viewer is not None and viewer.may(permission)


@register.simple_tag(takes_context=True)
def drop_query(context: dict[str, Any], name: str) -> str:
    """The present address without one parameter, from the first page."""
    return with_query(context, **{name: "", "after": "", "before": ""})


@register.filter
def signed(value: float) -> str:
    """Points with their sign; a true minus, not a hyphen."""
    return f"+{value}" if value >= 0 else f"\N{MINUS SIGN}{-value}"


@register.filter
def phone(number: str) -> str:
    """An E.164 number in the groups people read it in; at home without the country code."""
    try:
        known = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    shown = str(phonenumbers.format_number(known, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
    return shown.removeprefix("+86 ") if _locale().startswith("zh") else shown


@register.filter
def value_of(form: forms.Form, name: str) -> str:
    """What a field of a form holds now."""
    return str(form[name].value() or "")


@register.filter
def field_name(name: str) -> str:
    """What a field of a record is called."""
    return label(FIELDS, name)


@register.filter
def problem_name(code: str) -> str:
    """What is wrong with a whole file."""
    return refusal_text(code, {})


@register.filter
def cell(value: Any) -> str:
    """A typed value of a record, short: money with its currency, an instant in the viewer's zone."""
    if isinstance(value, dict) and "minor" in value:
        return money(Money(int(value["minor"]), str(value.get("currency", "CNY"))))
    if isinstance(value, str) and INSTANT.match(value):
        return date_format(timezone.localtime(datetime.fromisoformat(value)), "Y-m-d H:i")
    return "" if value is None else str(value)


@register.filter
def encoding_name(codec: str) -> str:
    """A codec by the name people know."""
    return {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "gb18030": "GB18030"}.get(codec, codec.upper())
