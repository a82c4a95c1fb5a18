"""What is usable in what came in, and what is wrong with the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gleanry.values.company_name import parse_company_name
from gleanry.values.email import parse_email
from gleanry.values.phone import parse_phone

Fields = dict[str, Any]

LONGEST = {"person_name": 120, "company": 200, "job_title": 120, "source": 80, "campaign": 80}
"""What the tables hold; longer text is cut and the cut is kept as a defect."""


@dataclass(frozen=True, slots=True)
class Cleaning:
    """The cleaned fields, the defects as (field, code) pairs, and whether anybody can be reached by it."""

    fields: Fields
    defects: tuple[tuple[str, str], ...]
    passed: bool


def clean_fields(raw: Fields, *, phone_region: str, source_region: str = "") -> Cleaning:
    """Clean one submission's typed fields.

    A number without a country code is read as dialled where its source says (`source_region`, ISO 3166), else in
    `phone_region`.

    Codes: `unusable` (a phone or e-mail nobody can be reached by), `cut` (too long), `unreachable` (no way of contact
    and no external id is left; the submission is refused).
    """
    fields = {name: value for name, value in raw.items() if value not in (None, "")}
    defects: list[tuple[str, str]] = []
    _phone(fields, defects, [region for region in (source_region, phone_region) if region])
    _email(fields, defects)
    if wechat := fields.get("wechat"):
        fields["wechat"] = str(wechat).strip()
    company = parse_company_name(str(fields["company"])) if "company" in fields else None
    if company is not None:
        fields["company"], fields["company_key"] = company.text, company.key[:200]
    for name, longest in LONGEST.items():
        if len(str(fields.get(name, ""))) > longest:
            fields[name] = str(fields[name])[:longest]
            defects.append((name, "cut"))
    passed = any(name in fields for name in ("phone", "email", "wechat", "external_id"))
    if not passed:
        defects.append(("contact", "unreachable"))
    return Cleaning(fields, tuple(defects), passed)


def _phone(fields: Fields, defects: list[tuple[str, str]], regions: list[str]) -> None:
    if "phone" not in fields:
        return
    text = str(fields.pop("phone"))
    found = (parse_phone(text, region=region) for region in regions)
    phone = next((phone for phone in found if phone is not None), None)
    if phone is None:
        defects.append(("phone", "unusable"))
        return
    fields["phone"], fields["phone_place"], fields["phone_country"] = phone.e164, phone.place, phone.country


def _email(fields: Fields, defects: list[tuple[str, str]]) -> None:
    if "email" not in fields:
        return
    email = parse_email(str(fields.pop("email")))
    if email is None:
        defects.append(("email", "unusable"))
        return
    fields["email"], fields["email_domain"] = email.address, email.domain
