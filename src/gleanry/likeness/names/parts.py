"""The parts of a company name: place, brand (字号), trade (行业), group, legal form, branch.

A Chinese name is place + brand + trade + form, in this order by law, the place sometimes in brackets. The parts are a
reading, not a verdict: each character keeps the kind of part it stands in, and comparing never depends on where exactly
a brand ends. Where nothing but place and trade is left (浙江医药, 中国建筑), these are the brand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gleanry.likeness.names import places, trades
from gleanry.likeness.names.writing import has_han, plain, without_accents, without_listing
from gleanry.values.company_name import key_and_form, parse_company_name

_BRANCH = re.compile(
    "(?<=公司)[^公]{0,16}?(?:分公司|子公司|办事处|代表处|事业部|营业部|分行|支行|分部|分店|中心|总部|部)$"
)
_BRACKETED = re.compile(r"[(\[{【〔<《「]([^()\[\]{}【】〔〕<>《》「」]*)[)\]}】〕>》」]")
_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile("[\u3400-\u9fff]|[^\\W_\u3400-\u9fff]+")

_SAID = frozenset(("集团", "公司", "集团公司"))

PLACE, BRAND, TRADE, EMPTY, GROUP, FORM = "PBTEGF"


@dataclass(frozen=True, slots=True)
class NameParts:
    """One name taken apart.

    `text` is place, brand and trade in one piece; `kinds` says for each of its characters what it belongs to, `starts`
    where a part or a word of it begins. `form`: the legal form, folded; `places`: the places named; `brand`: the brand
    part; `branch`: what follows the company where a branch is meant.
    """

    shown: str
    key: str
    text: str
    kinds: str
    starts: frozenset[int]
    brand: str
    places: tuple[str, ...]
    trades: tuple[str, ...]
    form: str
    is_group: bool
    branch: str
    words: tuple[str, ...]

    @property
    def is_han(self) -> bool:
        """Whether it is written in Chinese."""
        return not self.words

    @property
    def names_nobody(self) -> bool:
        """Whether nothing of it is a name: it is empty, or a legal form and no more."""
        brand, folded = ("甲", self.text) if self.is_han else ("zz ", plain(self.shown))
        named = parse_company_name(brand + folded)
        return not self.key or (named is not None and named.key == brand.strip())

    @property
    def is_full(self) -> bool:
        """Whether it is a full legal name: 三木集团 and 中金公司 are said for short."""
        return bool(self.form) and self.form not in _SAID

    @property
    def families(self) -> frozenset[str]:
        """The families of its trade words."""
        return frozenset(trades.FAMILY_OF[word] for word in self.trades) - {""}


def split_name(text: str) -> NameParts:
    """Take a name apart."""
    return split_plain(plain(text), text)


def split_plain(folded: str, shown: str) -> NameParts:
    """Take apart a name already in plain writing; `shown` is how it was written."""
    branch = ""
    if found := _BRANCH.search(folded):
        folded, branch = folded[: found.start()], found.group().strip("() ")
    if not has_han(folded):
        return _latin(folded, shown, branch)
    aside = [inner for inner in _BRACKETED.findall(folded) if inner.strip()]
    return _han(without_listing("".join(folded.split())), shown, branch, aside)


def _latin(folded: str, shown: str, branch: str) -> NameParts:
    name = parse_company_name(folded)
    key, form, brand = (name.key, name.legal_form, name.brand_text) if name else ("", "", "")
    words = tuple(_WORD.findall(without_accents(brand).replace("&", " and ").replace("'", "")))
    return NameParts(
        shown, key, "".join(words), BRAND * sum(map(len, words)), frozenset(), brand, (), (), form, False, branch,
        words or ("",),
    )  # fmt: skip


def _han(folded: str, shown: str, branch: str, aside: list[str]) -> NameParts:
    key, form = key_and_form(folded)
    is_group = "集团" in form or "集团" in folded
    spans = _Reading(key, [without for inner in aside if (without := "".join(_WORD.findall(inner)))])
    return NameParts(
        shown, key, key, spans.kinds(), frozenset(spans.starts), spans.brand(), tuple(spans.places),
        tuple(spans.trades), form, is_group, branch, (),
    )  # fmt: skip


class _Reading:
    """One pass over a Chinese name without its legal form."""

    def __init__(self, text: str, aside: list[str]) -> None:
        self.text = text
        self.places: list[str] = []
        self.trades: list[str] = []
        self.starts: set[int] = {0}
        self._marks = [BRAND] * len(text)
        self._aside(aside)
        begin = self._front()
        end = self._back(begin)
        self._tail(begin, end)

    def kinds(self) -> str:
        return "".join(self._marks)

    def brand(self) -> str:
        marks, text = self._marks, self.text
        return "".join([text[at] for at in range(len(text)) if marks[at] == BRAND]) or text

    def _mark(self, start: int, end: int, kind: str) -> None:
        self._marks[start:end] = kind * (end - start)
        self.starts.update((start, end))

    def _aside(self, aside: list[str]) -> None:
        """What stands in brackets is a place or a group more often than a brand."""
        for inner in aside:
            at = self.text.find(inner, 1)
            if at < 0:
                continue
            self.starts.update((at, at + len(inner)))
            if (place := place_in(inner)) is not None:
                self.places.append(place)
                self._mark(at, at + len(inner), PLACE)
            elif inner in trades.GROUP:
                self._mark(at, at + len(inner), GROUP)

    def _front(self) -> int:
        at = 0
        while at < len(self.text) - 1 and (found := _place_at(self.text, at)) and at + found[1] < len(self.text):
            self.places.append(found[0])
            self._mark(at, at + found[1], PLACE)
            at += found[1]
            if len(self.places) > 3:
                break
        return at

    def _back(self, begin: int) -> int:
        """A place written behind the trade, its brackets lost: 纽威数控装备苏州."""
        end = len(self.text)
        while end > begin and self._marks[end - 1] in (PLACE, GROUP):
            end -= 1
        for size in range(min(5, end - begin - 2), 1, -1):
            at = end - size
            place = places.WRITTEN.get(self.text[at:end])
            if place is not None and any(self.text[at - n : at] in trades.FAMILY_OF for n in range(2, 6) if at >= n):
                self.places.append(place)
                self._mark(at, end, PLACE)
                return at
        return end

    def _tail(self, begin: int, end: int) -> None:
        """The trade is the longest run of trade words before the end that leaves a brand of two characters, or one.

        Where place and trade are all there is, together they are the brand.
        """
        text = self.text[begin:end]
        ends = trade_cuts(text)
        if ends[0]:
            self._marks[:end] = BRAND * end
            self._words(begin, trade_words(text, ends), mark=False)
            return
        at = 2
        while at < len(text) and not ends[at]:
            at += 1
        if at >= len(text):
            at = 1
        if at < len(text) and ends[at]:
            self._words(begin + at, trade_words(text, ends, at), mark=True)

    def _words(self, at: int, words: list[str], *, mark: bool) -> None:
        for word in words:
            self.trades.append(word)
            if mark:
                kind = GROUP if word in trades.GROUP else TRADE if trades.FAMILY_OF[word] else EMPTY
                self._mark(at, at + len(word), kind)
            self.starts.add(at)
            at += len(word)


def place_in(text: str) -> str | None:
    """The place that `text` is, with or without 省, 市 and the like; None when it is none."""
    return places.WRITTEN.get(text)


def _place_at(text: str, at: int) -> tuple[str, int] | None:
    """The longest place that begins at `at`, and how many characters it takes with its ending."""
    for size in places.BY_FIRST.get(text[at], ()):
        name = text[at : at + size]
        if name in places.PROVINCE_OF:
            rest = at + size
            for ending in places.ENDINGS:
                if text.startswith(ending, rest) and _ends_place(text, rest, ending):
                    return name, size + len(ending)
            return name, size
    return None


def _ends_place(text: str, at: int, ending: str) -> bool:
    """市 after a city is its ending, unless it begins a word: 上海市政, 广州州."""
    return len(ending) > 1 or text[at : at + 2] not in trades.FAMILY_OF


def trade_cuts(text: str) -> list[int]:
    """For each place in `text`: where the trade word ends with which a run of trade words to its end begins, else 0.

    Of several ways to cut the run, the one with the fewest words.
    """
    size = len(text)
    ends = [0] * (size + 1)
    words = [0] * size + [1]
    for end in range(size, 0, -1):
        if not words[end]:
            continue
        for length in trades.BY_LAST.get(text[end - 1], ()):
            at = end - length
            if at >= 0 and (not words[at] or words[end] + 1 < words[at]) and text[at:end] in trades.FAMILY_OF:
                words[at], ends[at] = words[end] + 1, end
    return ends


def trade_words(text: str, ends: list[int] | None = None, at: int = 0) -> list[str]:
    """A run of trade words cut into as few as can be; nothing where it is none."""
    ends = ends or trade_cuts(text)
    words = []
    while at < len(text) and ends[at]:
        words.append(text[at : ends[at]])
        at = ends[at]
    return words
