"""The early warnings of a run, from hand-offs to hand-off: one alert an event, linked, carried on, and no person."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from diagnostics.data.handoff import read_records
from diagnostics.errors import InputError
from diagnostics.loop.track import save_alerts, warn, warning_rates
from diagnostics.loop.track.early_warning.verdicts import with_verdicts
from diagnostics.model.observations import Observations

TWICE = [{"rule": "misses", "kpi": "leads", "n": 2}]
BELOW = [8, 8]


def only(alerts):
    (alert,) = alerts.alerts
    return alert


def test_two_weeks_below_expectation_warn_at_the_second_week_and_not_before(warned, made):
    assert not warned(made.rows([*made.quiet, 8]), rules=TWICE).alerts
    alert = only(warned(made.rows([*made.quiet, *BELOW]), rules=TWICE))
    assert (alert.rules, alert.since, alert.fired, alert.missed) == (("misses",), "2025-W14", "2025-W15", 2)
    assert (alert.side, alert.against, alert.held_against, alert.new) == ("below", True, 9.0, True)
    # Fourteen weeks, two of them below: a share of 3.6 in 22, and what quiet figures would give at it.
    assert 52 * 0.8 * (3.6 / 22) ** 2 <= alert.expected_per_year <= 2
    assert "连续 2 周没有达到底线" in alert.text.zh
    assert "2 weeks running" in alert.text.en


def test_a_week_without_a_figure_is_no_miss(warned, made):
    assert not warned(made.rows([*made.quiet, 8, None, 8]), rules=TWICE).alerts


def test_an_event_keeps_name_and_beginning_from_run_to_run(warned, made):
    first = warned(made.rows([*made.quiet, *BELOW]), rules=TWICE)
    later = only(warned(made.rows([*made.quiet, *BELOW, 8]), rules=TWICE, earlier=first))
    assert (later.id, later.since, later.new) == (only(first).id, "2025-W14", False)


def test_revised_figures_move_no_beginning_and_a_vanished_event_is_withdrawn(warned, made):
    first = warned(made.rows([*made.quiet, *BELOW]), rules=TWICE)
    moved = warned(made.rows([*made.quiet, 10, 8, 8]), rules=TWICE, earlier=first)
    assert (only(moved).id, only(moved).since) == (only(first).id, "2025-W14")
    gone = warned(made.rows([*made.quiet, 10, 10, 10]), rules=TWICE, earlier=first)
    assert not gone.alerts
    assert [(each.id, each.state) for each in gone.over] == [(only(first).id, "withdrawn")]


def test_three_quiet_weeks_close_an_event_and_one_after_them_is_new(warned, made):
    first = warned(made.rows([*made.quiet, *BELOW]), rules=TWICE)
    over = warned(made.rows([*made.quiet, *BELOW, 10, 10, 10]), rules=TWICE, earlier=first)
    assert not over.alerts
    assert [each.state for each in over.over] == ["closed"]
    again = only(warned(made.rows([*made.quiet, *BELOW, 10, 10, 10, *BELOW]), rules=TWICE, earlier=first))
    assert again.id != only(first).id
    assert again.new


def test_people_and_figures_behind_few_are_never_warned_of(warned, made):
    table = pd.concat([
        made.rows([*made.quiet, *BELOW], entity="wang", level="staff"),
        made.rows([*made.quiet, *BELOW], entity="s2", people=3.0),
    ])  # fmt: skip
    alerts = warned(table.reset_index(drop=True), rules=TWICE)
    assert not alerts.alerts
    assert "wang" not in str(alerts.record())


def test_a_measure_at_work_is_linked_and_its_owner_looks(warned, made, case):
    at_work = case.record(kpi="leads", state="started", started="2025-04-01")
    alert = only(warned(made.rows([*made.quiet, *BELOW]), rules=TWICE, records=[at_work]))
    assert (alert.measures, alert.owner_name) == (("pay_link",), "李店长")


def test_a_measure_that_was_carried_out_answers_and_leaves_the_figure_to_its_owner(warned, made, case):
    done = case.record(kpi="leads", state="completed", started="2024-04-01", ended="2024-12-31", owner_name="过去的人")
    alert = only(warned(made.rows([*made.quiet, *BELOW]), rules=TWICE, records=[done]))
    assert alert.measures == ("pay_link",)
    assert alert.owner_name != "过去的人"


def test_a_counter_metric_that_turns_worse_says_beside_which_kpi_that_is_reached(warned, made):
    leads, bugs = made.kpi(counters=("bugs",)), made.kpi("bugs", direction="lower")
    table = pd.concat([made.rows([10] * 14, target=10.0), made.rows([*made.quiet, 30, 31], "bugs", base=float("nan"))])
    alert = only(warned(table.reset_index(drop=True), [leads, bugs]))
    assert (alert.kpi, alert.rules, alert.beside) == ("bugs", ("signal", "counter"), "leads")
    missed = table.assign(value=table["value"].where(table["kpi"] != "leads", 7.0))
    alerts = warned(missed.reset_index(drop=True), [leads, bugs], rules=[{"rule": "misses", "on": False}])
    assert [each.rules for each in alerts.alerts] == [("signal",)]


@pytest.mark.parametrize(("probability", "rules"), [(0.1, [("forecast",)]), (0.3, [])])
def test_a_base_that_is_unlikely_to_be_reached_warns(warned, made, probability, rules):
    row = {"kpi": "leads", "level": "store", "entity": "s1", "period": "2025-W13", "value": 10.0, "end_base": 9.0,
           "ahead": 30, "until": "2025", "p_base": probability}  # fmt: skip
    alerts = warned(made.rows(made.quiet), outlook={"outlook": [row]})
    assert [each.rules for each in alerts.alerts] == rules
    assert [each.expected_per_year for each in alerts.rates if each.rule == "forecast"] == [pytest.approx(0.25)]


def test_reports_that_are_overdue_warn_once_each_as_the_board_counts_them(warned, made, case):
    def started(key, *missing):
        said = {"last_missed": bool(missing), "missing_in_a_row": list(missing)}
        return case.record(key, started="2025-01-10", kpi="leads", check_ins=said)

    # A quarter's rhythm, say: nothing is missing, though a month has gone by without a word.
    one, two, none = started("one", "2025-03-01"), started("two", "2025-02-01", "2025-03-01"), started("none")
    told = warned(made.rows(made.quiet), records=[one, two, none]).alerts
    assert {(each.rules, each.measures, each.since, each.days, each.severity) for each in told} == {
        (("check_in",), ("one",), "2025-03-01", 29, "low"),
        (("check_in",), ("two",), "2025-02-01", 57, "medium"),
    }


@pytest.mark.parametrize(
    ("values", "base", "left_out"),
    [
        ([10] * 5, 9.0, ("signal", "short")),
        ([10] * 14, 9.0, ("signal", "constant")),
        ([10, 11] * 7, float("nan"), ("misses", "no_base")),
    ],
)
def test_what_cannot_be_watched_is_said(warned, made, values, base, left_out):
    alerts = warned(made.rows(values, base=base))
    assert not alerts.alerts
    assert [(each.rule, each.reason) for each in alerts.not_watched] == [left_out]


def test_a_rule_that_is_turned_off_says_nothing(warned, made):
    assert not warned(made.rows([*made.quiet, *BELOW]), rules=[{"rule": "misses", "on": False}]).alerts


def test_the_same_run_gives_the_same_file_and_the_file_reads_back(warned, made, tmp_path):
    table = made.rows([*made.quiet, *BELOW])
    alerts = warned(table, rules=TWICE)
    save_alerts(alerts, tmp_path / "run")
    first = (tmp_path / "run" / "results" / "alerts.json").read_bytes()
    save_alerts(warned(table, rules=TWICE), tmp_path / "run")
    assert (tmp_path / "run" / "results" / "alerts.json").read_bytes() == first
    assert read_records(tmp_path / "run", "alerts")["alerts"][0]["id"] == only(alerts).id
    assert (tmp_path / "run" / "results" / "monday.md").read_text("utf-8").startswith("# ")
    save_alerts(alerts, "")


def test_no_run_and_another_day_are_refused(engagement, warned, made, tmp_path):
    with pytest.raises(InputError, match="run == ''"):
        warn(engagement, "2025-W13", "")
    warned(made.rows(made.quiet))
    with pytest.raises(InputError, match="run both for one day"):
        warn(engagement, "2025-W13", tmp_path / "run", as_of="2025-01-01")


def test_rates_stand_in_a_table_by_rule_kpi_and_level(engagement, made):
    kpis = {"leads": made.kpi()}
    table = warning_rates(replace(engagement, kpis=kpis), Observations(made.rows(made.quiet)))
    assert list(table["rule"]) == ["signal", "misses"]
    assert table["expected_per_year"].between(0, 0.5).all()
    assert table["periods_a_year"].tolist() == [52.0, 52.0]


def test_figures_after_the_day_are_not_looked_at(engagement, made):
    kpis = {"leads": made.kpi()}
    seen = Observations(made.rows(made.quiet))
    table = warning_rates(replace(engagement, kpis=kpis), seen, as_of=date(2025, 1, 20).isoformat())
    assert table.loc[table["rule"] == "misses", "history"].tolist() == [2.0]


def test_without_any_figure_there_is_nothing_to_warn_of(engagement, made):
    table = warning_rates(replace(engagement, kpis={"leads": made.kpi()}), Observations(made.rows(made.quiet)[:0]))
    assert table.empty


def test_a_kpi_that_nobody_judges_is_not_watched(warned, made):
    alerts = warned(made.rows([*made.quiet, 99]), [made.kpi(direction="none")])
    assert not alerts.alerts
    assert not alerts.rates


def test_figures_after_a_dozen_that_never_moved_are_no_event(warned, made):
    assert not warned(made.rows([0] * 12 + [7], base=float("nan")), [made.kpi(direction="lower")]).alerts


@pytest.mark.parametrize(
    ("values", "base", "zh", "en"),
    [
        ([10, 12] * 6 + [3], 1.0, "低于平时的 5.68 至 16.3", "below its usual 5.68 to 16.3"),
        (
            [10, 12] * 12 + [10.6] * 8,
            1.0,
            "已连续 7 周或更久低于平时水平（那之前的平时水平是 11.0）",
            "below its usual level for 7 weeks or longer (its usual level before that was 11.0)",
        ),
        ([*[10, 12] * 12, *[10.5] * 7, 10.8], 10.7, "7 周或更久低于平时水平", "below its usual level"),
    ],
)
def test_each_sentence_says_what_was_seen(warned, made, values, base, zh, en):
    alerts = warned(made.rows(values, base=base), rules=[{"rule": "signal", "most": 60}])
    (told,) = [each.text for each in alerts.alerts if each.side == "below"]
    assert zh in told.zh
    assert en in told.en


def test_a_fall_that_goes_on_does_not_hide_itself_as_figures_alike(warned, made):
    """Two weeks far out make neighbours look alike; limits that allow for it would be too wide to see the fall."""
    alerts = warned(made.rows([*made.quiet, 1, 1], base=float("nan")))
    assert [(each.rules, each.side, each.since) for each in alerts.alerts] == [(("signal",), "below", "2025-W14")]


def test_figures_too_large_to_square_are_judged_like_small_ones(warned, made):
    values = [*made.quiet, 1, 1]
    small, large = (warned(made.rows([each * size for each in values], base=9 * size)) for size in (1.0, 1e200))
    assert [each.since for each in small.alerts] == [each.since for each in large.alerts]
    assert [each.expected_per_year for each in small.rates] == [each.expected_per_year for each in large.rates]


@pytest.mark.parametrize(("twice", "told"), [(True, "stands twice"), (False, "stands as infinite")])
def test_figures_of_a_dimension_and_infinite_ones_are_refused(warned, made, twice, told):
    rows = made.rows([*made.quiet, float("inf")])
    with pytest.raises(InputError, match=told):
        warned(pd.concat([made.rows(made.quiet)] * 2) if twice else rows)


def test_a_verdict_of_this_run_is_told_on_monday_and_only_once(warned, made, case):
    measure = case.record("cut", kpi="leads", state="completed", decision=None)
    table = made.rows(made.quiet)
    day = "2025-03-30"
    tracking = {"as_of": day, "effects": [{"intervention": "cut", "verdict": "worse", "judge_from": "2025-03",
                                           "text": {"zh": "变差了。", "en": "Worse."}}]}  # fmt: skip
    assert "「措施cut」（leads）：变差了。" in warned(table, records=[measure], tracking=tracking).monday["txt"]
    other = {**tracking, "as_of": "2025-03-29"}
    assert "变差了" not in warned(table, records=[measure], tracking=other).monday["txt"]
    known = with_verdicts([measure], tracking, tracking, made.calendar)
    assert (known[0]["judged"]["new"], known[0]["judged"]["since"]) == (False, "2025-03-31")
    turned = {**tracking, "effects": [{**tracking["effects"][0], "verdict": "worked"}]}
    anew = with_verdicts([measure], tracking, turned, made.calendar)
    assert (anew[0]["judged"]["new"], anew[0]["judged"]["since"]) == (True, day)
