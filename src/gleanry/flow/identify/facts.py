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
class TouchesTaken:
    """People did something: each with each kind of touch that was appended for them."""

    person_ids: tuple[int, ...]
    kinds: tuple[str, ...]


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
class Merged:
    """Records found to be the same, and merged; `kinds` are person, account or lead."""

    merge_ids: tuple[int, ...]
    kinds: tuple[str, ...]
    winners: tuple[int, ...]
    losers: tuple[int, ...]


@dataclass(frozen=True)
class Unmerged:
    """Merges that were undone: both records stand for themselves again."""

    merge_ids: tuple[int, ...]
    kinds: tuple[str, ...]
    winners: tuple[int, ...]
    losers: tuple[int, ...]


@dataclass(frozen=True)
class LeadsJoined:
    """Source leads a person attached to others; their own deadlines end."""

    lead_ids: tuple[int, ...]
    source_lead_ids: tuple[int, ...]


@dataclass(frozen=True)
class LeadsParted:
    """Leads that a person detached again, with the instant (ISO) they had been attached: their clocks go on."""

    lead_ids: tuple[int, ...]
    joined_at: tuple[str, ...]


@dataclass(frozen=True)
class Decided:
    """Questions answered without a merge; `answers` are different or later."""

    pair_ids: tuple[int, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Doubted:
    """Pairs that a rule or a score could not decide: a person is asked. Probabilities are of 10,000 or None.

    `evidence` holds per pair a list of (code, value).
    """

    kinds: tuple[str, ...]
    left_ids: tuple[int, ...]
    right_ids: tuple[int, ...]
    probabilities: tuple[int | None, ...]
    evidence: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True)
class Corrected:
    """Fields of people and accounts that somebody wrote anew by hand."""

    kinds: tuple[str, ...]
    record_ids: tuple[int, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Consented:
    """What people said about a purpose: granted or denied."""

    person_ids: tuple[int, ...]
    purposes: tuple[str, ...]
    states: tuple[str, ...]


@dataclass(frozen=True)
class Restored:
    """Leads already identified that left the invalid pool for the intake pool, to be scored and routed anew."""

    lead_ids: tuple[int, ...]


@dataclass(frozen=True)
class HandedOver:
    """Holders gave leads to colleagues who had asked for them."""

    lead_ids: tuple[int, ...]
    to_ids: tuple[int, ...]


@dataclass(frozen=True)
class AccountsTold:
    """Accounts that a file told of: added, or known and brought up to date."""

    account_ids: tuple[int, ...]
