"""Deduplicating a table: what is found, what is kept apart, and that neither order nor direction matters."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.doubles import COLUMNS, make
from gleanry.likeness.records import Index, Settings, find_pairs, group_records
from gleanry.likeness.records.table import identical, table_of

FIELDS = dict(zip(COLUMNS, ("person_name", "company", "phone", "email", "wechat", "job_title", "region"), strict=True))


def table(rows: list[tuple[str, ...]], *names: str) -> dict[str, list[str]]:
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}


def columns_of(rows: list[list[str]]) -> dict[str, list[str]]:
    return {FIELDS[name]: [row[at] for row in rows] for at, name in enumerate(COLUMNS)}


@pytest.fixture(scope="module")
def crowd() -> tuple[list[list[str]], list[int]]:
    return make(6000, seed=11)


def sets_of(numbers: list[int], order: list[int]) -> set[frozenset[int]]:
    found: dict[int, set[int]] = {}
    for place, number in zip(order, numbers, strict=True):
        found.setdefault(number, set()).add(place)
    return set(map(frozenset, found.values()))


def quality(numbers: np.ndarray, truth: list[int]) -> tuple[float, float]:
    """Precision and recall of pairs."""

    def pairs(labels: np.ndarray) -> int:
        counts = np.unique(labels, return_counts=True)[1]
        return int((counts * (counts - 1) // 2).sum())

    both = pairs(np.array(truth) * 10**6 + numbers)
    return both / pairs(numbers), both / pairs(np.array(truth))


def test_a_hard_crowd_is_told_apart(crowd):
    rows, truth = crowd

    precision, recall = quality(group_records(columns_of(rows)).group, truth)

    assert precision > 0.95
    assert recall > 0.93


def test_every_row_has_a_group_numbered_from_one_in_the_order_of_the_rows(crowd):
    rows, _ = crowd

    groups = group_records(columns_of(rows))

    assert len(groups.group) == len(groups.probability) == len(groups.evidence) == len(rows)
    _, first = np.unique(groups.group, return_index=True)
    assert groups.group.min() == 1 and groups.group.max() == len(first) == groups.count
    assert (np.diff(first) > 0).all()
    alone = np.bincount(groups.group)[groups.group] == 1
    assert (groups.probability[alone] == 0).all() and (groups.partner[alone] == -1).all()
    assert (groups.probability[~alone] >= 0.5).all()
    assert all(bool(words) != bool(lone) for words, lone in zip(groups.evidence, alone, strict=True))
    assert (groups.group[groups.partner[~alone]] == groups.group[~alone]).all()


def test_the_order_of_the_rows_is_of_no_account(crowd):
    rows, _ = crowd
    expected = sets_of(group_records(columns_of(rows)).group.tolist(), list(range(len(rows))))
    for seed in range(3):
        order = list(range(len(rows)))
        random.Random(seed).shuffle(order)

        found = group_records(columns_of([rows[at] for at in order]))

        assert sets_of(found.group.tolist(), order) == expected


CELLS = st.sampled_from(
    [
        "",
        "张伟",
        "张玮",
        "张伟明",
        "王芳",
        "王女士",
        "Bob Smith",
        "Robert Smith",
        "Smith, Robert",
        "zhang wei",
        "J. Smith",
        "小伟",
    ]
)
FIRMS = st.sampled_from(
    ["", "苏州华恒精密机械有限公司", "华恒精密", "华恒", "深圳华恒精密机械有限公司", "Norvel Tools GmbH", "Norvel"]
)
NUMBERS = st.sampled_from(
    ["", "13800138000", "138-0013-8000", "13800138001", "13900139000", "0512-88886666", "+49 89 123456"]
)
MAILS = st.sampled_from(
    ["", "zw9385@qq.com", "zw9358@qq.com", "info@norvel.com", "r.smith@norvel.com", "wang@huaheng.com"]
)
RECORDS = st.lists(st.tuples(CELLS, FIRMS, NUMBERS, MAILS), min_size=2, max_size=12, unique=True)


@settings(max_examples=60, deadline=None)
@given(RECORDS)
def test_likeness_is_symmetric(records):
    names = ("person_name", "company", "phone", "email")
    ahead = find_pairs(table(records, *names), Settings(review=0.0))
    back = find_pairs(table(records[::-1], *names), Settings(review=0.0))
    _, kind = identical(table_of(table(records, *names), Settings()))
    last = len(records) - 1

    def of_kinds(one: int, other: int) -> frozenset[int]:
        """The pair, whichever of the rows that hold the same stands for them."""
        return frozenset((int(kind[one]), int(kind[other])))

    mine = {of_kinds(a, b): p for a, b, p in zip(ahead.left, ahead.right, ahead.probability, strict=True)}
    theirs = {of_kinds(last - a, last - b): p for a, b, p in zip(back.left, back.right, back.probability, strict=True)}

    assert mine.keys() == theirs.keys()
    assert all(abs(mine[pair] - theirs[pair]) < 1e-9 for pair in mine)


def strangers(count: int) -> list[tuple[str, ...]]:
    """People who have nothing to do with anybody, so that the counts of a file mean something."""
    rows, _ = make(count, seed=77)
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def grouped(rows: list[tuple[str, ...]], settings: Settings | None = None) -> list[int]:
    found = group_records(table(rows, "person_name", "company", "phone", "email"), settings or Settings())
    return [int(number) for number in found.group]


def test_a_switchboard_and_a_shared_mail_box_glue_nobody_together():
    firm = "宁波汇辰精密机械有限公司"
    names = ["陈思远", "林佳琪", "周宇航", "许文静", "何俊杰", "邓雨晨", "沈嘉怡", "陆子涵"]
    staff = [
        (name, firm, "0574-87654321" if at % 2 else "13811112222", "info@huichen.cn") for at, name in enumerate(names)
    ]

    found = grouped(staff + strangers(1500))

    assert len(set(found[: len(staff)])) == len(staff)


def test_a_chain_of_likenesses_makes_no_group():
    firm = "宁波汇辰精密机械有限公司"
    rows = [
        ("陈思远", firm, "13811112222", ""),
        ("", firm, "13811112222", "siyuan9911@qq.com"),
        ("林佳琪", firm, "", "siyuan9911@qq.com"),
    ]

    found = grouped(rows + strangers(1500))

    assert found[0] != found[2]


FIRM = "苏州华恒精密机械有限公司"
WEIMING = ("张伟明", FIRM, "13811112222", "")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (WEIMING, ("张伟明", "华恒", "138-1111-2222", "")),
        (WEIMING, ("张炜明", "华恒精密机械", "13811112222", "")),
        (WEIMING, ("zhang weiming", "", "1.3811112222E+10", "")),
        (WEIMING, ("张伟明", "苏州华恒精密机械", "13811112232", "")),
        (WEIMING, ("张先生", FIRM, "13811112222", "")),
        (("Robert Smith", "Norvel Tools GmbH", "", "r.smith@norvel.com"), ("Smith, Bob", "", "", "R.Smith@NORVEL.com")),
        (("张伟明", "", "13811112222", "zwm88@qq.com"), ("张伟明", "", "zwm88@qq.com", "13811112222")),
        (WEIMING, (FIRM, "张伟明", "13811112222", "")),
        (("张伟明", "", "13811112222 0512-88886666", ""), ("张伟明", "", "13811112222", "")),
        (("张伟明", "", "１３８１１１１２２２２", ""), ("张\u202e伟明\u200b", "", "13811112222", "")),
    ],
)
def test_one_person_written_twice_is_found(one, other):
    found = grouped([one, other, *strangers(1500)])

    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            ("张伟", "苏州华恒精密机械有限公司", "13811112222", ""),
            ("李伟", "苏州华恒精密机械有限公司", "13933334444", ""),
        ),
        (("张伟明", "苏州华恒精密机械有限公司", "", ""), ("张伟明", "成都天立食品有限公司", "", "")),
        (("王芳", "", "", ""), ("王芳", "", "", "")),
        (("", "苏州华恒精密机械有限公司", "", ""), ("", "苏州华恒精密机械有限公司", "", "")),
        (("张伟", "", "1.38E+10", ""), ("李强", "", "1.38E+10", "")),
        (("", "", "", ""), ("", "", "", "")),
    ],
)
def test_two_people_stay_two(one, other):
    found = grouped([one, other, *strangers(1500)])

    assert found[0] != found[1]


def test_an_index_finds_what_the_table_finds(crowd):
    rows, _ = crowd
    columns = columns_of(rows)
    groups = group_records(columns)
    index = Index(columns)
    doubles = [at for at in range(200) if groups.partner[at] >= 0]

    found = index.find({name: [cells[at] for at in doubles] for name, cells in columns.items()})

    for place, at in enumerate(doubles):
        mine = found.right[found.left == place].tolist()
        assert at in mine and int(groups.partner[at]) in mine
    assert (np.diff(found.left) >= 0).all()


def test_an_index_says_nothing_of_somebody_unknown(crowd):
    rows, _ = crowd
    index = Index(columns_of(rows))

    found = index.find(columns_of([["阿不都", "不存在的公司", "", "nobody77431@nowhere.test", "", "", ""]]))

    assert len(found) == 0


def test_what_the_columns_must_be():
    with pytest.raises(ValueError, match="unknown fields"):
        find_pairs({"shoe_size": ["42"]})
    with pytest.raises(ValueError, match="columns of"):
        find_pairs({"person_name": ["a"], "phone": []})


def test_a_table_of_nothing_and_of_one():
    assert group_records({"person_name": []}).group.tolist() == []
    assert group_records({"person_name": ["张伟"]}).group.tolist() == [1]
    assert len(find_pairs({"person_name": ["", ""], "phone": ["", ""]})) == 0


def test_dirt_is_read_or_left_alone():
    dirt = [
        "\x00\x07",
        "张" * 10_000,
        "\u202e\u200f",
        "😀🎉",
        "=cmd|' /C calc'!A0",
        "𠮷野家",
        "ﾃｽﾄ",
        "a\nb",
        "\ud800",
        "123",
        "•",
        "()",
    ]
    columns = dict.fromkeys(("person_name", "company", "phone", "email", "region", "wechat", "job_title"), dirt)

    groups = group_records(columns)

    assert len(groups.group) == len(dirt)


def test_two_processes_read_as_one_does(crowd):
    rows, _ = crowd
    columns = columns_of(rows)

    one = group_records(columns, Settings(rows_for_two=10**9))
    two = group_records(columns, Settings(rows_for_two=1))

    assert one.group.tolist() == two.group.tolist()
    assert one.evidence == two.evidence
