"""What settling announces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SourcesFound:
    """Opportunities whose one source was found, or found to be another: the pipe of each ("" for none)."""

    opportunity_ids: tuple[int, ...]
    pipes: tuple[str, ...]


@dataclass(frozen=True)
class Registered:
    """Members registered companies: what became of each is waiting for a case, accepted or refused."""

    registration_ids: tuple[int, ...]
    states: tuple[str, ...]


@dataclass(frozen=True)
class Extended:
    """Protections were made longer; `untils` as ISO instants."""

    registration_ids: tuple[int, ...]
    untils: tuple[str, ...]


@dataclass(frozen=True)
class ProtectionEnded:
    """Protections ran out; `thens` say what becomes of the company: pool, director or keep."""

    registration_ids: tuple[int, ...]
    thens: tuple[str, ...]


@dataclass(frozen=True)
class Collided:
    """Cases were opened: two members claim one company."""

    case_ids: tuple[int, ...]
    account_ids: tuple[int | None, ...]


@dataclass(frozen=True)
class Argued:
    """Something was added to cases by one of their sides or by who judges."""

    case_ids: tuple[int, ...]
    member_ids: tuple[int, ...]


@dataclass(frozen=True)
class Decided:
    """Cases were decided, first or on appeal; `shares` is the first side's percent."""

    case_ids: tuple[int, ...]
    shares: tuple[int, ...]


@dataclass(frozen=True)
class CaseAppealed:
    """Sides ask the next higher to look again."""

    case_ids: tuple[int, ...]


@dataclass(frozen=True)
class StepMissed:
    """A step of a case (answer, judge, final) was not taken in its time."""

    case_ids: tuple[int, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Closed:
    """Decisions that stand: nobody appealed in time, or the appeal was decided."""

    case_ids: tuple[int, ...]


@dataclass(frozen=True)
class Settled:
    """A decision takes effect: whose a company is from now on.

    `share_as` of 100 belong to the members of `member_a_ids`, the rest to those of `member_b_ids`; who has more (the
    first, where both have as much) keeps the company. For the split of its revenue and for all that names its holder.
    """

    case_ids: tuple[int, ...]
    account_ids: tuple[int | None, ...]
    member_a_ids: tuple[int, ...]
    member_b_ids: tuple[int, ...]
    share_as: tuple[int, ...]
