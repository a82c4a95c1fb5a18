"""`gleanry index`, and the audit's look at what it keeps."""

from __future__ import annotations

import pytest

from gleanry.search.models import Document
from gleanry.tenants.queries import list_workspaces
from tests.cli.conftest import ROOT, Run

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_an_import_left_to_the_worker_is_indexed(run: Run) -> None:
    run("import", ROOT / "examples/first/leads.csv", "--as", "leads")

    found = run("index", "--json").json

    assert found["person"] > 0
    assert found["account"] > 0
    assert run("index", "--rebuild", "--json").json == found
    assert run("audit").code == 0


def test_the_audit_misses_a_document(run: Run) -> None:
    run("import", ROOT / "examples/first/leads.csv", "--as", "leads")
    run("index")
    (workspace,) = list_workspaces()
    Document.objects.of(workspace.id).filter(kind="person").order_by("id")[:1].get().delete()

    said = run("audit", "--json")

    assert said.code == 1
    (finding,) = [one for one in said.json["findings"] if one["law"] == "search"]
    assert (finding["code"], finding["count"]) == ("person_documents_missing_or_too_many", 1)
