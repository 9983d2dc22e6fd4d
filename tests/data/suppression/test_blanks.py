"""Cells blanked so that nothing blanked can be worked out."""

import itertools

import numpy as np
import pandas as pd
import pytest

from diagnostics.data.suppression.blanks import protect, recoverable_cells
from diagnostics.data.suppression.linked import link_cells
from diagnostics.errors import InputError

SHOPS = {"all": [["east", "south"]], "east": [["s1", "s2", "s3"]], "south": [["s4", "s5"]]}
YEAR = {"year": [["m1", "m2", "m3"]]}


def cross(figures, channels=None):
    """Shops by months with all their totals."""
    leaves = pd.DataFrame(figures, index=["s1", "s2", "s3", "s4", "s5"], columns=["m1", "m2", "m3"], dtype=float)
    leaves.loc["east"], leaves.loc["south"] = leaves.iloc[:3].sum(), leaves.iloc[3:5].sum()
    leaves.loc["all"] = leaves.loc["east"] + leaves.loc["south"]
    leaves["year"] = leaves.sum(axis=1)
    return leaves.rename_axis("entity").reset_index().melt("entity", var_name="period", value_name="sales")


def linked(frame, axes=None, measures=("sales",)):
    return link_cells(frame, axes or {"entity": SHOPS, "period": YEAR}, measures)


def only(frame, *places):
    return np.array([pair in places for pair in zip(frame["entity"], frame["period"], strict=True)])


PLAIN = cross([[4, 5, 6], [20, 22, 24], [40, 42, 44], [30, 31, 32], [60, 61, 62]])


def test_a_single_blank_is_worked_out_from_the_total_less_the_others():
    table, few = linked(PLAIN), only(PLAIN, ("s1", "m1"))
    assert recoverable_cells(table, few, few, {"sales": 0.2}).tolist() == few.tolist()


def test_blanks_lie_on_a_ring_of_sums_and_the_smallest_figures_go():
    blank = protect(linked(PLAIN), only(PLAIN, ("s1", "m1")))
    assert set(PLAIN.loc[blank, ["entity", "period"]].itertuples(index=False, name=None)) == {
        *itertools.product(("s1", "s2"), ("m1", "m2"))
    }


def test_what_is_blanked_passes_the_audit_and_is_the_same_each_time():
    few = only(PLAIN, ("s1", "m1"), ("s4", "m2"), ("s4", "year"))
    table = linked(PLAIN)
    blank = protect(table, few)
    assert (blank[few]).all()
    assert not recoverable_cells(table, blank, few, {"sales": 0.2}).any()
    assert (protect(linked(PLAIN), few) == blank).all()


def test_a_partner_too_small_to_hide_a_figure_is_not_enough():
    frame = pd.DataFrame({"entity": ["all", "a", "b", "c"], "sales": [1101.0, 100.0, 1.0, 1000.0]})
    table = linked(frame, {"entity": {"all": [["a", "b", "c"]]}})
    few = np.array([False, True, False, False])
    assert recoverable_cells(table, np.array([False, True, True, False]), few, {"sales": 0.2})[1]
    assert protect(table, few).tolist() == [False, True, False, True]


def test_pay_may_be_known_better_than_other_figures():
    frame = pd.DataFrame({"entity": ["all", "a", "b", "c"], "sales": [1115.0, 100.0, 15.0, 1000.0]})
    table, few = linked(frame, {"entity": {"all": [["a", "b", "c"]]}}), np.array([False, True, False, False])
    assert protect(table, few, {"sales": 0.1}).tolist() == [False, True, True, False]
    assert protect(table, few).tolist() == [False, True, False, True]


def test_a_total_of_one_part_goes_with_it():
    frame = pd.DataFrame({"entity": ["all", "r", "s", "t"], "sales": [30.0, 10.0, 10.0, 20.0]})
    axes = {"entity": {"all": [["r", "t"]], "r": [["s"]]}}
    assert protect(linked(frame, axes), np.array([False, False, True, False])).tolist() == [False, True, True, True]


def test_a_level_left_out_of_the_page_does_not_hide_that_its_shops_add_up():
    frame = PLAIN[~PLAIN["entity"].isin(["east", "south"])].reset_index(drop=True)
    table, few = linked(frame), only(frame, ("s1", "m1"))
    assert table.implied.sum() == 8
    assert recoverable_cells(
        table, np.append(few, np.zeros(8, bool)), np.append(few, np.zeros(8, bool)), {"sales": 0.2}
    ).any()
    blank = np.append(protect(table, few), np.zeros(8, bool))
    assert not recoverable_cells(table, blank, np.append(few, np.zeros(8, bool)), {"sales": 0.2}).any()


def test_noughts_are_not_given_back_by_a_sum_of_noughts():
    frame = pd.DataFrame({"entity": ["all", "a", "b", "c", "d"], "sales": [17.0, 0.0, 0.0, 7.0, 10.0]})
    table = linked(frame, {"entity": {"all": [["a", "b", "c", "d"]]}})
    assert protect(table, np.arange(5) == 1).tolist() == [False, True, False, True, False]


def test_refunds_leave_a_blanked_figure_open_to_both_sides():
    frame = pd.DataFrame({"entity": ["all", "a", "b", "c"], "sales": [92.0, 100.0, 1.0, -9.0]})
    table, few = linked(frame, {"entity": {"all": [["a", "b", "c"]]}}), np.array([False, True, False, False])
    assert protect(table, few).tolist() == [False, True, True, False]


@pytest.mark.parametrize(("total", "let_go"), [(151.0, False), (260.0, True)])
def test_a_sum_that_is_off_a_little_still_tells_and_one_far_off_does_not(total, let_go):
    frame = pd.DataFrame({"entity": ["all", "a", "b"], "sales": [total, 50.0, 100.0]})
    table, few = linked(frame, {"entity": {"all": [["a", "b"]]}}), np.array([False, True, False])
    assert table.uneven()["left"].tolist() == [total - 150]
    assert bool(protect(table, few).sum() == 1) is let_go


def test_a_missing_figure_is_no_partner():
    frame = pd.DataFrame({"entity": ["all", "a", "b", "c"], "sales": [60.0, 10.0, np.nan, 50.0]})
    blank = protect(linked(frame, {"entity": {"all": [["a", "b", "c"]]}}), np.array([False, True, False, False]))
    assert blank.tolist() == [False, True, False, True]


def test_every_measure_of_a_cell_is_blanked_and_held_to_the_audit():
    frame = pd.DataFrame(
        {"entity": ["all", "a", "b", "c"], "orders": [31.0, 4, 7, 20], "sales": [1115.0, 100, 15, 1000]}
    )
    axes = {"entity": {"all": [["a", "b", "c"]]}}
    few = np.array([False, True, False, False])
    assert protect(linked(frame, axes, ["orders"]), few).tolist() == [False, True, True, False]
    blank = protect(linked(frame, axes, ["orders", "sales"]), few)
    assert blank[3]
    assert not recoverable_cells(linked(frame, axes, ["sales"]), blank, few, {"sales": 0.2}).any()


def test_nothing_is_blanked_where_nobody_is_few():
    assert not protect(linked(PLAIN), np.zeros(len(PLAIN), dtype=bool)).any()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda frame: pd.concat([frame, frame.head(1)]), "stands twice"),
        (lambda frame: frame.assign(sales=np.inf), "'sales' is infinite at"),
        (lambda frame: frame.rename(columns={"sales": "sale"}), "sale"),
    ],
)
def test_a_table_that_holds_no_sums_is_refused(change, said):
    with pytest.raises(InputError, match=said):
        linked(change(PLAIN))


def test_an_axis_that_holds_itself_is_refused():
    with pytest.raises(InputError, match="part of itself"):
        linked(PLAIN, {"entity": {"all": [["east"]], "east": [["all"]]}, "period": YEAR})


@pytest.mark.parametrize(
    ("few", "shares", "said"), [(3, {}, "few has 3 cells"), (32, {"sales": 2.0}, "must be in"), (32, {"x": 0.2}, "'x'")]
)
def test_wrong_requests_are_refused(few, shares, said):
    with pytest.raises(InputError, match=said):
        protect(linked(PLAIN), np.zeros(few, dtype=bool), shares)
