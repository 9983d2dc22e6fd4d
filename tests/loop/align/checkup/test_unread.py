"""What a sheet writes in an unusual way is read where the sheet proves it, else listed; nothing is missing there."""

import pytest

from diagnostics.loop.align.checkup import examine
from diagnostics.loop.align.checkup.reading_page import rule_text, target_text
from tests.loop.align.checkup.sheets import workbook

HEAD = ["指标", "权重", "目标值", "评分标准"]
MISSING = {"weight_missing", "target_missing", "scoring_missing", "PD101", "PD113"}


@pytest.fixture
def made(tmp_path):
    def read(rows, merges=(), above=()):
        return examine(workbook(tmp_path / "a.xlsx", {"S": ([*above, *rows], merges)}))

    return read


def items(checkup):
    return [each for card in checkup.cards for each in card.items]


def targets(checkup):
    return [target_text(each, "zh") for each in items(checkup)]


def whys(checkup):
    return [each.why for each in checkup.doubts]


def keys(checkup):
    return {each.key for each in checkup.problems}


@pytest.mark.parametrize(
    ("target", "scoring", "shown"),
    [
        ("1,5%", "目标÷实际", "1,5%"),
        ("€ 12,50", "完成率", "€ 12,50"),
        ("0,6", "完成率", "0,6"),
        ("1.250.000", "完成率", "1.250.000"),
    ],
)
def test_a_comma_that_may_be_a_decimal_is_asked_about(made, target, scoring, shown):
    found = made([HEAD, ["差错率", "40%", target, scoring], ["销售额", "60%", "1,250,000.5", "完成率"]])
    assert targets(found)[0] == shown
    assert "target_decimal" in whys(found)
    assert not MISSING & keys(found)


def test_decimal_commas_are_read_where_the_file_proves_them(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "KPI;Weight;Target;Scoring\nError rate;0,4;1,5%;2 points off per 0,1 pp above\nRevenue;0,6;1.250.000;Actual / target\n"
    )
    found = examine(path)
    error, revenue = items(found)
    assert (error.item.weight, error.item.targets.target, error.item.scoring.every) == (0.4, 0.015, 0.001)
    assert (revenue.item.weight, revenue.item.targets.target) == (0.6, 1_250_000)


@pytest.mark.parametrize(
    ("rows", "above", "shown"),
    [
        ([HEAD, ["营业收入", "100%", 12000, "完成率"]], [["单位：万元"]], "1.2 亿元"),
        ([HEAD, ["营业收入", "100%", "≤300", "完成率"], ["单位：万元"]], [], "300 万元"),
        ([["指标（单位：万元）", *HEAD[1:]], ["净利润", "100%", 750, "完成率"]], [], "750 万元"),
        ([["指标", "权重", "目标值（千元）", "评分标准"], ["净利润", "100%", 750, "完成率"]], [], "75 万元"),
        ([HEAD, ["净利润", "100%", 750, "完成率"]], [], "750"),
        ([HEAD, ["回款率", "100%", "95%", "完成率"]], [["单位：万元"]], "95%"),
        ([HEAD, ["新客户数", "100%", 12, "完成率"]], [["单位：万元"]], "12"),
    ],
)
def test_a_unit_around_the_table_holds_for_its_amounts_and_none_is_made_up(made, rows, above, shown):
    found = made(rows, above=above)
    assert targets(found) == [shown]
    assert "单位" not in found.cards[0].name


@pytest.mark.parametrize(
    ("values", "shown", "why"),
    [
        ((0.985, 0.98), ["98.5%", "98%"], []),
        ((0.985, 98), ["0.985", "98%"], ["target_share"]),
        ((0.985, None), ["0.985", ""], ["target_share"]),
        ((98.5, 98), ["98.5%", "98%"], []),
    ],
)
def test_shares_of_one_column_are_held_against_each_other(made, values, shown, why):
    rows = [[name, "%", "50%", value, "每低1%扣2分"] for name, value in zip(("合格率", "达成率"), values, strict=True)]
    found = made([["指标", "单位", *HEAD[1:]], *rows])
    assert targets(found) == shown
    assert [each for each in whys(found) if each == "target_share"] == why


@pytest.mark.parametrize(
    ("weights", "shares", "why"),
    [
        ((0.4, "30%", 30), [None, 0.3, 0.3], ["weight_mixed"]),
        ((1.2, "20%", "40%"), [None, 0.2, 0.4], ["weight_mixed"]),
        ((1, 29, 70), [0.01, 0.29, 0.7], []),
        (("-20%", "40%", "80%"), [None, 0.4, 0.8], ["weight_negative"]),
        (("abc", "40%", "60%"), [None, 0.4, 0.6], ["weight"]),
    ],
)
def test_weights_of_several_forms_are_not_guessed(made, weights, shares, why):
    found = made([HEAD, *([f"指标{n}合格率", each, "95%", "完成率"] for n, each in enumerate(weights))])
    assert [each.item.weight if each.weighted else None for each in items(found)] == shares
    assert whys(found) == why
    assert "weight_missing" not in keys(found)


@pytest.mark.parametrize(
    ("head", "rows", "shares"),
    [
        (["维度", "维度权重", "指标", "指标权重"], [["招聘", "60%", "到岗率", "50%"], [None, None, "招聘成本", "50%"], ["留任", "40%", "流失率", "100%"]], [0.3, 0.3, 0.4]),
        (["维度", "权重", "指标", "权重"], [["招聘", "60%", "到岗率", "50%"], [None, None, "招聘成本", "50%"], ["留任", "40%", "流失率", "100%"]], [0.3, 0.3, 0.4]),
        (["维度", "维度权重", "指标", "指标权重"], [["招聘", "60%", "到岗率", "30%"], [None, None, "招聘成本", "30%"], ["留任", "40%", "流失率", "40%"]], [0.3, 0.3, 0.4]),
        (["维度", "指标", "权重"], [["业绩(60%)", "到岗率", "50%"], ["业绩(60%)", "招聘成本", "50%"], ["态度(40%)", "流失率", "100%"]], [0.3, 0.3, 0.4]),
    ],
)  # fmt: skip
def test_weights_of_groups_are_multiplied_where_those_within_make_a_whole(made, head, rows, shares):
    assert [each.item.weight for each in items(made([head, *rows]))] == shares


@pytest.mark.parametrize("cycle", ["半年", "半年度", "双周", "每旬", "半月", "half-year", "Bi-weekly"])
def test_a_period_that_no_kpi_can_have_is_listed_and_not_called_missing(made, cycle):
    found = made([[*HEAD, "考核周期"], ["回款率", "100%", "95%", "完成率", cycle]])
    assert whys(found) == ["cycle"]
    assert "PD121" not in keys(found)
    assert "cycle" not in items(found)[0].kpi.model_fields_set


@pytest.mark.parametrize(
    ("written", "value", "why"),
    [
        ("$1.2m", 1.2e6, None),
        ("1.2m", 1.2e6, None),
        ("3.5bn", 3.5e9, None),
        ("≥ 10k", 1e4, None),
        ("EUR 1.2m", 1.2e6, None),
        ("100+", 100, None),
        ("1.2x", None, "target_partly"),
    ],
)
def test_english_scales_are_read_or_listed(made, written, value, why):
    found = made([["KPI", "Wt", "Target", "Rating guide"], ["Net revenue", "100%", written, "Actual / target"]])
    tier = items(found)[0].item.targets
    assert (tier.target if tier else None) == value
    assert whys(found) == ([why] if why else [])
    assert not MISSING & keys(found)


def test_a_column_that_nobody_knows_is_listed_and_what_it_may_hold_is_not_called_missing(made):
    found = made(
        [
            ["指标", "目标值", "分摊", "怎么算分"],
            ["回款率", "95%", "60%", "每低1%扣2分"],
            ["销售额", "100万元", "40%", "每低1%扣2分"],
        ]
    )
    assert whys(found) == ["heading", "heading"]
    assert not {"weight_missing", "scoring_missing"} & keys(found)


def test_a_kpi_without_a_name_is_none_with_the_row_above(made):
    found = made(
        [
            HEAD,
            ["销售额", "50%", "100万元", "完成率"],
            [None, "30%", "95%", "完成率"],
            ["回款率", "20%", "95%", "完成率"],
        ]
    )
    assert [each.item.weight for each in items(found)] == [0.5, 0.3, 0.2]
    assert (whys(found), found.doubts[0].place) == (["name"], "S!A3")
    assert "PD101" not in keys(found)


@pytest.mark.parametrize(
    ("rule", "shown"),
    [
        ("完成率*100，上限120", "按完成率；封顶 120"),
        ("低于90分每低1分扣3分", "每 1 分 扣 3 分（满分按 100）"),
        ("每低1分扣2分，低于80分不得分", "每 1 分 扣 2 分（满分按 100）；低于 80分 不得分"),
        ("每低1分扣2分，发生重大事故本项不得分", "每 1 分 扣 2 分（满分按 100）；发生重大事故本项不得分"),
        ("每低1分扣2分，每高1分加1分，最多加10分", "每 1 分 扣 2 分（满分按 100）；每高1分加1分；最多加 10分"),
        ("每低1分扣2分，连续三月第一另加5分", "每 1 分 扣 2 分（满分按 100）；未读懂：连续三月第一另加5分"),
        ("≥90%得100分，80%-90%得80分，80%以下得0分", "分 3 档"),
        ("优秀15 良好12 一般9 差5", "分 4 级评定"),
    ],
)
def test_all_of_a_rule_is_shown_or_told_unread(made, rule, shown):
    assert rule_text(items(made([HEAD, ["客户满意度", "100%", "90分", rule]]))[0], "zh") == shown


@pytest.mark.parametrize(
    ("name", "rule", "wrong"),
    [
        ("合格率", "每低1%加2分", True), ("合格率", "每高1%加2分", False), ("故障率", "故障率越高得分越高", True),
        ("故障率", "故障率越低得分越高", False), ("合格率", "合格率越高扣分越多", True), ("故障率", "每高1%加2分", True),
    ],
)  # fmt: skip
def test_points_that_rise_as_things_get_worse_are_found_in_words_too(made, name, rule, wrong):
    assert ("wrong_way" in keys(made([HEAD, [name, "100%", "5%", rule]]))) is wrong


def test_one_kpi_with_two_targets_is_told(made):
    found = made([HEAD, ["销售额", "50%", "100万元", "完成率"], ["销售额", "50%", "120万元", "完成率"]])
    assert {each.key: each.count for each in found.problems}["twice"] == 2


def test_a_sheet_longer_than_what_is_read_says_so_and_judges_no_card_that_was_cut(made, monkeypatch):
    monkeypatch.setattr("diagnostics.loop.align.checkup.sheet_view.MOST_ROWS", 4)
    found = made([HEAD, *([f"指标{n}合格率", "20%", "95%", "每低1%扣2分"] for n in range(5))])
    assert (found.kpis, whys(found)) == (3, ["rows"])
    assert not {"PD101", "PD102", "only_deducts"} & keys(found)


@pytest.mark.parametrize(
    "head",
    [["指标", "权重", "目标值", "指标", "权重", "目标值"], ["序号", "指标", "权重", "序号", "指标", "目标值"],
     ["指标", "权重", "目标值", "指标", "权重", "指标", "权重"]],
)  # fmt: skip
def test_headings_that_come_again_part_tables_without_a_gap(made, head):
    parts = head.count("指标")
    assert len(made([head, [{"权重": "100%", "目标值": "95%"}.get(each, "合格率") for each in head]]).cards) == parts
