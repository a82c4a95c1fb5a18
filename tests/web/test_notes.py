"""A note is no contact: it has no result, meets no deadline, and is shown as what it says."""

from __future__ import annotations

import pytest

from gleanry.flow.followup.actions import record_follow_up
from gleanry.flow.followup.models import Deadline, FollowUp
from gleanry.flow.followup.queries import list_due
from gleanry.flow.followup.shapes import FollowUpEntry
from gleanry.kit import clock
from gleanry.kit.errors import Refusal
from tests.web.conftest import House
from tests.web.test_api import SCOPES, Caller

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_note_has_no_result_and_meets_nothing(house: House) -> None:
    lead = list_due(house.viewer("sdr"), own=True)[0].lead_id
    form = {"kind": "note", "result": "reached", "note": "prefers e-mail", "then": "save"}
    page = house.client("sdr").post(f"/leads/{lead}/handle/", form, follow=True).content.decode()
    (row,) = FollowUp.objects.of(house.workspace_id)
    assert (row.kind, row.result, row.note) == ("note", "", "prefers e-mail")
    assert Deadline.objects.of(house.workspace_id).get(lead_id=lead).outcome == ""
    assert "prefers e-mail" in page
    assert "Note · sdr of home" in page


def test_learning_something_without_a_contact_is_a_note(house: House) -> None:
    lead = list_due(house.viewer("sdr"), own=True)[0].lead_id
    house.client("sdr").post(f"/leads/{lead}/handle/", {"kind": "call", "need": "a line", "then": "qualify"})
    (row,) = FollowUp.objects.of(house.workspace_id)
    assert (row.kind, row.result, row.bant) == ("note", "", {"need": "a line"})


@pytest.mark.parametrize("kind", ["call", "visit", "message", "mail"])
def test_a_contact_needs_its_result(house: House, kind: str) -> None:
    lead = house.leads()[0].pk
    with pytest.raises(Refusal, match="bad_choice"):
        record_follow_up(house.viewer("sdr"), FollowUpEntry(lead, kind, ""), clock.now())


def test_a_program_leaves_notes_without_a_result(house: House) -> None:
    caller = Caller(house, scopes=(*SCOPES, "leads.follow"))
    lead = house.leads()[0].pk
    assert caller.post(f"/leads/{lead}/follow-ups", {"kind": "note", "note": "seen at the fair"})[0] == 201
    status, body = caller.post(f"/leads/{lead}/follow-ups", {"kind": "call"})
    assert (status, body["error"]["code"]) == (422, "bad_choice")
