"""A made-up year, drawn without database or clock."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from gleanry.simulation.rules.channels import CHANNELS, LEAD_TO_MQL, MQL_TO_SQL, RATES, SQL_TO_ORDER
from gleanry.simulation.rules.companies import company_of
from gleanry.simulation.rules.dice import Dice
from gleanry.simulation.rules.fates import fate_of
from gleanry.simulation.rules.prospects import name_of, number_of, record_of, who_is
from gleanry.simulation.rules.season import MONTHS, Season, instants
from gleanry.simulation.shapes import Plan
from gleanry.values.company_name import parse_company_name
from gleanry.values.phone import parse_phone

ZONE = ZoneInfo("Asia/Shanghai")
PLAN = Plan(5000, 3, date(2025, 1, 1), datetime(2026, 9, 1, tzinfo=UTC), matures=True, zone=ZONE)


def test_the_same_key_draws_the_same_and_another_key_another():
    draws = [Dice(1, "person", 5).unit() for _ in range(2)]

    assert draws[0] == draws[1] != Dice(1, "person", 6).unit()


def test_draws_are_spread_evenly():
    dice = Dice(1)
    draws = [dice.unit() for _ in range(20_000)]

    assert abs(sum(draws) / len(draws) - 0.5) < 0.01
    assert all(0 <= draw < 1 for draw in draws)


def test_channels_together_keep_the_rates_in_the_large():
    leads = {channel.source: channel.share for channel in CHANNELS}
    mql = {source: share * RATES[source].mql for source, share in leads.items()}
    sql = {source: share * RATES[source].sql for source, share in mql.items()}
    orders = {source: share * RATES[source].order for source, share in sql.items()}

    assert sum(leads.values()) == pytest.approx(1)
    assert sum(mql.values()) == pytest.approx(LEAD_TO_MQL)
    assert sum(sql.values()) / sum(mql.values()) == pytest.approx(MQL_TO_SQL)
    assert sum(orders.values()) / sum(sql.values()) == pytest.approx(SQL_TO_ORDER)
    assert all(rates.mql * 1.3 < 1 and rates.sql < 1 for rates in RATES.values())


def test_fates_come_near_the_rates():
    fates = [fate_of(PLAN, n) for n in range(PLAN.leads)]
    mql, sql = sum(f.is_mql for f in fates), sum(f.is_sql for f in fates)

    assert mql / len(fates) == pytest.approx(LEAD_TO_MQL, abs=0.02)
    assert sql / mql == pytest.approx(MQL_TO_SQL, abs=0.03)
    assert all(sum(amount for _, amount in f.parts if amount > 0) in {0, f.amount} for f in fates if f.is_won)


def test_leads_come_in_order_and_every_one_comes():
    season = Season(PLAN)
    moments = [season.moment_of(n) for n in range(PLAN.leads)]

    assert moments == sorted(moments)
    assert season.count_before(datetime(2026, 1, 1, tzinfo=ZONE)) == PLAN.leads
    assert season.count_before(moments[1234]) <= 1234 < season.count_before(moments[1235])


def test_months_share_as_the_documents_say_and_holidays_are_quiet():
    season = Season(PLAN)
    by_month, by_day = [0] * 12, dict[date, int]()
    for n in range(PLAN.leads):
        day = season.moment_of(n).astimezone(ZONE).date()
        by_month[day.month - 1] += 1
        by_day[day] = by_day.get(day, 0) + 1

    for got, share in zip(by_month, MONTHS, strict=True):
        assert got / PLAN.leads == pytest.approx(share / sum(MONTHS), abs=0.005)
    spring_festival, after = by_day.get(date(2025, 1, 30), 0), by_day[date(2025, 2, 5)]
    assert spring_festival * 4 < after
    assert by_day[date(2025, 10, 9)] > by_day[date(2025, 10, 15)], "what waited over the holiday comes after it"


def test_moments_of_work_are_in_order_and_end_with_the_plan():
    for leads in (500, 5_000, 50_000):
        plan = Plan(leads, 1, PLAN.starts_on, PLAN.ends_at, matures=True, zone=ZONE)
        found = [moment.at for moment in instants(plan)]
        assert found == sorted(set(found))
        assert found[-1] == plan.ends_at


def test_what_a_prospect_sends_can_be_read():
    phones = [phone for n in range(500) if (phone := record_of(PLAN, n, PLAN.ends_at).get("phone"))]
    readable = sum(parse_phone(phone) is not None for phone in phones)

    assert readable / len(phones) > 0.97
    assert record_of(PLAN, 7, PLAN.ends_at) == record_of(PLAN, 7, PLAN.ends_at)
    assert number_of(name_of(17)) == 17
    assert number_of("another id") is None


def test_some_come_again_and_companies_are_written_in_several_ways():
    again = [n for n in range(PLAN.leads) if who_is(PLAN, n) != n]
    companies = {company_of(PLAN.seed, k).name for k in range(300)}

    assert 0.06 < len(again) / PLAN.leads < 0.12
    assert len(companies) > 290
    assert all(parse_company_name(name) for name in companies)
