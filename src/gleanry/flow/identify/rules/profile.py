"""What is told of a person, completed and brought up to date."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

ATTRIBUTES = {"person_name": "name", "job_title": "job_title", "company": "account_id"}
"""Field of a submission -> what it is on a person."""


class Profile(NamedTuple):
    """A person as told: name and job title may be empty, the account unknown."""

    name: str = ""
    job_title: str = ""
    account_id: int | None = None


def completed(profile: Profile, told: Profile) -> Profile:
    """What was empty is filled; what is there stays."""
    return Profile(
        profile.name or told.name,
        profile.job_title or told.job_title,
        profile.account_id or told.account_id,
    )


def refreshed(profile: Profile, told: Profile, fields: Iterable[str], *, prefer: str) -> Profile:
    """`fields` brought up to date by what is told now: the newest value stands, or, by `prefer`, the one there was."""
    if prefer == "newest":
        names = (ATTRIBUTES[field] for field in fields)
        profile = profile._replace(**{name: value for name in names if (value := getattr(told, name))})
    return completed(profile, told)
