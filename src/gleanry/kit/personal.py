"""Personal data is marked on the field, so that masking, export and erasure are general mechanisms.

`personal(models.CharField(...), what="phone", basis="contract", keep_days=1095)` marks one field; `fields_of(model)`
lists what a model holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models

FieldT = TypeVar("FieldT", bound="models.Field[Any, Any]")


@dataclass(frozen=True)
class PersonalData:
    """What the field holds, on which legal basis, and for how many days after the last contact."""

    what: str
    basis: str
    keep_days: int


def personal(field: FieldT, *, what: str, basis: str = "legitimate_interest", keep_days: int = 1095) -> FieldT:
    """Mark `field` as personal data; returns the same field."""
    field.personal_data = PersonalData(what, basis, keep_days)  # type: ignore[attr-defined]  # the mark is ours
    return field


def fields_of(model: type[models.Model]) -> dict[str, PersonalData]:
    """Field name -> mark, for every personal field of `model`."""
    marks = ((field.name, getattr(field, "personal_data", None)) for field in model._meta.get_fields())
    return {name: mark for name, mark in marks if mark is not None}
