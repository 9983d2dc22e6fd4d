"""What leadership is going to ask."""

from dataclasses import replace

import pandas as pd
import pytest

from diagnostics.loop.close.conclusions import conclude
from diagnostics.loop.close.questions import questions_page, weak_spots
from diagnostics.loop.close.questions.measures import of_measures
from diagnostics.loop.close.questions.weak_spots import KINDS, MOST
from diagnostics.loop.close.wording import Wording
from tests.loop.close.conftest import Build, effect, gap, measure


def spots(build):
    inputs = build.inputs()
    wording = Wording(inputs)
    return weak_spots(inputs, conclude(inputs, wording), wording)


@pytest.fixture
def build():
    made = Build()
    made.gaps = [gap("revenue", "target", 420_000.0, 400_000.0)]
    return made


def kinds(found):
    return [each.kind for each in found]


def test_where_nothing_is_weak_nothing_is_asked(build):
    inputs = build.inputs()
    wording = Wording(inputs)
    assert spots(build) == ()
    assert questions_page(inputs, wording, conclude(inputs, wording)).sections


def test_what_made_things_worse_comes_first(build):
    build.measures = [measure("early"), measure("bad")]
    build.effects = [effect("early", "insufficient", -0.1, 0.2), effect("bad", "worse", -0.2, -0.1)]
    found = spots(build)
    assert kinds(found)[:2] == ["worse", "early"]
    assert "措施bad" in found[0].ask
    assert found[0].row == "tracking.json · effects · bad"
    assert "为什么还在做" in found[0].ask
    inputs = build.inputs()
    wording = Wording(inputs)
    (bad, _) = (replace(each, state="stopped") for each in conclude(inputs, wording).reviews)
    assert "为什么还在做" not in next(of_measures(inputs, [bad], wording)).ask


def test_a_promise_that_the_interval_rules_out_is_asked_after(build):
    build.measures = [measure("small")]
    build.effects = [effect("small", "no_evidence", -0.04, 0.04)]
    assert kinds(spots(build)) == ["promise"]
    assert "+10.0%" in spots(build)[0].ask


def test_a_day_of_decision_that_has_passed_is_asked_after_until_something_is_decided(build):
    build.measures = [measure("late", decision="2025-01-31")]
    build.effects = [effect("late", "worked", 0.05, 0.12)]
    assert "undecided" in kinds(spots(build))
    for taken in ({"decided": "2025-02-01"}, {"standard": {"course": {"kind": "standardise"}, "homes": []}}):
        build.measures = [measure("late", decision="2025-01-31", **taken)]
        assert "undecided" not in kinds(spots(build))


@pytest.mark.parametrize(("standing", "asked"), [("unconfirmed", True), ("outdated", True), ("confirmed", False)])
def test_benefits_that_nobody_confirmed_as_they_stand_are_asked_after(build, standing, asked):
    benefit = {"actual": {"amount": 50_000.0, "low": 20_000.0, "high": 80_000.0}, "standing": standing}
    account = {"measures": ["a"], "titles": [{"zh": "措施a", "en": "a"}], "benefit": benefit}
    inputs = replace(build.inputs(), returns={"accounts": [account], "currency": "CNY"})
    wording = Wording(inputs)
    found = weak_spots(inputs, conclude(inputs, wording), wording)
    assert ("benefit" in kinds(found)) == asked


def test_figures_left_blank_are_counted_once_a_place(build):
    rows = [gap("revenue", name, 1.0, 2.0, favourable=True) for name in ("target", "year_ago")]
    frame = pd.DataFrame(rows)
    build.gaps = [*frame.assign(suppressed=True).to_dict("records")]
    told = next(each for each in spots(build) if each.kind == "blank")
    assert "1 处" in told.answer


def test_at_most_ten_and_no_kind_drives_out_another(build):
    build.measures = [measure(f"m{at}", decision="2025-01-31") for at in range(12)]
    build.effects = [effect(f"m{at}", "worse", -0.2, -0.1) for at in range(12)]
    build.gaps = [gap("revenue", "target", 320_000.0, 400_000.0)]
    found = spots(build)
    assert len(found) == MOST
    assert {"worse", "undecided", "unexplained"} <= set(kinds(found))
    assert kinds(found) == sorted(kinds(found), key=KINDS.index)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_question_has_an_answer_and_a_row(build, language):
    build.language = language
    build.measures = [measure("a", decision="2025-01-31"), measure("b")]
    build.effects = [effect("a", "worse", -0.2, -0.1), effect("b", "insufficient", -0.1, 0.2)]
    for each in spots(build):
        assert each.ask.strip()
        assert each.answer.strip()
        assert each.row.partition(" · ")[0].endswith((".json", ".parquet"))
        assert "{" not in each.ask + each.answer
