"""A CRM's export of 8,800 opportunities: known totals, ratios as sums over sums, and nobody's own figures."""

import csv

import pandas as pd
import pytest

import diagnostics as dx
from diagnostics.data.suppress import shareable
from diagnostics.dictionary.playbooks import known_playbooks, unmet
from tests.engagements.conftest import HERE


@pytest.fixture(scope="module")
def deals(real_data):
    """Every opportunity, as the CRM wrote it."""
    return pd.read_csv(real_data / "crm_sales_pipeline.csv")


def whole(observed, kpi):
    return observed("sales").of(kpi, level="company").set_index("period")


def test_won_deals_come_to_the_known_total(observed):
    rows = whole(observed, "sales")
    assert rows["value"].sum() == 10_005_534
    assert rows["n"].sum() == 4_238


def test_the_win_rate_is_won_over_won_and_lost_and_never_a_mean_of_teams(observed, deals):
    rows = whole(observed, "win_rate")
    closed = deals[deals["deal_stage"].isin(["Won", "Lost"])]
    december = closed[closed["close_date"].str.startswith("2017-12")]
    assert rows.loc["2017-12", "value"] == pytest.approx((december["deal_stage"] == "Won").mean())
    assert rows["numerator"].sum() / rows["denominator"].sum() == pytest.approx(4_238 / 6_711)


def test_open_deals_are_neither_won_nor_lost(observed, deals):
    assert whole(observed, "deals_closed")["value"].sum() == 6_711
    begun = whole(observed, "deals_begun")["value"].sum()
    assert begun == deals["engage_date"].notna().sum() == 8_300
    settled = whole(observed, "settled_share")
    assert settled["numerator"].sum() == 6_711
    assert settled["denominator"].sum() == begun


def test_days_to_win_are_days_of_the_calendar(observed, deals):
    won = deals[deals["deal_stage"] == "Won"]
    days = (pd.to_datetime(won["close_date"]) - pd.to_datetime(won["engage_date"])).dt.days
    rows = whole(observed, "cycle_days")
    assert rows["numerator"].sum() == days.sum()
    assert rows["denominator"].sum() == len(won)


def test_sales_are_deals_times_rate_times_size_in_every_month(observed):
    sales, closed, rate, size = (whole(observed, each)["value"] for each in
                                 ("sales", "deals_closed", "win_rate", "average_deal"))  # fmt: skip
    assert (closed * rate * size).tolist() == pytest.approx(sales.tolist())


def test_every_agent_stands_below_a_team_of_the_agents_own_region(real_data):
    client = dx.open_engagement(HERE / "sales")
    with (real_data / "crm_sales_teams.csv").open(encoding="utf-8") as file:
        listed = {row["sales_agent"]: row["regional_office"] for row in csv.DictReader(file)}
    known = {each.id: each for each in client.entities}
    agents = {each.label: each for each in client.entities if each.person}
    assert set(agents) == set(listed)
    for name, region in listed.items():
        team = known[agents[name].parent]
        assert region in (known[team.parent].aliases or ())


def test_no_agents_own_figure_may_be_shown(observed):
    client = dx.open_engagement(HERE / "sales")
    told = shareable(observed("sales"), client).table
    assert "agent" in set(observed("sales").table["level"])
    assert told.loc[told["level"] == "agent", "value"].notna().sum() == 0
    # A team of one is no team that may be shown.
    assert told.loc[told["entity"] == "central_3", "value"].notna().sum() == 0


def test_the_engagement_meets_what_its_playbook_must_have():
    client = dx.open_engagement(HERE / "sales")
    lacking = unmet(client, known_playbooks(None)["sales-funnel"])
    assert [each for each in lacking if each.requirement.need == "must"] == []
