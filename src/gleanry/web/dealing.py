"""What the page of an opportunity shows of its process, its grade, its risks and its history, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from gleanry.flow.convert.queries import DealRules, edits_since, lacks_of, risks_of_deal, stays_of_deal
from gleanry.flow.convert.shapes import DealCard, DealFile, EditRow, GateRow
from gleanry.tenants.queries import names_of
from gleanry.tenants.shapes import Viewer
from gleanry.web.words.deals import DEAL_FIELDS, GATE_STATES, PHASES, RISKS, gate_name, in_language, paper_name
from gleanry.web.words.labels import DEAL_OUTCOMES, LOSS_REASONS, ROLES
from gleanry.web.words.lacking import one_missing

ENDS = ("won", "lost")


def stage_words(rules: DealRules) -> dict[str, str]:
    """Stage, won and lost -> its name in the present language."""
    names = {stage.key: in_language(stage.name_zh, stage.name_en) for stage in rules.processes.stages()}
    return names | {end: str(DEAL_OUTCOMES[end]) for end in ENDS}


def loss_words(rules: DealRules) -> dict[str, str]:
    """Code -> words of the reasons to lose; those of old where the book names none."""
    named = {one.code: in_language(one.name_zh, one.name_en) for one in rules.processes.loss_reasons}
    return named or {code: str(words) for code, words in LOSS_REASONS.items()}


def way_of(rules: DealRules, deal: DealCard) -> dict[str, Any]:
    """The stages of the deal's process in order, which are behind, and where it may go."""
    names = stage_words(rules)
    process = rules.processes.of_stage(deal.stage) or rules.processes.for_product(deal.product)
    keys = [stage.key for stage in process.stages]
    at = keys.index(deal.stage) if deal.stage in keys and not deal.outcome else len(keys)
    steps = [
        {
            "key": stage.key,
            "name": names[stage.key],
            "done": deal.outcome == "won" if deal.outcome else n < at,
            "now": n == at,
        }
        for n, stage in enumerate(process.stages)
    ]
    if deal.outcome:
        steps.append({"key": deal.outcome, "name": names[deal.outcome], "done": False, "now": True})
    others = [one for one in rules.processes.processes if one.key != process.key]
    return {
        "names": names,
        "stages": steps,
        "next": keys[at + 1] if at + 1 < len(keys) else None,
        "process": in_language(process.name_zh, process.name_en) if others else "",
        "others": [(one.stages[0].key, in_language(one.name_zh, one.name_en)) for one in others],
    }


def work_of(viewer: Viewer, rules: DealRules, deal: DealCard, file: DealFile, at: datetime) -> dict[str, Any]:
    """The tasks, documents and gate of the present stage, what is missing to go on, and the risks."""
    process = rules.processes.of_stage(deal.stage)
    stage = next((one for one in process.stages if one.key == deal.stage), None) if process else None
    way = way_of(rules, deal)
    said = {
        (one.key, task.code): in_language(task.name_zh, task.name_en)
        for one in rules.processes.stages()
        for task in one.tasks
    }
    missing = [] if deal.outcome else lacks_of(viewer.workspace_id, {deal.id: way["next"]})[deal.id]
    done = {(task.stage, task.code): task for task in file.tasks if task.done}
    tasks = [] if stage is None else [
        {"task": task, "name": said[stage.key, task.code], "done": done.get((stage.key, task.code)),
         "whom": ROLES.get(task.whom, "")}
        for task in stage.tasks
    ]  # fmt: skip
    gate = next((row for row in reversed(file.gates) if stage and row.stage == stage.key and row.state != "void"), None)
    return way | {
        "stage": stage,
        "phase": PHASES.get(stage.phase, "") if stage else "",
        "missing": [one_missing(one, said) for one in missing],
        "tasks": tasks,
        "papers": [{"row": row, "kind": paper_name(row.kind)} for row in file.papers],
        "paper_kinds": _kinds(rules, deal),
        "gate": _gate(viewer, gate),
        "gate_name": gate_name(stage.gate) if stage else "",
        "risks": [
            {"name": RISKS[risk.code], "phase": PHASES.get(risk.phase, ""), "days": risk.days}
            for risk in risks_of_deal(viewer.workspace_id, deal, file, rules, at)
        ],
    }


def _kinds(rules: DealRules, deal: DealCard) -> list[tuple[str, str]]:
    """The kinds of documents the process asks for, and those everybody has."""
    process = rules.processes.of_stage(deal.stage)
    asked = [paper for stage in process.stages for paper in stage.papers] if process else []
    return [(kind, paper_name(kind)) for kind in dict.fromkeys([*asked, "quote", "contract", "acceptance"])]


def _gate(viewer: Viewer, row: GateRow | None) -> dict[str, Any] | None:
    if row is None:
        return None
    mine = viewer.may("gates.approve") and row.asked_by_id != viewer.member_id
    return {
        "row": row,
        "state": GATE_STATES[row.state],
        "may_decide": not row.state and mine and (not row.approver or row.approver in viewer.roles),
        "approver": ROLES.get(row.approver, ""),
    }


def grade_of_deal(rules: DealRules, deal: DealCard, file: DealFile, typed: Mapping[str, str]) -> dict[str, Any]:
    """The grade, its criteria with what is answered (or typed), what to do for it, and how it changed."""
    book = rules.grades
    answered = dict(file.criteria) | {
        key.removeprefix("is-"): value for key, value in typed.items() if key[:3] == "is-"
    }
    grade = book.grade(deal.grade)
    names = {criterion.code: in_language(criterion.name_zh, criterion.name_en) for criterion in book.criteria}
    return {
        "grade": grade,
        "goal": in_language(grade.goal_zh, grade.goal_en) if grade else "",
        "grade_actions": (in_language_of(grade.actions_zh, grade.actions_en)) if grade else (),
        "criteria": [
            {
                "code": criterion.code,
                "name": names[criterion.code],
                "answers": [(one.code, in_language(one.name_zh, one.name_en), one.grade) for one in criterion.answers],
                "now": answered.get(criterion.code, ""),
            }
            for criterion in book.criteria
        ],
        "grade_changes": [
            {"row": row, "because": [names.get(code, code) for code in row.because]} for row in reversed(file.grades)
        ],
    }


def in_language_of(zh: tuple[str, ...], en: tuple[str, ...]) -> tuple[str, ...]:
    """A list of a rule book in the present language."""
    return zh if in_language("zh", "en") == "zh" else en


def history_of(viewer: Viewer, deal: DealCard, file: DealFile, at: datetime) -> dict[str, Any]:
    """The stays of a deal with their days, newest first, and the names behind its records."""
    stays = stays_of_deal(viewer.workspace_id, deal, file, at)
    end = next((change for change in reversed(file.changes) if change.stage in ENDS), None) if deal.outcome else None
    people = [change.by for change in file.changes] + [row.by for row in file.grades] + [row.by for row in file.edits]
    people += [row.asked_by_id for row in file.gates] + [row.decided_by_id for row in file.gates]
    people += [row.by for row in file.papers] + [row.by for row in file.tasks]
    return {
        "stays": list(reversed(stays)),
        "end": end,
        "members": names_of(viewer.workspace_id, people),
    }


def changed_since(viewer: Viewer, rules: DealRules, deal_id: int, version: int) -> list[dict[str, Any]]:
    """What others made of a deal after the version somebody looked at, in words."""
    edits = edits_since(viewer.workspace_id, deal_id, version)
    members, names = names_of(viewer.workspace_id, [edit.by for edit in edits]), stage_words(rules)
    return [{"by": members.get(edit.by or 0, ""), "at": edit.at, "lines": _lines(edit, names)} for edit in edits]


def _lines(edit: EditRow, stages: Mapping[str, str]) -> list[dict[str, Any]]:
    lines = []
    for field, (before, after) in edit.changes.items():
        plain = field != "criteria"
        lines.append(
            {
                "field": DEAL_FIELDS.get(field, field),
                "before": stages.get(before, before) if plain and isinstance(before, str) else before if plain else "",
                "after": stages.get(after, after) if plain and isinstance(after, str) else after if plain else "",
            }
        )
    return lines


def report_of(file: DealFile, typed: Mapping[str, str]) -> dict[str, Any]:
    """The report as it is, or as it was typed."""
    return (asdict(file.report) if file.report else {}) | dict(typed)
