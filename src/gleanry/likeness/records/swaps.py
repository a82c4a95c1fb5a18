"""Cells that stand in the wrong column, put right before anything is compared.

An address with @ under telephones and a number under e-mail change places. A name under companies and a company under
names do where the file itself says so: the one is found more often among its companies than among its names, and the
other the other way round, or the one ends like a company and the other does not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gleanry.likeness.records.shapes import Flags
from gleanry.likeness.records.text import Cells
from gleanry.likeness.records.words import SURNAMES

_ENDS = (
    "公司",
    "集团",
    "工厂",
    "有限合伙",
    " ltd",
    " ltd.",
    " gmbh",
    " inc",
    " inc.",
    " llc",
    " corp",
    " co.",
    " s.r.l.",
)
Numbers = Sequence[str]


def put_right(
    names: Cells, companies: Cells, phones: list[Numbers], mails: Cells
) -> tuple[Cells, Cells, list[Numbers], Cells]:
    """The four with what was exchanged put back; columns without a slip are given back as they came."""
    names, companies = _exchanged(names, companies, _names_and_companies(names, companies))
    if phones and (wrong := _numbers_and_addresses(phones[0], mails)):
        numbers = list(phones[0])
        found = [numbers[at] for at in wrong]
        for at, code in zip(wrong, mails.codes[wrong].tolist(), strict=True):
            numbers[at] = mails.texts[code]
        mails, phones = _with(mails, wrong, found), [numbers, *phones[1:]]
    return names, companies, phones, mails


def _numbers_and_addresses(phones: Numbers, mails: Cells) -> list[int]:
    """The rows whose number and address stand in each other's place."""
    addresses = _marked(mails, [("@" in text) for text in mails.texts])
    numbers = _marked(mails, ["@" not in text and _is_number(text) for text in mails.texts])
    wrong = [at for at in np.flatnonzero(numbers).tolist() if not phones[at]]
    if "@" in "".join(phones):
        wrong += [at for at, text in enumerate(phones) if "@" in text and not addresses[at]]
    return wrong


def _marked(cells: Cells, marks: list[bool]) -> Flags:
    """Whether a row's text is marked."""
    found: Flags = np.array(marks, np.bool_)[cells.codes]
    return found


def _is_number(text: str) -> bool:
    return 7 <= sum(map(str.isdigit, text)) <= 20


def _names_and_companies(names: Cells, companies: Cells) -> list[int]:
    """The rows whose name and company stand in each other's place."""
    as_name, as_company = _counted(names), _counted(companies)
    marks = [bool(text) and (text in as_company or text.lower().endswith(_ENDS)) for text in names.texts]

    def is_swapped(name: str, company: str) -> bool:
        if company.lower().endswith(_ENDS):
            return False
        if name.lower().endswith(_ENDS):
            return not company or as_name.get(company, 0) > as_company[company] or _is_person(company)
        return as_company.get(name, 0) > as_name[name] and as_name.get(company, 0) > as_company[company]

    suspects = np.flatnonzero(_marked(names, marks))
    pairs = zip(suspects.tolist(), names.codes[suspects].tolist(), companies.codes[suspects].tolist(), strict=True)
    return [at for at, name, company in pairs if is_swapped(names.texts[name], companies.texts[company])]


def _counted(cells: Cells) -> dict[str, int]:
    """In how many rows each text stands."""
    return dict(zip(cells.texts, np.bincount(cells.codes, minlength=len(cells.texts)).tolist(), strict=True))


def _is_person(text: str) -> bool:
    return 2 <= len(text) <= 4 and text[0] in SURNAMES


def _exchanged(one: Cells, other: Cells, wrong: list[int]) -> tuple[Cells, Cells]:
    if not wrong:
        return one, other
    first = [one.texts[code] for code in one.codes[wrong].tolist()]
    second = [other.texts[code] for code in other.codes[wrong].tolist()]
    return _with(one, wrong, second), _with(other, wrong, first)


def _with(cells: Cells, rows: list[int], texts: list[str]) -> Cells:
    """The column with other texts in some rows."""
    codes = cells.codes.copy()
    codes[rows] = np.arange(len(cells.texts), len(cells.texts) + len(texts))
    return Cells([*cells.texts, *texts], codes)
