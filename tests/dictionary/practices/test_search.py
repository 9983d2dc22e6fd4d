"""Cards found by words of either language, and by what they are."""

import pytest

from diagnostics.dictionary.practices.search import Wanted, search
from tests.practice_files import card, effect

REPURCHASE = {
    "id": "repurchase_rate",
    "name": {"zh": "会员复购率", "en": "Repurchase rate"},
    "unit": "share",
    "direction": "higher",
    "cycle": "month",
}
CARDS = {
    each.id: each
    for each in (
        card(1, title={"zh": "会员七日回访", "en": "A call to every member within seven days"}, kpi=REPURCHASE,
             cause={"zh": "会员消费后无人跟进", "en": "Nobody follows up"}, effect=effect(0.04, 0.02, 0.06, scale="points")),
        card(2, title={"zh": "店长薪酬挂钩", "en": "Pay of store managers tied to revenue"}, kind="pay_link", dimension="incentive",
             cause="干好干坏一个样", industry="retail", done="按营收计奖"),
        card(3, title={"zh": "接待标准", "en": "Standard of reception"}, kind="reception", dimension="skills",
             cause={"zh": "新客接待不到位", "en": "New customers are received badly"}, effect=effect(0.2, 0.1, 0.3)),
    )
}  # fmt: skip


def found(query, **wanted):
    return [int(each.card.id[-1]) for each in search(CARDS, query, Wanted(**wanted))]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("回访", 1), ("复购率", 1), ("无人跟进", 1), ("repurchase", 1), ("call members", 1), ("follow_up_calls", 1),
        ("薪酬", 2), ("Pay", 2), ("激励", 2), ("retail", 2), ("store manager", 2), ("接待", 3), ("RECEPTION", 3),
        ("new customer", 3), ("新客接待不到位怎么办", 3),
    ],
)  # fmt: skip
def test_words_of_title_cause_kpi_kind_and_industry_find_their_card(query, first):
    assert found(query)[0] == first


def test_words_that_no_card_has_find_none_and_one_chance_pair_of_signs_does_not_either():
    assert found("供应链交付周期会员") == []
    assert found("???") == []


def test_an_empty_query_lists_all_and_filters_hold_together():
    assert found("") == [1, 2, 3]
    assert found("", dimension="incentive") == [2]
    assert found("", industry="wellness", at_least=0.1) == [3]
    assert found("", kpi="repurchase_rate") == [1]
    assert found("", cause="无人跟进") == [1]
    assert found("", cause="customers received") == [3]
    assert found("会员", cause="跟进不到位") == []
    assert found("七日回访", dimension="incentive") == []


def test_the_order_does_not_depend_on_that_of_the_files():
    turned = dict(reversed(CARDS.items()))
    assert [each.card.id for each in search(turned, "会员 接待")] == [
        each.card.id for each in search(CARDS, "会员 接待")
    ]
