"""What is drawn is what the page says is drawn."""

from dataclasses import replace

import numpy as np
import pytest

from tests.calibration.methods import frame_of
from tests.calibration.series import Design, autoregression, draw


def many(design, effect=0.0, draws=300):
    return np.array([draw(design, effect, 1, number).values for number in range(draws)])


@pytest.mark.parametrize("memory", [0.0, 0.3, 0.6])
def test_noise_has_standard_deviation_one_and_remembers_the_month_before_from_its_first_month_on(memory):
    noise = autoregression(np.random.default_rng(1), 20_000, 4, memory)
    assert noise.std(axis=0) == pytest.approx(1, abs=0.02)
    for at in range(3):
        assert np.corrcoef(noise[:, at], noise[:, at + 1])[0, 1] == pytest.approx(memory, abs=0.03)


def test_an_amount_has_noise_of_one_half_of_it_shared_with_loadings_of_a_half_to_one_and_a_half():
    values = many(Design(months=12, after=6, memory=0, others=8), draws=2000)
    treated = (values - values.mean(axis=0))[:, 0]
    # The level differs from draw to draw; steps from month to month have twice the variance of the noise.
    steps = np.diff(values, axis=2) - np.diff(values, axis=2).mean(axis=0)
    assert steps[:, 0].var() == pytest.approx(2, rel=0.05)
    assert steps[:, 1:].var() == pytest.approx(2 * (0.5 + 0.5 * (1 + 1 / 12)), rel=0.05)
    together = (steps[:, 0] * steps[:, 1]).mean()
    assert together == pytest.approx(2 * 0.5 * 1.0, rel=0.08)
    assert treated.std() > 4


def test_season_and_trend_are_those_of_the_page():
    course = many(Design(months=24, others=10), draws=1000).mean(axis=(0, 1))
    month = np.arange(24)
    wanted = np.sin(2 * np.pi * month / 12) + 0.02 * month
    assert course - course.mean() == pytest.approx(wanted - wanted.mean(), abs=0.1)


@pytest.mark.parametrize(
    ("design", "moved"),
    [
        (Design(), {(0, 24), (0, 35)}),
        (Design(early=3), {(0, 21), (0, 35)}),
        (Design(treated=6, cohorts=(18, 26)), {(0, 18), (1, 26), (2, 18), (5, 26)}),
        (Design(spill=0.5), {(0, 24), (1, 24), (3, 24)}),
    ],
)
def test_the_effect_is_all_that_differs_between_two_draws_of_a_number(design, moved):
    change = draw(design, 2.0, 1, 7).values - draw(design, 0.0, 1, 7).values
    for entity, month in moved:
        full = 1.0 if entity < design.treated else design.spill
        assert change[entity, month] == pytest.approx(2.0 * full)
        if month < 35:
            assert change[entity, month - 1] == pytest.approx(0, abs=1e-9)
    assert change[-1] == pytest.approx(0, abs=1e-9)


def test_a_growing_effect_has_the_mean_that_was_planted_and_rises_from_each_start():
    design = Design(treated=2, cohorts=(30, 24), growing=True)
    change = draw(design, 2.0, 1, 7).values - draw(design, 0.0, 1, 7).values
    planted = np.concatenate([change[0, 30:], change[1, 24:]])
    assert planted.mean() == pytest.approx(2.0)
    assert change[1, 25] == pytest.approx(2 * change[1, 24])
    assert np.abs(change[1, :24]).max() == pytest.approx(0, abs=1e-9)


def test_a_draw_depends_on_seed_number_and_design_alone():
    design = Design(months=24, missing=0.1)
    again = draw(design, 0, 1, 5).values
    assert np.array_equal(draw(design, 0, 1, 5).values, again, equal_nan=True)
    others = [draw(design, 0, 2, 5), draw(design, 0, 1, 6), draw(replace(design, memory=0.6), 0, 1, 5)]
    assert not any(np.array_equal(each.values, again, equal_nan=True) for each in others)


def test_one_month_in_ten_is_missing_and_has_no_row():
    drawn = draw(Design(months=48, others=40, missing=0.1), 0, 1, 1)
    assert np.isnan(drawn.values).mean() == pytest.approx(0.1, abs=0.03)
    assert len(frame_of(drawn)) == (~np.isnan(drawn.values)).sum()


def test_a_count_is_whole_grows_with_its_opening_days_and_its_noise_is_the_unit():
    design = Design(count=60, others=0, memory=0)
    drawn = [draw(design, 0, 1, number) for number in range(400)]
    rates = np.log([(each.values / each.exposure)[0] for each in drawn])
    assert all((each.values == each.values.round()).all() for each in drawn)
    assert frame_of(drawn[0])["value"].dtype == int
    steps = np.diff(rates, axis=1)
    assert np.sqrt((steps - steps.mean(axis=0)).var() / 2) == pytest.approx(design.unit, rel=0.05)


@pytest.mark.parametrize(("broken", "ratio"), [({"louder": 2.0}, 0.5 * 4 + 0.5), ({"loading": 2.0}, 0.5 + 0.5 * 4)])
def test_a_noisier_treated_entity_is_so_by_what_was_asked(broken, ratio):
    steps = np.diff(many(Design(months=12, after=6, memory=0, others=2, **broken), draws=1500)[:, 0], axis=1)
    assert (steps - steps.mean(axis=0)).var() / 2 == pytest.approx(ratio, rel=0.08)


def test_others_climb_otherwise_and_the_treated_by_half_of_the_most():
    values = many(Design(slopes=0.1, others=6), draws=400)
    climb = (values[:, :, 24:36].mean(axis=2) - values[:, :, 12:24].mean(axis=2)) / 12 - 0.02
    assert climb[:, 0].mean() == pytest.approx(0.05, abs=0.01)
    assert climb[:, 1:].mean() == pytest.approx(0, abs=0.01)
    assert climb[:, 1:].std() > climb[:, 0].std() * 1.2
