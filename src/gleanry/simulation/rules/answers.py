"""What people say when they are asked about budget, authority, need and time."""

from __future__ import annotations

from datetime import date
from typing import Any

from gleanry.simulation.rules.dice import Dice

NEEDS = ("产线视觉检测", "设备联网与数据看板", "替换现有系统", "新厂区规划", "来料检验自动化", "售后备件管理")
AUTHORITIES = ("decides", "influences", "influences", "uses")


def bant_of(n: int, on: date, *, goes_on: bool) -> dict[str, Any]:
    """The answers of lead `n` on a day: who goes on buys within half a year and has a budget, the others mostly not."""
    dice = Dice("bant", n)
    least = (5 + dice.below(40)) * 10_000
    amount = {"is": "amount", "least": least, "most": least * 2, "currency": "CNY"}
    soon = dice.below(6) if goes_on else 7 + dice.below(8)
    said: dict[str, Any] = {"need": dice.pick(NEEDS), "authority": dice.pick(AUTHORITIES), "timing": _month(on, soon)}
    said["budget"] = amount if goes_on or dice.happens(0.3) else {"is": dice.pick(("none", "unknown"))}
    # Nobody asks everything.
    if dice.happens(0.15):
        del said[dice.pick(("budget", "authority", "timing"))]
    return said


def _month(on: date, later: int) -> str:
    months = on.year * 12 + on.month - 1 + later
    return f"{months // 12}-{months % 12 + 1:02d}"
