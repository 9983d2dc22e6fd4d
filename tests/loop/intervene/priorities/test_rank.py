"""The order of measures and how it holds."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.errors import InputError
from diagnostics.loop.intervene.priorities import Candidate, rank, stake_of
from diagnostics.model.priority import Stake


def stake(share, low=None, high=None):
    return Stake(share, share * 0.8 if low is None else low, share * 1.2 if high is None else high, "revenue", 1.0)


candidates = st.lists(
    st.builds(
        Candidate,
        st.none() | st.floats(0.001, 0.5).map(stake),
        st.floats(0.05, 1.0),
        st.integers(1, 5),
    ),
    max_size=6,
)


@given(candidates)
def test_places_are_a_permutation_and_shares_of_first_places_sum_to_one(found):
    places = rank(found, draws=50, seed=1)
    assert sorted(each.rank for each in places) == list(range(1, len(found) + 1))
    known = [each for each in places if each.score is not None]
    assert sum(each.first_share for each in known) == pytest.approx(1.0 if known else 0.0)
    assert all(each.rank_low <= each.rank_high for each in places)


def test_more_at_stake_more_sure_and_less_effort_come_first():
    plain = Candidate(stake(0.1), 0.5, 3)
    for better in (Candidate(stake(0.2), 0.5, 3), Candidate(stake(0.1), 0.9, 3), Candidate(stake(0.1), 0.5, 1)):
        assert [each.rank for each in rank([plain, better], draws=20)] == [2, 1]


def test_what_has_no_known_value_comes_last_and_is_never_drawn():
    unknown, known = rank([Candidate(None, 1.0, 1), Candidate(stake(0.01), 0.1, 5)], draws=20)
    assert (unknown.rank, unknown.score, unknown.first_share) == (2, None, 0.0)
    assert (known.rank, known.first_share) == (1, 1.0)


def test_a_clear_order_holds_and_a_close_one_does_not():
    clear = rank([Candidate(stake(0.5), 0.9, 1), Candidate(stake(0.01), 0.3, 5)], draws=500)
    assert clear[0].first_share == 1.0
    assert clear[1].rank_low == 2
    close = rank([Candidate(stake(0.1), 0.5, 2), Candidate(stake(0.1), 0.5, 2)], draws=2000)
    assert close[0].first_share == pytest.approx(0.5, abs=0.05)
    assert (close[0].rank_low, close[0].rank_high) == (1, 2)


def test_the_same_seed_gives_the_same_figures_and_another_one_others():
    found = [Candidate(stake(0.1), 0.5, 2), Candidate(stake(0.12), 0.4, 2)]
    assert rank(found, seed=3) == rank(found, seed=3)
    assert rank(found, seed=3) != rank(found, seed=4)


@pytest.mark.parametrize(("made", "refusal"), [((1.2, 2), "confidence == 1.2"), ((0.5, 0), "effort == 0")])
def test_what_no_order_can_be_made_of_is_refused(made, refusal):
    with pytest.raises(InputError, match=refusal):
        Candidate(stake(0.1), *made)


@pytest.mark.parametrize(
    ("value", "low", "high", "refusal"),
    [
        (math.nan, 0, 1, "share of the value at stake == nan"),
        (math.inf, 0, 1, "share of the value at stake == inf"),
        (0.1, -0.1, 1, "low of the value at stake == -0.1"),
        (0.5, 0.9, 0.1, "between 0.9 and 0.1; low comes first"),
    ],
)
def test_a_value_at_stake_that_is_no_amount_is_refused_and_never_first(value, low, high, refusal):
    with pytest.raises(InputError, match=refusal):
        Candidate(Stake(value, low, high, "revenue", 1.0), 0.5, 2)


@pytest.mark.parametrize(("fault", "refusal"), [({"draws": 0}, "draws == 0"), ({"seed": -1}, "seed == -1")])
def test_no_draws_and_seeds_below_nothing_are_refused(fault, refusal):
    with pytest.raises(InputError, match=refusal):
        rank([], **fault)


COLUMNS = ["kpi", "entity", "comparison", "actual", "absolute", "favourable", "stake", "mother"]
TEST = {"number": 0, "outcome": "supports", "reference": "peers", "gap": -0.1, "share": 0.5, "share_low": 0.25, "share_high": 1.5}  # fmt: skip


def judged(**test):
    return {"kpi": "conversion", "entity": "s1", "slice": {}, "telling": 0, "tests": [{**TEST, **test}]}


def gaps(*rows):
    return pd.DataFrame(list(rows), columns=COLUMNS)


MOTHER = ("revenue", "s1", "target", 1000.0, -100.0, False, -100.0, "revenue")
PEERS = ("conversion", "s1", "peers", 0.4, -0.2, False, -160.0, "revenue")
TARGET = ("conversion", "s1", "target", 0.4, -0.4, False, -320.0, "revenue")


def worth(told, share, low, high):
    assert told.mother == "revenue"
    assert (told.share, told.low, told.high) == pytest.approx((share, low, high))
    assert told.amount == pytest.approx(1000 * share)


def test_a_cause_costs_its_share_of_the_very_gap_the_share_is_of_and_of_no_other():
    worth(stake_of(judged(), gaps(TARGET, PEERS, MOTHER)), 0.04, 0.02, 0.08)
    worth(stake_of(judged(), gaps(TARGET, MOTHER)), 0.04, 0.02, 0.08)


@pytest.mark.parametrize("share", [1.0, 2.5])
def test_a_cause_never_costs_more_than_the_gap(share):
    worth(stake_of(judged(share=share, share_low=0.5, share_high=4.0), gaps(PEERS, MOTHER)), 0.08, 0.04, 0.08)


def test_what_was_closed_since_is_no_longer_at_stake():
    less = ("conversion", "s1", "peers", 0.4, -0.02, False, -16.0, "revenue")
    worth(stake_of(judged(share=1.0, share_low=1.0, share_high=1.0), gaps(less, MOTHER)), 0.016, 0.016, 0.016)
    closed = ("conversion", "s1", "peers", 0.4, 0.1, True, 80.0, "revenue")
    assert stake_of(judged(), gaps(TARGET, closed, MOTHER)) is None


@pytest.mark.parametrize(
    "cause",
    [
        judged(share=None, share_low=None, share_high=None),
        judged(outcome="unclear"),
        judged(gap=None),
        judged(gap=math.inf),
        judged(share=-0.2, share_low=-0.4, share_high=0.1),
        {**judged(), "tests": [], "telling": None},
        {**judged(), "slice": {"channel": "new"}},
    ],
)
def test_what_no_test_sized_for_the_whole_is_not_sized(cause):
    rows = gaps(MOTHER, ("conversion", "s1", "target", 0.4, -0.4, False, -320.0, "revenue"))
    assert stake_of(cause, rows) is None


def test_a_gap_by_day_is_not_led_to_a_month():
    rows = gaps(PEERS, MOTHER).assign(cycle="month")
    assert stake_of(judged(cycle="day"), rows) is None
    worth(stake_of(judged(cycle="month"), rows), 0.04, 0.02, 0.08)


def test_without_a_mother_metric_the_kpis_own_level_is_the_measure():
    told = stake_of(judged(), gaps(("conversion", "s1", "peers", 0.4, -0.1, False, float("nan"), "")))
    assert (told.mother, told.share, told.low, told.high) == ("conversion", 0.125, 0.0625, 0.25)
    assert told.amount == pytest.approx(0.05)


def test_a_level_of_nothing_has_no_share():
    assert stake_of(judged(), gaps(("conversion", "s1", "peers", 0.0, -0.1, False, float("nan"), ""))) is None
    assert stake_of(judged(), gaps()) is None
