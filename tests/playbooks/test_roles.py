"""The role library: as the article has it, corrected where it was wrong, and linted."""

from pathlib import Path

import pytest
import yaml

from diagnostics.dictionary.linting import lint
from diagnostics.dictionary.roles import find_role, read_roles
from diagnostics.dictionary.scoring import misfit, score
from diagnostics.dictionary.scoring.card import score_scorecard

ROOT = Path(__file__).parents[2] / "playbooks" / "library" / "roles"
ROLES = {each.id: each for each in read_roles(ROOT)}
# Name, weight and target of every row, as the article gives them.
ARTICLE = {
    "销售岗（To B）": [("营收达成率", 60, "季度100万"), ("新客户签约数", 20, "季度15个"), ("回款率", 15, "季度≥90%"), ("客户满意度", 5, "≥85分")],
    "电商运营岗": [("店铺GMV达成率", 50, "月度50万"), ("转化率", 25, "月度≥3%"), ("流量获取成本", 15, "月度≤20元/人"), ("售后纠纷率", 10, "月度≤1%")],
    "产品经理岗": [("需求交付及时率", 30, "季度10个"), ("核心功能用户使用率", 40, "月度≥40%"), ("产品故障率", 20, "月度≤0.5%"), ("用户需求满意度", 10, "≥80分")],
    "市场活动岗": [("活动转化率", 40, "100个客户"), ("活动ROI", 30, "≥1:3"), ("活动曝光量", 20, "月度10万次"), ("活动复盘及时性", 10, "活动结束后3天内")],
    "行政岗": [("办公物资采购及时率", 30, "24小时响应，48小时到位"), ("会议保障满意度", 25, "≥85分"), ("行政费用控制率", 30, "月度预算5万"), ("固定资产盘点准确率", 15, "季度≥99%")],
    "研发工程师岗": [("项目交付及时率", 40, "季度30天"), ("代码质量", 30, "评审通过率≥95%，Bug率≤2%"), ("技术文档完整性", 20, "100%"), ("跨部门协作满意度", 10, "≥80分")],
}  # fmt: skip
# KPI: target, direction and rule that hold.
HELD = {
    "revenue_attainment": (1_000_000, "higher", "ratio"), "new_clients": (15, "higher", "ratio"),
    "collection_rate": (0.9, "higher", "ratio"), "customer_satisfaction": (85, "higher", "ratio"),
    "gmv_attainment": (500_000, "higher", "ratio"), "shop_conversion_rate": (0.03, "higher", "ratio"),
    "traffic_cost": (20, "lower", "complement"), "dispute_rate": (0.01, "lower", "complement"),
    "requirements_delivered": (10, "higher", "ratio"), "core_feature_usage": (0.4, "higher", "ratio"),
    "product_failure_rate": (0.005, "lower", "complement"), "requirement_satisfaction": (80, "higher", "ratio"),
    "event_conversions": (100, "higher", "ratio"), "event_roi": (3, "higher", "ratio"),
    "event_exposure": (100_000, "higher", "ratio"), "event_review_time": (3, "lower", "deduction"),
    "purchasing_timeliness": (None, "higher", "level"), "meeting_satisfaction": (85, "higher", "ratio"),
    "administrative_costs": (50_000, "lower", "complement"), "stocktaking_accuracy": (0.99, "higher", "deduction"),
    "delivery_time": (30, "lower", "inverse_ratio"), "review_pass_rate": (0.95, "higher", "ratio"),
    "bug_rate": (0.02, "lower", "complement"), "documentation_completeness": (1, "higher", "deduction"),
    "collaboration_satisfaction": (80, "higher", "ratio"),
}  # fmt: skip


@pytest.fixture(params=ROLES)
def role(request):
    return ROLES[request.param]


def test_the_library_holds_the_six_roles_of_the_article_as_it_gives_them():
    found = {each.name.zh: [(row.name.zh, row.weight, row.target) for row in each.article] for each in ROLES.values()}
    assert found == ARTICLE


def test_every_target_direction_and_rule_holds_as_the_article_means_it():
    found = {}
    for each in ROLES.values():
        directions = {kpi.id: kpi.direction for kpi in each.kpis}
        for item in each.items:
            target = item.targets.target if item.targets else None
            found[item.kpi] = (target, directions[item.kpi], item.scoring.rule)
    assert found == HELD


def test_weights_of_every_role_sum_to_a_hundred(role):
    assert sum(row.weight for row in role.article) == 100
    assert sum(item.weight for item in role.items) == pytest.approx(1)


def test_every_rule_fits_its_kpi(role):
    directions = {each.id: each.direction for each in role.kpis}
    assert [each.kpi for each in role.items if misfit(each.scoring, directions[each.kpi])] == []


def test_a_role_that_meets_every_target_has_a_hundred_points(role):
    import pandas as pd

    kpis = {each.id: each for each in role.kpis}
    # A card is summed up by quarter: what is counted by month has the same figure in each.
    months = {"month": ["2025-01", "2025-02", "2025-03"], "quarter": ["2025Q1"]}
    rows = [
        (item.kpi, "one", period, item.targets.target if item.targets else 1.0)
        for item in role.items
        for period in months[kpis[item.kpi].cycle]
    ]
    scores = score_scorecard(role.scorecard, kpis, pd.DataFrame(rows, columns=["kpi", "entity", "period", "value"]))
    assert scores.totals["points"].tolist()[:1] == pytest.approx([100])


@pytest.mark.parametrize(
    ("kpi", "actual", "points"),
    [
        ("traffic_cost", 16, 120),
        ("traffic_cost", 25, 75),
        ("dispute_rate", 0.005, 100),
        ("dispute_rate", 0.012, 80),
        ("delivery_time", 45, 100 * 30 / 45),
        ("delivery_time", 25, 120),
        ("administrative_costs", 45_000, 110),
        ("event_roi", 3.3, 110),
        ("event_review_time", 4, 80),
        ("purchasing_timeliness", 0.93, 93),
        ("stocktaking_accuracy", 0.98, 90),
        ("documentation_completeness", 0.9, 90),
    ],
)
def test_what_was_corrected_scores_the_right_way(kpi, actual, points):
    own = next(each for each in ROLES.values() if kpi in {one.kpi for one in each.items})
    item = next(each for each in own.items if each.kpi == kpi)
    direction = next(each.direction for each in own.kpis if each.id == kpi)
    target = item.targets.target if item.targets else None
    assert score(actual, target, item.scoring, direction) == pytest.approx(points)


@pytest.mark.parametrize(
    ("about", "article"),
    [
        ("delivery_time", "实际交付周期÷30天"),
        ("review_pass_rate", "评审通过率≥95%，Bug率≤2%"),
        ("administrative_costs", "实际费用÷5万"),
        ("event_roi", "1:3"),
        ("collection_rate", "按实际回款率计分"),
        ("shop_conversion_rate", "按实际转化率计分"),
        ("purchasing_timeliness", "按实际及时率计分"),
    ],
)
def test_a_slip_of_the_article_is_marked_with_what_it_says_and_why_it_was_changed(about, article):
    (slip,) = (each for one in ROLES.values() for each in one.corrected if each.about == about)
    assert article in slip.article_says.zh
    assert slip.what
    assert slip.why


def test_the_lint_of_every_template_is_recorded(role):
    found = {(each.code, each.about) for each in lint(role.kpis, [role.scorecard], [role.served])}
    noted = {(each.code, each.about) for each in role.lint}
    surprising = {each for each in found if each not in noted and (each[0], "") not in noted}
    gone = {
        each for each in noted if each not in found and not (each[1] == "" and each[0] in {code for code, _ in found})
    }
    assert (surprising, gone) == (set(), set()), f"{role.id}: its list 'lint' must name exactly what lint finds"


def test_no_kpi_stands_in_two_roles():
    ids = [kpi.id for each in ROLES.values() for kpi in each.kpis]
    assert len(ids) == len(set(ids))


def test_everything_a_reader_sees_stands_in_both_languages(role):
    def words(node):
        if isinstance(node, dict) and node.keys() <= {"zh", "en"}:
            yield node
        elif isinstance(node, dict | list):
            for each in node.values() if isinstance(node, dict) else node:
                yield from words(each)

    found = list(words(yaml.safe_load((ROOT / f"{role.id}.yaml").read_text("utf-8"))))
    assert len(found) > 20
    for each in found:
        assert each["en"].isascii()
        assert not each["zh"].isascii()
        assert not set(",;()") & set(each["zh"])


@pytest.mark.parametrize("name", ["销售岗", "销售岗(To B)", "Sales", "b2b sales", "sales-b2b", " SALES_B2B "])
def test_a_role_is_found_by_its_names(name):
    assert find_role(name, ROLES.values()).id == "sales_b2b"
