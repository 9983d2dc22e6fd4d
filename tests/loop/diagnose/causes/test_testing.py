"""Hypotheses held to observations: five kinds, plain sentences, hostile input."""

import numpy as np
import pytest

from diagnostics.errors import InputError
from diagnostics.loop import diagnose
from diagnostics.loop.diagnose.causes.mixes import mix_of
from diagnostics.model.cause_test import CauseTest
from diagnostics.model.cause_words import told_test
from diagnostics.model.root_cause import Hypothesis


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


@pytest.mark.parametrize("level", [0.0, 0.1, 1e9])
@pytest.mark.parametrize("entities", [1, 8])
@pytest.mark.parametrize("test", [{}, {"kind": "lagged", "lag": 1}, {"kind": "dose"}])
def test_a_result_that_never_moves_is_associated_with_nothing(noise, observed, level, entities, test):
    x = noise(np.random.default_rng(5), (entities, 40))
    (found,) = diagnose.test_cause(observed(y=np.full((entities, 40), level), x=x), _cause(**test))
    assert (found.outcome, found.reason) == ("impossible", "flat")
    assert "y" in told_test(found, {}, "zh")


def test_entities_that_all_move_alike_leave_nothing_to_associate(noise, observed):
    draws = np.random.default_rng(6)
    y = np.repeat(noise(draws, (1, 40)), 8, axis=0) + np.arange(8)[:, None] / 3
    (found,) = diagnose.test_cause(observed(y=y, x=noise(draws, (8, 40))), _cause())
    assert found.outcome != "supports"


def test_equal_figures_have_no_gap_that_an_event_could_be_held_against(observed):
    (found,) = diagnose.test_cause(observed(y=np.full((8, 40), 0.1)), _cause("event", driver="", event="2022-07-01"))
    assert (found.outcome, found.effect, found.gap == found.gap) == ("unclear", 0, False)


def test_a_driver_that_is_its_own_confounder_is_not_called_too_short(seen):
    (found,) = diagnose.test_cause(seen, _cause(confounders=("x",)))
    assert found.reason == "follows"
    assert "没有剩下变化" in told_test(found, {}, "zh")


@pytest.mark.parametrize(
    ("more", "told"), [({}, "没有y的可用数据"), ({"treated": ("s99",)}, "受影响的对象没有y的数据")]
)
def test_an_event_without_figures_is_told_without_a_driver(observed, more, told):
    y = np.full((8, 40), 1.0 if more else np.nan)
    (found,) = diagnose.test_cause(observed(y=y), _cause("event", driver="", event="2022-07-01", **more))
    assert told in told_test(found, {}, "zh")
    assert "  " not in told_test(found, {}, "en")
    assert told_test(found, {}, "en").startswith("There are no figures of y")


def test_a_change_that_may_be_chance_is_called_so(noise, observed):
    seen = observed(y=noise(np.random.default_rng(8), (8, 40)))
    (found,) = diagnose.test_cause(seen, _cause("event", driver="", event="2022-07-01"))
    assert found.outcome == "unclear"
    assert "偶然波动" in told_test(found, {}, "zh")
    assert "may be chance" in told_test(found, {}, "en")


@pytest.mark.parametrize(
    ("kind", "more", "told"),
    [
        ("lagged", {"driver": "x", "lag": 0}, "greater than or equal to 1"),
        ("association", {"driver": "x", "lag": 2}, "'association' takes no lag, only one of kind 'lagged'"),
        ("dose", {"driver": "x", "event": "2022-07-01"}, "takes no event"),
        ("event", {"event": "2022-07-01", "driver": "x"}, "takes no driver"),
        ("event", {"event": "2022-07-01", "confounders": ("x",)}, "takes no confounders"),
        ("mix", {"driver": "x", "confounders": ("z",)}, "takes no confounders"),
        ("association", {"driver": "x", "treated": ("s01",)}, "takes no treated"),
    ],
)
def test_what_a_kind_of_test_would_leave_out_is_refused(kind, more, told):
    with pytest.raises(ValueError, match=told):
        CauseTest(kind=kind, **more)


def test_an_entity_that_observations_lack_is_refused_with_the_nearest(seen):
    with pytest.raises(InputError, match="s77"):
        diagnose.test_cause(seen, _cause(), entity="s77")


def test_the_order_of_rows_and_categorical_columns_change_nothing(seen):
    from diagnostics.model.observations import Observations

    names = ["kpi", "entity", "level", "cycle"]
    turned = Observations(seen.table.sample(frac=1, random_state=1).astype(dict.fromkeys(names, "category")))
    (one,), (other,) = (diagnose.test_cause(each, _cause(confounders=("z",))) for each in (seen, turned))
    assert other.probability == one.probability
    assert [other.effect, other.gap, other.share] == pytest.approx([one.effect, one.gap, one.share])
