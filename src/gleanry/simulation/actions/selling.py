"""Sellers at work on their deals: what a stage demands is done before it is left, gates are passed, ends explained."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from gleanry.flow.convert.actions import (
    DealChange,
    Grading,
    add_papers,
    ask_gates,
    decide_gates,
    do_tasks,
    edit_deals,
    grade_deals,
)
from gleanry.flow.convert.queries import lacks_of
from gleanry.flow.convert.shapes import Missing, Paper, Report
from gleanry.simulation.actions.house import House
from gleanry.tenants.shapes import Viewer
from gleanry.values.money import Money

NEW = {"budget": "none", "judged": "new_wanted", "deciders": "application", "specification": "not_submitted"}
OPEN = {"budget": "yes", "judged": "unclear", "deciders": "unsure", "specification": "contested"}
RIVAL = {"budget": "yes", "judged": "leaning_rival", "deciders": "for_rival", "specification": "rivals"}
SURE = {"budget": "yes", "judged": "promise", "deciders": "us", "specification": "ours"}
DECIDERS = ("采购总监", "信息部主任", "分管副总", "设备科长")
CLOSES_IN = timedelta(days=30)
LOSSES = {
    "price": Report("客户选择了报价更低的方案", "价格差距超过一成，价值没有讲清", "同行甲", "报价前先确认预算上限"),
    "competitor": Report("竞争对手中标", "对方参数先进入招标文件", "同行乙", "更早参与参数讨论"),
}
LOST = Report("项目暂停", "客户内部没有形成决定", "", "立项前先见到拍板的人")


def grade_new(viewer: Viewer, deal_ids: Iterable[int], at: datetime) -> None:
    """The first grade, when a deal gets its first price."""
    grade_deals(viewer, [Grading(deal_id, NEW) for deal_id in deal_ids], at)


def grade_moved(viewer: Viewer, deal_ids: Iterable[int], stage: str, at: datetime) -> None:
    """The grade a deal has got with a stage; a third of the offers lean to a rival for a while."""
    answers = {"demo": OPEN, "negotiation": SURE}
    grade_deals(
        viewer,
        [Grading(i, answers.get(stage, OPEN if i % 3 else RIVAL), "推进后重新判断") for i in deal_ids],
        at,
    )


def make_ready(
    house: House, viewer: Viewer, deal_ids: Sequence[int], at: datetime, *, to: str | None, won: dict[int, Money]
) -> None:
    """Do all that deals lack before they may go to a stage, or be won: the director decides at the gates."""
    found = lacks_of(viewer.workspace_id, dict.fromkeys(deal_ids, to), won)
    lacks = [(deal_id, missing) for deal_id, many in found.items() for missing in many]
    _fill(viewer, lacks, at)
    if tasks := [(i, m.stage, m.code, True) for i, m in lacks if m.kind == "task"]:
        do_tasks(viewer, tasks, at)
    if papers := [(i, Paper(m.code, f"{m.code}-{i}")) for i, m in lacks if m.kind == "paper"]:
        add_papers(viewer, papers, at)
    if gates := [(i, "条款已谈妥") for i, m in lacks if m.kind == "gate"]:
        requests = ask_gates(viewer, gates, at)
        decide_gates(house.director, [(request, True, "") for request in requests], at)


def _fill(viewer: Viewer, lacks: Sequence[tuple[int, Missing]], at: datetime) -> None:
    known: dict[int, dict[str, Any]] = {}
    for deal_id, missing in lacks:
        if missing.kind == "field" and (value := _known(missing.code, deal_id, at.date())) is not None:
            known.setdefault(deal_id, {})[missing.code] = value
    if known:
        edit_deals(viewer, [DealChange(deal_id, fields) for deal_id, fields in known.items()], at)


def _known(name: str, deal_id: int, today: date) -> Any:
    return {
        "expected_close": today + CLOSES_IN,
        "decider": DECIDERS[deal_id % len(DECIDERS)],
        "competitor": "同行甲",
        "product": "标准产品",
    }.get(name)


def loss_report(reason: str) -> Report:
    """What is written when a deal is lost."""
    return LOSSES.get(reason, LOST)
