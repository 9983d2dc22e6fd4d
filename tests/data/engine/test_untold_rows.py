"""Rows in several units or currencies, or planned beside actual, are refused unless the KPI says which count."""

import pandas as pd
import pytest

from diagnostics.data.engine import open_engine
from diagnostics.errors import InputError
from tests.postgres_server import postgres_server  # noqa: F401

URL = "PERFLOOP_TEST_URL"


@pytest.fixture
def facts(engagement, data):
    """Read a table of rows with one column that says what their figures are, for one KPI."""

    def read(column, words, *, where=None, measure="sum(金额)", unit="money", **layout):
        rows = [f"2025-01-0{at},一店,{each},{at}" for at, each in enumerate(words, 1)]
        (data / "表.csv").write_text("\n".join([f"日期,门店,{column},金额", *rows]), encoding="utf-8")
        source = {"file": "表.csv", "time": "日期", "entity": "门店", **layout}
        kpi = {"id": "amount", "measure": measure, "unit": unit, **({"where": where} if where else {})}
        with open_engine(engagement([kpi], {"facts": source})) as engine:
            return engine.frame(engine.facts("facts").table)["金额"].tolist()

    return read


@pytest.mark.parametrize(
    ("column", "words", "told"),
    [
        ("单位", ("万元", "元"), "counts figures in '万元', '元'; KPI 'amount' adds them up"),
        ("单位", ("万元", "万元"), "counts figures in '万元'"),
        ("计量单位", ("元", "人", "%"), "counts figures in '%', '人', '元'"),
        ("币种", ("CNY", "USD"), "holds figures in 'USD', and the engagement counts in CNY"),
        ("Currency", ("EUR", "EUR"), "holds figures in 'EUR'"),
        ("类型", ("实际", "预算"), "sets '预算' beside '实际'"),
        ("Scenario", ("Actual", "Forecast", "Budget"), "sets 'Budget', 'Forecast' beside 'Actual'"),
    ],
)
def test_rows_of_several_kinds_are_refused_with_a_remedy_that_works(facts, column, words, told):
    with pytest.raises(InputError, match=told) as refused:
        facts(column, words)
    remedy = str(refused.value).partition("where: ")[2].partition(" and measure")[0].rstrip(".")
    assert facts(column, words, where=remedy) == list(range(1, len(words) + 1))


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("单位", ("一分厂", "二分厂")),
        ("单位", ("件", "箱")),
        ("单位", ("元", "元")),
        ("币种", ("人民币", "RMB")),
        ("类型", ("直营", "加盟")),
        ("类型", ("实际", "实际")),
    ],
)
def test_words_that_change_no_figure_are_left_alone(facts, column, words):
    assert facts(column, words) == [1, 2]


def test_a_count_of_facts_has_no_unit_and_no_currency(facts):
    assert facts("币种", ("CNY", "USD"), measure="count(*)", unit="count") == [1, 2]


def test_a_scale_that_the_layout_says_too_is_applied(facts):
    assert facts("单位", ("万元", "万元"), layout={"totals": (), "scale": {"金额": "万元"}}) == [10_000, 20_000]


def test_a_part_of_the_row_above_it_is_refused_unless_the_layout_or_the_kpi_speaks_of_it(facts):
    words = ("线上", "其中：直播", "线下")
    with pytest.raises(InputError, match="Column '渠道' of .* holds '其中：直播', a part of a row above it"):
        facts("渠道", words)
    assert facts("渠道", words, where="渠道 in ('线上', '线下')") == [1, 2, 3]
    assert facts("渠道", words, layout={"totals": ("其中：直播",)}) == [1, 3]
    assert facts("渠道", words, layout={"totals": (), "kept": ("其中：直播",)}) == [1, 2, 3]


def test_a_word_for_a_total_is_seen_in_a_database_without_entities_too(engagement, postgres_server, monkeypatch):  # noqa: F811
    monkeypatch.setenv(URL, postgres_server.url())
    rows = pd.DataFrame({"day": ["2025-01-01"] * 3, "city": ["共计划", "北京", "合 计"], "v": [1, 2, 4]})
    postgres_server.load("sales.plain", rows, {"day": "text", "city": "text", "v": "integer"})

    def total(where=None, **more):
        source = {"engine": "postgres", "url_env": URL, "table": "sales.plain", "time": "day", **more}
        kpi = {"id": "v", "measure": "sum(v)", **({"where": where} if where else {})}
        with open_engine(engagement([kpi], {"f": source})) as engine:
            return len(engine.frame(engine.facts("f").table))

    with pytest.raises(InputError, match=r"'合 计' in column 'city', .*where: city != '合 计', .*totals: \[\]"):
        total()
    assert total("city != '合 计'", layout={"totals": []}) == 3
    assert total(entity="city") == 3


@pytest.mark.parametrize(
    ("words", "measure"),
    [
        (("%", "件"), r"mean\(… / 100\), or mean\(…\) where its cells say their % themselves"),
        (("万元", "人"), r"sum\(… \* 10000\)"),
        (("元", "千元"), r"where: 单位 = '千元' and measure: sum\(… \* 1000\)"),
        (("元", "人"), r"sum\(…\)"),
    ],
)
def test_the_remedy_averages_shares_and_scales_amounts(facts, words, measure):
    with pytest.raises(InputError, match=rf"measure: {measure}\.$" if "where:" not in measure else measure):
        facts("单位", words)
