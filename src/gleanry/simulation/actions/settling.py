"""A handful of registrations and collisions for the demo, so that its cases and registrations are not empty."""

from __future__ import annotations

from datetime import datetime, timedelta

from gleanry.flow.settle.actions import Wish, argue, decide, register
from gleanry.flow.settle.queries import judges, list_cases, list_registrations
from gleanry.kit import ledger
from gleanry.leads.queries import held_leads
from gleanry.leads.shapes import Pool
from gleanry.people.queries import accounts_by_id
from gleanry.tenants.queries import list_members, viewer_of
from gleanry.tenants.shapes import Role, Viewer

FREE = (
    ("苏州恒旭精密制造有限公司", "拜访过设备部负责人，正在选型"),
    ("宁波海拓自动化有限公司", "做过样品测试，等预算批复"),
)
WISHED = 3
ANSWER = "首次拜访早于对方的线索，见跟进记录。"
DECISION = "录入在先，且有拜访记录。"


def settle_some(workspace_id: int, at: datetime) -> None:
    """Let a partner and a seller register companies, free ones and ones that others hold; answer and decide a case.

    Done once: where the partner has registered something already, nothing is.
    """
    partners = [viewer_of(member) for member in list_members(workspace_id, role=Role.PARTNER)]
    sellers = [viewer_of(member) for member in list_members(workspace_id, role=Role.SELLER)]
    if not partners or not sellers or list_registrations(partners[0], own=True):
        return
    began = at - timedelta(days=3)
    for viewer, (company, done) in zip((partners[0], sellers[0]), FREE, strict=True):
        register(viewer, Wish(company, "", done), began)
    for company in _held(workspace_id, partners[0]):
        register(partners[0], Wish(company, "", "在当地为其做过项目，已约见负责人"), began)
    ledger.drain(workspace_id)
    for case in list_cases(partners[0], "answer")[1:]:
        argue(partners[0], case.id, ANSWER, began + timedelta(hours=2))
    _decide_one(workspace_id, at)
    ledger.drain(workspace_id)


def _held(workspace_id: int, partner: Viewer) -> list[str]:
    """Companies whose leads sellers hold."""
    leads = [lead for lead in held_leads(workspace_id, [Pool.SALES]) if lead.owner_id != partner.member_id]
    accounts = accounts_by_id(workspace_id, [lead.account_id for lead in leads[-50:]])
    return [account.name for account in list(accounts.values())[:WISHED]]


def _decide_one(workspace_id: int, at: datetime) -> None:
    for member in list_members(workspace_id, role=Role.GENERAL_MANAGER):
        boss = viewer_of(member)
        open_cases = [case for case in list_cases(boss, "judge") if judges(boss, case)]
        if len(open_cases) > 1:
            case = open_cases[-1]
            decide(boss, case.id, case.proposed_share, DECISION, at - timedelta(hours=1))
            return
