"""Words are found where they stand, in every way of writing them, and nowhere else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleanry.flow.clean.rules.folding import Folded, fold, origins
from gleanry.flow.clean.rules.words import Found, Lexicon

anything = st.text(max_size=200)
words = st.lists(st.text(alphabet="发票發加微信casinoéß12 -", min_size=1, max_size=6), max_size=8)
texts = st.lists(st.text(alphabet="发票發加微信casinoéßﬁ①12 -★。\n\u200b🌹", max_size=120), max_size=4)


def said(lexicon: Lexicon, *given_texts: str) -> list[str]:
    return [given_texts[found.text][found.start : found.end] for found in lexicon.find(given_texts)]


@given(text=anything)
def test_every_folded_character_knows_where_it_came_from(text: str) -> None:
    places = origins(text)
    assert len(places) == len(fold(text))
    assert list(places) == sorted(places)
    for folded, place in zip(fold(text), places, strict=True):
        assert folded in fold(text[place])


@given(text=anything, more=anything)
def test_a_text_is_folded_the_same_in_whatever_it_stands(text: str, more: str) -> None:
    assert fold(text + more) == fold(text) + fold(more)
    assert fold(fold(text)) == fold(text) or any(len(fold(character)) > 1 for character in text)


@given(parts=st.lists(anything, max_size=5), length=st.integers(1, 6))
def test_blocks_lead_back_as_whole_texts_do(parts: list[str], length: int) -> None:
    folded = Folded(parts)
    assert folded.text == "".join(fold(part) + "\n" for part in parts)
    start = 0
    for number, part in enumerate(parts):
        places = origins(part)
        for end in range(length - 1, len(places)):
            assert folded.back(start + end, length) == (number, places[end + 1 - length : end + 1])
        start += len(places) + 1


@given(listed=words, given_texts=texts)
def test_what_is_found_folds_to_the_word_and_stands_where_it_says(listed: list[str], given_texts: list[str]) -> None:
    for found in Lexicon(enumerate(listed)).find(given_texts):
        hit = given_texts[found.text][found.start : found.end]
        assert fold(listed[found.entry_id]) in fold(hit)
        assert "\n" not in fold(hit)


@given(listed=words, more=words, given_texts=texts)
def test_a_longer_list_finds_no_less(listed: list[str], more: list[str], given_texts: list[str]) -> None:
    few = set(Lexicon(enumerate(listed)).find(given_texts))
    many = set(Lexicon(enumerate([*listed, *more])).find(given_texts))
    assert few <= many


@given(listed=words, given_texts=texts, more=texts)
def test_more_texts_change_nothing_in_the_others(listed: list[str], given_texts: list[str], more: list[str]) -> None:
    lexicon = Lexicon(enumerate(listed))
    alone = [found for text in given_texts for found in lexicon.find([text])]
    together = lexicon.find([*given_texts, *more])
    flat = [Found(0, found.start, found.end, found.entry_id) for found in together if found.text < len(given_texts)]
    assert flat == alone


@given(word=st.text(alphabet="发票加微信刷单贷款", min_size=2, max_size=5), sign=st.text(" .-*_★·🌹\u200b", max_size=3))
def test_signs_between_hide_nothing(word: str, sign: str) -> None:
    written = sign.join(word)
    assert written in said(Lexicon([(1, word)]), f"您好{'。'}{written}！")


@pytest.mark.parametrize(
    ("word", "text", "hits"),
    [
        ("發票", "发票", ["发票"]),
        ("发票", "開發票了", ["發票"]),
        ("casino", "ＣＡＳＩＮＯ", ["ＣＡＳＩＮＯ"]),
        ("café", "CAFE and cafe\u0301", ["CAFE", "cafe"]),
        ("ass", "an assignment, class", []),
        ("vx", "加vx吧", ["vx"]),
        ("vx", "xvx", []),
        ("forex trading", "forex  trading", ["forex  trading"]),
        ("casino", "occasi. no casi no", []),
        ("发票", "开发。票据", []),
        ("发票", "发 . . . . 票", []),
        ("发票", "发票发票", ["发票", "发票"]),
        ("①②", "12", ["12"]),
    ],
)
def test_ways_of_writing(word: str, text: str, hits: list[str]) -> None:
    assert said(Lexicon([(1, word)]), text) == hits


def test_a_word_of_signs_alone_is_never_found() -> None:
    assert said(Lexicon([(1, "★★"), (2, "  ")]), "★★ ★★") == []


def test_as_many_words_as_a_house_collects_are_found_like_by_a_plain_search() -> None:
    listed = [f"{chr(0x4E00 + n % 3000)}{chr(0x4E00 + n * 7 % 3000)}{n % 10}" for n in range(20_000)]
    text = "".join(listed[n] + "，好" for n in range(0, 20_000, 997))
    plain = {word for word in listed if re.search(re.escape(word), text)}
    assert set(said(Lexicon(enumerate(listed)), text)) == plain
