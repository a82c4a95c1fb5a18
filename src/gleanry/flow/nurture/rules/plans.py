"""The rule book `plans`, read once; and what is wrong with one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

ACTS = ("mail", "task", "message")
LANGUAGES = ("zh", "en")
EXITS = ("replied", "form", "claimed")
"""What may end a stay besides; who converts, is found invalid, wants no mail or cannot be reached always leaves."""
END = "end"
LONGEST = 730


@dataclass(frozen=True, slots=True)
class Wait:
    """How long before a step: days, working days, or until something happens, `days` at most."""

    days: float = 0
    working_days: int = 0
    event: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """After `wait`, do something. `next` names the step that follows; empty is the one below, "end" none."""

    code: str
    wait: Wait
    do: str
    subject: Mapping[str, str]
    body: Mapping[str, str]
    next: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Who enters, what ends it besides, and its steps in order."""

    code: str
    names: Mapping[str, str]
    returned: frozenset[str]
    grades: frozenset[str]
    segments: frozenset[str]
    exits: frozenset[str]
    steps: tuple[Step, ...]

    def step(self, code: str) -> Step | None:
        """The step of a code, None where there is none any more."""
        return next((step for step in self.steps if step.code == code), None)

    def after(self, code: str) -> Step | None:
        """What follows a step, None at the end."""
        codes = [step.code for step in self.steps]
        if code not in codes:
            return None
        at = codes.index(code)
        if named := self.steps[at].next:
            return self.step(named)
        return self.steps[at + 1] if at + 1 < len(codes) else None

    def goes_back(self, code: str, to: str) -> bool:
        """Whether going from one step to another begins a new turn."""
        codes = [step.code for step in self.steps]
        return codes.index(to) <= codes.index(code)


@dataclass(frozen=True, slots=True)
class Manners:
    """When mail may go and how much of it. `quiet` are local times, equal ones mean never quiet; `mails` 0: no cap."""

    quiet: tuple[time, time]
    working_days: bool
    mails: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class PlanBook:
    """All plans, their manners, and what wakes who is nurtured."""

    plans: tuple[Plan, ...]
    manners: Manners
    wake_kinds: frozenset[str]
    wake_bands: frozenset[str]

    def plan(self, code: str) -> Plan | None:
        """The plan of a code, None where there is none any more."""
        return next((plan for plan in self.plans if plan.code == code), None)


def read_plans(body: Mapping[str, Any]) -> PlanBook:
    """A body without faults as plans."""
    start, end = _quiet(body)
    cap, wake = body.get("cap", {}), body.get("wake", {})
    manners = Manners(
        (start, end),
        bool(body.get("working_days", True)),
        int(cap.get("mails", 0)),
        timedelta(days=float(cap.get("days", 7))),
    )
    plans = tuple(_plan(row) for row in body.get("plans", ()))
    return PlanBook(plans, manners, frozenset(wake.get("kinds", ())), frozenset(map(str, wake.get("bands", ()))))


def _quiet(body: Mapping[str, Any]) -> tuple[time, time]:
    """From when until when it is quiet. Raises ValueError for what is no time of day."""
    quiet = body.get("quiet") or {}
    if not isinstance(quiet, Mapping):
        raise ValueError("quiet is no span")
    return time.fromisoformat(str(quiet.get("from", "00:00"))), time.fromisoformat(str(quiet.get("to", "00:00")))


def _plan(row: Mapping[str, Any]) -> Plan:
    enter = row.get("enter", {})
    return Plan(
        code=str(row["code"]),
        names={language: str(row.get(language) or row["code"]) for language in LANGUAGES},
        returned=frozenset(enter.get("returned", ())),
        grades=frozenset(enter.get("grades", ())),
        segments=frozenset(enter.get("segments", ())),
        exits=frozenset(row.get("exit", EXITS)),
        steps=tuple(_step(step, number) for number, step in enumerate(row["steps"], 1)),
    )


def _step(row: Mapping[str, Any], number: int) -> Step:
    wait = row.get("wait", {})
    return Step(
        code=str(row.get("code") or f"step_{number}"),
        wait=Wait(float(wait.get("days", 0)), int(wait.get("working_days", 0)), str(wait.get("event", ""))),
        do=str(row["do"]),
        subject=dict(row.get("subject", {})),
        body=dict(row.get("body", {})),
        next=str(row.get("next", "")),
    )


Fault = dict[str, Any]


def faults_of(body: Mapping[str, Any]) -> list[Fault]:
    """What is wrong with a body: dicts of row (of the plan, from 1; 0 is the book), setting, code and value.

    Codes: bad_quiet, bad_cap, no_code, double_code, no_steps, double_step, unknown_act, no_words, bad_wait,
    unknown_next, never_reached (a step that no way leads to), circle_without_wait (the same step again and again at
    once), unknown_exit.
    """
    found = _manner_faults(body)
    plans = body.get("plans", [])
    codes = [str(row.get("code", "")) for row in plans]
    for number, row in enumerate(plans, 1):
        code = codes[number - 1]
        if not code or codes.index(code) != number - 1:
            found.append(_fault(number, "code", "double_code" if code else "no_code", code))
        found += [
            _fault(number, "exit", "unknown_exit", str(name)) for name in row.get("exit", EXITS) if name not in EXITS
        ]
        found += _step_faults(row.get("steps", []), number) or (_way_faults(_plan({"code": "-", **row}), number))
    return found


def _fault(row: int, setting: str, code: str, value: str = "") -> Fault:
    return {"row": row, "setting": setting, "code": code, "value": value[:80]}


def _manner_faults(body: Mapping[str, Any]) -> list[Fault]:
    found = []
    try:
        _quiet(body)
    except ValueError:
        found.append(_fault(0, "quiet", "bad_quiet", str(body.get("quiet"))))
    cap = body.get("cap", {})
    if not _is_number(cap.get("mails", 0), 0, 100) or not _is_number(cap.get("days", 7), 0.01, 365):
        found.append(_fault(0, "cap", "bad_cap", str(cap)))
    return found


def _step_faults(steps: Any, number: int) -> list[Fault]:
    if not isinstance(steps, list) or not steps:
        return [_fault(number, "steps", "no_steps")]
    codes = [str(step.get("code") or f"step_{at}") for at, step in enumerate(steps, 1)]
    found = []
    for at, step in enumerate(steps):
        wait, code = step.get("wait", {}), codes[at]
        wrong = {
            "double_step": codes.index(code) != at,
            "unknown_act": step.get("do") not in ACTS,
            "no_words": not _has_words(step),
            "bad_wait": not _is_wait(wait),
            "unknown_next": str(step.get("next", "")) not in ("", END, *codes),
        }
        found += [_fault(number, code, fault) for fault, is_wrong in wrong.items() if is_wrong]
    return found


def _has_words(step: Mapping[str, Any]) -> bool:
    wanted = ("subject", "body") if step.get("do") == "mail" else ("body",)
    return all(str(step.get(part, {}).get(language, "")).strip() for part in wanted for language in LANGUAGES)


def _is_wait(wait: Any) -> bool:
    if not isinstance(wait, Mapping) or set(wait) - {"days", "working_days", "event"}:
        return False
    if not _is_number(wait.get("days", 0), 0, LONGEST) or not _is_number(wait.get("working_days", 0), 0, LONGEST):
        return False
    if wait.get("event") and not wait.get("days"):
        return False
    return not (wait.get("days") and wait.get("working_days"))


def _is_number(value: Any, lowest: float, highest: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and lowest <= value <= highest


def _way_faults(plan: Plan, number: int) -> list[Fault]:
    """Steps no way leads to, and circles that never wait: where a way comes back, some step of the circle must."""
    way: list[Step] = []
    step: Step | None = plan.steps[0]
    while step is not None and step not in way:
        way.append(step)
        step = plan.after(step.code)
    found = [_fault(number, other.code, "never_reached") for other in plan.steps if other not in way]
    if step is not None:
        circle: Sequence[Step] = way[way.index(step) :]
        if not any(one.wait.days or one.wait.working_days for one in circle if not one.wait.event):
            found.append(_fault(number, step.code, "circle_without_wait"))
    return found
