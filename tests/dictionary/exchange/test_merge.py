from hypothesis import given
from hypothesis import strategies as st

from diagnostics.dictionary.exchange.fields import TABLES
from diagnostics.dictionary.exchange.merge import differences, merge

FIELDS = ("a", "b", "c")
VALUES = st.one_of(st.none(), st.integers(0, 3), st.sampled_from(["x", "y"]), st.booleans())
ROWS = st.fixed_dictionaries(dict.fromkeys(FIELDS, VALUES))
# The tables that stand on nothing else: the others need the rows they belong to.
TABLE = st.dictionaries(st.tuples(st.sampled_from("pqrs")), ROWS, max_size=4)
SIDES = st.builds(lambda one, two: {**{each: {} for each in TABLES}, "kpis": one, "entities": two}, TABLE, TABLE)


def plain(tables):
    return {name: dict(sorted(rows.items())) for name, rows in tables.items()}


def equal(one, other):
    return differences(one, other) == []


@given(SIDES, SIDES)
def test_what_only_one_side_changed_holds(base, changed):
    assert equal(merge(base, changed, base).tables, changed)
    assert equal(merge(base, base, changed).tables, changed)
    assert merge(base, changed, base).conflicts == ()


@given(SIDES, SIDES)
def test_the_same_change_on_both_sides_is_no_conflict(base, changed):
    merged = merge(base, changed, changed)
    assert merged.conflicts == ()
    assert equal(merged.tables, changed)


@given(SIDES, SIDES, SIDES)
def test_a_merge_is_symmetric(base, one, two):
    here, there = merge(base, one, two), merge(base, two, one)
    assert {(each.table, each.key, each.field) for each in here.conflicts} == {
        (each.table, each.key, each.field) for each in there.conflicts
    }
    if not here.conflicts:
        assert equal(here.tables, there.tables)


@given(SIDES, SIDES, SIDES)
def test_every_value_of_a_merge_comes_from_a_side_that_changed_it_or_from_both(base, one, two):
    merged = merge(base, one, two)
    told = {(each.table, each.key) for each in merged.conflicts}
    for table, rows in merged.tables.items():
        for key, row in rows.items():
            for name, value in row.items():
                sides = [side[table].get(key, {}).get(name) for side in (one, two)]
                assert value in sides or (table, key) in told


@given(SIDES, st.data())
def test_disjoint_edits_of_both_sides_are_all_kept(base, data):
    one, two = plain(base), plain(base)
    wanted = {}
    for table in ("kpis", "entities"):
        for key in base[table]:
            side = data.draw(st.sampled_from([one, two]))
            name, value = data.draw(st.sampled_from(FIELDS)), data.draw(VALUES)
            side[table] = {**side[table], key: {**side[table][key], name: value}}
            wanted[table, key, name] = value
    merged = merge(base, one, two)
    assert merged.conflicts == ()
    for (table, key, name), value in wanted.items():
        assert merged.tables[table][key][name] == value


def test_a_field_changed_on_both_sides_is_a_conflict_with_all_three_values():
    def side(value):
        return {**{each: {} for each in TABLES}, "kpis": {("p",): {"a": value}}}

    (conflict,) = merge(side(1), side(2), side(3)).conflicts
    assert (conflict.base, conflict.yours, conflict.theirs) == (1, 2, 3)


def test_an_item_added_to_a_card_that_the_other_side_removed_is_a_conflict():
    empty = {each: {} for each in TABLES}
    base = {**empty, "cards": {("c",): {"a": 1}}, "items": {("c", "p"): {"a": 1}}}
    theirs = {**base, "items": {**base["items"], ("c", "q"): {"a": 1}}}
    (conflict,) = merge(base, empty, theirs).conflicts
    assert (conflict.table, conflict.key, conflict.yours_removed) == ("cards", ("c",), True)


def test_new_rows_come_after_the_one_above_them():
    base = {**{each: {} for each in TABLES}, "kpis": {("p",): {}, ("q",): {}}}
    yours = {**base, "kpis": {("p",): {}, ("n",): {}, ("q",): {}}}
    assert list(merge(base, yours, base).tables["kpis"]) == [("p",), ("n",), ("q",)]
