"""New York City Transit: the published figures of its 86 indicators come out of the dictionary."""

import importlib.util
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import diagnostics as dx
from diagnostics.dictionary.linting import lint_engagement
from diagnostics.loop.align.targets.next_round import advised
from diagnostics.loop.align.targets.recalibration import reached_items

HERE = Path(__file__).parent
SCRIPT = HERE.parents[1] / "scripts" / "mta_engagement.py"


@pytest.fixture
def judged(observed):
    """Months that have a target and a desired direction, and whether each meets it."""
    engagement = dx.open_engagement(HERE / "mta")
    table = observed("mta").table
    direction = table["kpi"].map({each.id: each.direction for each in engagement.kpis.values()})
    rows = table[table["target"].notna() & direction.isin(["higher", "lower"])].copy()
    sign = np.where(direction[rows.index] == "higher", 1, -1)
    return rows.assign(met=sign * (rows["value"] - rows["target"]) >= 0)


def test_every_indicator_and_every_row_arrives(observed):
    table = observed("mta").table
    assert table["kpi"].nunique() == 86
    assert len(table) == 9213
    assert (table["n"] == 1).all()


def test_a_target_of_0_means_that_there_is_none(observed, real_data):
    raw = pd.read_csv(real_data / "mta_nyct_monthly.csv")
    zeros = raw[raw["MONTHLY_TARGET"] == 0]
    assert len(zeros) == 750
    keys = "i" + zeros["INDICATOR_SEQ"].astype(str)
    months = zeros["PERIOD_YEAR"].astype(str) + "-" + zeros["PERIOD_MONTH"].astype(str).str.zfill(2)
    table = observed("mta").table
    # The indicator without a direction is on no scorecard, so it has no target either.
    without = table[table["target"].isna() & (table["kpi"] != "i374956")]
    expected = {pair for pair in zip(keys, months, strict=True) if pair[0] != "i374956"}
    assert set(zip(without["kpi"], without["period"], strict=True)) == expected


def test_rows_without_a_direction_are_124(observed):
    engagement = dx.open_engagement(HERE / "mta")
    undirected = {each.id for each in engagement.kpis.values() if each.direction == "none"}
    assert undirected == {"i374956"}
    assert observed("mta").table["kpi"].isin(undirected).sum() == 124


def test_27_per_cent_of_the_judged_months_meet_their_target(judged):
    assert len(judged) == 8387
    assert 100 * judged["met"].mean() == pytest.approx(27.07, abs=0.005)


def test_19_of_85_indicators_hardly_ever_meet_their_target(judged):
    share = judged.groupby("kpi")["met"].mean()
    assert len(share) == 85
    assert (share <= 0.10).sum() == 19
    assert (share >= 0.90).sum() == 0


def test_19_targets_are_proposed_to_be_easier_and_none_harder(observed):
    engagement = dx.open_engagement(HERE / "mta")
    items = list(reached_items(engagement, observed("mta")))
    assert Counter(each.verdict for each in items) == {"fits": 66, "too_high": 19}
    for each in (each for each in items if each.verdict == "too_high"):
        found = advised(each, engagement.settings.currency)
        way = 1 if each.kpi.direction == "higher" else -1
        assert found.advice == "lower"
        assert way * (found.proposed - found.now) < 0
        assert way * found.low <= way * found.proposed <= way * found.high


def test_a_month_has_the_value_of_the_agencys_own_table(observed, real_data):
    raw = pd.read_csv(real_data / "mta_nyct_monthly.csv")
    raw = raw[(raw["INDICATOR_SEQ"] == 391690) & (raw["PERIOD_YEAR"] == 2016) & (raw["PERIOD_MONTH"] == 7)]
    rows = observed("mta").of("i391690")
    row = rows[rows["period"] == "2016-07"].iloc[0]
    assert row["value"] == pytest.approx(raw["MONTHLY_ACTUAL"].item() / 100)
    assert row["target"] == pytest.approx(raw["MONTHLY_TARGET"].item() / 100)


def test_lines_hang_under_their_indicator():
    kpis = dx.open_engagement(HERE / "mta").kpis
    assert sum(each.parent == "i391690" for each in kpis.values()) == 24
    assert sum(each.parent == "i392289" for each in kpis.values()) == 24
    assert sum(each.parent == "i374903" for each in kpis.values()) == 20


def test_lint_says_that_eighty_five_kpis_are_too_many():
    codes = {each.code for each in dx.dictionary.check_engagement(dx.open_engagement(HERE / "mta"))}
    assert {"PD102", "PD103", "PD104"} <= codes


def test_lint_with_figures_names_what_is_too_high_and_what_has_no_target(observed):
    engagement = dx.open_engagement(HERE / "mta")
    found = lint_engagement(engagement, observed("mta"))
    about = {code: [each.about for each in found if each.code == code] for code in ("PD111", "PD171", "PD172", "PD176")}
    assert (len(about["PD172"]), len(about["PD171"])) == (19, 0)
    assert about["PD111"] == ["i374956"]
    table = observed("mta").table
    without = set(table.loc[table["target"].isna(), "kpi"]) - {"i374956"}
    assert set(about["PD176"]) == without
    found = dx.align.recalibrate(engagement, observed("mta"))
    assert (found.count("too_high"), found.count("too_low"), len(found.rows)) == (19, 0, 85)


def test_the_dictionary_is_what_the_script_writes(real_data):
    spec = importlib.util.spec_from_file_location("mta_engagement", SCRIPT)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    files = script.written(real_data / "mta_nyct_dictionary.csv")
    assert set(files) == {"kpis.yaml", "scorecards.yaml"}
    for name, text in files.items():
        assert (HERE / "mta" / name).read_text("utf-8") == text


def test_no_long_description_was_copied(real_data):
    raw = pd.read_csv(real_data / "mta_nyct_dictionary.csv")
    kept = (HERE / "mta" / "kpis.yaml").read_text("utf-8")
    assert not any(str(each)[:60] in kept for each in raw["DESCRIPTION"].dropna() if len(str(each)) >= 60)


def test_the_six_steps_name_what_86_indicators_lack():
    found = dx.align.build_kpis(dx.open_engagement(HERE / "mta"), "2017-12")
    assert len(found.sheet.rows) == 85
    assert {each.id for each in found.steps if each.check == "not_possible"} == {"period"}
    assert "PD102" in {each.code for each in found.step("person").findings}
    assert found.unresolved == ()
