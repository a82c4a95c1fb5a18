"""What identification announces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Identified:
    """New source leads, in the intake pool."""

    lead_ids: tuple[int, ...]


@dataclass(frozen=True)
class Attached:
    """Leads that came again, each with the source lead it was attached to."""

    lead_ids: tuple[int, ...]
    source_lead_ids: tuple[int, ...]


@dataclass(frozen=True)
class AccountsKnown:
    """Submissions of deals whose companies are in the books."""

    submission_ids: tuple[int, ...]


@dataclass(frozen=True)
class Joined:
    """Leads that belong to accounts somebody keeps: a duplicate rule found the account."""

    lead_ids: tuple[int, ...]
    account_ids: tuple[int, ...]


@dataclass(frozen=True)
class Refreshed:
    """Attached leads that brought what is told of their person up to date, each with its source lead."""

    lead_ids: tuple[int, ...]
    source_lead_ids: tuple[int, ...]


@dataclass(frozen=True)
class Doubted:
    """Pairs a person is to decide about: are they the same?

    `kinds` are person, account or lead; the left one is the newer. A rule that asks knows no probability and says 0.5.
    `evidence` names the fields that agree, without their values: those are kept with the match.
    """

    kinds: tuple[str, ...]
    left_ids: tuple[int, ...]
    right_ids: tuple[int, ...]
    probabilities: tuple[float, ...]
    evidence: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class AccountsKept:
    """Accounts that somebody keeps from now on."""

    account_ids: tuple[int, ...]
    owner_ids: tuple[int, ...]


@dataclass(frozen=True)
class Checked:
    """Somebody asked whether we know a phone, an address or a company: what was asked for and what was found.

    One entry for each thing found, or one with `found` empty and the id 0. What was typed is not kept.
    """

    asked: tuple[str, ...]
    found: tuple[str, ...]
    found_ids: tuple[int, ...]


@dataclass(frozen=True)
class AskedFor:
    """Somebody asked a colleague for a lead or an account that the colleague holds."""

    request_ids: tuple[int, ...]


@dataclass(frozen=True)
class Answered:
    """Owners answered who had asked them."""

    request_ids: tuple[int, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True)
class HandedOver:
    """Holders gave leads to colleagues who had asked for them."""

    lead_ids: tuple[int, ...]
    to_ids: tuple[int, ...]
