"""A garment factory: targets per team and day, a rate of team-days that reach them, one target to question."""

from pathlib import Path

import pandas as pd
import pytest

import diagnostics as dx
from diagnostics.loop.diagnose.gaps.compare import compare

HERE = Path(__file__).parent


def rate(rows):
    """Ratio over many weeks: sums over sums."""
    return rows["numerator"].sum() / rows["denominator"].sum()


def test_all_team_days_arrive(observed):
    assert observed("garment").of("productivity", level="factory")["n"].sum() == 1197
    assert observed("garment").of("productivity", level="team")["n"].sum() == 1197


def test_73_per_cent_of_the_team_days_reach_their_target(observed):
    assert 100 * rate(observed("garment").of("target_share", level="factory")) == pytest.approx(73.10, abs=0.005)


@pytest.mark.parametrize(("team", "share"), [("team_3", 88.4), ("team_8", 55.0)])
def test_the_best_and_the_last_team_are_told_apart(observed, team, share):
    assert 100 * rate(observed("garment").of("target_share", entity=team)) == pytest.approx(share, abs=0.05)


def test_no_team_does_better_than_team_3_or_worse_than_team_8(observed):
    rows = observed("garment").of("target_share", level="team")
    shares = rows.groupby("entity")[["numerator", "denominator"]].sum()
    shares = (shares["numerator"] / shares["denominator"]).sort_values()
    assert (shares.index[0], shares.index[-1]) == ("team_8", "team_3")


def test_the_target_of_a_week_is_the_mean_of_the_planned_figures(observed, real_data):
    raw = pd.read_csv(real_data / "garment_productivity.csv")
    week = raw[raw["date"].between("2015-03-02", "2015-03-08")]
    rows = observed("garment").of("productivity", entity="factory").set_index("period")
    assert rows.loc["2015-W10", "target"] == pytest.approx(week["targeted_productivity"].mean())
    assert rows["target"].notna().all()


def test_the_one_target_of_7_per_cent_is_questioned(observed):
    rows = observed("garment").of("lowest_target", level="factory").set_index("period")
    questioned = rows[rows["value"] < rows["target"]]
    assert list(questioned.index) == ["2015-W06"]
    assert questioned["value"].item() == pytest.approx(0.07)
    gaps = compare(observed("garment"), dx.open_engagement(HERE / "garment").kpis, "2015-W06").frame()
    row = gaps[(gaps["kpi"] == "lowest_target") & (gaps["entity"] == "factory") & (gaps["comparison"] == "target")]
    assert row["favourable"].tolist() == [False]


def test_slices_by_department_add_up_to_the_whole(real_data):
    engagement = dx.open_engagement(HERE / "garment")
    parts = dx.observe(engagement, by=("department",), levels=["factory"], periods=["2015-W06"]).of("target_share")
    whole = dx.observe(engagement, levels=["factory"], periods=["2015-W06"]).of("target_share")
    assert set(parts["department"]) == {"sewing", "finishing"}
    assert parts["numerator"].sum() == whole["numerator"].item()
    assert parts["denominator"].sum() == whole["denominator"].item() == whole["n"].item()


def test_causes_of_the_factory_are_told_as_association_only(real_data):
    register = dx.diagnose.causes(dx.open_engagement(HERE / "garment"), "2015-W10")
    assert not register.of("confirmed")  # nobody was asked on site
    tests = register.tests()
    assert set(tests["design"]) <= {"association", "ahead"}
    assert {"incentives"} == set(tests.loc[tests["outcome"] == "supports", "cause"])
    told = dict(zip(tests["cause"] + tests["kind"], register.told(), strict=True))
    assert "不等于因果" in told["incentivesassociation"]
    assert "%" not in told["overtimeassociation"]
    assert "不足一成" in told["idle_linesassociation"]


def test_weeks_into_which_the_facts_reach_only_in_part_are_in_no_test_of_a_cause(real_data):
    # The facts begin on a Thursday and end on a Wednesday: of eleven weeks nine are whole.
    for period in ("2015-W10", "2015-03"):
        tests = dx.diagnose.causes(dx.open_engagement(HERE / "garment"), period).tests()
        assert tests["periods"].max() == 9
