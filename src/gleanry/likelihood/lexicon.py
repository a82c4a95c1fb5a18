"""What a column's name lets suspect. A name alone never condemns: it only lowers how strong the evidence must be."""

from __future__ import annotations

import re
from typing import Literal

Hint = Literal["outcome", "course", ""]
"""`outcome`: the name speaks of how it ended; `course`: of how long it took or what came last."""


def of_words(*texts: str) -> frozenset[str]:
    """The words of some texts."""
    return frozenset(word for text in texts for word in text.split())


_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+")

OUTCOME = of_words(
    "close closed closing won win wins winning lost lose loss churn churned cancel cancelled canceled cancellation "
    "converted conversion outcome disposition resolved resolution signed signing refund refunded recovered recoveries "
    "result results verdict deactivated terminated"
)
COURSE = of_words(
    "duration length talk talktime elapsed cycle last latest final ended end finish finished after post stage status "
    "state aftersales onboarding delivery shipped installed activation renewal reason"
)
PAPERS = of_words("contract invoice order payment receipt deal opportunity purchase quote sale sales")
ON_PAPERS = of_words("no number id code date at time on amount value sum total price signed paid days")
PAID = of_words("paid payout invoiced billed revenue commission")
TALK = of_words("call calls talk phone conversation meeting chat contact")
TALK_TIME = of_words("seconds second secs sec minutes minute mins min length time")
BEFORE = of_words(
    "previous prev prior past history historical earlier before first initial expected planned forecast target "
    "session visit site website web page marital employment housing loan credit account companys company"
)
OUTCOME_ZH = (
    "成交",
    "赢单",
    "输单",
    "丢单",
    "关闭",
    "关单",
    "结单",
    "签约",
    "签单",
    "流失",
    "退款",
    "结果",
    "战败",
    "转化",
)
COURSE_ZH = (
    "通话时长",
    "时长",
    "耗时",
    "周期",
    "最后",
    "最终",
    "最近",
    "阶段",
    "状态",
    "原因",
    "交付",
    "验收",
    "回款",
    "开票",
    "付款",
)
BEFORE_ZH = ("上次", "历史", "以往", "首次", "预计", "计划", "访问", "浏览", "婚姻")
ENDINGS = of_words(
    "won lost closed converted churned cancelled canceled refunded signed paid rejected disqualified "
    "成交 赢单 输单 丢单 已签约 已成交 战败 已关闭 流失"
)
"""Words in a column's values that name an ending."""
_ID = of_words("id ids no nr number num key uuid guid code seq sequence index row rowid 编号 序号 单号 号")


def words_of(name: str) -> list[str]:
    """`closeDate`, `close_date` and `CLOSE DATE` are the words close and date."""
    return [word.casefold() for word in _WORD.findall(name)]


def hint_of(name: str) -> Hint:
    """What the name of a column lets suspect."""
    words = set(words_of(name))
    if words & BEFORE or any(part in name for part in BEFORE_ZH):
        return ""
    if words & OUTCOME or words & PAID or (words & PAPERS and words & ON_PAPERS) or any(p in name for p in OUTCOME_ZH):
        return "outcome"
    if words & COURSE or (words & TALK and words & TALK_TIME) or any(part in name for part in COURSE_ZH):
        return "course"
    return ""


def names_a_number(name: str) -> bool:
    """Whether the name says that this is an identifier."""
    words = words_of(name)
    return bool(words) and (words[-1] in _ID or words[0] in _ID or name.endswith(("编号", "单号", "序号")))


def is_ending(label: str) -> bool:
    """Whether a value names an ending, such as `Closed Won`."""
    return bool(ENDINGS & {*words_of(label), label})
