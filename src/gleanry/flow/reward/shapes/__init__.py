"""Plans, statements and usage scores, as others hold them."""

from gleanry.flow.reward.shapes.earnings import (
    Compared,
    ComparedLine,
    Correction,
    Earning,
    LineRow,
    MonthRow,
    Rehearsal,
    Share,
    Stated,
    StatementRow,
    Terms,
)
from gleanry.flow.reward.shapes.plans import (
    MARKETING,
    PARTS,
    PRESALES,
    SALES,
    AwardRule,
    Book,
    Plan,
    Sharing,
    Tier,
    Worker,
)
from gleanry.flow.reward.shapes.usage import UsageFigures, UsageScore

__all__ = [
    "MARKETING",
    "PARTS",
    "PRESALES",
    "SALES",
    "AwardRule",
    "Book",
    "Compared",
    "ComparedLine",
    "Correction",
    "Earning",
    "LineRow",
    "MonthRow",
    "Plan",
    "Rehearsal",
    "Share",
    "Sharing",
    "Stated",
    "StatementRow",
    "Terms",
    "Tier",
    "UsageFigures",
    "UsageScore",
    "Worker",
]
