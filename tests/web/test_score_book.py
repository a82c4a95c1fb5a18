"""The score book on its page: what is wrong is said with its cure, and a draft says who would move."""

from __future__ import annotations

from typing import Any

import pytest

from gleanry.flow.score.rules import faults_of
from gleanry.kit import rulebook
from gleanry.kit.rulebook import BadRules
from gleanry.web.editing.faults import CURES as COMMON
from gleanry.web.words.score_faults import CURES
from tests.score.test_checking import BAD, copied
from tests.score.test_tables import BOOK
from tests.web.conftest import House, record
from tests.web.filled_forms import sent_by


def _edit(house: House) -> tuple[Any, dict[str, list[str]]]:
    client = house.client("administrator")
    return client, sent_by(client.get("/rules/score/edit/", headers={"accept-language": "en"}).content, "draft")


@pytest.mark.django_db(transaction=True)
def test_a_draft_says_who_would_move_and_changes_nothing(house: House) -> None:
    house.send(record(8, company="南海机械有限公司", job_title="总经理"), record(9))
    client, sent = _edit(house)
    sent["letters.0.least"], sent["letters.1.least"] = ["90"], ["85"]
    text = client.post("/rules/score/edit/", sent | {"do": "try"}, headers={"accept-language": "en"}).content.decode()
    assert "0 would rise and" in text
    assert "Grade then" in text and "(fit " in text
    assert rulebook.current(house.workspace_id, "score").version == 1


@pytest.mark.django_db(transaction=True)
def test_what_can_never_count_is_said_with_its_cure(house: House) -> None:
    client, sent = _edit(house)
    sent["fit_groups.0.cap"] = ["20"]
    answer = client.post("/rules/score/edit/", sent | {"do": "save", "note": "x"}, headers={"accept-language": "en"})
    assert answer.status_code == 422
    assert "other rules have filled the group “size” already" in answer.content.decode()
    with pytest.raises(BadRules):
        rulebook.publish(house.workspace_id, "score", {**BOOK, "letters": []})


@pytest.mark.parametrize("what", BAD)
def test_every_fault_has_words(what: str) -> None:
    for fault in faults_of(copied(what)):
        assert fault.code in {*CURES, *COMMON}, fault
