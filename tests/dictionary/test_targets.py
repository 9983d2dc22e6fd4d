import pytest

from diagnostics.dictionary.targets import TargetBook, holders, is_stated, stated_values
from diagnostics.errors import InputError, UnknownNameError
from diagnostics.model.entity import Entities, Entity
from diagnostics.model.period import Calendar
from diagnostics.model.scorecard import Scorecard
from diagnostics.model.target import DatedValue, SourceExpression, SourceTable

CALENDAR = Calendar()
ENTITIES = Entities(
    (
        Entity(id="acme", level="company"),
        Entity(id="wuhou", level="store", parent="acme", peer_group="city"),
        Entity(id="qingyang", level="store", parent="acme", peer_group="county"),
    )
)


def card(target, **fields):
    whose = {} if "entity" in fields else {"role": "manager", "level": "store"}
    items = [{"kpi": "revenue", "weight": 1, "targets": {"target": target}}]
    return Scorecard.model_validate({**whose, "items": items, **fields})


def target(cards, entity, period):
    book = TargetBook(tuple(cards), ENTITIES, CALENDAR)
    held = book.holding("revenue", entity, CALENDAR.parse(period))
    return None if held is None else held.item.targets.target


def test_a_role_card_holds_for_the_entities_of_its_level():
    cards = [card(1)]
    assert target(cards, "wuhou", "2025-03") == 1
    assert target(cards, "acme", "2025-03") is None


def test_an_entity_card_goes_before_a_peer_group_before_a_level():
    cards = [card(1), card(2, peer_group="city"), card(3, entity="wuhou")]
    assert target(cards, "wuhou", "2025-03") == 3
    assert target(cards[:2], "wuhou", "2025-03") == 2
    assert target(cards, "qingyang", "2025-03") == 1


def test_a_card_without_the_kpi_leaves_it_to_the_next():
    own = Scorecard.model_validate({"entity": "wuhou", "items": [{"kpi": "traffic", "weight": 1}]})
    assert target([own, card(1)], "wuhou", "2025-03") == 1


def test_a_card_holds_from_its_first_to_its_last_period_both_included():
    cards = [card(1, to="2024Q4"), card(2, **{"from": "2025-01", "to": "2025-03"})]
    assert target(cards, "wuhou", "2024-12") == 1
    assert target(cards, "wuhou", "2025-01") == 2
    assert target(cards, "wuhou", "2025-03") == 2
    assert target(cards, "wuhou", "2025-04") is None
    assert target(cards, "wuhou", "2025-03-31") == 2


def test_the_last_day_of_a_period_decides():
    cards = [card(1, to="2025-03"), card(2, **{"from": "2025-04"})]
    assert target(cards, "wuhou", "2025") == 2
    assert target(cards, "wuhou", "2025-W14") == 2


def test_all_cards_of_an_entity_are_told_in_their_order():
    book = TargetBook((card(1), card(3, entity="wuhou"), card(4, entity="acme")), ENTITIES, CALENDAR)
    found = book.cards("wuhou", CALENDAR.parse("2025-03"))
    assert [each.items[0].targets.target for each in found] == [3, 1]


def test_an_unknown_entity_is_named():
    with pytest.raises(UnknownNameError, match="Did you mean 'wuhou'"):
        target([card(1)], "wuho", "2025-03")


@pytest.fixture
def value():
    book = TargetBook((), ENTITIES, CALENDAR)
    return lambda tier, period="2025-03": book.value(tier, CALENDAR.parse(period))


def test_numbers_and_pairs_are_what_they_are(value):
    assert value(5) == 5.0
    assert isinstance(value(5), float)
    assert value((1, 2)) == (1.0, 2.0)
    assert value(None) is None


def test_of_a_dated_list_the_last_value_that_has_begun_holds(value):
    tier = (DatedValue(since="2025-02", value=1), DatedValue(since="2025Q2", value=2))
    assert value(tier, "2025-01") is None
    assert value(tier, "2025-02") == 1
    assert value(tier, "2025-03") == 1
    assert value(tier, "2025-04") == 2
    assert value(tier, "2026") == 2


@pytest.mark.parametrize(
    "tier", [SourceExpression(expression="mean(x)"), SourceTable(source="s", period="p", value="v")]
)
def test_a_tier_that_needs_data_is_refused(value, tier):
    assert not is_stated(tier)
    with pytest.raises(InputError, match="needs the data"):
        value(tier)


def test_stated_values_are_all_numbers_of_a_tier():
    assert stated_values((DatedValue(since="2025", value=1), DatedValue(since="2026", value=2))) == (1.0, 2.0)
    assert stated_values(SourceExpression(expression="mean(x)")) == ()


def test_holders_are_the_entities_a_card_is_about():
    assert [each.id for each in holders(card(1, peer_group="county"), ENTITIES)] == ["qingyang"]
    assert [each.id for each in holders(card(1, entity="acme"), ENTITIES)] == ["acme"]
