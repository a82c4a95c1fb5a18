"""Made-up companies: a place, a brand, a trade and a legal form; the same number is always the same company."""

from __future__ import annotations

from dataclasses import dataclass

from gleanry.simulation.rules import words
from gleanry.simulation.rules.dice import Dice, running

ABROAD_SHARE = 0.12
_SHARES = running([share for _, _, share, _ in words.PROVINCES])


@dataclass(frozen=True, slots=True)
class Company:
    """A company; `country` is empty for China, `line` its telephone with # for any digit."""

    name: str
    english: str
    country: str
    region: str
    city: str
    industry: str
    size: str
    domain: str
    line: str


def company_of(seed: int, k: int) -> Company:
    """Company number `k`."""
    dice = Dice(seed, "company", k)
    trade, industry, english_trade = dice.pick(words.TRADES)
    size = words.SIZES[min(5, int(dice.unit() ** 1.6 * 6))]
    latin = "".join(dice.pick(words.BRAND_LATIN) for _ in range(2 + dice.below(2))).capitalize()
    if dice.happens(ABROAD_SHARE):
        country, top, forms, line = dice.pick(words.ABROAD)
        name = f"{latin} {english_trade} {dice.pick(forms)}"
        return Company(name, name, country, "", "", industry, size, f"{latin.lower()}.{top}", line)
    province, cities, _, line = dice.weighted(words.PROVINCES, _SHARES)
    city = dice.pick(cities)
    brand = "".join(dice.pick(words.BRAND_CHARACTERS) for _ in range(2 if dice.happens(0.75) else 3))
    name = f"{city}{brand}{trade}{dice.pick(words.FORMS)}"
    english = f"{latin} {english_trade} Co., Ltd."
    domain = f"{latin.lower()}{k % 97}.com.cn" if dice.happens(0.4) else f"{latin.lower()}{k % 97}.com"
    return Company(name, english, "", province, city, industry, size, domain, line)


def spelling_of(company: Company, dice: Dice) -> str:
    """One of the ways people write a company's name. Some are the same by its key, some are not."""
    name = company.name
    if company.country:
        return dice.pick((name, name.upper(), name.replace(",", ""), name))
    bracketed = name.replace(company.city, f"（{company.city}）", 1)
    choices = (name, name, name, name, f" {name} ", name.replace("有限公司", " 有限公司"), bracketed, _short(name))
    return dice.pick(choices)


def _short(name: str) -> str:
    for form in ("股份有限公司", "集团有限公司", "有限责任公司", "有限公司"):
        name = name.removesuffix(form)
    return name
