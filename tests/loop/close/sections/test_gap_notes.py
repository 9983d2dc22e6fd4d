"""What is said under the gap table."""

import pytest

from diagnostics.loop.close.sections.gap_notes import gap_notes
from tests.loop.close.conftest import gap

NAN = float("nan")
NOTED = {
    "signal": False, "probability": 0.4, "outside_funnel": None, "caution": "", "to_date_actual": NAN,
    "to_date_reference": NAN, "to_date_absolute": NAN, "to_date_relative": NAN,
}  # fmt: skip


def told(build, *rows, language="zh"):
    build.language = language
    build.gaps = [{**NOTED, **each} for each in rows]
    lines = []
    for part in gap_notes(build.inputs(), build.wording()):
        lines += [part.text] if hasattr(part, "text") else list(part.items)
    return lines


def test_where_all_is_ordinary_variation_and_nothing_is_short_the_page_says_so(build):
    lines = told(build, gap("revenue", "target", 110.0, 100.0, signal=False))
    assert lines == ["共 1 个差距可以判断是否偶然，全都在平时的波动之内：没有哪一个值得单独追究。"]


def test_no_sudden_change_is_no_all_clear_for_what_is_short(build):
    (line,) = told(build, gap("revenue", "target", 90.0, 100.0, signal=False))
    assert "都没有突然的变化" in line
    assert "不利的有 1 个" in line
    assert "追究" not in line


def test_what_has_long_been_short_is_listed_by_kpi_and_entity(build):
    build.gaps = [{**NOTED, **gap("revenue", "target", 90.0, 100.0)}]
    inputs, wording = build.inputs(), build.wording()
    common = {"kpi": "revenue", "entity": "s1", "cycle": "month", "period": "2025-06", "actual": 3e5, "of": 12}
    inputs.diagnosis["standing"] = [
        common | {"comparison": "target", "absolute": -1e5, "periods": 12},
        common | {"comparison": "peers", "absolute": -5e4, "periods": 7},
    ]
    parts = gap_notes(inputs, wording)
    assert parts[1].text == "不论本期有无变化，长期不利的有 1 项（括号内是最近可比的各期中有几期不利）："
    assert parts[2].items == (
        "武侯店的营业收入为 30 万元：比目标 −10 万元（12 个月中的 12 个月）；比同类中位数 −5 万元（12 个月中的 7 个月）。",
    )


def test_a_signal_against_us_is_told_with_how_rare_it_is(build):
    row = gap("revenue", "previous", 300_000.0, 400_000.0, signal=True, probability=0.001, favourable=False)
    lines = told(build, row, gap("revenue", "target", 90.0, 100.0))
    assert "1 个不像偶然的波动，其中不利的 1 个，涉及 1 项指标" in lines[0]
    assert "武侯店的营业收入为 30 万元，比上期 −10 万元，平时约每 1,000 个月会有一次。" in lines[1]


def test_two_comparisons_of_one_kpi_are_two_gaps_of_one_kpi(build):
    rows = [
        gap("revenue", each, 3e5, 4e5, signal=True, probability=0.001, favourable=False)
        for each in ("target", "previous")
    ]
    lines = told(build, *rows, language="en")
    assert "2 are unlike ordinary variation, 2 of them unfavourable, in 1 KPI (" in lines[0]
    assert len(lines) == 2


def test_what_is_good_and_unusual_is_counted_and_not_listed(build):
    lines = told(
        build, gap("revenue", "previous", 500_000.0, 400_000.0, signal=True, probability=0.001, favourable=True)
    )
    assert len(lines) == 1
    assert "其中不利的 0 个" in lines[0]


@pytest.mark.parametrize(
    ("caution", "words"), [("festival", "同比只列数字、不作好坏判断"), ("aligned", "按移动节日对齐")]
)
def test_moving_festivals_are_said(build, caution, words):
    lines = told(build, gap("revenue", "year_ago", 300_000.0, 400_000.0, caution=caution))
    assert any(words in each for each in lines)


def test_who_differs_by_more_than_chance_is_named_and_the_others_are_not_ranked(build):
    rows = [
        gap("conversion", "peers", 0.1, 0.3, favourable=False, outside_funnel=True, signal=True, probability=1e-9),
        gap("conversion", "peers", 0.28, 0.3, favourable=None, outside_funnel=False, entity="other"),
    ]
    lines = told(build, *rows)
    assert any("仍差于同类的是武侯店；另有 1 个对象" in each for each in lines)


def test_the_year_to_date_stands_beside_target_and_year_before(build):
    figures = {"to_date_actual": 2e6, "to_date_reference": 2.2e6, "to_date_absolute": -2e5, "to_date_relative": -0.09}
    lines = told(build, gap("revenue", "target", 4e5, 4.5e5, **figures), language="en")
    assert any("Year to date" in each and "against target" in each for each in lines)


def test_blanked_figures_are_not_told(build):
    assert told(build, gap("revenue", "target", NAN, NAN, signal=None, probability=NAN)) == []
