"""A mail server of one's own, and a house with somebody to be nurtured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from gleanry.connect.mail import SmtpMailer, SmtpSettings
from gleanry.kit import rulebook
from gleanry.wiring.playbooks import read_playbook
from tests.conftest import House
from tests.nurture.server import MailServer

WORDS = {"zh": "{name}您好", "en": "Hello {name}"}
FORM = {
    "person_name": "王小明",
    "phone": "13800138001",
    "email": "xm.wang@sample.cn",
    "company": "北京样品科技有限公司",
}


@pytest.fixture
def server() -> Iterator[MailServer]:
    made = MailServer()
    yield made
    made.close()


@pytest.fixture
def mailer(server: MailServer) -> SmtpMailer:
    sender = "Sample <hello@sample.example>"
    return SmtpMailer(SmtpSettings("127.0.0.1", server.port, "none", "", "", sender, "https://crm.example/"))


def step(do: str = "mail", **more: Any) -> dict[str, Any]:
    return {"do": do, "wait": {"days": 1}, "subject": WORDS, "body": WORDS, **more}


def publish(house: House, *steps: dict[str, Any], **more: Any) -> None:
    """One plan for whoever is given back with `no_need_now`, with no manners unless said."""
    manners = {
        "quiet": {"from": "00:00", "to": "00:00"},
        "working_days": False,
        "wake": read_playbook("tob-leads")["rules"]["plans"]["wake"],
    }
    enter = more.pop("enter", {"returned": ["no_need_now"]})
    plan = {"code": "warm", "zh": "保温", "en": "Warm", "enter": enter, "steps": list(steps)}
    rulebook.publish(house.id, "plans", {**manners, "plans": [plan], **more})
