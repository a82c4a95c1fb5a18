"""What a made-up visit says; the same number says the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Said:
    """What a record of a visit holds."""

    place: str
    theirs: str
    needs: str
    feedback: str
    intent: str
    specification: str


PLACES = ("客户总部会议室", "客户工厂车间", "行业展会洽谈区", "客户研发中心")
THEIRS = ("采购经理、设备主管", "总经理", "技术总监、IT 负责人", "")
NEEDS = (
    "产线扩容，需要两套设备，年底前到位",
    "现有系统对接 ERP，要求移动端审批",
    "希望先试用一个车间再推广",
    "替换旧型号，要求同尺寸安装",
)
FEEDBACK = ("认可方案，关心交付周期", "价格偏高，希望分期付款", "对售后响应满意，愿意介绍同行", "")
INTENTS = ("strong", "some", "weak", "")
SPECIFICATIONS = ("DN80，304 不锈钢，10 bar", "企业版 200 用户，含接口开发", "", "标准型，220 V，含两年维保")


def said_at(n: int) -> Said:
    """What visit number `n` says; some say too little, as people do."""
    return Said(
        PLACES[n % 4],
        THEIRS[n // 2 % 4],
        NEEDS[n % 4],
        FEEDBACK[n // 3 % 4],
        INTENTS[n // 2 % 4],
        SPECIFICATIONS[n % 4],
    )


def visited_after(n: int, member_id: int) -> timedelta:
    """How long before the end of the year a seller made visit number `n`."""
    return timedelta(days=1 + 3 * n + member_id % 3, hours=2 + n % 5)
