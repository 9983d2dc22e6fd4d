import pytest


@pytest.mark.parametrize(
    ("fields", "severity"),
    [
        ({"name": "代码质量得分", "definition": "代码评审通过率≥95%，Bug率≤2%"}, "warning"),
        ({"name": "出勤率与离职率"}, "warning"),
        ({"name": "Response rate and quality score"}, "warning"),
        ({"name": "投诉率不超过1%，且满意度不低于90分"}, "warning"),
        ({"name": "采购及时率", "definition": "需求提交后24小时内响应，48小时内到位"}, "tip"),
        ({"name": "Repair rate", "definition": "within 2 hours on site, within 8 hours repaired"}, "tip"),
    ],
)
def test_two_indicators_in_one_are_found_with_their_parts(system, fields, severity):
    system.kpis["traffic"] |= fields
    finding = system.one("PD122")
    assert finding.severity == severity
    assert "2" in finding.message.zh


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "收入与成本之比"},
        {"name": "销售与市场费用率"},
        {"name": "应收账款余额与销售额之比"},
        {"name": "Employee Lost Time and Restricted Duty Rate"},
        {"name": "Health and safety incidents"},
        {"definition": "≥95%得满分，90%-95%得80分"},
        {"definition": "营收≥100万且毛利率≥30%的门店 ÷ 全部门店"},
        {"definition": "合格率≥90%且≤95%"},
        {"definition": "工作日24小时内、节假日48小时内响应"},
        {"definition": "营业时间 9:00-18:00，七日内完成回访"},
        {"definition": "（产量 − 不良数）÷ 产量"},
    ],
)
def test_it_does_not_fire_for_one_indicator(system, fields):
    system.kpis["traffic"] |= fields
    assert system.findings("PD122") == []
