"""A bottling line's workbook and a list of machine failures: known totals, causes in order, and what six days can't tell."""

import pandas as pd
import pytest

import diagnostics as dx
from diagnostics.dictionary.playbooks import known_playbooks, unmet
from tests.engagements.conftest import HERE

OPERATOR = {2, 5, 6, 8, 10, 11}


@pytest.fixture(scope="module")
def matrix(real_data):
    """Minutes lost by batch and factor, as the workbook has them."""
    sheet = pd.read_excel(
        real_data / "manufacturing_line_downtime.xlsx", sheet_name="Line downtime", header=1, engine="calamine"
    )
    return sheet.set_index("Batch")


def test_minutes_lost_come_to_what_the_matrix_holds(observed, matrix):
    rows = observed("soda").of("downtime")
    assert rows["value"].sum() == matrix.to_numpy(dtype=float, na_value=0).sum() == 1_388


def test_minutes_of_operation_are_those_of_the_factors_marked_so(observed, matrix):
    rows = observed("soda").of("operator_share")
    marked = matrix[[each for each in matrix.columns if int(each) in OPERATOR]].sum().sum()
    assert rows["numerator"].sum() == marked == 776


def test_standard_and_lost_minutes_are_the_time_that_batches_took(observed, real_data):
    batches = pd.read_excel(
        real_data / "manufacturing_line_downtime.xlsx", sheet_name="Line productivity", engine="openpyxl"
    )
    begun = pd.to_timedelta(batches["Start Time"].astype(str))
    ended = pd.to_timedelta(batches["End Time"].astype(str).str[-8:])
    took = (ended - begun).dt.total_seconds() / 60 % 1_440
    standard = observed("soda").of("standard_minutes")["value"].sum()
    assert standard + 1_388 == took.sum()


def test_five_causes_make_four_fifths(real_data):
    found = dx.diagnose.losses(dx.open_engagement(HERE / "soda"), "2024-09-03")
    loss = found.of("downtime", "factor")
    assert loss.parts.vital == ("6", "7", "4", "2", "8")
    assert loss.parts.table["cumulative"].iloc[4] == pytest.approx(0.804, abs=0.0005)
    # Days on which batches were made: too few for a trend, and the page says so.
    assert loss.periods == 5


def test_losses_know_nothing_of_what_comes_after(real_data):
    found = dx.diagnose.losses(dx.open_engagement(HERE / "soda"), "2024-08-30")
    assert found.of("downtime", "factor").parts.total == 244 + 444


def test_the_engagement_meets_what_its_playbook_must_have():
    client = dx.open_engagement(HERE / "soda")
    lacking = unmet(client, known_playbooks(None)["quality-line"])
    assert [each for each in lacking if each.requirement.need == "must"] == []


def test_machine_failures_by_mode_and_type_are_those_of_the_file(observed, real_data):
    raw = pd.read_csv(real_data / "ai4i2020.csv")
    found = observed("machines").table.set_index("kpi")["value"]
    assert found["pieces"] == 10_000
    assert found["failures"] == raw["Machine failure"].sum() == 339
    for mode in ("TWF", "HDF", "PWF", "OSF", "RNF"):
        assert found[mode.lower()] == raw[mode].sum()
    assert found["failure_rate"] == pytest.approx(0.0339)
    loss = dx.diagnose.losses(dx.open_engagement(HERE / "machines"), "2020").of("failures", "Type")
    assert dict(zip(loss.parts.table["cause"], loss.parts.table["amount"], strict=True)) == {
        each: raw.loc[raw["Type"] == each, "Machine failure"].sum() for each in "LMH"
    }
