"""Properties of the pure decisions: no database, no clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gleanry.flow.attribute.rules import MODELS, credit, is_within
from gleanry.flow.clean.rules import clean_fields
from gleanry.flow.followup.rules import Case as Owed
from gleanry.flow.followup.rules import due_by, promises_for, read_promises
from gleanry.flow.identify.rules import OpenLead, person_for, region_for, source_lead_for
from gleanry.flow.route.rules import Candidate, Case, People, Router, read_book
from gleanry.tenants.rules import length_of_day, read_calendar
from gleanry.values.money import Money
from gleanry.wiring.playbooks import read_playbook

RULES = read_playbook("tob-leads")["rules"]
START = datetime(2026, 1, 1, tzinfo=UTC)

ids = st.integers(1, 50)
people = st.lists(
    st.builds(
        Candidate,
        member_id=ids,
        roles=st.sets(st.sampled_from(["sdr", "seller", "marketer"])).map(frozenset),
        team=st.just(""),
        region_id=st.sampled_from([None, 1, 2]),
    ),
    max_size=8,
    unique_by=lambda person: person.member_id,
)
cases = st.builds(
    Case,
    lead_id=ids,
    grade=st.sampled_from(["A1", "B2", "D4"]),
    source=st.just("SEM"),
    region_id=st.sampled_from([None, 1, 2]),
    qualified=st.booleans(),
)


@given(minor=st.integers(-(10**12), 10**12), model=st.sampled_from(MODELS), count=st.integers(1, 40))
def test_credits_add_up_to_the_cent(minor: int, model: str, count: int) -> None:
    shares = credit(Money(minor, "CNY"), model, count)
    assert sum(share.minor for share in shares) == minor
    assert len(shares) == count
    if model == "linear":
        assert max(s.minor for s in shares) - min(s.minor for s in shares) <= 1


def test_a_model_nobody_knows_is_an_error() -> None:
    with pytest.raises(ValueError, match="guess"):
        credit(Money(1, "CNY"), "guess", 1)


@given(days=st.integers(-400, 400))
def test_a_touch_counts_before_the_money_and_not_too_long_before(days: int) -> None:
    assert is_within(START - timedelta(days=days), START, timedelta(days=365)) is (0 <= days <= 365)


BOOK = read_book(RULES["route"])


@given(sent=st.lists(cases, min_size=1, max_size=20), people=people)
def test_routing_gives_one_answer_and_the_same_again(sent: list[Case], people: list[Candidate]) -> None:
    router, mirrored = Router(BOOK, People(people)), Router(BOOK, People(reversed(people)))
    for case in sent:
        choice = router.decide(case)
        assert mirrored.decide(case) == choice
        wanted = "seller" if case.qualified else "sdr"
        able = {person.member_id for person in people if wanted in person.roles}
        assert choice.owner_id in able or (choice.owner_id is None and choice.code == "nobody")
        assert choice.pool == ("sales" if case.qualified else "sdr")


@given(count=st.integers(1, 200), members=st.integers(1, 9))
def test_turns_are_shared_within_one(count: int, members: int) -> None:
    router = Router(BOOK, People(Candidate(n, frozenset({"sdr"}), "", None) for n in range(1, members + 1)))
    given_to: dict[int, int] = dict.fromkeys(range(1, members + 1), 0)
    for n in range(count):
        owner_id = router.decide(Case(n, "D4", "", None, qualified=False)).owner_id
        assert owner_id is not None
        given_to[owner_id] += 1
    assert max(given_to.values()) - min(given_to.values()) <= 1


def test_a_lead_that_names_its_owner_goes_there() -> None:
    people = [
        Candidate(1, frozenset({"seller"}), "", None, frozenset({"li lei"})),
        Candidate(2, frozenset({"sdr"}), "", None, frozenset({"han meimei"})),
    ]
    router = Router(BOOK, People(people))
    named = router.decide(Case(1, "D4", "", None, qualified=False, fields={"owner": "Li Lei"}))
    unknown = router.decide(Case(1, "D4", "", None, qualified=False, fields={"owner": "nobody"}))
    assert (named.rule, named.owner_id) == ("named_owner", 1)
    assert (unknown.rule, unknown.owner_id) == ("sdr_in_turn", 2)


known = st.dictionaries(st.tuples(st.sampled_from(["phone", "email"]), st.sampled_from("abc")), ids)


@given(found=st.lists(st.tuples(st.sampled_from(["phone", "email"]), st.sampled_from("abcd"))), known=known)
def test_the_strongest_identifier_decides(found: list[tuple[str, str]], known: dict[tuple[str, str], int]) -> None:
    person, evidence = person_for(found, known)
    recognised = [known[mark] for mark in found if mark in known]
    assert person == (recognised[0] if recognised else None)
    assert len(evidence) == len(recognised)
    assert sum(1 for kind, _ in evidence if kind == "conflict") == sum(1 for p in recognised if p != person)


@given(days=st.lists(st.integers(-400, 400), max_size=6), window=st.integers(1, 300))
def test_a_repeat_is_attached_within_the_window_only(days: list[int], window: int) -> None:
    leads = [OpenLead(n, START + timedelta(days=day)) for n, day in enumerate(days)]
    source = source_lead_for(START, leads, timedelta(days=window))
    near = [n for n, day in enumerate(days) if abs(day) <= window]
    assert (source is None) is (not near)
    if source is not None:
        assert days[source] == max(days[n] for n in near)


def test_a_region_is_found_by_the_most_trusted_text() -> None:
    regions = [(1, ["北京", "天津"]), (2, ["广东"])]
    assert region_for(["", "广东某某公司", "北京市"], regions) == 2
    assert region_for(["上海"], regions) is None


@given(phone=st.text(max_size=20), email=st.text(max_size=20))
def test_cleaning_keeps_or_names_every_defect(phone: str, email: str) -> None:
    cleaning = clean_fields({"phone": phone, "email": email, "external_id": "x"}, phone_region="CN")
    for name, text in (("phone", phone), ("email", email)):
        kept, defect = name in cleaning.fields, (name, "unusable") in cleaning.defects
        assert kept + defect == bool(text)
    assert cleaning.passed


@pytest.mark.parametrize(
    ("grade", "pool", "hours"), [("A1", "sdr", timedelta(hours=2)), ("D4", "sdr", timedelta(hours=24))]
)
def test_high_intent_is_due_sooner(grade: str, pool: str, hours: timedelta) -> None:
    promises = read_promises(RULES["followup"], length_of_day(RULES["calendar"]))
    calendar = read_calendar(RULES["calendar"], country="CN", zone="Asia/Shanghai")
    promise = promises_for("owner_changed", Owed(pool, grade), promises)[0]
    monday = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    assert due_by(monday, promise, calendar) - monday == (hours if grade == "A1" else timedelta(hours=9))
