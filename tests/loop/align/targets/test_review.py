from datetime import date

import pytest

from diagnostics.errors import InputError
from diagnostics.loop.align.targets.review import decide, review_kpis
from diagnostics.loop.align.targets.switch import strategy_switch
from diagnostics.model.observations import Observations


@pytest.fixture
def reviewed(client, seen):
    return {each.kpi: each for each in review_kpis(client, seen).rows}


def marks(row):
    return row.strategy, row.ability, row.industry


def test_a_kpi_of_the_former_strategy_that_everyone_reaches_is_to_be_dropped(reviewed):
    revenue = reviewed["revenue"]
    assert marks(revenue) == (0, 0, None)
    assert revenue.decision == "drop"
    assert "扩张" in revenue.evidence[0].zh
    assert "100%" in revenue.evidence[1].zh


def test_a_target_that_nobody_reaches_is_to_be_adjusted(reviewed):
    assert marks(reviewed["margin"]) == (2, 0, 1)
    assert reviewed["margin"].decision == "adjust"


def test_people_answer_what_figures_cannot(reviewed):
    calls = reviewed["calls"]
    # It drives revenue and so the mother metric; half of the figures reach it; people answered for the industry.
    assert marks(calls) == (1, 2, 2)
    assert calls.decision == "keep"
    assert "同行也在用" in calls.evidence[-1].zh
    assert (calls.last, calls.due, calls.overdue) == (date(2025, 10, 1), date(2026, 4, 1), False)


def test_automated_work_is_no_merit_of_people(reviewed):
    errors = reviewed["errors"]
    assert errors.strategy == 0
    assert errors.evidence[-1].zh == "所考核的工作已经自动化"


def test_what_was_never_reviewed_is_overdue_half_a_year_after_it_began(reviewed):
    assert (reviewed["margin"].due, reviewed["margin"].overdue) == (date(2025, 7, 1), True)


def test_a_review_that_is_older_than_half_a_year_answers_no_more(client, seen):
    later = {each.kpi: each for each in review_kpis(client, seen, date(2026, 5, 1)).rows}["calls"]
    # The benchmark of 9 is passed by the target of 10.
    assert (later.industry, later.overdue) == (2, True)
    assert len(later.evidence) == 3


def test_a_kpi_on_no_card_is_not_reviewed(reviewed):
    assert "profit_sum" not in reviewed


def test_without_figures_the_day_is_asked_for(client, seen):
    empty = Observations(seen.table.head(0))
    with pytest.raises(InputError, match="hand in the day"):
        review_kpis(client, empty)
    assert review_kpis(client, empty, date(2025, 12, 31)).rows[0].ability is None


def test_the_table_says_it_in_both_languages(client, seen):
    found = review_kpis(client, seen)
    assert "取消 2 个" in found.summary()
    assert "drop 2" in found.summary("en")
    assert "serves the goal" in found.frame("en")["evidence"].iloc[0]


@pytest.mark.parametrize(
    ("answers", "automated", "decision"),
    [
        ((0, 0, None), False, "drop"), ((2, 0, None), False, "adjust"), ((2, 2, 0), False, "adjust"),
        ((2, 2, 2), True, "adjust"), ((1, 1, 1), False, "keep"), ((2, None, 2), False, "open"),
    ],
)  # fmt: skip
def test_answers_speak_for_a_decision(answers, automated, decision):
    assert decide(*answers, automated=automated) == decision


def test_a_switch_of_strategy_lists_what_it_leaves_behind(client):
    found = strategy_switch(client)
    assert [(each.kpi, each.reason, each.weight) for each in found.rows] == [
        ("revenue", "former", 0.3), ("errors", "automated", 0.1),
    ]  # fmt: skip
    assert found.unserved == ("people",)
    assert "1 个考核项只服务于原战略" in found.summary()
    assert list(found.frame("en")["goal"]) == ["Expansion", ""]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kpi: calls, on", "kpi: cals, on", "Unknown KPI 'cals'.*engagement.yaml:11.*Did you mean 'calls'"),
        ("industry: 2", "industry: 3", "industry"),
    ],
)
def test_a_review_of_what_is_not_there_is_refused_with_its_place(folder, old, new, message):
    from diagnostics.dictionary.load import load_engagement

    path = folder / "engagement.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=message):
        load_engagement(folder)
