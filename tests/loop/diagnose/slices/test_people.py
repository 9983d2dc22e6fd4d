"""Slices that are told never leave a small group over when they are taken from the whole or from each other."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.loop.diagnose.slices import records
from diagnostics.loop.diagnose.slices.people import Crowd, told_together
from diagnostics.model.kpi import Kpi

LEAST = 5


def cells(people, values, name="channel"):
    frame = pd.DataFrame({name: list(people), "value": values, "people": [float(each) for each in people.values()]})
    return frame.assign(numerator=np.nan, denominator=np.nan)


def told(now, *pairs):
    name = str(now.columns[0])
    kpi = Kpi(id="k", name="k", unit="number", direction="higher", source="s", measure="sum(a)", dimensions=(name,))
    made = [records._Pair(f"p{at}", "2025-06", "2024-06", now, then) for at, then in enumerate(pairs)]
    return [each["slice"][name] for each in records._told_first(kpi, "x", made, LEAST)[0]]


def test_the_last_value_but_a_hidden_one_is_not_told():
    people = {"a": 20, "b": 20, "c": 2}
    now, then = cells(people, [80.0, 95.0, 10.0]), cells(people, [100.0, 100.0, 20.0])
    assert told(now, then) == ["a"]  # with b besides, the whole less both would be c
    assert told(now.assign(people=20.0), then.assign(people=20.0)) == ["a", "c", "b"]


@pytest.mark.parametrize("empty", [None, np.nan, 7.0])
def test_few_people_behind_an_empty_or_a_numeric_value_are_hidden_too(empty):
    people = {1.0: 20, 2.0: 20, 3.0: 20}
    now, then = cells(people, [80.0, 95.0, 97.0]), cells(people, [100.0, 100.0, 100.0])
    odd = [pd.DataFrame({"channel": [empty], "value": [each], "people": [2.0]}) for each in (10.0, 90.0)]
    now, then = (pd.concat([side, more], ignore_index=True) for side, more in zip((now, then), odd, strict=True))
    assert told(now, then) == ["1", "2"]


def test_what_one_comparison_told_is_not_undone_by_another():
    people = {"a": 20, "b": 20, "c": 2}
    now = cells(people, [80.0, 95.0, 10.0])
    year, peers = cells(people, [100.0, 100.0, 20.0]), cells(people, [81.0, 120.0, 10.0])
    assert told(now, year, peers) == ["a", "a"]
    assert told(now, peers) == ["b"]


VALUES = st.sampled_from([None, *"xyz"])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 12), min_size=9, max_size=9),
    st.lists(st.tuples(VALUES, VALUES), max_size=6),
    st.integers(0, 6),
)
def test_every_part_that_told_slices_cut_has_people_enough(people, asked, most):
    frame = pd.DataFrame([(one, two) for one in "xyz" for two in "xyz"], columns=["one", "two"]).assign(people=people)
    rows = [{"slice": {"one": one, "two": two}} for one, two in asked]
    kept = told_together(rows, [Crowd.of(frame, ["one", "two"])], LEAST, most)
    assert len(kept) <= most
    inside = [
        tuple(all(want in (None, have) for want, have in zip(row["slice"].values(), cell, strict=True)) for row in kept)
        for cell in zip(frame["one"], frame["two"], strict=True)
    ]
    if kept:
        assert frame["people"].groupby(pd.Series(inside)).max().min() >= LEAST
