"""The one search box on a database: the same answers on each kind, best first, and only what the reader may see."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gleanry.flow.route.actions import assign_leads
from gleanry.kit import clock
from gleanry.leads.models import Lead
from gleanry.leads.queries import among_visible, visible
from gleanry.people.models import Account, Person
from gleanry.search.actions import tend
from gleanry.search.queries import account_leads, find, find_accounts, find_leads, find_people
from gleanry.search.queries import answers as answering
from gleanry.search.queries.scope import near
from gleanry.search.shapes import Kind
from gleanry.tenants.actions import add_member
from gleanry.tenants.queries import viewer_of
from gleanry.tenants.shapes import Role, Viewer
from tests.conftest import House

pytestmark = pytest.mark.django_db


def people(viewer: Viewer, text: str) -> list[str]:
    return [hit.name for hit in find(viewer, text).people.hits]


def accounts(viewer: Viewer, text: str) -> list[str]:
    return [hit.name for hit in find(viewer, text).accounts.hits]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("王小", ["王小", "王小明", "李王小红"]),
        ("王小明", ["王小明"]),
        ("小明", ["王小明"]),
        ("王", ["王小", "王小明"]),
        ("wangxiaoming", ["王小明"]),
        ("wxm", ["王小明"]),
        ("王晓明", ["王小明"]),
        ("8001", ["王小明"]),
        ("00138", ["王小", "王小明"]),
        ("139-0013-9003", ["李王小红"]),
        ("fenyang.cn", ["王小明"]),
        ("xm.wang", ["王小明"]),
        ("w-2026-77", ["李王小红"]),
        ("cy_2026", ["重阳"]),
        ("smith", ["John Smith"]),
        ("smiht", ["John Smith"]),
        ("2079460123", ["John Smith"]),
        ("纷扬", ["王小", "王小明"]),
        ("王小明 纷扬", ["王小明"]),
        ("华恒 红", []),
        ("chongyang", ["重阳"]),
        ("zhongyang", []),
        ("鑫淼焱垚", []),
    ],
)
def test_people(insider: Viewer, leads: list[int], text: str, names: list[str]) -> None:
    assert people(insider, text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("纷扬", ["北京纷扬科技有限公司"]),
        ("fykj", ["北京纷扬科技有限公司"]),
        ("纷阳科技", ["北京纷扬科技有限公司"]),
        ("chongqing", ["重庆长安汽车股份有限公司"]),
        ("changan", ["重庆长安汽车股份有限公司"]),
        ("acme", ["Acme GmbH"]),
        ("acne", ["Acme GmbH"]),
        ("北京纷扬科技", ["北京纷扬科技有限公司"]),
        ("有限公司", ["重庆长安汽车股份有限公司", "深圳华恒机械有限公司", "北京纷扬科技有限公司"]),
    ],
)
def test_companies(insider: Viewer, leads: list[int], text: str, names: list[str]) -> None:
    assert accounts(insider, text) == names


def test_leads_are_found_by_number_code_person_and_company(insider: Viewer, leads: list[int]) -> None:
    assert [hit.lead_id for hit in find(insider, f"#{leads[2]}").leads.hits] == [leads[2]]
    assert [hit.lead_id for hit in find(insider, "W-2026-77").leads.hits] == [leads[2]]
    assert [hit.lead_id for hit in find(insider, "王小明").leads.hits] == [leads[0]]
    assert {hit.lead_id for hit in find_leads(insider, "fenyang").hits} == {leads[0], leads[1]}


def test_what_matched_is_marked(insider: Viewer, leads: list[int]) -> None:
    (hit,) = find(insider, "xiaoming").people.hits
    (matched,) = hit.matched

    assert (matched.field, matched.text) == ("name", "王小明")
    assert [(span.start, span.end) for span in matched.spans] == [(1, 3)]


def test_a_stranger_finds_nothing(outsider: Viewer, leads: list[int]) -> None:
    for text in ("王小明", "13800138001", "纷扬", "smith", f"#{leads[0]}", "W-2026-77"):
        assert find(outsider, text).is_empty


def test_a_teammate_finds_only_what_is_theirs(
    house: House, insider: Viewer, teammate: Viewer, leads: list[int]
) -> None:
    """The company of two leads, one of each, is found by both; the colleague's person, phone and code by neither."""
    own, other = house.sdrs[1].pk, house.sdrs[0].pk
    assign_leads(insider, leads, other, clock.now())
    assign_leads(insider, leads[1:2], own, clock.now())

    assert people(teammate, "王小") == ["王小"]
    assert people(teammate, "13800138001") == []
    assert find(teammate, "W-2026-77").is_empty
    assert find(teammate, f"#{leads[0]}").is_empty
    assert accounts(teammate, "纷扬") == ["北京纷扬科技有限公司"]
    assert accounts(teammate, "华恒") == []
    assert [hit.lead_id for hit in find_leads(teammate, "fenyang").hits] == [leads[1]]
    assert find_people(teammate, "王小").counted == 1
    huaheng = Account.objects.of(house.id).get(name__startswith="深圳华恒").pk
    assert account_leads(teammate, huaheng) is None


def test_a_company_of_a_hidden_lead_does_not_speak_for_its_person(house: House, insider: Viewer) -> None:
    """One person, two leads of two companies held by two: each finds the person by the company of their own lead."""
    first = house.send({"person_name": "赵敏", "phone": "13600136001", "company": "上海明远有限公司"})
    again = clock.now()
    second = house.send({"person_name": "赵敏", "phone": "13600136001", "company": "杭州天目有限公司"}, at=again)
    Lead.objects.of(house.id).filter(pk__in=first).update(owner_id=house.sdrs[0].pk)
    Lead.objects.of(house.id).filter(pk__in=second).update(owner_id=house.sdrs[1].pk, pool="sdr")
    mine, theirs = house.viewer(house.sdrs[0]), house.viewer(house.sdrs[1])

    assert people(insider, "明远") == people(insider, "天目") == ["赵敏"]
    assert (people(mine, "明远"), people(mine, "天目")) == (["赵敏"], [])
    assert (people(theirs, "明远"), people(theirs, "天目")) == ([], ["赵敏"])
    assert (accounts(mine, "天目"), accounts(theirs, "明远")) == ([], [])


def test_a_partner_finds_among_the_many_of_others(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Others' records come first and fill every look-up: the reader's own are found all the same."""
    monkeypatch.setattr(answering, "FURTHER", 0)
    partner = add_member(house.id, "partner", roles=[Role.PARTNER])
    (mine,) = house.send({"person_name": "王伟", "phone": "13500135000", "company": "苏州老字号科技有限公司"})
    house.send(
        *({"person_name": "王伟", "phone": f"1350013{n:04d}", "company": f"科技{n}有限公司"} for n in range(1, 90))
    )
    tend(house.id)
    Lead.objects.of(house.id).exclude(pk=mine).update(owner_id=house.sdrs[0].pk)
    Lead.objects.of(house.id).filter(pk=mine).update(owner_id=partner.pk)
    viewer = viewer_of(partner)

    assert [hit.lead_id for hit in find(viewer, "王伟").people.hits] == [mine]
    assert accounts(viewer, "科技") == ["苏州老字号科技有限公司"]
    assert find_people(viewer, "科技").counted == 1


def test_a_whole_name_comes_before_all_that_only_begin_so(house: House, insider: Viewer) -> None:
    house.send({"person_name": "张伟", "phone": "13300133000"})
    house.send(*({"person_name": f"张伟{c}", "phone": f"1330013{n:04d}"} for n, c in enumerate("明东强军平" * 30, 1)))
    tend(house.id)

    assert people(insider, "张伟")[0] == "张伟"
    assert find(insider, "张伟").people.more


def test_more_than_the_first_hits_are_paged(house: House, insider: Viewer) -> None:
    house.send(*({"person_name": "周杰", "phone": f"1320013{n:04d}", "company": f"贸易{n}公司"} for n in range(34)))
    tend(house.id)
    first = find_people(insider, "周杰", limit=20)
    second = find_people(insider, "周杰", start=first.next_start or 0, limit=20)

    assert (first.counted, first.more, first.next_start) == (34, False, 20)
    assert (len(first.hits), len(second.hits), second.next_start) == (20, 14, None)
    assert len({hit.person_id for hit in (*first.hits, *second.hits)}) == 34
    assert find_accounts(insider, "贸易", limit=10).counted == 34


def test_who_was_renamed_is_not_found_by_the_old_name(house: House, insider: Viewer, leads: list[int]) -> None:
    """Even before the index hears of it: the record decides."""
    Person.objects.of(house.id).filter(name="王小明").update(name="赵敏")

    assert "王小明" not in people(insider, "王小明")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_nothing_hidden_is_ever_shown(house: House, insider: Viewer, leads: list[int], data: st.DataObject) -> None:
    """Whoever holds what, and whatever is asked: each lead shown is one the register's own rule shows."""
    members = [house.insider, *house.sdrs, *house.sellers, house.director]
    for lead in leads:
        owner = data.draw(st.sampled_from([None, *(member.pk for member in members)]))
        pool = data.draw(st.sampled_from(["sdr", "sales", "nurture", "region", "invalid"]))
        Lead.objects.of(house.id).filter(pk=lead).update(owner_id=owner, pool=pool)
    viewer = house.viewer(data.draw(st.sampled_from(members)))
    text = data.draw(st.sampled_from(["王", "王小", "1380", "纷扬", "有限公司", "smith", "wang", "重庆"]))
    found = find(viewer, text, limit=10)
    shown = {hit.lead_id for hit in found.leads.hits} | {hit.lead_id for hit in found.people.hits}

    assert set(among_visible(viewer, shown)) == shown
    seen = set(visible(viewer).values_list("account_id", flat=True))
    assert viewer.owner_ids is None or {hit.account_id for hit in found.accounts.hits} <= seen


def test_what_is_near_is_what_the_reader_sees(house: House, insider: Viewer, leads: list[int]) -> None:
    for member in (*house.sdrs, *house.sellers):
        viewer = house.viewer(member)
        seen = set(visible(viewer).filter(region_id=None).values_list("person_id", flat=True))
        assert seen <= set(near(viewer, Kind.PERSON)[0])
