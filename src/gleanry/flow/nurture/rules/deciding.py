"""What becomes of a stay whose moment has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from gleanry.flow.nurture.rules.plans import Manners, Step
from gleanry.flow.nurture.rules.timing import IsWorking, free_of_cap, may_go_from


@dataclass(frozen=True, slots=True)
class Reader:
    """Who would be written to: an address or none, whether mail is refused, and when something went before."""

    address: str
    refuses_mail: bool
    zone: ZoneInfo
    earlier: Sequence[datetime]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`act` is do, skip, later or leave; `at` when later, `why` a code."""

    act: str
    at: datetime
    why: str = ""


def verdict_of(step: Step, reader: Reader, manners: Manners, is_working: IsWorking, at: datetime) -> Verdict:
    """Whether a due step is done now, skipped, put off, or the stay ends.

    A task waits for nothing. A mail or a message waits for the cap, a mail also for the hour.
    """
    if step.do == "task":
        return Verdict("do", at)
    if step.do == "mail" and reader.refuses_mail:
        return Verdict("leave", at, "unsubscribed")
    if step.do == "mail" and not reader.address:
        return Verdict("skip", at, "no_address")
    free = free_of_cap(at, reader.earlier, manners)
    if step.do == "mail":
        free = may_go_from(free, manners, reader.zone, is_working)
    return Verdict("do", at) if free <= at else Verdict("later", free, "not_now")
