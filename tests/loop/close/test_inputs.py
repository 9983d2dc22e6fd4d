"""What the close step reads of runs that an earlier perfloop made."""

from __future__ import annotations

import pandas as pd
import pytest

from diagnostics.data.handoff import write_records, write_table
from diagnostics.errors import InputError
from diagnostics.loop.close.inputs import READ, TABLES, read_inputs


@pytest.mark.parametrize("ends", [{}, {"target_high": [3.0]}])
def test_series_of_an_earlier_perfloop_have_no_upper_end_of_a_range_and_are_read_all_the_same(tmp_path, ends):
    for name in READ:
        if name in ("gaps", "series"):
            write_table(tmp_path, name, pd.DataFrame({"kpi": ["a"], "target": [1.0], **ends}))
        else:
            write_records(tmp_path, name, {})
    series = read_inputs(tmp_path).series
    assert series["target_high"].fillna(0.0).tolist() == ends.get("target_high", [0.0])


def results(run, names):
    for name in names:
        if name in TABLES:
            write_table(run, name, pd.DataFrame({"kpi": ["a"], "target": [1.0]}))
        else:
            write_records(run, name, {"period": "2025-06"})


def test_a_step_reads_what_is_written_by_then_and_finds_nothing_of_later_steps(tmp_path):
    results(tmp_path, READ)
    full, early = read_inputs(tmp_path), read_inputs(tmp_path, "align")
    assert early.diagnosis["period"] == "2025-06"
    assert early.gaps.empty
    assert early.interventions["interventions"] == early.tracking["board"] == []
    assert early.fingerprint != full.fingerprint


def test_a_run_of_the_first_step_alone_is_enough_for_its_page_and_too_little_for_the_next(tmp_path):
    results(tmp_path, ["alignment"])
    assert read_inputs(tmp_path, "align").alignment["period"] == "2025-06"
    with pytest.raises(InputError, match="Hand-off '.+' is not there"):
        read_inputs(tmp_path, "diagnose")


def test_a_step_that_is_none_is_refused(tmp_path):
    with pytest.raises(InputError, match="aligned"):
        read_inputs(tmp_path, "aligned")
