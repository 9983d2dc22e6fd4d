"""How often a verdict is wrong when nothing happened, and how often an effect is found.

The draws are few and the seeds fixed: the bounds lie four standard errors from what thousands of draws give, yet a
wrong error or a wrong quantile breaks them (errors clustered by entity give 0.6 here, a before/after test 0.2).
"""

import numpy as np
import pytest

from diagnostics.loop.track.effect import estimate_effect

DRAWS = 100


def verdicts(panel, seed, **options):
    random = np.random.default_rng(seed)
    found = [
        estimate_effect(
            panel(random, **options), entity="shop", time="month", value="sales", treated=["a0"],
            start=options.get("periods", 36) - 12,
        )
        for _ in range(DRAWS)
    ]  # fmt: skip
    given = [each for each in found if each.verdict != "insufficient"]
    assert len(given) > 0.8 * DRAWS
    return [each.verdict for each in given], np.array([each.effect for each in found])


@pytest.mark.parametrize("phi", [0.0, 0.6])
@pytest.mark.parametrize("options", [{"others": 20}, {"others": 6}, {"others": 0, "periods": 48}])
def test_a_verdict_is_rarely_given_where_nothing_happened(panel, options, phi):
    found, effects = verdicts(panel, 5, phi=phi, **options)
    wrong = np.mean([each != "no_evidence" for each in found])
    assert wrong <= 0.05 + 4 * np.sqrt(0.05 * 0.95 / len(found))
    assert abs(effects.mean()) < 4 * effects.std() / np.sqrt(DRAWS)


def test_an_effect_of_two_standard_deviations_is_found_and_not_turned_around(panel):
    found, effects = verdicts(panel, 6, phi=0.3, others=20, effect=2.0)
    assert np.mean([each == "worked" for each in found]) > 0.9
    assert "worse" not in found
    assert effects.mean() == pytest.approx(2, abs=0.15)


def test_a_before_and_after_test_is_fooled_where_the_estimate_is_not(panel):
    random = np.random.default_rng(8)
    fooled = 0
    for _ in range(DRAWS):
        frame = panel(random, phi=0.6)
        found = estimate_effect(frame, entity="shop", time="month", value="sales", treated=["a0"], start=24)
        plain = found.contrast["before_after"]
        fooled += not plain["low"] <= 0 <= plain["high"]
    assert fooled > 0.15 * DRAWS
