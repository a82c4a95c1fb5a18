"""Made-up people who make contact: who they are, how they write it, and what they leave behind.

Prospect n is lead number n of the year. About one in eleven is somebody who came before, within the window of
duplicates or beyond it; companies send several people.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gleanry.simulation.rules import words
from gleanry.simulation.rules.channels import CHANNELS, SHARES, Channel
from gleanry.simulation.rules.companies import Company, company_of, spelling_of
from gleanry.simulation.rules.dice import Dice, running
from gleanry.simulation.shapes import Plan

AGAIN = 0.09
JUNK = 0.012
COLLEAGUES = 1.5
"""Leads a company, on average."""

Record = dict[str, Any]

_PRODUCT_SHARES = running([share for _, share, _ in words.PRODUCTS])
_KINDS = (
    "page_visited",
    "article_clicked",
    "form_visited",
    "mail_opened",
    "live_watched",
    "event_attended",
    "site_chat",
)
_KIND_SHARES = running([36, 18, 10, 20, 7, 4, 5])


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a company. `intent`, from 0 to 1, is how much they want: titles, touches and chances follow it."""

    name: str
    title: str
    phone: str
    email: str
    wechat: str
    company: Company
    intent: float


def name_of(n: int) -> str:
    """The external id of lead `n`, and `number_of` back."""
    return f"SIM-{n:07d}"


def number_of(external_id: str) -> int | None:
    """Which lead of the year an external id names; None for a lead that is not of the simulation."""
    digits = external_id.removeprefix("SIM-")
    return int(digits) if external_id != digits and digits.isdigit() else None


def who_is(plan: Plan, n: int) -> int:
    """The number under which the person of prospect `n` first came: `n` itself for somebody new."""
    while n > 20 and (dice := Dice(plan.seed, "again", n)).happens(AGAIN):
        n -= 1 + dice.below(n if dice.happens(0.5) else max(1, n // 4))
    return n


def person_of(plan: Plan, n: int) -> Person:
    """The person who first came as prospect `n`."""
    dice = Dice(plan.seed, "person", n)
    company = company_of(plan.seed, dice.below(max(10, int(plan.leads / COLLEAGUES))))
    intent = dice.unit()
    rank = min(4, int((intent * 0.6 + dice.unit() * 0.4) * 5))
    if company.country:
        first, last = dice.pick(words.FIRST_NAMES), dice.pick(words.LAST_NAMES)
        name, account = f"{first} {last}", f"{first}.{last}".lower()
        title, free = dice.pick(words.TITLES_ABROAD[rank]), dice.pick(words.FREE_MAIL_ABROAD)
        phone = _landline(company, dice)
    else:
        name = dice.pick(words.SURNAMES) + "".join(dice.pick(words.GIVEN) for _ in range(1 + dice.below(2)))
        account = f"{dice.pick(words.BRAND_LATIN)}{dice.pick(words.BRAND_LATIN)}{n % 10_000}"
        title, free = dice.pick(words.TITLES[rank]), dice.pick(words.FREE_MAIL)
        phone = _chinese_phone(company, dice)
    mail = f"{account}@{company.domain}" if dice.happens(0.35 + 0.5 * intent) else f"{account}@{free}"
    has_phone, has_mail = dice.happens(0.93), dice.happens(0.55)
    wechat = f"wx_{account}{n}" if dice.happens(0.2) else ""
    return Person(
        name, title, phone if has_phone else "", mail if has_mail or not has_phone else "", wechat, company, intent
    )


def _chinese_phone(company: Company, dice: Dice) -> str:
    if dice.happens(0.05):
        return _landline(company, dice)
    digits = dice.pick(words.MOBILE_PREFIXES) + f"{dice.below(10**8):08d}"
    written = (
        digits,
        digits,
        digits,
        digits,
        f"+86 {digits}",
        f"{digits[:3]}-{digits[3:7]}-{digits[7:]}",
        f"{digits} ",
    )
    return dice.pick(written)


def _landline(company: Company, dice: Dice) -> str:
    return "".join(str(dice.below(10)) if sign == "#" else sign for sign in company.line)


def channel_of(plan: Plan, n: int) -> Channel:
    """Through which channel prospect `n` came."""
    return Dice(plan.seed, "channel", n).weighted(CHANNELS, SHARES)


def record_of(plan: Plan, n: int, at: datetime) -> Record:
    """What prospect `n` sends in at `at`, as a form would."""
    first = who_is(plan, n)
    person, channel = person_of(plan, first), channel_of(plan, n)
    dice = Dice(plan.seed, "record", n)
    company = person.company
    product = dice.weighted(words.PRODUCTS, _PRODUCT_SHARES)[0]
    record = {
        "external_id": name_of(n),
        "person_name": person.name,
        "phone": person.phone,
        "email": person.email,
        "wechat": person.wechat,
        "company": spelling_of(company, dice) if dice.happens(0.9) else "",
        "job_title": person.title if dice.happens(0.8) else "",
        "region": company.region,
        "country": company.country,
        "industry": company.industry if dice.happens(0.7) else "",
        "company_size": company.size if dice.happens(0.5) else "",
        "source": channel.source,
        "campaign": dice.pick(channel.campaigns),
        "product": product,
        "message": dice.pick(words.MESSAGES) if dice.happens(0.4) else "",
        "landing_page": f"https://demo.example/{dice.below(40)}",
        "first_contact_at": at.isoformat(),
    }
    return {name: value for name, value in record.items() if value}


def junk_of(plan: Plan, n: int) -> Record | None:
    """Nonsense that came along with prospect `n`, if any: nobody can be reached by it."""
    dice = Dice(plan.seed, "junk", n)
    if not dice.happens(JUNK):
        return None
    return {
        "person_name": dice.pick(words.JUNK_NAMES),
        "phone": dice.pick(words.JUNK_PHONES),
        "source": channel_of(plan, n).source,
    }


def touches_before(plan: Plan, n: int, at: datetime) -> Iterator[Record]:
    """What somebody did in the month before they made contact as prospect `n`."""
    dice = Dice(plan.seed, "before", n)
    intent = person_of(plan, who_is(plan, n)).intent
    channel = channel_of(plan, n)
    for _ in range(int(dice.unit() ** 1.5 * (1.5 + 4 * intent))):
        when = at - timedelta(minutes=5 + int(dice.unit() ** 2 * 43_000))
        yield _touch(plan, n, dice, when, channel)


def touches_after(plan: Plan, n: int, at: datetime) -> Iterator[Record]:
    """What they did in the fortnight after."""
    dice = Dice(plan.seed, "after", n)
    intent = person_of(plan, who_is(plan, n)).intent
    for _ in range(int(dice.unit() ** 2 * (1 + 4 * intent))):
        yield _touch(plan, n, dice, at + timedelta(minutes=30 + dice.below(20_000)), None)


def _touch(plan: Plan, n: int, dice: Dice, when: datetime, channel: Channel | None) -> Record:
    kind = dice.weighted(_KINDS, _KIND_SHARES)
    touch = {
        "person_external_id": name_of(n),
        "kind": kind,
        "at": when.isoformat(),
        "channel": "EDM" if kind == "mail_opened" else channel.source if channel else "官网",
        "content": dice.pick(words.PAPERS),
    }
    if channel is not None and channel.cost > 200 and kind == "page_visited":
        touch["campaign"] = dice.pick(channel.campaigns)
        touch["cost"] = f"{dice.between(2, 30):.2f}"
    return touch
