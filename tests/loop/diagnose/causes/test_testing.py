"""Hypotheses held to observations: five kinds, plain sentences, hostile input."""

import numpy as np
import pytest

from diagnostics.errors import InputError
from diagnostics.loop import diagnose
from diagnostics.loop.diagnose.causes.mixes import mix_of
from diagnostics.model.cause_words import told_test
from diagnostics.model.root_cause import CauseTest, Hypothesis


def _cause(kind="association", **more):
    test = CauseTest(kind=kind, **{"driver": "x", "direction": "higher"} | more)
    return Hypothesis(id="c", title="原因", category="people", kpi="y", entity="s00", tests=(test,))


@pytest.fixture
def seen(noise, observed):
    """Result that follows x, at eight shops; the first one lacks x."""
    draws = np.random.default_rng(7)
    x = noise(draws, (8, 40))
    x[0] -= 3
    y = 0.8 * x + 0.6 * noise(draws, (8, 40)) + noise(draws, (1, 40))
    return observed(y=y, x=x, still=np.full((8, 40), 2.0), empty=np.full((8, 40), np.nan), z=noise(draws, (8, 40)))


@pytest.mark.parametrize("kind", ["association", "dose"])
def test_a_driver_is_found_with_the_share_of_the_gap_that_goes_with_it(seen, kind):
    (found,) = diagnose.test_cause(seen, _cause(kind, confounders=("z",)))
    assert found.outcome == "supports"
    assert found.low < 0.8 < found.high
    assert found.reference == "peers"
    assert found.share_low < 1 < found.share_high
    assert list(found.steps) == sorted(found.steps)


def test_a_driver_ahead_is_found_at_its_lag(noise, observed):
    draws = np.random.default_rng(3)
    x = noise(draws, (8, 48), 0.2)
    y = 0.5 * noise(draws, (8, 48))
    y[:, 2:] += x[:, :-2]
    (found,) = diagnose.test_cause(observed(y=y, x=x), _cause("lagged", lag=2))
    assert (found.design, found.held) == ("ahead", True)
    assert found.low < 1 < found.high


def test_the_same_seed_gives_the_same_figures(seen):
    assert diagnose.test_cause(seen, _cause()) == diagnose.test_cause(seen, _cause())


@pytest.mark.parametrize(("driver", "reason"), [("still", "still"), ("empty", "no_figures")])
def test_what_cannot_be_tested_says_why(seen, driver, reason):
    (found,) = diagnose.test_cause(seen, _cause(driver=driver))
    assert (found.outcome, found.reason) == ("impossible", reason)
    assert told_test(found, {}, "zh")


def test_wrong_names_and_the_result_as_its_own_driver_are_refused(seen):
    with pytest.raises(InputError, match="its own result 'y' as driver"):
        diagnose.test_cause(seen, _cause(driver="y"))
    with pytest.raises(InputError, match="names no entity"):
        diagnose.test_cause(seen, _cause().model_copy(update={"entity": None}))
    with pytest.raises(InputError, match="open the engagement rather than observations"):
        diagnose.test_cause(seen, _cause(driver="staff"))


def test_an_association_claims_no_more_than_that(seen):
    (found,) = diagnose.test_cause(seen, _cause())
    assert "不等于因果" in told_test(found, {}, "zh")
    assert "not that one causes the other" in told_test(found, {}, "en")


def test_an_event_beside_others_is_told_as_such_and_a_cut_month_counts_for_neither_side(noise, observed):
    draws = np.random.default_rng(2)
    y = 0.5 * noise(draws, (9, 40))
    y[0, 24:] -= 4
    y[0, 23] = 50
    seen = observed(y=y)
    (found,) = diagnose.test_cause(seen, _cause("event", driver="", event="2022-12-15", direction="lower"))
    assert found.design == "comparison"
    assert found.outcome == "supports"
    assert found.low < -4 < found.high
    assert "因果" not in told_test(found, {}, "zh")


def test_many_tests_are_judged_together_and_decoys_do_not_hold(seen):
    from diagnostics.loop.diagnose.causes.figures import CauseFigures
    from diagnostics.loop.diagnose.causes.testing import tests_of
    from diagnostics.loop.diagnose.causes.verdicts import judged_tests

    decoy, real = _cause(driver="z").tests[0], _cause().tests[0]
    many = _cause().model_copy(update={"tests": (real, *[decoy] * 20)})
    found = judged_tests(tests_of(CauseFigures(seen, ""), many, ("s00", {"s01", "s02", "s03"}, "higher"), 0))
    assert [each.outcome == "supports" for each in found] == [True, *[False] * 20]


def _cells(shares, rates):
    import pandas as pd

    rows = []
    for entity in shares:
        for start in pd.date_range("2024-01-01", periods=12, freq="MS"):
            for group, share in zip("ab", shares[entity], strict=True):
                below = 1000.0 * share * (1 + start.month / 100)
                rows.append(("shop", entity, "month", start, group, below * rates[entity]["ab".index(group)], below))
    return pd.DataFrame(rows, columns=["level", "entity", "cycle", "start", "group", "numerator", "denominator"])


def test_weights_alone_explain_a_gap_where_rates_are_equal():
    cells = _cells({"s0": (0.2, 0.8), "s1": (0.8, 0.2)}, dict.fromkeys(("s0", "s1"), (0.1, 0.3)))
    found = mix_of(cells, "group", "s0", {"s1"}, "peers")
    assert found.effect == pytest.approx(found.gap) == pytest.approx(0.12)


def test_a_reversal_is_flagged():
    cells = _cells({"s0": (0.1, 0.9), "s1": (0.9, 0.1)}, {"s0": (0.09, 0.29), "s1": (0.1, 0.3)})
    found = mix_of(cells, "group", "s0", {"s1"}, "peers")
    assert found.gap > 0
    assert found.reversed
