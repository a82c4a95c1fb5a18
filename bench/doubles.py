"""A table of people with companies in which many stand twice, and which rows are one: the truth.

Made to be hard in the ways real lists are: names mistyped by sound, by a letter or by order, nicknames and honorifics;
telephones changed, with a digit off, or the switchboard of the house; companies by their short name, their legal name
or with a slip; empty cells; cells in the wrong column; people of one name in one company who are two. No rate here is
taken from the engine and none of the engine's from here.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from pypinyin import lazy_pinyin

from bench import doubles_words as words

COLUMNS = ("name", "company", "phone", "email", "wechat", "title", "city")
Row = list[str]


@dataclass(slots=True)
class House:
    """A company as it exists: its names, and what its people share."""

    legal: str
    short: str
    domain: str
    line: str
    city: str
    abroad: bool


@dataclass(slots=True)
class Human:
    """A person as they exist."""

    name: str
    house: House
    mobile: str
    email: str
    wechat: str
    title: str
    city: str


def make(rows: int, *, seed: int = 1) -> tuple[list[Row], list[int]]:
    """So many rows in an order that says nothing, and for each the number of the person it is of."""
    return Maker(seed).make(rows)


class Maker:
    """Draws houses, people and what was written of them."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.surname_shares = list(accumulate(1 / (rank + 2) for rank in range(len(words.SURNAMES))))
        self.given_shares = list(accumulate(1 / (rank + 8) for rank in range(len(words.GIVEN))))
        self.first_weights = [1 / (rank + 4) for rank in range(len(words.FIRST_NAMES))]
        self.alike: dict[str, list[str]] = _alike()

    def make(self, rows: int) -> tuple[list[Row], list[int]]:
        dice, person = self.dice, 0
        written: list[Row] = []
        truth: list[int] = []
        while len(written) < rows:
            house = self.house()
            staff: list[Human] = []
            for _ in range(min(60, 1 + int(dice.paretovariate(1.1) - 0.3))):
                namesake = staff and dice.random() < 0.006
                staff.append(self.human(house, dice.choice(staff).name if namesake else ""))
            for human in staff:
                for copy in range(self._copies()):
                    written.append(self.write(human, first=copy == 0))
                    truth.append(person)
                person += 1
        order = list(range(rows))
        dice.shuffle(order)
        return [written[at] for at in order], [truth[at] for at in order]

    def country(self) -> str:
        return self.dice.choice(("+49", "+44", "+1", "+39", "+33"))

    def _copies(self) -> int:
        return 1 if self.dice.random() < 0.72 else 2 + min(6, int(self.dice.expovariate(1.1)))

    def house(self) -> House:
        dice = self.dice
        abroad = dice.random() < 0.12
        city, code = dice.choice(words.CITIES)
        latin = "".join(dice.choices(words.SYLLABLES, k=dice.choice((2, 3, 3))))
        if abroad:
            trade = dice.choice(words.TRADES_ABROAD)
            short = f"{latin.title()} {trade}" if dice.random() < 0.7 else latin.title()
            legal = f"{latin.title()} {trade} {dice.choice(words.FORMS_ABROAD)}"
            line = f"{self.country()} {dice.randrange(100, 999)} {dice.randrange(10**6, 10**7)}"
            return House(legal, short, f"{latin}.{dice.choice(('com', 'de', 'co.uk', 'it'))}", line, "", True)
        brand = "".join(dice.choices(words.BRAND, k=dice.choice((2, 2, 2, 3, 4))))
        trade = dice.choice(words.TRADES)
        place = city if dice.random() < 0.8 else dice.choice(("", f"{city}市"))
        legal = f"{place}{brand}{trade}{dice.choice(words.FORMS)}"
        short = dice.choice((f"{brand}{trade}", brand, f"{city}{brand}", f"{brand}{trade[:2]}"))
        domain = (
            "".join(lazy_pinyin(brand))
            + dice.choice(("", "", trade and "tech", "group"))
            + dice.choice((".com", ".cn", ".com.cn"))
        )
        line = f"{code}-{dice.randrange(2, 9)}{dice.randrange(10**6, 10**7)}"
        return House(legal, short, domain if dice.random() < 0.75 else "", line, city, False)

    def human(self, house: House, name: str) -> Human:
        dice = self.dice
        if house.abroad and dice.random() < 0.85:
            name = name or dice.choices(words.FIRST_NAMES, self.first_weights)[0] + " " + dice.choice(words.LAST_NAMES)
            first, _, last = name.lower().partition(" ")
            local = dice.choice((f"{first}.{last}", f"{first[0]}{last}", first)).replace(" ", "")
            mobile = f"{self.country()}{dice.randrange(10**9, 10**10)}"
        else:
            name = name or self.chinese_name()
            sounds = lazy_pinyin(name)
            local = dice.choice(
                ("".join(sounds), sounds[0] + "".join(s[0] for s in sounds[1:]), "".join(sounds[1:]) + sounds[0])
            )
            mobile = dice.choice(words.MOBILE) + f"{dice.randrange(10**8):08d}"
        if house.domain and dice.random() < 0.55:
            email = f"{local}@{house.domain}"
        else:
            free = words.FREE_ABROAD if house.abroad else words.FREE
            account = local + str(dice.randrange(10_000)) if dice.random() < 0.5 else str(dice.randrange(10**7, 10**10))
            email = f"{account}@{dice.choice(free)}"
        wechat = mobile if dice.random() < 0.3 else f"{local}_{dice.randrange(1000)}"
        return Human(name, house, mobile, email, wechat, dice.choice(words.TITLES), house.city)

    def chinese_name(self) -> str:
        dice = self.dice
        family = dice.choices(words.SURNAMES, cum_weights=self.surname_shares)[0]
        return family + "".join(
            dice.choices(words.GIVEN, cum_weights=self.given_shares, k=1 if dice.random() < 0.22 else 2)
        )

    def write(self, human: Human, *, first: bool) -> Row:
        """One row of a person. The first is written with more care than those that come after."""
        dice, house = self.dice, human.house
        slips = 0.35 if first else 1.0
        row = [
            self.name_as_written(human.name, slips),
            self.company_as_written(house, slips),
            self.phone_as_written(human, slips),
            self.email_as_written(human, slips),
            human.wechat if dice.random() < 0.25 else "",
            human.title if dice.random() < 0.55 else dice.choice(words.TITLES) if dice.random() < 0.2 else "",
            human.city if dice.random() < 0.7 else dice.choice(words.CITIES)[0] if dice.random() < 0.08 else "",
        ]
        if not (row[2] or row[3] or row[4]):
            row[2] = human.mobile
        if dice.random() < 0.006 * slips:
            one, other = dice.choice(((0, 1), (2, 3), (1, 6)))
            row[one], row[other] = row[other], row[one]
        return row

    def name_as_written(self, name: str, slips: float) -> str:
        dice = self.dice
        if dice.random() < 0.02 * slips:
            return ""
        if dice.random() > 0.16 * slips:
            return name
        if name.isascii():
            return self._latin_slip(name)
        kind = dice.random()
        if kind < 0.35:
            at = dice.randrange(len(name))
            return name[:at] + dice.choice(self.alike[lazy_pinyin(name[at])[0]] or name[at]) + name[at + 1 :]
        if kind < 0.5:
            return name[0] + dice.choice(words.HONORIFICS)
        if kind < 0.62:
            sounds = lazy_pinyin(name)
            given = "".join(sounds[1:]).title()
            return dice.choice(
                (f"{given} {sounds[0].title()}", f"{sounds[0].title()} {given}", f"{sounds[0]}{given}".lower())
            )
        if kind < 0.74 and len(name) > 2:
            return name[0] + name[2:] if dice.random() < 0.5 else name[1:]
        if kind < 0.86:
            at = dice.randrange(1, len(name))
            return name[:at] + dice.choice(words.GIVEN) + name[at + 1 :]
        return name[0] + " " + name[1:] if kind < 0.93 else dice.choice(("阿", "小")) + name[-1]

    def _latin_slip(self, name: str) -> str:
        dice = self.dice
        first, _, last = name.partition(" ")
        kind = dice.random()
        if kind < 0.25 and first in words.NICKNAMES:
            return f"{dice.choice(words.NICKNAMES[first])} {last}"
        if kind < 0.45:
            return f"{last} {first}" if dice.random() < 0.5 else f"{last}, {first}"
        if kind < 0.6:
            return f"{first[0]}. {last}"
        if kind < 0.7:
            return first
        return self._slip(name)

    def company_as_written(self, house: House, slips: float) -> str:
        dice, kind = self.dice, self.dice.random()
        if kind < 0.14:
            return ""
        if kind < 0.14 + 0.28 * (0.5 + slips / 2):
            return house.short
        text = house.legal
        if dice.random() < 0.08 * slips:
            if house.abroad:
                return self._slip(text)
            at = dice.randrange(len(text))
            kind = dice.random()
            if kind < 0.5:
                return text[:at] + dice.choice(self.alike[lazy_pinyin(text[at])[0]] or text[at]) + text[at + 1 :]
            return text[:at] + text[at + 1 :] if kind < 0.8 else text.replace("有限公司", "公司")
        if dice.random() < 0.06:
            return text.replace(house.city, f"({house.city})", 1) if house.city else text.upper()
        return text

    def phone_as_written(self, human: Human, slips: float) -> str:
        dice, kind = self.dice, self.dice.random()
        if kind < 0.13:
            return ""
        if kind < 0.19:
            return human.house.line
        digits = human.mobile
        if dice.random() < 0.09 * slips:
            digits = (
                digits[:3] + f"{dice.randrange(10**8):08d}"
                if not digits.startswith("+")
                else digits[:-6] + f"{dice.randrange(10**6):06d}"
            )
        elif dice.random() < 0.06 * slips:
            at = dice.randrange(4, len(digits) - 1)
            swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
            digits = swapped if dice.random() < 0.4 else digits[:at] + str(dice.randrange(10)) + digits[at + 1 :]
        if digits.startswith("+"):
            return digits if dice.random() < 0.7 else f"{digits[:3]} {digits[3:6]} {digits[6:]}"
        form = dice.random()
        if form < 0.75:
            return digits
        return (
            f"+86 {digits}" if form < 0.83 else f"{digits[:3]}-{digits[3:7]}-{digits[7:]}" if form < 0.9
            else f"86{digits}" if form < 0.94 else f"{digits}.0" if form < 0.97 else f"{digits} {human.house.line}"
        )  # fmt: skip

    def email_as_written(self, human: Human, slips: float) -> str:
        dice, kind = self.dice, self.dice.random()
        if kind < 0.42:
            return ""
        if kind < 0.45 and human.house.domain:
            return f"{dice.choice(('info', 'sales', 'office'))}@{human.house.domain}"
        if dice.random() < 0.07 * slips:
            return f"{dice.randrange(10**8, 10**9)}@{dice.choice(words.FREE)}"
        if dice.random() < 0.05 * slips:
            return self._slip(human.email)
        return human.email if dice.random() < 0.93 else human.email.upper()

    def _slip(self, text: str) -> str:
        """A letter too few, one too many, two in the wrong order, or another one."""
        dice, at = self.dice, self.dice.randrange(len(text) - 1)
        letter = dice.choice("abcdefghijklmnopqrstuvwxyz")
        return dice.choice((
            text[:at] + text[at + 1 :], text[:at] + letter + text[at:],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :], text[:at] + letter + text[at + 1 :],
        ))  # fmt: skip


def _alike() -> Any:
    """Characters by their sound, from those that occur in names here."""
    found: dict[str, list[str]] = {}
    for character in dict.fromkeys("".join(words.GIVEN) + "".join(words.SURNAMES) + "".join(words.BRAND)):
        found.setdefault(lazy_pinyin(character)[0], []).append(character)
    return _Default(found)


class _Default(dict[str, list[str]]):
    def __missing__(self, key: str) -> list[str]:
        return []
