"""The three standing characters, a workspace they live in, and ways to send leads through it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from gleanry.flow.capture.actions import submit
from gleanry.flow.identify.queries import match_of
from gleanry.kit import columnar, ledger, rulebook
from gleanry.tenants.actions import add_member, make_region, make_team
from gleanry.tenants.models import Member
from gleanry.tenants.queries import viewer_of
from gleanry.tenants.shapes import Role, Viewer, WorkspaceSettings
from gleanry.wiring.playbooks import new_workspace, read_playbook

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""Ten in the morning in Shanghai on an ordinary Monday."""


@dataclass(frozen=True)
class House:
    """A workspace with an administrator, two SDRs, two sellers and their director."""

    workspace: WorkspaceSettings
    insider: Member
    sdrs: tuple[Member, Member]
    sellers: tuple[Member, Member]
    director: Member

    @property
    def id(self) -> int:
        return self.workspace.id

    def viewer(self, member: Member | None = None) -> Viewer:
        return viewer_of(member or self.insider)

    def send(self, *records: dict[str, Any], at: datetime = MONDAY, kind: Any = "leads") -> list[int]:
        """Submit records, carry them through, and give the leads they became."""
        results = submit(self.id, records, at=at, kind=kind)
        ledger.drain(self.id)
        matches = [match_of(self.id, result.submission_id) for result in results]
        return [match.lead_id for match in matches if match is not None]


PLAIN_STAGES = [
    {"key": "discovery", "zh": "需求确认", "en": "Discovery"},
    {"key": "demo", "zh": "方案演示", "en": "Demo"},
    {"key": "proposal", "zh": "方案报价", "en": "Proposal"},
    {"key": "negotiation", "zh": "商务谈判", "en": "Negotiation"},
]
"""Stages that demand nothing, as books were before there were processes."""


def ask_little(workspace_id: int) -> None:
    """No gate to pass and nothing to leave behind: tests of those adopt the playbook's books with `ask_all`."""
    rulebook.publish(workspace_id, "gates", {"refusals": read_playbook("tob-leads")["rules"]["gates"]["refusals"]})
    rulebook.publish(workspace_id, "contacts", {})
    rulebook.publish(workspace_id, "convert", {"stages": PLAIN_STAGES})


def ask_all(workspace_id: int) -> None:
    """The gates and contacts as the playbook has them."""
    for book in ("gates", "contacts"):
        rulebook.publish(workspace_id, book, read_playbook("tob-leads")["rules"][book])


def build_house(slug: str) -> House:
    workspace = new_workspace(f"House {slug}", slug=slug)
    ask_little(workspace.id)
    team = make_team(workspace.id, "Sales")
    north = make_region(workspace.id, "North", places=["北京", "天津"])
    south = make_region(workspace.id, "South", places=["广东", "深圳"])

    def member(name: str, role: Role, **more: Any) -> Member:
        email = f"{name}@{slug}.example"
        return add_member(workspace.id, name, roles=[role], email=email, password="grain-by-grain", **more)

    return House(
        workspace,
        insider=member("insider", Role.ADMINISTRATOR),
        sdrs=(member("sdr-a", Role.SDR), member("sdr-b", Role.SDR)),
        sellers=(
            member("seller-a", Role.SELLER, team=make_team(workspace.id, "North team", parent=team), region=north),
            member("seller-b", Role.SELLER, team=make_team(workspace.id, "South team", parent=team), region=south),
        ),
        director=member("director", Role.SALES_DIRECTOR, team=team),
    )


@pytest.fixture(autouse=True)
def _no_engine_left() -> Iterator[None]:
    """The columnar engine holds a connection; a test database with guests cannot be dropped."""
    yield
    columnar.stop()


@pytest.fixture
def house(db: None) -> House:
    return build_house("own")


@pytest.fixture
def insider(house: House) -> Viewer:
    """Sees the whole workspace."""
    return house.viewer(house.insider)


@pytest.fixture
def teammate(house: House) -> Viewer:
    """Works in the same workspace and sees their own leads."""
    return house.viewer(house.sdrs[1])


@pytest.fixture
def outsider(house: House) -> Viewer:
    """Administers another workspace."""
    return build_house("other").viewer()
