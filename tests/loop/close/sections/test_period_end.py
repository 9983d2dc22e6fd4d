"""Status and forecasts on the page: bands by word and shape, chances no surer than a history is."""

import pytest

from diagnostics.loop.close.inside import _bands
from diagnostics.loop.close.reviews import review
from diagnostics.loop.close.sections.board import board_section
from diagnostics.loop.close.sections.period_end import period_end_section
from diagnostics.loop.close.wording import Wording
from tests.loop.close.conftest import gap

NOTHING = dict.fromkeys(
    ("base", "target", "target_high", "stretch", "to_date", "expected", "low", "high", "end_base", "end_target",
     "end_target_high", "end_stretch", "p_base", "p_target", "p_stretch", "error", "naive_error", "naive_same")
)  # fmt: skip


def told(kpi="revenue", **other):
    return {
        **NOTHING, "kpi": kpi, "level": "store", "entity": "s1", "cycle": "month", "period": "2025-06", "value": 320_000.0,
        "status": "below_base", "target": 350_000.0, "until": "2025", "way": "sum", "known": 6, "ahead": 6,
        "expected": 4_000_000.0, "low": 3_800_000.0, "high": 4_200_000.0, "end_target": 4_200_000.0, "p_base": 0.97,
        "p_target": 0.3, "p_stretch": 0.004, "tests": 12, "inside": 10, "error": 90_000.0, "naive_error": 150_000.0,
        "history": 30, "reason": "", "lack": "", **other,
    }  # fmt: skip


@pytest.fixture
def section(build):
    def make(*rows, language="zh"):
        build.language = language
        inputs, wording = build.inputs(), build.wording()
        object.__setattr__(inputs, "outlook", {"outlook": list(rows)})
        return period_end_section(inputs, wording)

    return make


def test_a_row_tells_band_forecast_and_chance(section):
    table, record = (each.table for each in section(told()).parts)
    (row,) = table.rows
    assert row["status"] == "below_base"
    assert row["end"] == "400 万元（380 至 420 万元）"
    assert row["chance"] == "底线 95%以上，目标 30%，挑战值 不到5%"
    assert record.rows[0]["inside"] == "12 次中 10 次"
    assert (record.rows[0]["error"], record.rows[0]["naive"]) == ("9 万元", "15 万元")
    assert "提前 6 期" in record.caption


def test_rows_of_another_cycle_say_of_which_period_and_end_they_are(section):
    daily = told(
        "traffic", cycle="day", period="2025-06-30", until="2025-07", ahead=31, value=5.0, low=90.0, high=110.0
    )
    table, record = (each.table for each in section(told(), daily | {"expected": 100.0, "end_target": None}).parts)
    assert table.caption == "本期（2025年6月）与2025年全期"
    assert [each["kpi"] for each in table.rows] == ["营业收入", "2025年6月30日客流"]
    assert [each["end"] for each in table.rows] == ["400 万元（380 至 420 万元）", "2025年7月：100（90 至 110）"]
    assert "同样远的时点" in record.caption


@pytest.mark.parametrize(("given", "words"), [({}, "包住 80% 的"), ({"share": 0.9}, "包住 90% 的")])
def test_what_a_range_is_to_hold_is_what_was_asked_for(build, given, words):
    inputs = build.inputs()
    object.__setattr__(inputs, "outlook", {"outlook": [told()], **given})
    assert words in period_end_section(inputs, build.wording()).parts[0].table.note


def test_the_worst_band_comes_first_and_one_without_a_target_last(section):
    rows = [told("traffic", status="none"), told("conversion", status="above_stretch", value=0.5), told()]
    assert [each["status"] for each in section(*rows).parts[0].table.rows] == ["below_base", "above_stretch", "none"]


@pytest.mark.parametrize(
    ("reason", "lack", "words"),
    [
        ("short", "", "历史太短（30 期）"),
        ("untested", "", "不足以回头检验|不够回头检验"),
        ("unreliable", "", "多半落在区间之外"),
        ("gap", "", "缺数"),
        ("", "target_ahead", "还没有写明"),
        ("", "no_direction", "没有规定好坏方向"),
    ],
)
def test_why_there_is_no_chance_is_said(section, reason, lack, words):
    import re

    row = told(reason=reason, lack=lack, p_base=None, p_target=None, p_stretch=None)
    bullets = section(row).parts[-1].items
    assert any(re.search(words, each) for each in bullets)


def test_what_is_settled_is_called_so(section):
    row = told(reason="done", p_base=1.0, p_target=0.0, p_stretch=None, tests=0, ahead=0, error=None)
    (part,) = section(row, language="en").parts
    assert part.table.rows[0]["end"].endswith("(final)")
    assert part.table.rows[0]["chance"] == "Short of target"


def test_a_run_without_forecasts_has_no_section(section):
    assert section() is None
    assert section(told("strange")) is None
    assert section(told(status="none", expected=None)) is None


def test_the_board_tells_delays_risks_and_missing_reports(build):
    build.add("pay")
    inputs, wording = build.inputs(), build.wording()
    inputs.tracking["board"][0] |= {
        "state": "at_risk", "slip_days": 0, "risks": ["behind", "check_in", "unsigned"], "check_ins_due": 3,
        "check_ins_overdue": 2, "next_check_in": "2025-07-31", "missed": {"zh": "", "en": ""},
    }  # fmt: skip
    reviews = [review(each, inputs, wording) for each in inputs.interventions["interventions"]]
    (part,) = board_section(inputs, reviews, wording).parts
    (row,) = part.table.rows
    assert row["state"] == "at_risk"
    assert row["standing"] == (
        "进度慢于按时完成下一节点所需；还有一方未签字；应跟进 3 次，缺 2 次；下次跟进：2025年7月31日前"
    )
    inputs.tracking["board"][0] |= {"state": "lagging", "slip_days": 9, "risks": [], "check_ins_overdue": 0}
    del inputs.__dict__["board"]
    (late,) = board_section(inputs, reviews, wording).parts[0].table.rows
    assert late["standing"].startswith("已晚 9 天")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_poor_record_is_told_in_a_sentence(section, language):
    _, record, doubts = section(told(tests=7, inside=4), told("traffic", tests=9, inside=6), language=language).parts
    (narrow,) = doubts.items
    assert {"zh": "7 次中 4 次", "en": "4 of 7"}[language] in narrow
    assert "9" not in narrow
    assert {"zh": "合计 16 次中 10 次落在区间内（63%）", "en": "10 of 16 (63%)"}[language] in record.table.note
    assert "80%" in record.table.note


def test_where_last_year_alone_did_better_a_sentence_says_so(section):
    rows = [told(naive_error=80_000.0), told("traffic", error=90.0, naive_error=80.0, naive_same=70.0)]
    (sentence,) = section(*rows).parts[-1].items
    assert "上年同期反而差得更少" in sentence
    assert "营业收入" in sentence
    assert "客流" not in sentence
    assert len(section(told()).parts) == 2


def test_a_balance_is_the_last_period_s_and_no_figure_of_the_whole(section):
    (row,) = section(told(way="level")).parts[0].table.rows
    assert (row["end"], row["goal"]) == ("末期：400 万元（380 至 420 万元）", "末期：420 万元")


def test_a_kpi_that_is_neither_better_high_nor_low_is_told_as_left_out_of_the_count(build):
    build.gaps.append(gap("traffic", "year_ago", 90.0, 100.0, rank=2))
    inputs = build.inputs()
    inputs.kpis["traffic"]["direction"] = "none"
    object.__setattr__(inputs, "outlook", {"outlook": [told()]})
    line = _bands(inputs, Wording(inputs), None)
    assert line == "1 项指标：1 项未达底线。另有 1 项不分好坏，没有列入：客流。"
