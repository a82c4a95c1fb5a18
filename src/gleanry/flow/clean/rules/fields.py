"""What is usable in what came in, and what is wrong with the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gleanry.flow.clean.rules.credit_code import read_credit_code
from gleanry.flow.clean.rules.numbers import fault_of_number
from gleanry.flow.clean.rules.text import computes, mixes_scripts, tidy, tidy_prose
from gleanry.values.company_name import parse_company_name
from gleanry.values.email import parse_email, parse_emails
from gleanry.values.phone import Phone, parse_phone, parse_phones

Fields = dict[str, Any]
Defects = list[tuple[str, str]]

LONGEST = {"person_name": 120, "company": 200, "job_title": 120, "source": 80, "campaign": 80}
"""What the tables hold; longer text is cut and the cut is kept as a defect."""

ONE_LINE = frozenset((
    "person_name", "company", "job_title", "wechat", "region", "country", "industry", "company_size", "source",
    "campaign", "product", "address",
))  # fmt: skip
PROSE = frozenset(("message", "note"))
NAMES = ("person_name", "company")
_PERSON_AT_MOST = 4
_PLAIN_PHONE_AT_MOST = 16


@dataclass(frozen=True, slots=True)
class Cleaning:
    """The cleaned fields, the defects as (field, code) pairs, and whether anybody can be reached by it.

    `phone_fault` says why the phone is none, where one was given: see `numbers`.
    """

    fields: Fields
    defects: tuple[tuple[str, str], ...]
    passed: bool
    phone_fault: tuple[str, str] | None = None


def clean_fields(raw: Fields, *, phone_region: str, source_region: str = "") -> Cleaning:
    """Clean one submission's typed fields.

    A number without a country code is read as dialled where its source says (`source_region`, ISO 3166), else in
    `phone_region`.

    Codes: `unusable` (a phone, e-mail or credit code that is none), `cut` (too long), `swapped` (it stood in another
    column), `mixed_scripts` (letters of several alphabets in one word), `formula` (a spreadsheet would run it),
    `unreachable` (no way of contact and no external id is left; the submission is refused).
    """
    fields = {name: value for name, value in raw.items() if value not in (None, "")}
    defects: Defects = [(name, "swapped") for name in fields.pop("swapped", ())]
    for name in ONE_LINE & fields.keys():
        _keep(fields, name, tidy(str(fields[name])))
    for name in PROSE & fields.keys():
        _keep(fields, name, tidy_prose(str(fields[name])))
    _unswap_names(fields, defects)
    fault = _phone(fields, defects, [region for region in (source_region, phone_region) if region])
    _email(fields, defects)
    _credit_code(fields, defects)
    company = parse_company_name(str(fields["company"])) if "company" in fields else None
    if company is not None:
        fields["company"], fields["company_key"] = company.text, company.key[:200]
    defects += [(name, "mixed_scripts") for name in NAMES if mixes_scripts(fields.get(name, ""))]
    defects += [(name, "formula") for name in NAMES if computes(fields.get(name, ""))]
    for name, longest in LONGEST.items():
        if len(str(fields.get(name, ""))) > longest:
            fields[name] = str(fields[name])[:longest]
            defects.append((name, "cut"))
    passed = any(name in fields for name in ("phone", "email", "wechat", "external_id"))
    if not passed:
        defects.append(("contact", "unreachable"))
    return Cleaning(fields, tuple(defects), passed, fault)


def _keep(fields: Fields, name: str, text: str) -> None:
    if text:
        fields[name] = text
    else:
        del fields[name]


def _phone(fields: Fields, defects: Defects, regions: list[str]) -> tuple[str, str] | None:
    """Read the phone, further ones of the same cell as `more_phones`; returns (fault, text) where there is none."""
    if "phone" not in fields:
        return None
    text = str(fields.pop("phone"))
    for region in regions:
        if (phone := parse_phone(text, region=region)) is not None:
            _keep_phone(fields, phone)
            if len(text) > _PLAIN_PHONE_AT_MOST:
                more = [other.e164 for other in parse_phones(text, region=region) if other.e164 != phone.e164]
                if more:
                    fields["more_phones"] = more
            return None
    defects.append(("phone", "unusable"))
    return fault_of_number(text, region=regions[0] if regions else "ZZ"), text


def _keep_phone(fields: Fields, phone: Phone) -> None:
    fields["phone"], fields["phone_place"], fields["phone_country"] = phone.e164, phone.place, phone.country


def _email(fields: Fields, defects: Defects) -> None:
    if "email" not in fields:
        return
    text = str(fields.pop("email"))
    email = parse_email(text)
    if email is None:
        defects.append(("email", "unusable"))
        return
    fields["email"], fields["email_domain"] = email.address, email.domain
    if text.count("@") > 1:
        more = [other.address for other in parse_emails(text) if other.address != email.address]
        if more:
            fields["more_emails"] = more


def _credit_code(fields: Fields, defects: Defects) -> None:
    if "credit_code" not in fields:
        return
    code = read_credit_code(str(fields.pop("credit_code")))
    if code is None:
        defects.append(("credit_code", "unusable"))
    else:
        fields["credit_code"] = code


def _unswap_names(fields: Fields, defects: Defects) -> None:
    """Put person and company back where they stand in each other's place: one has a legal form, the other is short."""
    name = fields.get("person_name", "")
    if len(name) <= _PERSON_AT_MOST or name.isascii():
        return
    if not _is_company(name):
        return
    other = fields.get("company", "")
    if not other or (len(other) <= _PERSON_AT_MOST and not _is_company(other)):
        fields["company"] = name
        defects.append(("company", "swapped"))
        if other:
            fields["person_name"] = other
            defects.append(("person_name", "swapped"))
        else:
            del fields["person_name"]


def _is_company(text: str) -> bool:
    read = parse_company_name(text)
    return read is not None and bool(read.legal_form) and read.brand_text != read.text
