"""Whether a person belongs, and until when time alone cannot change that.

Method: each condition answers with the first moment at which it may change though nothing new is heard of the person:
a touch leaves its window, or one dated ahead comes. Answers are joined by this: what needs all of its rows and holds
may change with the first of them; what needs all and does not hold cannot before the last of those that stand against
it. For "any" the two change places, and "not" leaves the moment as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from gleanry.market.audience.rules.definition import FIELDS, Condition, Group
from gleanry.market.audience.shapes import Answer, Known

NUMBER = re.compile(r"[0-9]+")


def answer_of(row: Group | Condition, known: Known, at: datetime) -> Answer:
    """Whether a definition, or a part of one, holds of a person at a moment."""
    answer = _joined(row, known, at) if isinstance(row, Group) else _asked(row, known, at)
    return Answer(not answer.holds, answer.due) if row.negated else answer


def _joined(group: Group, known: Known, at: datetime) -> Answer:
    answers = [answer_of(row, known, at) for row in group.rows]
    needs_all = group.join == "all"
    holds = all(answer.holds for answer in answers) if needs_all else any(answer.holds for answer in answers)
    if holds == needs_all:
        return Answer(holds, earliest(answer.due for answer in answers))
    standing = [answer.due for answer in answers if answer.holds == holds]
    return Answer(holds, None if None in standing else max(due for due in standing if due))


def earliest(moments: Iterable[datetime | None]) -> datetime | None:
    """The first of some moments, None where there is none."""
    return min((moment for moment in moments if moment is not None), default=None)


def _asked(row: Condition, known: Known, at: datetime) -> Answer:
    if row.of == "touch":
        return _within([touch.at for touch in known.touches if _is_meant(row, touch)], row.least, row.days, at)
    if row.of == "came":
        return _within(sorted(lead.received_at for lead in known.leads), 1, row.days, at)
    return Answer(_is_so(row, known), None)


def _is_so(row: Condition, known: Known) -> bool:
    if row.of in FIELDS:
        return _test(row)(known.fields.get(row.of, "").casefold())
    if row.of == "way":
        return not known.ways.isdisjoint(row.values) if row.test != "present" else bool(known.ways)
    if row.of == "refuses_mail":
        return known.refuses_mail
    if row.of == "milestone":
        return any(not lead.reached.isdisjoint(row.values) for lead in known.leads)
    passes = _test(row)
    name = row.of.removeprefix("lead_")
    return any(passes(str(getattr(lead, name)).casefold()) for lead in known.leads)


def _test(row: Condition) -> Callable[[str], bool]:
    values = row.values
    match row.test:
        case "contains":
            return lambda text: any(value in text for value in values)
        case "present":
            return bool
        case "at_least":
            return lambda text: size_of(text) >= int(values[0])
        case _:
            return lambda text: text in values


def size_of(text: str) -> int:
    """The number of people a company's size says, the lower of two ("200-500 人" is 200); -1 where it says none."""
    found = NUMBER.search(text.replace(",", ""))
    return int(found[0]) if found else -1


def _is_meant(row: Condition, touch: object) -> bool:
    kind, channel, campaign = (getattr(touch, name) for name in ("kind", "channel", "campaign"))
    return (
        (not row.kind or kind == row.kind)
        and (not row.channel or channel.casefold() == row.channel)
        and (not row.campaign or campaign.casefold() == row.campaign)
    )


def _within(times: Sequence[datetime], least: int, days: int, at: datetime) -> Answer:
    """Whether `least` of these moments, in order, lie in the `days` before `at`; what is dated ahead comes later."""
    past = [moment for moment in times if moment <= at]
    ahead = next((moment for moment in times if moment > at), None)
    if not days:
        holds = len(past) >= least
        return Answer(holds, None if holds else ahead)
    span = timedelta(days=days)
    # Compared with what is added to the moment itself, as it is when it falls due: both sides round the same way.
    holds = len(past) >= least and past[-least] + span > at
    return Answer(holds, past[-least] + span if holds else ahead)
