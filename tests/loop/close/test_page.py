import pytest

from diagnostics.errors import InputError
from diagnostics.loop.close.conclusions import conclude
from diagnostics.loop.close.page import page_of
from diagnostics.loop.close.retrospective import retrospect
from diagnostics.loop.close.sections.gap import gap_table
from tests.loop.close.conftest import gap


def page(build):
    inputs, wording = build.inputs(), build.wording()
    return page_of(inputs, wording, conclude(inputs, wording))


def parts(found, kind):
    return [part for section in found.sections for part in section.parts if part.kind == kind]


def test_an_undecided_measure_shows_no_figure(build):
    verdict = parts(page(build.add("new", "insufficient", 0.1, 0.3)), "verdict")[0]
    assert (verdict.status, verdict.value, verdict.interval) == ("insufficient", "", "")
    assert verdict.judge_from == "2025年11月"


def test_an_undecided_measure_stands_in_no_chart_and_with_no_range(build):
    found = page(build.add("new", "insufficient", 0.1, 0.3))
    measures = found.sections[0].parts
    assert [each.kind for each in measures] == ["verdict", "table"]
    assert "actual" not in measures[1].table.rows[0]
    assert "interval" not in measures[1].table.rows[0]


def test_a_decided_measure_shows_its_interval(build):
    verdict = parts(page(build.add("good", "worked", 0.05, 0.15)), "verdict")[0]
    assert (verdict.status, verdict.value, verdict.interval) == ("worked", "+10.0%", "可能在 +5.0% 至 +15.0% 之间")


def test_the_page_has_at_most_four_headlines_and_its_conclusion_first(build):
    found = page(build.add("good", "worked", 0.05, 0.15).add("new", "insufficient", 0.1, 0.3))
    assert [each.label for each in found.headlines] == [
        "武侯店营业收入",
        "最大的原因（同比）",
        "有效的措施",
        "下一个可下结论的时间",
    ]
    assert found.title.startswith("武侯店营业收入比目标低")
    assert [each.id for each in found.sections][:2] == ["measures", "steps"]


def test_the_largest_cause_is_one_that_pulled_the_same_way(build):
    assert page(build).headlines[1].note == "转化率；总变化 −5.6 万元"


def test_without_measures_the_page_stands(build):
    found = page(build)
    assert parts(found, "verdict") == []
    assert "board" not in [each.id for each in found.sections]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_figure_has_words_for_those_who_can_not_see_it(build, language):
    build.language = language
    figures = parts(page(build.add("good", "worked", 0.05, 0.15)), "figure")
    assert len(figures) == 3
    assert all(len(each.alt) > 20 for each in figures)


def test_results_of_another_period_are_refused(tmp_path):
    with pytest.raises(InputError, match="no finished run of period '2025-06'"):
        retrospect(tmp_path, period="2025-06")


def test_narrow_columns_abbreviate_percentage_points(build):
    build.language = "en"
    build.gaps = [gap("conversion", "target", 0.312, 0.34)]
    inputs, wording = build.inputs(), build.wording()
    table = gap_table(inputs, wording)
    assert table.rows[0]["target"] == "−2.8 pp"
    assert "percentage points" in table.note
    assert [each.key for each in table.columns] == ["kpi", "actual", "target", "status"]
