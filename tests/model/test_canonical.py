import json
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.model.canonical import canonical, plain, records

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(values)
def test_what_is_written_can_be_read_back(value):
    assert json.loads(canonical(value)) == value


@given(st.dictionaries(st.text(), st.integers(), min_size=2))
def test_the_order_of_keys_changes_nothing(value):
    assert canonical(value) == canonical(dict(reversed(list(value.items()))))


def test_missing_and_not_finite_numbers_become_null():
    assert canonical([float("nan"), float("inf"), np.nan, pd.NA, pd.NaT, None]) == "[null,null,null,null,null,null]"


def test_values_of_numpy_and_pandas_become_plain():
    assert plain({"a": np.int64(3), "b": np.array([1.5, 2]), "c": date(2025, 1, 2)}) == {
        "a": 3,
        "b": [1.5, 2.0],
        "c": "2025-01-02",
    }


def test_a_frame_becomes_records_without_losing_what_is_missing():
    frame = pd.DataFrame({"n": [1, 2], "x": [1.5, np.nan], "flag": pd.array([True, None], dtype="boolean")})
    assert records(frame) == [{"n": 1, "x": 1.5, "flag": True}, {"n": 2, "x": None, "flag": None}]


def test_a_value_without_a_form_is_refused():
    with pytest.raises(TypeError, match="object has no form in JSON"):
        canonical(object())
