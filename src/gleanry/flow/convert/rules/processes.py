"""Processes as the rule book `convert` has them: stages in order, and what each demands before a deal goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

WON = "won"
LOST = "lost"
MAIN = "main"
"""The process of a book that names none."""
PHASES = ("LTO", "OTO", "OTB", "OTC", "CTC")
"""From lead to cash: lead to opportunity, to offer, to bidding, to contract, to cash."""
FIELDS = ("amount", "expected_close", "product", "account", "decider", "competitor", "grade")


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do in a stage. `whom`: a role's code, or empty for who holds the deal."""

    code: str
    name_zh: str
    name_en: str
    required: bool
    whom: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a process. What it demands is demanded before a deal leaves it forwards.

    `percent` is how many of a hundred deals here are won; `fields` of FIELDS, `papers` kinds of documents; `gate` a
    code such as ATB (empty: none) and `approver` the role that decides (empty: whoever may approve at gates); after
    `stuck_days` without moving a deal counts as stuck (None: never); `phase` one of PHASES or empty.
    """

    key: str
    name_zh: str
    name_en: str
    percent: int = 0
    phase: str = ""
    tasks: tuple[Task, ...] = ()
    fields: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    gate: str = ""
    approver: str = ""
    stuck_days: int | None = None


@dataclass(frozen=True, slots=True)
class FastLane:
    """Simple deals, `under` an amount in the workspace's currency (None: any) and of `products` (empty: any)."""

    under: Decimal | None
    products: frozenset[str]
    skips: frozenset[str]


@dataclass(frozen=True, slots=True)
class Process:
    """The way of the deals of some product lines; without lines, of all others."""

    key: str
    name_zh: str
    name_en: str
    lines: tuple[str, ...]
    stages: tuple[Stage, ...]
    fast: FastLane | None = None

    def place_of(self, stage: str) -> int | None:
        """Where a stage stands, from 0; None when it is not of this process."""
        return next((n for n, known in enumerate(self.stages) if known.key == stage), None)


@dataclass(frozen=True, slots=True)
class LossReason:
    """Why a deal may be lost."""

    code: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class ProcessBook:
    """All processes. A stage's key is its own in the whole book, so that a stage says which process it is of."""

    processes: tuple[Process, ...]
    loss_reasons: tuple[LossReason, ...]
    loss_report: bool

    def of_stage(self, key: str) -> Process | None:
        """The process a stage is of."""
        return next((one for one in self.processes if one.place_of(key) is not None), None)

    def for_product(self, product: str) -> Process:
        """The process for a product line: the one that names it, or the one that names none."""
        wanted = product.strip().casefold()
        for process in self.processes:
            if wanted and wanted in (line.casefold() for line in process.lines):
                return process
        return next((one for one in self.processes if not one.lines), self.processes[0])

    def stages(self) -> tuple[Stage, ...]:
        """The stages of all processes, in order."""
        return tuple(stage for process in self.processes for stage in process.stages)


def read_processes(body: Mapping[str, Any]) -> ProcessBook:
    """Read a body that has no faults. One with `stages` alone is one process."""
    tasks: dict[str, list[Task]] = {}
    for row in body.get("tasks", ()):
        task = Task(row["code"], row["zh"], row["en"], bool(row.get("required", False)), row.get("whom", ""))
        tasks.setdefault(row["stage"], []).append(task)
    rows = body.get("processes") or [{"key": MAIN, "zh": "标准流程", "en": "Standard process"}]
    first = rows[0]["key"]
    stages = [(row.get("process") or first, _stage(row, tuple(tasks.get(row["key"], ())))) for row in body["stages"]]
    loss = body.get("loss", {})
    return ProcessBook(
        tuple(_process(row, tuple(stage for key, stage in stages if key == row["key"])) for row in rows),
        tuple(LossReason(row["code"], row["zh"], row["en"]) for row in body.get("loss_reasons", ())),
        bool(loss.get("report", False)),
    )


def read_stages(body: Mapping[str, Any]) -> tuple[Stage, ...]:
    """The open stages of the rule book, in order; won and lost are ends, not stages."""
    return read_processes(body).stages()


def _process(row: Mapping[str, Any], stages: tuple[Stage, ...]) -> Process:
    fast = row.get("fast") or {}
    skips = frozenset(fast.get("skips", ()))
    under = Decimal(str(fast["under"])) if fast.get("under") not in (None, "") else None
    products = frozenset(str(word).casefold() for word in fast.get("products", ()))
    lane = FastLane(under, products, skips) if skips else None
    return Process(row["key"], row["zh"], row["en"], tuple(row.get("lines", ())), stages, lane)


def _stage(row: Mapping[str, Any], tasks: tuple[Task, ...]) -> Stage:
    return Stage(
        key=row["key"],
        name_zh=row["zh"],
        name_en=row["en"],
        percent=int(row.get("percent", 0)),
        phase=row.get("phase", ""),
        tasks=tasks,
        fields=tuple(row.get("fields", ())),
        papers=tuple(row.get("papers", ())),
        gate=row.get("gate", ""),
        approver=row.get("approver", ""),
        stuck_days=row.get("stuck_days"),
    )


def stage_named(word: str, stages: Sequence[Stage]) -> str:
    """The stage a word means: its key or one of its names; the first stage when it means none of them."""
    wanted = word.strip().casefold()
    for stage in stages:
        if wanted in (stage.key.casefold(), stage.name_zh.casefold(), stage.name_en.casefold()):
            return stage.key
    return stages[0].key
