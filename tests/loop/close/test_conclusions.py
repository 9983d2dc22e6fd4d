import pytest

from diagnostics.loop.close.conclusions import conclude
from diagnostics.loop.close.gap_words import recent_misses
from diagnostics.loop.close.next_steps import next_steps
from diagnostics.loop.close.wording import Wording
from tests.loop.close.conftest import gap

NAME = {"zh": "签约", "en": "Signing"}


def concluded(build):
    return conclude(build.inputs(), build.wording())


def test_the_lead_says_how_large_the_gap_is_and_whether_it_is_usual(build):
    lead = concluded(build).lead
    assert (
        lead[0]
        == "2025年6月，武侯店的营业收入为 32 万元，比目标低 8 万元（20.0%）。这在它平时的波动范围内，但近 12 个月有 12 个月没有达标：没有达标是常态，不是一时的波动。"
    )


def test_a_rare_miss_within_the_usual_range_is_no_problem(build):
    build.series_target = 330_000.0
    build.gaps = [gap("revenue", "target", 320_000.0, 330_000.0)]
    assert concluded(build).lead[0].endswith("这在它平时的波动范围内，暂不作为问题。")


def test_what_is_usual_and_long_below_peers_is_no_all_clear(build):
    build.gaps = [gap("revenue", "year_ago", 320_000.0, 330_000.0)]
    inputs = build.inputs()
    long = {"kpi": "revenue", "entity": "s1", "comparison": "peers", "cycle": "month", "periods": 11, "of": 12}
    inputs.diagnosis["standing"] = [long]
    lead = conclude(inputs, build.wording()).lead[0]
    assert lead.endswith("但最近可比的 12 个月中有 11 个月不如同类中位数：这是常态，不是一时的波动。")


def test_more_often_than_not_is_no_habit(build):
    build.gaps = [gap("revenue", "year_ago", 320_000.0, 330_000.0)]
    inputs = build.inputs()
    often = {"kpi": "revenue", "entity": "s1", "comparison": "year_ago", "cycle": "month", "periods": 5, "of": 8}
    inputs.diagnosis["standing"] = [often]
    lead = conclude(inputs, build.wording()).lead[0]
    assert lead.endswith("最近可比的 8 个月中有 5 个月不如去年同期，多于一半，还说不上是常态。")


def test_a_gap_outside_its_usual_range_is_named_so(build):
    build.gaps[0].update(outside_usual=True, usual_side="below")
    assert "已低于它平时的波动范围" in concluded(build).lead[0]


def test_without_history_nobody_claims_that_a_gap_is_unusual(build):
    build.gaps[0]["outside_usual"] = None
    assert "说不了这是否异常" in concluded(build).lead[0]


def test_shares_differ_in_points_and_not_in_per_cent(build):
    build.gaps = [gap("conversion", "target", 0.312, 0.34)]
    inputs = build.inputs()
    inputs.diagnosis["focus"]["kpi"] = "conversion"
    lead = conclude(inputs, build.wording()).lead[0]
    assert "低 2.8 个百分点。" in lead


def test_the_drivers_are_told_with_their_signs(build):
    assert concluded(build).lead[1] == "同比，营业收入相差 −5.6 万元，其中客流 +1.0 万元，转化率 −6.6 万元。"


def test_what_made_things_worse_comes_first(build):
    build.add("good", "worked", 0.05, 0.2).add("bad", "worse", -0.2, -0.1).add("new", "insufficient", -0.1, 0.3)
    told = concluded(build)
    assert told.title == "武侯店营业收入比目标低 8 万元；3 项措施中，1 项使结果变差，1 项有效，1 项尚不能判断"
    assert [each.kind for each in told.steps][:2] == ["worse", "worked"]
    assert told.steps[0].text.startswith("停止或调整「措施bad」")


def test_an_undecided_measure_teaches_nothing(build):
    build.add("new", "insufficient", -0.1, 0.3)
    told = concluded(build)
    assert told.lessons == ()
    assert told.lead[-1] == "尚不能判断的有「措施new」（2025年11月起可判断）。"


def test_a_measure_without_effect_is_not_praised(build):
    build.add("flat", "no_evidence", -0.03, 0.03)
    told = concluded(build)
    assert told.lessons[0].endswith("预期 +10.0%，可以排除。")
    assert not any("有效" in each for each in (*told.lessons, told.title, *told.lead))


def test_a_late_measure_is_asked_for(build):
    build.add("late", "insufficient", -0.1, 0.3)
    assert "已过完成时间（2025年4月30日）" in next(
        each.text for each in concluded(build).steps if each.kind == "lagging"
    )


@pytest.mark.parametrize(
    ("missed", "told"),
    [
        (NAME, "的“签约”应在2025年5月31日前完成，还没有完成"),
        ({"zh": "", "en": ""}, "应在2025年5月1日启动，尚未启动"),
    ],
)
def test_no_due_date_ahead_is_called_past(build, missed, told):
    stones = [{"name": NAME, "due": "2025-05-31", "progress": 0.5}]
    build.add("late", due="2025-12-31", planned_start="2025-05-01", milestones=stones)
    inputs = build.inputs()
    inputs.board["late"]["missed"] = missed
    step = conclude(inputs, build.wording()).steps[0]
    assert (step.kind, told in step.text) == ("lagging", True)
    assert "12月" not in step.text


@pytest.mark.parametrize(
    ("low", "high", "told"), [(0.05, 0.15, "与结果相符"), (0.12, 0.2, "比预期好"), (0.01, 0.09, "没有达到")]
)
def test_agreement_is_said_only_where_the_interval_holds_what_was_expected(build, low, high, told):
    assert told in concluded(build.add("a", "worked", low, high)).lessons[0]


def test_an_unusual_gap_that_nobody_works_on_asks_for_its_cause(build):
    build.gaps = [gap("traffic", "year_ago", 80.0, 100.0, outside_usual=True, usual_side="below", favourable=False)]
    steps = concluded(build).steps
    assert [(each.kind, each.owner) for each in steps] == [("cause", "李敏")]


def test_a_gap_that_a_measure_addresses_asks_for_no_second_cause(build):
    build.gaps = [gap("revenue", "target", 80.0, 100.0, outside_usual=True, usual_side="below", favourable=False)]
    build.add("new", "insufficient", -0.1, 0.3)
    assert "cause" not in [each.kind for each in concluded(build).steps]


def test_errors_of_the_kpi_system_become_steps(build):
    text = {"zh": "补上负责人", "en": "Name an owner"}
    build.findings = [
        {"code": "PD1", "severity": "error", "place": "", "message": text, "remedy": text, "about": "revenue"}
    ]
    assert concluded(build).steps[-1].text == "补上负责人"


def test_without_measures_the_lead_says_so(build):
    assert concluded(build).lead[-1] == "台账中还没有改进措施。"


def test_the_same_conclusions_are_told_in_english(build):
    build.language = "en"
    build.add("bad", "worse", -0.2, -0.1)
    told = concluded(build)
    assert told.title == "武侯店: Revenue ¥80k below target; of 1 measure, 1 made things worse"
    assert told.lead[0].startswith("武侯店, June 2025: Revenue is ¥320k, ¥80k below target (20.0%).")


def test_an_event_from_outside_is_neither_praised_nor_stopped(build):
    build.add("rival", "worse", -0.3, -0.2, external=True)
    told = concluded(build)
    assert told.title.endswith("1 项外部事件中，1 项使结果变差")
    assert [each.text for each in told.steps] == ["决定如何应对「措施rival」：营业收入因它变差"]
    assert "外部事件" in told.lessons[0]
    assert "台账中还没有改进措施。" in told.lead


def test_a_difference_that_no_reader_would_see_is_none(build):
    build.gaps = [gap("revenue", "target", 400_100.0, 400_000.0)]
    assert "与目标持平" in concluded(build).lead[0]


def test_a_figure_unusually_good_but_short_of_its_target_asks_for_no_cause(build):
    build.gaps = [gap("traffic", "target", 150.0, 300.0, outside_usual=True, usual_side="above", favourable=False)]
    assert concluded(build).steps == ()


def test_a_measure_that_waiting_can_not_decide_asks_for_a_decision(build):
    build.add("blurred", "insufficient", -0.1, 0.3)
    build.effects[0]["judge_from"] = ""
    told = concluded(build)
    assert [each.kind for each in told.steps] == ["undecidable"]
    assert told.lead[-1] == "用现有数据判断不了的有「措施blurred」。"
    assert "尚不能" not in told.title


def test_a_stopped_measure_is_neither_continued_nor_made_standard(build):
    build.add("gone", "insufficient", -0.1, 0.3).add("past", "worked", 0.1, 0.2)
    build.stopped = ("gone", "past")
    assert concluded(build).steps == ()


def test_without_an_expectation_no_lesson_speaks_of_one(build):
    build.add("open", "no_evidence", -0.1, 0.1, expected=None)
    lesson = concluded(build).lessons[0]
    assert "预期" not in lesson
    assert "–" not in lesson


def test_an_event_that_nobody_can_see_teaches_that_it_is_not_seen(build):
    build.add("rival", "no_evidence", -0.1, 0.1, external=True, expected=None)
    assert "看不出营业收入受到影响" in concluded(build).lessons[0]


def test_a_range_is_missed_on_either_side_and_met_within(build):
    build.series_target, build.series_high = 340_000.0, 360_000.0
    build.gaps = [gap("revenue", "target", 320_000.0, 340_000.0)]
    inputs = build.inputs()
    inputs.kpis["revenue"]["direction"] = "range"
    # Only the last month, 320,000, lies outside 340,000 to 360,000.
    assert recent_misses(inputs.gaps.to_dict("records")[0], inputs) == (1, 12)


@pytest.mark.parametrize("verdict", ["worked", "worse"])
def test_reservations_go_along_into_headline_lead_lesson_and_step(build, verdict):
    sides = (0.05, 0.15) if verdict == "worked" else (-0.15, -0.05)
    build.add("a", verdict, *sides).add("b", verdict, *sides)
    build.effects[0].update(reasons=["related"], method="its")
    told = concluded(build)
    assert "（1 项有保留）" in told.title
    steps = [each.text for each in told.steps if each.kind == verdict]
    for text in (told.lead[-1], told.lessons[0], steps[0]):
        assert "与同期其他措施的作用分不开" in text
        assert "没有同类可比" in text
    assert "标准做法，并" not in steps[0]
    assert ("先试" in told.lessons[0], "先试" in told.lessons[1]) == (False, verdict == "worked")
    assert "其他措施" not in steps[1] + told.lessons[1]


@pytest.mark.parametrize(("missing", "asked"), [((), False), (("problem", "sponsor"), True)])
def test_an_unanswered_charter_is_a_step_to_come(build, missing, asked):
    inputs = build.inputs()
    inputs.alignment["charter"]["missing"] = list(missing)
    told = [each.text for each in next_steps(inputs, (), Wording(inputs))]
    assert ("请补全改进章程：问题、发起人" in told) is asked
