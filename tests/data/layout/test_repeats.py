"""Totals that no word tells are found by arithmetic, and chance is not taken for one."""

import random

import pytest

from diagnostics.data.layout.repeats import find_repeats, is_called_total


def found(rows):
    """Names that repeat others in a table of names and figures a month, with what they repeat."""
    figures = {name: dict(enumerate(values)) for name, values in rows.items()}
    return {each.name: (each.what, each.parts, each.is_sure) for each in find_repeats(figures)}


SHOPS = {"一店": [12.5, 31, 7.25], "二店": [40, 2.5, 61], "三店": [9, 9.75, 15]}
SUM, MEAN = [61.5, 43.25, 83.25], [20.5, 14.416666666666666, 27.75]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ({**SHOPS, "大本营": SUM}, {"大本营": ("sum", ("一店", "二店", "三店"), True)}),
        ({"大本营": SUM, **SHOPS}, {"大本营": ("sum", ("一店", "二店", "三店"), True)}),
        ({**SHOPS, "参考": MEAN}, {"参考": ("mean", ("一店", "二店", "三店"), False)}),
        ({**SHOPS, "四店": [8, 7, 6]}, {}),
        ({"一店": [1, 2], "二店": [3, 4], "三店": [4, 6]}, {"三店": ("sum", ("一店", "二店"), False)}),
        ({"一店": [1, 2], "二店": [3, 4], "全公司": [4, 6]}, {"全公司": ("sum", ("一店", "二店"), True)}),
        ({"一店": [1], "二店": [3], "三店": [4]}, {}),
        ({"一店": [1], "二店": [3], "\u2211": [4]}, {"\u2211": ("sum", ("一店", "二店"), True)}),
        ({"一店": [5, 6], "二店": [0, 0], "三店": [5, 6]}, {}),
        ({"一店": [5, 6], "二店": [7, 8]}, {}),
        ({each: [12345.5, 12345.5, 777.25] for each in ("一店", "二店", "三店", "全公司")}, {}),
        ({"一店": [1], "二店": [1], "全公司": [1]}, {}),
    ],
)
def test_a_name_that_holds_the_sum_or_mean_of_the_others_is_found(rows, told):
    assert found(rows) == told


def test_subtotals_and_the_total_over_them_are_found_each_with_its_own_parts():
    north, south = [52.5, 33.5, 68.25], [17.5, 18, 3.5]
    rows = {"一店": SHOPS["一店"], "二店": SHOPS["二店"], "北片": north}
    rows |= {"三店": [8, 7, 2.5], "四店": [9.5, 11, 1], "南片": south, "整盘": [70, 51.5, 71.75]}
    told = found(rows)
    assert {name: parts for name, (_, parts, _) in told.items()} == {
        "北片": ("一店", "二店"), "南片": ("三店", "四店"), "整盘": ("一店", "二店", "三店", "四店"),
    }  # fmt: skip


def test_one_month_of_many_may_differ_and_one_of_few_may_not():
    months = [[float(at * at + name) for at in range(12)] for name in (1, 5, 9)]
    total = [sum(each) for each in zip(*months, strict=True)]
    rows = dict(zip(("一店", "二店", "三店"), months, strict=True))
    assert found({**rows, "四店": [*total[:-1], 1.0]})["四店"][0] == "sum"
    assert not found({**rows, "四店": [*total[:-3], 1.0, 2.0, 3.0]})


def test_chance_makes_no_total_among_many_random_shops():
    draw = random.Random(5)
    for count in (3, 8, 40):
        rows = {f"店{at}": [draw.randint(1, 40) for _ in range(3)] for at in range(count)}
        assert not [each for each in found(rows).values() if each[2]]


@pytest.mark.parametrize(
    "name",
    [
        "全公司",
        "全部",
        "总额",
        "汇总",
        "全国",
        "平均",
        "均值",
        "ALL",
        "\u2211",
        "门店数",
        "区域总和",
        "集团",
        "Average",
        "全 国",
    ],
)
def test_names_of_totals_means_and_counts_are_known(name):
    assert is_called_total(name)


@pytest.mark.parametrize(
    "name", ["人民路店", "会计部", "设计一部", "全家便利", "总店", "Allston", "Meanwood", "平安店", "集团客户"]
)
def test_other_names_are_none(name):
    assert not is_called_total(name)


@pytest.mark.parametrize(("shops", "change"), [(5, 0.0), (20, 0.0), (50, 0.0), (20, 0.02), (50, 0.02)])
def test_headcounts_that_stay_the_same_make_no_sure_total(shops, change):
    draw = random.Random(7)
    for _ in range(30):
        figures = {}
        for at in range(shops):
            heads, months = draw.randint(5, 30), {}
            for month in range(12):
                heads = draw.randint(5, 30) if draw.random() < change else heads
                months[month] = heads
            figures[f"{at}号"] = months
        assert not any(each.is_sure for each in find_repeats(figures))


def test_the_total_is_blamed_and_not_one_of_its_parts():
    rows = {"甲铺": [10.5, 20.25], "乙铺": [10.5, 20.25], "全公司": [21, 40.5]}
    assert found(rows) == {"全公司": ("sum", ("甲铺", "乙铺"), True)}
