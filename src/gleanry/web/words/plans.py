"""Nurture plans in words: what a step waits for and does, how a stay began and ended, what became of a mail."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from gleanry.flow.nurture.queries import PLACES, Plan, Step, Wait
from gleanry.web.words.labels import RETURN_REASONS, TOUCH_KINDS, Words, label

ACTS: Words = {
    "mail": pgettext_lazy("plan", "E-mail"),
    "task": pgettext_lazy("plan", "Task"),
    "message": pgettext_lazy("plan", "Message to be sent by hand"),
}
ICONS = {"mail": "mail", "task": "checklist", "message": "message"}
STATES: Words = {
    "queued": gettext_lazy("to be sent"),
    "sending": gettext_lazy("being sent"),
    "sent": pgettext_lazy("mail", "sent"),
    "failed": gettext_lazy("could not be delivered"),
    "bounced": gettext_lazy("came back"),
    "unsure": gettext_lazy("perhaps sent; not repeated"),
    "dropped": gettext_lazy("dropped"),
    "todo": gettext_lazy("to do"),
    "done": pgettext_lazy("task", "done"),
    "skipped": gettext_lazy("skipped: no e-mail address"),
}
ENDS: Words = {
    "done": gettext_lazy("Came to its end"),
    "replied": gettext_lazy("Replied"),
    "form": gettext_lazy("Sent a form"),
    "claimed": gettext_lazy("Somebody took the lead"),
    "converted": gettext_lazy("Became an opportunity"),
    "invalid": gettext_lazy("Found invalid"),
    "closed": gettext_lazy("The lead was closed"),
    "unsubscribed": gettext_lazy("Wants no mail"),
    "unreachable": gettext_lazy("The address takes no mail"),
    "reawakened": gettext_lazy("Woke up: scored and routed anew"),
    "plan_changed": gettext_lazy("The step is no longer in the plan"),
    "by_hand": gettext_lazy("Ended by hand"),
}
EXITS: Words = {
    "replied": gettext_lazy("replies to an e-mail"),
    "form": gettext_lazy("sends a form"),
    "claimed": gettext_lazy("is taken by somebody"),
}


def wait_text(wait: Wait) -> str:
    """How long a step waits."""
    if wait.event:
        days = ngettext("%(n)d day at most", "%(n)d days at most", int(wait.days)) % {"n": int(wait.days)}
        return _("until “%(event)s”, %(days)s") % {"event": label(TOUCH_KINDS, wait.event), "days": days}
    if wait.working_days:
        return ngettext("after %(n)d working day", "after %(n)d working days", wait.working_days) % {
            "n": wait.working_days
        }
    if not wait.days:
        return _("at once")
    shown = int(wait.days) if wait.days == int(wait.days) else wait.days
    return ngettext("after %(n)s day", "after %(n)s days", int(wait.days) or 2) % {"n": shown}


def step_name(step: Step, language: str) -> str:
    """What a step is called in a list: its subject, or the beginning of its text."""
    texts = step.subject or step.body
    text = texts.get("zh" if language.startswith("zh") else "en") or next(iter(texts.values()), "")
    return PLACES.sub("…", " ".join(text.split()))[:60]


def plan_name(plan: Plan, language: str) -> str:
    """The name of a plan in a language."""
    return plan.names["zh" if language.startswith("zh") else "en"]


def enters_text(plan: Plan, cells: Sequence[str] = ()) -> list[str]:
    """Who enters a plan, a line for each way; `cells` are those of the score that name it."""
    lines = []
    if plan.returned:
        reasons = _(", ").join(label(RETURN_REASONS, reason) for reason in sorted(plan.returned))
        lines.append(_("given back: %(reasons)s") % {"reasons": reasons})
    if cells:
        lines.append(_("given back and graded %(grades)s") % {"grades": _(", ").join(cells)})
    if plan.grades:
        lines.append(_("graded %(grades)s") % {"grades": _(", ").join(sorted(plan.grades))})
    if plan.segments:
        lines.append(_("enters the segment %(names)s") % {"names": _(", ").join(sorted(plan.segments))})
    return [*lines, _("put in by hand")]


def began_text(reason: str) -> str:
    """Why a stay began."""
    how, _colon, what = reason.partition(":")
    if how == "returned":
        return _("given back: %(reasons)s") % {"reasons": label(RETURN_REASONS, what)}
    if how == "grade":
        return _("graded %(grades)s") % {"grades": what}
    if how == "segment":
        return _("enters the segment %(names)s") % {"names": what}
    return _("put in by hand")
