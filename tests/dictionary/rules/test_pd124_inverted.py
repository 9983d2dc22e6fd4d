import pytest


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "项目交付及时率", "definition": "完成率=实际交付周期/30天"},
        {"name": "行政费用控制率", "definition": "控制率＝实际费用 ÷ 预算"},
        {"name": "服务得分", "definition": "投诉单数 ÷ 服务单数"},
        {"name": "On-time rate", "measure": "sum(actual_lead_time) / sum(planned_lead_time)"},
        {"name": "费用控制率", "measure": "sum(实际费用) / sum(预算费用)"},
        {"name": "Budget kept", "measure": "sum(spend) / sum(budget)"},
    ],
)
def test_what_rises_as_things_get_worse_by_its_words_is_a_warning(system, fields):
    system.kpis["traffic"] |= fields
    finding = system.one("PD124")
    assert (finding.severity, finding.about) == ("warning", "traffic")
    assert "÷" in finding.message.zh


def test_a_kpi_better_low_above_the_line_of_a_formula_is_an_error(system):
    system.kpis["service"] = {"unit": "ratio", "parent": "revenue", "formula": "complaints / traffic", "measure": None}
    system.kpis["complaints"]["parent"] = "service"
    finding = system.one("PD124")
    assert (finding.severity, finding.about) == ("error", "service")


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "项目交付及时率", "definition": "计划交付周期 ÷ 实际交付周期"},
        {"name": "项目交付及时率", "definition": "实际交付周期/30天", "direction": "lower"},
        {
            "name": "设备利用率",
            "measure": "sum(actual_run_hours) / sum(planned_hours)",
            "definition": "实际运行时间 ÷ 计划时间",
        },
        {"name": "出勤率", "definition": "实际出勤天数 ÷ 应出勤天数"},
        {"name": "转化率", "definition": "成交单数 ÷ 进店人次"},
        {
            "name": "生产良率",
            "definition": "（产量 − 不良数）÷ 产量",
            "measure": "(sum(pieces) - sum(defects)) / sum(pieces)",
        },
        {"name": "合格率", "definition": "1 - 缺陷数/产量"},
        {"name": "研发投入强度", "definition": "研发费用 ÷ 销售收入"},
        {"name": "故障修复率", "definition": "故障修复数 ÷ 故障数"},
        {"name": "人均培训", "definition": "培训时间 ÷ 人数"},
        {"name": "Budget kept", "measure": "sum(budget) / sum(spend)"},
        {"name": "预算执行率", "definition": "实际支出÷预算"},
        {"name": "科研经费执行率", "measure": "sum(实际支出) / sum(预算经费)"},
        {"name": "项目投资完成率", "definition": "实际投资支出÷计划投资"},
        {"name": "广告预算消耗率", "definition": "广告支出÷广告预算"},
        {"name": "经费使用进度", "definition": "实际支出÷预算"},
        {"name": "成本回收率", "definition": "已回收成本÷投入成本"},
        {"name": "Budget utilisation", "definition": "actual spend / budget"},
        {"name": "Grant absorption", "measure": "sum(spend) / sum(budget)"},
    ],
)
def test_it_does_not_fire_where_more_is_better_indeed(system, fields):
    system.kpis["traffic"] |= fields
    assert system.findings("PD124") == []


@pytest.mark.parametrize("formula", ["(revenue - complaints) / traffic", "traffic / complaints"])
def test_it_does_not_fire_for_what_is_taken_off_or_divided_by(system, formula):
    system.kpis["margin"] = {"unit": "ratio", "parent": "revenue", "formula": formula, "measure": None}
    assert system.findings("PD124") == []


def test_it_does_not_fire_where_the_name_tells_that_the_direction_is_wrong(system):
    system.kpis["traffic"] |= {"name": "投诉率", "definition": "投诉单数 ÷ 服务单数"}
    assert system.findings("PD124") == []
    assert system.one("PD123").about == "traffic"
