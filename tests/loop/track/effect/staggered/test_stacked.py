"""Plain differences of entities that start at different times, and the spread that they are held against."""

import numpy as np
import pytest

from diagnostics.loop.track.effect.did import did
from diagnostics.loop.track.effect.staggered.against import Changes, changes, held_against, trends
from diagnostics.loop.track.effect.staggered.stacked import stacked


def test_each_entity_is_held_against_its_own_start_and_counts_by_its_periods_from_it_on(made, read):
    frame, starts = made(np.random.default_rng(3), {12: 2, 24: 1}, others=8, effect=2.0)
    found = did(read(frame, starts))
    table = frame.pivot(index="shop", columns="month", values="sales")
    never = table.drop(index=list(starts)).mean()
    gaps = table.loc[list(starts)] - never
    own = [gaps.loc[each, start:].mean() - gaps.loc[each, : start - 1].mean() for each, start in starts.items()]
    assert found.effect == pytest.approx(np.average(own, weights=[24, 24, 12]))
    others = table.drop(index=list(starts)) - never
    moved = {at: others.loc[:, at:].mean(axis=1) - others.loc[:, : at - 1].mean(axis=1) for at in (12, 24)}
    weights = np.array([24, 24, 12]) / 60
    shared = 0.8 * moved[12] + 0.2 * moved[24]
    variance = (weights[:2] ** 2).sum() * moved[12].var() + weights[2] ** 2 * moved[24].var() + shared.var() / 8
    assert found.error == pytest.approx(found.restless * np.sqrt(variance))
    assert found.restless == pytest.approx(1.2, abs=0.05)
    assert found.df == 7


def test_with_one_start_it_is_the_plain_difference(made, read):
    panel = read(*made(np.random.default_rng(3), {18: 3}, others=9, effect=1.0))
    one, other = did(panel), stacked(panel, 0)
    assert [one.effect, one.error, one.df] == pytest.approx([other.effect, other.error, other.df])
    many = read(*made(np.random.default_rng(3), {18: 12}, others=14, effect=1.0))
    one, other = did(many), stacked(many, 0)
    assert [one.effect, one.error, one.df] == pytest.approx([other.effect, other.error, other.df])


def test_gaps_shift_no_mean(made, read):
    frame, starts = made(np.random.default_rng(3), {12: 3, 20: 3}, others=10)
    shop, month = frame["shop"].str[1:].astype(int), frame["month"]
    frame["sales"] = 10.0 * shop + np.sin(month) + 3.0 * (month >= frame["shop"].map(starts).fillna(99))
    holes = frame[np.random.default_rng(1).random(len(frame)) > 0.15]
    assert did(read(holes, starts)).effect == pytest.approx(3, abs=1e-6)


def test_a_trend_leads_from_the_mean_before_or_from_the_last_period(made, read):
    frame, starts = made(np.random.default_rng(3), {20: 1}, others=6)
    frame["sales"] = 5.0 + 0.5 * frame["month"] * frame["shop"].isin(starts)
    panel = read(frame, starts)
    assert trends(panel, "mean").own == pytest.approx([0.5 * (27.5 - 9.5)])
    assert trends(panel, "last").own == pytest.approx([0.5 * (27.5 - 19)])
    assert changes(panel, "last").own == pytest.approx([0.5 * (27.5 - 19)])
    short = read(frame[frame["month"] >= 15], starts)
    assert np.isnan(trends(short, "mean").own).all()


def test_placebos_take_the_places_of_the_treated(made, read):
    panel = read(*made(np.random.default_rng(3), {12: 2, 20: 3}, others=20, effect=4.0))
    found = stacked(panel, 1)
    assert (found.placebo.rank, found.placebo.count) == (1, 200)
    assert stacked(panel, 1).placebo == found.placebo != stacked(panel, 2).placebo
    few = Changes(np.ones(3), np.random.default_rng(1).normal(size=(4, 1)), np.zeros(3, int), np.ones(3) / 3)
    assert held_against(few, 0).placebo is None
    alone = Changes(np.ones(3), np.zeros((1, 1)), np.zeros(3, int), np.ones(3) / 3)
    assert np.isnan(held_against(alone, 0).error)
