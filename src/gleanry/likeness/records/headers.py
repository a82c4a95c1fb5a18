"""What columns beside those of a lead are called, and what people may call our fields."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from gleanry.likeness.records.shapes import FIELDS

SHORT = {
    "name": "person_name", "mail": "email", "mobile": "phone", "tel": "phone", "title": "job_title", "city": "region",
    "place": "region", "birthday": "birth_date", "id_number": "person_id", "first": "first_name", "last": "last_name",
}  # fmt: skip
"""Shorter words for fields, as a person types them."""

_MORE: dict[str, str] = {
    "birth_date": "date of birth, dob, birth date, birthday, birthdate, 出生日期, 生日, 出生年月",
    "person_id": "soc sec id, ssn, social security number, national id, passport, id card, tax id, 身份证, 身份证号, "
    "身份证号码, 证件号, 证件号码",
    "address": "address, address 1, street, street address, 地址, 详细地址, 联系地址, 通讯地址",
    "postcode": "postcode, postal code, zip, zip code, zipcode, plz, cap, 邮编, 邮政编码",
    "region": "city, suburb, town, 城市, 所在城市, 市, region, 地区, 省市, 区域, 所在地, 所在地区, location, "
    "area, 省份, province, state",
    "phone": "mobile, mobile phone, phone, telephone, tel, phone 2, mobile 2, work phone, home phone, other phone, "
    "手机, 电话, 座机, 固定电话, 联系电话, 手机号, 备用电话, 其他电话, 电话2, 手机2, 办公电话",
}
_PARTS = re.compile(r"[^\W_]+")
_MOST = {"phone": 3}


def _folded(header: str) -> str:
    return " ".join(_PARTS.findall(unicodedata.normalize("NFKC", header).casefold()))


_NAMES = {_folded(name): field for field, names in _MORE.items() for name in names.split(",")}

_RANKS = {name: rank for rank, name in enumerate(_NAMES)}


def complete(guessed: Mapping[str, str], headers: Sequence[str]) -> dict[str, str]:
    """Headers by field as the engine takes them: those guessed that it compares, and those it knows beside them.

    Of several places the nearest is taken: a town before a province. Further telephones become `phone#2` and `phone#3`.
    """
    found = {field: header for field, header in guessed.items() if field in FIELDS}
    if "region" in found and _NAMES.get(_folded(found["region"])) != "region":
        del found["region"]  # a state tells less than a town, and an address is none
    for header in sorted(headers, key=lambda header: _RANKS.get(_folded(header), 0)):
        field = _NAMES.get(_folded(header))
        if field is None or header in found.values():
            continue
        places = [field, *(f"{field}#{n}" for n in range(2, _MOST.get(field, 1) + 1))]
        free = next((place for place in places if place not in found), None)
        if free is not None:
            found[free] = header
    return found


def named(words: Sequence[str], headers: Sequence[str]) -> dict[str, str]:
    """Headers by field from texts such as `phone=Mobile`. ValueError names what is wrong and what may stand there."""
    found: dict[str, str] = {}
    for word in words:
        name, _, header = word.partition("=")
        field = SHORT.get(name.strip().lower(), name.strip().lower())
        if field not in FIELDS:
            raise ValueError(f"“{name}” is no field; use one of {', '.join(FIELDS)}")
        if header.strip() not in headers:
            raise ValueError(f"no column is called “{header.strip()}”; the file has {', '.join(headers)}")
        count = sum(1 for known in found if known.partition("#")[0] == field)
        found[f"{field}#{count + 1}" if count else field] = header.strip()
    return found
