"""Forty-five stores by the week: figures worked out by hand from the file, and what a moving festival does."""

import csv
from collections import defaultdict

import pandas as pd
import pytest

from diagnostics.loop.diagnose.gaps.compare import compare
from tests.engagements.conftest import HERE


@pytest.fixture(scope="module")
def weeks(real_data):
    """Sales by the Friday that ends the week."""
    found = defaultdict(float)
    with (real_data / "walmart_weekly.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["Date"]] += float(row["Weekly_Sales"])
    return found


@pytest.fixture
def gaps(observed):
    """Gaps of a week."""
    import diagnostics as dx

    client = dx.open_engagement(HERE / "walmart")
    return lambda period: compare(
        observed("walmart"), client.kpis, period, calendar=client.calendar, entities=client.entities
    )


def row(found, comparison, entity="chain"):
    rows = found.of(comparison)
    return rows[(rows["entity"] == entity) & (rows["kpi"] == "sales")].iloc[0]


def test_the_whole_comes_to_what_the_file_holds(observed):
    rows = observed("walmart").of("sales", level="chain")
    assert rows["value"].sum() == pytest.approx(6_737_218_987.11, abs=0.01)
    assert len(rows) == 143


def test_a_week_is_held_against_the_week_before_and_the_same_week_a_year_ago(gaps, weeks):
    found = gaps("2012-W43")
    assert row(found, "previous")["actual"] == pytest.approx(weeks["2012-10-26"])
    assert row(found, "previous")["reference"] == pytest.approx(weeks["2012-10-19"])
    assert row(found, "year_ago")["reference"] == pytest.approx(weeks["2011-10-28"])
    assert row(found, "year_ago")["caution"] == ""


def test_the_week_before_easter_is_held_against_the_week_before_easter(gaps, weeks):
    found = gaps("2012-W14")
    assert row(found, "year_ago")["actual"] == pytest.approx(weeks["2012-04-06"])
    assert row(found, "year_ago")["reference"] == pytest.approx(weeks["2011-04-22"])
    assert row(found, "year_ago")["caution"] == "aligned"


def test_stores_are_held_against_stores_of_their_size(gaps):
    found = gaps("2012-W43").of("peers")
    own = found[(found["kpi"] == "sales") & (found["level"] == "store")]
    assert own["peers"].eq(14).all()


def test_hardly_any_week_of_a_store_is_called_unlike_its_own_history(observed, gaps):
    """A chain without anything planted: of 45 stores over ten weeks few stand out, and fewer are called signals."""
    told = pd.concat([gaps(f"2012-W{week}").of("target") for week in range(26, 36)])
    stores = told[(told["level"] == "store") & (told["kpi"] == "sales")]
    assert stores["signal"].astype(bool).mean() < 0.05
