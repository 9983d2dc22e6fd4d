import pytest


@pytest.mark.parametrize(
    ("name", "direction"),
    [
        ("客户投诉率", "higher"), ("平均响应时长", "higher"), ("获客成本", "higher"), ("设备故障次数", "higher"), ("交付周期", "higher"),
        ("营收达成率", "lower"), ("客户满意度", "lower"), ("订单准时率", "lower"), ("不合格率", "higher"), ("库存周转天数", "higher"),
        ("Non-productive downtime", "higher"), ("No-show rate", "higher"), ("碳排放量", "higher"), ("生产成本", "higher"),
        ("Complaint rate", "higher"), ("Average handling time", "higher"), ("Cost per acquisition", "higher"), ("On-time delivery", "lower"),
    ],
)  # fmt: skip
def test_a_direction_against_the_name_is_a_warning(system, name, direction):
    system.kpis["traffic"] |= {"name": name, "direction": direction}
    finding = system.one("PD123")
    assert (finding.severity, finding.about) == ("warning", "traffic")


@pytest.mark.parametrize(
    ("name", "direction"),
    [
        ("客户投诉率", "lower"), ("投诉处理及时率", "higher"), ("缺陷检出率", "higher"), ("成本降低率", "higher"), ("零事故天数", "higher"),
        ("培训时长", "higher"), ("行政费用控制率", "lower"), ("单价", "lower"), ("库存周转次数", "higher"), ("平均故障间隔时间", "higher"),
        ("加班时长", "lower"), ("研发费用率", "higher"), ("在岗人数", "lower"), ("合格率", "range"), ("投诉率", "none"),
        ("Mean Distance Between Failures - Subways", "higher"), ("Complaint resolution rate", "higher"), ("Cost savings", "higher"),
        ("Turnover", "higher"), ("Inventory turnover", "higher"), ("Return on investment", "higher"), ("Headcount", "lower"),
        ("Days without accidents", "higher"), ("Bugs fixed", "higher"), ("Zero-defect rate", "higher"),
        ("Days since last accident", "higher"), ("Days since the last lost-time injury", "higher"), ("距上次事故天数", "higher"),
        ("研发投入成本", "higher"), ("减少碳排放量", "higher"), ("Reduction in errors", "higher"), ("Training cost", "higher"), ("科研成本", "higher"), ("Fewer complaints", "higher"),
    ],
)  # fmt: skip
def test_it_does_not_fire_where_name_and_direction_agree_or_the_name_is_open(system, name, direction):
    system.kpis["traffic"] |= {"name": name, "direction": direction}
    assert system.findings("PD123") == []


def test_it_does_not_fire_for_a_time_that_bears_the_name_of_a_rate(system):
    system.kpis["traffic"] |= {"name": "项目交付及时率", "unit": "days", "direction": "lower"}
    assert system.findings("PD123") == []
    assert system.one("PD119").about == "traffic"


def test_it_does_not_fire_where_two_languages_disagree(system):
    system.kpis["traffic"] |= {"name": {"zh": "投诉率", "en": "Customer satisfaction"}, "direction": "higher"}
    assert system.findings("PD123") == []
