"""Names of companies: the whole name without its legal form, the core without its place, the first word of the core."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from gleanry.likeness.records import words
from gleanry.likeness.records.name import sound_of
from gleanry.likeness.records.text import Cells, Column, column_of, ids_of
from gleanry.values.company_name import parse_company_name

_HAN = re.compile(r"[\u3400-\u9fff]+")
_SIGNS = re.compile(r"[\W_]+")
_PLACE_STARTS = frozenset(place[:2] for place in words.PLACES)
_FORM_ENDS = frozenset(form[-1] for form in words.FORMS)
_PARTS = ("分公司", "子公司", "总公司")
_BRAND = 2


class Company(NamedTuple):
    """One name as it is compared: `key` is the name without its legal form, `core` also without its place."""

    key: str
    core: str
    place: str
    brand: str


def companies_of(cells: Sequence[str] | Cells) -> Column:
    """The column with the ids `whole`, `core`, `place`, `brand` and `sound` (of a Chinese core); texts are cores."""
    column = column_of(cells)
    read = [read_company(text) for text in column.texts]
    column.texts = [company.core for company in read]
    column.ids["whole"] = ids_of(company.key for company in read)
    column.ids["core"] = ids_of(company.core for company in read)
    column.ids["place"] = ids_of(company.place for company in read)
    column.ids["brand"] = ids_of(company.brand for company in read)
    column.ids["sound"] = ids_of("".join(map(sound_of, company.core[:4])) for company in read)
    return column


def read_company(text: str) -> Company:
    """One folded cell as the name of a company."""
    if not text:
        return Company("", "", "", "")
    tight = _SIGNS.sub("", text)
    if not _HAN.fullmatch(tight):
        return _latin(text, tight)
    key = _without_form(tight)
    place, core = _split_place(key)
    if not place:
        place, core = _inner_place(text, key)
    return Company(key, core, place, core[:_BRAND])


def _latin(text: str, tight: str) -> Company:
    name = parse_company_name(text)
    if name is None or not tight:
        return Company(tight, tight, "", "")
    found = [word for word in re.findall(r"[^\W_]+", name.brand_text.lower()) if word != "the"]
    if not found:
        return Company(name.key, name.key, "", name.key)
    core = " ".join(found)
    return Company("".join(found), core, "", found[0] if len(found[0]) > 2 or len(found) == 1 else " ".join(found[:2]))


def _without_form(text: str) -> str:
    """Take legal forms off the end until none is left, never the whole name; a branch is part of the name."""
    if text.endswith("有限公司") and len(text) > 6:
        text = text[:-6] if text[-6:-4] in ("股份", "责任", "集团") else text[:-4]
    while text[-1] in _FORM_ENDS:
        form = next((form for form in words.FORMS if text.endswith(form)), "")
        if not form or len(form) == len(text) or text.endswith(_PARTS):
            return text
        text = text[: -len(form)]
    return text


def _split_place(key: str) -> tuple[str, str]:
    """The place a name begins with and the rest; a name that is no more than a place is its own core."""
    place, rest = "", key
    for _ in range(2):
        if rest[:2] not in _PLACE_STARTS:
            break
        length = 2 if rest[:2] in words.PLACES else 3 if rest[:3] in words.PLACES else 4
        if rest[:length] not in words.PLACES or len(rest) < length + 2:
            break
        place = rest[:length]
        after = rest[length:]
        rest = after[1:] if after[0] in "省市" and len(after) > 2 else after
    return place, rest


def _inner_place(text: str, key: str) -> tuple[str, str]:
    """华恒(苏州)机械 has its place in brackets."""
    if "(" not in text and "[" not in text and "【" not in text:
        return "", key
    for inner in re.findall(r"[(\[【]([\u3400-\u9fff]{2,5})[)\]】]", text):
        place = inner.removesuffix("市").removesuffix("省")
        core = key.replace(inner, "", 1)
        if place in words.PLACES and len(core) >= _BRAND:
            return place, core
    return "", key
