"""Ten thousand random sequences of merge, edit, attach and undo lose nothing: the rules alone, without a database."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gleanry.flow.identify.rules.merging import (
    LeadSide,
    Record,
    benefit_of,
    choices_for,
    earliest,
    in_pairs,
    source_of,
    winner_of,
)
from gleanry.flow.identify.rules.undoing import Joined, Layer, leads_going_along, take_out
from gleanry.flow.identify.shapes import FieldRule, KeepOn

DAY = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = ("name", "title", "company")


@dataclass
class Books:
    """Records, pointers and layers as the database keeps them, moved only by the rules under test."""

    fields: dict[int, dict[str, Any]]
    into: dict[int, int] = field(default_factory=dict)
    layers: list[Layer] = field(default_factory=list)
    losers: dict[int, int] = field(default_factory=dict)
    edits: dict[tuple[int, str], str] = field(default_factory=dict)

    def root(self, i: int) -> int:
        while i in self.into:
            i = self.into[i]
        return i

    def merge(self, one: int, other: int, rule: FieldRule, chosen: dict[str, int]) -> None:
        winner, loser = self.root(one), self.root(other)
        if winner == loser:
            return
        first, second = (Record(i, DAY + timedelta(days=i), dict(self.fields[i])) for i in (winner, loser))
        choices = choices_for(first, second, rule, chosen)
        before = dict(self.fields[winner])
        self.fields[winner] = {choice.name: choice.value for choice in choices}
        sources = {choice.name: choice.from_id for choice in choices}
        number = len(self.losers) + 1
        self.layers.append(Layer(number, winner, before, dict(self.fields[winner]), sources))
        self.losers[number] = loser
        self.into[loser] = winner

    def edit(self, i: int, name: str, value: str) -> None:
        root = self.root(i)
        if self.fields[root][name] != value:
            self.fields[root][name] = value
            self.edits[root, name] = value

    def undo(self, place: int, answer: str) -> None:
        layer = self.layers[place]
        above = [one for one in self.layers[place + 1 :] if one.winner == layer.winner]
        out = take_out(layer, above, self.fields[layer.winner], dict.fromkeys(NAMES, answer))
        assert not out.asked
        loser = self.losers[layer.merge_id]
        self.fields[layer.winner] = out.winner
        self.fields[loser].update(out.loser)
        by_id = {one.merge_id: one for one in out.above}
        del self.layers[place]
        self.layers = [by_id.get(one.merge_id, one) for one in self.layers]
        del self.into[loser]


def play(dice: random.Random, books: Books, steps: int) -> None:
    people = list(books.fields)
    for step in range(steps):
        turn = dice.random()
        if turn < 0.45:
            one, other = dice.sample(people, 2)
            chosen = {name: books.root(dice.choice((one, other))) for name in NAMES if dice.random() < 0.4}
            books.merge(one, other, dice.choice(list(FieldRule)), chosen)
        elif turn < 0.7:
            books.edit(dice.choice(people), dice.choice(NAMES), f"edit {step}")
        elif books.layers:
            books.undo(dice.randrange(len(books.layers)), KeepOn.WINNER)


@pytest.mark.parametrize("part", range(10))
def test_merging_editing_and_undoing_lose_nothing(part: int) -> None:
    """A thousand sequences each: once all is undone, every record is as it was, plus the edits made to it."""
    for seed in range(1_000):
        dice = random.Random(part * 1_000 + seed)
        base = {i: {name: dice.choice(("", f"{name} {i}")) for name in NAMES} for i in range(1, dice.randint(3, 7))}
        books = Books({i: dict(fields) for i, fields in base.items()})
        play(dice, books, dice.randint(4, 24))
        while books.layers:
            books.undo(dice.randrange(len(books.layers)), KeepOn.WINNER)
        expected = {i: {name: books.edits.get((i, name), fields[name]) for name in NAMES} for i, fields in base.items()}
        assert books.fields == expected, f"seed {part * 1_000 + seed}"
        assert books.into == {}


@given(st.integers(0, 2**32), st.sampled_from(list(KeepOn)))
@settings(max_examples=200, deadline=None)
def test_an_edit_goes_where_it_was_said_to_go(seed: int, answer: KeepOn) -> None:
    dice = random.Random(seed)
    books = Books({i: {name: f"{name} {i}" for name in NAMES} for i in (1, 2)})
    books.merge(1, 2, dice.choice(list(FieldRule)), {name: dice.choice((1, 2)) for name in NAMES})
    books.edit(dice.choice((1, 2)), "title", "new")
    books.undo(0, answer)
    assert books.fields[1]["title"] == ("title 1" if answer == KeepOn.LOSER else "new")
    assert books.fields[2]["title"] == ("title 2" if answer == KeepOn.WINNER else "new")


def test_an_edit_nobody_answered_for_is_asked() -> None:
    layer = Layer(1, 1, {"name": ""}, {"name": "Ann"}, {"name": 2})
    out = take_out(layer, [], {"name": "Anna"})
    assert [(edit.name, edit.value, edit.before) for edit in out.asked] == [("name", "Anna", "")]


@dataclass
class Register:
    """Leads with the flat pointer of the register, beside the tree it stands for."""

    parent: dict[int, int] = field(default_factory=dict)
    source: dict[int, int] = field(default_factory=dict)
    joins: list[Joined] = field(default_factory=list)
    leads: list[int] = field(default_factory=list)

    def arrive(self, at: int | None) -> None:
        lead = len(self.leads) + 1
        self.leads.append(lead)
        if at is not None:
            self.parent[lead] = self.source[lead] = self.root(at)

    def root(self, lead: int) -> int:
        while lead in self.parent:
            lead = self.parent[lead]
        return lead

    def join(self, one: int, other: int) -> None:
        winner, loser = self.root(one), self.root(other)
        if winner == loser:
            return
        carried = tuple(lead for lead, source in self.source.items() if source == loser)
        self.joins.append(Joined(len(self.joins) + 1, winner, loser, carried, done=True))
        self.parent[loser] = winner
        for lead in (loser, *carried):
            self.source[lead] = winner

    def part(self, join: Joined) -> None:
        source = self.source[join.loser]
        attached = [lead for lead, at in self.source.items() if at == source]
        asked = [one for one in self.joins if one.loser in (*attached, source)]
        along = leads_going_along(join.loser, source, attached, asked)
        self.joins[join.merge_id - 1] = Joined(join.merge_id, join.winner, join.loser, join.carried, done=False)
        del self.parent[join.loser]
        del self.source[join.loser]
        self.source.update(dict.fromkeys(along, join.loser))


@pytest.mark.parametrize("part", range(10))
def test_attaching_and_detaching_leads_lose_nothing(part: int) -> None:
    """A thousand sequences each: the flat pointers are those of the tree after every step."""
    for seed in range(1_000):
        dice = random.Random(part * 1_000 + seed)
        register = Register()
        for _ in range(dice.randint(4, 24)):
            done = [join for join in register.joins if join.done]
            turn = dice.random()
            if turn < 0.4 or len(register.leads) < 2:
                register.arrive(dice.choice(register.leads) if register.leads and dice.random() < 0.5 else None)
            elif turn < 0.7:
                register.join(*dice.sample(register.leads, 2))
            elif done:
                register.part(dice.choice(done))
            assert register.source == {lead: register.root(lead) for lead in register.parent}, f"{part} {seed}"


sides = st.builds(
    Record,
    id=st.integers(1, 9),
    made_at=st.integers(0, 9).map(lambda day: DAY + timedelta(days=day)),
    fields=st.fixed_dictionaries({name: st.sampled_from(["", "x", "y"]) for name in NAMES}),
)


@given(sides, sides, st.sampled_from(list(FieldRule)))
def test_what_one_side_knows_is_shown(one: Record, other: Record, rule: FieldRule) -> None:
    for choice in choices_for(one, other, rule):
        known = {record.fields[choice.name] for record in (one, other)} - {""}
        assert choice.value in known or (not known and choice.value == "")
        assert choice.differ == (len(known) == 2)


@given(
    st.permutations([Record(i, DAY + timedelta(days=i), {}) for i in range(4)]),
    st.dictionaries(st.integers(0, 3), st.integers(0, 5)),
)
def test_the_order_of_the_records_does_not_choose_the_winner(records: list[Record], weights: dict[int, int]) -> None:
    assert winner_of(records, weights) == winner_of(sorted(records, key=lambda record: record.id), weights)


def test_small_rules() -> None:
    early, late = LeadSide(2, DAY, converted=False), LeadSide(1, DAY + timedelta(days=1), converted=False)
    assert source_of(early, late) == source_of(late, early) == 2
    assert source_of(early, LeadSide(1, late.first_contact_at, converted=True)) == 1
    assert earliest(None, "2026-02-01", "2026-01-01") == "2026-01-01"
    assert earliest(None) is None
    assert in_pairs([3, 1, 2, 1]) == [(1, 2), (1, 3), (2, 3)]
    assert benefit_of(10_000, {"owners": 1}) > benefit_of(10_000, {"leads": 3}) > benefit_of(5_000, {}) > 0
