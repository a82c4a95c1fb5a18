"""The tutorial is typed from top to bottom, and what it shows must be what is said."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.test import Client

from gleanry.tenants.actions import add_member, make_token
from gleanry.tenants.shapes import Role
from gleanry.wiring.playbooks import ensure_workspace
from tests.docs.blocks import ROOT, Reader, blocks_of, commands_of, same

PAGE = ROOT / "docs/tutorial.md"


@pytest.mark.bulk
def test_the_tutorial_does_what_it_shows(tmp_path: Path) -> None:
    reader = Reader(tmp_path / "home")
    said = ""
    typed = 0
    for block in blocks_of(PAGE):
        where = f"{PAGE.name}:{block.line}"
        if block.language == "console":
            for command, shown in commands_of(block):
                said = reader.types(command)
                typed += 1
                assert same(shown, said), f"{where}: {command}\nshown:\n{shown}\nsaid:\n{said}"
        elif block.language == "python":
            said = reader.runs(block.text)
            typed += 1
        elif block.language == "text":
            assert same(block.text, said), f"{where}\nshown:\n{block.text}\nsaid:\n{said}"
    assert typed > 15


@pytest.mark.django_db(transaction=True)
def test_the_request_of_the_tutorial_is_answered_as_it_shows(client: Client) -> None:
    """The page shows it with curl; here the same request goes to the same pages without a server between."""
    blocks = blocks_of(PAGE)
    (request,) = [block.text for block in blocks if block.language == "sh" and "curl" in block.text]
    (answer,) = [block.text for block in blocks if block.language == "json"]
    path = re.search(r"127\.0\.0\.1:8000(\S+)", request)
    body = re.search(r"-d '(.*?)'", request, flags=re.DOTALL)
    assert path is not None
    assert body is not None
    workspace = ensure_workspace()
    member = add_member(workspace.id, "Mei", roles=[Role.MARKETER], email="mei@example.com", password="grain-by-grain")
    token = make_token(workspace.id, member, name="form", scopes=["leads.import"])
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "enquiry-1"}

    said = client.post(path[1], json.loads(body[1]), content_type="application/json", headers=headers)
    again = client.post(path[1], json.loads(body[1]), content_type="application/json", headers=headers)

    assert said.status_code == 200
    assert same(answer, json.dumps(said.json(), ensure_ascii=False))
    assert again.json()["results"][0]["known"] is True
