import pytest


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("客户投诉率", "count"),
        ("新签客户数", "share"),
        ("库存周转天数", "money"),
        ("Complaint rate", "days"),
        ("销售额", "hours"),
    ],
)
def test_a_unit_against_the_name_is_a_warning(system, name, unit):
    system.kpis["traffic"] |= {"name": name, "unit": unit}
    finding = system.one("PD119")
    assert finding.severity == "warning"
    assert unit in finding.message.zh


def test_a_number_of_nobody_knows_what_is_a_tip(system):
    system.kpis["traffic"] |= {"name": "产量", "unit": "number"}
    assert system.one("PD119").severity == "tip"


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "产量（吨）", "unit": "number"},
        {"name": "用电", "definition": "当期用电 kwh", "unit": "number"},
        {"name": "人均加班", "unit": "minutes"},
        {"name": "人均改善建议数", "unit": "ratio"},
        {"name": "设备功率", "unit": "number", "definition": "千克"},
        {"name": "毛利率", "unit": "share"},
        {"name": {"zh": "投诉率", "en": "Complaints"}, "unit": "ratio"},
        {"name": "客户满意度", "unit": "score"},
        {"name": "平均处理时长", "unit": "minutes"},
        {"name": "Mean distance between failures", "unit": "distance"},
    ],
)
def test_it_does_not_fire_where_the_unit_fits_or_the_name_is_open(system, fields):
    system.kpis["traffic"] |= fields
    assert system.findings("PD119") == []
