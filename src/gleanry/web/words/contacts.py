"""BANT answers, what counts and why not, and gates, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from babel.numbers import format_decimal
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from gleanry.flow.followup.shapes import Counted, Gate, Refusing, Suggestion
from gleanry.web.words import labels

AUTHORITIES: Mapping[str, Any] = {
    "decides": gettext_lazy("Decides"),
    "influences": gettext_lazy("Has a say"),
    "uses": gettext_lazy("Uses it"),
    "unknown": gettext_lazy("Not known"),
}
BUDGETS: Mapping[str, Any] = {
    "amount": gettext_lazy("Amount"),
    "none": gettext_lazy("No budget"),
    "unknown": gettext_lazy("Not known"),
}
LEAVES: Mapping[str, Any] = {**labels.BANT, "note": gettext_lazy("a note"), "recording": gettext_lazy("a recording")}
COUNTS: Mapping[str, Any] = {
    "contact": gettext_lazy("Counts as contact"),
    "attempt": gettext_lazy("Counts as an attempt"),
    "nothing": gettext_lazy("Does not count"),
}
WHY_NOT: Mapping[str, Any] = {
    "no_answer": gettext_lazy("nobody answered"),
    "busy": gettext_lazy("the line was busy"),
    "wrong_number": gettext_lazy("the number is wrong"),
    "too_short": gettext_lazy("too short to have talked"),
    "note": gettext_lazy("a note is kept, but it is no contact"),
    "empty": gettext_lazy("the note is empty"),
}
SAYS: Mapping[str, Any] = {
    "yes": pgettext_lazy("gate", "Yes"),
    "no": pgettext_lazy("gate", "No"),
    "unknown": pgettext_lazy("gate", "Not known"),
}
WHYS: Mapping[str, Any] = {
    "company": gettext_lazy("Company: %(data)s"),
    "no_company": gettext_lazy("No company is known"),
    "in_time": gettext_lazy("Buys by %(data)s"),
    "too_late": gettext_lazy("Buys only by %(data)s"),
    "no_budget": gettext_lazy("There is no budget"),
    "budget": gettext_lazy("A budget was named"),
    "need_and_budget": gettext_lazy("Need and budget were named"),
    "authority": gettext_lazy("The decision maker is known"),
    "need": gettext_lazy("Need: %(data)s"),
    "meeting": gettext_lazy("Met on %(data)s"),
    "signed": gettext_lazy("So signed at the gate before"),
}
FATES: Mapping[str, Any] = {
    "passed": pgettext_lazy("signature", "Accepted"),
    "refused": pgettext_lazy("signature", "Refused"),
    "waiting": pgettext_lazy("signature", "Waiting"),
}
CALL_WHYS: Mapping[str, Any] = {
    "": gettext_lazy("The lead is not yours any more"),
    "no_member": gettext_lazy("Nobody has this extension"),
    "no_person": gettext_lazy("Nobody is known by this number"),
    "no_lead": gettext_lazy("This person has no open lead"),
    "other_owner": gettext_lazy("A colleague holds the lead"),
}


def in_chinese() -> bool:
    return (get_language() or "").startswith("zh")


def own_words(row: Any) -> str:
    """The words a workspace gave an item or a reason, in the viewer's language."""
    return str(row.zh if in_chinese() else row.en)


def bant_text(name: str, value: Any) -> str:
    """One answer in words; a text from before there was a form for it stays as it is."""
    if isinstance(value, Mapping):
        return _budget_text(value)
    if name == "authority":
        return labels.label(AUTHORITIES, value)
    return labels.label(AUTHORITIES, value) if value == "unknown" else str(value)


def _budget_text(value: Mapping[str, Any]) -> str:
    if value.get("is") != "amount":
        return labels.label(BUDGETS, value.get("is", ""))
    locale = "zh_Hans_CN" if in_chinese() else "en"
    least, most = (format_decimal(end, locale=locale) if end is not None else "" for end in _ends(value))
    said = {"least": least, "most": most, "currency": value.get("currency", "")}
    if least and most and least != most:
        return _("%(least)s to %(most)s %(currency)s") % said
    return (_("from %(least)s %(currency)s") if least and not most else _("up to %(most)s %(currency)s")) % said


def _ends(value: Mapping[str, Any]) -> tuple[Any, Any]:
    return value.get("least"), value.get("most")


def counts_text(counted: Counted) -> str:
    """What an entry counts as and, where it is no contact, why."""
    text = labels.label(COUNTS, counted.verdict)
    if counted.verdict == "contact":
        return text
    names = _(", ").join(labels.label(LEAVES, name) for name in counted.missing)
    why = {
        "any_of": _("it needs one of these: %(names)s") % {"names": names},
        "all_of": _("it still needs: %(names)s") % {"names": names},
    }.get(counted.why) or labels.label(WHY_NOT, counted.why)
    return _("%(verdict)s: %(why)s") % {"verdict": text, "why": why}


def why_text(said: Suggestion) -> str:
    """Why an answer is suggested."""
    text = labels.label(WHYS, said.why) % {"data": said.data}
    return f"{text} · {said.data}" if said.why == "signed" and said.data else text


def reason_text(code: str, refusals: Iterable[Refusing]) -> str:
    """A reason of a refusal: the workspace's own words, or those of returning and finding invalid."""
    found = next((row for row in refusals if row.code == code), None)
    if found is not None:
        return own_words(found)
    return labels.label({**labels.INVALID_REASONS, **labels.RETURN_REASONS}, code)


def items_text(gate: Gate, codes: Iterable[str]) -> str:
    """The items in the way, named."""
    names = {item.code: own_words(item) for item in gate.items}
    return _(", ").join(names.get(code, code) for code in codes)
