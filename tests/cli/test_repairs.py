"""`gleanry import --repairs`: open words are shown, answers are taken along, nothing is decided unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from gleanry.flow.convert.models import Opportunity
from gleanry.tenants.queries import find_workspace
from tests.cli.conftest import ROOT, Run

pytestmark = pytest.mark.django_db
CRM = ROOT / "examples/crm"


def products() -> list[str]:
    workspace = find_workspace(None)
    assert workspace is not None
    return list(Opportunity.objects.of(workspace.id).order_by("external_id").values_list("product", flat=True))


def test_open_words_are_listed_and_answers_hold(run: Run) -> None:
    deals = ("import", CRM / "deals.csv", "--as", "deals", "--json")
    run("import", CRM / "products.csv", "--as", "products")
    said = run(*deals).json
    assert said["repairs"] == [
        {
            "names": "product",
            "word": "PumpPro",
            "rows": 2,
            "proposals": [{"name": "Pump Pro", "sure": 0.97, "evidence": ["spacing"]}],
        }
    ]
    assert products() == ["PumpPro", "PumpPro", "Valve Basic"]
    assert "repairs" not in run(*deals, "--repairs", "none").json
    answered = run(*deals, "--repairs", f"accept={CRM / 'repairs.toml'}").json
    assert (answered["known"], "repairs" in answered) == (3, False)
    assert products() == ["Pump Pro", "Pump Pro", "Valve Basic"]


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ('[means.product]\n"PumpPro" = "Nothing of ours"\n', "name one of ours"),
        ('[mean]\n"PumpPro" = "Pump Pro"\n', "none of means, keep and add"),
        ("means = 3\n", "answers.toml"),
    ],
)
def test_an_answer_that_cannot_be_is_said_so(run: Run, tmp_path: Path, answers: str, why: str) -> None:
    file = tmp_path / "answers.toml"
    file.write_text(answers, encoding="utf-8")
    run("import", CRM / "products.csv", "--as", "products")
    deals = ("import", CRM / "deals.csv", "--as", "deals", "--repairs")
    refused = run(*deals, f"accept={file}")
    assert refused.code == 1
    assert why in refused.err
    assert products() == []
    assert run(*deals, "perhaps").code == 2
