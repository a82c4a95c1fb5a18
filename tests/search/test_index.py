"""The index follows the records: a few at once, many by the worker, and from nothing; stopped anywhere, it goes on."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gleanry.kit import clock, jobs
from gleanry.kit.models import Job
from gleanry.leads.models import Lead
from gleanry.people.models import Account, Identifier, Person
from gleanry.search import tasks
from gleanry.search.actions import index_records, note_accounts, note_people, rebuild, tend, tending
from gleanry.search.models import Changed, Document, Progress
from gleanry.search.queries import find, index_faults, is_behind
from gleanry.search.shapes import Kind
from gleanry.tenants.shapes import Viewer
from tests.conftest import House

pytestmark = pytest.mark.django_db


def names(viewer: Viewer, text: str) -> list[str]:
    return [hit.name for hit in find(viewer, text).people.hits]


def crowd(count: int) -> list[dict[str, str]]:
    return [
        {"person_name": f"钱{n}", "phone": f"1310013{n:04d}", "company": f"苏州第{n}机械有限公司"} for n in range(count)
    ]


def test_a_form_is_found_at_once(house: House, insider: Viewer) -> None:
    house.send({"person_name": "王小明", "phone": "13800138000"})

    assert names(insider, "王小明") == ["王小明"]
    assert not Changed.objects.of(house.id).exists()


def test_many_are_left_to_the_worker(house: House, insider: Viewer) -> None:
    house.send(*crowd(30))

    assert names(insider, "钱7") == []
    (job,) = Job.objects.of(house.id).filter(name="search.tend")
    assert tasks.tend_in_background(house.id, job.payload) is None
    assert names(insider, "钱7") == ["钱7"]
    assert index_faults(house.id) == {}


def test_a_slice_of_time_that_ends_is_gone_on_with(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.send(*crowd(30))
    monkeypatch.setattr(tending, "NOTED", 7)
    monkeypatch.setattr(tending, "FIRST", 7)
    monkeypatch.setattr(jobs, "SLICE", jobs.SLICE * 0)
    assert isinstance(tasks.tend_in_background(house.id, {}), jobs.Again)
    steps = iter(range(100))
    monkeypatch.setattr(clock, "now", lambda: next(steps))

    while not tend(house.id, until=next(steps) + 3):  # type: ignore[arg-type]  # a clock that counts calls
        pass

    assert not Changed.objects.of(house.id).exists()
    monkeypatch.undo()
    assert index_faults(house.id) == {}


def test_a_note_that_fails_is_still_there(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.send(*crowd(30))
    monkeypatch.setattr(tending, "index_changed", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        tend(house.id)

    assert Changed.objects.of(house.id).count() == 1


def test_what_was_there_before_the_index_is_indexed(house: House, insider: Viewer, leads: list[int]) -> None:
    Document.objects.of(house.id).delete()
    Progress.objects.of(house.id).delete()
    assert names(insider, "王小明") == []
    assert is_behind(house.id)

    tasks.look_after()
    assert Job.objects.of(house.id).filter(name="search.tend").count() == 1
    assert tend(house.id)

    assert names(insider, "王小明") == ["王小明"]
    assert not is_behind(house.id)
    assert index_faults(house.id) == {}


def test_the_index_answers_while_it_is_made_anew(house: House, insider: Viewer, leads: list[int]) -> None:
    tend(house.id)
    rebuild(house.id)

    assert is_behind(house.id)
    assert names(insider, "王小明") == ["王小明"]
    tend(house.id)
    assert index_faults(house.id) == {}


def test_somebody_who_changed_is_found_by_what_is_true_now(house: House, insider: Viewer, leads: list[int]) -> None:
    person = Person.objects.of(house.id).get(name="王小明")
    Person.objects.of(house.id).filter(pk=person.pk).update(name="赵敏")
    note_people(house.id, [person.pk])

    assert "王小明" not in names(insider, "王小明")
    assert names(insider, "赵敏") == ["赵敏"]


def test_somebody_who_was_erased_leaves_no_document(house: House, insider: Viewer, leads: list[int]) -> None:
    tend(house.id)
    person = Person.objects.of(house.id).get(name="王小明")
    Identifier.objects.of(house.id).filter(person_id=person.pk).delete()
    Lead.objects.of(house.id).filter(person_id=person.pk).update(person_id=None)
    person.delete()
    note_people(house.id, [person.pk or 0, *Document.objects.of(house.id).values_list("record_id", flat=True)])
    tend(house.id)

    assert names(insider, "13800138001") == []
    assert Document.objects.of(house.id).filter(kind="person").count() == 4
    assert index_faults(house.id) == {}


def test_a_renamed_company_is_found(house: House, insider: Viewer, leads: list[int]) -> None:
    account = Account.objects.of(house.id).get(name="Acme GmbH")
    Account.objects.of(house.id).filter(pk=account.pk).update(name="Zenith Works GmbH")
    note_accounts(house.id, [account.pk])
    note_people(house.id, list(Person.objects.of(house.id).filter(account_id=account.pk).values_list("pk", flat=True)))

    assert [hit.name for hit in find(insider, "zenith").accounts.hits] == ["Zenith Works GmbH"]
    assert names(insider, "zenith") == ["John Smith"]


def test_companies_of_deals_are_found(house: House, insider: Viewer) -> None:
    house.send({"deal_id": "D1", "account": "宁波东海物流有限公司", "amount": "100"}, kind="deals")

    assert [hit.name for hit in find(insider, "东海").accounts.hits] == ["宁波东海物流有限公司"]


def test_what_did_not_change_is_not_written_again(house: House, leads: list[int]) -> None:
    people = list(Person.objects.of(house.id).values_list("pk", flat=True))
    before = set(Document.objects.of(house.id).values_list("pk", flat=True))

    assert index_records(house.id, Kind.PERSON, people) == 0
    assert set(Document.objects.of(house.id).values_list("pk", flat=True)) == before


def test_the_number_of_statements_does_not_grow(house: House) -> None:
    house.send(*crowd(60))
    people = sorted(Person.objects.of(house.id).values_list("pk", flat=True))
    counts = []
    for ids in (people[:10], people[10:]):
        with CaptureQueriesContext(connection) as captured:
            assert index_records(house.id, Kind.PERSON, ids) == len(ids)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_asking_takes_a_bounded_number_of_statements(house: House, insider: Viewer, leads: list[int]) -> None:
    for text in ("王小明", "wang", "13800138009", "有限公司", "john smith acme"):
        with CaptureQueriesContext(connection) as captured:
            find(insider, text)
        assert len(captured) < 90, text


def test_a_wrong_document_and_a_missing_one_are_named(house: House, leads: list[int]) -> None:
    tend(house.id)
    Person.objects.of(house.id).filter(name="王小明").update(name="别人")
    Document.objects.of(house.id).filter(kind="account").order_by("id")[:1].get().delete()

    assert index_faults(house.id) == {"person_documents_wrong": 1, "account_documents_missing_or_too_many": 1}


def test_common_tokens_are_learnt_when_the_index_has_doubled(house: House) -> None:
    house.send(*crowd(40))
    tend(house.id)
    progress = Progress.objects.of(house.id).get(kind="account")

    assert progress.learnt > 0
    assert 100_000 in progress.common.values()


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL keeps its index by itself")
def test_the_full_text_table_holds_what_the_documents_hold(house: House, leads: list[int]) -> None:
    tend(house.id)
    rebuild(house.id)
    tend(house.id)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_index(search_index) VALUES ('integrity-check')")
        cursor.execute("SELECT count(*) FROM search_index")
        assert cursor.fetchone()[0] == Document.objects.of(house.id).count()
