from pathlib import Path
from typing import get_args

import pytest

from diagnostics.dictionary.expression.nodes import AggregateName, CallName
from diagnostics.dictionary.load import load_engagement
from diagnostics.dictionary.page.content import dictionary_page
from diagnostics.dictionary.page.measure_words import measure_words

ROOT = Path(__file__).resolve().parents[3]
VERSIONS = "  versions:\n    - {from: 2025-04, definition: 实收减退款, why: 财务口径统一}\n"
CHANGE = """\
- {id: c1, kpi: revenue, scorecard: store_manager, old: 100, new: 90, from: 2025-07, kind: major, reason: 搬迁,
   requested: 2025-06-20, agreed_by: [boss]}
"""


def told(page):
    return page.model_dump_json()


def test_the_page_tells_all_that_is_known_of_a_kpi(folder):
    folder.replace("kpis.yaml", "  mother: true\n", "  mother: true\n" + VERSIONS).write("changes.yaml", CHANGE)
    page = dictionary_page(folder.open())
    facts = next(each for each in page.appendix[0].parts if each.title == "营收")
    rows = {each.label: each.value for each in facts.rows}
    assert rows["口径"] == "实收减退款"
    assert rows["口径变更"] == "最初：实收金额\n2025年4月起：实收减退款（财务口径统一）"
    assert rows["构成"] == "客流 × 转化率 × 200"
    assert rows["用于"] == "店长（权重 60%）"
    assert rows["目标变更"].endswith("改为 90 元：搬迁（批准：陈总）")


def test_mother_metrics_stand_first_and_unreached_kpis_are_named(folder):
    folder.replace("kpis.yaml", "- id: traffic", "- {id: lost, name: 走失, unit: count, direction: higher,\n"
                   "   source: visits, measure: count(*), owner: 运营部, definition: 条数}\n- id: traffic")  # fmt: skip
    page = dictionary_page(folder.open())
    assert [each.id for each in page.sections][:3] == ["mothers", "strategy", "tree"]
    bullets = next(each for each in page.sections[2].parts if each.kind == "bullets")
    assert bullets.items == ("走失",)


def test_scorecards_of_a_person_are_not_told(folder):
    folder.replace(
        "entities.csv", "qingyang,青羊店,store,acme,stores,,,,,false", "qingyang,王小明,store,acme,stores,,,,,true"
    )
    cards = (folder.path / "scorecards.yaml").read_text(encoding="utf-8")
    own = "- entity: qingyang\n  name: 王小明的考核表\n  items: [{kpi: revenue, weight: 1, targets: {target: 7}}]\n"
    folder.write("scorecards.yaml", cards + own)
    assert "王小明" not in told(dictionary_page(folder.open()))


def test_eighty_six_kpis_fit_one_page_that_can_be_rendered():
    from diagnostics.run.exporter import render

    page = dictionary_page(load_engagement(ROOT / "tests" / "engagements" / "mta"))
    assert sum(len(each.parts) for each in page.appendix) == 86
    html = render(page)
    assert "<script" not in html
    assert html.count("<details") >= 86


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("sum(orders) / sum(visits)", "zh", "成交单的合计 ÷ visits 的合计"),
        ("count(*)", "zh", "记录条数"),
        ("count(distinct orders)", "zh", "不重复的成交单个数"),
        ("COUNT_DISTINCT(orders)", "en", "number of different 成交单"),
        ("quantile(wait, 0.9)", "zh", "wait 的 90% 分位数"),
        ("quantile(wait, 0.995) / median(wait)", "en", "99.5% quantile of wait ÷ median of wait"),
        (
            "first(orders) + last(orders)",
            "zh",
            "期初成交单（各对象最早一次的数相加） + 期末成交单（各对象最后一次的数相加）",
        ),
        ("last(orders)", "en", "closing 成交单 (the last figure of each unit, added up)"),
        ("mean(case when a = 'new' then 1 else 0 end)", "en", "mean of (1 where a = New, else 0)"),
        ("sum(coalesce(a, 0)) * 100", "en", "total of a (or 0 where it is missing) × 100"),
        ("sum(a * b) / count(*)", "en", "total of (a × b) ÷ number of records"),
        ("a in ('new', 'old') and not orders is null", "zh", "a 为 New、old 之一且有成交单"),
        ("not a in ('new') or month(a) between 1 and 3", "en", "a ≠ New or month of a is from 1 to 3"),
        ('sum("销售额 (元)")', "zh", "销售额 (元)的合计"),
        ("traffic * orders", "zh", "traffic × 成交单"),
    ],
)
def test_measures_are_told_in_words(text, language, words):
    assert measure_words(text, language, {"orders": "成交单", "new": "New"}) == words


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_function_of_the_language_has_words(language):
    two = {"nullif": "(a, b)", "coalesce": "(a, b)", "quantile": "(a, 0.5)", "make_date": "(a, b, c)"}
    two["days_between"] = "(a, b)"
    for name in (*get_args(AggregateName), *get_args(CallName)):
        text = name + two.get(name, "(a = 1)" if name == "count_if" else "(a)")
        assert f"{name}(" not in measure_words(text, language, {}), name


def test_the_strategy_map_stands_on_the_page_with_its_table(folder):
    page = dictionary_page(folder.open())
    (section,) = (each for each in page.sections if each.id == "strategy")
    (figure,) = section.parts
    assert "增长" in figure.svg
    assert [row["kind"] for row in figure.table.rows] == ["目标", "指标", "指标", "指标"]
    assert "1 个目标" in figure.alt


def test_without_goals_there_is_no_map(folder):
    folder.replace("engagement.yaml", "goals:\n  - {id: growth, name: 增长, kpis: [revenue]}\n", "")
    assert "strategy" not in [each.id for each in dictionary_page(folder.open()).sections]
