"""A workspace with one member of each role and a few leads; beside it a stranger's workspace."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from django.core.cache import cache
from django.test import Client

from gleanry.flow.capture.actions import submit
from gleanry.kit import clock, ledger
from gleanry.leads.models import Lead
from gleanry.tenants.actions import add_member, make_team, set_look
from gleanry.tenants.models import Member
from gleanry.tenants.queries import viewer_of
from gleanry.tenants.shapes import Role, Viewer
from gleanry.wiring.playbooks import new_workspace
from tests.conftest import ask_little

PASSWORD = "wheat-and-chaff"


@dataclass
class House:
    """One workspace and its people by role."""

    workspace_id: int
    members: dict[str, Member] = field(default_factory=dict)

    def viewer(self, role: str) -> Viewer:
        return viewer_of(self.members[role])

    def client(self, role: str) -> Client:
        client = Client()
        user = self.members[role].user
        assert user is not None
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    def leads(self, **filters: object) -> list[Lead]:
        return list(Lead.objects.of(self.workspace_id).filter(**filters).order_by("id"))

    def send(self, *records: dict[str, str]) -> list[Lead]:
        """Take records in and carry them through; returns all leads of the house."""
        submit(self.workspace_id, records, at=clock.now())
        ledger.drain(self.workspace_id)
        return self.leads()


def record(n: int, **more: str) -> dict[str, str]:
    return {
        "person_name": f"Person {n}",
        "company": f"Company {n}",
        "phone": f"1381234{n:04d}",
        "source": "fair",
        **more,
    }


def build(slug: str) -> House:
    workspace = new_workspace(f"House {slug}", slug=slug)
    ask_little(workspace.id)
    house = House(workspace.id)
    team = make_team(workspace.id, "East")
    for role in Role:
        house.members[role] = add_member(
            workspace.id,
            f"{role} of {slug}",
            roles=[role],
            email=f"{role}@{slug}.example",
            password=PASSWORD,
            team=team,
        )
        set_look(house.members[role].user_id or 0, language="en")
    return house


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def house(db: None) -> House:
    """Two leads, both held by the SDR, one without a source."""
    house = build("home")
    house.send(record(1), record(2, source=""))
    return house


@pytest.fixture
def stranger(db: None) -> House:
    return build("away")
