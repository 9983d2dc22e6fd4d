"""What may leave a run."""

import pandas as pd
import pytest

from diagnostics.data.observe import observe
from diagnostics.data.suppress import publishable, shareable
from diagnostics.errors import InputError

ORDERS = {"id": "orders", "measure": "sum(orders)"}
PEOPLE = {"sales": {"file": "sales.csv", "time": "date", "entity": "store", "person": "member"}}
AGENTS = [
    {"id": "group", "level": "company"},
    *({"id": each, "level": "agent", "parent": "group", "person": True} for each in ("s1", "s2", "s3")),
]


def test_figures_behind_few_people_are_blanked(engagement):
    client = engagement([ORDERS], PEOPLE, min_group=3)
    table = observe(client).table
    found = publishable(table, client)
    few = table["people"] < 3
    assert few.any()
    assert not few.all()
    assert found["suppressed"].tolist() == few.tolist()
    assert found.loc[few, ["value", "n", "people"]].isna().all().all()
    pd.testing.assert_series_equal(found.loc[~few, "value"], table.loc[~few, "value"])
    assert (found["kpi"] == "orders").all()


def test_units_without_data_about_people_are_never_suppressed(engagement):
    client = engagement([ORDERS], min_group=1000)
    table = observe(client).table
    found = publishable(table, client)
    assert not found["suppressed"].any()
    pd.testing.assert_frame_equal(found.drop(columns="suppressed"), table)


def test_rows_about_people_are_dropped(engagement):
    client = engagement([ORDERS], entities=AGENTS)
    frame = pd.DataFrame({"entity": ["group", "s1"], "people": [9.0, 1.0], "value": [1.0, 2.0]})
    assert publishable(frame, client)["entity"].tolist() == ["group"]


def test_words_that_tell_the_figure_go_with_it(engagement):
    client = engagement([ORDERS], PEOPLE)
    frame = pd.DataFrame(
        {
            "entity": ["s1", "s2"],
            "people": [9, 1],
            "relative": [0.1, 0.2],
            "status": ["met", "missed"],
            "favourable": [True, False],
        }
    )
    found = publishable(frame, client)
    assert found["status"].tolist() == ["met", "none"]
    assert found["favourable"].tolist()[0] is True
    assert found["favourable"].isna().tolist() == [False, True]
    assert found["relative"].isna().tolist() == [False, True]


def test_a_frame_that_does_not_count_people_is_not_published(engagement):
    frame = pd.DataFrame({"entity": ["s1"], "value": [1.0]})
    for client in (engagement([ORDERS], PEOPLE), engagement([ORDERS], entities=AGENTS)):
        with pytest.raises(InputError, match="no column 'people'"):
            publishable(frame, client)
    assert not publishable(frame, engagement([ORDERS]))["suppressed"].any()


def test_what_is_published_is_computed_without_figures_behind_few_people(engagement):
    client = engagement([ORDERS], PEOPLE, min_group=3)
    seen = observe(client)
    shared = shareable(seen, client).table
    few = (seen.table["people"] < 3).to_numpy()
    assert few.any()
    assert not few.all()
    assert shared.loc[few, ["value", "numerator", "denominator"]].isna().all().all()
    pd.testing.assert_frame_equal(shared.loc[~few], seen.table.loc[~few])
    pd.testing.assert_series_equal(shared["people"], seen.table["people"])


def test_observations_of_people_are_no_reference_either(engagement):
    named = [
        {**each, "aliases": alias} for each, alias in zip(AGENTS[1:], (["00123"], ["二店"], ["三店"]), strict=True)
    ]
    client = engagement([ORDERS], entities=[AGENTS[0], *named], min_group=1)
    assert set(shareable(observe(client), client).table["entity"]) == {"group"}


def test_observations_about_nobody_stay_as_they_are(engagement):
    client = engagement([ORDERS])
    seen = observe(client)
    assert shareable(seen, client) is seen
