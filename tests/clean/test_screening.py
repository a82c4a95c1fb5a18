"""What is held back, with which reason and evidence, and what is only suspicious."""

from __future__ import annotations

from typing import Any

import pytest

from gleanry.cockpit.queries.audit import audit
from gleanry.flow.clean.models import CleanRecord, KnownDomain
from gleanry.flow.clean.queries import defects_of, filled_of
from gleanry.flow.clean.shapes import ListKind
from gleanry.flow.followup.models import Deadline
from gleanry.kit import rulebook
from tests.clean.conftest import Screens
from tests.conftest import MONDAY, House

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"person_name": "测试"}, "test_name"),
        ({"person_name": "Test User"}, "test_name"),
        ({"person_name": "asdfasdf"}, "test_name"),
        ({"person_name": "111111"}, "test_name"),
        ({"person_name": "啊啊啊"}, "test_name"),
        ({"email": "li@mailinator.com"}, "disposable_mail"),
        ({"_hp": "http://cheap.example"}, "honeypot"),
        ({"_elapsed_ms": "350"}, "too_fast"),
        ({"phone": None, "wechat": "\u200b"}, "unreachable"),
        ({"company": "测试公司", "message": "asdfgh"}, None),
        ({"company": "测试公司", "person_name": "13912345678"}, "test_text"),
    ],
)
def test_each_screen_holds_back_and_says_why(screens: Screens, fields: dict[str, Any], code: str | None) -> None:
    lead = screens.send(**fields)
    assert lead.pool == ("invalid" if code else "sdr")
    assert (code in screens.codes(lead)) is bool(code)


@pytest.mark.parametrize(
    ("kind", "entry", "fields"),
    [
        (ListKind.PHONE, "139-1234-5678", {}),
        (ListKind.EMAIL, "Bad@Acme.Example", {"email": "bad@acme.example"}),
        (ListKind.DOMAIN, "https://www.acme.example/about", {"email": "li@mail.acme.example"}),
        (ListKind.COMPANY, "北京纷扬科技（集团）有限公司", {"company": "北京纷扬科技股份有限公司"}),
        (ListKind.COMPETITOR, "对手软件有限公司", {"company": "对手软件"}),
        (ListKind.COMPETITOR, "rival.example", {"email": "spy@rival.example"}),
        (ListKind.WORD, "代開發票", {"message": "您好，代开★发 票，量大从优"}),
        (ListKind.WORD, "casino", {"company": "C a s i n o Online"}),
    ],
)
def test_what_a_list_names_is_held_back_with_its_entry(
    screens: Screens, kind: ListKind, entry: str, fields: dict[str, Any]
) -> None:
    (entry_id,) = screens.list(kind, entry).ids
    lead = screens.send(**fields)
    found = screens.against(lead)
    assert lead.pool == "invalid"
    assert found is not None
    assert [reason.entry_id for reason in found.reasons] == [entry_id]
    record = CleanRecord.objects.of(lead.workspace_id).get(pk=lead.submission_id)
    reason = found.reasons[0]
    assert str(record.fields[reason.field])[reason.start : reason.end] == reason.text


def test_what_is_held_back_is_owed_to_nobody_and_nothing_is_lost(screens: Screens) -> None:
    lead = screens.send(person_name="测试")
    assert (lead.owner_id, lead.person_id, lead.grade) == (None, None, "")
    assert not Deadline.objects.of(lead.workspace_id).exists()
    assert audit(lead.workspace_id) == []


def test_suspicion_is_a_defect(screens: Screens) -> None:
    lead = screens.send(person_name="13912345678")
    assert lead.pool == "sdr"
    assert ("person_name", "name_is_phone") in defects_of(lead.workspace_id, lead.submission_id)
    assert screens.against(lead) is None


def test_a_screen_that_is_off_finds_nothing_and_a_light_one_only_suspects(screens: Screens, house: House) -> None:
    body = rulebook.current(house.id, "clean").body
    words = body["screens"]["test_name"]
    light = {**body["screens"], "test_name": {**words, "weight": 50}, "disposable_mail": {"on": False, "weight": 100}}
    rulebook.publish(house.id, "clean", {**body, "screens": light})
    lead = screens.send(person_name="测试", email="li@mailinator.com")
    assert lead.pool == "sdr"
    assert defects_of(house.id, lead.submission_id) == [("person_name", "test_name")]


def test_a_flood_from_one_address_is_stopped_and_a_file_is_none(screens: Screens, house: House) -> None:
    body = rulebook.current(house.id, "clean").body
    throttled = {**body["screens"]["throttled"], "most": {"address": 3, "visitor": 0, "source": 0}}
    rulebook.publish(house.id, "clean", {**body, "screens": {**body["screens"], "throttled": throttled}})
    leads = [screens.send(phone=f"1391234567{n}", _ip="203.0.113.9") for n in range(4)]
    assert [lead.pool for lead in leads] == ["sdr", "sdr", "sdr", "invalid"]
    assert screens.codes(leads[3]) == ["throttled"]
    at_once = [{"phone": f"1381234567{n}", "person_name": f"李{n}", "_ip": "203.0.113.7"} for n in range(5)]
    house.send(*at_once)
    assert screens.held() == 3


def test_signs_of_the_sender_are_no_part_of_the_lead(screens: Screens) -> None:
    lead = screens.send(_hp="", _elapsed_ms="9000", _visitor="v1", colour="red")
    record = CleanRecord.objects.of(lead.workspace_id).get(pk=lead.submission_id)
    assert record.fields["extra"] == {"colour": "red"}


def test_an_ended_entry_holds_nothing_back_and_is_still_there(screens: Screens, house: House) -> None:
    from gleanry.flow.clean.actions import end_entries
    from gleanry.flow.clean.queries import list_entries

    (entry_id,) = screens.list(ListKind.WORD, "培训").ids
    assert screens.send(message="培训课程").pool == "invalid"
    end_entries(house.viewer(), [entry_id], "too wide", MONDAY)
    assert screens.send(phone="13912340000", message="培训课程").pool == "sdr"
    (ended,) = list_entries(house.id, ended=True)
    assert (ended.ended_why, ended.ended_by_id) == ("too wide", house.insider.pk)
    assert screens.list(ListKind.WORD, "培训").ids


def test_a_colleague_of_somebody_we_know_brings_the_company(screens: Screens) -> None:
    screens.send(company="北京纷扬科技有限公司", email="a@fenyang.example")
    lead = screens.send(phone="13912340001", email="b@fenyang.example")
    filled = {name: rest for name, *rest in filled_of(lead.workspace_id, lead.submission_id)}
    assert filled["company"] == ["北京纷扬科技有限公司", "colleague", "fenyang.example"]
    assert lead.account_id is not None
    screens.send(phone="13912340002", company="深圳另一家有限公司", email="c@fenyang.example")
    unsure = screens.send(phone="13912340003", email="d@fenyang.example")
    assert "company" not in {name for name, *_ in filled_of(unsure.workspace_id, unsure.submission_id)}
    screens.send(phone="13912340004", company="某公司", email="e@qq.com")
    assert not KnownDomain.objects.of(lead.workspace_id).filter(domain="qq.com").exists()
