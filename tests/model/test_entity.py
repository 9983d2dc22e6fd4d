from datetime import date

import pytest

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.model.entity import Entities, Entity


def tree():
    return Entities(
        (
            Entity(id="firm", level="company"),
            Entity(id="east", name="华东", level="region", parent="firm"),
            Entity(id="s1", name="一店", level="store", parent="east", peer_group="mall", aliases=("1号店",)),
            Entity(id="s2", level="store", parent="east", peer_group="mall"),
            Entity(id="s3", level="store", parent="east", peer_group="street"),
        )
    )


def test_levels_run_from_the_bottom_to_the_top():
    assert tree().levels == ("store", "region", "company")


def test_names_lead_to_ids_by_id_name_and_alias():
    names = tree().names
    assert (names["s1"], names["一店"], names["1号店"]) == ("s1", "s1", "s1")


def test_above_finds_the_holder_at_a_level():
    entities = tree()
    assert entities.above("s1", "company") == "firm"
    assert entities.above("s1", "store") == "s1"
    assert entities.above("firm", "store") is None


def test_peers_share_level_and_group():
    assert tree().peers("s1") == ("s2",)


def test_below_holds_everything_under_an_entity():
    assert tree().below(["east"]) == {"east", "s1", "s2", "s3"}


def test_an_unknown_entity_gets_the_nearest_name():
    with pytest.raises(UnknownNameError, match="Did you mean 'east'"):
        tree()["eats"]


def test_a_name_may_belong_to_one_entity_only():
    with pytest.raises(InputError, match="belongs to entities 'a' and 'b'"):
        Entities((Entity(id="a", name="x", level="s"), Entity(id="b", aliases=("x",), level="s")))


def test_a_repeated_id_is_refused():
    with pytest.raises(InputError, match="occurs 2 times"):
        Entities((Entity(id="a", level="s"), Entity(id="a", level="s")))


def test_a_missing_parent_is_refused():
    with pytest.raises(UnknownNameError, match="Unknown parent 'z' in entity 'a'"):
        Entities((Entity(id="a", level="s", parent="z"),))


def test_a_circle_of_parents_is_refused():
    with pytest.raises(InputError, match="circle"):
        Entities((Entity(id="a", level="s", parent="b"), Entity(id="b", level="s", parent="a")))


def test_no_entity_at_all_is_refused():
    with pytest.raises(InputError, match="no entity"):
        Entities(())


def test_a_store_without_days_of_its_own_lives_as_long_as_what_it_belongs_to():
    entities = Entities(
        (
            Entity(id="firm", level="company"),
            Entity(id="east", level="region", parent="firm", open=date(2024, 5, 1)),
            Entity(id="s1", level="store", parent="east"),
            Entity(id="s2", level="store", parent="east", open=date(2025, 1, 1), close=date(2025, 6, 30)),
        )
    )
    assert entities.life("s1") == (date(2024, 5, 1), None)
    assert entities.life("s2") == (date(2025, 1, 1), date(2025, 6, 30))
    assert entities.life("firm") == (None, None)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2025, 1, 1), date(2025, 6, 30), True),
        (date(2024, 12, 31), date(2025, 1, 31), False),
        (date(2025, 6, 1), date(2025, 7, 1), False),
    ],
)
def test_a_store_is_at_work_through_days_from_its_first_to_its_last(first, last, expected):
    store = Entity(id="s", level="store", open=date(2025, 1, 1), close=date(2025, 6, 30))
    assert Entities((store,)).through("s", first, last) is expected


def test_units_are_the_lowest_entities_that_are_no_people():
    entities = Entities((*tree().items, Entity(id="p1", level="person", parent="s1", person=True)))
    assert [each.id for each in entities.units] == ["s1", "s2", "s3"]
