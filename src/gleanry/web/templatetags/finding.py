"""What templates need to show what was found: the stretches that matched, and the fields that are not shown anyway."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from gleanry.search.shapes import Matched, Span

register = template.Library()

FIELDS = {
    "phone": _("Phone"),
    "email": _("E-mail"),
    "handle": _("WeChat"),
    "code": _("Number"),
    "number": _("Number"),
    "company": _("Company"),
    "name": _("Also named"),
}
GROUPS = {"leads": _("Leads"), "people": _("People"), "accounts": _("Companies")}


@register.simple_tag
def marked(hit: Any, field: str, text: str) -> SafeString:
    """`text` with what matched in this field of a hit marked."""
    spans = [span for one in hit.matched if one.field == field and one.text == text for span in one.spans]
    return _with_marks(text, spans)


@register.filter
def besides(hit: Any, shown: str) -> list[tuple[Any, SafeString]]:
    """(field, marked text) of what matched and is not among a hit's shown texts: `hit|besides:"person company"`."""
    texts = {getattr(hit, name) for name in shown.split()}
    others: list[Matched] = [one for one in hit.matched if one.text not in texts]
    return [(FIELDS[one.field], _with_marks(one.text, one.spans)) for one in others]


@register.filter
def group_name(group: str) -> Any:
    return GROUPS[group]


@register.filter
def held_by(owners: Mapping[int, str], owner_id: int | None) -> str:
    """The name of a lead's owner, empty for nobody."""
    return owners.get(owner_id or 0, "")


def _with_marks(text: str, spans: Any) -> SafeString:
    pieces: list[tuple[str, str]] = []
    at = 0
    span: Span
    for span in spans:
        start = max(at, span.start)
        if span.end > start:
            pieces.append((text[at:start], text[start : span.end]))
            at = span.end
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), text[at:])
