"""Where leads come from, what they cost and what they are worth.

The rates in the large are the documents' (lead to MQL 42 %, MQL to SQL 75 %, SQL to order 7 %; lead management,
section 9); each channel differs from them by its factors, scaled so that the whole keeps them.
"""

from __future__ import annotations

from dataclasses import dataclass

from gleanry.simulation.rules.dice import running

LEAD_TO_MQL, MQL_TO_SQL, SQL_TO_ORDER = 0.42, 0.75, 0.07


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel: its share of leads, yuan a lead, its factors for MQL, SQL and order, and its campaigns."""

    source: str
    share: float
    cost: int
    factors: tuple[float, float, float]
    campaigns: tuple[str, ...]


CHANNELS = (
    Channel("SEM", 0.26, 320, (0.85, 0.95, 0.9), ("品牌词", "视觉检测-竞价", "数据平台-竞价", "机器人-竞价")),
    Channel("SEO", 0.20, 60, (1.0, 1.0, 1.0), ("",)),
    Channel("400电话", 0.13, 90, (1.25, 1.05, 1.15), ("",)),
    Channel("微信公众号", 0.10, 80, (0.75, 0.9, 0.8), ("白皮书", "直播预告", "案例推送")),
    Channel("展会", 0.09, 420, (0.8, 0.9, 0.8), ("工博会", "慕尼黑电子展", "SIMM深圳", "汉诺威")),
    Channel("内容营销", 0.08, 70, (0.9, 0.95, 0.9), ("选型指南", "案例集", "短视频")),
    Channel("客户转介绍", 0.05, 50, (1.6, 1.2, 1.9), ("老客户计划",)),
    Channel("合作伙伴", 0.05, 120, (1.35, 1.1, 1.5), ("区域代理", "系统集成商")),
    Channel("员工分享", 0.04, 20, (1.0, 1.0, 1.0), ("全员营销",)),
)
SHARES = running([channel.share for channel in CHANNELS])


@dataclass(frozen=True, slots=True)
class Rates:
    """A channel's chances of each step, given the step before."""

    mql: float
    sql: float
    order: float


def _rates() -> dict[str, Rates]:
    """Scale the factors so that the mix of all channels gives the rates in the large."""
    at_mql = [c.share * c.factors[0] for c in CHANNELS]
    at_sql = [weight * c.factors[1] for weight, c in zip(at_mql, CHANNELS, strict=True)]
    at_order = [weight * c.factors[2] for weight, c in zip(at_sql, CHANNELS, strict=True)]
    mql = LEAD_TO_MQL / sum(at_mql)
    sql = MQL_TO_SQL * sum(at_mql) / sum(at_sql)
    order = SQL_TO_ORDER * sum(at_sql) / sum(at_order)
    return {c.source: Rates(mql * c.factors[0], sql * c.factors[1], order * c.factors[2]) for c in CHANNELS}


RATES = _rates()
