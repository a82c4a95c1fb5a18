"""Members at work: the steps of one moment, grouped by who does what, through the actions their pages use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from gleanry.flow.collect.actions import take_money
from gleanry.flow.convert.actions import lose_deals, move_deals, price_deals, win_deals
from gleanry.flow.followup.actions import (
    accept_leads,
    invalidate_leads,
    qualify_leads,
    record_follow_ups,
    refuse_leads,
    return_leads,
)
from gleanry.flow.followup.queries import gate_of
from gleanry.flow.followup.shapes import Answer, FollowUpEntry
from gleanry.flow.route.actions import assign_leads
from gleanry.kit import ledger
from gleanry.leads.queries import leads_by_id
from gleanry.simulation.actions.house import House
from gleanry.simulation.rules.answers import bant_of
from gleanry.simulation.rules.steps import Step, Verb
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money

Steps = Sequence[Step]
ONE = Decimal(1)
NOTES = {"reached": "已沟通需求和时间", "no_answer": "无人接听", "busy": "在忙，稍后联系", "wrong_number": "号码不对"}

REFUSALS = {"预算未到位": "low_budget", "时机未到": "year_away"}
"""Reasons to give a lead back that are reasons to refuse it as SQL, too."""


def perform(house: House, steps: Steps, at: datetime) -> set[int]:
    """Do the steps of one moment and carry on what follows. Returns the leads somebody decided about or handed on."""
    workspace_id = house.director.workspace_id
    touched: set[int] = set()
    for verb, same in groupby(sorted(steps, key=_order), key=lambda step: step.verb):
        for member_id, mine in groupby(_still_theirs(workspace_id, verb, list(same)), key=lambda step: step.member_id):
            _ACTS[min(verb, Verb.PAY)](house, house.viewers[member_id], list(mine), at)
        if verb in {Verb.QUALIFY, Verb.ACCEPT, Verb.HAND_OVER}:
            touched.update(step.subject for step in steps if step.verb == verb)
    ledger.drain(workspace_id)
    return touched


def _still_theirs(workspace_id: int, verb: int, steps: Steps) -> Steps:
    """Without what members planned about leads that were taken from them meanwhile."""
    if verb >= Verb.PRICE:
        return steps
    leads = leads_by_id(workspace_id, [step.subject for step in steps])
    return [step for step in steps if step.subject in leads and leads[step.subject].owner_id == step.member_id]


def _order(step: Step) -> tuple[int, int, str, int]:
    """Leads and deals of one member keep their own order, so that the same seed writes the same rows."""
    return step.verb, step.member_id, step.word, step.subject


def _contact(house: House, viewer: Viewer, steps: Steps, at: datetime) -> None:
    entries = [FollowUpEntry(s.subject, "call", s.word, note=NOTES.get(s.word, ""), bant=_heard(s, at)) for s in steps]
    record_follow_ups(viewer, entries, at)


def _heard(step: Step, at: datetime) -> dict[str, Any]:
    """What was answered, where somebody was reached."""
    n, goes_on = divmod(step.amount, 2)
    return bant_of(n, at.date(), goes_on=bool(goes_on)) if step.word == "reached" else {}


def _signed(viewer: Viewer, name: str, steps: Steps) -> Mapping[int, Mapping[str, Answer]]:
    """Who signs says yes to every item of the gate in force."""
    answers = {item.code: Answer("yes") for item in gate_of(viewer.workspace_id, name).items}
    return {step.subject: answers for step in steps}


def _qualify(house: House, viewer: Viewer, steps: Steps, at: datetime) -> None:
    qualify_leads(viewer, [s.subject for s in steps], at, _signed(viewer, "mql", steps))


def _invalidate(house: House, viewer: Viewer, steps: Steps, at: datetime) -> None:
    for reason, same in groupby(steps, key=lambda s: s.word):
        invalidate_leads(viewer, [s.subject for s in same], reason, at)


def _return(house: House, viewer: Viewer, steps: Steps, at: datetime) -> None:
    """Give leads back; a seller who has a reason of the gate's book refuses the MQL instead."""
    for reason, same in groupby(steps, key=lambda s: s.word):
        ids = [s.subject for s in same]
        if reason in REFUSALS and viewer.may("leads.accept"):
            gone = refuse_leads(viewer, ids, REFUSALS[reason], at)
            ids = [lead_id for lead_id in ids if lead_id not in gone]
        return_leads(viewer, ids, reason, at)


def _accept(house: House, viewer: Viewer, steps: Steps, at: datetime) -> None:
    accept_leads(viewer, [s.subject for s in steps], at, _signed(viewer, "sql", steps))


def _hand_over(house: House, viewer: Viewer, steps: Steps, at: datetime) -> None:
    """The director gives leads of one seller to another."""
    mates = house.mates[viewer.member_id]
    if mates:
        assign_leads(house.director, [s.subject for s in steps], mates[steps[0].amount % len(mates)], at)


def _price(house: House, viewer: Viewer, steps: Steps, at: datetime) -> None:
    price_deals(viewer, [(s.subject, _yuan(s), ONE) for s in steps], at)


def _move(house: House, viewer: Viewer, steps: Steps, at: datetime) -> None:
    move_deals(viewer, [(s.subject, s.word) for s in steps], at)


def _win(house: House, viewer: Viewer, steps: Steps, at: datetime) -> None:
    win_deals(viewer, [(s.subject, _yuan(s), ONE) for s in steps], at)


def _lose(house: House, viewer: Viewer, steps: Steps, at: datetime) -> None:
    lose_deals(viewer, [(s.subject, s.word) for s in steps], at)


def _pay(house: House, viewer: Viewer, steps: Steps, at: datetime) -> None:
    take_money(viewer, [(s.subject, _yuan(s), ONE, at) for s in steps], at)


def _yuan(step: Step) -> Money:
    return Money(step.amount, "CNY")


_ACTS: dict[int, Callable[[House, Viewer, Steps, datetime], None]] = {
    Verb.HAND_OVER: _hand_over,
    Verb.CONTACT: _contact,
    Verb.QUALIFY: _qualify,
    Verb.INVALIDATE: _invalidate,
    Verb.RETURN: _return,
    Verb.ACCEPT: _accept,
    Verb.PRICE: _price,
    **{Verb.MOVE + number: _move for number in range(3)},
    Verb.WIN: _win,
    Verb.LOSE: _lose,
    Verb.PAY: _pay,
}
