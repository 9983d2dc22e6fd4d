"""Panels are checked once."""

import numpy as np
import pandas as pd
import pytest

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.track.effect.panel import Columns, read_panel

COLUMNS = Columns("shop", "month", "sales")


@pytest.fixture
def frame():
    months = [f"2024-{each:02d}" for each in range(1, 7)]
    rows = [(shop, month, float(at + 10 * len(shop))) for shop in ("a", "b", "cc") for at, month in enumerate(months)]
    return pd.DataFrame(rows, columns=["shop", "month", "sales"])


def read(frame, treated=("a",), start="2024-04", columns=COLUMNS):
    return read_panel(frame, columns, treated, start, None)


def test_a_panel_has_a_row_an_entity_and_a_column_a_period_whatever_the_order(frame):
    panel = read(frame)
    assert panel.entities == ("a", "b", "cc")
    assert panel.values.shape == (3, 6)
    assert panel.start == 3
    shuffled = read(frame.sample(frac=1, random_state=2))
    np.testing.assert_array_equal(panel.values, shuffled.values)


def test_missing_rows_and_values_stay_missing(frame):
    frame.loc[0, "sales"] = None
    values = read(frame.drop(index=7)).values
    assert np.isnan(values[0, 0])
    assert np.isnan(values[1, 1])
    assert np.isnan(values).sum() == 2


def test_a_period_in_which_the_start_fell_midway_belongs_to_neither_side(frame):
    panel = read(frame, start="2024-04-10")
    assert panel.start == 4
    assert np.isnan(panel.values[:, 3]).all()


def test_values_are_taken_per_exposure_and_missing_without_any(frame):
    panel = read(frame.assign(days=[0, *[2] * 17]), columns=Columns("shop", "month", "sales", "days"))
    assert np.isnan(panel.values[0, 0])
    assert panel.values[0, 1] == frame["sales"][1] / 2


def test_one_series_needs_no_entity(frame):
    panel = read(frame[frame["shop"] == "a"], (), columns=Columns(None, "month", "sales"))
    assert panel.entities == ("all",)
    assert panel.treated.all()


def test_entities_may_be_numbers_and_start_may_name_each(frame):
    numbered = frame.assign(shop=frame["shop"].map({"a": 6, "b": 7, "cc": 8}))
    assert list(read(numbered, [6]).treated) == [True, False, False]
    assert list(read(numbered, 6).treated) == [True, False, False]
    assert read(frame, ["a", "b"], {"a": "2024-03", "b": "2024-03"}).start == 2


def test_treated_entities_may_start_one_after_the_other_and_methods_that_know_one_start_say_so(frame):
    panel = read(frame, ["a", "b"], {"a": "2024-05", "b": "2024-03-10"})
    assert list(panel.starts) == [4, 3, 6]
    assert list(panel.begun) == [4, 2, 6]
    assert panel.start == 3
    # Only the one that started midway misses the period.
    np.testing.assert_array_equal(np.argwhere(np.isnan(panel.values)), [[1, 2]])
    with pytest.raises(InputError, match=r"start in different periods \(2024-04, 2024-05\), which method='did'"):
        panel.need_one_start("did")
    rest = panel.of(np.array([True, False, True]))
    assert rest.entities == ("a", "cc")
    assert not rest.staggered
    rest.need_one_start("did")


def test_counts_and_exposure_stand_beside_the_rates(frame):
    panel = read(frame.assign(days=[0, *[2] * 17]), columns=Columns("shop", "month", "sales", "days"))
    assert panel.counts[0, 1] == frame["sales"][1]
    assert list(panel.exposure[0, :2]) == [0, 2]
    assert (read(frame).exposure == 1).all()


def test_panels_that_tell_nothing_are_refused(frame):
    with pytest.raises(UnknownNameError, match=r"Unknown treated entity 'c' in the data\. Did you mean 'cc'"):
        read(frame, ["c"])
    with pytest.raises(InputError, match="All 3 entities are treated, so none is left to compare with"):
        read(frame, ["a", "b", "cc"])
    with pytest.raises(InputError, match="No entity is treated"):
        read(frame, [])
    with pytest.raises(InputError, match=r"start == '2024-01' lies outside the data \(2024-01 … 2024-06\)"):
        read(frame, start="2024-01")
    with pytest.raises(InputError, match="start == '2024-07' lies outside the data"):
        read(frame, start="2024-07")
    with pytest.raises(InputError, match=r"lies outside the data \(2024-01 … 2024-01\)"):
        read(frame[frame["month"] == "2024-01"], start="2024-01")
    with pytest.raises(InputError, match="Entity 'a' has two rows in 2024-01"):
        read(pd.concat([frame, frame.head(1)]))
    with pytest.raises(InputError, match="sales == inf for 'a' in 2024-02, must be finite"):
        read(frame.assign(sales=[1, np.inf, *range(16)]))
    with pytest.raises(InputError, match=r"The series of 'a' is constant \(5\)"):
        read(frame.assign(sales=np.where(frame["shop"] == "a", 5.0, frame["sales"])))
    with pytest.raises(InputError, match="There is no value before the start"):
        read(frame[(frame["shop"] != "a") | (frame["month"] >= "2024-04")])
    with pytest.raises(InputError, match="Treated entity 'a' has no value at all"):
        read(frame.assign(sales=np.where(frame["shop"] == "a", np.nan, frame["sales"])))
    with pytest.raises(UnknownNameError, match=r"Unknown column 'sale' in the frame\. Did you mean 'sales'"):
        read(frame, columns=Columns("shop", "month", "sale"))
    with pytest.raises(InputError, match="The frame has no rows"):
        read(frame.iloc[:0])
    with pytest.raises(InputError, match=r"start of 'b' == '2024-01' lies outside the data"):
        read(frame, ["a", "b"], {"a": "2024-03", "b": "2024-01"})
    with pytest.raises(UnknownNameError, match="Unknown start of entity 'b'"):
        read(frame, ["a", "b"], {"a": "2024-03"})
    with pytest.raises(InputError, match="days == -1.0 for 'a', must not be negative"):
        read(frame.assign(days=-1.0), columns=Columns("shop", "month", "sales", "days"))


@pytest.mark.parametrize("frame", [None, {"shop": ["a"], "month": [1], "sales": [2.0]}])
def test_what_is_no_frame_is_refused(frame):
    with pytest.raises(InputError, match="must be a pandas DataFrame with a row an entity and period"):
        read_panel(frame, Columns("shop", "month", "sales"), ["a"], 1, None)
