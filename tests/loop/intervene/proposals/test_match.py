"""Which cards answer a cause, and why."""

import pytest

from diagnostics.dictionary.library import read_library
from diagnostics.loop.intervene.proposals.match import matches
from diagnostics.model.kpi import Kpi
from diagnostics.model.library_card import LibraryCard
from diagnostics.model.root_cause import Hypothesis

KPIS = {
    "conversion": Kpi(id="conversion", name={"zh": "转化率", "en": "Conversion"}, unit="share", direction="higher", source="s", measure="sum(x) / sum(y)"),
    "revenue": Kpi(id="revenue", name={"zh": "营收", "en": "Revenue"}, unit="money", direction="higher", source="s", measure="sum(x)"),
}  # fmt: skip


def card(key, dimension="process", **answers):
    return LibraryCard(
        id=key, title=key, dimension=dimension, answers=answers, measure="x", tasks=[{"name": "x", "after": 1}],
        cost="low", effort=2, weeks=1,
    )  # fmt: skip


def cause(title, category="people", kpi="revenue", **other):
    return Hypothesis(id="c", title=title, category=category, kpi=kpi, **other)


def test_a_word_of_the_cause_says_more_than_its_category():
    cards = [card("by_category", categories=["people"]), card("by_word", "skills", words=["接待"])]
    found = matches(cause("接待不到位"), cards, KPIS)
    assert [each.card.id for each in found] == ["by_word"]
    assert found[0].grounds == (("word", "接待"),)


def test_a_category_alone_proposes_where_no_word_does_with_half_the_confidence():
    (found,) = matches(cause("说不清", category="流程"), [card("flow", categories=["流程"])], KPIS)
    assert found.grounds == (("category", "流程"),)
    assert found.confidence == pytest.approx(0.2)


def test_the_kpi_alone_proposes_nothing_and_counts_beside_a_word():
    assert matches(cause("说不清", kpi="conversion"), [card("x", words=["接待"], kpis=["转化"])], KPIS) == ()
    (found,) = matches(cause("接待差", kpi="conversion"), [card("x", words=["接待"], kpis=["转化"])], KPIS)
    assert found.points == 4


@pytest.mark.parametrize(
    ("changes", "proposed"),
    [
        ({}, False),
        ({"category": "people"}, True),
        ({"kpi": "conversion"}, True),
        ({"slice": {"channel": "接待处"}}, True),
        ({"note": {"zh": "讲解也差", "en": ""}}, True),
        ({"note": {"zh": "", "en": "badly received"}}, False),
    ],
)
def test_one_word_in_a_cause_of_quite_another_kind_is_no_tie(changes, proposed):
    cards = [card("x", categories=["people"], words=["接待", "讲解", "received"], kpis=["转化"])]
    assert bool(matches(cause("接待差", **{"category": "market", **changes}), cards, KPIS)) == proposed


def test_a_card_with_words_is_not_proposed_by_its_category():
    assert matches(cause("说不清"), [card("x", categories=["people"], words=["接待"])], KPIS) == ()


@pytest.mark.parametrize(
    ("title", "category", "kpi"),
    [
        ("预约系统换代", "machine", "conversion"),
        ("The booking system was replaced", "machine", "conversion"),
        ("电梯故障一个月", "machine", "conversion"),
        ("老员工流失", "people", "conversion"),
        ("投诉多，老会员不愿再来", "product", "conversion"),
        ("品牌知名度不够", "market", "revenue"),
        ("低单价项目占比高", "product", "revenue"),
    ],
)
def test_what_no_card_fits_gets_none_rather_than_a_bad_one(title, category, kpi):
    assert matches(cause(title, category, kpi), read_library().cards.values(), KPIS) == ()


def test_cheaper_material_is_answered_by_inspection_and_by_no_points_for_attendance():
    for title in ("改用便宜的新材料", "Cheaper material raised scrap"):
        found = matches(cause(title, "material"), read_library().cards.values(), KPIS)
        assert [each.card.id for each in found] == ["incoming_inspection"]


def test_one_card_a_dimension_the_best_and_at_a_tie_the_firms_own():
    cards = [card("a", words=["接待"]), card("own", words=["接待"]), card("c", "culture", words=["接待"])]
    found = matches(cause("接待差"), cards, KPIS, own=frozenset({"own"}))
    assert [each.card.id for each in found] == ["own", "c"]


@pytest.mark.parametrize(
    "title", ["高峰排队使门店收入下降", "The driver of sales is footfall", "Customer care closes early"]
)
def test_revenue_drivers_and_customer_care_ask_for_no_pay_plan_and_no_praise(title):
    found = matches(cause(title, "market", "revenue"), read_library().cards.values(), KPIS)
    assert not {"pay_link", "recognition_round"} & {each.card.id for each in found}


@pytest.mark.parametrize(
    ("title", "category", "kpi", "expected"),
    [
        ("新客进店后接待不到位", "people", "conversion", "reception_practice"),
        ("会员消费后无人跟进", "operations", "revenue", "follow_up_routine"),
        ("改用便宜的新材料", "material", "revenue", "incoming_inspection"),
        ("部门之间互相推诿", "operations", "revenue", "cross_team_okr"),
        ("Figures are not recorded alike", "measurement", "revenue", "one_definition"),
        ("说不清的流程问题", "流程", "revenue", "standard_work"),
    ],
)
def test_the_library_that_comes_along_answers_common_causes(title, category, kpi, expected):
    found = matches(cause(title, category, kpi), read_library().cards.values(), KPIS)
    assert expected in [each.card.id for each in found]
