"""What was published held against what is observed now."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.data.versions.restatement import own_figures, restate
from diagnostics.model.observations import FIGURES, Observations
from tests.data.conftest import data, engagement  # noqa: F401 (fixtures)

KPIS = [
    {"id": "sales", "measure": "sum(amount)"},
    {"id": "rate", "measure": "sum(orders) / sum(visits)", "unit": "share"},
    {"id": "flat", "measure": "count()", "direction": "none"},
]
CARD = {
    "role": "manager",
    "level": "store",
    "items": [
        {"kpi": "sales", "weight": 0.5, "targets": {"base": 80, "target": 100, "stretch": 120}},
        {"kpi": "rate", "weight": 0.5, "targets": {"target": 0}},
    ],
}
PEOPLE = (
    {"id": "group", "level": "company"},
    {"id": "s1", "level": "store", "parent": "group"},
    {"id": "s2", "level": "store", "parent": "group"},
    {"id": "ann", "level": "person", "parent": "s1", "person": True},
)


@pytest.fixture
def client(engagement):  # noqa: F811
    return engagement(KPIS, entities=PEOPLE, scorecards=[CARD])


def seen(*rows):
    """Observations of rows (kpi, entity, period, value) with people and targets where they are given."""
    columns = ["kpi", "level", "entity", "cycle", "period", "start", *FIGURES]
    made = []
    for kpi, entity, period, value, *more in rows:
        told = more[0] if more else {}
        level = {"group": "company", "ann": "person"}.get(entity, "store")
        made.append(
            {
                **dict.fromkeys(columns), "kpi": kpi, "level": level, "entity": entity, "cycle": "month", "period": period,
                "start": pd.Timestamp(f"{period}-01"), "value": value, "n": 1, **told,
            }
        )  # fmt: skip
    frame = pd.DataFrame(made, columns=columns)
    numbers = [each for each in FIGURES if each != "n"]
    return Observations(frame.astype({**dict.fromkeys(numbers, "float64"), "n": "int64"}))


def test_a_changed_figure_says_what_it_does_to_points_and_band(client):
    targets = {"base": 80, "target": 100, "stretch": 120}
    old, new = (seen(("sales", "s1", "2025-06", value, targets)) for value in (90.0, 120.0))
    (figure,) = restate(client, old, new, "2025-06").figures
    assert (figure.old, figure.new, figure.difference) == (90.0, 120.0, 30.0)
    assert figure.share == pytest.approx(1 / 3)
    assert (figure.old_points, figure.new_points) == (90.0, 120.0)
    assert (figure.old_status, figure.new_status, figure.turned) == ("base_to_target", "above_stretch", True)


def test_a_target_that_cannot_be_scored_gives_no_points(client):
    old, new = (seen(("rate", "s1", "2025-06", value, {"target": 0})) for value in (0.1, 0.2))
    (figure,) = restate(client, old, new).figures
    assert (figure.old_points, figure.new_points) == (None, None)


def test_figures_that_come_or_go_are_restated_and_come_first(client):
    old = seen(("sales", "s1", "2025-05", 1.0), ("sales", "s1", "2025-06", 2.0), ("sales", "s2", "2025-06", None))
    new = seen(("sales", "s1", "2025-05", 1.5), ("sales", "s2", "2025-06", 3.0))
    found = restate(client, old, new)
    assert [(each.entity, each.period, each.change) for each in found.figures] == [
        ("s1", "2025-06", "removed"), ("s2", "2025-06", "added"), ("s1", "2025-05", "changed"),
    ]  # fmt: skip
    assert found.compared == 2
    assert found.told() == (
        "3 published figures differ now (3 of sales; 2025-05 … 2025-06; 2 compared); the largest change: sales of s1,"
        " 2025-06: 2 → missing"
    )


def test_mother_metrics_come_before_what_changed_more(engagement):  # noqa: F811
    mother = engagement([KPIS[0], {**KPIS[2], "mother": True}], entities=PEOPLE)
    old, new = (
        seen(("sales", "s1", "2025-06", sales), ("flat", "s1", "2025-06", flat))
        for sales, flat in ((1.0, 100.0), (5.0, 101.0))
    )
    found = restate(mother, old, new)
    assert [each.kpi for each in found.figures] == ["flat", "sales"]
    assert found.largest.kpi == "sales"
    assert "the largest change: sales of s1, 2025-06: 1 → 5 (+400.0%)" in found.told()


def test_a_new_kpi_or_entity_is_no_restatement_and_a_filled_gap_is(client):
    old = seen(("sales", "s1", "2025-06", 1.0), ("sales", "s1", "2025-05", 1.0), ("sales", "group", "2025-06", 1.0))
    more = [("sales", "s1", "2025-06", 1.0), ("sales", "s1", "2025-05", 1.0), ("sales", "group", "2025-06", 1.0)]
    assert not restate(client, old, seen(*more, ("rate", "s1", "2025-06", 0.1), ("sales", "s2", "2025-06", 1.0)))
    (figure,) = restate(client, old, seen(*more, ("sales", "group", "2025-05", 1.0))).figures
    assert (figure.change, figure.entity) == ("added", "group")


def test_people_and_small_groups_are_never_named(client):
    few, many = {"people": 2}, {"people": 20}
    old = seen(
        ("sales", "ann", "2025-06", 1.0), ("sales", "s1", "2025-06", 1.0, few), ("sales", "s2", "2025-06", 7.0, many)
    )
    new = seen(
        ("sales", "ann", "2025-06", 9.0), ("sales", "s1", "2025-06", 9.0, many), ("sales", "s2", "2025-06", 1.0, few)
    )
    (figure,) = restate(client, old, new).figures
    assert (figure.entity, figure.change, figure.old, figure.new, figure.difference) == (
        "s2",
        "withheld",
        7.0,
        None,
        None,
    )


def test_someone_gone_from_the_entities_is_not_named(client):
    old = seen(("sales", "bob", "2025-06", 1.0), ("sales", "s1", "2025-06", 1.0))
    assert not restate(client, old, seen(("sales", "s1", "2025-06", 1.0)))


def test_the_last_digit_of_an_engine_is_no_difference(client):
    old, new = seen(("sales", "s1", "2025-06", 0.1 + 0.2)), seen(("sales", "s1", "2025-06", 0.3))
    assert not restate(client, old, new)


def test_a_runs_own_figures_are_those_of_its_period_and_the_last_of_longer_cycles():
    table = seen(("sales", "s1", "2025-05", 1.0), ("sales", "s1", "2025-06", 2.0), ("rate", "s1", "2025-03", 1.0)).table
    own = own_figures(Observations(table), pd.Timestamp("2025-06-01").date()).table
    assert list(zip(own["kpi"], own["period"], strict=True)) == [("sales", "2025-06"), ("rate", "2025-03")]


values = st.one_of(st.none(), st.floats(-1e9, 1e9).filter(lambda each: each == 0 or abs(each) > 1e-6))
tables = st.dictionaries(
    st.tuples(st.sampled_from(["sales", "rate", "flat"]), st.sampled_from(["group", "s1", "s2"]), st.sampled_from(["2025-05", "2025-06"])),
    st.tuples(values, st.sampled_from([{}, {"people": 2}, {"people": 9}, {"base": 1, "target": 5}])),
)  # fmt: skip


def _built(made):
    return seen(*((*key, value, told) for key, (value, told) in made.items()))


@pytest.fixture(scope="module")
def module_client(tmp_path_factory):
    from diagnostics.model.engagement import Engagement, Settings
    from diagnostics.model.entity import Entities, Entity
    from diagnostics.model.kpi import Kpi
    from diagnostics.model.scorecard import Scorecard

    kpis = [Kpi(**{"unit": "number", "direction": "higher", "name": "x", "source": "sales", **each}) for each in KPIS]
    settings = Settings(id="c", client="c", sources={"sales": {"file": "s.csv"}})
    entities = Entities(tuple(Entity(**each) for each in PEOPLE))
    return Engagement(
        tmp_path_factory.mktemp("c"), settings, {each.id: each for each in kpis}, (Scorecard(**CARD),), entities, (), {}
    )


@settings(max_examples=40)
@given(made=tables)
def test_what_is_the_same_is_not_restated(module_client, made):
    found = restate(module_client, _built(made), _built(made))
    assert not found
    assert found.frame().empty
    assert found.record()["count"] == 0


@settings(max_examples=40)
@given(one=tables, other=tables)
def test_every_difference_is_told_once_and_adds_up(module_client, one, other):
    found = restate(module_client, _built(one), _built(other))
    keys = [(each.kpi, each.entity, each.period) for each in found.figures]
    assert len(keys) == len(set(keys))
    for each in found.figures:
        assert each.old != each.new
        if each.difference is not None:
            assert each.old + each.difference == pytest.approx(each.new, rel=1e-9, abs=1e-6)
        told = one.get((each.kpi, each.entity, each.period), (None, {}))
        assert told[1].get("people", 9) >= 5, "what few people stand behind was never published"
    changed = {key for key in one if key in other and one[key][0] is not None and other[key][0] is not None}
    apart = {
        key for key in changed if abs(one[key][0] - other[key][0]) > 1e-9 * max(abs(one[key][0]), abs(other[key][0]))
    }
    visible = {key for key in apart if one[key][1].get("people", 9) >= 5}
    assert visible <= set(keys)
