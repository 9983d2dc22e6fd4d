import shutil
from pathlib import Path

import pytest

from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import InputError
from tests.dictionary.exchange.conftest import Exchange

ROOT = Path(__file__).resolve().parents[3]
NAMES = ("engagement.yaml", "kpis.yaml", "scorecards.yaml", "entities.csv", "ledger.yaml")


class Copy:
    """Files of an engagement of the tests, copied."""

    def __init__(self, source, path):
        self.path = path
        path.mkdir()
        for name in NAMES:
            if (source / name).is_file():
                shutil.copyfile(source / name, path / name)


@pytest.mark.parametrize("name", ["mta", "garment", "rossmann"])
def test_real_engagements_come_back_unchanged(name, tmp_path):
    plan = Exchange(Copy(ROOT / "tests" / "engagements" / name, tmp_path / name)).plan()
    assert (plan.changes, plan.conflicts, plan.texts) == ((), (), {})


@pytest.mark.parametrize(("case", "language"), [("a", "zh"), ("a", "en"), ("b", "zh")])
def test_the_demo_comes_back_unchanged(case, language, tmp_path):
    from diagnostics.run.demo import demo_engagement

    demo_engagement(case, tmp_path / "demo", language)
    shutil.rmtree(tmp_path / "demo" / "data")
    (tmp_path / "demo" / "data").mkdir()
    plan = Exchange(Copy(tmp_path / "demo", tmp_path / "copy")).plan()
    assert (plan.changes, plan.conflicts, plan.texts) == ((), (), {})


def test_the_starter_comes_back_unchanged(tmp_path):
    from diagnostics.run.scaffold import scaffold

    scaffold(tmp_path / "new")
    assert Exchange(Copy(tmp_path / "new", tmp_path / "copy")).plan().texts == {}


def test_an_edit_touches_its_own_line_alone(exchange):
    before = (exchange.path / "kpis.yaml").read_text(encoding="utf-8")
    exchange.cell("指标", "traffic", "责任人").value = "市场部"
    plan = exchange.write()
    assert list(plan.texts) == ["kpis.yaml"]
    after = (exchange.path / "kpis.yaml").read_text(encoding="utf-8")
    changed = [each for each in after.splitlines() if each not in before.splitlines()]
    assert changed == ["  owner: 市场部"]
    assert load_engagement(exchange.path).kpis["traffic"].owner == "市场部"


def test_comments_blank_lines_and_order_stay(exchange):
    exchange.folder.replace("kpis.yaml", "- id: traffic\n", "\n# how many come in\n- id: traffic  # by camera\n")
    exchange.export()
    exchange.cell("指标", "traffic", "责任人").value = "市场部"
    exchange.write()
    text = (exchange.path / "kpis.yaml").read_text(encoding="utf-8")
    assert "\n# how many come in\n- id: traffic  # by camera\n  name: 客流\n" in text


def test_what_one_side_alone_changed_is_merged(exchange):
    exchange.cell("指标", "traffic", "责任人").value = "市场部"
    exchange.cell("目标值", ("store_manager", "conversion_rate", "底线"), "目标值").value = 0.11
    exchange.folder.replace("kpis.yaml", "definition: 进店人次", "definition: 进店人数")
    exchange.folder.replace("scorecards.yaml", "stretch: 0.15", "stretch: 0.16")
    assert exchange.write().conflicts == ()
    opened = load_engagement(exchange.path)
    assert (opened.kpis["traffic"].owner, opened.kpis["traffic"].definition.zh) == ("市场部", "进店人数")
    targets = opened.scorecards[0].items[2].targets
    assert (targets.base, targets.target, targets.stretch) == (0.11, 0.12, 0.16)


def test_all_conflicts_are_told_and_nothing_is_written(exchange):
    from diagnostics.dictionary.exchange.listing import conflict_lines

    exchange.cell("指标", "traffic", "责任人").value = "市场部"
    exchange.cell("考核对象", "wuhou", "对象名称").value = "武侯一店"
    exchange.folder.replace(
        "kpis.yaml",
        "measure: sum(visits)\n  leading: true\n  owner: 运营部",
        "measure: sum(visits)\n  leading: true\n  owner: 财务部",
    )
    exchange.folder.replace("entities.csv", "wuhou,武侯店", "wuhou,武侯二店")
    plan = exchange.plan()
    assert plan.texts == {}
    first, second = conflict_lines(plan)
    assert "指标 KPIs!T3 and kpis.yaml:21: base '运营部', theirs '财务部', yours '市场部'" in first
    assert "考核对象 Entities!B3 and entities.csv:3" in second


def test_the_same_change_on_both_sides_is_no_conflict(exchange):
    exchange.cell("考核对象", "wuhou", "对象名称").value = "武侯一店"
    exchange.folder.replace("entities.csv", "wuhou,武侯店", "wuhou,武侯一店")
    plan = exchange.plan()
    assert (plan.conflicts, plan.texts) == ((), {})


def test_rows_come_and_go(exchange):
    exchange.add(
        "指标", 指标编号="basket", **{"名称（中文）": "客单价"}, 单位="金额", 方向="越高越好", 数据来源="visits",
        计算式="sum(sales) / sum(orders)", 维度="channel; store",
    )  # fmt: skip
    exchange.add("考核对象", 对象编号="jinjiang", 对象名称="锦江店", 层级="store", 上级对象="acme", 别名="锦江；JJ")
    exchange.sheet("目标值").delete_rows(exchange.cell("目标值", ("store_manager", "底线"), "目标值").row)
    exchange.write()
    opened = load_engagement(exchange.path)
    assert opened.kpis["basket"].dimensions == ("channel", "store")
    assert opened.entities["jinjiang"].aliases == ("锦江", "JJ")
    assert opened.scorecards[0].items[2].targets.base is None


def test_a_new_scorecard_with_dated_targets(exchange):
    for kpi, weight in (("traffic", 0.5), ("revenue", 0.5)):
        exchange.add(
            "考核表",
            考核表="card",
            考核对象="qingyang",
            考核表类型="岗位",
            指标=kpi,
            权重=weight,
            目标依据="历史数据" if kpi == "traffic" else None,
        )
    for since, value in (("2025-07", 9), ("2025-01", 8)):
        exchange.add("目标值", 考核表="card", 指标="traffic", 档位="目标", 自何期起=since, 目标值=value)
    exchange.write()
    card = load_engagement(exchange.path).scorecards[1]
    assert card.entity == "qingyang"
    assert [(each.since, each.value) for each in card.items[0].targets.target] == [("2025-01", 8), ("2025-07", 9)]
    assert card.items[0].targets.provenance == "history"
    assert card.items[1].targets is None


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@x", "\ttab", "a\rb", "'quoted", "_x000D_", "=cmd|'/c calc'!A0", "a\nb", "12:30", "0x1F"],
)
def test_dangerous_texts_are_text_in_the_workbook_and_come_back_identical(exchange, text):
    import json

    from diagnostics.dictionary.exchange.cells import escaped

    exchange.folder.replace("kpis.yaml", "definition: 进店人次", f"definition: {json.dumps(text)}")
    exchange.export()
    cell = exchange.cell("指标", "traffic", "口径（中文）")
    assert (cell.data_type, cell.value) == ("s", escaped(text))
    assert cell.quotePrefix or text[0] not in "=+-@\t\r'"
    assert exchange.plan().changes == ()
    # Typed by a person they go into the file as they are.
    exchange.cell("指标", "conversion_rate", "口径（中文）").value = escaped(text)
    exchange.cell("指标", "conversion_rate", "口径（中文）").data_type = "s"
    exchange.write()
    assert load_engagement(exchange.path).kpis["conversion_rate"].definition.zh == text


@pytest.mark.parametrize(
    ("sheet", "key", "head", "value", "match"),
    [
        ("指标", "traffic", "上级指标", "revenu", r"Unknown KPI 'revenu' in 指标 KPIs!Q3.*Did you mean 'revenue'"),
        ("指标", "traffic", "单位", "件数", "Unknown unit '件数' in 指标 KPIs!F3"),
        ("指标", "traffic", "母指标", "maybe", "指标 KPIs!R3 == 'maybe', must be '是' or '否'"),
        ("指标", "traffic", "计算式", "sum(", "指标 KPIs!K3"),
        ("指标", "traffic", "小数位", "two", "指标 KPIs!U3 == 'two', must be a number"),
        ("指标", "traffic", "责任人", 7, "指标 KPIs!T3 == 7 is a number, must be text"),
        ("指标", "traffic", "责任人", "=1+1", "指标 KPIs!T3 holds a formula"),
        ("指标", "traffic", "指标编号", "revenue", "'revenue' stands twice, in 指标 KPIs!A2 and in 指标 KPIs!A3"),
        ("指标", "traffic", "指标编号", None, "指标 KPIs!A3 is empty; every row needs its id"),
        ("考核表", ("store_manager", "traffic"), "权重", 1.4, r"weight == 1.4 .*考核表 Scorecards!S3"),
        (
            "考核表",
            ("store_manager", "traffic"),
            "权重",
            "25%",
            "Scorecards!S3 == '25%', must be a number; write 12% as",
        ),
        ("考核表", ("store_manager", "traffic"), "岗位", "boss", "all its rows must say the same"),
        ("目标值", ("store_manager", "revenue"), "指标", "revenu", "Unknown KPI 'revenu' in 目标值 Targets!A2"),
        ("目标值", ("store_manager", "revenue"), "目标值", None, "Targets!E2: the row gives no target"),
        ("目标值", ("store_manager", "revenue"), "目标表达式", "sum(x)", "the row gives value and expression"),
        ("目标值", ("store_manager", "revenue"), "自何期起", "soon", "'soon' has no known form.*目标值 Targets!E2"),
        ("考核对象", "wuhou", "上级对象", "acm", "Unknown entity 'acm' in 考核对象 Entities!"),
        ("考核对象", "wuhou", "开业日", "yesterday", "yesterday.*考核对象 Entities!G3"),
    ],
)
def test_what_is_wrong_is_told_by_sheet_and_cell(exchange, sheet, key, head, value, match):
    exchange.cell(sheet, key, head).value = value
    before = {name: (exchange.path / name).read_bytes() for name in NAMES}
    with pytest.raises(InputError, match=match):
        exchange.plan()
    assert {name: (exchange.path / name).read_bytes() for name in NAMES} == before


def test_a_period_that_became_a_day_is_told(exchange):
    from datetime import datetime

    exchange.cell("目标值", ("store_manager", "traffic"), "自何期起").value = datetime(2025, 1, 1)
    with pytest.raises(InputError, match="Targets!D3 holds the day 2025-01-01, must be text"):
        exchange.plan()


def test_a_lost_sheet_a_lost_column_and_an_unknown_column_are_told_at_once(exchange):
    del exchange.book["目标值 Targets"]
    exchange.sheet("考核对象").cell(1, 2).value = "对象名"
    with pytest.raises(InputError) as told:
        exchange.plan()
    text = str(told.value)
    assert "The sheet '目标值 Targets' is not in the workbook" in text
    assert "Unknown column '对象名' in 考核对象 Entities!B1. Did you mean '对象名称'?" in text
    assert "The column '对象名称' is missing in the sheet '考核对象 Entities'" in text


def test_a_workbook_of_another_engagement_is_refused(exchange):
    exchange.folder.replace("engagement.yaml", "id: acme", "id: other")
    with pytest.raises(InputError, match="is of engagement 'acme', this one is 'other'"):
        exchange.plan()


def test_a_workbook_without_its_base_is_refused(exchange):
    exchange.book["perfloop"].cell(2, 1).value = "{}"
    with pytest.raises(InputError, match="hidden sheet is not as perfloop wrote it"):
        exchange.plan()
    del exchange.book["perfloop"]
    with pytest.raises(InputError, match="no hidden sheet 'perfloop'"):
        exchange.plan()


def test_a_removal_on_one_side_and_a_change_on_the_other_is_a_conflict(exchange):
    exchange.sheet("考核对象").delete_rows(exchange.cell("考核对象", "qingyang", "对象编号").row)
    exchange.folder.replace("entities.csv", "qingyang,青羊店", "qingyang,青羊一店")
    (conflict,) = exchange.plan().conflicts
    assert (conflict.key, conflict.yours_removed, conflict.theirs) == (("qingyang",), True, "青羊一店")


def test_versions_and_readings_stay_where_they_are(exchange):
    versions = "  versions:\n    - {from: 2025-04, measure: sum(orders), why: 新系统}\n"
    exchange.folder.replace(
        "kpis.yaml", "  measure: sum(visits)\n  leading", "  measure: sum(visits)\n" + versions + "  leading"
    )
    exchange.export()
    exchange.cell("指标", "traffic", "责任人").value = "市场部"
    exchange.write()
    assert versions in (exchange.path / "kpis.yaml").read_text(encoding="utf-8")


def test_a_crlf_csv_with_a_byte_order_mark_keeps_both(exchange):
    file = exchange.path / "entities.csv"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    exchange.export()
    exchange.cell("考核对象", "wuhou", "对象名称").value = "武侯一店"
    before = file.read_bytes()
    exchange.write()
    assert file.read_bytes() == before.replace("武侯店".encode(), "武侯一店".encode(), 1)
