import math

import pytest

from diagnostics import dictionary
from diagnostics.dictionary.checking import CODES as KNOWN
from diagnostics.dictionary.linting import lint_engagement
from diagnostics.dictionary.smart_points import CODES
from diagnostics.model.finding import Finding
from diagnostics.model.kpi import Kpi
from diagnostics.model.scorecard import Scorecard
from diagnostics.model.smart import POINTS
from diagnostics.model.text import Text


def scores(reading, kpi):
    return {each.point: each.score for each in reading.points if each.kpi == kpi}


@pytest.fixture
def read(folder):
    def reading():
        client = folder.open()
        return dictionary.smart(client, lint_engagement(client))

    return reading


def test_every_code_is_one_that_lint_can_give_and_stands_once():
    listed = [code for codes in CODES.values() for code in codes]
    assert tuple(CODES) == POINTS
    assert set(listed) <= set(KNOWN)
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize(
    ("old", "new", "point", "score"),
    [
        ("name: 客流", "name: 做好客流统计服务", "specific", 0.5),
        ("  definition: 进店人次\n", "", "measurable", 0.0),
        ("  owner: 运营部\n- id: conversion_rate", "- id: conversion_rate", "specific", 0.0),
        ("unit: count", "unit: count\n  control: other", "attainable", 0.0),
        ("name: 客流", "name: 季度客流", "time_bound", 0.0),
    ],
)
def test_what_is_found_stands_against_its_point(folder, read, old, new, point, score):
    folder.replace("kpis.yaml", old, new)
    assert scores(read(), "traffic")[point] == score


def test_a_period_that_nobody_states_is_advice_and_the_rest_is_met(folder, read):
    folder.replace("scorecards.yaml", "  rhythm: {track: month, assess: month}\n", "")
    assert scores(read(), "traffic") == {
        "specific": 1, "measurable": 1, "attainable": 1, "relevant": 1, "time_bound": 0.5,
    }  # fmt: skip


def test_a_reading_says_which_point_is_missed_most(folder, read):
    folder.replace("kpis.yaml", "  definition: 进店人次\n", "")
    reading = read()
    assert reading.scores()["traffic"] == 4
    assert reading.summary("zh") == "3 项指标中，2 项五点都满足。最常缺的是“可衡量”（1 项）。"
    assert "measurable" in reading.summary("en")
    frame = reading.frame("en")
    assert frame.loc[frame["codes"] == "PD107", "reasons"].item()
    assert dictionary.smart({}, ()).summary("en") == "There are no KPIs yet."


def test_a_point_without_what_it_needs_is_not_known_and_never_met():
    kpi = Kpi(id="x", name="新签客户数", unit="count", direction="higher", source="s", measure="sum(a)", owner="o",
              definition="签约的客户个数")  # fmt: skip
    reading = dictionary.smart([kpi], dictionary.lint([kpi]))
    found = scores(reading, "x")
    assert (found["specific"], found["measurable"]) == (1, 1)
    assert all(math.isnan(found[each]) for each in ("attainable", "relevant", "time_bound"))
    assert reading.scores() == {"x": 2}
    assert reading.summary("en").startswith(
        "0 of 1 KPIs meet all five points. Not known of 1 KPIs: attainable, relevant"
    )
    assert "看不出“可达成、相关、有时限”" in reading.summary("zh")
    assert reading.frame()["score"].isna().sum() == 3


def test_a_target_a_cycle_and_a_mother_metric_let_the_points_be_known():
    kpi = Kpi(id="x", name="新签客户数", unit="count", direction="higher", cycle="month", mother=True, measure="sum(a)")
    item = {"kpi": "x", "weight": 1, "targets": {"target": 10, "from": "history"}}
    card = Scorecard.model_validate({"role": "sales", "level": "post", "items": [item]})
    points = dictionary.smart([kpi], (), [card]).points
    assert [each.score for each in points] == [1, 1, 1, 1, 1]
    assert [each.known for each in dictionary.smart([kpi], ()).points] == [True, True, False, True, True]


@pytest.mark.parametrize(("severity", "score"), [("warning", 0.0), ("error", 0.0), ("tip", math.nan)])
def test_what_stands_against_a_point_misses_it_without_a_target_too(severity, score):
    kpi = Kpi(id="x", name="新签客户数", unit="count", direction="higher", measure="sum(a)")
    against = Finding("PD127", severity, "kpi x", Text(), Text(), "x")
    found = scores(dictionary.smart([kpi], [against]), "x")["attainable"]
    assert found == pytest.approx(score, nan_ok=True)
