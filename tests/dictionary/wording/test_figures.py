import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.dictionary.wording import figures, unit_of
from diagnostics.dictionary.wording.chinese_numerals import read_numeral


def one(text):
    (found,) = figures(text)
    return found


@pytest.mark.parametrize(
    ("text", "value", "relation", "unit"),
    [
        ("≥90%", 0.9, "at_least", "share"), ("不低于85分", 85, "at_least", "score"), ("≤20元/人", 20, "at_most", "money"),
        ("季度目标100万", 1e6, "exactly", None), ("500万元以上", 5e6, "at_least", "money"), ("≥1:3", 3, "at_least", "ratio"),
        ("3天内", 3, "within", "days"), ("三个工作日以内", 3, "within", "days"), ("2小时之内", 2, "within", "hours"),
        ("提升20%", 0.2, "change", "share"), ("下降0.5个百分点", 0.005, "change", "share"), ("百分之九十以上", 0.9, "at_least", "share"),
        ("1,200,000元", 1.2e6, "exactly", "money"), ("$20 per visit", 20, "exactly", "money"), ("at least 90%", 0.9, "at_least", "share"),
        ("no more than 2 errors a month", 2, "at_most", "count"), ("within 3 working days", 3, "within", "days"), ("\uff19\uff10\uff05以上", 0.9, "at_least", "share"),
        ("零投诉", 0, "exactly", "count"), ("95", 95, "exactly", None), ("10万次", 1e5, "exactly", "count"), ("不超过5\u2030", 0.005, "at_most", "share"),
    ],
)  # fmt: skip
def test_a_figure_is_read_with_its_relation_and_unit(text, value, relation, unit):
    found = one(text)
    assert found.value == pytest.approx(value)
    assert (found.relation, found.unit) == (relation, unit)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("18-20个", 18, 20), ("10%~20%", 0.1, 0.2), ("10至20万元", 1e5, 2e5), ("5 to 8 orders", 5, 8)],
)
def test_a_range_has_both_ends(text, low, high):
    assert (one(text).value, one(text).high) == (low, high)


@pytest.mark.parametrize(
    ("text", "value", "relation"),
    [
        ("负5%", -0.05, "exactly"), ("-5%", -0.05, "exactly"), ("利润率≥-5%", -0.05, "at_least"), ("不低于-3%", -0.03, "at_least"),
        ("不低于负3%", -0.03, "at_least"), ("负百分之五", -0.05, "exactly"), ("at least -3%", -0.03, "at_least"),
        ("minus 5 percent", -0.05, "exactly"), ("亏损不超过-20万元", -2e5, "at_most"), ("\u2212300万元以上", -3e6, "at_least"),
        ("不低于负十万元", -1e5, "at_least"), ("not below -3%", -0.03, "at_least"), ("同比-5%", -0.05, "exactly"),
        ("-$500", -500, "exactly"), ("正负5%", 0.05, "exactly"), ("下降5%", 0.05, "change"),
    ],
)  # fmt: skip
def test_what_is_below_zero_is_read_as_such(text, value, relation):
    assert (one(text).value, one(text).relation) == (pytest.approx(value), relation)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("-5%~5%", -0.05, 0.05), ("负10%至负5%", -0.1, -0.05), ("-10 to -5%", -0.1, -0.05), ("10-20%", 0.1, 0.2)],
)
def test_a_range_may_begin_below_zero(text, low, high):
    assert (one(text).value, one(text).high) == (pytest.approx(low), pytest.approx(high))


def test_what_a_figure_is_counted_by_is_kept():
    assert (one("≥20个/季度").per, one("≤20元/人").per, one("12 orders per day").per) == ("季度", "人", "day")


@pytest.mark.parametrize(
    "text",
    ["2025年底前", "第三季度", "Q3达成率", "12月31日前", "营业时间9:00-18:00", "126th Street Depot", "OTP (Terminal) - 1 Line", "indicator 100360",
     "A-5级", "温度计-5度", "负一楼", "表1-5", "一次解决率", "统一", "5S检查得分", "ISO9001认证", "第2名", "", "N/A"],
)  # fmt: skip
def test_names_of_days_places_and_editions_are_no_figures(text):
    assert figures(text) == ()


@given(st.text(max_size=200))
def test_any_text_is_read_without_error_and_figures_lie_within_it(text):
    for each in figures(text):
        assert 0 <= each.start < each.end <= len(text) + 1
        assert each.text


@given(
    st.integers(0, 10**6),
    st.sampled_from(["%", "元", "天", "次", "分", "小时"]),
    st.sampled_from(["≥", "不低于", "至少", "at least "]),
)
def test_a_plain_figure_comes_back(number, unit, relation):
    found = one(f"{relation}{number}{unit}")
    assert found.relation == "at_least"
    assert found.unit == unit_of(unit)
    assert found.value == pytest.approx(number / 100 if unit == "%" else number)


@pytest.mark.parametrize("text", ["十百", "一二", "千千", "", "天"])
def test_what_is_no_numeral_is_not_read(text):
    assert read_numeral(text) is None


def test_a_document_is_cut_and_read_quickly():
    assert len(figures("≥9%，" * 100_000)) <= 2000
