"""What moves ahead, and what history makes one expect, on the page."""

import pytest

from diagnostics.loop.close.sections.expected import expected_section
from diagnostics.loop.close.sections.leading import leading_section, not_leading_section


@pytest.fixture
def page(build):
    """Inputs and wording of a run whose diagnosis has more keys."""

    def make(**more):
        inputs, wording = build.inputs(), build.wording()
        inputs.diagnosis.update(more)
        wording.inputs.diagnosis.update(more)
        return inputs, wording

    return make


def leading(*drivers, judged=3, short=0):
    return {
        "result": "revenue", "level": "store", "cycle": "month", "entities": 4, "judged": judged, "short": short,
        "needs": 24, "drivers": list(drivers),
    }  # fmt: skip


def driver(lag, effect):
    return {
        "driver": "traffic", "lag": lag, "effect": effect, "low": effect - 20.0, "high": effect + 20.0, "move": 100.0
    }  # fmt: skip


def expected(side, actual):
    return {
        "kpi": "traffic", "entity": "s1", "actual": actual, "expected": 1000.0, "low": 900.0, "high": 1100.0, "error": 50.0, "error_share": 0.05,
        "side": side,
    }  # fmt: skip


def test_a_driver_ahead_is_told_as_an_association_with_its_size(page):
    section = leading_section(*page(leading=leading(driver(2.0, 50.0))))
    assert section.parts[0].items[0] == (
        "客流先于营业收入变动，提前 2 个月：它上升一个通常幅度（100）之后，营业收入往往偏高约 5,000 元"
        "（3,000 元 至 7,000 元），已扣除季节与偶然波动。"
    )
    assert "不是原因" in section.lead
    falling = leading_section(*page(leading=leading(driver(1.0, -50.0))))
    assert "往往偏低约 5,000 元（3,000 元 至 7,000 元）" in falling.parts[0].items[0]


def test_what_moves_at_the_same_time_is_not_told_as_ahead(page):
    given = page(leading=leading(driver(0.0, 50.0)))
    assert leading_section(*given) is None
    assert "没有发现能提前预示它的指标" in not_leading_section(*given).parts[0].text


def test_too_short_histories_say_what_they_need(page):
    section = not_leading_section(*page(leading=leading(judged=0, short=2)))
    assert section.folded
    assert "2 项的历史太短，两项都有数值的至少要 24 个月" in section.parts[0].text


def test_a_run_that_knows_neither_has_no_section(build):
    inputs, wording = build.inputs(), build.wording()
    assert [each(inputs, wording) for each in (leading_section, not_leading_section, expected_section)] == [None] * 3


def test_expected_figures_stand_beside_actual_ones(page):
    section = expected_section(*page(expected=[expected("below", 800.0)]))
    row = section.parts[0].table.rows[0]
    assert (row["actual"], row["expected"], row["error"], row["side"]) == ("800", "1,000", "50（5.0%）", "低于平时")
    assert row["range"] == "900 至 1,100"
    assert "推算值不是目标" in section.parts[0].table.note
    assert not section.folded
    assert expected_section(*page(expected=[expected("", 990.0)])).folded


def test_many_rows_are_cut_and_counted(page):
    section = expected_section(*page(expected=[expected("", 990.0)] * 13))
    assert len(section.parts[0].table.rows) == 10
    assert "另有 3 项未列出" in section.parts[0].table.note
