"""Comparable figures in one sentence beside the full ones."""

from diagnostics.loop.close.sections.comparable import comparable_parts
from diagnostics.loop.close.wording import Wording
from tests.loop.close.conftest import gap

NAN = float("nan")
FIELDS = ("comparable_actual", "comparable_reference", "comparable_absolute", "comparable_relative")


def comparable(actual, reference, opened=0, closed=0, undated=0):
    difference = actual - reference
    figures = dict(zip(FIELDS, (actual, reference, difference, difference / abs(reference)), strict=True))
    return {
        **figures,
        "left_out": opened + closed,
        "left_out_opened": opened,
        "left_out_closed": closed,
        "undated": undated,
    }


def told(build, *rows, language="zh"):
    build.language = language
    build.gaps = list(rows)
    return comparable_parts(build.inputs(), build.wording())


def test_openings_are_left_out_in_one_sentence(build):
    row = gap("revenue", "year_ago", 448_000.0, 400_000.0, **comparable(394_000.0, 400_000.0, opened=3))
    lead, bullets = told(build, row)
    assert lead.text.startswith("有对象在两期之间新开或关闭")
    assert bullets.items == ("武侯店的营业收入同比：全口径 +12.0%，可比口径（剔除新开 3 家）−1.5%。",)


def test_english_says_the_same(build):
    row = gap("revenue", "previous", 448_000.0, 400_000.0, **comparable(394_000.0, 400_000.0, opened=3, closed=1))
    _, bullets = told(build, row, language="en")
    (line,) = bullets.items
    assert (
        line == "Revenue of 武侯店 on the period before: +12.0% in full, −1.5% comparable (without 3 opened, 1 closed)."
    )


def test_a_share_differs_in_points(build):
    row = gap("conversion", "year_ago", 0.30, 0.28, **comparable(0.27, 0.28, opened=1))
    _, bullets = told(build, row)
    assert "全口径 +2.0 个百分点，可比口径（剔除新开 1 家）−1.0 个百分点。" in bullets.items[0]


def test_nothing_is_said_where_both_figures_read_the_same(build):
    same = comparable(448_000.0, 400_000.0)
    shown_alike = comparable(449_000.0, 400_000.0, opened=1)
    assert told(build, gap("revenue", "year_ago", 448_000.0, 400_000.0, **same)) == ()
    assert told(build, gap("revenue", "year_ago", 448_000.0, 400_000.0, **shown_alike)) == ()


def test_a_blanked_figure_is_not_told(build):
    blank = {**dict.fromkeys(comparable(1.0, 1.0), NAN)}
    assert told(build, gap("revenue", "year_ago", 448_000.0, 400_000.0, **blank)) == ()


def test_gaps_of_before_have_no_such_columns(build):
    assert told(build, gap("revenue", "year_ago", 448_000.0, 400_000.0)) == ()


def test_who_came_or_went_without_a_day_is_told_once(build):
    rows = [
        gap("revenue", "year_ago", 448_000.0, 400_000.0, **comparable(448_000.0, 400_000.0, undated=2)),
        gap("traffic", "year_ago", 448.0, 400.0, **comparable(448.0, 400.0, undated=2)),
    ]
    (bullets,) = told(build, *rows)
    assert bullets.items == ("武侯店下属另有 2 家只在两期中的一期有数，却没有写开业或关闭日期，没有剔除；请补上日期。",)


def test_the_headline_kpi_comes_first_then_the_mother_metrics_then_the_rest_by_rank(build):
    figures = comparable(394_000.0, 400_000.0, opened=3)
    rows = [
        gap(kpi, "year_ago", 448_000.0, 400_000.0, **figures, rank=rank)
        for rank, kpi in enumerate(("traffic", "conversion", "revenue"), start=1)
    ]
    build.gaps = rows
    inputs = build.inputs()
    inputs.kpis["conversion"]["mother"] = True
    _, bullets = comparable_parts(inputs, Wording(inputs))
    assert [line.split("同比")[0] for line in bullets.items] == ["武侯店的营业收入", "武侯店的转化率", "武侯店的客流"]
