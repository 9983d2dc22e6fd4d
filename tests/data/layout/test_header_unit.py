"""What headers state of the unit of their figures: applied where it is known, a doubt where it can't be told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.data.layout.header_unit import header_unit, without_unit
from diagnostics.data.layout.unit_text import NOTHING, read_unit
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
        ("销售额(RMB in thousands)", "千元"), ("Sales (10 thousand yuan)", "万元"), ("Sales RMB (thousands)", "千元"),
        ("Sales CNY k", "千元"), ("Sales million yuan", "百万元"), ("Sales 100 million yuan", "亿元"),
        ("Sales (RMB 100 million)", "亿元"), ("Temperature [K]", "元"), ("Power (W)", "元"), ("不良数(每万件)", "元"), ("Sales", None), ("收入(不含税)", None),
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
        ("Sales (USD in millions)", "counts in CNY .currency: USD in engagement.yaml"), ("Sales k", "ends in 'k'"),
        ("Sales (5 million yuan)", "5 million yuan"), ("Sales 5 million yuan", "5 million"),
        ("销售额(元)(万元)", "万元 and 元"), ("销售额(万元)_千元", "万元 and 千元"),
    ],
)  # fmt: skip
def test_a_currency_of_others_and_an_unclear_multiple_are_doubts(header, doubt):
    import re

    found = header_unit(header)
    assert found.scale is None
    assert re.search(doubt, found.doubt), found.doubt


@pytest.mark.parametrize(
    "header",
    [
        "客户数(50万元以上)", "高净值客户数(资产≥600万元)", "笔均(万元以内)", "订单数≥5万元", "贷款笔数(单笔500万元以下)",
        "收入(含千元以下)", "销售额(千元以上订单)", "百元以上订单收入", "客户数(50万美元以上)", "50万美元以上客户数",
        "利润(剔除百万元大单)", "会员数(满千)", "广告费(百度)", "销售额_百度", "收入(百事)", "GMV(千川)", "费用(千牛)",
        "销售额(万宁)", "客流(百脑汇)", "销售额(千岛湖)", "客流(万宁)", "满意度(百分)", "得分(千分制)", "Cases per million",
        "Accidents per million hours", "Revenue per thousand visits", "投诉率 起/百万元", "Orders discounted over 30%",
        "Sales of top 10%", "毛利低于10%", "完成率 目标100%", "Sales (excl. orders > 10 million)",
        "Sales (million-yuan orders)", "CAD图纸数", "图纸(CAD)", "INR检测数", "Bugs (PHP)", "今日元件产量",
        "当日元器件入库数", "唯美元素店销售额", "同比索赔额", "美元客户数", "FTE (M/F)",
    ],
)  # fmt: skip
def test_thresholds_names_and_what_is_divided_by_state_nothing(header):
    assert header_unit(header) == NOTHING
    assert without_unit(header) == header


@pytest.mark.parametrize(
    ("header", "scale"),
    [
        ("能耗(kgce/百万元)", "元"), ("投诉率(起/百万元)", "元"), ("投诉率(起/千万元)", "元"), ("事故(起/1万工时)", "元"),
        ("收入(万元/百家店)", "万元"), ("销售额(万元,不含超百万元大单)", "万元"), ("每店销售额_万元", "万元"),
        ("每万人口收入(万元)", "万元"), ("销售额(超3千万元)(万元)", "万元"), ("金额(万元含税)", "万元"),
        ("销售额(线上万元)", "万元"), ("得分(分)", "元"), ("时长(分)", "元"), ("CAD图纸数(张)", "元"),
    ],
)  # fmt: skip
def test_a_unit_beside_a_threshold_or_above_what_is_divided_by_is_read(header, scale):
    assert (header_unit(header).scale, header_unit(header).doubt) == (scale, "")


@pytest.mark.parametrize(
    ("header", "doubt"),
    [
        ("金额(分)", "'分', a part"), ("实付金额(角)", "'角', a part"), ("Revenue (cents)", "'cents', a part"),
        ("amount_cents", "'cents', a part"), ("成本(分/件)", "'分', a part"), ("销售额(万家)", "'万家', which may be"),
        ("每人产值万元", "behind '每'"), ("销售额2024万元", "ends in '2024万元'"), ("毛利率2024%", "ends in '2024%'"),
        ("销售额(100万元)", "'100万元'"), ("Sales (10 million)", "'10 million'"), ("销售额(百万元大单)", "'百万元大单'"),
        ("Cost (PHP)", "'php'"), ("Spend CAD", "'cad'"), ("跨境美元收入", "美元"), ("产量(万标方)", "'万标方'"),
    ],
)  # fmt: skip
def test_what_may_be_a_scale_or_a_part_of_money_is_asked(header, doubt):
    found = header_unit(header)
    assert found.scale is None
    assert doubt in found.doubt


@given(st.integers(1, 9999), st.sampled_from(list(SCALE_OF)), st.sampled_from(["以上", "以下", "以内"]), st.booleans())
def test_no_threshold_is_ever_a_scale(size, multiple, behind, bracketed):
    name = f"客户数({size}{multiple}元{behind})" if bracketed else f"客户数 {size}{multiple}元{behind}"
    assert header_unit(name) == NOTHING


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


@pytest.mark.parametrize(
    ("line", "scale"),
    [
        ("编制单位\uff1a财务部   单位\uff1a万元", "万元"), ("填报单位:一分厂 2025年6月 金额单位:千元", "千元"),
        ("单位\uff1a万元编制单位\uff1a财务部", "万元"), ("单位名称:华盛集团  单位:亿元", "亿元"),
        ("单位:华盛集团 单位:万元", "万元"), ("计量单位:吨  金额单位:百万元", "百万元"),
        ("报送单位(章):市局 (单位:元)", "元"), ("编制单位:万元", None), ("编制单位:财务部", None),
    ],
)  # fmt: skip
def test_who_made_a_sheet_hides_no_unit_that_follows(line, scale):
    found = line_unit(line)
    assert found is not None
    assert found.scale == scale


def test_two_units_of_money_in_one_line_are_a_doubt():
    assert line_unit("单位:万元  金额单位:千元").doubt == "states 万元 and 千元"


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


@pytest.mark.parametrize(
    ("heading", "scale"),
    [
        ("Revenue RMB'000", "千元"),
        ("销售额/万元", "万元"),
        ("营收/百万元", "百万元"),
        ("销售额/人", None),
        ("投诉/万人", None),
    ],
)
def test_a_unit_behind_a_stroke_or_a_currency_is_the_column_s_where_it_speaks_of_money(heading, scale):
    assert header_unit(heading).scale == scale


@pytest.mark.parametrize(
    ("line", "scale"),
    [
        ("金额:千元 数量:件", "千元"), ("Unit: RMB million", "百万元"), ("注：金额单位为万元", "万元"),
        ("Currency: CNY", None), ("合同金额:100万元", None), ("Figures in the table", None),
    ],
)  # fmt: skip
def test_a_line_states_the_unit_of_money_behind_a_word_that_announces_one(line, scale):
    found = line_unit(line)
    assert (found and found.scale) == scale


@pytest.mark.parametrize("line", ["Currency: USD", "Amounts in USD", "币种：美元"])
def test_a_line_that_names_a_foreign_currency_is_a_doubt(line):
    assert "and the engagement counts in CNY" in line_unit(line).doubt
