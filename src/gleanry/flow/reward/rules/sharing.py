"""Who shares a claimed receipt: departments by percent, people within them; the shares add up to it, to the cent."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from gleanry.flow.reward.rules.reading import Staff, sharing_for
from gleanry.flow.reward.shapes import MARKETING, PRESALES, SALES, Book, Earning, Share, Sharing
from gleanry.values.money import Money

SDR = "sdr"


def shares_of(book: Book, earning: Earning, staff: Staff) -> list[Share]:
    """What of a claimed receipt counts for whom.

    Sales shares as the revenue is split. Marketing gets its percent where it brought the lead, pre-sales where somebody
    stands for it; what a department does not get stays with sales. Where units without a member take part of the
    revenue, only the rest is shared.
    """
    owned = Money(sum(money.minor for _, money in earning.owners), earning.amount.currency)
    if not owned.minor:
        return []
    sharing = sharing_for(book.sharing, earning.product, earning.day)
    parts = _parts(sharing, earning, staff)
    amounts = owned.split([percent for _, percent, _ in parts])
    found: list[Share] = []
    for (part, _, people), amount in zip(parts, amounts, strict=True):
        weights = [abs(money.minor) for _, money in earning.owners] if part == SALES else [1] * len(people)
        split = amount.split(weights)
        found += [Share(who, part, money) for who, money in zip(people, split, strict=True) if money.minor]
    return found


def _parts(sharing: Sharing | None, earning: Earning, staff: Staff) -> list[tuple[str, Decimal, tuple[int, ...]]]:
    """(department, percent, its people), sales first with what nobody else gets."""
    owners = tuple(member_id for member_id, _ in earning.owners)
    if sharing is None:
        return [(SALES, Decimal(100), owners)]
    others = []
    for part, addresses in ((PRESALES, sharing.presales_to), (MARKETING, sharing.marketing_to)):
        people = _people(addresses, earning, staff)
        if part == MARKETING and not earning.sourced:
            people = ()
        if people and sharing.share_of(part) > 0:
            others.append((part, sharing.share_of(part), people))
    return [(SALES, Decimal(100) - sum((percent for _, percent, _ in others), Decimal(0)), owners), *others]


def _people(addresses: Sequence[str], earning: Earning, staff: Staff) -> tuple[int, ...]:
    """Who stands for a department: the SDR of the deal, where it is named so, and everybody an address names."""
    named = staff.named(tuple(addresses))
    if SDR in addresses and earning.sdr_id is not None:
        named = (earning.sdr_id, *named)
    return tuple(dict.fromkeys(named))
