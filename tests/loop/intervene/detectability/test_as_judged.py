"""What is planned with is what effects are judged by."""

import numpy as np
import pandas as pd
import pytest

from diagnostics.loop.intervene.detectability import alone, noise, two_way
from diagnostics.loop.track.effect import estimate_effect
from diagnostics.loop.track.effect.did import two_way as judged_two_way
from diagnostics.loop.track.effect.restless import CALM, FEWEST_FIGURES
from diagnostics.loop.track.effect.rules import FEWEST_IN_COHORT
from diagnostics.loop.track.effect.series import regression


def frame_of(values):
    rows = [(f"e{who:02d}", when, each) for who, row in enumerate(values) for when, each in enumerate(row)]
    return pd.DataFrame(rows, columns=["entity", "time", "value"])


def judged(values, start, treated=("e00",), **more):
    return estimate_effect(
        frame_of(values), entity="entity", time="time", value="value", treated=list(treated), start=start,
        cycle="month", **more,
    )  # fmt: skip


def panel(seed, entities, periods):
    rng, when = np.random.default_rng(seed), np.arange(periods)
    wander = rng.normal(size=(entities, periods)) + rng.normal(size=periods)
    return wander + rng.normal(50, 3, (entities, 1)) + 2 * np.sin(2 * np.pi * when / 12) + 0.02 * when


def test_bounds_are_those_of_the_judgement():
    assert (two_way.CALM, two_way.FEWEST_FIGURES) == (CALM, FEWEST_FIGURES)
    assert noise.FEWEST_IN_COHORT == FEWEST_IN_COHORT
    assert alone.SPARE == regression.SPARE


@pytest.mark.parametrize(("periods", "after", "gaps"), [(36, 6, ()), (48, 12, (7, 30)), (24, 6, ()), (30, 9, (3,))])
def test_a_series_alone_has_the_regressors_that_it_is_judged_with(monkeypatch, periods, after, gaps):
    series = panel(1, 1, periods)[0]
    series[list(gaps)] = np.nan
    seen = []
    monkeypatch.setattr(regression, "null_sizes", lambda x, at, *_, **__: seen.append((x, at)) or np.ones(3999))
    judged([series], periods - after, method="its")
    x, _, at = alone._line(series[: periods - after], after, "month")
    np.testing.assert_allclose(seen[0][0][:, :-1], x[at], atol=1e-12)
    np.testing.assert_array_equal(seen[0][1], at)


@pytest.mark.parametrize("gaps", [(), ((1, 4), (2, 9), (2, 10))])
def test_what_all_have_in_common_is_taken_out_as_it_is_later(gaps):
    values = panel(2, 5, 24)
    for cell in gaps:
        values[cell] = np.nan
    ours, theirs = (each(values) for each in (two_way.common, judged_two_way))
    for one, two in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one - one.mean(), two - two.mean(), atol=1e-8)


def test_a_restless_entity_is_given_the_room_that_it_gets_later():
    values = panel(3, 12, 36)
    values[0, :30] += np.random.default_rng(5).normal(0, 2, 30)
    found = judged(values, 30)
    assert found.fit["restless"] > 1.2
    assert two_way.restlessness(values[:1, :30], values[1:, :30]) == pytest.approx(found.fit["restless"])


def test_counts_have_the_noise_that_they_are_judged_with():
    from diagnostics.loop.track.effect.series.poisson import _settle

    rng, when = np.random.default_rng(6), np.arange(60)
    counts = rng.poisson(80 * np.exp(0.2 * np.cos(2 * np.pi * when / 12) + 0.2 * rng.normal(size=60))).astype(float)
    x = alone._line(counts, 12, "month")[0][:60]
    at = when.astype(float)
    beta, memory = alone._settle(counts, x, at)
    theirs = _settle(regression.Rows(counts, x, at), np.zeros(60))
    np.testing.assert_allclose(beta, theirs[0], atol=1e-3)
    assert memory.share == pytest.approx(theirs[2], abs=5e-3)


@pytest.mark.parametrize(
    ("others", "after", "method", "draws"),
    [(0, 12, "its", 8), (3, 12, "controlled_its", 8), (15, 6, "did", 12)],
)
def test_what_is_planned_is_about_what_the_judgement_calls_detectable(others, after, method, draws):
    both = []
    for seed in range(draws):
        values = panel(seed, 1 + others, 48)
        own, rest = values[:1, :-after], values[1:, :-after]
        if not others:
            planned = alone.smallest_alone(own[0], after, "month")
        elif others < 5:
            planned = alone.smallest_beside(own[0] - two_way.common(rest)[1], after, "month")
        else:
            planned = noise.smallest_between(own, rest, after)
        found = judged(values, 48 - after)
        assert found.method == method
        both.append((planned, found.mde))
    planned, later = np.mean(both, axis=0)
    assert 0.85 <= planned / later <= 1.2


@pytest.mark.parametrize(("sizes", "method"), [((5, 6), "callaway_santanna"), ((2, 3), "did")])
def test_steps_are_planned_as_staggered_starts_are_judged(sizes, method):
    steps = noise.steps_of(sizes, 6)[-1]
    names = [f"e{at:02d}" for at in range(sum(sizes))]
    both = []
    for seed in range(8):
        values = panel(seed, sum(sizes) + 14, 60)
        start = 60 - steps.span
        starts = [start + offset for size, offset in zip(sizes, steps.offsets, strict=True) for _ in range(size)]
        found = judged(values, dict(zip(names, starts, strict=True)), names)
        assert found.method == method
        own, rest = values[: sum(sizes), :start], values[sum(sizes) :, :start]
        both.append((noise.smallest_in_steps(own, rest, steps), found.mde))
    planned, later = np.mean(both, axis=0)
    assert 0.85 <= planned / later <= 1.2


def test_the_smallest_effect_is_found_about_four_times_out_of_five():
    found = 0
    for seed in range(40):
        values = panel(seed, 3, 36)
        before = values[:, :30]
        values[0, 30:] += alone.smallest_beside(before[0] - two_way.common(before[1:])[1], 6, "month")
        found += judged(values, 30).p_value < 0.05
    assert 0.6 <= found / 40 <= 0.95
