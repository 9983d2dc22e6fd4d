"""Fields of KPIs, cards and items that came with the align step go out as a workbook and come back."""

import json
from hashlib import sha256

import pytest

from diagnostics.dictionary.exchange import base as base_sheet
from diagnostics.dictionary.exchange.cells import put_text
from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import InputError

KPI = "- id: traffic\n  name: 客流\n"
TOLD = (
    "  view: customer\n  counters: [conversion_rate]\n  control: shared\n  depends_on: [市场部]\n  set_with: given\n"
    "  automated: true\n  forbidden: [{zh: 刷客流, en: fake visits}]\n"
)
CARD = (
    "  family: business\n  rank: middle\n  agreed_by: [boss]\n  items:\n"
    "    - {kpi: revenue, weight: 0.6, core: true, proposed: {staff: 0.5, manager: 0.6}, anchors: {benchmark: 120},"
)


@pytest.fixture
def told(exchange):
    exchange.folder.replace("kpis.yaml", KPI, KPI + TOLD)
    exchange.folder.replace("scorecards.yaml", "  items:\n    - {kpi: revenue, weight: 0.6, core: true,", CARD)
    return exchange.export()


def opened(exchange):
    found = load_engagement(exchange.path)
    return found.kpis["traffic"], found.scorecards[0]


def test_what_nobody_touched_keeps_its_bytes(told):
    plan = told.plan()
    assert (plan.changes, plan.conflicts, plan.texts) == ((), (), {})


def test_every_new_field_comes_back_as_it_was_edited(told):
    for head, value in {
        "平衡计分卡维度": "财务", "制衡指标": "conversion_rate; revenue", "可控性": "自己掌控", "依赖": "运营部",
        "制定方式": "共同制定", "已自动化": None,
    }.items():  # fmt: skip
        told.cell("指标", "traffic", head).value = value
    for item in ("revenue", "traffic", "conversion_rate"):
        for head, value in {
            "岗位序列": "职能", "职级": "高层", "跟踪周期": "月", "考核周期": "季", "总结周期": "年",
            "公布日": "2024/12/25", "认可人": "boss; li",
        }.items():  # fmt: skip
            told.cell("考核表", ("store_manager", item), head).value = value
    told.cell("考核表", ("store_manager", "revenue"), "员工提议权重").value = 0.55
    told.cell("考核表", ("store_manager", "traffic"), "主管提议权重").value = 0.3
    told.folder.replace("engagement.yaml", "people: {boss: 陈总}", "people: {boss: 陈总, li: 李}")
    told.write()
    kpi, card = opened(told)
    assert (kpi.view, kpi.counters, kpi.control) == ("financial", ("conversion_rate", "revenue"), "own")
    assert (kpi.depends_on, kpi.set_with, kpi.automated) == (("运营部",), "staff", False)
    assert kpi.forbidden[0].en == "fake visits"
    assert (card.family, card.rank, card.published.isoformat()) == ("support", "senior", "2024-12-25")
    assert (card.rhythm.track, card.rhythm.assess, card.rhythm.summarise) == ("month", "quarter", "year")
    assert card.agreed_by == ("boss", "li")
    revenue, traffic, _ = card.items
    assert (revenue.proposed.staff, revenue.proposed.manager, revenue.anchors.benchmark) == (0.55, 0.6, 120)
    assert (traffic.proposed.staff, traffic.proposed.manager) == (None, 0.3)


def test_emptied_cells_take_the_fields_away(told):
    for item in ("revenue", "traffic", "conversion_rate"):
        for head in ("跟踪周期", "考核周期", "公布日"):
            told.cell("考核表", ("store_manager", item), head).value = None
    for head in ("员工提议权重", "主管提议权重"):
        told.cell("考核表", ("store_manager", "revenue"), head).value = None
    told.write()
    _, card = opened(told)
    assert (card.rhythm, card.published, card.items[0].proposed) == (None, None, None)
    assert card.items[0].anchors.benchmark == 120


def test_a_workbook_of_before_keeps_what_it_never_knew(told):
    sheet = told.book[base_sheet.SHEET]
    pieces = [each.value for each in sheet["A"][1:]]
    content = json.loads("".join(pieces).replace("_x005F_", "_"))
    for _, row in content["tables"]["kpis"]:
        for name in ("view", "counters", "control", "depends_on", "set_with", "automated"):
            del row[name]
    text = json.dumps(content, ensure_ascii=False)
    sheet.delete_rows(1, sheet.max_row)
    for number, piece in enumerate((sha256(text.encode()).hexdigest(), text), start=1):
        put_text(sheet.cell(number, 1), piece, "base")
    page = told.sheet("指标")
    heads = [each.value for each in page[1]]
    page.delete_cols(heads.index("平衡计分卡维度") + 1, 6)
    told.cell("指标", "traffic", "责任人").value = "市场部"
    told.write()
    kpi, _ = opened(told)
    assert (kpi.owner, kpi.view, kpi.counters, kpi.set_with) == ("市场部", "customer", ("conversion_rate",), "given")


ANCHORS = "anchors: {benchmark: 120, growth: [0.2, 0.3], benchmark_source: 协会},"


@pytest.fixture
def anchored(exchange):
    old = "    - {kpi: revenue, weight: 0.6, core: true,"
    exchange.folder.replace("scorecards.yaml", old, f"{old} {ANCHORS}")
    return exchange.export()


def test_anchors_that_nobody_touched_keep_their_bytes(anchored):
    plan = anchored.plan()
    assert (plan.changes, plan.conflicts, plan.texts) == ((), (), {})


def test_anchors_come_back_as_they_were_edited(anchored):
    for head, value in {
        "增长上限": 0.25,
        "行业标杆": None,
        "标杆来源（英文）": "Association",
        "追赶下限": 0.5,
        "追赶上限": 0.8,
    }.items():
        anchored.cell("考核表", ("store_manager", "revenue"), head).value = value
    for head, value in {"战略要求（至少）": 90, "战略要求（最好）": 110}.items():
        anchored.cell("考核表", ("store_manager", "traffic"), head).value = value
    anchored.write()
    revenue, traffic, rest = opened(anchored)[1].items
    assert (revenue.anchors.growth, revenue.anchors.benchmark) == ((0.2, 0.25), None)
    assert (revenue.anchors.benchmark_source.zh, revenue.anchors.benchmark_source.en) == ("协会", "Association")
    assert revenue.anchors.closing == (0.5, 0.8)
    assert (traffic.anchors.strategy, rest.anchors) == ((90, 110), None)


def test_anchors_go_with_their_last_cell(anchored):
    for head in ("增长下限", "增长上限", "行业标杆", "标杆来源（中文）"):
        anchored.cell("考核表", ("store_manager", "revenue"), head).value = None
    anchored.write()
    assert opened(anchored)[1].items[0].anchors is None


def test_one_end_of_a_pair_is_refused_with_its_cell(anchored):
    cell = anchored.cell("考核表", ("store_manager", "revenue"), "增长下限")
    cell.value = None
    with pytest.raises(InputError, match=rf"{cell.coordinate}\), must be a number"):
        anchored.write()
