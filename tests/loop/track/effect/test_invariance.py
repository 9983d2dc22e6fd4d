"""What must not matter: unit, level, order of rows, names of entities."""

import numpy as np
import pytest

from diagnostics.loop.track.effect import estimate_effect

METHODS = ["auto", "its", "controlled_its", "did", "synthetic_did", "synthetic_control", "callaway_santanna"]
TEN = [f"a{each}" for each in range(10)]
NAMES = ("effect", "low", "high", "mde")


@pytest.fixture(scope="module")
def frame():
    from tests.loop.track.effect.conftest import _panel

    return _panel(np.random.default_rng(11), others=30, periods=36, effect=2.0)


def asked(method, frame, names=lambda each: each, **options):
    staggered = method == "callaway_santanna"
    treated = [names(each) for each in (TEN if staggered else TEN[:1])]
    start = {each: 22 + 3 * (place % 2) for place, each in enumerate(treated)} if staggered else 24
    return estimate_effect(
        frame, entity="shop", time="month", value="sales", treated=treated, start=start, method=method, **options
    )


def alike(found, other, scale=1.0):
    assert (found.method, found.verdict, found.reasons) == (other.method, other.verdict, other.reasons)
    for name in NAMES:
        assert getattr(found, name) == pytest.approx(scale * getattr(other, name), rel=2e-3, abs=2e-3 * scale), name


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("scale", [1e-4, 1e6])
def test_another_unit_scales_the_effect(frame, method, scale):
    other = asked(method, frame)
    found = asked(method, frame.assign(sales=frame["sales"] * scale))
    alike(found, other, scale)
    assert found.relative == pytest.approx(other.relative, rel=2e-3, abs=1e-5)


@pytest.mark.parametrize("method", METHODS)
def test_another_level_leaves_the_effect(frame, method):
    alike(asked(method, frame.assign(sales=frame["sales"] + 1000)), asked(method, frame))


@pytest.mark.parametrize("method", METHODS)
def test_the_order_of_rows_says_nothing(frame, method):
    found, other = asked(method, frame.sample(frac=1, random_state=3)), asked(method, frame)
    assert [getattr(found, each) for each in NAMES] == [getattr(other, each) for each in NAMES]
    assert found.text == other.text


@pytest.mark.parametrize("method", METHODS)
def test_names_of_entities_say_nothing(frame, method):
    def renamed(name):
        # Another order of the alphabet, too.
        return f"z{99 - int(name[1:]):02d}"

    alike(asked(method, frame.assign(shop=frame["shop"].map(renamed)), renamed), asked(method, frame))


@pytest.mark.parametrize("method", ["did", "synthetic_did", "its"])
def test_a_better_direction_turns_the_verdict_only(frame, method):
    up, down = asked(method, frame, improvement="higher"), asked(method, frame, improvement="lower")
    assert (up.effect, up.low, up.high) == (down.effect, down.low, down.high)
    assert {up.verdict, down.verdict} in ({"worked", "worse"}, {"no_evidence"}, {"insufficient"})


@pytest.mark.parametrize("transform", ["log"])
@pytest.mark.parametrize("method", ["did", "synthetic_did", "its"])
def test_a_currency_leaves_the_share(frame, method, transform):
    other = asked(method, frame, transform=transform)
    found = asked(method, frame.assign(sales=frame["sales"] * 7.1), transform=transform)
    assert found.relative == pytest.approx(other.relative, rel=2e-3)
    assert found.effect == pytest.approx(7.1 * other.effect, rel=2e-3)
