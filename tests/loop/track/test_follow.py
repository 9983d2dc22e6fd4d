"""The track step, from hand-offs to hand-offs: planted effects are found, and nothing is said without evidence."""

import json

import pytest

import diagnostics.loop.track as room
from diagnostics.data.handoff import read_records, read_table
from diagnostics.errors import InputError
from diagnostics.loop.track import follow
from diagnostics.model.kpi import Kpi
from diagnostics.model.process_limits import usual_range

KPI_BELOW = Kpi(
    id="conversion", name="转化率", unit="share", direction="higher", source="s", measure="sum(x)", parent="revenue"
)
DONE = {"state": "completed", "ended": "2025-06-20", "progress": 1.0}


def only(tracking):
    (effect,) = tracking.effects
    return effect


@pytest.mark.parametrize(
    ("factor", "verdict", "rung"), [(1.12, "worked", 4), (0.88, "worse", 4), (1.0, "no_evidence", 1)]
)
def test_a_planted_effect_is_found_with_its_sign(followed, case, factor, verdict, rung):
    table = case.observations([("revenue", "s1", "2025-05", factor)])
    effect = only(followed([case.record(**DONE)], table))
    assert (effect.verdict, effect.method, effect.rung) == (verdict, "did", rung)
    assert effect.relative_low < factor - 1 < effect.relative_high
    assert effect.comparisons == tuple(sorted(f"s{n}" for n in range(2, 11)))
    assert (effect.start, effect.periods_after, effect.judge_from) == ("2025-05", 8, "")


def test_a_lower_waiting_time_is_an_improvement(followed, case):
    table = case.observations([("waiting", "s1", "2025-05", 0.8)])
    effect = only(followed([case.record(kpi="waiting", **DONE)], table))
    assert effect.verdict == "worked"
    assert effect.effect < 0


def test_two_months_after_the_start_the_verdict_waits_and_says_for_when(followed, case):
    table = case.observations([("revenue", "s1", "2025-05", 1.12)], until="2025-06")
    effect = only(followed([case.record(progress=0.5)], table, as_of="2025-06-30"))
    assert (effect.verdict, effect.judge_from, effect.periods_after) == ("insufficient", "2025-10", 2)
    assert "2025年10月" in effect.text.zh
    assert "October 2025" in effect.text.en


def test_figures_after_the_as_of_date_are_not_looked_at(followed, case):
    table = case.observations([("revenue", "s1", "2025-05", 1.12)])
    tracking = followed([case.record(progress=0.5)], table, as_of="2025-06-15")
    assert only(tracking).periods_after == 1
    assert tracking.series["period"].max() == "2025-05"


def test_a_measure_that_has_no_whole_period_yet_says_when_it_can_be_judged(followed, case):
    record = case.record(started="2025-12-10", progress=0.2)
    effect = only(followed([record]))
    assert (effect.verdict, effect.reasons, effect.judge_from) == ("insufficient", ("not_begun",), "2026-06")
    assert "2026年6月" in effect.text.zh


def test_shares_are_told_in_percentage_points(followed, case):
    table = case.observations([("conversion", "s1", "2025-05", 1.15)])
    effect = only(followed([case.record(kpi="conversion", **DONE)], table))
    assert effect.verdict == "worked"
    assert effect.effect == pytest.approx(0.03, abs=0.01)
    assert "个百分点" in effect.text.zh
    assert "%" not in effect.text.zh


def test_money_is_told_as_a_share_of_its_level(followed, case):
    effect = only(followed([case.record(**DONE)], case.observations([("revenue", "s1", "2025-05", 1.12)])))
    assert "%" in effect.text.zh
    assert effect.relative == pytest.approx(effect.effect / 112_000 * 1.12, rel=0.1)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"entities": [], "entities_withheld": 1}, "people"),
        ({"kpi": "unknown"}, "not_observed"),
        ({"entities": ["s1", "nowhere"]}, "not_observed"),
        ({"entities": ["s1", "firm"]}, "mixed_levels"),
        ({"kpi": "size"}, "no_direction"),
    ],
)
def test_a_measure_that_cannot_be_judged_says_why_and_gives_no_figure(followed, case, fields, reason):
    effect = only(followed([case.record(**{**DONE, **fields})]))
    assert (effect.verdict, effect.reasons, effect.judge_from, effect.method) == ("insufficient", (reason,), "", "none")
    assert effect.effect is effect.low is effect.relative is effect.p_value is None
    assert effect.text.zh
    assert effect.text.en
    assert effect.rung == 1


def test_a_kpi_that_never_changes_is_not_estimable_and_does_not_stop_the_run(followed, case):
    table = case.observations()
    table.loc[(table["kpi"] == "revenue") & (table["entity"] == "s1"), "value"] = 5.0
    effect = only(followed([case.record(**DONE)], table))
    assert (effect.verdict, effect.reasons) == ("insufficient", ("not_estimable",))
    assert "constant" in effect.refused


def test_measures_that_overlap_on_kpi_and_entity_are_named(followed, case):
    records = [
        case.record("a", decision=None, **DONE),
        case.record("b", decision=None, **{**DONE, "started": "2025-07-01"}),
    ]
    first, second = followed(records, case.observations([("revenue", "s1", "2025-05", 1.12)])).effects
    assert (first.verdict, second.verdict) == ("insufficient", "insufficient")
    assert {"overlapping_event", "overlap"} <= set(first.reasons) & set(second.reasons)
    assert (first.together_with, second.together_with) == (("b",), ("a",))
    assert "措施b" in first.text.zh
    assert "Measure a" in second.text.en


def test_measures_that_start_together_are_judged_together(followed, case):
    records = [case.record("a", **DONE), case.record("b", **DONE)]
    first, second = followed(records, case.observations([("revenue", "s1", "2025-05", 1.12)])).effects
    assert (first.verdict, second.verdict) == ("worked", "worked")
    assert first.reasons == second.reasons == ("package",)
    # What two did together is attributed to neither.
    assert (first.evidence["attributable"], first.rung) == (False, 3)
    assert first.effect == second.effect
    assert "措施b" in first.text.zh


def test_a_measure_that_was_at_work_before_the_figures_begin_overlaps_nothing(followed, case):
    old = case.record("old", decision=None, **{**DONE, "started": "2020-01-01"})
    effects = followed(
        [old, case.record("own", **DONE)], case.observations([("revenue", "s1", "2025-05", 1.12)])
    ).effects
    judged = {each.intervention: each for each in effects}
    assert judged["own"].verdict == "worked"
    assert judged["own"].together_with == ()
    assert judged["old"].verdict == "insufficient"


def test_the_figures_of_a_measure_end_where_the_next_one_begins(followed, case):
    first = case.record("first", started="2024-02-01", **{"decision": "2024-10-31", **DONE})
    then = case.record("then", **DONE)
    effects = followed([first, then], case.observations([("revenue", "s1", "2025-05", 1.3)])).effects
    judged = {each.intervention: each for each in effects}
    assert (judged["first"].verdict, judged["first"].periods_after) == ("no_evidence", 15)
    assert judged["then"].verdict == "worked"


def test_waiting_is_not_promised_where_the_next_measure_has_begun(followed, case):
    first = case.record(
        "first", started="2025-03-01", decision="2025-04-15", state="completed", ended="2025-03-20", progress=1.0
    )
    effect = followed([first, case.record("then", **DONE)]).effects[0]
    assert (effect.verdict, effect.periods_after, effect.judge_from) == ("insufficient", 2, "")


def test_a_measure_at_several_entities_is_judged_once_for_all(followed, case):
    planted = [("revenue", entity, "2025-05", 1.1) for entity in ("s1", "s2", "s3")]
    effect = only(followed([case.record(entities=["s1", "s2", "s3"], **DONE)], case.observations(planted)))
    assert (effect.entity, effect.entities, effect.verdict) == ("", ("s1", "s2", "s3"), "worked")
    assert "s2" not in effect.comparisons


def test_without_comparison_a_long_series_is_judged_by_itself(followed, case):
    table = case.observations([("revenue", "firm", "2025-05", 1.25)])
    effect = only(followed([case.record(entities=["firm"], **DONE)], table))
    assert (effect.method, effect.verdict, effect.comparisons) == ("its", "worked", ())


@pytest.mark.parametrize(
    ("planted", "fields", "rung"),
    [
        ([], {"progress": 0.0}, 0),
        ([], {"progress": 0.3}, 1),
        ([("conversion", "s1", "2025-05", 1.6)], {"progress": 0.3}, 2),
        ([("conversion", "s1", "2025-05", 0.4)], {"progress": 0.3}, 1),
        ([("revenue", "s1", "2025-05", 1.6)], {"progress": 0.3}, 3),
        ([("revenue", "s1", "2025-05", 0.4)], {"progress": 0.3}, 3),
    ],
)
def test_the_ladder_is_climbed_rung_by_rung_before_there_is_a_verdict(followed, case, planted, fields, rung):
    table = case.observations(planted, until="2025-06")
    effect = only(followed([case.record(process_kpi="conversion", **fields)], table, as_of="2025-06-30"))
    assert (effect.verdict, effect.rung) == ("insufficient", rung)


def test_a_measure_that_was_not_started_has_a_row_on_the_board_and_no_effect(followed, case):
    tracking = followed([case.record(state="planned", started=None)])
    assert tracking.effects == ()
    assert [each.state for each in tracking.board] == ["lagging"]


def test_series_are_those_of_measures_mother_metrics_and_the_diagnosis(followed, case):
    focus = {"kpi": "waiting", "level": "store", "entity": "s5"}
    record = case.record(kpi="conversion", process_kpi="waiting", entities=["s2"])
    pairs = followed([record], focus=focus).series[["kpi", "entity"]].drop_duplicates()
    assert set(pairs.itertuples(index=False, name=None)) == {
        ("conversion", "s2"), ("waiting", "s2"), ("waiting", "s5"), ("revenue", "firm"),
    }  # fmt: skip


def test_mother_metrics_are_followed_at_the_focus_where_there_is_one(followed):
    pairs = followed([], settings={"focus": ("s3",)}).series[["kpi", "entity"]].drop_duplicates()
    assert set(pairs.itertuples(index=False, name=None)) == {("revenue", "s3")}


def test_the_usual_range_is_that_of_the_time_before_the_measure(followed, case):
    table = case.observations([("revenue", "s1", "2025-05", 1.5)])
    rows = followed([case.record(**DONE)], table).series.query("kpi == 'revenue' and entity == 's1'")
    before = rows[rows["start"] < "2025-05-01"]["value"]
    assert tuple(rows[["lower", "upper"]].iloc[0]) == usual_range(before)
    assert rows["mean"].iloc[0] == pytest.approx(before.tail(24).mean())
    assert set(rows[rows["start"] >= "2025-05-01"]["flag"]) == {"special_cause_improvement"}


@pytest.mark.parametrize("pair", [("revenue", "s1"), ("revenue", "firm"), ("waiting", "s5")])
def test_the_usual_range_of_the_focus_and_of_mother_metrics_is_the_one_the_diagnosis_judges_by(followed, case, pair):
    table = case.observations([(*pair, "2025-12", 2.0)])
    rows = followed([case.record(**DONE)], table, focus={"kpi": pair[0], "entity": pair[1]}).series
    rows = rows[(rows["kpi"] == pair[0]) & (rows["entity"] == pair[1])]
    # The figure of the run's period is judged by those before it, and is none of them.
    assert tuple(rows[["lower", "upper"]].iloc[-1]) == usual_range(rows["value"].iloc[:-1])
    assert rows["flag"].iloc[-1].startswith("special_cause")


def test_fewer_than_eight_figures_have_no_usual_range(followed, case):
    table = case.observations()
    rows = followed([], table[table["period"] >= "2025-06"]).series
    assert rows["value"].notna().all()
    assert rows[["mean", "lower", "upper"]].isna().all(axis=None)


def test_both_ends_of_a_range_target_are_handed_on(followed, case):
    table = case.observations()
    table["target_high"] = table["target"] * 1.2
    rows = followed([case.record(**DONE)], table).series
    assert rows["target_high"].tolist() == pytest.approx((rows["target"] * 1.2).tolist())


STOPPED = {"state": "stopped", "ended": "2025-07-15", "progress": 0.5}


def test_a_measure_is_not_judged_on_what_came_after_it_was_stopped(followed, case):
    table = case.observations([("revenue", "s1", "2025-09", 1.5), ("conversion", "s1", "2025-09", 2.0)])
    effect = only(followed([case.record(process_kpi="conversion", **STOPPED)], table))
    assert (effect.verdict, effect.periods_after, effect.judge_from) == ("insufficient", 2, "")
    assert effect.reasons == ("few_after", "stopped")
    assert effect.evidence["outside_range"] is effect.evidence["process_moved"] is False
    assert "可以判断" not in effect.text.zh
    assert "at the earliest" not in effect.text.en
    assert "已停止" in effect.text.zh


def test_a_measure_that_was_stopped_late_is_judged_on_its_time(followed, case):
    table = case.observations([("revenue", "s1", "2024-05", 1.15), ("revenue", "s1", "2025-08", 0.5)])
    effect = only(followed([case.record(started="2024-05-01", **STOPPED)], table))
    assert (effect.verdict, effect.periods_after, effect.reasons) == ("worked", 14, ("stopped",))
    assert effect.relative == pytest.approx(0.15, abs=0.04)


def test_a_measure_that_was_stopped_within_its_first_period_says_so_and_promises_nothing(followed, case):
    effect = only(followed([case.record(**{**STOPPED, "ended": "2025-05-20"})]))
    assert (effect.verdict, effect.reasons, effect.judge_from) == ("insufficient", ("stopped_early",), "")


def test_a_measure_that_was_over_before_the_data_begin_is_promised_no_verdict(followed, case):
    effect = only(followed([case.record(**{**STOPPED, "started": "2014-05-01", "ended": "2016-05-20"})]))
    assert (effect.verdict, effect.reasons, effect.judge_from) == ("insufficient", ("no_figures",), "")


def test_a_measure_nobody_carried_out_has_no_verdict(followed, case):
    table = case.observations([("revenue", "s1", "2025-05", 1.5)])
    effect = only(followed([case.record(progress=0.0)], table))
    assert (effect.verdict, effect.rung, effect.judge_from) == ("insufficient", 0, "")
    assert effect.reasons == ("not_carried_out",)
    assert (effect.evidence["outside_range"], effect.evidence["attributable"]) == (True, False)
    assert "没有这项措施已执行的记录" in effect.text.zh
    assert only(followed([case.record(progress=0.0, external=True)], table)).verdict == "worked"


def test_what_may_still_be_carried_out_may_still_be_judged(followed, case):
    effect = only(followed([case.record(progress=0.0)], case.observations(until="2025-06"), as_of="2025-06-30"))
    assert (effect.reasons, effect.judge_from) == (("few_after", "not_carried_out"), "2025-10")


def test_a_verdict_from_the_mean_alone_says_that_no_figure_left_its_range(followed, case):
    table = case.observations([("revenue", "s1", "2025-05", 1.05)], seed=3)
    effect = only(followed([case.record(**DONE)], table))
    assert (effect.verdict, effect.rung) == ("worked", 4)
    assert effect.evidence["outside_range"] is False
    assert effect.reasons == ("within_range",)
    assert "没有单个周期超出平时波动" in effect.text.zh


RELATED = {"conversion": KPI_BELOW}


def test_a_measure_on_a_driver_that_starts_together_refuses_a_verdict(followed, case):
    table = case.observations([("revenue", "s1", "2025-05", 1.3)])
    records = [case.record("a", **DONE), case.record("b", kpi="conversion", **DONE)]
    for effect in followed(records, table, kpis=RELATED).effects:
        assert effect.verdict == "insufficient"
        assert {"related_start", "related"} <= set(effect.reasons)
    assert {each.verdict for each in followed(records, table).effects} != {"insufficient"}  # strangers


def test_a_measure_on_a_driver_that_starts_later_is_named_beside_the_verdict(followed, case):
    table = case.observations([("revenue", "s1", "2025-05", 1.3)])
    records = [case.record("a", **DONE), case.record("b", kpi="conversion", **{**DONE, "started": "2025-09-01"})]
    effect = followed(records, table, kpis=RELATED).effects[0]
    assert (effect.verdict, effect.reasons, effect.together_with) == ("worked", ("related",), ("b",))
    assert "措施b" in effect.text.zh
    assert "Measure b" in effect.text.en


def test_stores_with_a_measure_on_a_driver_are_no_comparison(followed, case):
    records = [case.record("a", **DONE), case.record("b", kpi="conversion", entities=["s4"], **DONE)]
    assert "s4" not in followed(records, kpis=RELATED).effects[0].comparisons
    assert "s4" in followed(records).effects[0].comparisons


def test_a_missing_period_is_a_row_without_a_figure(followed, case):
    table = case.observations()
    table = table[~((table["entity"] == "s1") & (table["period"] == "2024-03"))]
    rows = followed([case.record(**DONE)], table).series.query("kpi == 'revenue' and entity == 's1'")
    gap = rows[rows["period"] == "2024-03"]
    assert len(gap) == 1
    assert gap["value"].isna().all()
    assert gap["flag"].isna().all()


def test_people_never_reach_the_results(followed, case, tmp_path):
    tracking = followed(
        [case.record(entities=[], entities_withheld=1, **DONE)], focus={"kpi": "revenue", "entity": "wang"}
    )
    tracking.save(tmp_path / "run")
    assert "wang" not in (tmp_path / "run" / "results" / "tracking.json").read_text(encoding="utf-8")
    assert "wang" not in set(read_table(tmp_path / "run", "series")["entity"])


def test_figures_behind_few_people_stay_out(followed, case):
    table = case.observations([("revenue", "s1", "2025-05", 1.12)])
    table["people"] = 20.0
    table.loc[table["entity"] == "s1", "people"] = 3.0
    tracking = followed([case.record(**DONE)], table)
    assert only(tracking).reasons == ("not_observed",)
    assert tracking.series.query("entity == 's1'")["value"].isna().all()


def test_the_hand_offs_bear_what_the_close_step_reads(followed, case, tmp_path):
    tracking = followed([case.record(**DONE)], case.observations([("revenue", "s1", "2025-05", 1.12)]), seed=3)
    tracking.save(tmp_path / "run")
    content = read_records(tmp_path / "run", "tracking")
    assert (content["as_of"], content["period"], content["seed"]) == ("2025-12-31", "2025-12", 3)
    assert set(content["board"][0]) >= {"id", "title", "state", "owner", "due", "slip_days", "progress", "next"}
    assert set(content["effects"][0]) >= {
        "intervention", "kpi", "entity", "method", "effect", "low", "high", "relative", "relative_low", "relative_high",
        "p_value", "mde", "verdict", "rung", "evidence", "judge_from", "reasons", "text", "contrast",
    }  # fmt: skip
    assert set(content["effects"][0]["text"]) == {"zh", "en"}
    assert content["effects"][0]["evidence"] == {
        "carried_out": True, "process_moved": None, "outside_range": True, "attributable": True,
    }  # fmt: skip
    assert content["effects"][0]["contrast"]["before_after"]["effect"] is not None
    json.dumps(content, allow_nan=False)
    series = read_table(tmp_path / "run", "series")
    assert list(series.columns) == [
        "kpi", "level", "entity", "period", "start", "value", "target", "target_high", "mean", "lower", "upper", "flag", "basis",
    ]  # fmt: skip


def test_the_same_run_gives_the_same_bytes(followed, case, tmp_path):
    files = [tmp_path / "run" / "results" / name for name in ("tracking.json", "series.parquet")]
    kept = []
    for _ in range(2):
        followed([case.record(**DONE)]).save(tmp_path / "run")
        kept.append([each.read_bytes() for each in files])
    assert kept[0] == kept[1]


def test_an_engagement_without_measures_still_has_a_board_and_series(followed, tmp_path):
    tracking = followed([])
    tracking.save(tmp_path / "run")
    assert (tracking.board, tracking.effects) == ((), ())
    assert "共有 0 项措施" in tracking.summary()
    assert tracking.frame().empty


def test_without_a_run_there_is_nothing_to_follow(engagement):
    with pytest.raises(InputError, match="must be the folder of a run"):
        follow(engagement, "2025-06", "")


def test_the_day_is_that_of_the_interventions(followed, case, engagement, tmp_path):
    followed([case.record()])
    assert follow(engagement, "2025-12", tmp_path / "run", as_of="2025-12-31").board
    with pytest.raises(
        InputError, match="as_of == '2025-06-30', but the interventions of this run are as of '2025-12-31'"
    ):
        follow(engagement, "2025-12", tmp_path / "run", as_of="2025-06-30")


def test_a_control_chart_is_drawn_and_one_that_is_not_there_is_refused(followed, case):
    tracking = followed([case.record(**DONE)])
    assert tracking.plot("zh").axes
    assert tracking.plot("en", "revenue", "firm").axes
    with pytest.raises(InputError, match="There is no series of waiting at s9"):
        tracking.plot("zh", "waiting", "s9")


def test_the_steps_functions_are_called_by_their_names():
    assert callable(room.follow)
    assert callable(room.xmr)
    assert callable(room.estimate_effect)

    assert callable(room.xmr)
