"""Patterns are found where they were planted, and hardly ever by chance."""

import numpy as np
import pandas as pd
import pytest

from diagnostics.data.quality.outliers import outliers
from diagnostics.data.quality.suspicious import bunching, calm, repeats
from diagnostics.model.observations import Observations
from tests.data.quality.test_card import AMOUNT, ENTITIES, figures

RATE = {"id": "amount", "measure": "sum(amount) / sum(base)", "unit": "share"}


@pytest.fixture
def client(engagement):
    return engagement([AMOUNT], entities=ENTITIES)


def many(draw, series, length, mean=0.98, spread=0.01):
    values = draw.normal(mean, spread, series * length)
    return figures(values, targets=np.full(series * length, 0.98), start=(1900, 1)), values


def test_figures_that_crowd_just_past_the_target_are_found(client):
    draw = np.random.default_rng(1)
    values = draw.normal(0.978, 0.01, 160)
    short = (values < 0.98) & (values > 0.972)
    values[short] = 0.98 + draw.uniform(0, 0.001, short.sum())
    (item,) = bunching(client, figures(values, targets=np.full(160, 0.98), start=(1990, 1)))
    assert item.kpi == "amount"
    assert item.count > 3 * item.detail


def test_figures_comfortably_past_the_target_are_no_crowd(client):
    draw = np.random.default_rng(2)
    assert bunching(client, many(draw, 1, 200, mean=0.995)[0]) == []


def test_crowds_by_chance_are_rare(client):
    draw = np.random.default_rng(3)
    means = draw.uniform(0.96, 1.0, 300)
    assert sum(len(bunching(client, many(draw, 1, 120, mean=each)[0])) for each in means) <= 1


def test_the_same_figure_again_and_again_is_found_where_the_series_moves(client):
    values = np.random.default_rng(4).normal(500, 30, 24).round(1)
    values[10:15] = 512.3
    (item,) = repeats(client, figures(values))
    assert (item.count, item.where) == (5, ("2020-11",))


def test_a_contract_price_and_small_counts_repeat_by_nature(client):
    assert repeats(client, figures(np.full(24, 512.3))) == []
    assert repeats(client, figures(np.r_[np.zeros(6), np.arange(30, 48)])) == []


def test_a_spread_that_shrinks_to_nothing_is_found(client):
    draw = np.random.default_rng(5)
    values = np.r_[draw.normal(100, 10, 24), 100 + draw.normal(0, 0.3, 8)]
    (item,) = calm(client, figures(values))
    assert item.where == ("2022-01",)


def test_a_steady_process_hardly_ever_seems_to_calm_down(client):
    draw = np.random.default_rng(6)
    assert sum(len(calm(client, figures(draw.normal(100, 10, 36)))) for _ in range(400)) <= 1


def test_a_figure_far_from_its_own_history_is_found_and_a_moved_process_is_not(client):
    draw = np.random.default_rng(8)
    values = draw.normal(100, 5, 36)
    values[20] = 400
    (item,) = outliers(client, figures(values))
    assert item.where == ("2021-09",)
    assert outliers(client, figures(np.r_[draw.normal(100, 5, 24), draw.normal(300, 5, 12)])) == []


def test_the_patterns_are_looked_for_at_the_lowest_level_only(client):
    values = np.random.default_rng(4).normal(500, 30, 24).round(1)
    values[10:15] = 512.3
    both = pd.concat([figures(values).table, figures(values).table.assign(level="company", entity="group")])
    assert [each.entity for each in repeats(client, Observations(both.reset_index(drop=True)))] == ["s1"]
