"""What a file tells of a company: which of it is written into the account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gleanry.values.company_name import parse_company_name

WRITTEN = {"industry": ("industry", 80), "region": ("region", 80), "size": ("company_size", 40)}
"""Field of an account -> the field of a file it comes from, and how long it may be."""


def key_of(name: object) -> str:
    """The normalised name by which an account is known; empty where nothing names a company."""
    company = parse_company_name(str(name or ""))
    return company.key[:200] if company else ""


def told_of(fields: Mapping[str, Any]) -> dict[str, str]:
    """What a row says of an account. Where it names no region, its country is meant."""
    said = {name: str(fields.get(field) or "")[:most] for name, (field, most) in WRITTEN.items()}
    said["region"] = said["region"] or str(fields.get("country") or "")[:80]
    return said


def updated(now: Mapping[str, str], said: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """The fields of an account after a row: what is empty is filled, what an earlier row said is brought up to date.

    What somebody wrote by hand since stays, for it is neither empty nor what the file said `before`.
    """
    return {
        name: said[name] if said.get(name) and (not value or value == before.get(name, "")) else value
        for name, value in now.items()
    }
