"""Amounts of money as people write them: 1,234.56, 1.234,56, ¥12.5万, US$ 3k, (1 200,00 €)."""

import re
import unicodedata
from decimal import Decimal

from gleanry.values.money import Money, exponent_of, is_currency
from gleanry.values.unreadable import Unreadable

_PLAIN = re.compile(r"(-?)([0-9]{1,15})(?:\.([0-9]{1,4}))?")
_NUMBER = re.compile(r"[0-9](?:[0-9.,'’ ]*[0-9])?|[.,][0-9]+")
_SIGNS = {
    "人民币": "CNY", "人民幣": "CNY", "rmb": "CNY", "cn¥": "CNY", "元": "CNY", "块": "CNY",
    "美元": "USD", "美金": "USD", "us$": "USD", "欧元": "EUR", "歐元": "EUR", "€": "EUR", "英镑": "GBP",
    "£": "GBP", "日元": "JPY", "日圆": "JPY", "円": "JPY", "港币": "HKD", "港元": "HKD", "hk$": "HKD",
    "新台币": "TWD", "nt$": "TWD", "r$": "BRL", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD",
    "s$": "SGD", "新加坡元": "SGD", "韩元": "KRW", "₩": "KRW", "₹": "INR", "rs": "INR", "卢布": "RUB",
    "₽": "RUB", "₫": "VND", "฿": "THB", "泰铢": "THB", "₺": "TRY", "zł": "PLN", "rp": "IDR",
    "rm": "MYR", "₱": "PHP", "₪": "ILS", "₦": "NGN", "د.إ": "AED",
}  # fmt: skip
_DOLLARS = "USD HKD TWD SGD AUD CAD NZD MXN ARS CLP COP BRL"
# Signs of several currencies: the expected currency where it is one of them, else the usual one.
_SHARED_SIGNS = {
    "$": ("USD", frozenset(_DOLLARS.split())),
    "¥": ("CNY", frozenset(("CNY", "JPY"))),
    "kr": ("SEK", frozenset(("SEK", "NOK", "DKK", "ISK"))),
}  # fmt: skip
_ANY_SIGN = re.compile("|".join(sorted(map(re.escape, (*_SIGNS, *_SHARED_SIGNS)), key=len, reverse=True)) + "|[a-z]{3}")
_UNITS = {
    "": 0, "千": 3, "仟": 3, "k": 3, "thousand": 3, "万": 4, "萬": 4, "w": 4, "十万": 5, "百万": 6, "m": 6,
    "mn": 6, "mm": 6, "mio": 6, "million": 6, "千万": 7, "亿": 8, "億": 8, "十亿": 9, "b": 9, "bn": 9,
    "billion": 9, "万亿": 12, "兆": 12, "trillion": 12,
}  # fmt: skip
UNIT_WORDS = frozenset(_UNITS)
"""Words for powers of ten that may follow a number; empty for single units."""
_UNIT_AT_FRONT = re.compile("|".join(sorted((re.escape(u) for u in _UNITS if u), key=len, reverse=True)))
_LARGEST = 2**63 - 1


def parse_money(text: str, *, currency: str, decimal_mark: str | None = None) -> Money:
    """Read an amount; `currency` is meant where the text names none.

    A single comma before three digits groups thousands and a single point marks decimals, unless
    `decimal_mark` ("." or ",") says how this source writes; where both occur the last one marks the
    decimals. Finer than the currency rounds half to even. Raises Unreadable `bad_amount`, or
    `bad_currency` for a currency that is not known, and ValueError for an unknown expected currency.
    """
    match = _PLAIN.fullmatch(text)
    if match is not None and decimal_mark != ",":
        exponent = exponent_of(currency)
        decimals = match[3] or ""
        if len(decimals) <= exponent:
            minor = int(match[2] + decimals.ljust(exponent, "0"))
            if minor <= _LARGEST:
                return Money(-minor if match[1] else minor, currency)
    return _parse_freely(text, currency, decimal_mark)


def _parse_freely(text: str, currency: str, decimal_mark: str | None) -> Money:
    folded = unicodedata.normalize("NFKC", text).strip().lower().replace("−", "-")
    match = _NUMBER.search(folded)
    if match is None:
        raise Unreadable("bad_amount", text)
    before, after = folded[: match.start()], folded[match.end() :]
    negative = "-" in before + after or (before.startswith("(") and after.endswith(")"))
    before, after = (part.strip(" -+()*:") for part in (before, after))
    unit, after = _unit(after)
    number = _number(match[0], decimal_mark)
    if number is None or unit is None:
        raise Unreadable("bad_amount", text)
    named = {_currency_named(part, currency, text) for part in (before, after) if part} or {currency}
    if len(named) != 1:
        raise Unreadable("bad_currency", text)
    money = Money.of(number.scaleb(unit), named.pop())
    if money.minor > _LARGEST:
        raise Unreadable("bad_amount", text)
    return -money if negative else money


def _unit(after: str) -> tuple[int | None, str]:
    """Take a word for a power of ten off what follows the number: 万元, k EUR, million."""
    match = _UNIT_AT_FRONT.match(after)
    if match is None:
        return 0, after
    rest = after[match.end() :].strip(" .")
    if rest and rest[0].isascii() and rest[0].isalpha() and match[0].isascii() and after[match.end()] != " ":
        return 0, after  # the m of "myr" is no million
    return _UNITS[match[0]], rest


def _currency_named(part: str, expected: str, text: str) -> str:
    word = part.strip(" .") or part
    code = word.upper()
    if len(code) == 3 and is_currency(code):
        return code
    if word in _SHARED_SIGNS:
        usual, sharing = _SHARED_SIGNS[word]
        return expected if expected in sharing else usual
    if word in _SIGNS:
        return _SIGNS[word]
    pieces = _ANY_SIGN.findall(word)  # "¥ cny", "元人民币": all must mean the same
    if len(pieces) > 1 and "".join(pieces) == word.replace(" ", ""):
        named = {_currency_named(piece, expected, text) for piece in pieces}
        if len(named) == 1:
            return named.pop()
    raise Unreadable("bad_currency" if word.isalpha() else "bad_amount", text)


def _number(digits: str, decimal_mark: str | None) -> Decimal | None:
    """Tell the grouping marks from the decimal one; None when they cannot be told."""
    bare = digits.replace(" ", "").replace("'", "").replace("’", "")
    mark = decimal_mark or _mark_of(bare)
    whole, found, decimals = bare.rpartition(mark) if mark and mark in bare else (bare, "", "")
    if found and mark in whole:
        return None
    grouping = "," if mark == "." else "." if mark == "," else ",."
    groups = re.split(f"[{grouping}]", whole)
    if not decimals.isdigit() and decimals:
        return None
    if len(groups) > 1 and not _well_grouped(groups):
        return None
    return Decimal(f"{''.join(groups) or '0'}.{decimals or '0'}")


def _mark_of(bare: str) -> str:
    points, commas = bare.count("."), bare.count(",")
    if points and commas:
        return "." if bare.rfind(".") > bare.rfind(",") else ","
    if points:
        return "." if points == 1 else ""
    if commas == 1:
        before, _, after = bare.partition(",")
        return "" if len(after) == 3 and before.lstrip("0") else ","
    return ""


def _well_grouped(groups: list[str]) -> bool:
    """Accept thousands (1,234,567), lakhs (12,34,567) and ten thousands (123,4567)."""
    first, rest = groups[0], groups[1:]
    if not 1 <= len(first) <= 4 or not all(rest):
        return False
    sizes = [len(group) for group in rest]
    return sizes[-1] in (3, 4) and all(size in (2, sizes[-1]) for size in sizes[:-1])
