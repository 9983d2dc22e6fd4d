"""What came from outside and what is the entity's own, and the line that it is measured from."""

import json
import re

import numpy as np
import pandas as pd
import pytest

from diagnostics.errors import InputError
from diagnostics.loop.track.effect import estimate_effect
from diagnostics.terms import LANGUAGES

KEYS = {"entity": "shop", "time": "month", "value": "sales", "treated": ["a0"], "start": 24}


def market(fall=0.10, own=0.15, others=8, periods=36, scale=100.0):
    """Shops at one level that fall together, ``a0`` further, each with a little noise of its own."""
    random = np.random.default_rng(4)
    rows = []
    for shop in range(others + 1):
        drop = own if shop == 0 else fall
        for month in range(periods):
            level = scale * (1 - drop if month >= 24 else 1) + random.normal(0, scale / 500)
            rows.append((f"a{shop}", month, level))
    return pd.DataFrame(rows, columns=["shop", "month", "sales"])


@pytest.mark.parametrize("transform", [None, "log"])
@pytest.mark.parametrize("others", [3, 8, 20])
def test_a_market_fall_of_a_tenth_leaves_five_of_fifteen_points_of_its_own(others, transform):
    found = estimate_effect(market(others=others), **KEYS, transform=transform)
    # Logarithms take the own part for a share of what is left: 1 - 0.85 / 0.90, of a level of 90.
    assert found.external["relative"] == pytest.approx(-0.10, abs=0.003)
    assert found.own["relative"] == pytest.approx(-0.05, abs=0.003)
    assert found.own["absolute"] == found.effect
    assert found.own["relative"] + found.external["relative"] == pytest.approx(-0.15, abs=0.001)
    if others > 3:
        assert "−10.0 是可比对象也有的变化" in found.parts["zh"]
        assert "−5.0 是自身的" in found.parts["zh"]
        assert "now stands at 85.0" in found.parts["en"]


def test_parts_add_up_as_they_are_written():
    found = estimate_effect(market(fall=0.0333, own=0.0777), **KEYS)
    now, outside, own = (float(each.replace("−", "-")) for each in re.findall(r"[−+]?\d+\.\d", found.parts["en"]))
    assert 100 + outside + own == pytest.approx(now, abs=1e-9)


def test_shares_are_divided_in_points_and_an_effect_within_noise_is_not_called_its_own():
    frame = market(scale=0.5)
    found = estimate_effect(frame, **KEYS, unit="share")
    assert "−5.0" in found.parts["en"]
    assert "−2.5 is its own part" in found.parts["en"]
    quiet = estimate_effect(market(own=0.1001), **KEYS)
    assert quiet.verdict == "no_evidence"
    assert "lies within what it moves on its own" in quiet.parts["en"]
    assert "自身的。" not in quiet.parts["zh"]


def test_without_a_verdict_or_without_others_nothing_is_divided():
    frame = market()
    assert estimate_effect(frame, **KEYS, against=["not_carried_out"]).parts == {}
    alone = estimate_effect(frame, **{**KEYS, "start": 24}, method="its")
    assert (alone.external, alone.own, alone.parts) == ({}, {}, {})


@pytest.mark.parametrize("transform", [None, "log"])
@pytest.mark.parametrize("method", ["its", "controlled_its", "did", "synthetic_did", "synthetic_control"])
def test_the_line_lies_below_or_above_by_the_effect(panel, method, transform):
    frame = panel(np.random.default_rng(7), others=20, periods=48, effect=3.0)
    frame = frame.assign(sales=frame["sales"] + 20)
    found = estimate_effect(frame, **{**KEYS, "start": 36}, method=method, transform=transform)
    path = pd.DataFrame(found.path)
    after = path[path["low"].notna()]
    assert len(after) == 12
    gap = (after["actual"] - after["expected"]).mean()
    # The noise of a regression's last periods is no part of its effect.
    assert gap == pytest.approx(found.effect, abs=0.3 if method.endswith("its") else 0.02)
    # The mean lies outside the band where the interval excludes no effect.
    assert (after["actual"].mean() > after["high"].mean()) == (found.verdict == "worked")
    assert (after["high"] > after["expected"]).all()
    assert path["low"][:36].isna().all()
    assert json.loads(json.dumps(found.record()))["path"]["period"] == [str(each) for each in range(48)]


def test_a_count_keeps_its_line_on_its_own_scale(panel):
    frame = panel(np.random.default_rng(7), others=0, periods=48, effect=30.0)
    frame = frame.assign(sales=frame["sales"].round(), days=2.0)
    found = estimate_effect(frame, **{**KEYS, "start": 36}, method="poisson_its", exposure="days")
    path = pd.DataFrame(found.path)
    assert path["actual"][0] == frame["sales"].iloc[0] / 2
    assert (path["actual"] - path["expected"])[36:].mean() == pytest.approx(found.effect, rel=0.05)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_it_is_drawn_with_start_and_last_period(panel, language, size):
    frame = panel(np.random.default_rng(7), effect=3.0)
    frame["month"] = [f"{2021 + each // 12}-{each % 12 + 1:02d}" for each in frame["month"]]
    found = estimate_effect(frame, **{**KEYS, "start": "2023-01"})
    texts = [each.get_text() for each in found.plot_path(language, size).axes[0].texts]
    assert {"zh": "启动", "en": "Start"}[language] in texts
    assert any("2023" in each for each in texts)


def test_a_method_without_a_line_says_so(panel):
    found = estimate_effect(panel(np.random.default_rng(7), others=0, periods=20), **{**KEYS, "start": 12})
    assert found.path == {}
    with pytest.raises(InputError, match="has no line of what was to be expected"):
        found.plot_path("zh")
