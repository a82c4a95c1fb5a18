"""What speaks for and against two Chinese names being one company's: signs with a size each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gleanry.likeness.names import places, trades
from gleanry.likeness.names.align import align
from gleanry.likeness.names.parts import BRAND, EMPTY, FORM, GROUP, PLACE, TRADE, NameParts, trade_words

Weigh = Callable[[str], float]
"""Weight of a character: how seldom names have it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The longer name as it is read against shorter ones: its text with group and form behind it."""

    parts: NameParts
    text: str
    kinds: str
    starts: frozenset[int]
    stands: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Told:
    """What of the shorter name is looked for in the longer: its text without the places both name."""

    text: str
    kinds: str
    weights: list[float]


def reading_of(parts: NameParts) -> Reading:
    """Prepare a name for being the longer one."""
    text, kinds, starts = parts.text, parts.kinds, set(parts.starts)
    for ending in ("集团", "控股"):
        if ending in parts.form and ending not in text:
            starts.add(len(text))
            text, kinds = text + ending, kinds + GROUP * 2
    ending = "股份公司" if "股份" in parts.form else "公司" if parts.form else ""
    starts.add(len(text))
    text, kinds = text + ending, kinds + FORM * len(ending)
    stands: dict[str, int] = {}
    at = 0
    for place in parts.places:
        begin = parts.text.find(place, at)
        if begin >= 0:
            for letter in places.SHORT_OF[place]:
                stands.setdefault(letter, begin)
            at = begin
    return Reading(parts, text, kinds, frozenset(starts), stands)


def signs_between(one: NameParts, other: NameParts, weigh: Weigh) -> dict[str, float]:
    """The signs between two names, whichever is given first."""
    short, long = (one, other) if is_shorter(one, other) else (other, one)
    return signs_in(short, reading_of(long), weigh)


def is_shorter(one: NameParts, other: NameParts) -> bool:
    """Which of two is read as the shorter one, whatever order they come in."""
    return _size(one) <= _size(other)


def _size(parts: NameParts) -> tuple[int, int, str, str]:
    return len(parts.text), len(parts.form), parts.text, parts.form + parts.branch


def signs_in(short: NameParts, long: Reading, weigh: Weigh) -> dict[str, float]:
    """The signs of a shorter name in a longer one."""
    whole = long.parts
    signs: dict[str, float] = {}
    agreed = _place_signs(short, whole, signs)
    text, kinds = _without_places(short, agreed)
    ending = "集团" if short.is_group and "集团" not in text else ""
    text, kinds = text + ending, kinds + GROUP * len(ending)
    told = _Told(text, kinds, [weigh(letter) for letter in text])
    found = align(text, long.text, told.weights, long.starts, long.stands)
    _short_signs(told, found, long, signs)
    _long_signs(found, long, weigh, signs)
    _form_signs(short, whole, signs)
    return signs


def _place_signs(short: NameParts, whole: NameParts, signs: dict[str, float]) -> frozenset[str]:
    """Places told: agreeing, contradicting, or only on one side. Gives those that agree."""
    told = {place for place in short.places if PLACE in short.kinds}
    theirs = set(whole.places)
    agreed = told & theirs
    narrow = {place for place in told - theirs if place not in places.WIDE}
    if agreed:
        signs["place_agrees"] = 1.0
    rest = theirs - places.WIDE
    if narrow and rest:
        kin = {places.PROVINCE_OF[place] for place in narrow} & {places.PROVINCE_OF[place] for place in rest}
        if kin:
            if not agreed:
                signs["place_near"] = 1.0
        else:
            signs["place_differs"] = 1.0
    return frozenset(agreed)


def _without_places(short: NameParts, agreed: frozenset[str]) -> tuple[str, str]:
    text, kinds = short.text, short.kinds
    for place in agreed:
        at = text.find(place)
        if at >= 0 and kinds[at] == PLACE:
            end = at
            while end < len(text) and kinds[end] == PLACE and (end < at + len(place) or end not in short.starts):
                end += 1
            text, kinds = text[:at] + text[end:], kinds[:at] + kinds[end:]
    return text, kinds


def _short_signs(told: _Told, found: list[int], long: Reading, signs: dict[str, float]) -> None:
    """What became of the letters of the shorter name."""
    weights, kinds = told.weights, told.kinds
    hit = sum(weight for weight, at in zip(weights, found, strict=True) if at >= 0 and long.kinds[at] != FORM)
    signs["letters_found"] = min(hit, 24.0)
    lost = [i for i, at in enumerate(found) if at < 0]
    if not lost:
        signs["all_letters_found"] = 1.0
    brand_lost = sum(weights[i] for i in lost if kinds[i] == BRAND)
    signs["brand_letters_missing"] = min(brand_lost, 12.0)
    if any(kinds[i] == PLACE for i in lost):
        signs["place_letters_missing" if long.parts.places else "place_not_told"] = 1.0
    for word, start, end in _trade_spans(told.text, kinds):
        missing = sum(found[i] < 0 for i in range(start, end))
        if missing:
            sign = _sign_of_trade(word, missing == end - start, long.parts.families)
            signs[sign] = min(2.0, signs.get(sign, 0.0) + 1.0)
    signs[f"length_{min(len(told.text), 5)}"] = 1.0
    _jump_signs(found, long, signs, whole=not lost)


def _sign_of_trade(word: str, is_lost: bool, families: frozenset[str]) -> str:
    """What a trade word says that the longer name has not, or not all of."""
    family = trades.FAMILY_OF.get(word, "")
    if not family:
        return "empty_word_missing"
    if family in families:
        return "trade_near"
    return "trade_missing" if is_lost else "trade_in_part"


def _jump_signs(found: list[int], long: Reading, signs: dict[str, float], *, whole: bool) -> None:
    """Where reading leaves letters out: at the beginning of a word, as abbreviations do, or inside one."""
    inside = between = 0
    before = -2
    for at in found:
        if at < 0:
            continue
        if at != before + 1:
            if at not in long.starts:
                inside += 1
            elif before != -2:
                between += 1
        before = at
    if inside:
        signs["jumps_inside_words"] = float(min(inside, 3))
    if between:
        signs["jumps_between_words"] = float(min(between, 3))
    if whole and not inside and not between:
        signs["in_one_piece"] = 1.0


def _trade_spans(text: str, kinds: str) -> list[tuple[str, int, int]]:
    spans = []
    at = 0
    while at < len(kinds):
        if kinds[at] not in (TRADE, EMPTY, GROUP):
            at += 1
            continue
        end = at
        while end < len(kinds) and kinds[end] in (TRADE, EMPTY, GROUP):
            end += 1
        start = at
        for word in trade_words(text[at:end]) or [text[at:end]]:
            spans.append((word, start, start + len(word)))
            start += len(word)
        at = end
    return spans


def _long_signs(found: list[int], long: Reading, weigh: Weigh, signs: dict[str, float]) -> None:
    """What of the longer name the shorter one leaves out."""
    covered = {at for at in found if at >= 0}
    kinds, text = long.kinds, long.text
    brand = [i for i, kind in enumerate(kinds) if kind == BRAND]
    if brand:
        over = [i for i in brand if i not in covered]
        signs["brand_letters_over"] = min(sum(weigh(text[i]) for i in over), 16.0)
        if brand[0] in covered:
            signs["brand_begins_alike"] = 1.0
        if not over:
            signs["brand_whole"] = 1.0
        elif len(over) == len(brand):
            signs["brand_untouched"] = 1.0
    trade = [i in covered for i, kind in enumerate(kinds) if kind == TRADE]
    signs["trade_letters_over"] = min(trade.count(False), 8) / 2
    signs["trade_letters_found"] = min(trade.count(True), 4) / 2
    reached = {kinds[i] for i in covered}
    if FORM in reached:
        signs["form_found"] = 1.0
    if PLACE in reached:
        signs["place_by_letter"] = 1.0


def _form_signs(short: NameParts, whole: NameParts, signs: dict[str, float]) -> None:
    if whole.is_full and short.is_full:
        signs["both_full"] = 1.0
    elif not whole.is_full and not short.is_full:
        signs["neither_full"] = 1.0
    if short.key == whole.key and short.branch == whole.branch:
        both = short.is_full + whole.is_full
        signs[("same_bare_name", "same_key", "same_full_name")[both]] = 1.0
    if short.is_group != whole.is_group:
        signs["group_differs"] = 1.0
    if bool(short.branch) != bool(whole.branch) or short.branch != whole.branch:
        signs["branch_differs"] = 1.0
