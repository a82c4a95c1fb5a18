"""What is announced of accounts: where they belong, how much they matter, who decides in them, who keeps them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Belongs:
    """Accounts belong to another parent than before, each once; 0 stands for none."""

    account_ids: tuple[int, ...]
    formers: tuple[int, ...]
    parents: tuple[int, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True)
class Tiered:
    """Accounts went from one place of a table to another: `scales` says of which (tier, abc, rad, rfm)."""

    account_ids: tuple[int, ...]
    scales: tuple[str, ...]
    formers: tuple[str, ...]
    values: tuple[str, ...]


@dataclass(frozen=True)
class TraitsNoted:
    """Somebody said what no deal tells of accounts."""

    account_ids: tuple[int, ...]


@dataclass(frozen=True)
class SeatsTaken:
    """People sit in buying committees, or sit there otherwise than before."""

    seat_ids: tuple[int, ...]
    account_ids: tuple[int, ...]
    person_ids: tuple[int, ...]


@dataclass(frozen=True)
class SeatsLeft:
    """People no longer sit in buying committees."""

    seat_ids: tuple[int, ...]
    account_ids: tuple[int, ...]


@dataclass(frozen=True)
class TiesNoted:
    """Somebody said who knows whom."""

    tie_ids: tuple[int, ...]


@dataclass(frozen=True)
class TiesEnded:
    """People no longer know each other as was noted."""

    tie_ids: tuple[int, ...]


@dataclass(frozen=True)
class Coded:
    """Opportunities got their inquiry codes."""

    opportunity_ids: tuple[int, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Deputised:
    """Accounts have another deputy; 0 stands for none."""

    account_ids: tuple[int, ...]
    formers: tuple[int, ...]
    deputies: tuple[int, ...]


@dataclass(frozen=True)
class Rested:
    """Accounts were marked as dormant, or woken: `dormant` says which."""

    account_ids: tuple[int, ...]
    dormant: tuple[bool, ...]


@dataclass(frozen=True)
class AccountsDeleted:
    """Accounts on which nothing hung are gone; they were called `names`."""

    account_ids: tuple[int, ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class HandoverBegun:
    """Accounts are to go from one keeper (0: nobody) to another."""

    handover_ids: tuple[int, ...]
    account_ids: tuple[int, ...]
    from_ids: tuple[int, ...]
    to_ids: tuple[int, ...]


@dataclass(frozen=True)
class HandoverStepped:
    """Steps of handovers were done."""

    handover_ids: tuple[int, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True)
class HandoverEnded:
    """Handovers came to their end: done or dropped."""

    handover_ids: tuple[int, ...]
    states: tuple[str, ...]
