"""What nurture announces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reawakened:
    """Leads back in the intake pool because they stirred."""

    lead_ids: tuple[int, ...]


@dataclass(frozen=True)
class Recycled:
    """Leads the rules took from where they were; `pools` the pool each went to, or "next_person"."""

    lead_ids: tuple[int, ...]
    pools: tuple[str, ...]


@dataclass(frozen=True)
class PutBy:
    """Leads somebody sorted by what they carry, each with the pool it went to."""

    lead_ids: tuple[int, ...]
    pools: tuple[str, ...]


@dataclass(frozen=True)
class Rested:
    """Leads that came to rest in the nurture pool though nobody returned them: a stay began for each."""

    lead_ids: tuple[int, ...]


@dataclass(frozen=True)
class PlanBegun:
    """Leads that entered a plan; columns of equal length."""

    lead_ids: tuple[int, ...]
    plans: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class PlanEnded:
    """Leads that left a plan, with why: done, replied, form, converted, unsubscribed, invalid, stopped and others."""

    lead_ids: tuple[int, ...]
    plans: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Written:
    """Mails that went out, tasks and messages that were handed to somebody; `kinds` are mail, task and message."""

    message_ids: tuple[int, ...]
    lead_ids: tuple[int, ...]
    kinds: tuple[str, ...]
