"""The work on open deals: tasks done, documents added, competitors named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gleanry.flow.convert.actions.holding import hold
from gleanry.flow.convert.models import DealPaper, DealRival, DealTask
from gleanry.flow.convert.queries import deal_rules
from gleanry.flow.convert.shapes import Paper
from gleanry.kit import bulk
from gleanry.kit.errors import Refusal
from gleanry.tenants.shapes import Viewer

SCHEMES = ("https://", "http://")


def do_tasks(viewer: Viewer, done: Sequence[tuple[int, str, str, bool]], at: datetime) -> None:
    """Mark tasks done or open again: (deal, stage, code, done). Raises Refusal `no_such_task`."""
    known = {
        (stage.key, task.code) for stage in deal_rules(viewer.workspace_id).processes.stages() for task in stage.tasks
    }
    marks = {(deal_id, stage, code): is_done for deal_id, stage, code, is_done in done}
    with transaction.atomic():
        hold(viewer, (deal_id for deal_id, *_ in done))
        for deal_id, stage, code, _ in done:
            if (stage, code) not in known:
                raise Refusal("no_such_task", deal=deal_id, task=code)
        rows = bulk.find(
            DealTask,
            ("id", "opportunity_id", "stage", "code"),
            workspace_id=viewer.workspace_id,
            key="opportunity_id",
            among=(deal_id for deal_id, *_ in done),
        )
        there = {tuple(row[1:]): row[0] for row in rows}
        again = [(there[key], is_done, viewer.member_id, at) for key, is_done in marks.items() if key in there]
        bulk.update(DealTask, ("done", "by", "at"), again)
        columns = ("workspace_id", "opportunity_id", "stage", "code", "done", "by", "at")
        fresh = [
            (viewer.workspace_id, *key, is_done, viewer.member_id, at)
            for key, is_done in marks.items()
            if key not in there
        ]
        bulk.insert(DealTask, columns, fresh)


def add_papers(viewer: Viewer, papers: Sequence[tuple[int, Paper]], at: datetime) -> None:
    """Add documents to deals, closed ones too. Raises Refusal `name_empty` or `bad_link`."""
    for _, paper in papers:
        if not paper.kind.strip() or not paper.name.strip():
            raise Refusal("name_empty")
        if paper.link and not paper.link.startswith(SCHEMES):
            raise Refusal("bad_link")
    columns = ("workspace_id", "opportunity_id", "kind", "name", "link", "by", "at")
    with transaction.atomic():
        hold(viewer, (deal_id for deal_id, _ in papers), closed=True)
        rows = [
            (viewer.workspace_id, i, p.kind.strip()[:40], p.name.strip()[:120], p.link[:1000], viewer.member_id, at)
            for i, p in papers
        ]
        bulk.insert(DealPaper, columns, rows)


def drop_paper(viewer: Viewer, deal_id: int, paper_id: int, at: datetime) -> None:
    """Take a document off a deal; the record of it stays. Raises Refusal `not_found`."""
    with transaction.atomic():
        hold(viewer, [deal_id], closed=True)
        rows = DealPaper.objects.of(viewer.workspace_id).filter(pk=paper_id, opportunity_id=deal_id)
        if not rows.filter(dropped_at__isnull=True).update(dropped_at=at):
            raise Refusal("not_found", paper=paper_id)


def name_rivals(viewer: Viewer, named: Sequence[tuple[int, str, str, str]], at: datetime) -> None:
    """Keep who competes for open deals: (deal, name, why they would win, why they would lose). Raises `name_empty`."""
    given = {(i, name.strip()[:120]): (strong[:400], weak[:400]) for i, name, strong, weak in named}
    if not all(name for _, name in given):
        raise Refusal("name_empty")
    with transaction.atomic():
        hold(viewer, (deal_id for deal_id, _ in given))
        rows = bulk.find(
            DealRival,
            ("id", "opportunity_id", "name"),
            workspace_id=viewer.workspace_id,
            key="opportunity_id",
            among=(deal_id for deal_id, _ in given),
        )
        there = {(deal_id, name): pk for pk, deal_id, name in rows}
        mine = (viewer.member_id, at)
        again = [(there[key], *why, *mine) for key, why in given.items() if key in there]
        bulk.update(DealRival, ("strong", "weak", "by", "at"), again)
        columns = ("workspace_id", "opportunity_id", "name", "strong", "weak", "by", "at")
        fresh = [(viewer.workspace_id, *key, *why, *mine) for key, why in given.items() if key not in there]
        bulk.insert(DealRival, columns, fresh)
