"""What the close step reads of runs that an earlier perfloop made."""

from __future__ import annotations

import pandas as pd
import pytest

from diagnostics.data.handoff import write_records, write_table
from diagnostics.loop.close.inputs import READ, read_inputs


@pytest.mark.parametrize("ends", [{}, {"target_high": [3.0]}])
def test_series_of_an_earlier_perfloop_have_no_upper_end_of_a_range_and_are_read_all_the_same(tmp_path, ends):
    for name in READ:
        if name in ("gaps", "series"):
            write_table(tmp_path, name, pd.DataFrame({"kpi": ["a"], "target": [1.0], **ends}))
        else:
            write_records(tmp_path, name, {})
    series = read_inputs(tmp_path).series
    assert series["target_high"].fillna(0.0).tolist() == ends.get("target_high", [0.0])
