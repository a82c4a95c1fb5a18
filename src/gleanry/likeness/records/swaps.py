"""Cells that stand in the wrong column, put right before anything is compared.

An address with @ under telephones and a number under e-mail change places. A name under companies and a company under
names do where the file itself says so: the one is found more often among its companies than among its names, and the
other the other way round, or the one ends like a company and the other does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from gleanry.likeness.records.twofold import both
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
Cells = Sequence[str]


def put_right(
    names: Cells, companies: Cells, phones: list[Cells], mails: Cells, *, at_once: bool = False
) -> tuple[Cells, Cells, list[Cells], Cells]:
    """The four with what was exchanged put back; columns without a slip are given back as they came.

    With `at_once` the two pairs of columns are looked through at the same time.
    """
    first: Cells = phones[0] if phones else ()
    strays, strangers = both(
        lambda: _names_and_companies(names, companies), lambda: _numbers_and_addresses(first, mails), at_once=at_once
    )
    names, companies = _exchanged(names, companies, strays)
    if phones:
        first, mails = _exchanged(first, mails, strangers)
        phones = [first, *phones[1:]]
    return names, companies, phones, mails


def _numbers_and_addresses(phones: Cells, mails: Cells) -> list[int]:
    """The rows whose number and address stand in each other's place."""
    if not phones:
        return []
    strays: set[str] = set()
    if "".join(mails).count("@") < sum(map(bool, mails)):
        strays |= {text for text in set(mails) if text and "@" not in text and _is_number(text)}
    if "@" in "".join(phones):
        strays |= {text for text in set(phones) if "@" in text}
    if not strays:
        return []
    wrong = [at for at, text in enumerate(phones) if text in strays and "@" not in mails[at]]
    return wrong + [at for at, text in enumerate(mails) if text in strays and not phones[at]]


def _is_number(text: str) -> bool:
    return 7 <= sum(map(str.isdigit, text)) <= 20


def _names_and_companies(names: Cells, companies: Cells) -> list[int]:
    """The rows whose name and company stand in each other's place."""
    as_name, as_company = Counter(names), Counter(companies)
    suspects = (as_name.keys() & as_company.keys()) - {""}
    suspects |= {text for text in as_name if text.lower().endswith(_ENDS)}

    def is_swapped(name: str, company: str) -> bool:
        if company.lower().endswith(_ENDS):
            return False
        if name.lower().endswith(_ENDS):
            return not company or as_name[company] > as_company[company] or _is_person(company)
        return as_company[name] > as_name[name] and as_name[company] > as_company[company]

    wrong = [at for at, name in enumerate(names) if name in suspects]
    return [at for at in wrong if is_swapped(names[at], companies[at])]


def _is_person(text: str) -> bool:
    return 2 <= len(text) <= 4 and text[0] in SURNAMES


def _exchanged(one: Cells, other: Cells, wrong: list[int]) -> tuple[Cells, Cells]:
    if not wrong:
        return one, other
    first, second = list(one), list(other)
    for at in wrong:
        first[at], second[at] = second[at], first[at]
    return first, second
