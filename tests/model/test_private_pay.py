"""Amounts in words about the pay of few."""

import pytest

from diagnostics.model.entity import Entities, Entity
from diagnostics.model.intervention import Intervention
from diagnostics.model.private_pay import pays_few, record_without_amounts, without_amounts

STORES = tuple(Entity(id=f"s{each}", level="store", parent="city") for each in range(12))
ENTITIES = Entities((*STORES, Entity(id="city", level="city")))


def measure(**told):
    fields = {"id": "m", "title": "x", "cause": "c", "kpi": "k", "owner": "li", "due": "2025-01-31", "measure": "y"}
    return Intervention.model_validate(fields | {"dimension": "process", "entities": ["s1"]} | told)


@pytest.mark.parametrize(
    "amount",
    ["7,500 元", "7500元", "￥7500", "¥ 7.5k", "3,000–5,000 元", "0.75 万元", "七千五百元", "CNY 7,500", "7,500 yuan", "7500",
     "3000到5000元", "7.5 千元", "8K", "八千五", "一万二", "五百"],
)  # fmt: skip
def test_an_amount_however_it_is_written_is_not_told(amount):
    told = without_amounts(f"达到平衡点拿 {amount}，提前三个月", "zh")
    assert not any(each.isdigit() for each in told)
    assert told.endswith("，提前三个月")


@pytest.mark.parametrize("text", ["从八千涨到九千", "再加 500", "提成给800", "每月多发3,000", "底薪涨两千"])
def test_an_amount_in_words_or_told_by_the_word_before_it_is_not_told(text):
    told = without_amounts(text, "zh")
    assert not set(told) & set("0123456789八九千两")


@pytest.mark.parametrize(
    "text",
    [
        "回访完成率达到 80%",
        "2025 年 5 月开始",
        "连续 2 个月低 5%",
        "看 1200 人次",
        "2025-06-30 前",
        "七项指标",
        "千万不要漏填",
        "万一没完成",
        "服务三千名会员",
        "增加 30 天",
        "扣5分",
        "百分之二十",
        "发给 12 家店",
    ],
)
def test_what_is_no_amount_stays(text):
    assert without_amounts(text, "zh") == text


@pytest.mark.parametrize(
    ("told", "few"),
    [
        ({"touches_pay": True}, True),
        ({"dimension": "incentive"}, True),
        ({}, False),
        ({"touches_pay": True, "entities": ["city"]}, False),
    ],
)
def test_pay_of_few_is_private_and_a_rule_for_many_is_not(told, few):
    assert pays_few(measure(**told), ENTITIES, 10) is few


def test_figures_of_a_record_stay_and_words_lose_their_amounts():
    record = {"cost": 24000, "measure": {"zh": "每月 3,500 元", "en": "3,500 yuan"}, "id": "m-2000"}
    assert record_without_amounts(record) == {
        "cost": 24000, "measure": {"zh": "每月（金额见约定）", "en": "(amount as agreed)"}, "id": "m-2000",
    }  # fmt: skip
