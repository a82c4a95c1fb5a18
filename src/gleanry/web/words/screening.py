"""Why a submission was held back, what was filled in, what a list holds: codes put into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gleanry.flow.clean.shapes import Reason
from gleanry.web.words import labels
from gleanry.web.words.fields import FIELDS

Words = Mapping[str, Any]

REASONS: Words = {
    "listed_phone": gettext_lazy("Phone on a list"),
    "listed_email": gettext_lazy("E-mail on a list"),
    "listed_domain": gettext_lazy("Mail domain on a list"),
    "listed_company": gettext_lazy("Company on a list"),
    "competitor": gettext_lazy("A competitor"),
    "listed_word": gettext_lazy("Sensitive word"),
    "test_name": gettext_lazy("Name typed as a test"),
    "test_text": gettext_lazy("Text typed as a test"),
    "name_is_phone": gettext_lazy("The name is the phone number"),
    "bad_phone": gettext_lazy("No such phone number"),
    "disposable_mail": gettext_lazy("Throw-away e-mail"),
    "throttled": gettext_lazy("Too many from one place"),
    "honeypot": gettext_lazy("Filled in by a program"),
    "too_fast": gettext_lazy("Sent faster than anybody types"),
    "unreachable": gettext_lazy("Nobody can be reached"),
    "by_holder": gettext_lazy("Marked invalid by its holder"),
}
FAULTS: Words = {
    "impossible": gettext_lazy("it has too few or too many digits"),
    "unassigned": gettext_lazy("nobody was ever given a number that begins like this"),
    "lost_digits": gettext_lazy("a spreadsheet cut its digits off"),
    "no_number": gettext_lazy("there are no digits in it"),
}
THROTTLED: Words = {
    "address": gettext_lazy("number %(n)s from the same address within the window"),
    "visitor": gettext_lazy("number %(n)s from the same visitor within the window"),
    "source": gettext_lazy("number %(n)s from this source within the window"),
}
LISTS: Words = {
    "phone": pgettext_lazy("list", "Phones"),
    "email": pgettext_lazy("list", "E-mails"),
    "domain": pgettext_lazy("list", "Mail domains"),
    "company": pgettext_lazy("list", "Companies"),
    "competitor": pgettext_lazy("list", "Competitors"),
    "word": pgettext_lazy("list", "Sensitive words"),
}
ENTRIES: Words = {
    "phone": pgettext_lazy("entry", "Phone"),
    "email": pgettext_lazy("entry", "E-mail"),
    "domain": pgettext_lazy("entry", "Mail domain"),
    "company": pgettext_lazy("entry", "Company"),
    "competitor": pgettext_lazy("entry", "Competitor"),
    "word": pgettext_lazy("entry", "Sensitive word"),
}
ORIGINS: Words = {
    "hand": gettext_lazy("typed in"),
    "import": gettext_lazy("from a file"),
    "lead": gettext_lazy("from a lead"),
}
DECISIONS: Words = {
    "": gettext_lazy("To review"),
    "confirmed": gettext_lazy("Confirmed invalid"),
    "released": gettext_lazy("Released"),
}
METHODS: Words = {
    "range": gettext_lazy("by whom its number range was given to"),
    "register": gettext_lazy("by the register named in the credit code"),
    "address": gettext_lazy("from the address"),
    "name": gettext_lazy("from the company's name"),
    "trade": gettext_lazy("from the word “%(source)s” in the company's name"),
    "colleague": gettext_lazy("others who write from %(source)s work there"),
}
AROUND = 28


@dataclass(frozen=True)
class Evidence:
    """One reason as a page shows it: its name, where it was found, and the text with what was found marked in it."""

    code: str
    name: str
    field: str
    before: str
    hit: str
    after: str
    note: str
    entry_id: int | None


def evidence_of(reason: Reason, fields: Mapping[str, Any]) -> Evidence:
    """A reason with the text around what was found."""
    place, _dot, rest = reason.field.partition(".")
    note = _note(reason, place, rest)
    plain = Evidence(reason.code, labels.label(REASONS, reason.code), "", "", "", "", note, reason.entry_id)
    if reason.code in ("by_holder", "throttled", "too_fast"):
        return plain
    if reason.code in ("honeypot", "unreachable", "bad_phone"):
        return replace(plain, field=_field(place) if reason.code == "bad_phone" else "", hit=reason.text)
    whole = _whole(place, rest, fields)
    told = replace(plain, field=_field(place, rest), hit=reason.text)
    if whole[reason.start : reason.end] != reason.text:
        return told
    before, after = whole[: reason.start], whole[reason.end :]
    return replace(
        told,
        before=f"…{before[-AROUND:]}" if len(before) > AROUND else before,
        after=f"{after[:AROUND]}…" if len(after) > AROUND else after,
    )


def _note(reason: Reason, place: str, rest: str) -> str:
    match reason.code:
        case "by_holder":
            return labels.label(labels.INVALID_REASONS, reason.text)
        case "throttled":
            return str(THROTTLED.get(place, "")) % {"n": reason.text}
        case "too_fast":
            return _("%(seconds)s seconds after it was opened") % {"seconds": f"{int(reason.text or 0) / 1000:.1f}"}
        case "bad_phone":
            return labels.label(FAULTS, rest)
        case _:
            return ""


def _whole(place: str, rest: str, fields: Mapping[str, Any]) -> str:
    extra = fields.get("extra") or {}
    return str(extra.get(rest, "")) if place == "extra" else str(fields.get(place, ""))


def _field(place: str, rest: str = "") -> str:
    return rest if place == "extra" and rest else labels.label(FIELDS, place)


def filled_text(method: str, source: str) -> str:
    """Where a filled value comes from."""
    return str(METHODS.get(method, method)) % {"source": source}
