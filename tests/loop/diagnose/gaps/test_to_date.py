"""The year to date, and the facts behind a figure."""

import numpy as np
import pandas as pd
import pytest

from diagnostics.data.observe import observe
from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.diagnose import diagnose
from diagnostics.model.gap import TO_DATE

PERIOD = "2025-06"


def told(diagnosis, kpi, entity, comparison):
    frame = diagnosis.gaps.table
    rows = frame[(frame["kpi"] == kpi) & (frame["entity"] == entity) & (frame["comparison"] == comparison)]
    return rows.iloc[0]


def sums(facts, year, shop, column):
    days = pd.to_datetime(facts["date"])
    kept = (days.dt.year == year) & (days.dt.month <= 6) & (facts["store"] == shop)
    return facts.loc[kept, column].sum()


@pytest.mark.parametrize("shop", ["x", "y"])
def test_the_year_to_date_is_counted_from_facts_and_a_ratio_divides_once(diagnosis, facts, shop):
    sales = told(diagnosis, "revenue", shop, "year_ago")
    assert sales["to_date_actual"] == sums(facts, 2025, shop, "sales")
    assert sales["to_date_reference"] == sums(facts, 2024, shop, "sales")
    rate = told(diagnosis, "conversion_rate", shop, "year_ago")
    assert rate["to_date_actual"] == pytest.approx(
        sums(facts, 2025, shop, "orders") / sums(facts, 2025, shop, "visits")
    )
    profit = told(diagnosis, "profit", shop, "year_ago")
    assert profit["to_date_actual"] == sums(facts, 2025, shop, "sales") - sums(facts, 2025, shop, "cost")


def test_targets_add_up_for_sums_and_stay_for_shares(diagnosis):
    assert told(diagnosis, "revenue", "x", "target")["to_date_reference"] == 6 * 2000
    assert told(diagnosis, "conversion_rate", "x", "target")["to_date_reference"] == 0.2
    assert np.isnan(told(diagnosis, "traffic", "x", "target")["to_date_reference"])


def test_other_comparisons_have_no_year_to_date(diagnosis):
    frame = diagnosis.gaps.table
    assert frame.loc[frame["comparison"].isin(["previous", "peers"]), list(TO_DATE)].isna().all().all()


@pytest.mark.usefixtures("gaps_alone")
def test_the_first_month_of_a_year_is_the_year_to_date(build_shops, tmp_path):
    found = diagnose(build_shops(tmp_path / "shops"), "2025-01")
    assert found.gaps.table[list(TO_DATE)].isna().all().all()


@pytest.mark.usefixtures("gaps_alone")
def test_a_sum_that_would_tell_a_hidden_month_is_hidden(build_shops, tmp_path, facts):
    people = [f"p{at % 7}" for at in range(len(facts))]
    own = facts.assign(clerk=people)
    # One clerk alone made May's figures of shop x.
    own.loc[(own["date"] == "2025-05-15") & (own["store"] == "x"), "clerk"] = "p0"
    build_shops(tmp_path / "shops", own)
    settings = tmp_path / "shops" / "engagement.yaml"
    settings.write_text(settings.read_text("utf-8").replace("owner: li}", "owner: li, person: clerk}"), "utf-8")
    found = diagnose(load_engagement(tmp_path / "shops"), PERIOD).published
    rows = found[(found["entity"] == "x") & (found["kpi"] == "revenue")]
    assert rows[list(TO_DATE)].isna().all().all()


def test_a_figure_leads_to_its_facts(diagnosis, facts):
    rows = diagnosis.gaps.rows("conversion_rate", "x")
    here = facts[(facts["date"] == "2025-06-15") & (facts["store"] == "x")]
    assert rows.attrs["facts"] == len(rows) == len(here)
    assert rows["orders"].sum() / rows["visits"].sum() == pytest.approx(
        told(diagnosis, "conversion_rate", "x", "target")["actual"]
    )
    assert set(rows["perfloop_source"]) == {"visits"}
    before = diagnosis.gaps.rows("revenue", "chain", "2025-05")
    assert before["sales"].sum() == facts.loc[facts["date"] == "2025-05-15", "sales"].sum()


def test_a_formula_leads_to_the_facts_of_what_it_names(diagnosis):
    rows = diagnosis.gaps.rows("profit", "x")
    assert set(rows["perfloop_kpi"]) == {"revenue", "cost"}


@pytest.mark.parametrize(
    ("asked", "error", "message"),
    [
        (("revenu", "x", PERIOD), UnknownNameError, "revenue"),
        (("revenue", "xx", PERIOD), UnknownNameError, "'x'"),
        (("revenue", "x", "2025Q1"), InputError, "counted by month"),
        (("revenue", "x", "June"), InputError, "no known form"),
    ],
)
def test_unknown_names_and_periods_are_refused(diagnosis, asked, error, message):
    with pytest.raises(error, match=message):
        diagnosis.observations.rows(*asked)


def test_figures_handed_in_have_no_facts(kpi, observations):
    seen = observations([{"kpi": "sales", "entity": "a", "period": "2024-01", "value": 1}])
    with pytest.raises(InputError, match="nobody knows the facts"):
        seen.rows("sales", "a", "2024-01")


def test_observations_of_an_engagement_know_their_facts(build_shops, tmp_path):
    seen = observe(build_shops(tmp_path / "shops"), periods=[PERIOD])
    assert len(seen.rows("traffic", "y", PERIOD)) == 2


def weekly(build_shops, folder, facts):
    """The small client, its sales counted by the week."""
    build_shops(folder, facts)
    kpis = folder / "kpis.yaml"
    text = kpis.read_text("utf-8").replace("measure: sum(sales)\n", "measure: sum(sales)\n  cycle: week\n")
    kpis.write_text(text.replace("  formula: traffic * conversion_rate * basket\n", ""), "utf-8")
    cards = folder / "scorecards.yaml"
    cards.write_text(cards.read_text("utf-8").replace("base: 1500, target: 2000, stretch: 2500", "target: 7"), "utf-8")
    return load_engagement(folder)


def daily():
    """One sale of 1 a day and shop from 2024 on."""
    days = pd.date_range("2024-01-01", "2025-06-29", freq="D").strftime("%Y-%m-%d")
    rows = [(day, shop, "web", 1, 1, 1, 0, "m") for day in days for shop in "xyz"]
    return pd.DataFrame(rows, columns=["date", "store", "channel", "visits", "orders", "sales", "cost", "member"])


@pytest.mark.usefixtures("gaps_alone")
@pytest.mark.parametrize(("period", "weeks"), [("2025-W02", 2), ("2025-W20", 20)])
def test_weeks_to_date_are_whole_weeks_in_both_years(build_shops, tmp_path, period, weeks):
    found = diagnose(weekly(build_shops, tmp_path / "shops", daily()), period)
    for comparison in ("target", "year_ago"):
        sales = told(found, "revenue", "x", comparison)
        assert (sales["to_date_actual"], sales["to_date_reference"]) == (7 * weeks, 7 * weeks)


@pytest.mark.usefixtures("gaps_alone")
def test_the_first_week_of_a_year_is_the_year_to_date(build_shops, tmp_path):
    found = diagnose(weekly(build_shops, tmp_path / "shops", daily()), "2025-W01")
    assert np.isnan(told(found, "revenue", "x", "target")["to_date_actual"])


@pytest.mark.usefixtures("gaps_alone")
def test_a_year_before_that_the_data_hold_in_part_is_no_reference(build_shops, tmp_path, facts):
    later = facts[facts["date"] >= "2024-05-01"]
    sales = told(diagnose(build_shops(tmp_path / "shops", later), PERIOD), "revenue", "x", "year_ago")
    assert np.isnan(sales["to_date_reference"])
    assert sales["to_date_actual"] == sums(facts, 2025, "x", "sales")


@pytest.mark.usefixtures("gaps_alone")
def test_a_month_without_facts_leaves_no_target_to_date(build_shops, tmp_path, facts):
    without = facts[~((facts["date"] == "2025-03-15") & (facts["store"] == "x"))]
    found = diagnose(build_shops(tmp_path / "shops", without), PERIOD)
    assert np.isnan(told(found, "revenue", "x", "target")["to_date_reference"])
    assert told(found, "revenue", "y", "target")["to_date_reference"] == 12000


@pytest.mark.usefixtures("gaps_alone")
def test_a_hidden_month_of_the_year_before_hides_its_sum(build_shops, tmp_path, facts):
    own = facts.assign(clerk=[f"p{at % 7}" for at in range(len(facts))])
    own.loc[(own["date"] == "2024-05-15") & (own["store"] == "x"), "clerk"] = "p0"
    build_shops(tmp_path / "shops", own)
    settings = tmp_path / "shops" / "engagement.yaml"
    text = settings.read_text("utf-8").replace("owner: li}", "owner: li, person: clerk}")
    settings.write_text(f"{text}min_group: 2\n", "utf-8")
    found = diagnose(load_engagement(tmp_path / "shops"), PERIOD).published
    rows = found[(found["entity"] == "x") & (found["kpi"] == "revenue")]
    assert rows[list(TO_DATE)].isna().all().all()
