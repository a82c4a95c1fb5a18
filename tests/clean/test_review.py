"""The invalid pool: a person releases, confirms, or puts on a list; the ledger knows who and why."""

from __future__ import annotations

import pytest

from gleanry.cockpit.queries.audit import audit
from gleanry.flow.clean.actions import add_from_leads, confirm_leads, release_leads
from gleanry.flow.clean.queries import list_screened
from gleanry.flow.clean.shapes import ListKind, ReviewFilters
from gleanry.flow.followup.actions import invalidate_leads
from gleanry.flow.identify.queries import match_of
from gleanry.kit import ledger
from gleanry.kit.errors import Refusal
from gleanry.kit.models import Fact
from gleanry.leads.models import Lead
from gleanry.leads.queries import list_moves
from gleanry.tenants.shapes import Viewer
from tests.clean.conftest import Screens
from tests.conftest import MONDAY, House

pytestmark = pytest.mark.django_db


def broken(house: House) -> list[str]:
    """The laws that do not hold; that the deadlines of a past Monday were never swept is no law."""
    return [finding.code for finding in audit(house.id) if not finding.warning]


def again(lead: Lead) -> Lead:
    return Lead.objects.of(lead.workspace_id).get(pk=lead.pk)


def release(house: House, *leads: Lead, note: str = "a real person") -> tuple[int, ...]:
    done = release_leads(house.viewer(), [lead.pk for lead in leads], note, MONDAY)
    ledger.drain(house.id)
    return done


def test_a_released_lead_goes_the_whole_way_in_its_own_row(screens: Screens, house: House) -> None:
    held = screens.send(person_name="测试", company="北京纷扬科技有限公司", external_id="L-1")
    assert release(house, held) == (held.pk,)
    lead = again(held)
    assert (lead.pool, lead.state, lead.external_id) == ("sdr", "pending", "L-1")
    assert None not in (lead.person_id, lead.account_id, lead.owner_id)
    assert lead.grade
    moves = list_moves(house.id, lead.pk)
    assert [(move.from_pool, move.pool) for move in moves] == [("invalid", "intake"), ("intake", "sdr")]
    assert (moves[0].reason["code"], moves[0].by) == ("released", house.insider.pk)
    match = match_of(house.id, lead.submission_id)
    assert match is not None and match.verdict == "new"
    assert Lead.objects.of(house.id).count() == 1
    assert broken(house) == []


def test_somebody_known_is_attached_when_released(screens: Screens, house: House) -> None:
    source = screens.send()
    held = screens.send(person_name="测试")
    release(house, held)
    lead = again(held)
    assert (lead.pool, lead.source_lead_id, lead.person_id) == ("attached", source.pk, source.person_id)
    assert broken(house) == []


def test_two_of_one_person_released_together_are_source_and_attached(screens: Screens, house: House) -> None:
    first, second = screens.send(person_name="测试"), screens.send(person_name="测试")
    release(house, first, second)
    assert (again(first).pool, again(second).source_lead_id) == ("sdr", first.pk)
    assert broken(house) == []


def test_what_a_holder_threw_away_is_reviewed_and_comes_back(screens: Screens, house: House) -> None:
    lead = screens.send()
    holder = next(m for m in house.sdrs if m.pk == lead.owner_id)
    invalidate_leads(house.viewer(holder), [lead.pk], "junk", MONDAY)
    ledger.drain(house.id)
    (row,) = list_screened(house.id, ReviewFilters())
    assert [(reason.code, reason.text) for reason in row.reasons] == [("by_holder", "junk")]
    release(house, lead)
    assert (again(lead).pool, again(lead).person_id) == ("sdr", lead.person_id)
    assert list_screened(house.id, ReviewFilters()) == []
    assert broken(house) == []


def test_confirming_keeps_it_there_and_off_the_list(screens: Screens, house: House) -> None:
    held = screens.send(person_name="测试")
    assert confirm_leads(house.viewer(), [held.pk], "", MONDAY) == (held.pk,)
    assert again(held).pool == "invalid"
    assert list_screened(house.id, ReviewFilters()) == []
    (row,) = list_screened(house.id, ReviewFilters(decision="confirmed"))
    assert row.by == house.insider.pk
    assert Fact.objects.of(house.id).filter(kind="clean.Confirmed", by=house.insider.pk).count() == 1
    assert release(house, held) == (held.pk,)


def test_releasing_twice_releases_once(screens: Screens, house: House) -> None:
    held = screens.send(person_name="测试")
    release(house, held)
    assert release(house, held) == ()
    assert broken(house) == []


def test_only_reviewers_release_and_only_with_a_reason(screens: Screens, house: House, outsider: Viewer) -> None:
    held = screens.send(person_name="测试")
    with pytest.raises(Refusal, match="forbidden"):
        release_leads(house.viewer(house.sdrs[0]), [held.pk], "mine", MONDAY)
    with pytest.raises(Refusal, match="reason_missing"):
        release_leads(house.viewer(), [held.pk], " ", MONDAY)
    assert release_leads(outsider, [held.pk], "not theirs", MONDAY) == ()
    assert again(held).pool == "invalid"


def test_a_list_is_filled_from_leads(screens: Screens, house: House) -> None:
    held = screens.send(person_name="测试", email="x@acme.example")
    for kind in (ListKind.PHONE, ListKind.DOMAIN):
        assert len(add_from_leads(house.viewer(), [held.pk], kind, "spam", MONDAY).ids) == 1
    assert screens.codes(screens.send()) == ["listed_phone"]
    assert screens.codes(screens.send(phone="13912340009", email="y@acme.example")) == ["listed_domain"]
