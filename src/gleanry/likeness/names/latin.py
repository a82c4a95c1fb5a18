"""Signs between names of which one or both are written in Latin letters (or any letters that are not Chinese).

Words are compared in any order, a slip of a letter or two allowed in long ones. A Chinese name is compared through the
pinyin of its brand and its place: 北京纷扬科技有限公司 is read as fenyang, in beijing.
"""

from __future__ import annotations

from functools import cache

from rapidfuzz.distance import Levenshtein

from gleanry.likeness.names import places, trades
from gleanry.likeness.names.parts import NameParts
from gleanry.likeness.names.readings import initials, pinyin

_FAMILIES = """
科技 technology technologies tech science
信息 information software network networks data
电子 electronics electronic semiconductor
电气 electric electrical power
能源 energy petroleum
化工 chemical chemicals
材料 materials material
金属 steel metal
机械 machinery equipment
汽车 automobile automotive auto
交通 logistics transport shipping
建筑 construction engineering
地产 property
药业 pharmaceutical pharmaceuticals pharma medical biotech biotechnology
食品 food foods
纺织 textile garment
文化 media culture
旅游 tourism
教育 education
金融 bank insurance securities capital
贸易 trading trade commerce
服务 consulting
环保 environmental environment
"""
_ENGLISH_FAMILY = {word: line.split()[0] for line in _FAMILIES.strip().splitlines() for word in line.split()[1:]}
_LITTLE = frozenset(("the", "of", "and", "de", "la", "le", "du", "des", "und", "der", "die", "das", "for", "in"))
_TYPO_FROM = 5


def signs_of_words(one: NameParts, other: NameParts) -> dict[str, float]:
    """The signs between two names at least one of which is not Chinese; the order given does not matter."""
    if one.is_han or other.is_han:
        latin, han = (other, one) if one.is_han else (one, other)
        signs = _across(latin, han)
    else:
        short, long = sorted((one, other), key=lambda parts: (len(parts.words), parts.words, parts.form))
        signs = _within(short, long)
    if bool(one.form) and bool(other.form) and one.form != other.form and not (one.is_han or other.is_han):
        signs["forms_differ"] = 1.0
    if one.branch != other.branch:
        signs["branch_differs"] = 1.0
    return signs


@cache
def place_words() -> dict[str, frozenset[str]]:
    """A place as written in Latin letters -> the places it may be."""
    found: dict[str, set[str]] = {}
    for place in places.PROVINCE_OF:
        found.setdefault(pinyin(place), set()).add(place)
    for word, place in places.ENGLISH.items():
        found.setdefault(word, set()).add(place)
    return {word: frozenset(names) for word, names in found.items()}


def brand_words(parts: NameParts) -> list[str]:
    """The words that are neither place, nor trade, nor little; all of them where nothing else is left."""
    kept = [w for w in parts.words if w not in trades.ENGLISH and w not in _LITTLE and w not in place_words()]
    return kept or [word for word in parts.words if word]


def _within(short: NameParts, long: NameParts) -> dict[str, float]:
    signs: dict[str, float] = {}
    if short.text == long.text or sorted(short.words) == sorted(long.words):
        return {"words_same": 1.0}
    brand, others = brand_words(short), list(long.words)
    for word in brand:
        near = _nearest(word, others)
        if near is None:
            signs["words_missing"] = signs.get("words_missing", 0.0) + 1.0
            continue
        others.remove(near)
        sign = "words_found" if near == word else "words_nearly"
        signs[sign] = min(2.0, signs.get(sign, 0.0) + (1.0 if len(word) > 2 else 0.4))
    if brand and brand[0] == (brand_words(long) or [""])[0]:
        signs["brand_begins_alike"] = 1.0
    signs["words_over"] = float(sum(word in brand_words(long) for word in others))
    _trade_words(short, long, signs)
    if (
        len(short.words) == 1
        and len(long.words) > 2
        and short.text == "".join(w[0] for w in long.words if w not in _LITTLE)
    ):
        signs["initials"] = 1.0
        signs.pop("words_missing", None)
        signs.pop("words_over", None)
    _places(_places_of(short), _places_of(long), signs)
    return signs


def _nearest(word: str, others: list[str]) -> str | None:
    if word in others:
        return word
    if len(word) < _TYPO_FROM:
        return None
    slips = 1 if len(word) < 9 else 2
    return next(
        (o for o in others if len(o) >= _TYPO_FROM and Levenshtein.distance(word, o, score_cutoff=slips) <= slips), None
    )


def _trade_words(short: NameParts, long: NameParts, signs: dict[str, float]) -> None:
    mine, theirs = (set(parts.words) & trades.ENGLISH for parts in (short, long))
    if mine and theirs:
        signs["trade_words_agree" if mine & theirs else "trade_words_differ"] = 1.0


def _places_of(parts: NameParts) -> frozenset[str]:
    if parts.is_han:
        return frozenset(parts.places)
    joined = [a + b for a, b in zip(parts.words, parts.words[1:], strict=False)]
    return frozenset(place for word in (*parts.words, *joined) for place in place_words().get(word, ()))


def _places(one: frozenset[str], other: frozenset[str], signs: dict[str, float]) -> None:
    if one & other:
        signs["place_agrees"] = 1.0
    elif (one - places.WIDE) and (other - places.WIDE):
        kin = {places.PROVINCE_OF[place] for place in one} & {places.PROVINCE_OF[place] for place in other}
        signs["place_near" if kin else "place_differs"] = 1.0


def _across(latin: NameParts, han: NameParts) -> dict[str, float]:
    signs: dict[str, float] = {}
    told = "".join(brand_words(latin))
    brand = pinyin(han.brand)
    whole = pinyin(han.text)
    if len(told) > 1 and (told == brand or latin.text == whole):
        signs["pinyin_same"] = 1.0
    elif len(told) > 3 and (brand.startswith(told) or told.startswith(brand)) and len(brand) > 3:
        signs["pinyin_begins_alike"] = 1.0
    elif len(told) > 5 and Levenshtein.distance(told, brand, score_cutoff=1) <= 1:
        signs["pinyin_nearly"] = 1.0
    elif len(told) > 2 and told == initials(han.brand):
        signs["initials"] = 1.0
    elif latin.words[0] and len(latin.words[0]) > 1 and latin.words[0] in han.text:
        signs["latin_inside"] = 1.0
    else:
        signs["words_missing"] = 1.0
    families = {_ENGLISH_FAMILY[word] for word in latin.words if word in _ENGLISH_FAMILY}
    if families and han.families:
        signs["trade_words_agree" if families & han.families else "trade_words_differ"] = 1.0
    _places(_places_of(latin), _places_of(han), signs)
    return signs
