"""What is wrong with data is refused by name, or leaves no verdict, by every method."""

import warnings
from typing import get_args

import numpy as np
import pandas as pd
import pytest

from diagnostics.errors import InputError
from diagnostics.loop.track.effect import estimate_effect
from diagnostics.loop.track.effect.assess import Asked

METHODS = get_args(Asked)
TEN = [f"a{each}" for each in range(10)]
STARTS = {name: 30 + 6 * (place % 2) for place, name in enumerate(TEN)}


@pytest.fixture(scope="module")
def good():
    from tests.loop.track.effect.conftest import _panel

    frame = _panel(np.random.default_rng(7), others=30, periods=48, effect=3.0)
    return frame.assign(sales=frame["sales"].round())


def asked(method, frame, **changes):
    """Estimate of a whole panel with one thing wrong; a warning would be a number without meaning."""
    whose = {"treated": TEN, "start": STARTS} if method == "callaway_santanna" else {"treated": ["a0"], "start": 36}
    keys = {"entity": "shop", "time": "month", "value": "sales", **whose, **changes}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return estimate_effect(frame, **keys, method=method)


def treated(method, frame):
    return frame["shop"].isin(TEN if method == "callaway_santanna" else ["a0"])


REFUSED = {
    "absent": (lambda f, own: f, {"treated": ["zz"], "start": 36}, "Unknown treated entity 'zz'"),
    "none": (lambda f, own: f, {"treated": []}, "No entity is treated"),
    "outside": (lambda f, own: f, {"start": 99}, "lies outside the data"),
    "before": (lambda f, own: f, {"start": 0}, "lies outside the data"),
    "one period": (lambda f, own: f[f["month"] == 36], {"start": 36}, "lies outside the data"),
    "constant": (lambda f, own: f.assign(sales=f["sales"].where(~own, 5.0)), {}, "is constant"),
    "all treated": (lambda f, own: f, {"treated": [f"a{each}" for each in range(31)], "start": 36}, "All 31 entities"),
    "duplicate": (lambda f, own: pd.concat([f, f.head(1)]), {}, "has two rows in 0"),
    "infinite": (lambda f, own: f.assign(sales=f["sales"].where(f.index != 40, np.inf)), {}, "must be finite"),
    "overlarge": (lambda f, own: f.assign(sales=f["sales"] * 1e200), {}, r"must lie within ±1e\+100"),
    "text": (lambda f, own: f.assign(sales=f["sales"].astype(object).where(f.index != 40, "x")), {}, "be a number"),
    "nobody's": (lambda f, own: f.assign(shop=f["shop"].where(f.index != 3)), {}, "1 rows without an entity"),
    "never": (lambda f, own: f.assign(sales=f["sales"].where(~own)), {}, "has no value at all"),
    "undated": (lambda f, own: f.assign(month=f["month"].where(f.index != 3)), {}, "rows without a period"),
    "empty": (lambda f, own: f.head(0), {}, "has no rows"),
    "column": (lambda f, own: f, {"value": "sale"}, "Unknown column 'sale'"),
    "plan": (lambda f, own: f, {"planned": float("nan")}, "planned == nan, must be a finite number"),
    "seed": (lambda f, own: f, {"seed": -1}, "seed == -1, must be a whole number"),
    "nearby": (lambda f, own: f, {"near": ["zz"]}, "Unknown entity nearby 'zz'"),
    "event": (lambda f, own: f, {"events": {"zz": [3]}}, "Unknown entity of an event 'zz'"),
    "others' start": (lambda f, own: f, {"treated": ["a0"], "start": {"a0": 36, "a1": 30}}, "with a start 'a1'"),
    "twice": (lambda f, own: pd.concat([f, f["sales"]], axis=1), {}, "several columns 'sales'"),
    "traits": (lambda f, own: f.assign(x="s"), {"covariates": ["x"]}, "x == 's' .*must be a number|takes no covariates"),
    "endless": (lambda f, own: f.assign(x=np.inf), {"covariates": ["x"]}, "must be finite|takes no covariates"),
    "cycle": (lambda f, own: f, {"cycle": "fortnight"}, "Unknown cycle 'fortnight'"),
    "unit": (lambda f, own: f, {"unit": "shares"}, "Unknown unit 'shares'"),
    "reason": (lambda f, own: f, {"against": ["luck"]}, "Unknown against 'luck'"),
    "announced": (lambda f, own: f, {"announced": 47}, "announced == 47, "),
}  # fmt: skip


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("wrong", REFUSED)
def test_it_is_refused_by_name(good, method, wrong):
    change, options, match = REFUSED[wrong]
    frame = change(good, treated(method, good))
    with pytest.raises(InputError, match=match):
        asked(method, frame, **options)


LITTLE = {
    "few after": lambda f, own, first, last: f[f["month"] < last + 4],
    "few before": lambda f, own, first, last: f[f["month"] >= first - 4],
    "none after": lambda f, own, first, last: f[~(own & (f["month"] >= first))],
}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("little", LITTLE)
def test_too_little_leaves_no_verdict_and_no_interval_without_breadth(good, method, little):
    own = treated(method, good)
    frame = LITTLE[little](good, own, 30 if method == "callaway_santanna" else 36, 36)
    try:
        found = asked(method, frame)
    except InputError as error:
        # A regression without room for its regressors says how many it lacks.
        refusal = str(error)
    else:
        refusal = ""
        assert (found.verdict, bool(found.reasons)) == ("insufficient", True)
        assert found.low is None or found.low < found.high
    assert not refusal or "too few" in refusal or "need" in refusal


@pytest.mark.parametrize("method", [each for each in METHODS if each not in ("its", "poisson_its", "auto")])
def test_others_without_a_side_are_nobody_to_compare_with(good, method):
    frame = good[treated(method, good) | (good["month"] < 10)]
    with pytest.raises(InputError, match=f"method='{method}' needs another entity with values both before and after"):
        asked(method, frame)


@pytest.mark.parametrize("method", ["did", "synthetic_control", "synthetic_did", "auto"])
def test_others_that_never_move_give_no_yardstick(good, method):
    found = asked(method, good.assign(sales=good["sales"].where(good["shop"] == "a0", 5.0)))
    assert (found.verdict, found.reasons) == ("insufficient", ("no_interval",))
    assert (found.low, found.high, found.mde, found.p_value) == (None, None, None, None)
    assert "0 either way" not in found.text["en"]


@pytest.mark.parametrize("method", METHODS)
def test_missing_months_stay_missing(good, method):
    own = treated(method, good)
    whole, holes = asked(method, good), asked(method, good[~(own & (good["month"] % 9 == 4))])
    assert holes.before < whole.before
    assert holes.after < whole.after
    assert holes.effect == pytest.approx(whole.effect, abs=1.0)
