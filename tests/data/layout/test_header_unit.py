"""What headers state of the unit of their figures: applied where it is known, a doubt where it can't be told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.data.layout.header_unit import header_unit, without_unit
from diagnostics.data.layout.unit_text import read_unit
from diagnostics.data.layout.unit_words import SCALE_OF
from diagnostics.data.layout.units import line_unit


@pytest.mark.parametrize(
    ("header", "scale"),
    [
        ("销售额(百元)", "百元"), ("费用(十万元)", "十万元"), ("销售额(十亿元)", "十亿元"), ("销售额(百亿)", "百亿元"),
        ("产量(万吨)", "万元"), ("时长(千小时)", "千元"), ("面积(万㎡)", "万元"), ("发电量(亿千瓦时)", "亿元"),
        ("客单价(千元/人)", "千元"), ("销售额(百万元人民币)", "百万元"), ("毛利(折合人民币万元)", "万元"),
        ("销售额（单位：万元）", "万元"), ("销售额(万元，不含税)", "万元"), ("销售额(不含税万元)", "万元"),
        ("销售额(万元)(不含税)", "万元"), ("销售额[万元]", "万元"), ("销售额_万元", "万元"), ("销售额 万元", "万元"),
        ("销售额万元", "万元"), ("产量万吨", "万元"), ("完成率(百分比)", "%"), ("增长(pp)", "%"), ("增长(百分点)", "%"),
        ("完成率%", "%"), ("不良率(ppm)", "ppm"), ("增幅(bp)", "‱"), ("Sales (RMB mn)", "百万元"), ("Sales (¥'000)", "千元"),
        ("销售额(kRMB)", "千元"), ("Sales in thousands", "千元"), ("Net sales (in millions)", "百万元"),
        ("Units (000s)", "千元"), ("重量(千克)", "元"), ("成本(元/件)", "元"), ("能耗(吨标准煤/万元)", "元"), ("长度(m)", "元"),
        ("Temperature [K]", "元"), ("Power (W)", "元"), ("不良数(每万件)", "元"), ("Sales", None), ("收入(不含税)", None),
        ("销售额(百货)", None), ("销售额(万达店)", None), ("收入(2024)", None), ("每百元收入成本", None), ("Weekly_Sales", None),
    ],
)  # fmt: skip
def test_a_unit_that_is_known_is_the_headers_scale(header, scale):
    assert (header_unit(header).scale, header_unit(header).doubt) == (scale, "")


@pytest.mark.parametrize(
    ("header", "doubt"),
    [
        ("销售额(万美元)", "美元"), ("销售额(USD k)", "usd"), ("Sales ($M)", r"\$"), ("美元收入", "美元"), ("amount_usd", "usd"),
        ("销售额(港币万元)", "港币"), ("Revenue (EUR)", "eur"), ("收入(k)", "'k'"), ("Sales (m)", "'m'"), ("销售额(W)", "'w'"),
        ("x(M)", "'m'"), ("Sales (t)", "'t'"), ("revenue_k", "ends in 'k'"), ("销售额万", "ends in '万'"),
        ("万元销售额", "begins with '万元'"), ("收入(1000元)", "1000元"), ("Sales (10k)", "10k"), ("产量(万XYZ)", "万XYZ"),
        ("销售额(元)(万元)", "万元 and 元"), ("销售额(万元)_千元", "万元 and 千元"),
    ],
)  # fmt: skip
def test_a_currency_of_others_and_an_unclear_multiple_are_doubts(header, doubt):
    import re

    found = header_unit(header)
    assert found.scale is None
    assert re.search(doubt, found.doubt), found.doubt


@pytest.mark.parametrize(
    ("header", "scale", "doubt"),
    [
        ("Sales ($M)", "百万元", ""),
        ("amount_usd", "元", ""),
        ("销售额(元)", None, "元"),
        ("sales (万元)", None, "万元"),
    ],
)
def test_the_engagements_own_currency_is_none_of_others(header, scale, doubt):
    found = header_unit(header, "USD")
    assert (found.scale, bool(found.doubt)) == (scale, bool(doubt))
    assert doubt in found.doubt


@pytest.mark.parametrize(
    ("line", "scale", "money"),
    [
        ("（单位：万元 / 人）", "万元", True), ("(单位:人民币百万元)", "百万元", True), ("In RMB thousands", "千元", True),
        ("单位：万吨", "万元", False), ("单位：件", "元", False),
    ],
)  # fmt: skip
def test_a_line_above_a_sheet_states_its_unit(line, scale, money):
    assert (line_unit(line).scale, line_unit(line).money) == (scale, money)


@pytest.mark.parametrize("line", ["单位名称", "单位成本(元)", "单位万元产值能耗", "销售月报(不含税)", "2025年"])
def test_words_that_only_begin_so_are_no_unit_of_a_sheet(line):
    assert line_unit(line) is None


def test_only_a_unit_leaves_the_name():
    assert [without_unit(each) for each in ("销售额(万元)", "Sales (EUR)", "收入（含税）")] == [
        "销售额",
        "Sales (EUR)",
        "收入（含税）",
    ]


@given(st.sampled_from(list(SCALE_OF)), st.sampled_from(["元", "元/人", "吨", "人次", "㎡", "小时", ""]))
def test_every_multiple_of_a_known_unit_is_read(multiple, unit):
    assert read_unit(multiple + unit).scale == SCALE_OF[multiple]


@given(st.text(max_size=30))
def test_any_header_is_read_and_never_both_told_and_doubted(header):
    found = header_unit(header)
    assert not (found.doubt and found.scale)
